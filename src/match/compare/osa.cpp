#include "match/compare/osa.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "match/compare/position_masks.h"

namespace kith::match {

std::size_t osa(std::span<const char32_t> a, std::span<const char32_t> b, std::size_t cutoff) noexcept {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > cutoff) return cutoff + 1;
  if (a.empty()) return b.size();
  const PositionMasks places(a);
  const std::uint64_t last = std::uint64_t{1} << (a.size() - 1);
  std::uint64_t rises = ~std::uint64_t{0}, falls = 0, diagonal = 0, previous = 0;
  std::size_t distance = a.size();
  for (char32_t c : b) {
    const std::uint64_t here = places.of(c);
    const std::uint64_t swap = (((~diagonal) & here) << 1) & previous;
    diagonal = ((((here & rises) + rises) ^ rises) | here | falls) | swap;
    std::uint64_t across_up = falls | ~(diagonal | rises);
    const std::uint64_t across_down = diagonal & rises;
    distance += (across_up & last) != 0;
    distance -= (across_down & last) != 0;
    across_up = across_up << 1 | 1;
    rises = (across_down << 1) | ~(diagonal | across_up);
    falls = across_up & diagonal;
    previous = here;
  }
  return std::min(distance, cutoff + 1);
}

std::size_t osa_plain(std::span<const char32_t> a, std::span<const char32_t> b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> d((a.size() + 1) * width);
  for (std::size_t i = 0; i <= a.size(); ++i) d[i * width] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] != b[j - 1];
      std::size_t best = std::min(
          {d[(i - 1) * width + j] + 1, d[i * width + j - 1] + 1, d[(i - 1) * width + j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, d[(i - 2) * width + j - 2] + 1);
      }
      d[i * width + j] = best;
    }
  }
  return d.back();
}

}  // namespace kith::match
