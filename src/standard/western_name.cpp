#include "standard/western_name.h"

#include <algorithm>
#include <array>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "standard/western_name_words.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr std::size_t most_tokens = 16;

struct Tokens {
  std::array<std::string_view, most_tokens> at;
  std::size_t count = 0;
  bool push(std::string_view token) noexcept {
    if (count == most_tokens) return false;
    at[count++] = token;
    return true;
  }
  void drop_front() noexcept { drop(0, 1); }
  void drop(std::size_t from, std::size_t n) noexcept {
    auto begin = at.begin() + static_cast<std::ptrdiff_t>(from);
    std::copy(begin + static_cast<std::ptrdiff_t>(n), at.begin() + static_cast<std::ptrdiff_t>(count), begin);
    count -= n;
  }
  /// The text from one token to the end of another; both come from one text.
  std::string_view across(std::size_t from, std::size_t to) const noexcept {
    return {at[from].data(), static_cast<std::size_t>(at[to].data() + at[to].size() - at[from].data())};
  }
};

struct Cases {
  bool upper = false, lower = false;
};

Cases cases_of(std::string_view text) noexcept {
  Cases cases;
  for (std::size_t at = 0; at < text.size();) {
    auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      cases.upper |= c >= 'A' && c <= 'Z';
      cases.lower |= c >= 'a' && c <= 'z';
      ++at;
      continue;
    }
    auto point = static_cast<UChar32>(next_code_point(text, at));
    cases.upper |= u_isupper(point) != 0;
    cases.lower |= u_islower(point) != 0;
  }
  return cases;
}

void append_lower(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(next_code_point(text, at)))));
  }
}

// Scottish names in Mac that take a capital; most words in mac do not (Mackey, Macias, Macy).
bool takes_capital_after_mac(std::string_view lower) noexcept {
  for (std::string_view rest :
       {"donald", "gregor", "kenzie", "arthur", "leod", "millan", "pherson", "dougall", "farlane", "intyre",
        "kinnon", "lean", "namara", "aulay", "beth", "callum", "dermott", "kinlay", "naughton"}) {
    if (lower == rest) return true;
  }
  return false;
}

// A capital first and after - ' and ., small letters else; McX, O'X, d'X.
void append_title(std::string_view word, std::string& out) {
  std::size_t from = out.size();
  bool start = true;
  for (std::size_t at = 0; at < word.size();) {
    auto c = static_cast<UChar32>(next_code_point(word, at));
    append_utf8(out, static_cast<char32_t>(start ? u_toupper(c) : u_tolower(c)));
    start = start && !u_isalnum(c);
    start |= c == '-' || c == '\'' || c == '.' || c == '(' || c == '"';
  }
  std::string_view written = std::string_view(out).substr(from);
  if (written.size() > 3 && written.starts_with("Mc") && written[2] >= 'a' && written[2] <= 'z') {
    out[from + 2] = static_cast<char>(out[from + 2] - 32);
  } else if (written.starts_with("Mac") && takes_capital_after_mac(written.substr(3))) {
    out[from + 3] = static_cast<char>(out[from + 3] - 32);
  } else if (written.size() > 3 && written.starts_with("D'")) {
    out[from] = 'd';
  } else if (written.size() > 2 && written.ends_with("'S")) {
    out.back() = 's';
  }
}

// It begins with a capital, so that one is left when it is written small.
bool is_shouted(std::string_view word, Cases cases) noexcept {
  std::size_t at = 0;
  if (word.empty() || !u_isupper(static_cast<UChar32>(next_code_point(word, at)))) return false;
  return cases.upper && !cases.lower && count_code_points(word) > 3 &&
         word.find('.') == std::string_view::npos && suffix_of(word).empty();
}

bool is_initial(std::string_view token) noexcept {
  return token.size() == 1 || (token.size() == 2 && token[1] == '.');
}

// "attorney at law" is one word of three.
void join_last_words(Tokens& tokens) noexcept {
  if (tokens.count < 3 || suffix_of(tokens.across(tokens.count - 3, tokens.count - 1)).empty()) return;
  tokens.at[tokens.count - 3] = tokens.across(tokens.count - 3, tokens.count - 1);
  tokens.count -= 2;
}

// Splits at spaces and at the commas between titles after a name.
bool split(std::string_view text, Tokens& tokens) noexcept {
  auto parts = [](char c) { return c == ' ' || c == ',' || c == ';'; };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && !parts(text[end])) ++end;
    if (end > at) {
      if (!tokens.push(text.substr(at, end - at))) return false;
      if (end - at == 3) join_last_words(tokens);
    }
    at = end + 1;
  }
  return true;
}

bool is_and(std::string_view token) noexcept {
  static constexpr WordRow words[] = {{"&", "&"}, {"and", "and"}, {"or", "or"}};
  return !find_word<words>(token).empty();
}

