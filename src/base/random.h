// Deterministic pseudo-random numbers: same seed, same sequence on every machine.
#pragma once
#include <cstdint>

namespace kith {

/// SplitMix64 (Steele, Lea, Flood 2014). Not for secrets; those come from base/crypto.h.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) noexcept : state_(seed) {}

  constexpr std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, bound); 0 for bound 0. (Lemire's multiply-shift; bias below 2^-32 for bounds < 2^32.)
  constexpr std::uint64_t below(std::uint64_t bound) noexcept {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * bound) >> 64);
  }

  /// Uniform in [0, 1).
  constexpr double unit() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  constexpr bool chance(double probability) noexcept { return unit() < probability; }

 private:
  std::uint64_t state_;
};

/// A well-mixed 64-bit hash of a number; for seeds of independent streams: Random(mix(seed ^ mix(row))).
constexpr std::uint64_t mix(std::uint64_t x) noexcept { return Random(x).next(); }

}  // namespace kith
