// Numbers of passports, in the form of the region that issued them; where its form is not known, six to
// twelve letters and digits with a digit among them. Forms as published by the issuing authorities and ICAO
// Doc 9303 (nine places).
#include <algorithm>

#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow forms[] = {{"am", "@@#######"},
                             {"ar", "@@@######"},
                             {"at", "@#######|@@#######"},
                             {"au", "@#######|@@#######"},
                             {"az", "@########|@@#######|@########"},
                             {"be", "@@######"},
                             {"bg", "#########"},
                             {"br", "@@######"},
                             {"by", "@@#######"},
                             {"ca", "@@######|@######@@"},
                             {"ch", "@#######|@#@@###@#|@**######|@*******"},
                             {"cn",
                              "G########|E########|E@#######|D########|S########|P########|PE#######|SE######"
                              "#|DE#######|14#######|15#######"},
                             {"cy", "@######|@@######|@########|K########|@#######"},
                             {"cz", "########"},
                             {"de", "*########|*********"},
                             {"dk", "#########"},
                             {"dz", "#########"},
                             {"ee", "@@#######|K#######|@#######"},
                             {"es", "@@######|@@@######|@@*#######"},
                             {"fi", "@@#######"},
                             {"fr", "##@@#####"},
                             {"gb", "#########"},
                             {"gr", "@@#######"},
                             {"hr", "#########"},
                             {"hu", "@@######|@@#######"},
                             {"ie", "@########|@@#######|*@#######"},
                             {"in", "@-?#######"},
                             {"id", "@#######|@######|@########"},
                             {"ir", "@########"},
                             {"is", "A#######|@#######"},
                             {"it", "@@#######|**#######"},
                             {"jm", "A#######"},
                             {"jp", "@@#######"},
                             {"kr", "M########|S########|R########|O########|D########|@###@####"},
                             {"kz", "@#######|@########"},
                             {"li", "@#####"},
                             {"lt", "**######|********"},
                             {"lu", "********"},
                             {"lv", "**#######"},
                             {"ly", "********"},
                             {"mt", "#######"},
                             {"mz", "@@#######|##@@#####|*@#######"},
                             {"my", "A########|H########|K########"},
                             {"mx", "@########|##########|#########"},
                             {"nl", "@@******#"},
                             {"nz",
                              "L@######|LH######|E@######|EA######|LA######|LD######|LF######|LK######|LL####"
                              "##|LM######|LN######|LP######|N######|E######|@######|@@######"},
                             {"ph", "@######|@#######@|@@######|@@#######|P#######@"},
                             {"pk", "@@#######"},
                             {"pl", "@@#######"},
                             {"pt", "@######"},
                             {"ro", "########|#########"},
                             {"ru", "#########"},
                             {"se", "########"},
                             {"sl", "@#######|P@#######"},
                             {"sk", "#@#######|@@######"},
                             {"th", "@@#######|@######|@@######"},
                             {"tr", "@########"},
                             {"ua", "@@######"},
                             {"us", "#########|@########"},
                             {"za", "T########|A########|D########|M########"},
                             {"hk", "K########|H########"},
                             {"sg", "@#######@|K#######@|E#######@"},
                             {"vn", "@#######"},
                             {"tw", "#########"},
                             {"no", "@#######|#########"}};

}  // namespace

void standardise_passport(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  bool has_shape = tidy.size() <= 30 && compact(tidy, " -", code) && code.size() >= 6 && code.size() <= 12 &&
                   std::any_of(code.begin(), code.end(), is_digit);
  if (!has_shape) return refuse(raw, Reason::not_an_id_number, out);
  std::string_view form = find_word<forms>(standard.region);
  // China's second letter is neither I nor O.
  bool has_wrong_letter = standard.region == "CN" && (code.starts_with("EI") || code.starts_with("EO"));
  bool is_foreign = !form.empty() && (!has_form(code, form) || has_wrong_letter);
  bool made_up = code.find_first_not_of(code.back(), 1) == std::string::npos;
  settle(raw, tidy, Reason::reformatted, out);
  // People of other countries hold passports of other forms: in doubt, since the region is only where we are.
  if (is_foreign) doubt(Reason::unlike_country, out);
  if (made_up) doubt(Reason::placeholder, out);
}

}  // namespace kith::standard
