#include "service/undo_import.h"

#include <set>
#include <vector>

#include "ledger/batches.h"
#include "ledger/record_values.h"
#include "ledger/records.h"
#include "service/resolve_new_records.h"

namespace kith::service {
namespace {

// Members of the batch's customers, where any of them came with a later batch.
std::vector<RecordId> entangled_records(ledger::Statements& sql, const ledger::Batch& batch) {
  std::set<CustomerId> customers;
  ledger::each_pointer_of_batch(sql, batch,
                                [&](RecordId, CustomerId customer) { customers.insert(customer); });
  std::vector<RecordId> entangled;
  for (auto customer : customers) {
    std::vector<RecordId> others;
    bool later = false;
    for (auto member : ledger::members_of(sql, customer)) {
      if (member.value >= batch.first_id && member.value <= batch.last_id) continue;
      others.push_back(member);
      later |= member.value > batch.last_id;
    }
    if (later) entangled.insert(entangled.end(), others.begin(), others.end());
  }
  return entangled;
}

}  // namespace

UndoReport undo_import(Home& home, std::int64_t number, Progress& progress, const Cancel& cancel) {
  std::vector<RecordId> entangled, standardised;
  {
    auto read = home.ledger().read();
    auto batch = ledger::find_batch(read->sql(), number);
    if (batch && batch->kind == ledger::standard_kind)
      standardised = ledger::records_changed_by(read->sql(), batch->id, RecordId(), most_after_import);
    else if (batch)
      entangled = entangled_records(read->sql(), *batch);
  }
  auto report = undo_batch(home.ledger(), number, progress, cancel);
  if (!standardised.empty() && can_resolve_new(home)) resolve_changed(home, standardised, progress, cancel);
  if (!entangled.empty() && can_resolve_new(home)) resolve_again(home, entangled, progress, cancel);
  return report;
}

}  // namespace kith::service
