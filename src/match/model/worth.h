// Which blocking rules are worth the pairs they cost, once the model is known.
#pragma once
#include <cstdint>
#include <vector>

#include "match/block/rules.h"
#include "match/model/recall.h"

namespace kith::match {

/// The rules to keep, as rising indices into `rules`.
///
/// Rules are chosen before there is a model, and what looks likely by then is often a neighbour or a
/// namesake. As long as more than a million pairs are left to score, the rule goes whose own pairs, those
/// that no other rule brings, hold the fewest matches, if these are few: less than one in 500, less than a
/// fiftieth of all matches times the share of the pairs that are spared, and with what went before not three
/// in a hundred. So where duplicates are rare, and with them matches in the pairs of any rule, none goes. A
/// match is a pair of even odds or better. What near texts or the rule of every pair bring does not count:
/// new records are found by keys alone.
///
/// `posterior`: of each pair of the sample, which holds `share` of all pairs. O(sample + rules² · distinct
/// rule masks).
std::vector<std::size_t> rules_worth_keeping(const std::vector<Rule>& rules,
                                             const std::vector<SampledPair>& sample,
                                             const std::vector<double>& posterior, double share);

/// Are near pairs worth their cost beside the rules `kept`? By the same measure. `rules`: how many there
/// were; theirs is the next bit of a pair's mask.
bool near_worth_keeping(std::size_t rules, const std::vector<std::size_t>& kept,
                        const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                        double share);

/// Leaves of both only the rules `kept` (rising).
void keep_rules(const std::vector<std::size_t>& kept, std::vector<Rule>& rules, Blocks& blocks);

}  // namespace kith::match
