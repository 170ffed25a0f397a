// Codes of banks (SWIFT): ISO 9362, eight or eleven characters; without the branch where that is XXX. Part:
// country.
#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"

namespace kith::standard {

void standardise_bic(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  bool has_shape = tidy.size() <= 30 && compact(tidy, " -", code) && has_form(code, "@@@@@@**|@@@@@@*****");
  if (!has_shape) return refuse(raw, Reason::not_an_account, out);
  Standardised country;
  standardise_country(std::string_view(code).substr(4, 2), standard, country);
  bool is_kosovo = code.compare(4, 2, "XK") == 0;
  if (country.verdict != Verdict::kept && !is_kosovo) return refuse(raw, Reason::unlike_country, out);
  if (code.size() == 11 && code.ends_with("XXX")) code.resize(8);
  out.set_part(Part::country, std::string_view(code).substr(4, 2));
  settle(raw, tidy, Reason::reformatted, out);
}

}  // namespace kith::standard
