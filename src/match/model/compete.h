// Learning where a row has at most one partner in each other source: candidates compete.
#pragma once
#include <vector>

#include "match/model/chance.h"
#include "match/model/recall.h"
#include "match/resolve.h"

namespace kith::match {

/// Learns m, u and λ anew by EM over all pairs of the table, of which `sample` holds those that can be
/// matches (a `share` of them, and `share_of_row` of those of a row that is in it) and `measured` says how
/// the rest agree. u is what all pairs show less what the matches do. Dependences stay as they are.
///
/// With o_ab the odds of a pair on its own evidence, its posterior is o_ab / (1 + Σ o of
/// all that want a or b): five products of one family share one match between them and are not five. With n
/// matches expected between sources of N and M rows the prior odds are n / ((N − n)(M − n)), those of two
/// rows that are both without a partner so far: the more rows have one, the less speaks for having none. Of
/// several sources the largest stands against all others.
void learn_competing(const Comparison& comparison, const std::vector<SampledPair>& sample,
                     const std::vector<LevelProbabilities>& measured, double share, double share_of_row,
                     Model& model);

/// Makes weights fall with the levels: where a less alike level would weigh more than a more alike one, the
/// two are taken together (pool adjacent violators, Ayer et al. 1955). For levels too rare to know their own
/// weight.
void order_levels(FieldModel& field, std::size_t first);

}  // namespace kith::match
