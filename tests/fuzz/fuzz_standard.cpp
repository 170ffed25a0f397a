// Any bytes through every standardiser: none may throw, read out of bounds, or change its own result again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "standard/personal_data.h"
#include "standard/standardise.h"
#include "standard/street_parts.h"
#include "standard/us_address.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith;
  using namespace kith::standard;
  if (size < 2 || size > 4096) return 0;
  static const Standard standards[] = {
      {.region = "CN", .today = 20778},
      {.region = "US", .date_order = DateOrder::month_day_year},
      {.region = "GB", .date_order = DateOrder::year_month_day, .today = 20778},
      {.region = "??"}};
  const Standard& standard = standards[data[0] % 4];
  std::string_view raw(reinterpret_cast<const char*>(data) + 1, size - 1);
  static Standardised once, twice;
  for (const Standardiser& type : standardisers()) {
    type.function(raw, standard, once);
    if (once.verdict == Verdict::empty && !once.value.empty()) std::abort();
    if (once.verdict == Verdict::invalid && once.value != raw) std::abort();
    if (once.verdict >= Verdict::invalid) continue;
    if (once.verdict == Verdict::kept && once.value != raw) std::abort();
    type.function(once.value, standard, twice);
    if (twice.value != once.value) std::abort();
    if (twice.verdict != (once.verdict == Verdict::suspect ? Verdict::suspect : Verdict::kept)) std::abort();
  }
  static std::vector<PersonalSpan> spans;
  find_personal_data(raw, standard, spans);
  std::size_t last = 0;
  for (const PersonalSpan& span : spans) {
    if (span.from < last || span.to <= span.from || span.to > raw.size()) std::abort();
    last = span.to;
  }
  standardiser_for("address").function(raw, standard, once);
  std::string_view street = once.part(Part::street);
  for (std::string_view part : {split_street(once).place, split_street(once).room, split_street(once).road}) {
    bool is_inside = part.empty() || (part.data() >= street.data() &&
                                      part.data() + part.size() <= street.data() + street.size());
    if (!is_inside) std::abort();
  }
  UsAddress address = read_us_address(raw);
  if (address.street.size() > raw.size() || address.city.size() > raw.size()) std::abort();
  return 0;
}
