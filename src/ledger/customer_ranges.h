// Customers in order of id: which stand, how many lie within a range.
#pragma once
#include <cstdint>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// Customers with ids in [first, last], merged ones too, counted up to `most`. Linear in what it counts.
std::int64_t count_customers(Statements& sql, std::int64_t first, std::int64_t last, std::int64_t most);

/// Ids of the first `most` customers above `after` that stand: they have records and are not merged.
std::vector<std::int64_t> standing_customers(Statements& sql, std::int64_t after, std::int64_t most);
/// How many stand, counted up to `most`.
std::int64_t count_standing(Statements& sql, std::int64_t most);

/// The newest change above `after` that is about more than orders, events and interactions; 0 for none.
std::int64_t newest_change_but_facts(Statements& sql, std::int64_t after);

}  // namespace kith::ledger
