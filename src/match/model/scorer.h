// A learned model put to work on rows: match weights in bits.
#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ask_ahead.h"
#include "match/model/field_weights.h"
#include "match/model/pattern.h"
#include "match/resolve.h"

namespace kith::match {

inline double log2_odds(double p) noexcept { return std::log2(p / (1 - p)); }
inline double probability_of(double log2_odds) noexcept { return 1 / (1 + std::exp2(-log2_odds)); }

/// The weight of an exact agreement on a value: log2(m/u), with u as of `dependence` (nullptr: the field's
/// own), and what the value's frequency f = count / present adds to it: log2 u − log2 max(f,
/// least_frequency), where under a dependence f does not count for less than its u.
struct ExactWeight {
  double level = 0, term_frequency = 0;
};
ExactWeight exact_weight(const FieldModel& field, const Dependence* dependence, std::uint64_t count,
                         std::uint64_t present) noexcept;

/// A model from elsewhere, cut down to the fields that have values here. Throws Error(bad_input) where a
/// field is none of the model's.
Model fitted(const Model& model, const Comparison& comparison);

/// The first dependence of `field` that applies when the fields of the bit set `equal` agree; nullptr for
/// none.
const Dependence* dependence_of(const Model& model, std::size_t field, std::uint32_t equal);

/// Immutable and shared by threads; each brings its own Memo. The model's fields are those of the Comparison.
class Scorer {
 public:
  Scorer(const Comparison& comparison, const Model& model);

  /// Σ of the fields' weights with term frequency, without the prior.
  double weight(std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const;

  /// The same from levels known already.
  double weight(std::uint32_t a, std::uint32_t b, Pattern pattern) const noexcept;

  /// The same, but for texts the weight runs smoothly with their likeness from level to level: for ranking.
  double fine_weight(std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const;

  /// The same where it is above `bound`, else some number at or below it: most pairs are dismissed before the
  /// first comparison, on the best that unequal values could still give.
  double weight_above(double bound, std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const;

  /// The same for many pairs: take(pair, weight) for each whose weight is above `bound`, in their order. Rows
  /// lie far apart in memory and are asked for ahead.
  template <class Take>
  void weigh(std::span<const RowPair> pairs, double bound, Comparison::Memo& memo, Take&& take) const {
    std::array<std::uint32_t, near_ahead> equal;  // fields, of the pairs whose rows are here
    ask_ahead(
        pairs.size(),
        [&](std::size_t i) {
          comparison_->ask_for(pairs[i].first);
          comparison_->ask_for(pairs[i].second);
        },
        [&](std::size_t i) { equal[i % near_ahead] = ask_for_values(pairs[i].first, pairs[i].second); },
        [&](std::size_t i) {
          const auto& [a, b] = pairs[i];
          const double weight = weight_above(bound, a, b, equal[i % near_ahead], memo);
          if (weight > bound) take(pairs[i], weight);
        });
  }

 private:
  std::uint32_t ask_for_values(std::uint32_t a, std::uint32_t b) const noexcept;
  double weight_above(double bound, std::uint32_t a, std::uint32_t b, std::uint32_t equal,
                      Comparison::Memo& memo) const;
  using Weights = FieldWeights::Weights;
  double best_unequal(std::size_t field, const Weights& weights) const noexcept;
  double best_possible(std::size_t field, const Weights& weights, std::uint8_t levels) const noexcept;
  static constexpr std::uint8_t any_level = 127;
  double or_null(std::size_t field, double weight, std::uint8_t levels) const noexcept;
  double smooth(std::size_t field, std::uint32_t x, std::uint32_t y, const Weights& weights) const;
  double exact(std::size_t field, std::uint32_t id, const Weights& weights) const noexcept;

  const Comparison* comparison_;
  FieldWeights weights_;
  std::vector<std::vector<float>> frequency_;  // by field and id: log2 max(f, least_frequency)
  std::vector<std::size_t> order_;             // fields, most drop for their cost first
};

}  // namespace kith::match
