// A fast 64-bit hash of bytes for tables in memory; stable across machines and versions, not for secrets.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kith {

/// Multiply-and-fold over 16-byte steps (the construction of wyhash, public domain, W. Yi 2019).
inline std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  auto fold = [](std::uint64_t a, std::uint64_t b) {
    auto product = static_cast<unsigned __int128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  constexpr std::uint64_t p0 = 0xA0761D6478BD642Full, p1 = 0xE7037ED1A0B428DBull;
  const char* at = bytes.empty() ? "" : bytes.data();  // an empty view may point nowhere
  std::size_t left = bytes.size();
  std::uint64_t h = seed ^ p0;
  auto load = [](const char* from, std::size_t n) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, n);
    return word;
  };
  while (left > 16) {
    h = fold(load(at, 8) ^ p1, load(at + 8, 8) ^ h);
    at += 16;
    left -= 16;
  }
  std::uint64_t a = load(at, left < 8 ? left : 8), b = left > 8 ? load(at + 8, left - 8) : 0;
  return fold(p1 ^ bytes.size(), fold(a ^ p1, b ^ h));
}

}  // namespace kith
