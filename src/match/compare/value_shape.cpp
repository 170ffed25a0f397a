#include "match/compare/value_shape.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "base/hash.h"
#include "base/utf8.h"
#include "match/compare/company_core.h"
#include "match/compare/look_alikes.h"
#include "match/compare/nicknames.h"
#include "match/compare/romanize.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

constexpr std::uint8_t levels_from(unsigned first, unsigned last) noexcept {
  return static_cast<std::uint8_t>((1u << (last + 1)) - (1u << first));
}
constexpr std::uint8_t only(unsigned level) noexcept { return static_cast<std::uint8_t>(1u << level); }

// A shape is written and read part by part, from the low bits on. All ones: nothing is known of the value.
constexpr std::uint64_t unknown = ~std::uint64_t{0};

class Writer {
 public:
  Writer& put(std::uint64_t part, unsigned bits) noexcept {
    shape_ |= part << at_;
    at_ += bits;
    return *this;
  }
  std::uint64_t shape() const noexcept { return shape_; }

 private:
  std::uint64_t shape_ = 0;
  unsigned at_ = 0;
};

class Reader {
 public:
  explicit Reader(std::uint64_t shape) noexcept : left_(shape) {}
  std::uint32_t take(unsigned bits) noexcept {
    const auto part = static_cast<std::uint32_t>(left_ & ((std::uint64_t{1} << bits) - 1));
    left_ >>= bits;
    return part;
  }

 private:
  std::uint64_t left_;
};

char32_t lower(char32_t c) noexcept { return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c; }
bool is_letter(char32_t c) noexcept { return c >= U'a' && c <= U'z'; }
bool is_digit(char32_t c) noexcept { return c >= U'0' && c <= U'9'; }

// What a value is taken into to make its shape: kept from value to value for its memory.
struct Parts {
  std::u32string points;
  std::vector<std::uint32_t> words, trigrams;
};

// In lower case.
const std::u32string& points_of(std::string_view text, Parts& parts) {
  parts.points.clear();
  for (std::size_t at = 0; at < text.size();) parts.points.push_back(lower(next_code_point(text, at)));
  return parts.points;
}
const std::vector<std::uint32_t>& words_in(std::string_view text, Parts& parts) {
  word_set(text, parts.words);
  return parts.words;
}
const std::vector<std::uint32_t>& trigrams_in(std::string_view text, Parts& parts) {
  trigram_set(text, parts.trigrams);
  return parts.trigrams;
}

std::uint32_t spread(char32_t c, std::uint32_t classes) noexcept {
  return static_cast<std::uint32_t>((std::uint64_t{c * 0x9E3779B1u & 0xFFFFFFFFu} * classes) >> 32);
}

// Which letters occur. Equal characters fall together, so what is in one set only has no partner.
std::uint32_t letters_in(std::u32string_view text) noexcept {
  std::uint32_t set = 0;
  for (char32_t c : text) {
    if (is_letter(c)) set |= 1u << (c - U'a');
  }
  return set;
}
std::uint32_t letters_in(std::string_view text) noexcept {
  std::uint32_t set = 0;
  for (char c : text) {
    if (c >= 'a' && c <= 'z') set |= 1u << (c - 'a');
  }
  return set;
}
std::uint32_t characters_in(std::u32string_view text, std::uint32_t classes) noexcept {
  std::uint32_t set = 0;
  for (char32_t c : text) set |= 1u << spread(c, classes);
  return set;
}
std::uint32_t words_in(const std::vector<std::uint32_t>& words, std::uint32_t classes) noexcept {
  std::uint32_t set = 0;
  for (std::uint32_t word : words) set |= 1u << spread(word, classes);
  return set;
}

// 1 … classes; 0 where there is no such character.
std::uint32_t class_at(std::u32string_view text, std::size_t at, std::uint32_t classes) noexcept {
  return at < text.size() ? 1 + spread(text[at], classes) : 0;
}

// At least so many characters of a are not in b.
unsigned missing(std::uint32_t a, std::uint32_t b) noexcept {
  return static_cast<unsigned>(std::popcount(a & ~b));
}
unsigned less(unsigned from, unsigned what) noexcept { return from > what ? from - what : 0; }

// Of sets of so many elements: how many at most are in both.
unsigned most_shared(unsigned a, std::uint32_t a_set, unsigned b, std::uint32_t b_set) noexcept {
  return std::min(less(a, missing(a_set, b_set)), less(b, missing(b_set, a_set)));
}

