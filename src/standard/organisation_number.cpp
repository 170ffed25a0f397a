// Numbers of organisations in China: 统一社会信用代码 (GB 32100-2015: 18 characters, the last by MOD 31),
// 组织机构代码 (GB 11714-1997: 8 characters and one by MOD 11), 工商注册号 (GS 15: 15 digits, ISO/IEC 7064
// MOD 11,10). The tax number of an organisation is its 统一社会信用代码; older ones are of 15 characters.
// What is none of these is kept as a code. Parts: province, city, kind.
#include <algorithm>

#include "standard/clean.h"
#include "standard/divisions.h"
#include "standard/number_text.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

constexpr std::string_view uscc_characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// Weights are the powers of 3, modulo 31.
bool has_uscc_character(std::string_view code) noexcept {
  unsigned sum = 0, weight = 1;
  for (char c : code.substr(0, 17)) {
    auto value = uscc_characters.find(c);
    if (value == std::string_view::npos) return false;
    sum += static_cast<unsigned>(value) * weight;
    weight = weight * 3 % 31;
  }
  return uscc_characters[(31 - sum % 31) % 31] == code[17];
}

bool has_organisation_character(std::string_view code) noexcept {
  constexpr unsigned weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  unsigned sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    unsigned value =
        is_digit(code[i]) ? static_cast<unsigned>(code[i] - '0') : static_cast<unsigned>(code[i] - 'A') + 10;
    sum += value * weights[i];
  }
  unsigned check = 11 - sum % 11;
  return code[8] == (check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check));
}

bool looks_like_uscc(std::string_view code) noexcept {
  return code.size() == 18 &&
         std::all_of(code.begin(), code.end(), [](char c) { return is_digit(c) || is_capital(c); }) &&
         are_digits(code.substr(2, 6));
}

void set_division(std::string_view six_digits, Standardised& out) {
  std::uint32_t code = 0;
  for (char c : six_digits) code = code * 10 + static_cast<std::uint32_t>(c - '0');
  std::int32_t id = division_of_code(code);
  if (id < 0) id = division_of_code(code / 100 * 100);
  if (id < 0) id = division_of_code(code / 10000 * 10000);
  if (id < 0) return;
  out.set_part(Part::province, division(province_of(id)).name);
  if (!city_name_of(id).empty()) out.set_part(Part::city, city_name_of(id));
}

}  // namespace

void standardise_organisation_number(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  if (tidy.size() > 60 || !compact(tidy, " -./", code) || code.size() < 5 ||
      std::none_of(code.begin(), code.end(), is_digit))
    return refuse(raw, Reason::not_an_organisation_number, out);
  Reason how = Reason::reformatted;
  if (looks_like_uscc(code)) {
    // O, I, S, V and Z are not used: what stands there was meant as a digit.
    for (char& c : code) c = c == 'O' ? '0' : c == 'I' ? '1' : c == 'S' ? '5' : c == 'Z' ? '2' : c;
    if (!has_uscc_character(code)) return refuse(raw, Reason::wrong_check_digit, out);
    out.set_part(Part::kind, "uscc");
    set_division(std::string_view(code).substr(2, 6), out);
  } else if (code.size() == 15 && are_digits(code) && has_mod_11_10_digit(code)) {
    out.set_part(Part::kind, "registration");
    set_division(std::string_view(code).substr(0, 6), out);
  } else if (code.size() == 9 && has_organisation_character(code)) {
    out.set_part(Part::kind, "organisation_code");
  } else {
    code.assign(tidy);
    for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    how = Reason::letter_case;
  }
  bool made_up = code.find_first_not_of(code.front()) == std::string::npos;
  settle(raw, tidy, how, out);
  if (made_up) doubt(Reason::placeholder, out);
}

}  // namespace kith::standard
