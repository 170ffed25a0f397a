#include "ledger/record_bytes.h"

namespace kith::ledger {

bool see_standing_record(Statements& sql, RecordId record,
                         const std::function<void(BatchId batch, std::span<const unsigned char> cells,
                                                  std::span<const unsigned char> standard)>& see) {
  auto& row = sql(
      "SELECT batch_id, cells, standard FROM record WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM record_end "
      "e WHERE e.record_id = record.id)");
  const bool stands = row.bind(1, record.value).step();
  if (stands) see(BatchId(row.integer(0)), row.blob(1), row.blob(2));
  row.reset();
  return stands;
}

}  // namespace kith::ledger
