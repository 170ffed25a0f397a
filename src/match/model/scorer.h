// A learned model put to work on rows: match weights in bits.
#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

#include "match/model/pattern.h"
#include "match/resolve.h"

namespace kith::match {

/// What value frequencies below this count as: a value seen once in a million rows is no better proof of
/// identity than one seen once in ten thousand, for errors and shared values are more frequent than that.
inline constexpr double least_frequency = 1e-4;

/// log2 u_exact − log2 max(f, least_frequency): what an agreement on a value of frequency f adds to
/// log2(m/u_exact).
double term_frequency_weight(double u_exact, std::uint64_t count, std::uint64_t present) noexcept;

inline double log2_odds(double p) noexcept { return std::log2(p / (1 - p)); }
inline double probability_of(double log2_odds) noexcept { return 1 / (1 + std::exp2(-log2_odds)); }

/// Immutable and shared by threads; each brings its own Memo. The model's fields are those of the Comparison.
class Scorer {
 public:
  Scorer(const Comparison& comparison, const Model& model);

  /// Σ of the fields' weights with term frequency, without the prior.
  double weight(std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const;

  /// The same where it is above `bound`, else some number at or below it: most pairs are dismissed before the
  /// first comparison, on the best that unequal values could still give.
  double weight_above(double bound, std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const;

 private:
  const Comparison* comparison_;
  std::vector<double> level_;               // fields × 8; 0 for null
  std::vector<double> best_unequal_;        // the best weight of levels 1…
  std::vector<std::vector<double>> exact_;  // by field and id, term frequency included
  std::vector<std::size_t> order_;          // fields, the one that can disappoint most first
};

}  // namespace kith::match
