#include "match/compare/jaro.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "match/compare/position_masks.h"

namespace kith::match {
namespace {

double combine(std::size_t common, std::size_t swapped, std::size_t a, std::size_t b) noexcept {
  if (common == 0) return 0;
  const double c = static_cast<double>(common), t = static_cast<double>(swapped / 2);
  return (c / static_cast<double>(a) + c / static_cast<double>(b) + (c - t) / c) / 3;
}

std::uint64_t low_bits(std::size_t n) noexcept {
  return n >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
}

}  // namespace

double jaro(std::span<const char32_t> a, std::span<const char32_t> b) noexcept {
  if (a.empty() || b.empty()) return a.empty() && b.empty() ? 1 : 0;
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;
  const PositionMasks places(a);
  std::uint64_t taken = 0, matched = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::uint64_t reach = low_bits(j + window + 1) & ~low_bits(j > window ? j - window : 0);
    const std::uint64_t free = places.of(b[j]) & reach & ~taken;
    taken |= free & (0 - free);
    matched |= static_cast<std::uint64_t>(free != 0) << j;
  }
  std::size_t swapped = 0;
  const auto common = static_cast<std::size_t>(std::popcount(taken));
  while (taken != 0) {
    swapped += a[static_cast<std::size_t>(std::countr_zero(taken))] !=
               b[static_cast<std::size_t>(std::countr_zero(matched))];
    taken &= taken - 1;
    matched &= matched - 1;
  }
  return combine(common, swapped, a.size(), b.size());
}

double jaro_plain(std::span<const char32_t> a, std::span<const char32_t> b) {
  if (a.empty() || b.empty()) return a.empty() && b.empty() ? 1 : 0;
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;
  std::vector<bool> taken(a.size());
  std::vector<char32_t> of_a, of_b;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::size_t first = j > window ? j - window : 0, last = std::min(a.size(), j + window + 1);
    for (std::size_t i = first; i < last; ++i) {
      if (taken[i] || a[i] != b[j]) continue;
      taken[i] = true;
      of_b.push_back(b[j]);
      break;
    }
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (taken[i]) of_a.push_back(a[i]);
  }
  std::size_t swapped = 0;
  for (std::size_t i = 0; i < of_a.size(); ++i) swapped += of_a[i] != of_b[i];
  return combine(of_a.size(), swapped, a.size(), b.size());
}

double jaro_winkler(std::span<const char32_t> a, std::span<const char32_t> b, double cutoff) noexcept {
  const std::size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  std::size_t prefix = 0;
  while (prefix < std::min<std::size_t>(4, shorter) && a[prefix] == b[prefix]) ++prefix;
  const double bonus = 0.1 * static_cast<double>(prefix);
  if (longer > 0) {
    const double most = (2 + static_cast<double>(shorter) / static_cast<double>(longer)) / 3;
    if (most + bonus * (1 - most) < cutoff) return 0;
  }
  const double plain = jaro(a, b);
  return plain > 0.7 ? plain + bonus * (1 - plain) : plain;
}

}  // namespace kith::match
