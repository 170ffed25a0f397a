// What each level of each field weighs under a model, on its own and beside fields that it depends on.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "match/resolve.h"

namespace kith::match {

/// What value frequencies below this count as: a value seen once in a million rows is no better proof of
/// identity than one seen once in ten thousand, for errors and shared values are more frequent than that.
inline constexpr double least_frequency = 1e-4;

/// The place of a column's field in the model; their number where there is none.
std::size_t field_named(const Model& model, const std::string& column) noexcept;

/// Is agreement on `a` rarer than on `b`? An exact agreement depends only on agreements on rarer fields, so
/// that no two fields explain each other away. Ties by the model's order.
bool is_rarer(const Model& model, std::size_t a, std::size_t b) noexcept;

/// log2 of how common a value is for the weight of two equal ones: that `count` of `present` rows have it,
/// not less than least_frequency.
double log_frequency(ColumnKind kind, std::uint64_t count, std::uint64_t present) noexcept;

class FieldWeights {
 public:
  /// The weights of a field, on its own or under a dependence.
  struct Weights {
    std::uint32_t parent = 0;  // bit of the field it depends on
    bool rarer = false;        // the parent is the rarer of the two: exact levels depend on it too
    double least = 0;          // no frequency counts for less
    double level[8] = {};      // 0 for null
    double best_unequal = 0;   // over levels 1…
    double best_of[128] = {};  // over a set of levels above 0, bit l for level l; -1e9 over none
  };

  explicit FieldWeights(const Model& model);

  std::size_t fields() const noexcept { return weights_.size(); }
  /// The strongest dependence on a field that is equal, or the field's own. `equal`: bit set of fields.
  const Weights& choose(std::size_t field, std::uint32_t equal) const noexcept;
  /// The weight of two equal values of this log_frequency().
  double exact(std::size_t field, double frequency, const Weights& weights) const noexcept {
    if (!uses_frequency_[field]) return weights.level[0];
    return log_m_[field] - std::max(frequency, weights.least);
  }
  /// Under every dependence and none, strongest first, its own last.
  std::span<const Weights> of(std::size_t field) const noexcept { return weights_[field]; }

 private:
  std::vector<std::vector<Weights>> weights_;
  std::vector<double> log_m_;  // log2 m of exact
  std::vector<char> uses_frequency_;
};

}  // namespace kith::match
