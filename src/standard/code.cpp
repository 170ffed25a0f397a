// Codes and ids given by systems: upper-case, half-width, no white space at the ends.
#include "standard/clean.h"
#include "standard/types.h"

namespace kith::standard {

void standardise_code(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  out.value.assign(tidy);
  for (char& c : out.value) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  settle(raw, tidy, Reason::letter_case, out);
}

}  // namespace kith::standard
