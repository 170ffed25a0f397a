// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, no part
// edited twice. Bit-parallel after H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau
// edit distances" (2003).
#pragma once
#include <cstddef>
#include <span>

namespace kith::match {

/// The distance, or cutoff + 1 where it is greater than `cutoff`. REQUIRES a of at most 64 code points.
/// O(|b|).
std::size_t osa(std::span<const char32_t> a, std::span<const char32_t> b, std::size_t cutoff) noexcept;

/// The same by the recurrence, of any length: what osa() is tested against. O(|a|·|b|).
std::size_t osa_plain(std::span<const char32_t> a, std::span<const char32_t> b);

}  // namespace kith::match
