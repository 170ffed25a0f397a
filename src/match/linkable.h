// Which rows hold enough to be found again at all.
#pragma once
#include <vector>

#include "match/resolve.h"
#include "match/table.h"

namespace kith::match {

/// For each row the log2 odds that it and a copy of itself are one, the prior included: below even odds not
/// even its own copy would be joined to it. Throws as fitted() does where the model is of another table. O(n
/// · k).
std::vector<double> self_totals(const Table& table, const Model& model);

}  // namespace kith::match
