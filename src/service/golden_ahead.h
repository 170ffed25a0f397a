// Golden values of many customers, built beside the writing of those before them.
#pragma once
#include <cstddef>
#include <functional>
#include <vector>

#include "base/progress.h"
#include "ledger/customers.h"
#include "ledger/ledger.h"
#include "service/snapshots.h"

namespace kith::service {

/// What is asked of one customer: whose values are wanted, and of which records.
struct GoldenAsked {
  CustomerId customer;  ///< whose present values are wanted too; null for one that has none yet
  std::vector<RecordId> records;
};

struct GoldenBuilt {
  std::vector<ledger::GoldenValue> present, next;
};

/// Fills in its second argument for the customer of that number.
using AskGolden = std::function<void(std::size_t, GoldenAsked&)>;
/// Takes a customer's values.
using TakeGolden = std::function<void(std::size_t, const GoldenBuilt&)>;

/// Builds the values of customers 0 … customers − 1 and hands them over in that order, one at a time, though
/// not always on the same thread. Without `snapshots` all is done here, through `write`; with them, REQUIRES
/// that all records asked for, what people decided on them and the customers' present values were there
/// before the transaction.
void build_golden_values(ledger::Write& write, Snapshots* snapshots, std::size_t customers,
                         const AskGolden& ask, const TakeGolden& take, const Cancel& cancel);

}  // namespace kith::service
