// Plain numbers: digits with at most one point, "-" before, no leading or trailing zeros that say nothing.
//
// Read: thousands marks (1,234,567 · 1 234 567 · 1'234'567 · 1.234.567,89), a decimal comma where it
// cannot be a thousands mark, currency signs, brackets as minus, 万 and 亿, 1.2E+5. Exact: no floating point.
#include <algorithm>

#include "standard/clean.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool strip_front(std::string_view& text, std::string_view what) noexcept {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

bool strip_back(std::string_view& text, std::string_view what) noexcept {
  if (!text.ends_with(what)) return false;
  text.remove_suffix(what.size());
  return true;
}

constexpr std::string_view currency_signs[] = {"¥",   "￥",  "$",   "€",  "£", "RMB",
                                               "CNY", "USD", "EUR", "元", "圆"};

struct Sign {
  bool minus = false;
  bool known = true;
};

Sign strip_sign(std::string_view& text) noexcept {
  Sign sign;
  if (!text.empty() && is_digit(text.front()) && is_digit(text.back())) return sign;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    sign.minus = true;
    text = text.substr(1, text.size() - 2);
  }
  for (bool more = true; more && !text.empty();) {
    more = false;
    for (std::string_view currency : currency_signs)
      more |= strip_front(text, currency) || strip_back(text, currency);
    more |= strip_front(text, " ") || strip_back(text, " ");
    if (text.empty() || (text.front() != '-' && text.front() != '+' && !text.starts_with("−"))) continue;
    if (sign.minus) sign.known = false;
    sign.minus |= text.front() != '+';
    text.remove_prefix(text.front() == '-' || text.front() == '+' ? 1 : std::string_view("−").size());
    more = false;
  }
  for (std::string_view currency : currency_signs) strip_front(text, currency);
  return sign;
}

// Power of ten named by a suffix; 0 for none. False where the exponent is out of any reason.
bool strip_power(std::string_view& text, int& power) noexcept {
  for (bool more = !text.empty() && !is_digit(text.back()); more;) {
    more = false;
    if (strip_back(text, "亿")) power += 8, more = true;
    if (strip_back(text, "万")) power += 4, more = true;
    if (strip_back(text, "千")) power += 3, more = true;
  }
  std::size_t e = 0;
  while (e < text.size() && (text[e] | 0x20) != 'e') ++e;
  if (e == text.size()) return true;
  std::string_view exponent = text.substr(e + 1);
  bool minus = strip_front(exponent, "-");
  if (!minus) strip_front(exponent, "+");
  if (exponent.empty() || exponent.size() > 2 || !std::all_of(exponent.begin(), exponent.end(), is_digit))
    return false;
  int value = 0;
  for (char c : exponent) value = value * 10 + (c - '0');
  power += minus ? -value : value;
  text = text.substr(0, e);
  return true;
}

bool are_thousands(std::string_view text, char mark) noexcept {
  auto first = text.find(mark);
  if (first == 0 || first > 3) return false;
  for (std::size_t at = first; at < text.size(); at += 4) {
    if (text[at] != mark || at + 4 > text.size()) return false;
    for (std::size_t i = 1; i < 4; ++i) {
      if (!is_digit(text[at + i])) return false;
    }
  }
  return true;
}

// The mark that stands for the decimal point, 0 where there is none.
char decimal_mark(std::string_view text) noexcept {
  auto comma = text.rfind(','), point = text.rfind('.');
  constexpr auto none = std::string_view::npos;
  if (comma == none) return point != none && text.find('.') == point ? '.' : '\0';
  if (point == none) return are_thousands(text, ',') ? '\0' : ',';
  return comma > point ? ',' : '.';
}

// Splits into digits before and after the point; false where marks stand in places they cannot.
bool split_digits(std::string_view text, std::string& whole, std::string& fraction) {
  char mark = decimal_mark(text);
  std::string_view head = text, tail;
  if (mark != '\0') {
    auto at = text.rfind(mark);
    if (text.find(mark) != at) return false;
    head = text.substr(0, at);
    tail = text.substr(at + 1);
  }
  if (head.empty() && tail.empty()) return false;
  if (!std::all_of(tail.begin(), tail.end(), is_digit)) return false;
  for (char thousands : {',', '.', ' ', '\''}) {
    if (head.find(thousands) == std::string_view::npos) continue;
    if (thousands == mark || !are_thousands(head, thousands)) return false;
    for (char c : head) {
      if (c != thousands && !is_digit(c)) return false;
    }
    break;
  }
  for (char c : head) {
    if (is_digit(c))
      whole.push_back(c);
    else if (c != ',' && c != '.' && c != ' ' && c != '\'')
      return false;
  }
  fraction.assign(tail);
  return !(whole.empty() && fraction.empty());
}

void shift(std::string& whole, std::string& fraction, int power) {
  for (; power > 0; --power) {
    whole.push_back(fraction.empty() ? '0' : fraction.front());
    if (!fraction.empty()) fraction.erase(0, 1);
  }
  for (; power < 0; ++power) {
    fraction.insert(fraction.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
}

}  // namespace

void standardise_number(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 80) return refuse(raw, Reason::too_long, out);
  std::string_view text = tidy;
  int power = 0;
  Sign sign = strip_sign(text);
  thread_local std::string whole, fraction;
  whole.clear();
  fraction.clear();
  if (!sign.known || !strip_power(text, power) || !split_digits(text, whole, fraction)) {
    return refuse(raw, Reason::not_a_number, out);
  }
  shift(whole, fraction, power);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  bool zero = whole.empty() && fraction.empty();
  if (sign.minus && !zero) out.value.push_back('-');
  out.value.append(whole.empty() ? "0" : whole);
  if (!fraction.empty()) out.value.append(".").append(fraction);
  settle(raw, tidy, Reason::reformatted, out);
}

}  // namespace kith::standard