struct Name {
  Tokens given, middle, family;
  std::string title, suffix, nickname;
  bool is_title_only = false;
  bool is_family_first = false;
  Tokens couple;  // all words in their order, where two people are named
};

void append_word(std::string& list, std::string_view word) {
  if (!list.empty()) list.push_back(' ');
  list.append(word);
}

// James (Jimmy) Drew, John "Jack" Schiff; a note in brackets at the end is left out.
void take_nicknames(Tokens& tokens, Name& name) {
  for (std::size_t i = 1; i < tokens.count; ++i) {
    char open = tokens.at[i].front(), close = open == '(' ? ')' : open;
    if ((open != '(' && open != '"' && open != '\'') || tokens.at[i].size() < 2) continue;
    if (!generation_of(tokens.at[i]).empty()) continue;
    for (std::size_t end = i; end < std::min(i + 3, tokens.count); ++end) {
      if (tokens.at[end].back() != close) continue;
      std::string_view inside = tokens.across(i, end);
      bool is_note = open == '(' && end + 1 == tokens.count;
      while (!inside.empty() && (inside.front() == open || inside.front() == '\'')) inside.remove_prefix(1);
      while (!inside.empty() && (inside.back() == close || inside.back() == '\'')) inside.remove_suffix(1);
      if (!is_note && !inside.empty()) append_word(name.nickname, inside);
      tokens.drop(i, end - i + 1);
      --i;
      break;
    }
  }
}

// "David B. III Hill", "Russell (Jr.) Withers".
void take_inner_generation(Tokens& tokens, Name& name) {
  for (std::size_t i = 1; i + 1 < tokens.count; ++i) {
    std::string_view generation = generation_of(tokens.at[i]);
    if (generation.empty()) continue;
    append_word(name.suffix, generation);
    tokens.drop(i, 1);
    return;
  }
}

// The form of address that the words begin with, and in how many words; empty where there is none.
std::string_view leading_title(const Tokens& tokens, std::size_t& words) noexcept {
  words = 1;
  if (std::string_view title = prefix_of(tokens.at[0]); !title.empty() || tokens.count < 3) return title;
  if (tokens.count > 3) {
    words = 2;
    if (std::string_view title = long_prefix_of(tokens.across(0, 1)); !title.empty()) return title;
    words = 1;
  }
  return is_and(tokens.at[1]) ? std::string_view() : long_prefix_of(tokens.at[0]);
}

void take_title(Tokens& tokens, Name& name) {
  while (tokens.count > 1) {
    std::size_t words = 1;
    std::string_view title = leading_title(tokens, words);
    if (title.empty()) return;
    append_word(name.title, title);
    tokens.drop(0, words);
    bool joins = tokens.count > 2 && (tokens.at[0] == "&" || tokens.at[0] == "and") &&
                 !prefix_of(tokens.at[1]).empty();
    if (!joins) continue;
    append_word(name.title, "&");
    tokens.drop_front();
  }
}

void take_suffixes(Tokens& tokens, Name& name) {
  std::string found;
  while (tokens.count > 1) {
    std::string_view last = tokens.at[tokens.count - 1];
    std::string_view suffix = last == "V" ? std::string_view("V") : suffix_of(last);
    if (suffix.empty() || (tokens.count == 2 && may_be_name(last))) break;
    if (tokens.count == 2 && (suffix == "DO" || suffix == "VI")) break;
    found = found.empty() ? std::string(suffix) : std::string(suffix).append(" ").append(found);
    --tokens.count;
  }
  if (!found.empty()) append_word(name.suffix, found);
}

bool is_couple(const Tokens& tokens, std::size_t& at) noexcept {
  for (at = 1; at + 1 < tokens.count; ++at) {
    if (is_and(tokens.at[at])) return true;
  }
  return false;
}

void arrange(const Tokens& tokens, Name& name);

void append(const Tokens& more, std::string_view between, Tokens& tokens) noexcept {
  if (tokens.count > 0 && more.count > 0) tokens.push(between);
  for (std::size_t i = 0; i < more.count; ++i) tokens.push(more.at[i]);
}

// "John and Mary Smith", "Ronald T. & Karen P. Lindsay", "John Smith & Mary Jones": both in each part.
void arrange_couple(const Tokens& tokens, std::size_t at, Name& name) {
  Tokens left = tokens, right = tokens;
  left.count = at;
  right.drop(0, at + 1);
  Name second;
  bool is_given_only = left.count == 1 || (left.count == 2 && is_initial(left.at[1]));
  if (is_given_only) {
    name.given.push(left.at[0]);
    if (left.count == 2) name.middle.push(left.at[1]);
  } else {
    arrange(left, name);
  }
  arrange(right, second);
  append(second.given, tokens.at[at], name.given);
  append(second.middle, tokens.at[at], name.middle);
  append(second.family, tokens.at[at], name.family);
  name.is_family_first = false;
  name.couple = tokens;
}

