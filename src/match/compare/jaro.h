// Jaro (1989) and Jaro-Winkler (1990) similarity on code points.
//
// Jaro: with c characters in common within the window ⌊max(|a|,|b|)/2⌋−1 and t half transpositions,
// (c/|a| + c/|b| + (c−t)/c) / 3. Winkler adds .1 for each of the first four characters shared, of what is
// missing to 1 — here, as Winkler's own code does, only where Jaro is above .7.
// The greedy choice of partners is not symmetric for odd cases; callers give the arguments in a fixed order.
#pragma once
#include <span>

namespace kith::match {

/// Bit-parallel. In [0, 1]; 1 for two empty texts. REQUIRES both of at most 64 code points.
double jaro(std::span<const char32_t> a, std::span<const char32_t> b) noexcept;

/// The same by the definition, of any length: what jaro() is tested against.
double jaro_plain(std::span<const char32_t> a, std::span<const char32_t> b);

/// Jaro with Winkler's prefix bonus. 0 as soon as it is known that the result is below `cutoff`.
double jaro_winkler(std::span<const char32_t> a, std::span<const char32_t> b, double cutoff = 0) noexcept;

}  // namespace kith::match
