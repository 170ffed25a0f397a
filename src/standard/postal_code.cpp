// Postal codes: upper-case, one space where the country writes one. Six digits are checked for China.
#include <algorithm>

#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

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

// Of the region, where it is another one than China: # digits, @ letters, as the Universal Postal Union lists
// them.
constexpr WordRow forms[] = {{"ad", "AD###"},
                             {"am", "####"},
                             {"ar", "####|@####@@@"},
                             {"at", "####"},
                             {"au", "####"},
                             {"az", "AZ####|####"},
                             {"ba", "#####"},
                             {"bd", "####"},
                             {"be", "####"},
                             {"bg", "####"},
                             {"br", "########"},
                             {"by", "2#####"},
                             {"ca", "@#@#@#"},
                             {"ch", "####"},
                             {"cl", "#######"},
                             {"co", "######"},
                             {"cr", "#####"},
                             {"cz", "#####"},
                             {"cy", "####"},
                             {"de", "#####"},
                             {"dk", "####"},
                             {"do", "#####"},
                             {"dz", "#####"},
                             {"ee", "#####"},
                             {"eg", "#####"},
                             {"es", "#####"},
                             {"fi", "#####"},
                             {"fr", "#####"},
                             {"gb", "GIR#@@|@##@@|@###@@|@@##@@|@@###@@|@#@#@@|@@#@#@@"},
                             {"gr", "#####"},
                             {"hr", "#####"},
                             {"ht", "HT####|####"},
                             {"hu", "####"},
                             {"id", "#####"},
                             {"ie", "@##****|D6W****"},
                             {"il", "#####|#######"},
                             {"in", "######"},
                             {"ir", "##########"},
                             {"is", "###"},
                             {"it", "#####"},
                             {"jo", "#####"},
                             {"jp", "#######"},
                             {"ke", "#####"},
                             {"kr", "#####|######"},
                             {"kz", "######"},
                             {"li", "####"},
                             {"lk", "#####"},
                             {"lt", "LT#####|#####"},
                             {"lu", "####"},
                             {"lv", "LV####|####"},
                             {"ma", "#####"},
                             {"mc", "#####"},
                             {"md", "MD####|####"},
                             {"mg", "###"},
                             {"mt", "@@@####"},
                             {"mx", "#####"},
                             {"my", "#####"},
                             {"ni", "#####"},
                             {"nl", "####@@"},
                             {"no", "####"},
                             {"np", "#####"},
                             {"nz", "####"},
                             {"pe", "#####"},
                             {"ph", "####"},
                             {"pk", "#####"},
                             {"pl", "#####"},
                             {"pr", "009##|006##|007##|#########"},
                             {"pt", "#######"},
                             {"ro", "######"},
                             {"rs", "#####|######"},
                             {"ru", "######"},
                             {"sa", "#####|#########"},
                             {"se", "#####"},
                             {"sg", "######"},
                             {"si", "####"},
                             {"sk", "#####"},
                             {"th", "#####"},
                             {"tn", "####"},
                             {"tr", "#####"},
                             {"tw", "###|#####|######"},
                             {"ua", "#####"},
                             {"us", "#####|#########"},
                             {"vn", "#####|######"},
                             {"za", "####"},
                             {"zm", "#####"}};

// First digits that no place has, for the countries whose numbers stand for regions.
bool has_no_place(std::string_view code, std::string_view region) noexcept {
  int head = code.size() >= 2 && is_digit(code[0]) && is_digit(code[1])
                 ? (code[0] - '0') * 10 + (code[1] - '0')
                 : -1;
  if (region == "ES") return head < 1 || head > 52;
  if (region == "FR" || region == "MC")
    return region == "MC" ? head != 98 : head < 1 || head == 96 || head == 99;
  if (region == "IN")
    return head < 11 || head > 85 || head == 29 || head == 35 || head == 54 || head == 55 || head == 65 ||
           head == 66;
  if (region == "BD") return head < 10 || head > 94;
  if (region == "NP")
    return head != 10 && head != 21 && head != 22 && head != 32 && head != 33 && head != 34 && head != 44 &&
           head != 45 && head != 56 && head != 57;
  if (region == "BA") return head < 70 || head > 89;
  // Letters that a code does not use: they look like others.
  if (region == "CA")
    return code.find_first_of("DFIOQU") != std::string_view::npos || code[0] == 'W' || code[0] == 'Z';
  if (region == "AR") return code.find_first_of("IO") == 0 || code[is_letter(code[0]) ? 1 : 0] == '0';
  if (region == "NL")
    return code.ends_with("SA") || code.ends_with("SD") || code.ends_with("SS") || code[0] == '0';
  return region == "IR" && (code.front() == '0' || code.front() == '2');
}

bool is_unlike(std::string_view code, std::string_view region) noexcept {
  std::string_view form = find_word<forms>(region);
  return !form.empty() && (!has_form(code, form) || has_no_place(code, region));
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
  bool unlike = is_unlike(code, standard.region);
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
  if (is_number && code.find_first_not_of(code.front()) == std::string::npos)
    return doubt(Reason::placeholder, out);
  // Of another country, perhaps: the region is only where we are.
  if (unlike) doubt(Reason::unlike_country, out);
}

}  // namespace kith::standard
