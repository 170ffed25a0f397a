// What people said of one record.
#pragma once
#include <vector>

#include "ledger/customers.h"

namespace kith::ledger {

/// The standing decisions that name the record, in the order they were made.
std::vector<Decision> decisions_of_record(Statements& sql, RecordId record);

}  // namespace kith::ledger
