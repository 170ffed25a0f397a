// Is a source free of duplicates of its own?
#pragma once
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "match/block/rules.h"
#include "match/model/pattern.h"

namespace kith::match {

/// Of each source, the share of its rows that have a twin in it: a row equal in at least half of the fields
/// that both have, two or more, and no more than a slip (levels 1 and 2) away in the others. Asks for much
/// less than what makes two products of one family look alike, and more than chance gives. Looks at the pairs
/// within the blocks, which are of the sample, a million for each rule at most. Needs sources.
std::vector<double> count_twins(const Comparison& comparison, const RowSample& sample, const Blocks& blocks,
                                std::size_t rules, Executor& executor, const Cancel& cancel);

}  // namespace kith::match
