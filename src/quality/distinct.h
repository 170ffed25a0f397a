// How many different values there are: exact up to a bound, an estimate beyond it.
//
// Beyond the bound a HyperLogLog of 2^14 registers answers, by the improved estimator of O. Ertl, "New
// cardinality estimation algorithms for HyperLogLog sketches" (2017): no bias tables, relative standard
// error 1.04/√(2^14) ≈ 0.8 % over the whole range. Both states depend on the set of values alone, not on
// their order, so merging is exact: merge(A, B) is the state of A ∪ B.
#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace kith::quality {

class DistinctCount {
 public:
  /// Exact for up to `bound` different values (but for collisions of 64-bit hashes).
  explicit DistinctCount(std::size_t bound = 16384) : bound_(bound) {}

  void add(std::string_view value);
  /// `hash` well mixed over all 64 bits.
  void add_hash(std::uint64_t hash);
  void merge(const DistinctCount& other);

  bool exact() const noexcept { return registers_.empty(); }
  std::int64_t count() const;

 private:
  void sketch(std::uint64_t hash);
  void overflow();

  std::size_t bound_;
  std::unordered_set<std::uint64_t> hashes_;
  std::vector<std::uint8_t> registers_;  // empty while exact
};

}  // namespace kith::quality
