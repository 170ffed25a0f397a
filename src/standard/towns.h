// Towns, townships and street districts (镇, 乡, 街道): the level below China's districts, from the same
// tables as divisions.h. Read on first use (some 10 ms): by who takes streets apart, and by the standardiser
// of addresses where a text begins with the bare name of a county (浦江黄宅镇).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kith::standard {

struct TownMatch {
  std::size_t length = 0;  ///< bytes; 0 for none
  bool is_whole = false;   ///< the whole name stands there (三墩镇), not that without its kind (三墩)
};

/// The longest town that `text` begins with, by its name or its name without the kind, among those of a
/// division: its code of six digits, of a district or of a city (ending in 00). None where a bare name goes
/// on as that of a road or of a place called after the town (三墩路, 福田市场). Linear in the towns of the
/// division.
TownMatch match_town(std::string_view text, std::uint32_t division_code);

}  // namespace kith::standard
