// VAT and tax numbers with the prefix of their country (ATU12345678), or of the standard's region without.
// The forms of the European Union are those of VIES; check digits by the member states' rules where they are
// published. A number in form whose check digit does not fit is in doubt, not refused. Part: country.
#include <algorithm>

#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow forms[] = {{"at", "U########"},
                             {"be", "0#########|1#########"},
                             {"bg", "#########|##########"},
                             {"cy", "########@"},
                             {"cz", "########|#########|##########"},
                             {"de", "#########"},
                             {"dk", "########"},
                             {"ee", "#########"},
                             {"el", "#########"},
                             {"gr", "#########"},
                             {"es", "@#######@|########@|@########"},
                             {"fi", "########"},
                             {"fr", "**#########"},
                             {"gb", "#########|############|GD###|HA###"},
                             {"xi", "#########|############|GD###|HA###"},
                             {"hr", "###########"},
                             {"hu", "########"},
                             {"ie", "#######@|#######@@|#@#####@|#*#####@"},
                             {"it", "###########"},
                             {"lt", "#########|############"},
                             {"lu", "########"},
                             {"lv", "###########"},
                             {"mt", "########"},
                             {"nl", "#########B##|************"},
                             {"pl", "##########"},
                             {"pt", "#########"},
                             {"ro", "##########?|#########|########|#######|######|#####|####|###|##"},
                             {"se", "############"},
                             {"si", "########"},
                             {"sk", "##########"},
                             {"ch",
                              "#########|#########MWST|#########TVA|#########IVA|E#########|E#########MWST|E#"
                              "########TVA|E#########IVA"},
                             {"no", "#########|#########MVA"},
                             {"au", "###########"},
                             {"nz", "#########"},
                             {"in", "###############|##@@@@@####@#Z*|##@@@@@####@***"},
                             {"il", "#########"},
                             {"is", "#####|######"},
                             {"ru", "##########|############"},
                             {"ua", "############|##########"},
                             {"rs", "#########"},
                             {"sm", "#####"},
                             {"tr", "##########"},
                             {"kz", "############"},
                             {"mk", "#############|4030#########"},
                             {"by", "#########"},
                             {"ca", "#########|#########RT####"},
                             {"id", "###############"},
                             {"ph", "############"},
                             {"uz", "#########"},
                             {"sa", "###############"},
                             {"ar", "###########"},
                             {"bo", "#######"},
                             {"br", "##############|###########"},
                             {"cl", "########*"},
                             {"co", "##########"},
                             {"cr", "############|##########|#########"},
                             {"ec", "#############"},
                             {"sv", "##############"},
                             {"gt", "########"},
                             {"hn", "##############"},
                             {"mx", "@@@######***|@@@@######***"},
                             {"ni", "##############|@#############"},
                             {"pa", "#############"},
                             {"py", "########|#########"},
                             {"pe", "###########"},
                             {"do", "#########|###########"},
                             {"uy", "############"},
                             {"ve", "V#########|E#########|J#########|P#########|G#########"},
                             {"al", "J########@|K########@|L########@|@########@"},
                             {"ng", "############"},
                             {"cn", "***************|******************|********************"}};

unsigned digit(std::string_view code, std::size_t i) noexcept { return static_cast<unsigned>(code[i] - '0'); }
unsigned long number(std::string_view digits) noexcept {
  unsigned long value = 0;
  for (char c : digits) value = value * 10 + static_cast<unsigned long>(c - '0');
  return value;
}
// Every second digit doubled and its digits added, from the first of `doubled` on.
unsigned crossed_sum(std::string_view digits, bool doubled) noexcept {
  unsigned sum = 0;
  for (char c : digits) {
    unsigned value = static_cast<unsigned>(c - '0') * (doubled ? 2u : 1u);
    sum += value > 9 ? value - 9 : value;
    doubled = !doubled;
  }
  return sum;
}

