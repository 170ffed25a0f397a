// Taking batches back: what a dead process left half done, and what a person undoes.
#pragma once
#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "ledger/ledger.h"

namespace kith::service {

/// Takes back every batch in state `open`; returns their numbers. REQUIRES the writer's lock.
std::vector<std::int64_t> take_back_open_batches(ledger::Ledger& ledger);

struct UndoReport {
  std::int64_t batch = 0, records = 0, facts = 0, rejects = 0;
  std::int64_t customers_changed = 0;  ///< customers that lost a record, fell apart or ended
};

/// What undoing the batch of that number would take back; nothing is changed.
UndoReport preview_undo(ledger::Ledger& ledger, std::int64_t number);

/// Undoes a batch exactly: its records, facts and rejects go; records of other batches point where they
/// pointed before the batch came, unless a person joined or split them since; pins stay with the customer.
/// What the batch ended stands again. Throws not_found, and conflict where it is undone already, later
/// batches brought facts about its people, or later batches of its source compared themselves with it. A
/// process that dies in the middle leaves the rest to take_back_open_batches.
UndoReport undo_batch(ledger::Ledger& ledger, std::int64_t number, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
