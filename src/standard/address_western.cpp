#include <algorithm>
#include <array>
#include <string>

#include "standard/address_parts.h"
#include "standard/types.h"
#include "standard/us_address.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '.'))
    text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
  return text;
}

std::string_view last_word(std::string_view text) noexcept {
  auto at = text.find_last_of(" ,");
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

// The two halves of a postcode of the United Kingdom: area and district, then a digit and two letters.
bool is_uk_postcode(std::string_view outward, std::string_view inward) noexcept {
  if (inward.size() != 3 || !is_digit(inward[0]) || !is_letter(inward[1]) || !is_letter(inward[2]))
    return false;
  if (outward.size() < 2 || outward.size() > 4 || !is_letter(outward[0])) return false;
  return std::any_of(outward.begin(), outward.end(), is_digit) &&
         std::all_of(outward.begin(), outward.end(), [](char c) { return is_digit(c) || is_letter(c); });
}

// One space after a comma, none before.
void space_commas(std::string_view tidy, std::string& value) {
  for (std::size_t i = 0; i < tidy.size(); ++i) {
    char c = tidy[i];
    if (c == ',') {
      while (!value.empty() && (value.back() == ' ' || value.back() == ',')) value.pop_back();
      if (value.empty()) continue;
      value.append(",");
      continue;
    }
    bool after_comma = !value.empty() && value.back() == ',';
    if (after_comma && c != ' ' && !(i > 0 && is_digit(c) && i >= 2 && is_digit(tidy[i - 2])))
      value.push_back(' ');
    if (value.empty() && c == ' ') continue;
    value.push_back(c);
  }
  while (!value.empty() && (value.back() == ',' || value.back() == ' ')) value.pop_back();
}

// Without a ZIP code the two letters may be a country's as well (DE, IN, CO): then it must be the home
// region.
bool read_us(std::string_view text, bool is_home, Standardised& out) {
  UsAddress address = read_us_address(text);
  if (address.state.empty() || (address.postal_code.empty() && !is_home)) return false;
  out.set_part(Part::postal_code, address.postal_code);
  out.set_part(Part::province, address.state);
  out.set_part(Part::country, "US");
  out.set_part(Part::city, trimmed(address.city));
  out.set_part(Part::street, address.street);
  return true;
}

void read_uk(std::string_view text, Standardised& out) {
  std::string_view inward = last_word(text), head = trimmed(text.substr(0, text.size() - inward.size()));
  std::string_view outward = last_word(head);
  if (inward.size() >= 5 && inward.size() <= 7) {
    outward = inward.substr(0, inward.size() - 3);
    inward = inward.substr(inward.size() - 3);
  } else {
    head = trimmed(head.substr(0, head.size() - std::min(outward.size(), head.size())));
  }
  if (!is_uk_postcode(outward, inward)) return;
  std::string code = std::string(outward).append(" ").append(inward);
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  out.set_part(Part::postal_code, code);
  out.set_part(Part::country, "GB");
  auto comma = head.rfind(',');
  if (comma != std::string_view::npos) out.set_part(Part::city, trimmed(head.substr(comma + 1)));
  out.set_part(Part::street, trimmed(head.substr(0, comma)));
}

std::string_view without_country(std::string_view text, std::string_view& country) noexcept {
  static constexpr WordRow names[] = {{"usa", "US"},
                                      {"u.s.a", "US"},
                                      {"u.s.a.", "US"},
                                      {"us", "US"},
                                      {"uk", "GB"},
                                      {"england", "GB"},
                                      {"u.k.", "GB"},
                                      {"scotland", "GB"},
                                      {"wales", "GB"},
                                      {"united kingdom", "GB"},
                                      {"united states", "US"},
                                      {"united states of america", "US"},
                                      {"great britain", "GB"}};
  auto comma = text.rfind(',');
  std::string_view last = trimmed(comma == std::string_view::npos ? last_word(text) : text.substr(comma + 1));
  country = find_word<names>(last);
  if (country.empty()) {
    last = last_word(text);
    country = find_word<names>(last);
  }
  return country.empty() ? text : trimmed(text.substr(0, text.size() - last.size()));
}

std::string_view segment_before(std::string_view text, std::size_t end, std::size_t& from) noexcept {
  auto comma = end == 0 ? std::string_view::npos : text.rfind(',', end - 1);
  from = comma == std::string_view::npos ? 0 : comma + 1;
  return trimmed(text.substr(from, end - from));
}

bool are_words(std::string_view text) noexcept {
  bool has_letter = false;
  for (char c : text) {
    if (is_digit(c)) return false;
    has_letter |= is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
  }
  return has_letter;
}

// "10115 Berlin", "D-10115 Berlin", "1012 AB Amsterdam", "111 22 Stockholm": the code at the beginning; 0 for
// none.
std::size_t leading_code(std::string_view segment) noexcept {
  std::size_t at = 0;
  while (at < segment.size() && at < 2 && is_letter(segment[at])) ++at;
  if (at > 0 && (at == segment.size() || segment[at] != '-')) return 0;
  if (at > 0) ++at;
  std::size_t digits = at;
  while (at < segment.size() && is_digit(segment[at])) ++at;
  std::size_t count = at - digits;
  if (count < 3 || count > 6 || at >= segment.size()) return 0;
  if (segment[at] == '-' || segment[at] == ' ') {
    std::size_t more = at + 1;
    while (more < segment.size() && is_digit(segment[more])) ++more;
    std::size_t second = more - at - 1;
    bool is_split = (count == 3 && second == 2) || (count == 4 && second == 3) ||
                    (count == 5 && second == 3 && segment[at] == '-') || (count == 2 && second == 3);
    if (is_split && more < segment.size() && segment[more] == ' ') return more;
    bool is_dutch = count == 4 && segment[at] == ' ' && at + 3 < segment.size() && segment[at + 1] >= 'A' &&
                    segment[at + 1] <= 'Z' && segment[at + 2] >= 'A' && segment[at + 2] <= 'Z' &&
                    segment[at + 3] == ' ';
    if (is_dutch) return at + 3;
  }
  return count >= 4 && segment[at] == ' ' ? at : 0;
}

bool is_canadian_code(std::string_view code) noexcept {
  return code.size() == 7 && is_letter(code[0]) && is_digit(code[1]) && is_letter(code[2]) &&
         code[3] == ' ' && is_digit(code[4]) && is_letter(code[5]) && is_digit(code[6]);
}

// "Toronto, ON M5V 2T6", "Sydney NSW 2000": the code at the end, a province's letters before it.
bool read_commonwealth(std::string_view text, Standardised& out) {
  static constexpr WordRow provinces[] = {
      {"on", "CA"},  {"qc", "CA"},  {"bc", "CA"},  {"ab", "CA"}, {"mb", "CA"}, {"sk", "CA"},  {"ns", "CA"},
      {"nb", "CA"},  {"nl", "CA"},  {"pe", "CA"},  {"yt", "CA"}, {"nu", "CA"}, {"nsw", "AU"}, {"vic", "AU"},
      {"qld", "AU"}, {"tas", "AU"}, {"act", "AU"}, {"sa", "AU"}, {"wa", "AU"}, {"nt", "AU"}};
  std::size_t width = text.size() > 8 && is_canadian_code(text.substr(text.size() - 7)) ? 7 : 4;
  std::string_view code = text.substr(text.size() - std::min(width, text.size()));
  bool has_code = width == 7 || (text.size() > 5 && std::all_of(code.begin(), code.end(), is_digit) &&
                                 text[text.size() - 5] == ' ');
  if (!has_code) return false;
  std::string_view head = trimmed(text.substr(0, text.size() - code.size())), province = last_word(head);
  std::string_view country = find_word<provinces>(province);
  if (country != (width == 7 ? "CA" : "AU") && !(width == 7)) return false;
  if (!country.empty()) {
    head = trimmed(head.substr(0, head.size() - province.size()));
    out.set_part(Part::province, province);
  }
  auto comma = head.rfind(',');
  std::string_view city =
      comma == std::string_view::npos ? std::string_view() : trimmed(head.substr(comma + 1));
  out.set_part(Part::postal_code, code);
  out.set_part(Part::country, width == 7 ? "CA" : "AU");
  if (!city.empty() && are_words(city)) {
    out.set_part(Part::city, city);
    head = trimmed(head.substr(0, comma));
  }
  out.set_part(Part::street, head);
  return true;
}

// "4401 N. Mesa", "1961 Druid Hills Rd.": a house and its road, not a code and its city.
bool is_road(std::string_view text) noexcept {
  static constexpr WordRow kinds[] = {
      {"rd", "-"},      {"road", "-"},    {"st", "-"},   {"street", "-"},    {"ave", "-"},    {"avenue", "-"},
      {"dr", "-"},      {"drive", "-"},   {"blvd", "-"}, {"boulevard", "-"}, {"ln", "-"},     {"lane", "-"},
      {"way", "-"},     {"court", "-"},   {"ct", "-"},   {"place", "-"},     {"pl", "-"},     {"hwy", "-"},
      {"highway", "-"}, {"parkway", "-"}, {"pkwy", "-"}, {"terrace", "-"},   {"square", "-"}, {"floor", "-"}};
  std::string_view first = text.substr(0, text.find(' ')), last = last_word(text);
  while (!first.empty() && first.back() == '.') first.remove_suffix(1);
  return first.size() < 2 || !find_word<kinds>(last).empty();
}

// Europe's way, and of most others: the code before the city, in a segment of its own.
bool read_continental(std::string_view text, Standardised& out) {
  std::size_t end = text.size(), from = 0;
  for (int segments = 0; segments < 4 && end > 0; ++segments) {
    std::string_view segment = segment_before(text, end, from);
    if (from == 0) return false;
    std::size_t code = leading_code(segment);
    std::string_view city = trimmed(segment.substr(code));
    if (code != 0 && are_words(city) && !is_road(city)) {
      out.set_part(Part::postal_code, segment.substr(0, code));
      out.set_part(Part::city, city);
      out.set_part(Part::street, trimmed(text.substr(0, from - 1)));
      return true;
    }
    end = from - 1;
  }
  return false;
}

// A country named in the last segment, in English or Chinese; codes of two letters may be a province's.
std::string_view without_named_country(std::string_view text, const Standard& standard,
                                       std::string& country) {
  std::size_t from = 0;
  std::string_view last = segment_before(text, text.size(), from);
  if (from == 0 || last.size() < 4 || last.size() > 40 || !are_words(last)) return text;
  thread_local Standardised named;
  if (last == "Georgia" || last == "GEORGIA" || last == "georgia")
    return text;  // the state is meant as often
  standardise_country(last, standard, named);
  if (named.verdict > Verdict::changed) return text;
  country = named.value;
  return trimmed(text.substr(0, from - 1));
}

}  // namespace

Reason read_western_address(std::string_view tidy, const Standard& standard, Standardised& out) {
  space_commas(tidy, out.value);
  std::string_view country;
  std::string_view text = without_country(out.value, country);
  bool may_be_us = country.empty() || country == "US";
  bool is_us = may_be_us && read_us(text, standard.region == "US", out);
  if (!is_us && text.size() > 6) read_uk(text, out);
  if (out.part(Part::postal_code).empty() && country.empty() && text.find(',') != std::string_view::npos) {
    std::string named;
    std::string_view rest = without_named_country(text, standard, named);
    bool may_be_house = standard.region == "US" && named.empty();
    bool is_read = (!may_be_house && read_continental(rest, out)) || read_commonwealth(rest, out);
    if (!named.empty()) out.set_part(Part::country, named);
    if (!named.empty() && !is_read) text = rest;
  }
  if (!country.empty()) out.set_part(Part::country, country);
  if (out.part(Part::street).empty()) out.set_part(Part::street, text);
  return Reason::reformatted;
}

}  // namespace kith::standard
