// Postal addresses as one line. Chinese: 省市区 brought to their full names, missing levels filled in where
// only one is possible, the rest as it was; others: tidied, with the parts that show themselves.
// Parts: country, province, city, district, street (all that follows), postal_code.
#include <algorithm>

#include "base/utf8.h"
#include "standard/address_parts.h"
#include "standard/characters.h"
#include "standard/clean.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool has_han(std::string_view text) noexcept {
  if (is_ascii(text)) return false;
  for (std::size_t at = 0; at < text.size();) {
    if (is_han(next_tidy(text, at))) return true;
  }
  return false;
}

}  // namespace

void standardise_address(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 1500) return refuse(raw, Reason::too_long, out);
  bool has_letter = std::any_of(tidy.begin(), tidy.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned>((c | 0x20) - 'a') < 26u;
  });
  if (!has_letter) return refuse(raw, Reason::unlike_address, out);
  bool is_chinese = has_han(tidy);
  Reason how = is_chinese ? read_chinese_address(tidy, out) : read_western_address(tidy, standard, out);
  bool is_short =
      is_chinese ? out.value.size() < 16 && count_code_points(out.value) < 4 : out.value.size() < 6;
  settle(raw, tidy, how, out);
  bool has_division = !out.part(Part::province).empty() || !out.part(Part::city).empty() ||
                      (!is_chinese && !out.part(Part::postal_code).empty());
  if (is_short && !has_division) doubt(Reason::unlike_address, out);
}

}  // namespace kith::standard
