// Orders that change many customers at once: what each made and what stood before, so that one undo takes all
// of it back.
#pragma once
#include <cstdint>
#include <vector>

#include "ledger/customers.h"
#include "ledger/work.h"

namespace kith::ledger {

struct BulkChange {
  CustomerId customer;
  DecisionId made;       ///< a pin
  DecisionId withdrawn;  ///< the pin in whose place it came; none where there was none
};
void add_bulk_change(Write& write, JobId job, const BulkChange& change);
/// Up to `limit` changes of the order in order of customer.
std::vector<BulkChange> bulk_changes(Statements& sql, JobId job, std::int64_t limit);
/// How many customers it changed and nobody took back.
std::int64_t count_bulk_customers(Statements& sql, JobId job);
void remove_bulk_change(Write& write, JobId job, const BulkChange& change);

}  // namespace kith::ledger