// "Given Middle Family": the family name is the last word with the particles before it.
void arrange(const Tokens& tokens, Name& name) {
  if (tokens.count == 1) {
    name.given.push(tokens.at[0]);
    return;
  }
  if (std::size_t at = 0; is_couple(tokens, at)) return arrange_couple(tokens, at, name);
  // "Swanson Peter A": an initial is no family name where another word can be.
  if (tokens.count == 3 && is_initial(tokens.at[2]) && !is_initial(tokens.at[0]) &&
      !is_initial(tokens.at[1])) {
    name.family.push(tokens.at[0]);
    name.given.push(tokens.at[1]);
    name.middle.push(tokens.at[2]);
    name.is_family_first = true;
    return;
  }
  std::size_t family = tokens.count - 1;
  if (!is_vietnamese_family(tokens.at[0])) {
    for (std::size_t i = 1; i + 1 < tokens.count; ++i) {
      if (is_particle(tokens.at[i])) {
        family = i;
        break;
      }
    }
    if (is_leading_particle(tokens.at[0]) && family == tokens.count - 1) family = 0;
  }
  std::size_t given =
      family > 1 && is_compound_given(tokens.at[0], tokens.at[1]) ? 2 : std::min(family, std::size_t{1});
  for (std::size_t i = 0; i < given; ++i) name.given.push(tokens.at[i]);
  for (std::size_t i = given; i < family; ++i) name.middle.push(tokens.at[i]);
  for (std::size_t i = family; i < tokens.count; ++i) name.family.push(tokens.at[i]);
}

bool are_all_suffixes(const Tokens& tokens, std::size_t count) noexcept {
  for (std::size_t i = 0; i < std::min(count, tokens.count); ++i) {
    if (suffix_of(tokens.at[i]).empty() && tokens.at[i] != "V") return false;
  }
  return tokens.count > 0;
}

// "Carolyn E, Savage", "Jesse Mr, Ruiz": what stands before the comma is no family name.
bool is_given_first(Tokens& tokens, const Tokens& tail, Name& name) {
  if (tail.count != 1 || tokens.count < 2 || is_initial(tail.at[0])) return false;
  std::string_view last = tokens.at[tokens.count - 1];
  if (std::string_view title = prefix_of(last); !title.empty()) {
    append_word(name.title, title);
    --tokens.count;
    return true;
  }
  return tokens.count == 2 && is_initial(last) && !is_initial(tokens.at[0]);
}

Name read(std::string_view text, bool& understood) {
  Name name;
  Tokens tokens, tail;
  auto comma = text.find(',');
  understood = split(text.substr(0, comma), tokens);
  if (comma != std::string_view::npos) understood &= split(text.substr(comma + 1), tail);
  if (!understood || tokens.count + tail.count > most_tokens || tokens.count + tail.count == 0) {
    understood = false;
    return name;
  }
  if (tokens.count == 0) std::swap(tokens, tail);
  take_nicknames(tokens, name);
  if (tail.count > 1) take_nicknames(tail, name);
  if (tokens.count > 1 && are_all_suffixes(tail, 1) && !are_all_suffixes(tail, tail.count)) {
    // "Michio Yamaguchi, AIA, ABC": what follows a degree is one too.
    for (std::size_t i = 0; i < tail.count; ++i) {
      std::string_view known = suffix_of(tail.at[i]);
      if (!name.suffix.empty()) name.suffix.push_back(' ');
      if (!known.empty())
        name.suffix.append(known);
      else if (is_shouted(tail.at[i], cases_of(tail.at[i])))
        append_title(tail.at[i], name.suffix);
      else
        name.suffix.append(tail.at[i]);
    }
    tail.count = 0;
  }
  if (is_given_first(tokens, tail, name)) {
    for (std::size_t i = 0; i < tail.count; ++i) tokens.push(tail.at[i]);
    tail.count = 0;
  }
  if (tail.count == 0 || are_all_suffixes(tail, tail.count)) {
    for (std::size_t i = 0; i < tail.count; ++i) tokens.push(tail.at[i]);
    take_title(tokens, name);
    take_suffixes(tokens, name);
    take_inner_generation(tokens, name);
    // "Mr Smith": the form of address stays, and what it goes with is a family name.
    if (tokens.count == 1 && !name.title.empty() && name.title.find("Sir") == std::string::npos) {
      name.family = tokens;
      name.is_title_only = true;
    } else {
      arrange(tokens, name);
    }
    return name;
  }
  take_title(tokens, name);
  take_suffixes(tokens, name);
  take_suffixes(tail, name);
  for (; tail.count > 0 && !prefix_of(tail.at[0]).empty(); tail.drop_front())
    append_word(name.title, prefix_of(tail.at[0]));
  while (tokens.count == 1 && tail.count > 1 && !suffix_of(tail.at[0]).empty() && !may_be_name(tail.at[0])) {
    append_word(name.suffix, suffix_of(tail.at[0]));
    tail.drop_front();
  }
  name.family = tokens;
  // A degree in place of a family name reads as a degree once it stands last: give it that form at once.
  std::string_view& last = name.family.at[name.family.count - 1];
  if (std::string_view suffix = suffix_of(last); !suffix.empty()) last = suffix;
  std::size_t given =
      tail.count > 1 && is_compound_given(tail.at[0], tail.at[1]) ? 2 : std::min(tail.count, std::size_t{1});
  for (std::size_t i = 0; i < given; ++i) name.given.push(tail.at[i]);
  for (std::size_t i = given; i < tail.count; ++i) name.middle.push(tail.at[i]);
  return name;
}

