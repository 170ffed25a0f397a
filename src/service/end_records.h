// Ending records within a write: what took their place goes to their customers, whose values are made anew.
#pragma once
#include <set>
#include <span>
#include <string>

#include "ledger/batches.h"
#include "service/earlier_rows.h"

namespace kith::service {

/// Ends the records by that batch. An heir that points at nobody yet gets the customer of the record it
/// succeeds, so ids stay as they are.
void end_records(ledger::Write& write, BatchId batch, std::span<const EarlierRows::Ending> endings);

/// Records that the batch gave under keys whose earlier records have all ended go to the customer of the
/// newest of those.
void bring_back(ledger::Write& write, const ledger::Batch& batch, std::span<const std::string> keys);

/// Enters ids as runs without gaps; many of them as one range from the first to the last.
void log_changed(ledger::Write& write, ledger::Entity entity, const std::set<std::int64_t>& ids);

}  // namespace kith::service