bool fits_germany(std::string_view n) noexcept { return has_mod_11_10_digit(n); }
bool fits_austria(std::string_view n) noexcept {
  return (10 - (crossed_sum(n.substr(1, 7), false) + 4) % 10) % 10 == digit(n, 8);
}
bool fits_belgium(std::string_view n) noexcept {
  return 97 - number(n.substr(0, 8)) % 97 == number(n.substr(8));
}
bool fits_denmark(std::string_view n) noexcept { return weighted_sum(n, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0; }
bool fits_estonia(std::string_view n) noexcept {
  return weighted_sum(n, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}
bool fits_greece(std::string_view n) noexcept {
  return weighted_sum(n, {256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10 == digit(n, 8);
}
bool fits_finland(std::string_view n) noexcept {
  return weighted_sum(n, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0;
}
bool fits_croatia(std::string_view n) noexcept { return has_mod_11_10_digit(n); }
bool fits_hungary(std::string_view n) noexcept { return weighted_sum(n, {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0; }
bool fits_italy(std::string_view n) noexcept { return has_luhn_digit(n); }
bool fits_luxembourg(std::string_view n) noexcept {
  return number(n.substr(0, 6)) % 89 == number(n.substr(6));
}
bool fits_malta(std::string_view n) noexcept { return weighted_sum(n, {3, 4, 6, 7, 8, 9, 10, 1}) % 37 == 0; }
bool fits_poland(std::string_view n) noexcept {
  return weighted_sum(n, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 == digit(n, 9);
}
bool fits_portugal(std::string_view n) noexcept {
  unsigned check = 11 - weighted_sum(n, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return (check > 9 ? 0 : check) == digit(n, 8);
}
bool fits_slovenia(std::string_view n) noexcept {
  return (11 - weighted_sum(n, {8, 7, 6, 5, 4, 3, 2}) % 11) % 10 == digit(n, 7);
}
bool fits_slovakia(std::string_view n) noexcept { return number(n) % 11 == 0; }
bool fits_sweden(std::string_view n) noexcept { return has_luhn_digit(n.substr(0, 10)); }
bool fits_france(std::string_view n) noexcept {
  if (!are_digits(n)) return true;  // letters in the key: computed otherwise
  return (12 + 3 * (number(n.substr(2)) % 97)) % 97 == number(n.substr(0, 2));
}
bool fits_britain(std::string_view n) noexcept {
  // Government departments have 000 to 499, health authorities 500 to 999.
  if (n.starts_with("GD") || n.starts_with("HA")) return (n[2] >= '5') == n.starts_with("HA");
  unsigned sum = weighted_sum(n, {8, 7, 6, 5, 4, 3, 2}) + static_cast<unsigned>(number(n.substr(7, 2)));
  return sum % 97 == 0 || (sum + 55) % 97 == 0;
}
bool fits_norway(std::string_view n) noexcept {
  return (11 - weighted_sum(n, {3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11 == digit(n, 8);
}
bool fits_switzerland(std::string_view n) noexcept {
  if (n.front() != 'E') return (11 - weighted_sum(n, {5, 4, 3, 2, 7, 6, 5, 4}) % 11) % 11 == digit(n, 8);
  return (11 - weighted_sum(n.substr(1), {5, 4, 3, 2, 7, 6, 5, 4}) % 11) % 11 == digit(n, 9);
}
bool fits_australia(std::string_view n) noexcept {
  return (weighted_sum(n, {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}) - 10) % 89 == 0;
}

struct Check {
  std::string_view country;
  bool (*fits)(std::string_view) noexcept;
};
constexpr Check checks[] = {
    {"DE", fits_germany},  {"AT", fits_austria}, {"BE", fits_belgium},     {"DK", fits_denmark},
    {"EE", fits_estonia},  {"EL", fits_greece},  {"GR", fits_greece},      {"FI", fits_finland},
    {"HR", fits_croatia},  {"HU", fits_hungary}, {"IT", fits_italy},       {"LU", fits_luxembourg},
    {"MT", fits_malta},    {"PL", fits_poland},  {"PT", fits_portugal},    {"SI", fits_slovenia},
    {"SK", fits_slovakia}, {"SE", fits_sweden},  {"FR", fits_france},      {"GB", fits_britain},
    {"XI", fits_britain},  {"NO", fits_norway},  {"CH", fits_switzerland}, {"AU", fits_australia}};

bool has_fitting_digit(std::string_view country, std::string_view body) noexcept {
  for (const Check& check : checks) {
    if (check.country == country) return check.fits(body);
  }
  return true;
}

}  // namespace

void standardise_vat_number(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  if (tidy.size() > 60 || !compact(tidy, " -./", code) || code.size() < 4)
    return refuse(raw, Reason::not_an_organisation_number, out);
  bool has_prefix = is_capital(code[0]) && is_capital(code[1]) && code.compare(0, 2, "GD") != 0 &&
                    code.compare(0, 2, "HA") != 0;
  std::string_view country =
      has_prefix ? std::string_view(code).substr(0, 2) : std::string_view(standard.region);
  std::string_view body = has_prefix ? std::string_view(code).substr(2) : std::string_view(code);
  std::string_view form = find_word<forms>(country);
  if (form.empty() || !has_form(body, form)) return refuse(raw, Reason::unlike_country, out);
  bool fits = has_fitting_digit(country, body);
  out.set_part(Part::country, country == "EL" ? "GR" : country == "XI" ? "GB" : country);
  if (!has_prefix) code.insert(0, country == "GR" ? "EL" : std::string(country));
  settle(raw, tidy, Reason::reformatted, out);
  if (!fits) doubt(Reason::wrong_check_digit, out);
}

}  // namespace kith::standard
