// When what rows have most in common is not that they are one.
#pragma once
#include <cstdint>
#include <vector>

#include "match/model/mixture.h"
#include "match/model/recall.h"
#include "match/resolve.h"

namespace kith::match {

/// Where a hundredth of all pairs or more are matches, u, measured on random pairs, is made of them.
inline constexpr double many_matches = 0.01;

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
/// `doubted`: doubt_themselves() says so; it counts where matches are few.
bool finds_its_matches(const Model& model, std::uint32_t own_names = 0, bool doubted = false) noexcept;

/// Is most of what the rules' pairs were parted into by things that tell too little? Where a rule's own
/// columns are the telling ones, EM has only the others to go by, and parts its pairs by genre and year; then
/// an average match does not outweigh the rule's own λ. Of the matches that all rules claim such rules claim
/// .30 at most in the public sets that are learned well, and .61 to .86 in those where the outcome hung on
/// the draw of the sample. `masked`: the fields of each rule; `model`: its fields are the patterns'. O(rules
/// · levels).
bool doubt_themselves(const std::vector<Mixture>& mixtures, const std::vector<std::uint32_t>& masked,
                      const Model& model);

/// Do half of the matches agree in their names of a person, or of a company where there is no person, by
/// those levels that usually 85 of 100 reach? In the public sets .58 do at least, however dirty. Where they
/// do not, those whom EM found live together. A full name beside a given and a family name does not count: it
/// is compared only where one of these is missing.
bool bear_one_name(const Model& model, const Model& expected) noexcept;

/// What share of the matches among pairs with these probabilities is more than nine tenths sure; 0 where
/// there are none.
double share_of_sure(const std::vector<double>& posterior) noexcept;

/// m as `expected` has it (20 pseudo-pairs), moved by the sample's pairs, each by its probability to be a
/// match. O(sample · fields).
void learn_m_from(const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                  const Model& expected, Model& model);

/// The same from the pairs alone that stand 20 bits above even odds: so sure that they are matches even if
/// the model overstates its case by half of what it says. `weights`: of each pair of the sample, without the
/// prior.
void learn_m_from_surest(const std::vector<SampledPair>& sample, const std::vector<double>& weights,
                         const Model& expected, Model& model);

}  // namespace kith::match