// Jaro-Winkler at most, of so many characters in common and a common beginning of so many; a little more, for
// rounding.
double most_jaro_winkler(unsigned a, unsigned b, unsigned common, unsigned prefix) noexcept {
  if (common == 0 || a == 0 || b == 0) return 0;
  const double c = std::min({common, a, b});
  const double jaro = (c / a + c / b + 1) / 3;
  return (jaro > 0.69 ? jaro + 0.1 * prefix * (1 - jaro) : jaro) + 1e-9;
}

// Of two that begin with these classes: at most so many characters of the first four are equal in a row.
template <std::size_t n>
unsigned most_prefix(const std::array<std::uint32_t, n>& a, const std::array<std::uint32_t, n>& b) noexcept {
  for (unsigned i = 0; i < n; ++i) {
    if (a[i] != b[i] || a[i] == 0) return i;
  }
  return 4;
}

// May two readings be one edit apart?
bool may_be_one_off(std::uint32_t a_set, unsigned a, std::uint32_t b_set, unsigned b) noexcept {
  return missing(a_set, b_set) <= 1 && missing(b_set, a_set) <= 1 && (a > b ? a - b : b - a) <= 1;
}

// --- Names

enum class Script : std::uint8_t { latin, han, other };

Script script_of(std::string_view name) noexcept {
  if (is_ascii(name)) return Script::latin;
  return has_han(name) ? Script::han : Script::other;
}

constexpr unsigned most_han = 3;  // characters that a shape has room for

std::uint64_t han_shape(std::string_view name, const Romanizer& romanizer, Parts& parts) {
  const auto& points = points_of(name, parts);
  const std::string sound = romanizer.fold(name);
  if (sound.size() > 63) return unknown;
  Writer out;
  out.put(static_cast<std::uint64_t>(Script::han), 2).put(letters_in(sound), 26).put(sound.size(), 6);
  out.put(std::min<std::size_t>(points.size(), 7), 3);
  for (std::size_t i = 0; i < most_han; ++i)
    out.put(i < points.size() ? spread(han_shape_of(points[i]), 256) : 0, 8);
  return out.shape();
}

struct HanShape {
  explicit HanShape(Reader& in) noexcept : letters(in.take(26)), length(in.take(6)), characters(in.take(3)) {
    for (auto& c : character) c = in.take(8);
  }
  std::uint32_t letters;
  unsigned length, characters;
  std::array<std::uint32_t, most_han> character;
  bool is_whole() const noexcept { return characters <= most_han; }
  bool may_look_like(const HanShape& other) const noexcept {
    return characters == other.characters && (!is_whole() || character == other.character);
  }
};

std::uint64_t person_shape(std::string_view name, const Romanizer& romanizer, Parts& parts) {
  const auto script = script_of(name);
  if (script == Script::han) return han_shape(name, romanizer, parts);
  if (script == Script::other) return unknown;
  const auto& points = points_of(name, parts);
  if (points.size() > 31) return unknown;
  Writer out;
  out.put(static_cast<std::uint64_t>(script), 2).put(letters_in(points), 26).put(points.size(), 5);
  for (std::size_t i = 0; i < 4; ++i) out.put(class_at(points, i, 31), 5);
  std::uint64_t groups = 0;
  for (std::uint16_t group : nickname_groups(std::string(points.begin(), points.end())))
    groups |= std::uint64_t{1} << (group % 11);
  return out.put(groups, 11).shape();
}

