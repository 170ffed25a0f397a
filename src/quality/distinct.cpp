#include "quality/distinct.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "base/hash.h"
#include "base/random.h"

namespace kith::quality {
namespace {

constexpr int index_bits = 14;
constexpr std::size_t register_count = std::size_t{1} << index_bits;
constexpr int rank_bits = 64 - index_bits;

// Ertl 2017, algorithm 6: σ(x) = x + Σ x^(2^k) 2^(k-1).
double sigma(double x) {
  if (x == 1) return std::numeric_limits<double>::infinity();
  double y = 1, z = x, before;
  do {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  } while (z != before);
  return z;
}

// Ertl 2017, algorithm 6: τ(x) = (1 − x − Σ (1 − x^(2^-k))² 2^-k) / 3.
double tau(double x) {
  if (x == 0 || x == 1) return 0;
  double y = 1, z = 1 - x, before;
  do {
    x = std::sqrt(x);
    before = z;
    y /= 2;
    z -= (1 - x) * (1 - x) * y;
  } while (z != before);
  return z / 3;
}

}  // namespace

void DistinctCount::add(std::string_view value) { add_hash(mix(hash_bytes(value))); }

void DistinctCount::add_hash(std::uint64_t hash) {
  if (!exact()) return sketch(hash);
  hashes_.insert(hash);
  if (hashes_.size() > bound_) overflow();
}

void DistinctCount::overflow() {
  registers_.assign(register_count, 0);
  for (std::uint64_t hash : hashes_) sketch(hash);
  hashes_ = {};
}

void DistinctCount::sketch(std::uint64_t hash) {
  const std::size_t index = hash >> rank_bits;
  const std::uint64_t rest = hash << index_bits;
  const int rank = rest == 0 ? rank_bits + 1 : std::countl_zero(rest) + 1;
  registers_[index] = std::max(registers_[index], static_cast<std::uint8_t>(rank));
}

void DistinctCount::merge(const DistinctCount& other) {
  if (other.exact()) {
    for (std::uint64_t hash : other.hashes_) add_hash(hash);
    return;
  }
  if (exact()) overflow();
  for (std::size_t i = 0; i < register_count; ++i)
    registers_[i] = std::max(registers_[i], other.registers_[i]);
}

std::int64_t DistinctCount::count() const {
  if (exact()) return static_cast<std::int64_t>(hashes_.size());
  std::array<int, rank_bits + 2> histogram{};
  for (std::uint8_t rank : registers_) ++histogram[rank];
  constexpr double m = register_count;
  double z = m * tau(1 - histogram[rank_bits + 1] / m);
  for (int k = rank_bits; k >= 1; --k) z = (z + histogram[static_cast<std::size_t>(k)]) / 2;
  z += m * sigma(histogram[0] / m);
  return std::llround(m * m / (2 * std::log(2.0) * z));
}

}  // namespace kith::quality
