// What people's words on pairs teach a model that was learned without labels.
//
// The weights of levels and the prior are moved by logistic regression on the model's own log odds, with a
// penalty on every move (ridge; Hoerl & Kennard 1970), so that a few words move little. Pairs are put before
// people because the model is unsure of them: counting levels among them would be biased, the odds of an
// answer given what the model sees are not. Each third of the pairs is held back in turn, and what does not
// predict these better is not kept.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "match/resolve.h"

namespace kith::match {

/// A pair that a person judged, as the model sees it.
struct JudgedPair {
  std::vector<std::uint8_t> levels;  ///< by field of the model; null_level where it says nothing
  double total = 0;                  ///< log2 odds that the two are one, by the model
  bool same = false;
  std::uint64_t group =
      0;  ///< pairs that share a row share a group: they are learned from or held back together
};

/// How well the pairs held back are predicted.
struct TuningCheck {
  std::size_t pairs = 0, wrong = 0;
  double loss = 0;  ///< mean of −log2 of the probability given to what people said
};

struct TuningResult {
  Tuning tuning;  ///< from all pairs; empty where it is no better
  std::size_t same = 0, different = 0;
  TuningCheck before, after;
  bool better = false;
};

/// As few pairs as this, or fewer of either answer than a fifth of it, teach nothing: better is false and no
/// check is made.
inline constexpr std::size_t fewest_judged = 30;

/// O(rounds · pairs · fields).
TuningResult tune(const Model& model, std::span<const JudgedPair> pairs);

/// Moves the weights of a learned model: m of each level, whose sum stays 1, and λ. Fields and levels that
/// the model does not have are passed over.
void apply(const Tuning& tuning, Model& model);

/// One after the other, as one.
Tuning combined(const Tuning& first, const Tuning& second);

}  // namespace kith::match