std::uint8_t person_levels(std::uint64_t a, std::uint64_t b) noexcept {
  constexpr std::uint8_t all = levels_from(1, 6) & ~only(2);
  if (a == unknown || b == unknown) return all;
  Reader x(a), y(b);
  const std::uint32_t script = x.take(2);
  if (script != y.take(2)) return all;
  std::uint8_t levels = only(6);
  if (script == static_cast<std::uint32_t>(Script::han)) {
    const HanShape p(x), q(y);
    if (p.letters == q.letters && p.length == q.length) levels |= only(1);
    if (may_be_one_off(p.letters, p.length, q.letters, q.length) || p.may_look_like(q)) levels |= only(3);
    bool same = !p.is_whole() || !q.is_whole();
    for (unsigned i = 0; i < std::min({p.characters, q.characters, most_han}); ++i)
      same |= p.character[i] == q.character[i];
    return same ? levels | only(4) | only(5) : levels;
  }
  const std::uint32_t p = x.take(26), q = y.take(26);
  const unsigned p_length = x.take(5), q_length = y.take(5);
  std::array<std::uint32_t, 4> p_begins, q_begins;
  for (auto& c : p_begins) c = x.take(5);
  for (auto& c : q_begins) c = y.take(5);
  if (p == q) levels |= only(1);
  const unsigned prefix = most_prefix(p_begins, q_begins);
  const double likeness =
      most_jaro_winkler(p_length, q_length, most_shared(p_length, p, q_length, q), prefix);
  if (likeness >= 0.92) levels |= only(3);
  const bool begins_with = p_length != q_length && prefix >= std::min({p_length, q_length, 4u}) &&
                           missing(p_length <= q_length ? p : q, p_length <= q_length ? q : p) == 0;
  const bool share_a_group = (x.take(11) & y.take(11)) != 0;
  if (likeness >= 0.85 || begins_with || share_a_group) levels |= only(4);
  return likeness >= 0.7 ? levels | only(5) : levels;
}

std::uint64_t full_name_shape(std::string_view name, const Romanizer& romanizer, Parts& parts) {
  const auto script = script_of(name);
  if (script == Script::han) return han_shape(name, romanizer, parts);
  if (script == Script::other) return unknown;
  const auto& points = points_of(name, parts);
  const auto& words = words_in(name, parts);
  if (points.size() > 63 || words.size() > 7) return unknown;
  Writer out;
  out.put(static_cast<std::uint64_t>(script), 2).put(letters_in(points), 26).put(points.size(), 6);
  out.put(class_at(points, 0, 31), 5).put(class_at(points, 1, 31), 5);
  return out.put(words_in(words, 14), 14).put(words.size(), 3).shape();
}

std::uint8_t han_full_name_levels(const HanShape& p, const HanShape& q) noexcept {
  std::uint8_t levels = only(6);
  if (p.letters == q.letters && p.length == q.length) levels |= only(1);
  if (may_be_one_off(p.letters, p.length, q.letters, q.length) || p.may_look_like(q)) levels |= only(2);
  if (!p.is_whole() || !q.is_whole()) return levels | levels_from(3, 5);
  auto found = [](const HanShape& these, const HanShape& among) {
    const auto end = among.character.begin() + among.characters;
    return std::count_if(these.character.begin(), these.character.begin() + these.characters,
                         [&](std::uint32_t c) { return std::find(among.character.begin(), end, c) != end; });
  };
  const auto shared = std::min(found(p, q), found(q, p));
  // One edit leaves all but one of three characters.
  if (shared >= 2) levels |= only(3) | only(4);
  return shared > 0 ? levels | only(5) : levels;
}

std::uint8_t full_name_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 6);
  Reader x(a), y(b);
  const std::uint32_t script = x.take(2);
  if (script != y.take(2)) return levels_from(1, 6);
  if (script == static_cast<std::uint32_t>(Script::han))
    return han_full_name_levels(HanShape(x), HanShape(y));
  const std::uint32_t p = x.take(26), q = y.take(26);
  const unsigned p_length = x.take(6), q_length = y.take(6);
  const std::array<std::uint32_t, 2> p_begins = {x.take(5), x.take(5)}, q_begins = {y.take(5), y.take(5)};
  const std::uint32_t p_words = x.take(14), q_words = y.take(14);
  const unsigned p_count = x.take(3), q_count = y.take(3);
  const unsigned shared = most_shared(p_count, p_words, q_count, q_words);
  const double likeness = most_jaro_winkler(p_length, q_length, most_shared(p_length, p, q_length, q),
                                            most_prefix(p_begins, q_begins));
  std::uint8_t levels = only(6);
  if (p == q || shared == std::max(p_count, q_count)) levels |= only(1);
  if (likeness >= 0.92) levels |= only(2);
  if (shared >= 2 && shared == std::min(p_count, q_count)) levels |= only(3);
  if (likeness >= 0.8) levels |= only(4);
  return shared > 0 ? levels | only(5) : levels;
}

// --- Digits

