#include "ledger/change_log.h"

namespace kith::ledger {

bool each_change(Statements& sql, std::int64_t after, std::int64_t up_to,
                 const std::function<bool(const ChangeEntry&)>& each) {
  auto& row =
      sql("SELECT entity, first_id, last_id, coalesce(batch_id, 0) FROM change_log "
          "WHERE seq > $1 AND seq <= $2 ORDER BY seq");
  row.bind(1, after).bind(2, up_to);
  while (row.step()) {
    if (each({row.text(0), row.integer(1), row.integer(2), BatchId(row.integer(3))})) continue;
    row.reset();
    return false;
  }
  return true;
}

std::vector<BatchId> batches_with_records_since(Statements& sql, std::int64_t after) {
  auto& row =
      sql("SELECT DISTINCT batch_id FROM change_log WHERE seq > $1 AND entity = 'record' AND "
          "batch_id IS NOT NULL");
  row.bind(1, after);
  std::vector<BatchId> batches;
  while (row.step()) batches.emplace_back(row.integer(0));
  return batches;
}

std::int64_t opening_change_of(Statements& sql, BatchId batch) {
  auto& row = sql("SELECT min(seq) FROM change_log WHERE entity = 'batch' AND batch_id = $1");
  row.bind(1, batch.value).step();
  auto change = row.integer(0);
  row.reset();
  return change;
}

}  // namespace kith::ledger
