#include "ledger/record_values.h"

namespace kith::ledger {
namespace {

std::span<const unsigned char> as_bytes(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

}  // namespace

void replace_record_values(Write& write, RecordId record, BatchId batch, std::string_view standard) {
  write
      .sql(
          "INSERT INTO record_value_past(batch_id, record_id, standard) "
          "SELECT $1, id, standard FROM record WHERE id = $2 ON CONFLICT DO NOTHING")
      .bind(1, batch.value)
      .bind(2, record.value)
      .run();
  set_record_values(write, record, as_bytes(standard));
}

std::vector<PastValues> past_values_of(Statements& sql, RecordId record) {
  std::vector<PastValues> past;
  auto& row = sql("SELECT batch_id, standard FROM record_value_past WHERE record_id = $1 ORDER BY batch_id");
  row.bind(1, record.value);
  while (row.step()) {
    const auto bytes = row.blob(1);
    past.push_back({BatchId(row.integer(0)), Bytes(bytes.begin(), bytes.end())});
  }
  return past;
}

void put_past_values(Write& write, RecordId record, BatchId batch, std::span<const unsigned char> standard) {
  write.sql("UPDATE record_value_past SET standard = $1 WHERE record_id = $2 AND batch_id = $3")
      .bind_blob(1, standard)
      .bind(2, record.value)
      .bind(3, batch.value)
      .run();
}

void set_record_values(Write& write, RecordId record, std::span<const unsigned char> standard) {
  write.sql("UPDATE record SET standard = $1 WHERE id = $2")
      .bind_blob(1, standard)
      .bind(2, record.value)
      .run();
}

void drop_past_values(Write& write, RecordId record, BatchId batch) {
  write.sql("DELETE FROM record_value_past WHERE record_id = $1 AND batch_id = $2")
      .bind(1, record.value)
      .bind(2, batch.value)
      .run();
}

std::vector<StoredRecord> records_of_batch(Statements& sql, BatchId batch, RecordId after, std::int64_t last,
                                           std::size_t limit) {
  std::vector<StoredRecord> records;
  auto& row =
      sql("SELECT r.id, r.source_id, r.row, r.line, r.received_at, coalesce(m.customer_id, 0), r.cells, "
          "r.standard FROM record r LEFT JOIN membership m ON m.record_id = r.id "
          "WHERE r.id > $1 AND r.id <= $2 AND r.batch_id = $3 "
          "AND NOT EXISTS (SELECT 1 FROM record_end e WHERE e.record_id = r.id) ORDER BY r.id LIMIT $4");
  row.bind(1, after.value).bind(2, last).bind(3, batch.value).bind(4, static_cast<std::int64_t>(limit));
  while (row.step()) {
    auto& record = records.emplace_back();
    record.id = RecordId(row.integer(0));
    record.source = SourceId(row.integer(1));
    record.batch = batch;
    record.row = static_cast<std::uint64_t>(row.integer(2));
    record.line = static_cast<std::uint64_t>(row.integer(3));
    record.received_at = row.integer(4);
    record.customer = CustomerId(row.integer(5));
    const auto cells = row.blob(6);
    record.cells.assign(cells.begin(), cells.end());
    const auto standard = row.blob(7);
    record.standard.assign(standard.begin(), standard.end());
  }
  return records;
}

std::vector<RecordId> records_changed_by(Statements& sql, BatchId batch, RecordId after, std::size_t limit) {
  std::vector<RecordId> records;
  auto& row =
      sql("SELECT record_id FROM record_value_past WHERE batch_id = $1 AND record_id > $2 "
          "ORDER BY record_id LIMIT $3");
  row.bind(1, batch.value).bind(2, after.value).bind(3, static_cast<std::int64_t>(limit));
  while (row.step()) records.emplace_back(row.integer(0));
  return records;
}

std::int64_t count_changed_by(Statements& sql, BatchId batch) {
  auto& row = sql("SELECT count(*) FROM record_value_past WHERE batch_id = $1");
  row.bind(1, batch.value).step();
  const auto count = row.integer(0);
  row.reset();
  return count;
}

}  // namespace kith::ledger
