// province, city, district: a level of China's divisions in a column of its own, brought to its full name.
// What is no Chinese division (a state, a foreign city) is kept tidy. Parts: the levels above, where certain.
#include "base/utf8.h"
#include "standard/clean.h"
#include "standard/divisions.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool starts_with_han(std::string_view text) noexcept {
  std::size_t at = 0;
  return is_han(next_code_point(text, at));
}

void standardise_level(Level level, std::string_view raw, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 300) return refuse(raw, Reason::too_long, out);
  out.value.assign(tidy);
  std::int32_t id = -1;
  if (starts_with_han(tidy)) {
    DivisionMatch match = match_division(tidy, level, -1, true);
    bool is_municipality = false;
    if (match.length == 0 && level == Level::city) {
      match = match_division(tidy, Level::province, -1, true);
      is_municipality = match.id >= 0 && division(match.id).name.ends_with("市");
      if (!is_municipality) match = {};
    }
    if (match.length == tidy.size()) id = match.id;
  }
  if (id >= 0) {
    out.value.assign(division(id).name);
    if (std::int32_t province = province_of(id); level != Level::province && province >= 0) {
      out.set_part(Part::province, division(province).name);
    }
    if (level == Level::district && !city_name_of(id).empty()) out.set_part(Part::city, city_name_of(id));
  }
  settle(raw, tidy, Reason::reformatted, out);
  out.at_rest = id >= 0;  // a full name is found by itself, whichever places have it
}

}  // namespace

void standardise_province(std::string_view raw, const Standard&, Standardised& out) {
  standardise_level(Level::province, raw, out);
}
void standardise_city(std::string_view raw, const Standard&, Standardised& out) {
  standardise_level(Level::city, raw, out);
}
void standardise_district(std::string_view raw, const Standard&, Standardised& out) {
  standardise_level(Level::district, raw, out);
}

}  // namespace kith::standard