// The last eight, four bits each: an edit of the whole is at most two of its end.
std::uint64_t phone_shape(std::string_view phone) noexcept {
  std::uint64_t shape = 0;
  unsigned digits = 0;
  for (char c : phone) {
    if (c < '0' || c > '9') continue;
    shape = (shape << 4 | static_cast<std::uint64_t>(c - '0')) & 0xFFFFFFFF;
    ++digits;
  }
  return digits < 8 ? unknown : shape;
}

// The optimal string alignment distance of eight digits each (the recurrence of osa.h).
unsigned distance_of_ends(std::uint32_t a, std::uint32_t b) noexcept {
  std::array<std::uint32_t, 16> places{};
  for (unsigned i = 0; i < 8; ++i) places[a >> (4 * i) & 15] |= 1u << i;
  std::uint32_t rises = ~0u, falls = 0, diagonal = 0, previous = 0;
  unsigned distance = 8;
  for (unsigned j = 0; j < 8; ++j) {
    const std::uint32_t here = places[b >> (4 * j) & 15];
    const std::uint32_t swap = (((~diagonal) & here) << 1) & previous;
    diagonal = ((((here & rises) + rises) ^ rises) | here | falls) | swap;
    const std::uint32_t across_up = falls | ~(diagonal | rises), across_down = diagonal & rises;
    distance += across_up >> 7 & 1;
    distance -= across_down >> 7 & 1;
    rises = (across_down << 1) | ~(diagonal | (across_up << 1 | 1));
    falls = (across_up << 1 | 1) & diagonal;
    previous = here;
  }
  return distance;
}

std::uint8_t phone_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 5);
  if (a == b) return only(1);
  const unsigned distance = distance_of_ends(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b));
  std::uint8_t levels = (a & 0xFFFF) == (b & 0xFFFF) ? only(4) : only(5);
  if (distance <= 2) levels |= only(2);
  if (distance <= 4) levels |= only(3);
  return levels;
}

std::uint64_t date_shape(std::string_view date) noexcept {
  std::uint64_t shape = 0;
  unsigned digits = 0;
  for (char c : date) {
    if (c < '0' || c > '9') continue;
    shape = shape << 4 | static_cast<std::uint64_t>(c - '0');
    ++digits;
  }
  return digits == 8 ? shape : unknown;
}

// All that the comparator looks at, so there is but one level.
std::uint8_t date_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 6);
  unsigned differ[8], count = 0;
  for (unsigned i = 0; i < 8; ++i) {
    if ((a >> (4 * i) & 15) != (b >> (4 * i) & 15)) differ[count++] = i;
  }
  auto digit = [](std::uint64_t date, unsigned i) { return date >> (4 * i) & 15; };
  if (count <= 1) return only(1);
  if (count == 2 && differ[1] == differ[0] + 1 && digit(a, differ[0]) == digit(b, differ[1]) &&
      digit(a, differ[1]) == digit(b, differ[0]))
    return only(1);
  const std::uint64_t month_a = a >> 8 & 0xFF, month_b = b >> 8 & 0xFF, day_a = a & 0xFF, day_b = b & 0xFF;
  const bool same_year = a >> 16 == b >> 16;
  if (same_year && month_a == day_b && day_a == month_b) return only(2);
  if (same_year + (month_a == month_b) + (day_a == day_b) == 2) return only(3);
  if (same_year) return only(4);
  auto year = [&](std::uint64_t date) {
    return static_cast<int>(digit(date, 7) * 1000 + digit(date, 6) * 100 + digit(date, 5) * 10 +
                            digit(date, 4));
  };
  const int years = std::abs(year(a) - year(b));
  return only(years == 1 || years == 10 ? 5 : 6);
}

// How often each digit occurs, and everything else together, five bits each.
std::uint64_t id_shape(std::string_view id) noexcept {
  std::uint64_t shape = 0;
  if (id.size() > 31 || !is_ascii(id)) return unknown;
  for (char c : id) shape += std::uint64_t{1} << 5 * (c >= '0' && c <= '9' ? c - '0' : 10);
  return shape;
}

std::uint8_t id_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 3);
  unsigned only_a = 0, only_b = 0;
  for (unsigned i = 0; i < 11; ++i) {
    const auto x = static_cast<unsigned>(a >> (5 * i) & 31), y = static_cast<unsigned>(b >> (5 * i) & 31);
    only_a += less(x, y);
    only_b += less(y, x);
  }
  const unsigned distance = std::max(only_a, only_b);
  return distance > 2 ? only(3) : distance > 1 ? levels_from(2, 3) : levels_from(1, 3);
}

