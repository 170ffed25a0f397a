// Postal codes: upper-case, one space where the country writes one. Six digits are checked for China.
#include <algorithm>

#include "standard/clean.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return c >= 'A' && c <= 'Z'; }

bool all_digits(std::string_view text) noexcept { return std::all_of(text.begin(), text.end(), is_digit); }

// Letters and digits only, upper-case; false where anything but space, dash or a trailing ".0" stands
// between.
bool compress(std::string_view text, std::string& code) {
  if (text.size() > 3 && text.ends_with(".0") && all_digits(text.substr(0, text.size() - 2)))
    text.remove_suffix(2);
  for (char c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (is_digit(c) || is_letter(c)) {
      code.push_back(c);
    } else if (c != ' ' && c != '-') {
      return false;
    }
  }
  return true;
}

}  // namespace

void standardise_postal_code(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  bool is_code = tidy.size() <= 16 && compress(tidy, code);
  bool has_digit = std::any_of(code.begin(), code.end(), is_digit);
  if (!is_code || !has_digit || code.size() < 3 || code.size() > 10)
    return refuse(raw, Reason::not_a_postal_code, out);
  bool is_number = all_digits(code);
  bool is_dashed = tidy.find('-') != std::string_view::npos;
  if (standard.region == "CN" && is_number && code.size() > 6 && !is_dashed) {
    return refuse(raw, Reason::not_a_postal_code, out);
  }
  bool is_uk = !is_number && code.size() >= 5 && code.size() <= 7 && is_letter(code.front()) &&
               is_digit(code[code.size() - 3]) && is_letter(code[code.size() - 2]) && is_letter(code.back());
  bool is_canadian = code.size() == 6 && is_letter(code[0]) && is_digit(code[1]) && is_letter(code[2]) &&
                     is_digit(code[3]) && is_letter(code[4]) && is_digit(code[5]);
  if (is_uk || is_canadian) code.insert(code.size() - 3, " ");
  if (is_number && code.size() == 9) code.insert(5, "-");
  if (is_number && is_dashed && code.find('-') == std::string::npos) code.assign(tidy);
  settle(raw, tidy, Reason::reformatted, out);
  if (is_number && code.find_first_not_of(code.front()) == std::string::npos) doubt(Reason::placeholder, out);
}

}  // namespace kith::standard
