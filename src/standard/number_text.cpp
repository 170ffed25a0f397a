#include "standard/number_text.h"

#include <algorithm>
#include <array>

namespace kith::standard {
namespace {

bool fits(char c, char kind) noexcept {
  switch (kind) {
    case '#':
      return is_digit(c);
    case '@':
      return is_capital(c);
    case '*':
      return is_digit(c) || is_capital(c);
    default:
      return c == kind;
  }
}

bool has_one_form(std::string_view text, std::string_view pattern) noexcept {
  if (pattern.empty()) return text.empty();
  bool is_optional = pattern.size() > 1 && pattern[1] == '?';
  std::string_view rest = pattern.substr(is_optional ? 2 : 1);
  if (!text.empty() && fits(text.front(), pattern.front()) && has_one_form(text.substr(1), rest)) return true;
  return is_optional && has_one_form(text, rest);
}

}  // namespace

bool are_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool compact(std::string_view text, std::string_view dropped, std::string& code) {
  code.clear();
  for (char c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (is_digit(c) || is_capital(c)) {
      code.push_back(c);
    } else if (dropped.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return !code.empty();
}

bool has_luhn_digit(std::string_view digits) noexcept {
  unsigned sum = 0;
  bool doubled = false;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, doubled = !doubled) {
    auto digit = static_cast<unsigned>(*c - '0') * (doubled ? 2u : 1u);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

unsigned remainder_97(std::string_view code) noexcept {
  unsigned rest = 0;
  for (char c : code) {
    if (is_digit(c)) {
      rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
    } else {
      rest = (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    }
  }
  return rest;
}

bool has_mod_11_10_digit(std::string_view digits) noexcept {
  unsigned product = 10;
  for (char c : digits.substr(0, digits.size() - 1)) {
    unsigned sum = (static_cast<unsigned>(c - '0') + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (11 - product) % 10 == static_cast<unsigned>(digits.back() - '0');
}

bool has_verhoeff_digit(std::string_view digits) noexcept {
  // The dihedral group of ten elements: 0–4 turn, 5–9 turn and reflect.
  auto times = [](unsigned a, unsigned b) {
    unsigned turned = a < 5 ? (a % 5 + b % 5) % 5 : (a % 5 + 5 - b % 5) % 5;
    return turned + ((a < 5) == (b < 5) ? 0u : 5u);
  };
  constexpr std::array<unsigned, 10> step = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  unsigned check = 0, place = 0;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, ++place) {
    auto digit = static_cast<unsigned>(*c - '0');
    for (unsigned i = 0; i < place % 8; ++i) digit = step[digit];
    check = times(check, digit);
  }
  return check == 0;
}

unsigned weighted_sum(std::string_view digits, std::initializer_list<unsigned> weights) noexcept {
  unsigned sum = 0;
  auto weight = weights.begin();
  for (char c : digits) {
    if (weight == weights.end()) break;
    sum += static_cast<unsigned>(c - '0') * *weight++;
  }
  return sum;
}

bool has_form(std::string_view text, std::string_view pattern) noexcept {
  while (true) {
    auto bar = pattern.find('|');
    if (has_one_form(text, pattern.substr(0, bar))) return true;
    if (bar == std::string_view::npos) return false;
    pattern.remove_prefix(bar + 1);
  }
}

}  // namespace kith::standard