// --- Codes and addresses

// Six bits a character, the first lowest: letters, digits, blank, hyphen.
constexpr unsigned most_in_code = 9;

std::uint64_t postal_shape(std::string_view code) noexcept {
  if (code.size() > most_in_code) return unknown;
  Writer out;
  for (char byte : code) {
    const char32_t c = lower(static_cast<unsigned char>(byte));
    if (!is_letter(c) && !is_digit(c) && c != U' ' && c != U'-') return unknown;
    out.put(is_letter(c) ? 1 + (c - U'a') : is_digit(c) ? 27 + (c - U'0') : c == U' ' ? 37 : 38, 6);
  }
  return out.shape();
}

struct Code {
  explicit Code(std::uint64_t shape) noexcept {
    Reader in(shape);
    while (size < most_in_code && (character[size] = in.take(6)) != 0) ++size;
  }
  std::size_t area() const noexcept {
    const auto blank = std::find(character.begin(), character.begin() + size, 37u) - character.begin();
    if (blank > 0 && static_cast<std::size_t>(blank) < size) return static_cast<std::size_t>(blank);
    return size > 5 ? size - 3 : size / 2;
  }
  std::array<std::uint32_t, most_in_code> character{};
  std::size_t size = 0;
};

bool is_one_off(const Code& a, const Code& b) noexcept {
  std::size_t front = 0, back = 0;
  while (front < std::min(a.size, b.size) && a.character[front] == b.character[front]) ++front;
  while (back < std::min(a.size, b.size) - front &&
         a.character[a.size - 1 - back] == b.character[b.size - 1 - back])
    ++back;
  const std::size_t x = a.size - front - back, y = b.size - front - back;
  if (x <= 1 && y <= 1) return true;
  return x == 2 && y == 2 && a.character[front] == b.character[front + 1] &&
         a.character[front + 1] == b.character[front];
}

std::uint8_t postal_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 3);
  const Code x(a), y(b);
  std::uint8_t levels = only(3);
  if (is_one_off(x, y)) levels |= only(1);
  const std::size_t area = x.area();
  if (area == y.area() &&
      std::equal(x.character.begin(), x.character.begin() + static_cast<std::ptrdiff_t>(area),
                 y.character.begin()))
    levels |= only(2);
  return levels;
}

// Letters and pairs of digits that occur in the part before the @.
constexpr unsigned mail_classes = 31;

std::uint64_t email_shape(std::string_view mail) noexcept {
  const auto at = mail.find('@');
  if (at == std::string_view::npos || mail.find('@', at + 1) != std::string_view::npos || !is_ascii(mail) ||
      mail.size() > 63)
    return unknown;
  std::uint32_t set = 0;
  std::array<std::uint32_t, 3> begins{};
  for (std::size_t i = 0; i < at; ++i) {
    const char32_t c = lower(static_cast<unsigned char>(mail[i]));
    if (is_letter(c)) set |= 1u << (c - U'a');
    if (is_digit(c)) set |= 1u << (26 + (c - U'0') / 2);
    if (i < begins.size()) begins[i] = 1 + spread(c, 62);
  }
  Writer out;
  out.put(set, mail_classes).put(at, 6).put(mail.size(), 6);
  for (auto c : begins) out.put(c, 6);
  return out.shape();
}

std::uint8_t email_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 4);
  Reader x(a), y(b);
  const std::uint32_t p = x.take(mail_classes), q = y.take(mail_classes);
  const unsigned p_length = x.take(6), q_length = y.take(6), p_whole = x.take(6), q_whole = y.take(6);
  std::array<std::uint32_t, 3> p_begins, q_begins;
  for (auto& c : p_begins) c = x.take(6);
  for (auto& c : q_begins) c = y.take(6);
  const unsigned prefix = most_prefix(p_begins, q_begins), shorter = std::min(p_length, q_length);
  std::uint8_t levels = only(4);
  if (p == q && p_length == q_length) levels |= only(1);
  const unsigned apart = p_length > q_length ? p_length - q_length : q_length - p_length;
  const unsigned whole_apart = p_whole > q_whole ? p_whole - q_whole : q_whole - p_whole;
  // Two edits in the part before the @, or the @ itself stands elsewhere and all else is equal.
  const bool edited = apart <= 2 && missing(p, q) <= 2 && missing(q, p) <= 2;
  const bool moved = whole_apart <= 1 && prefix >= std::min(shorter, 3u) &&
                     missing(p_length <= q_length ? p : q, p_length <= q_length ? q : p) == 0;
  if (edited || moved) levels |= only(2);
  if (most_jaro_winkler(p_length, q_length, most_shared(p_length, p, q_length, q), prefix) >= 0.88)
    levels |= only(3);
  return levels;
}

