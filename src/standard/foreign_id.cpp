// Check digits by the issuers' published rules: Hong Kong Immigration Department; Taiwan's Ministry of the
// Interior (統一證號); Real Decreto 1553/2005 (DNI, NIE); PESEL, Ministry of Digital Affairs; Israel's
// Population Authority; DVV Finland; Skatteetaten; DOPA Thailand; UIDAI (Verhoeff); Agenzia delle Entrate
// (D.M. 23/12/1976).
#include "standard/foreign_id.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "standard/number_text.h"

namespace kith::standard {
namespace {

unsigned digit(std::string_view code, std::size_t i) noexcept { return static_cast<unsigned>(code[i] - '0'); }
unsigned number(std::string_view digits) noexcept {
  unsigned value = 0;
  for (char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

ForeignId judged(bool good, std::string_view kind) noexcept {
  return {true, good ? Reason::none : Reason::wrong_check_digit, kind};
}
ForeignId refused() noexcept { return {true, Reason::unlike_country, {}}; }

// One or two letters, six digits, a check character: weights 9 to 1, a missing first letter counts 36.
bool is_hong_kong(std::string_view code) noexcept {
  unsigned sum = 0, weight = 9;
  if (code.size() == 8) {
    sum += 36 * weight--;
  }
  for (char c : code.substr(0, code.size() - 1)) {
    sum += (is_digit(c) ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'A') + 10) * weight--;
  }
  unsigned check = (11 - sum % 11) % 11;
  return code.back() == (check == 10 ? 'A' : static_cast<char>('0' + check));
}

// A letter (two digits by its own order), then weights 8 to 1 and 1.
bool is_taiwan(std::string_view code) noexcept {
  static constexpr std::string_view order = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
  auto value = [&](char c) { return static_cast<unsigned>(order.find(c)) + 10; };
  unsigned first = value(code[0]), sum = first / 10 + first % 10 * 9;
  for (std::size_t i = 1; i < 9; ++i) {
    unsigned d = is_digit(code[i]) ? digit(code, i) : value(code[i]) % 10;
    sum += d * static_cast<unsigned>(9 - i);
  }
  return (sum + digit(code, 9)) % 10 == 0;
}

bool is_spanish(std::string_view code) noexcept {
  static constexpr std::string_view letters = "TRWAGMYFPDXBNJZSQVHLCKE";
  unsigned head = code[0] == 'X' ? 0 : code[0] == 'Y' ? 10000000 : code[0] == 'Z' ? 20000000 : 0;
  std::string_view digits = is_digit(code[0]) ? code.substr(0, 8) : code.substr(1, 7);
  return letters[(head + number(digits)) % 23] == code[8];
}

bool is_pesel(std::string_view code) noexcept {
  return (weighted_sum(code, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3}) + digit(code, 10)) % 10 == 0;
}

bool is_norwegian(std::string_view code) noexcept {
  unsigned first = (11 - weighted_sum(code, {3, 7, 6, 1, 8, 9, 4, 5, 2}) % 11) % 11;
  unsigned second = (11 - weighted_sum(code, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  return first == digit(code, 9) && second == digit(code, 10);
}

bool is_thai(std::string_view code) noexcept {
  unsigned sum = weighted_sum(code, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2});
  return (11 - sum % 11) % 10 == digit(code, 12);
}

bool is_iranian(std::string_view code) noexcept {
  unsigned rest = weighted_sum(code, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return digit(code, 9) == (rest < 2 ? rest : 11 - rest) &&
         code.find_first_not_of(code.front()) != std::string_view::npos;
}

bool is_finnish(std::string_view tidy) noexcept {
  if (tidy.size() != 11 || !are_digits(tidy.substr(0, 6)) || !are_digits(tidy.substr(7, 3))) return false;
  static constexpr std::string_view marks = "+-ABCDEFUVWXY", checks = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  if (marks.find(tidy[6]) == std::string_view::npos) return false;
  unsigned value = number(tidy.substr(0, 6)) * 1000 + number(tidy.substr(7, 3));
  return checks[value % 31] == tidy[10];
}

bool is_italian(std::string_view code) noexcept {
  static constexpr std::array<unsigned, 36> odd = {1,  0, 5, 7,  9,  13, 15, 17, 19, 21, 1,  0,
                                                   5,  7, 9, 13, 15, 17, 19, 21, 2,  4,  18, 20,
                                                   11, 3, 6, 8,  12, 14, 16, 10, 22, 25, 24, 23};
  unsigned sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    auto value = is_digit(code[i]) ? digit(code, i) : static_cast<unsigned>(code[i] - 'A') + 10;
    sum += i % 2 == 0 ? odd[value] : is_digit(code[i]) ? value : value - 10;
  }
  return static_cast<char>('A' + sum % 26) == code[15];
}

}  // namespace

ForeignId read_foreign_id(std::string_view code, std::string_view tidy, std::string_view region) noexcept {
  bool is_greater_china = region == "CN" || region == "HK" || region == "TW" || region == "MO";
  if (is_greater_china && region != "TW" && has_form(code, "@######*|@@######*") &&
      (is_digit(code.back()) || code.back() == 'A')) {
    bool good = is_hong_kong(code);
    if (good || region == "HK") return judged(good, "hong_kong_id");
  }
  if (region == "HK") return refused();
  if (is_greater_china && region != "HK" &&
      has_form(code,
               "@1########|@2########|@8########|@9########|@A########|@B########|@C########|@D########")) {
    bool good = is_taiwan(code);
    if (good || region == "TW") return judged(good, "taiwan_id");
  }
  if (region == "TW") return refused();
  if (region == "MO")
    return has_form(code, "1#######|5#######|7#######") ? judged(true, "macao_id") : refused();
  if (region == "ES")
    return has_form(code, "########@|X#######@|Y#######@|Z#######@") ? judged(is_spanish(code), "dni")
                                                                     : refused();
  if (region == "PL") return has_form(code, "###########") ? judged(is_pesel(code), "pesel") : refused();
  if (region == "NO")
    return has_form(code, "###########") ? judged(is_norwegian(code), "fodselsnummer") : refused();
  if (region == "TH")
    return has_form(code, "#############") && code.front() != '0' && code.front() != '9'
               ? judged(is_thai(code), "thai_id")
               : refused();
  if (region == "IR") return has_form(code, "##########") ? judged(is_iranian(code), "iran_id") : refused();
  if (region == "IL")
    return has_form(code, "#########") ? judged(has_luhn_digit(code), "israel_id") : refused();
  if (region == "IN") {
    bool has_shape = has_form(code, "############") && code.front() >= '2';
    return has_shape ? judged(has_verhoeff_digit(code), "aadhaar") : refused();
  }
  if (region == "FI") return judged(is_finnish(tidy), "finland_id");
  if (region == "IT") {
    if (has_form(code, "@@@@@@##@##@###@")) return judged(is_italian(code), "codice_fiscale");
    return has_form(code, "C@#####@@") ? judged(true, "carta_identita") : refused();
  }
  if (region == "PK")
    return has_form(tidy, "#####-#######-#|#############") && code.front() >= '1' && code.front() <= '7'
               ? judged(true, "cnic")
               : refused();
  if (region == "LK")
    return has_form(code, "#########V|#########X|1###########|2###########") &&
                   (code.size() == 12 || code.front() != '0')
               ? judged(true, "sri_lanka_id")
               : refused();
  if (region == "TN") return has_form(code, "########") ? judged(true, "tunisia_id") : refused();
  if (region == "LY")
    return has_form(code, "1###########|2###########") ? judged(true, "libya_id") : refused();
  return {};
}

}  // namespace kith::standard
