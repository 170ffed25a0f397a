// Any bytes through every standardiser: none may throw, read out of bounds, or change its own result again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "standard/standardise.h"

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
  return 0;
}