// --- Words

std::uint64_t place_shape(std::string_view place, Parts& parts) {
  const auto& points = points_of(place, parts);
  const auto& words = words_in(place, parts);
  if (points.size() > 63 || words.size() > 15) return unknown;
  Writer out;
  out.put(characters_in(points, 24), 24).put(points.size(), 6);
  out.put(class_at(points, 0, 31), 5).put(class_at(points, 1, 31), 5);
  return out.put(words_in(words, 18), 18).put(words.size(), 4).shape();
}

std::uint8_t place_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 4);
  Reader x(a), y(b);
  const std::uint32_t p = x.take(24), q = y.take(24);
  const unsigned p_length = x.take(6), q_length = y.take(6);
  const std::array<std::uint32_t, 2> p_begins = {x.take(5), x.take(5)}, q_begins = {y.take(5), y.take(5)};
  const std::uint32_t p_words = x.take(18), q_words = y.take(18);
  const unsigned p_count = x.take(4), q_count = y.take(4);
  const unsigned shared = most_shared(p_count, p_words, q_count, q_words);
  const double likeness = most_jaro_winkler(p_length, q_length, most_shared(p_length, p, q_length, q),
                                            most_prefix(p_begins, q_begins));
  std::uint8_t levels = only(4);
  if (likeness >= 0.92) levels |= only(1);
  if (shared > 0 && shared == std::min(p_count, q_count)) levels |= only(2);
  return likeness >= 0.8 ? levels | only(3) : levels;
}

// 0 where there is no number.
std::uint32_t house_number(std::string_view text) noexcept {
  const auto number = first_number(text);
  return number.empty() ? 0 : 1 + static_cast<std::uint32_t>(hash_bytes(number) % 31);
}

std::uint64_t address_shape(std::string_view address, Parts& parts) {
  const auto& points = points_of(address, parts);
  const auto& words = words_in(address, parts);
  if (points.size() > 63 || words.size() > 31) return unknown;
  Writer out;
  out.put(characters_in(points, 24), 24).put(points.size(), 6).put(class_at(points, 0, 15), 4);
  return out.put(words_in(words, 20), 20).put(words.size(), 5).put(house_number(address), 5).shape();
}

std::uint8_t address_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 5);
  Reader x(a), y(b);
  const std::uint32_t p = x.take(24), q = y.take(24);
  const unsigned p_length = x.take(6), q_length = y.take(6);
  const std::array<std::uint32_t, 1> p_begins = {x.take(4)}, q_begins = {y.take(4)};
  const std::uint32_t p_words = x.take(20), q_words = y.take(20);
  const unsigned p_count = x.take(5), q_count = y.take(5);
  const bool same_number = x.take(5) == y.take(5);
  const unsigned shared = most_shared(p_count, p_words, q_count, q_words), fewer = std::min(p_count, q_count);
  const double likeness = most_jaro_winkler(p_length, q_length, most_shared(p_length, p, q_length, q),
                                            most_prefix(p_begins, q_begins));
  std::uint8_t levels = only(5);
  if ((shared == std::max(p_count, q_count) && shared > 0) || (likeness >= 0.95 && same_number))
    levels |= only(1);
  const bool near = (shared * 2 >= fewer && shared > 0) || likeness >= 0.88;
  if (near && same_number) levels |= only(2);
  if (near) levels |= only(3);
  return shared * 4 >= fewer && shared > 0 ? levels | only(4) : levels;
}

std::uint64_t company_shape(std::string_view company, Parts& parts) {
  const std::string core = company_core(company);
  const auto &words = words_in(core, parts), &trigrams = trigrams_in(core, parts);
  if (words.size() > 31 || trigrams.size() > 63) return unknown;
  Writer out;
  out.put(words_in(trigrams, 32), 32).put(trigrams.size(), 6).put(words_in(words, 20), 20);
  return out.put(words.size(), 5).put(may_be_initials(core), 1).shape();
}

