#include "ledger/records.h"

namespace kith::ledger {
namespace {

std::span<const unsigned char> as_bytes(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

// Valid until the row moves on.
RecordView view_record(Statement& row) {
  RecordView record;
  record.id = RecordId(row.integer(0));
  record.source = SourceId(row.integer(1));
  record.batch = BatchId(row.integer(2));
  record.row = static_cast<std::uint64_t>(row.integer(3));
  record.line = static_cast<std::uint64_t>(row.integer(4));
  record.received_at = row.integer(5);
  record.source_key = row.text(6);
  record.customer = CustomerId(row.integer(7));
  record.cells = row.blob(8);
  record.standard = row.blob(9);
  record.ended = row.integer(10) != 0;
  return record;
}

StoredRecord read_record(Statement& row) {
  auto view = view_record(row);
  return {view.id,
          view.source,
          view.batch,
          view.row,
          view.line,
          view.received_at,
          std::string(view.source_key),
          view.customer,
          Bytes(view.cells.begin(), view.cells.end()),
          Bytes(view.standard.begin(), view.standard.end()),
          view.ended};
}

#define KITH_ENDED(id) "EXISTS (SELECT 1 FROM record_end e WHERE e.record_id = " id ")"
#define KITH_RECORD \
  "SELECT r.id, r.source_id, r.batch_id, r.row, r.line, r.received_at, coalesce(r.source_key, ''), "       \
  "coalesce(m.customer_id, 0), r.cells, r.standard, " KITH_ENDED("r.id") " FROM record r LEFT JOIN membership m ON m.record_id = " \
  "r.id"

// A statement of many rows keeps its place in the tree from row to row.
constexpr std::size_t rows_per_insert = 32;

std::string insert_of_rows(std::string_view head, std::size_t columns, std::size_t rows) {
  std::string sql(head);
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? " VALUES (" : ", (";
    for (std::size_t i = 0; i < columns; ++i)
      sql += (i == 0 ? "$" : ", $") + std::to_string(row * columns + i + 1);
    sql += ")";
  }
  return sql;
}

// Calls bind(statement, first parameter, item) for every item, so many rows to a statement as there are left.
template <typename Item, typename Bind>
void insert_all(Write& write, std::string_view many, std::string_view one, int columns,
                std::span<const Item> items, Bind bind) {
  std::size_t at = 0;
  while (at < items.size()) {
    std::size_t rows = items.size() - at >= rows_per_insert ? rows_per_insert : 1;
    auto& insert = write.sql(rows == 1 ? one : many);
    for (std::size_t i = 0; i < rows; ++i) bind(insert, static_cast<int>(i) * columns + 1, items[at + i]);
    insert.run();
    at += rows;
  }
}

}  // namespace

void insert_records(Write& write, std::span<const NewRecord> records) {
  constexpr std::string_view head =
      "INSERT INTO record(id, source_id, batch_id, row, line, received_at, source_key, cells, standard)";
  static const std::string many = insert_of_rows(head, 9, rows_per_insert), one = insert_of_rows(head, 9, 1);
  insert_all(write, many, one, 9, records, [&](Statement& insert, int at, const NewRecord& record) {
    insert.bind(at, record.id.value)
        .bind(at + 1, record.source.value)
        .bind(at + 2, record.batch.value)
        .bind(at + 3, static_cast<std::int64_t>(record.row))
        .bind(at + 4, static_cast<std::int64_t>(record.line))
        .bind(at + 5, write.now());
    record.source_key.empty() ? insert.bind_null(at + 6) : insert.bind(at + 6, record.source_key);
    insert.bind_blob(at + 7, as_bytes(record.cells)).bind_blob(at + 8, as_bytes(record.standard));
  });
}

void insert_record_keys(Write& write, SourceId source, std::span<const NewRecordKey> keys) {
  constexpr std::string_view head = "INSERT INTO record_key(source_id, key, digest, record_id)";
  static const std::string many = insert_of_rows(head, 4, rows_per_insert), one = insert_of_rows(head, 4, 1);
  insert_all(write, many, one, 4, keys, [&](Statement& insert, int at, const NewRecordKey& key) {
    insert.bind(at, source.value)
        .bind(at + 1, key.key)
        .bind(at + 2, key.digest)
        .bind(at + 3, key.record.value);
  });
}

std::optional<StoredRecord> find_record(Statements& sql, RecordId id) {
  auto& row = sql(KITH_RECORD " WHERE r.id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto record = read_record(row);
  row.reset();
  return record;
}

std::vector<StoredRecord> records_of_customer(Statements& sql, CustomerId customer) {
  std::vector<StoredRecord> records;
  auto& row = sql(KITH_RECORD " WHERE m.customer_id = $1 AND NOT " KITH_ENDED("r.id") " ORDER BY r.id");
  row.bind(1, customer.value);
  while (row.step()) records.push_back(read_record(row));
  return records;
}

void each_record(Statements& sql, std::int64_t first, std::int64_t last,
                 const std::function<void(const RecordView&)>& each) {
  auto& row = sql(KITH_RECORD " WHERE r.id BETWEEN $1 AND $2 ORDER BY r.id");
  row.bind(1, first).bind(2, last);
  while (row.step()) each(view_record(row));
}

std::optional<RecordId> record_of_key(Statements& sql, SourceId source, std::string_view key,
                                      std::int64_t digest) {
  auto& row =
      sql("SELECT k.record_id FROM record_key k WHERE k.source_id = $1 AND k.key = $2 AND k.digest = $3 "
          "AND NOT " KITH_ENDED("k.record_id") " ORDER BY k.record_id LIMIT 1");
  std::optional<RecordId> found;
  if (row.bind(1, source.value).bind(2, key).bind(3, digest).step()) found = RecordId(row.integer(0));
  row.reset();
  return found;
}

std::vector<RecordId> records_of_key(Statements& sql, SourceId source, std::string_view key) {
  std::vector<RecordId> records;
  auto& row =
      sql("SELECT k.record_id FROM record_key k WHERE k.source_id = $1 AND k.key = $2 AND NOT " KITH_ENDED(
          "k.record_id") " ORDER BY k.record_id");
  row.bind(1, source.value).bind(2, key);
  while (row.step()) records.emplace_back(row.integer(0));
  return records;
}

std::vector<RecordId> records_of_same_key(Statements& sql, RecordId record) {
  std::vector<RecordId> records;
  auto& row =
      sql("SELECT k.record_id FROM record r CROSS JOIN record_key k ON k.source_id = r.source_id "
          "AND k.key = r.source_key WHERE r.id = $1 AND r.source_key <> '' AND NOT " KITH_ENDED(
              "k.record_id") " ORDER BY k.record_id");
  row.bind(1, record.value);
  while (row.step()) records.emplace_back(row.integer(0));
  return records;
}

bool point_record(Write& write, RecordId record, CustomerId to, std::int64_t change) {
  auto& present = write.sql("SELECT customer_id, since FROM membership WHERE record_id = $1");
  CustomerId from;
  std::int64_t since = 0;
  if (present.bind(1, record.value).step()) {
    from = CustomerId(present.integer(0));
    since = present.integer(1);
  }
  present.reset();
  if (from == to) return false;
  if (from && since != change) {
    write.sql("INSERT INTO membership_past(record_id, until, since, customer_id) VALUES ($1, $2, $3, $4)")
        .bind(1, record.value)
        .bind(2, change)
        .bind(3, since)
        .bind(4, from.value)
        .run();
  }
  if (!to) {
    write.sql("DELETE FROM membership WHERE record_id = $1").bind(1, record.value).run();
  } else {
    write
        .sql(
            "INSERT INTO membership(record_id, customer_id, since) VALUES ($1, $2, $3) "
            "ON CONFLICT (record_id) DO UPDATE SET customer_id = excluded.customer_id, since = "
            "excluded.since")
        .bind(1, record.value)
        .bind(2, to.value)
        .bind(3, change)
        .run();
  }
  return true;
}

void point_new_record(Write& write, RecordId record, CustomerId to, std::int64_t change) {
  write.sql("INSERT INTO membership(record_id, customer_id, since) VALUES ($1, $2, $3)")
      .bind(1, record.value)
      .bind(2, to.value)
      .bind(3, change)
      .run();
}

CustomerId customer_of(Statements& sql, RecordId record) {
  auto& row = sql("SELECT customer_id FROM membership WHERE record_id = $1");
  CustomerId customer;
  if (row.bind(1, record.value).step()) customer = CustomerId(row.integer(0));
  row.reset();
  return customer;
}

CustomerId former_customer(Statements& sql, RecordId record) {
  auto& row = sql("SELECT customer_id FROM membership_past WHERE record_id = $1 ORDER BY until DESC LIMIT 1");
  CustomerId customer;
  if (row.bind(1, record.value).step()) customer = CustomerId(row.integer(0));
  row.reset();
  return customer;
}

bool any_moved(Statements& sql) {
  auto& row = sql("SELECT EXISTS (SELECT 1 FROM membership_past)");
  const bool any = row.step() && row.integer(0) != 0;
  row.reset();
  return any;
}

CustomerId customer_as_of(Statements& sql, RecordId record, std::int64_t change) {
  auto& row =
      sql("SELECT customer_id FROM membership WHERE record_id = $1 AND since <= $2 UNION ALL "
          "SELECT customer_id FROM membership_past WHERE record_id = $1 AND since <= $2 AND until > $2");
  CustomerId customer;
  if (row.bind(1, record.value).bind(2, change).step()) customer = CustomerId(row.integer(0));
  row.reset();
  return customer;
}

std::vector<RecordId> members_of(Statements& sql, CustomerId customer) {
  std::vector<RecordId> members;
  auto& row = sql("SELECT record_id FROM membership WHERE customer_id = $1 ORDER BY record_id");
  row.bind(1, customer.value);
  while (row.step()) members.emplace_back(row.integer(0));
  return members;
}

std::vector<RecordId> standing_members_of(Statements& sql, CustomerId customer) {
  std::vector<RecordId> members;
  auto& row = sql("SELECT m.record_id FROM membership m WHERE m.customer_id = $1 AND NOT " KITH_ENDED(
      "m.record_id") " ORDER BY m.record_id");
  row.bind(1, customer.value);
  while (row.step()) members.emplace_back(row.integer(0));
  return members;
}

void each_membership(Statements& sql, std::int64_t first, std::int64_t last,
                     const std::function<void(RecordId, CustomerId)>& each) {
  auto& row = sql(
      "SELECT r.id, coalesce(m.customer_id, 0) FROM record r LEFT JOIN membership m ON m.record_id = r.id "
      "WHERE r.id BETWEEN $1 AND $2 ORDER BY r.id");
  auto& pointed = sql(
      "SELECT record_id, customer_id FROM membership WHERE record_id BETWEEN $1 AND $2 ORDER BY record_id");
  // Only records that were once pointed and no longer are need the wide table; over long ranges there are
  // none but those that no resolve has seen yet, which the lens already shows without a customer.
  auto& rows = last - first <= 4096 * id_step ? row : pointed;
  rows.bind(1, first).bind(2, last);
  while (rows.step()) each(RecordId(rows.integer(0)), CustomerId(rows.integer(1)));
}

void each_pointer_of_batch(Statements& sql, const Batch& batch,
                           const std::function<void(RecordId, CustomerId)>& each) {
  auto& row =
      sql("SELECT m.record_id, m.customer_id FROM membership m JOIN record r ON r.id = m.record_id "
          "WHERE m.record_id BETWEEN $1 AND $2 AND r.batch_id = $3");
  row.bind(1, batch.first_id).bind(2, batch.last_id).bind(3, batch.id.value);
  while (row.step()) each(RecordId(row.integer(0)), CustomerId(row.integer(1)));
}

void forget_pointers(Write& write, RecordId record) {
  write.sql("DELETE FROM membership WHERE record_id = $1").bind(1, record.value).run();
  write.sql("DELETE FROM membership_past WHERE record_id = $1").bind(1, record.value).run();
}

void each_shared_key(Statements& sql, const std::function<void(RecordId, RecordId)>& each) {
  auto& row =
      sql("SELECT k.source_id, k.key, k.record_id FROM record_key k WHERE k.key <> '' AND NOT " KITH_ENDED(
          "k.record_id") " ORDER BY k.source_id, k.key, k.digest, k.record_id");
  std::int64_t source = 0;
  std::string key;
  RecordId before;
  while (row.step()) {
    RecordId record(row.integer(2));
    if (before && row.integer(0) == source && row.text(1) == key) {
      each(before, record);
    } else {
      source = row.integer(0);
      key = row.text(1);
    }
    before = record;
  }
}

void each_past_membership(Statements& sql, const std::function<void(RecordId, CustomerId)>& each) {
  auto& row = sql("SELECT record_id, customer_id FROM membership_past ORDER BY until, record_id");
  while (row.step()) each(RecordId(row.integer(0)), CustomerId(row.integer(1)));
}

}  // namespace kith::ledger
