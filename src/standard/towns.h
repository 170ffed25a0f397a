// Towns, townships and street districts (镇, 乡, 街道): the level below China's districts, from the same
// tables as divisions.h. Read on first use (some 10 ms), by who takes streets apart; the standardisers do
// without.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kith::standard {

/// Bytes of the longest town that `text` begins with, by its name or its name without the kind (三墩镇,
/// 三墩), among those of a division: its code of six digits, of a district or of a city (ending in 00). 0 for
/// none, and where a bare name goes on as another one (三墩路).
std::size_t match_town(std::string_view text, std::uint32_t division_code);

}  // namespace kith::standard