std::uint8_t company_levels(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == unknown || b == unknown) return levels_from(1, 5);
  Reader x(a), y(b);
  const std::uint32_t p = x.take(32), q = y.take(32);
  const unsigned p_trigrams = x.take(6), q_trigrams = y.take(6);
  const std::uint32_t p_words = x.take(20), q_words = y.take(20);
  const unsigned p_count = x.take(5), q_count = y.take(5);
  const bool p_short = x.take(1) != 0, q_short = y.take(1) != 0;
  const unsigned words = most_shared(p_count, p_words, q_count, q_words);
  const unsigned trigrams = most_shared(p_trigrams, p, q_trigrams, q), both = p_trigrams + q_trigrams;
  const double likeness = both > 0 ? 2.0 * trigrams / both : 0;
  std::uint8_t levels = only(5);
  if (words > 0 && words == std::max(p_count, q_count)) levels |= only(1);
  if (likeness >= 0.7) levels |= only(2);
  const bool initials = (p_short && q_count > 1) || (q_short && p_count > 1);
  if ((words > 0 && words == std::min(p_count, q_count)) || initials) levels |= only(3);
  return likeness >= 0.4 ? levels | only(4) : levels;
}

}  // namespace

bool has_shape(ColumnKind kind) noexcept {
  return kind != ColumnKind::category && kind != ColumnKind::text && kind != ColumnKind::number &&
         kind != ColumnKind::coordinates;
}

void make_shapes(ColumnKind kind, std::span<const std::string_view> values, std::span<std::uint64_t> shapes) {
  Romanizer romanizer;
  if (is_name_of_person(kind)) romanizer.learn(values);
  Parts parts;
  auto shape = [&](std::string_view value) {
    switch (kind) {
      case ColumnKind::full_name:
        return full_name_shape(value, romanizer, parts);
      case ColumnKind::given_name:
      case ColumnKind::family_name:
        return person_shape(value, romanizer, parts);
      case ColumnKind::phone:
        return phone_shape(value);
      case ColumnKind::email:
        return email_shape(value);
      case ColumnKind::date:
        return date_shape(value);
      case ColumnKind::postal_code:
        return postal_shape(value);
      case ColumnKind::place:
        return place_shape(value, parts);
      case ColumnKind::address:
        return address_shape(value, parts);
      case ColumnKind::id_number:
        return id_shape(value);
      case ColumnKind::company:
        return company_shape(value, parts);
      default:
        return std::uint64_t{0};
    }
  };
  std::transform(values.begin(), values.end(), shapes.begin(), shape);
}

std::vector<std::uint64_t> shapes_of(ColumnKind kind, std::span<const std::string_view> values,
                                     Executor* executor) {
  std::vector<std::uint64_t> shapes(values.size(), 0);
  if (!has_shape(kind)) return shapes;
  constexpr std::size_t piece = 20'000;
  Executor alone;
  (executor != nullptr ? *executor : alone)
      .for_each((values.size() + piece - 1) / piece, [&](std::size_t p, unsigned) {
        const std::size_t n = std::min(piece, values.size() - p * piece);
        make_shapes(kind, values.subspan(p * piece, n), std::span(shapes).subspan(p * piece, n));
      });
  return shapes;
}

std::uint8_t possible_levels(ColumnKind kind, std::uint64_t a, std::uint64_t b) noexcept {
  switch (kind) {
    case ColumnKind::full_name:
      return full_name_levels(a, b);
    case ColumnKind::given_name:
    case ColumnKind::family_name:
      return person_levels(a, b);
    case ColumnKind::phone:
      return phone_levels(a, b);
    case ColumnKind::email:
      return email_levels(a, b);
    case ColumnKind::date:
      return date_levels(a, b);
    case ColumnKind::postal_code:
      return postal_levels(a, b);
    case ColumnKind::place:
      return place_levels(a, b);
    case ColumnKind::address:
      return address_levels(a, b);
    case ColumnKind::id_number:
      return id_levels(a, b);
    case ColumnKind::company:
      return company_levels(a, b);
    case ColumnKind::category:
      return only(1);
    case ColumnKind::text:
      return levels_from(1, 6);
    case ColumnKind::number:
      return levels_from(1, 4);
    case ColumnKind::coordinates:
      return levels_from(1, 5);
  }
  return levels_from(1, 6);
}

}  // namespace kith::match
