#include "ledger/records.h"

namespace kith::ledger {
namespace {

std::span<const unsigned char> as_bytes(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

StoredRecord read_record(Statement& row) {
  StoredRecord record;
  record.id = RecordId(row.integer(0));
  record.source = SourceId(row.integer(1));
  record.batch = BatchId(row.integer(2));
  record.row = static_cast<std::uint64_t>(row.integer(3));
  record.line = static_cast<std::uint64_t>(row.integer(4));
  record.received_at = row.integer(5);
  record.source_key = row.text(6);
  record.customer = CustomerId(row.integer(7));
  auto cells = row.blob(8), standard = row.blob(9);
  record.cells.assign(cells.begin(), cells.end());
  record.standard.assign(standard.begin(), standard.end());
  return record;
}

}  // namespace

void insert_record(Write& write, const NewRecord& record) {
  auto& insert = write.sql(
      "INSERT INTO record(id, source_id, batch_id, row, line, received_at, source_key, cells, standard) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
  insert.bind(1, record.id.value).bind(2, record.source.value).bind(3, record.batch.value)
      .bind(4, static_cast<std::int64_t>(record.row)).bind(5, static_cast<std::int64_t>(record.line))
      .bind(6, write.now());
  record.source_key.empty() ? insert.bind_null(7) : insert.bind(7, record.source_key);
  insert.bind_blob(8, as_bytes(record.cells)).bind_blob(9, as_bytes(record.standard)).run();
}

void insert_record_key(Write& write, SourceId source, std::string_view key, std::int64_t digest, RecordId record) {
  write.sql("INSERT INTO record_key(source_id, key, digest, record_id) VALUES ($1, $2, $3, $4)")
      .bind(1, source.value).bind(2, key).bind(3, digest).bind(4, record.value)
      .run();
}

std::optional<StoredRecord> find_record(Statements& sql, RecordId id) {
  auto& row = sql("SELECT id, source_id, batch_id, row, line, received_at, coalesce(source_key, ''), "
                  "coalesce(customer_id, 0), cells, standard FROM record WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto record = read_record(row);
  row.reset();
  return record;
}

std::vector<StoredRecord> records_of_customer(Statements& sql, CustomerId customer) {
  std::vector<StoredRecord> records;
  auto& row = sql("SELECT id, source_id, batch_id, row, line, received_at, coalesce(source_key, ''), "
                  "coalesce(customer_id, 0), cells, standard FROM record WHERE customer_id = $1 ORDER BY id");
  row.bind(1, customer.value);
  while (row.step()) records.push_back(read_record(row));
  return records;
}

void each_record(Statements& sql, std::int64_t first, std::int64_t last,
                 const std::function<void(const StoredRecord&)>& each) {
  auto& row = sql("SELECT id, source_id, batch_id, row, line, received_at, coalesce(source_key, ''), "
                  "coalesce(customer_id, 0), cells, standard FROM record WHERE id BETWEEN $1 AND $2 ORDER BY id");
  row.bind(1, first).bind(2, last);
  while (row.step()) each(read_record(row));
}

std::optional<RecordId> record_of_key(Statements& sql, SourceId source, std::string_view key, std::int64_t digest) {
  auto& row = sql("SELECT record_id FROM record_key WHERE source_id = $1 AND key = $2 AND digest = $3 "
                  "ORDER BY record_id LIMIT 1");
  std::optional<RecordId> found;
  if (row.bind(1, source.value).bind(2, key).bind(3, digest).step()) found = RecordId(row.integer(0));
  row.reset();
  return found;
}

std::vector<RecordId> records_of_key(Statements& sql, SourceId source, std::string_view key) {
  std::vector<RecordId> records;
  auto& row = sql("SELECT record_id FROM record_key WHERE source_id = $1 AND key = $2 ORDER BY record_id");
  row.bind(1, source.value).bind(2, key);
  while (row.step()) records.emplace_back(row.integer(0));
  return records;
}

bool point_record(Write& write, RecordId record, CustomerId from, CustomerId to, std::int64_t change) {
  if (from == to) return false;
  auto& update = write.sql("UPDATE record SET customer_id = $1 WHERE id = $2");
  to ? update.bind(1, to.value) : update.bind_null(1);
  update.bind(2, record.value).run();
  // A record that had no customer has no past to keep: zero stands for none.
  write.sql("INSERT INTO membership_past(record_id, until, customer_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
      .bind(1, record.value).bind(2, change).bind(3, from.value)
      .run();
  return true;
}

CustomerId customer_before(Statements& sql, RecordId record, CustomerId present, std::int64_t change) {
  auto& row = sql("SELECT customer_id FROM membership_past WHERE record_id = $1 AND until >= $2 ORDER BY until LIMIT 1");
  CustomerId customer = present;
  if (row.bind(1, record.value).bind(2, change).step()) customer = CustomerId(row.integer(0));
  row.reset();
  return customer;
}

}  // namespace kith::ledger