struct Writer {
  bool one_case;
  bool vietnamese;
  std::string& value;

  void write(const Tokens& tokens, bool is_family, Part part, Standardised& out, bool is_last) const {
    if (tokens.count == 0) return;
    if (!value.empty()) value.push_back(' ');
    std::size_t from = value.size();
    for (std::size_t i = 0; i < tokens.count; ++i) {
      if (i != 0) value.push_back(' ');
      write_word(tokens.at[i], is_family && !(is_last && i + 1 == tokens.count));
    }
    out.set_part(part, std::string_view(value).substr(from));
  }

  void write_word(std::string_view word, bool may_be_small) const {
    if (one_case) {
      if (is_and(word)) return append_lower(word, value);
      if (may_be_small && !vietnamese && is_small(word)) return append_lower(word, value);
      return append_title(word, value);
    }
    // A word all in capitals among others that are not: SMITH, but not J.R. or JJ.
    Cases cases = cases_of(word);
    if (is_shouted(word, cases)) return append_title(word, value);
    value.append(word);
  }
};

void finish(const Name& name, Standardised& out) {
  if (!name.suffix.empty()) {
    append_word(out.value, name.suffix);
    out.set_part(Part::name_suffix, name.suffix);
  }
  if (!name.title.empty()) out.set_part(Part::name_title, name.title);
  if (!name.nickname.empty()) out.set_part(Part::nickname, name.nickname);
}

}  // namespace

void append_recased(std::string_view name, std::string& out) {
  Cases cases = cases_of(name);
  if (cases.upper && cases.lower) {
    out.append(name);
    return;
  }
  std::size_t words = 0;
  for (std::size_t at = 0; at <= name.size(); ++words) {
    std::size_t end = std::min(name.find(' ', at), name.size());
    std::string_view word = name.substr(at, end - at);
    if (words != 0) out.push_back(' ');
    if (is_small(word) && end < name.size()) {
      append_lower(word, out);
    } else {
      append_title(word, out);
    }
    at = end + 1;
  }
}

void read_western_name(std::string_view tidy, Standardised& out) {
  bool understood = false;
  Name name = read(tidy, understood);
  if (!understood) {
    out.value.assign(tidy);
    return;
  }
  std::string& value = out.value;
  Cases cases;
  for (const Tokens* tokens : {&name.given, &name.middle, &name.family}) {
    for (std::size_t i = 0; i < tokens->count; ++i) {
      Cases of_word = cases_of(tokens->at[i]);
      cases.upper |= of_word.upper;
      cases.lower |= of_word.lower;
    }
  }
  bool vietnamese = name.given.count > 0 && is_vietnamese_family(name.given.at[0]);
  Writer writer{!(cases.upper && cases.lower), vietnamese, value};
  bool has_family = name.family.count > 0;
  if (name.couple.count > 0) {
    thread_local std::string scratch;
    scratch.clear();
    Writer parts{writer.one_case, vietnamese, scratch};
    parts.write(name.given, false, Part::given_name, out, !has_family);
    parts.write(name.middle, false, Part::middle_name, out, false);
    parts.write(name.family, true, Part::family_name, out, true);
    for (std::size_t i = 0; i < name.couple.count; ++i) {
      if (i != 0) value.push_back(' ');
      writer.write_word(name.couple.at[i], false);
    }
    return finish(name, out);
  }
  if (name.is_title_only) value.assign(name.title);
  if (name.is_family_first) writer.write(name.family, true, Part::family_name, out, true);
  writer.write(name.given, false, Part::given_name, out, !has_family);
  writer.write(name.middle, false, Part::middle_name, out, false);
  if (!name.is_family_first) writer.write(name.family, true, Part::family_name, out, true);
  finish(name, out);
}

}  // namespace kith::standard
