// When what rows have most in common is not that they are one.
#pragma once
#include <cstdint>
#include <vector>

#include "match/model/recall.h"
#include "match/resolve.h"

namespace kith::match {

/// What two rows that are one weigh on average, in bits, where they have all values: Σ m·log2(m/u) over the
/// levels of all fields, the divergence of matches from others (Kullback & Leibler 1951). O(levels).
double expected_weight(const Model& model) noexcept;

/// Would an average match speak for a merge, and does it use a quarter of what could tell two rows apart,
/// Σ −log2 u of equal values? EM looks for the pairs that are more alike than chance, and where duplicates
/// are rare these can be neighbours: discs of one genre, people of one district. Such a model doubts the very
/// pairs that it was learned from, its expected weight does not reach the odds of λ, or it has them agree on
/// province, city and district, and on neither phone nor name. Of fourteen public sets with truth, and of
/// seven of them thinned out to few duplicates, the models of all that are learned well stand 2 bits or more
/// above the one line and at .39 or more of the other; models of people of one district stood at .12 to .20.
/// Where one pair in a hundred is a match, u tells too little of the others for the second line.
/// A model by which most matches differ in their own name (`own_names`: fields, as a bit set) parted the
/// pairs by something else, however many they are.
bool finds_its_matches(const Model& model, std::uint32_t own_names = 0) noexcept;

/// m as `expected` has it, moved by the pairs that stand 20 bits above even odds: so sure that they are
/// matches even if the model overstates its case by half of what it says. 20 pseudo-pairs of `expected` hold
/// where there are few. `weights`: of each pair of the sample, without the prior. O(sample · fields).
void learn_m_from_surest(const std::vector<SampledPair>& sample, const std::vector<double>& weights,
                         const Model& expected, Model& model);

}  // namespace kith::match
