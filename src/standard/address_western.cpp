#include <algorithm>
#include <array>
#include <string>

#include "standard/address_parts.h"
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

}  // namespace

Reason read_western_address(std::string_view tidy, const Standard& standard, Standardised& out) {
  space_commas(tidy, out.value);
  std::string_view country;
  std::string_view text = without_country(out.value, country);
  bool may_be_us = country.empty() || country == "US";
  bool is_us = may_be_us && read_us(text, standard.region == "US", out);
  if (!is_us && text.size() > 6) read_uk(text, out);
  if (!country.empty()) out.set_part(Part::country, country);
  if (out.part(Part::street).empty()) out.set_part(Part::street, text);
  return Reason::reformatted;
}

}  // namespace kith::standard
