// Golden values of many customers, built beside the writing of those before them.
#pragma once
#include <cstddef>
#include <functional>
#include <vector>

#include "base/progress.h"
#include "ledger/customers.h"
#include "ledger/ledger.h"

namespace kith::service {

/// Up to four threads that build, each with a snapshot of its own. REQUIRES that all records asked for, and
/// what people decided on them, were there before the transaction.
struct GoldenHelp {
  ledger::Ledger& ledger;
  unsigned threads;  ///< how many may work, the caller's among them
};

/// Appends to its second argument the records of the customer of that number.
using RecordsOfCustomer = std::function<void(std::size_t, std::vector<RecordId>&)>;
/// Takes a customer's values.
using TakeGolden = std::function<void(std::size_t, const std::vector<ledger::GoldenValue>&)>;

/// Builds the values of customers 0 … customers − 1 and hands them over in that order, one at a time, though
/// not always on the same thread. Without `help` all is done here, through `write`.
void build_golden_values(ledger::Write& write, const GoldenHelp* help, std::size_t customers,
                         const RecordsOfCustomer& records_of, const TakeGolden& take, const Cancel& cancel);

}  // namespace kith::service
