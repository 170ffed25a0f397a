// Shares in percent: "12.5%". Read: 12.5 %, 12,5%, 百分之十二 in digits (百分之12), ‰ as tenths of a percent.
// A number without a sign is taken as percent.
#include "standard/clean.h"
#include "standard/types.h"

namespace kith::standard {

void standardise_percentage(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 60) return refuse(raw, Reason::too_long, out);
  std::string_view text = tidy;
  bool is_permille = false;
  if (text.starts_with("百分之")) text.remove_prefix(9);
  if (text.ends_with("%")) {
    text.remove_suffix(1);
  } else if (text.ends_with("‰")) {
    text.remove_suffix(3);
    is_permille = true;
  }
  thread_local Standardised number;
  thread_local std::string scaled;
  if (is_permille) {
    scaled.assign(text);
    while (!scaled.empty() && scaled.back() == ' ') scaled.pop_back();
    scaled.append("E-1");
    text = scaled;
  }
  standardise_number(text, standard, number);
  if (number.verdict == Verdict::invalid || number.verdict == Verdict::empty)
    return refuse(raw, Reason::not_a_number, out);
  out.value.assign(number.value).append("%");
  settle(raw, tidy, Reason::reformatted, out);
}

}  // namespace kith::standard
