// Numbers of people's papers. 居民身份证 (GB 11643-1999: 18 characters, check character by ISO/IEC 7064 MOD
// 11-2; the 15 digits of before are lengthened), residence permits of Hong Kong, Macao and Taiwan residents
// and of foreigners in the same form, papers for travel to and from them, passports; elsewhere the number of
// the region, with its check digits. What is none of these but could be a paper's number is kept as a code.
// Parts: birth_date, gender, province, city, district, kind.
#include <algorithm>
#include <array>

#include "base/date.h"
#include "standard/clean.h"
#include "standard/divisions.h"
#include "standard/foreign_id.h"
#include "standard/number_text.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

char check_character(std::string_view digits) noexcept {
  unsigned sum = weighted_sum(digits, {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
  return "10X98765432"[sum % 11];
}

int number(std::string_view digits) noexcept {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

// 11–15, 21–23 … the provinces; 71, 81–83: Taiwan, Hong Kong, Macao; 91–99: foreigners.
bool is_province_code(int code) noexcept {
  static constexpr auto codes =
      std::to_array<int>({11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43,
                          44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83});
  return std::find(codes.begin(), codes.end(), code) != codes.end() || code / 10 == 9;
}

Reason against_resident(std::string_view code, const Standard& standard, Civil& birth) noexcept {
  if (!are_digits(code.substr(0, 17)) || (!is_digit(code[17]) && code[17] != 'X'))
    return Reason::not_an_id_number;
  if (!is_province_code(number(code.substr(0, 2)))) return Reason::unknown_division_code;
  birth = {number(code.substr(6, 4)), static_cast<unsigned>(number(code.substr(10, 2))),
           static_cast<unsigned>(number(code.substr(12, 2)))};
  if (birth.year < 1850 || birth.year > 2200 || !is_valid(birth)) return Reason::impossible_date;
  if (standard.today != 0 && days_from_civil(birth) > standard.today) return Reason::in_the_future;
  return check_character(code) == code[17] ? Reason::none : Reason::wrong_check_digit;
}

std::string_view kind_of_resident(std::string_view code) noexcept {
  if (code.front() == '9') return "foreign_resident";
  return code.starts_with("81") || code.starts_with("82") || code.starts_with("83") ? "residence_permit"
                                                                                    : "resident_id";
}

void set_resident_parts(std::string_view code, const Civil& birth, Standardised& out) {
  out.set_part(Part::kind, kind_of_resident(code));
  out.set_part(Part::birth_date, to_iso(birth));
  out.set_part(Part::gender, (code[16] - '0') % 2 == 1 ? "male" : "female");
  std::int32_t id = division_of_code(static_cast<std::uint32_t>(number(code.substr(0, 6))));
  if (id < 0) id = division_of_code(static_cast<std::uint32_t>(number(code.substr(0, 2)) * 10000));
  if (id < 0) return;
  out.set_part(Part::province, division(province_of(id)).name);
  if (!city_name_of(id).empty()) out.set_part(Part::city, city_name_of(id));
  if (division(id).level == Level::district) out.set_part(Part::district, division(id).name);
}

// 111111…, 123456…: a number that someone had to write.
bool is_made_up(std::string_view code) noexcept {
  std::string_view body = code.substr(0, code.size() - 1);
  return body.find_first_not_of(body.front()) == std::string_view::npos || code.starts_with("123456789") ||
         (code.size() == 18 && code.substr(14, 3) == "000" && code.starts_with("110101199001"));
}

// Papers of Chinese citizens and of who lives there; forms by the National Immigration Administration.
std::string_view travel_paper(std::string_view code) noexcept {
  if (has_form(code,
               "E########|E@#######|G########|D########|S########|P########|PE#######|SE#######|DE#######|14#"
               "######|15#######"))
    return "passport";
  if (has_form(code, "C########|C@#######|W########|T########|L########|D@#######")) return "travel_permit";
  if (has_form(code, "H########|H##########|M########|M##########")) return "home_return_permit";
  return {};
}

}  // namespace

void standardise_id_number(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  if (tidy.size() > 60 || !compact(tidy, " -./()[]'+", code)) {
    bool is_masked = tidy.size() <= 60 && tidy.find('*') != std::string_view::npos;
    refuse(raw, is_masked ? Reason::masked : Reason::not_an_id_number, out);
    return;
  }
  if (is_made_up(code)) {
    settle(raw, tidy, Reason::reformatted, out);
    return doubt(Reason::placeholder, out);
  }
  Reason how = Reason::reformatted;
  Civil birth{};
  bool is_chinese = standard.region == "CN";
  bool is_resident = code.size() == 18 && are_digits(std::string_view(code).substr(0, 17));
  bool is_old_resident = is_chinese && code.size() == 15 && are_digits(code);
  if (is_old_resident) {
    std::string longer = code.substr(0, 6) + "19" + code.substr(6);
    longer.push_back(check_character(longer));
    Reason why = against_resident(longer, standard, birth);
    if (why != Reason::none && why != Reason::unknown_division_code) return refuse(raw, why, out);
    if (why == Reason::none) {
      code = longer;
      how = Reason::lengthened;
      is_resident = true;
    }
  }
  if (is_resident) {
    if (Reason why = against_resident(code, standard, birth); why != Reason::none)
      return refuse(raw, why, out);
    set_resident_parts(code, birth, out);
  } else if (ForeignId foreign = read_foreign_id(code, tidy, standard.region); foreign.is_known) {
    if (foreign.failure != Reason::none) return refuse(raw, foreign.failure, out);
    if (!foreign.kind.empty()) out.set_part(Part::kind, foreign.kind);
    // The mark in the middle tells the century.
    if (foreign.kind == "finland_id") code.assign(tidy);
  } else if (std::string_view paper = travel_paper(code); !paper.empty()) {
    out.set_part(Part::kind, paper);
  } else if (code.size() < 5 || std::none_of(code.begin(), code.end(), is_digit)) {
    return refuse(raw, Reason::not_an_id_number, out);
  } else {
    // A paper of another country, or a number of one's own: kept as a code is.
    code.assign(tidy);
    for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    how = Reason::letter_case;
  }
  settle(raw, tidy, how, out);
}

}  // namespace kith::standard
