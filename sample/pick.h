// Choosing: by weight, and in an order that looks random but needs no table.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace kith::sample {

/// Picks indexes by weight in constant time: a table of 8192 slots, every index with weight > 0 in at least
/// one.
class Picker {
 public:
  Picker() = default;
  explicit Picker(const std::vector<double>& weights);

  std::size_t pick(Random& random) const noexcept { return slots_[random.below(slots_.size())]; }

 private:
  std::vector<std::uint16_t> slots_;
};

/// A word of a table: what is written, how it sounds in Latin letters, how frequent it is.
struct Word {
  std::string_view text, latin;
  double weight = 1;
};

/// Words in order of frequency from "王wang 李li120 Smith": text, then for non-ASCII text its Latin letters,
/// then an optional weight. Without weights the i-th of a table weighs 1 / (i + 12), near what counts of
/// names show.
class WordTable {
 public:
  explicit WordTable(std::string_view table);

  const Word& pick(Random& random) const noexcept { return words_[picker_.pick(random)]; }
  const std::vector<Word>& words() const noexcept { return words_; }

 private:
  std::vector<Word> words_;
  Picker picker_;
};

template <class T, std::size_t n>
const T& any_of(const T (&choices)[n], Random& random) noexcept {
  return choices[random.below(n)];
}

/// A keyed permutation of [0, size): four Feistel rounds over the next even power of two, walking on while
/// outside (at most four steps on average). Constant memory.
class Permutation {
 public:
  Permutation(std::uint64_t size, std::uint64_t key) noexcept;
  std::uint64_t operator()(std::uint64_t index) const noexcept;

 private:
  std::uint64_t size_, key_;
  unsigned half_bits_;
};

}  // namespace kith::sample
