// Free text: tidy UTF-8, Chinese punctuation and line breaks as they are, emoji kept.
#include "standard/clean.h"
#include "standard/types.h"

namespace kith::standard {

void standardise_text(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy, Keep::punctuation | Keep::lines)) return;
  out.value.assign(tidy);
  settle(raw, tidy, Reason::trimmed, out);
}

}  // namespace kith::standard
