#include "ledger/batches.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "ledger/fact_keys.h"

namespace kith::ledger {
namespace {

Batch read_batch(Statement& row) {
  Batch batch;
  batch.id = BatchId(row.integer(0));
  batch.number = row.integer(1);
  batch.source = SourceId(row.integer(2));
  batch.kind = row.text(3);
  batch.file = row.text(4);
  auto digest = row.blob(5);
  std::copy_n(digest.begin(), std::min(digest.size(), batch.file_digest.size()), batch.file_digest.begin());
  batch.file_bytes = row.integer(6);
  batch.layout = row.text(7);
  auto state = row.text(8);
  batch.state = state == "done"     ? BatchState::done
                : state == "undone" ? BatchState::undone
                                    : BatchState::open;
  batch.started_at = row.integer(9);
  batch.ended_at = row.integer(10);
  batch.first_id = row.integer(11);
  batch.last_id = row.integer(12);
  batch.file_rows = row.integer(13);
  batch.records = row.integer(14);
  batch.facts = row.integer(15);
  batch.rejects = row.integer(16);
  batch.mode = batch_mode(row.text(17)).value_or(BatchMode::add);
  batch.unchanged = row.integer(18);
  batch.replaced = row.integer(19);
  batch.gone = row.integer(20);
  batch.mended = row.integer(21);
  batch.open_rejects = row.integer(22);
  return batch;
}

std::optional<Batch> first_batch(Statement& row) {
  if (!row.step()) return std::nullopt;
  auto batch = read_batch(row);
  row.reset();
  return batch;
}

// The arguments of a reason: name US value RS …, the control characters that ASCII has for this.
constexpr char unit_separator = '\x1F', record_separator = '\x1E';

std::string pack_arguments(const Text& text) {
  std::string packed;
  for (const auto& [name, value] : text.arguments()) {
    packed += name;
    packed += unit_separator;
    packed += value;
    packed += record_separator;
  }
  return packed;
}

Text::Arguments unpack_arguments(std::string_view packed) {
  Text::Arguments arguments;
  while (!packed.empty()) {
    auto end = packed.find(record_separator);
    auto entry = packed.substr(0, end);
    packed.remove_prefix(end == std::string_view::npos ? packed.size() : end + 1);
    auto middle = entry.find(unit_separator);
    if (middle == std::string_view::npos) continue;
    arguments.emplace_back(std::string(entry.substr(0, middle)), std::string(entry.substr(middle + 1)));
  }
  return arguments;
}

// A batch of no one source names some source in its row, for the column must name one: it is not told.
#define KITH_BATCH_COLUMNS                                                                                 \
  "id, number, CASE kind WHEN 'standard' THEN 0 ELSE source_id END, kind, file, file_digest, file_bytes, " \
  "layout, state, started_at, "                                                                            \
  "coalesce(ended_at, 0), "                                                                                \
  "first_id, last_id, file_rows, records, facts, rejects, mode, unchanged, replaced, gone, "               \
  "mended, "                                                                                               \
  "rejects - (SELECT count(*) FROM reject_mended m WHERE m.batch_id = batch.id)"

}  // namespace

std::string_view name_of(BatchState state) noexcept {
  switch (state) {
    case BatchState::open:
      return "open";
    case BatchState::done:
      return "done";
    case BatchState::undone:
      return "undone";
  }
  return "open";
}

std::string_view name_of(BatchMode mode) noexcept {
  switch (mode) {
    case BatchMode::add:
      return "add";
    case BatchMode::upsert:
      return "upsert";
    case BatchMode::snapshot:
      return "snapshot";
  }
  return "add";
}

std::optional<BatchMode> batch_mode(std::string_view name) noexcept {
  for (auto mode : {BatchMode::add, BatchMode::upsert, BatchMode::snapshot}) {
    if (name_of(mode) == name) return mode;
  }
  return std::nullopt;
}

void open_batch(Write& write, Batch& batch) {
  batch.id = BatchId(write.take_ids());
  auto& highest = write.sql("SELECT coalesce(max(number), 0) FROM batch");
  highest.step();
  batch.number = highest.integer(0) + 1;
  highest.reset();
  batch.state = BatchState::open;
  batch.started_at = write.now();
  write
      .sql(
          "INSERT INTO batch(id, number, source_id, kind, file, file_digest, file_bytes, layout, state, "
          "started_at, "
          "first_id, last_id, file_rows, records, facts, rejects, mode) "
          "VALUES ($1, $2, coalesce(nullif($3, 0), (SELECT min(id) FROM source)), $4, $5, $6, $7, $8, "
          "'open', $9, 0, 0, 0, 0, 0, 0, $10)")
      .bind(1, batch.id.value)
      .bind(2, batch.number)
      .bind(3, batch.source.value)
      .bind(4, std::string_view(batch.kind))
      .bind(5, std::string_view(batch.file))
      .bind_blob(6, batch.file_digest)
      .bind(7, batch.file_bytes)
      .bind(8, std::string_view(batch.layout))
      .bind(9, batch.started_at)
      .bind(10, name_of(batch.mode))
      .run();
  write.changed(Entity::batch, "put", batch.id.value, batch.id.value, batch.id.value);
}

void update_batch(Write& write, const Batch& batch) {
  auto& update = write.sql(
      "UPDATE batch SET state = $1, first_id = $2, last_id = $3, file_rows = $4, records = $5, "
      "facts = $6, rejects = $7, ended_at = $8, unchanged = $9, replaced = $10, gone = $11, mended = $12 "
      "WHERE id = $13");
  update.bind(1, name_of(batch.state))
      .bind(2, batch.first_id)
      .bind(3, batch.last_id)
      .bind(4, batch.file_rows)
      .bind(5, batch.records)
      .bind(6, batch.facts)
      .bind(7, batch.rejects);
  batch.ended_at != 0 ? update.bind(8, batch.ended_at) : update.bind_null(8);
  update.bind(9, batch.unchanged)
      .bind(10, batch.replaced)
      .bind(11, batch.gone)
      .bind(12, batch.mended)
      .bind(13, batch.id.value)
      .run();
  write.changed(Entity::batch, "put", batch.id.value, batch.id.value, batch.id.value);
}

std::vector<Batch> all_batches(Statements& sql) {
  std::vector<Batch> batches;
  auto& row = sql("SELECT " KITH_BATCH_COLUMNS " FROM batch ORDER BY number");
  while (row.step()) batches.push_back(read_batch(row));
  return batches;
}

std::optional<Batch> find_batch(Statements& sql, std::int64_t number) {
  return first_batch(sql("SELECT " KITH_BATCH_COLUMNS " FROM batch WHERE number = $1").bind(1, number));
}

std::optional<Batch> find_batch(Statements& sql, BatchId id) {
  return first_batch(sql("SELECT " KITH_BATCH_COLUMNS " FROM batch WHERE id = $1").bind(1, id.value));
}

std::optional<Batch> find_batch_of_file(Statements& sql, const Digest& digest) {
  return first_batch(sql("SELECT " KITH_BATCH_COLUMNS " FROM batch WHERE file_digest = $1 AND state = 'done' "
                         "ORDER BY number DESC LIMIT 1")
                         .bind_blob(1, digest));
}

void insert_reject(Write& write, BatchId batch, RejectId id, const RejectedRow& reject) {
  auto arguments = pack_arguments(reject.reason);
  write
      .sql(
          "INSERT INTO reject(batch_id, id, row, line, column_name, reason, reason_arguments, raw) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
      .bind(1, batch.value)
      .bind(2, id.value)
      .bind(3, static_cast<std::int64_t>(reject.row))
      .bind(4, static_cast<std::int64_t>(reject.line))
      .bind(5, std::string_view(reject.column))
      .bind(6, std::string_view(reject.reason.key()))
      .bind(7, std::string_view(arguments))
      .bind_blob(8, {reinterpret_cast<const unsigned char*>(reject.raw.data()), reject.raw.size()})
      .run();
}

void each_reject(Statements& sql, std::optional<BatchId> batch,
                 const std::function<void(const Reject&)>& each) {
  auto& row =
      batch
          ? sql("SELECT r.id, r.batch_id, r.row, r.line, r.column_name, r.reason, r.reason_arguments, r.raw, "
                "m.mended_by, m.record_id FROM reject r LEFT JOIN reject_mended m ON m.batch_id = r.batch_id "
                "AND m.reject_id = r.id WHERE r.batch_id = $1 ORDER BY r.id")
                .bind(1, batch->value)
          : sql("SELECT r.id, r.batch_id, r.row, r.line, r.column_name, r.reason, r.reason_arguments, r.raw, "
                "m.mended_by, m.record_id FROM reject r JOIN batch b ON b.id = r.batch_id LEFT JOIN "
                "reject_mended m ON m.batch_id = r.batch_id AND m.reject_id = r.id WHERE b.state = 'done' "
                "ORDER BY r.batch_id, r.id");
  while (row.step()) {
    Reject reject;
    reject.id = RejectId(row.integer(0));
    reject.batch = BatchId(row.integer(1));
    reject.row = static_cast<std::uint64_t>(row.integer(2));
    reject.line = static_cast<std::uint64_t>(row.integer(3));
    reject.column = row.text(4);
    reject.reason = Text(row.text(5), unpack_arguments(row.text(6)));
    auto raw = row.blob(7);
    reject.raw.assign(reinterpret_cast<const char*>(raw.data()), raw.size());
    if (!row.is_null(8)) reject.mended_by = BatchId(row.integer(8));
    if (!row.is_null(9)) reject.record = RecordId(row.integer(9));
    each(reject);
  }
}

std::optional<BatchId> batch_of_reject(Statements& sql, RejectId id) {
  // Ids of rejects lie in the range of their batch.
  auto& row =
      sql("SELECT r.batch_id FROM batch b JOIN reject r ON r.batch_id = b.id AND r.id = $1 "
          "WHERE $1 BETWEEN b.first_id AND b.last_id");
  std::optional<BatchId> batch;
  if (row.bind(1, id.value).step()) batch = BatchId(row.integer(0));
  row.reset();
  return batch;
}

void mend_rejects(Write& write, BatchId batch, BatchId mended_by, std::span<const MendedReject> rejects) {
  auto& insert = write.sql(
      "INSERT INTO reject_mended(batch_id, reject_id, mended_by, record_id) VALUES ($1, $2, $3, $4)");
  for (const auto& reject : rejects) {
    insert.bind(1, batch.value).bind(2, reject.id.value).bind(3, mended_by.value);
    reject.record ? insert.bind(4, reject.record.value) : insert.bind_null(4);
    insert.run();
  }
  write.changed(Entity::batch, "put", batch.value, batch.value, batch.value);
}

void each_row_of_batch(Statements& sql, const Batch& batch,
                       const std::function<void(std::uint64_t row, RecordId)>& each) {
  auto& row = sql("SELECT row, id FROM record WHERE id BETWEEN $1 AND $2 AND batch_id = $3 ORDER BY id");
  row.bind(1, batch.first_id).bind(2, batch.last_id).bind(3, batch.id.value);
  while (row.step()) each(static_cast<std::uint64_t>(row.integer(0)), RecordId(row.integer(1)));
}

std::int64_t remove_records(Write& write, const Batch& batch, std::int64_t limit) {
  struct Row {
    std::int64_t id;
    std::string key;
    bool has_key;
  };
  std::vector<Row> rows;
  auto& select = write.sql(
      "SELECT id, source_key FROM record WHERE id BETWEEN $1 AND $2 AND batch_id = $3 "
      "ORDER BY id DESC LIMIT $4");
  select.bind(1, batch.first_id).bind(2, batch.last_id).bind(3, batch.id.value).bind(4, limit);
  while (select.step()) rows.push_back({select.integer(0), std::string(select.text(1)), !select.is_null(1)});
  if (rows.empty()) return 0;

  auto& drop_key = write.sql("DELETE FROM record_key WHERE source_id = $1 AND key = $2 AND record_id = $3");
  for (const auto& row : rows) {
    if (row.has_key) {
      drop_key.bind(1, batch.source.value).bind(2, std::string_view(row.key)).bind(3, row.id).run();
    }
  }
  std::int64_t first = rows.back().id, last = rows.front().id;
  // Rows without a key of batches that compared stand under the empty one.
  write.sql("DELETE FROM record_key WHERE source_id = $1 AND key = '' AND record_id BETWEEN $2 AND $3")
      .bind(1, batch.source.value)
      .bind(2, first)
      .bind(3, last)
      .run();
  // Had a later batch replaced one of them: there is nothing left that it could have ended.
  write
      .sql(
          "DELETE FROM record_end WHERE record_id BETWEEN $1 AND $2 AND EXISTS (SELECT 1 FROM record r "
          "WHERE r.id = record_id AND r.batch_id = $3)")
      .bind(1, first)
      .bind(2, last)
      .bind(3, batch.id.value)
      .run();
  for (std::string_view statement : {"DELETE FROM consent WHERE record_id IN (SELECT id FROM record WHERE id "
                                     "BETWEEN $1 AND $2 AND batch_id = $3)",
                                     "DELETE FROM orders WHERE record_id IN (SELECT id FROM record WHERE id "
                                     "BETWEEN $1 AND $2 AND batch_id = $3)",
                                     "DELETE FROM order_item WHERE record_id IN (SELECT id FROM record WHERE "
                                     "id BETWEEN $1 AND $2 AND batch_id = $3)",
                                     "DELETE FROM event WHERE id IN (SELECT k.event_id FROM record r JOIN "
                                     "event_of_record k ON k.fresh IN (0, 1) AND k.record_id = r.id WHERE "
                                     "r.id BETWEEN $1 AND $2 AND r.batch_id = $3)",
                                     "DELETE FROM event_of_record WHERE fresh IN (0, 1) AND record_id IN "
                                     "(SELECT id FROM record WHERE id BETWEEN $1 AND $2 AND batch_id = $3)",
                                     "DELETE FROM interaction WHERE record_id IN (SELECT id FROM record "
                                     "WHERE id BETWEEN $1 AND $2 AND batch_id = $3)",
                                     "DELETE FROM record_value_past WHERE record_id IN (SELECT id FROM "
                                     "record WHERE id BETWEEN $1 AND $2 AND batch_id = $3)",
                                     "DELETE FROM membership WHERE record_id IN (SELECT id FROM record WHERE "
                                     "id BETWEEN $1 AND $2 AND batch_id = $3)",
                                     "DELETE FROM membership_past WHERE record_id IN (SELECT id FROM record "
                                     "WHERE id BETWEEN $1 AND $2 AND batch_id = $3)"}) {
    write.sql(statement).bind(1, first).bind(2, last).bind(3, batch.id.value).run();
  }
  write.sql("DELETE FROM record WHERE id BETWEEN $1 AND $2 AND batch_id = $3")
      .bind(1, first)
      .bind(2, last)
      .bind(3, batch.id.value)
      .run();
  write.changed(Entity::record, "delete", first, last, batch.id.value);
  return static_cast<std::int64_t>(rows.size());
}

void remove_facts_and_rejects(Write& write, const Batch& batch) {
  if (batch.kind != "customers") {
    for (std::string_view statement :
         {"DELETE FROM order_item WHERE EXISTS (SELECT 1 FROM orders o WHERE o.record_id = "
          "order_item.record_id "
          "AND o.id = order_item.order_id AND o.batch_id = $1)",
          "DELETE FROM orders WHERE batch_id = $1", "DELETE FROM interaction WHERE batch_id = $1"}) {
      write.sql(statement).bind(1, batch.id.value).run();
    }
    for (std::string_view statement :
         {"DELETE FROM event_of_record WHERE (fresh, record_id, event_id) IN (SELECT k.fresh, e.record_id, "
          "e.id "
          "FROM event e JOIN (SELECT 0 AS fresh UNION ALL SELECT 1) k WHERE e.id BETWEEN $1 AND $2 AND "
          "e.batch_id = $3)",
          "DELETE FROM event WHERE id BETWEEN $1 AND $2 AND batch_id = $3"}) {
      write.sql(statement).bind(1, batch.first_id).bind(2, batch.last_id).bind(3, batch.id.value).run();
    }
    remove_fact_keys(write, batch.source, batch.kind, batch.id);
  }
  write.sql("DELETE FROM reject WHERE batch_id = $1").bind(1, batch.id.value).run();
  write.sql("DELETE FROM reject_mended WHERE batch_id = $1").bind(1, batch.id.value).run();
  // What it had mended is open again.
  write.sql("DELETE FROM reject_mended WHERE mended_by = $1").bind(1, batch.id.value).run();
  write.changed(Entity::fact, "delete", batch.first_id, batch.last_id, batch.id.value);
}

bool has_open_batch(Statements& sql) {
  auto& row = sql("SELECT count(*) FROM batch WHERE state = 'open'");
  row.step();
  bool found = row.integer(0) != 0;
  row.reset();
  return found;
}

std::vector<std::int64_t> batches_with_facts_of(Statements& sql, const Batch& batch) {
  std::set<std::int64_t> others;
  for (std::string_view statement :
       {"SELECT DISTINCT b.number FROM orders f JOIN batch b ON b.id = f.batch_id WHERE f.record_id BETWEEN "
        "$1 AND $2 AND f.batch_id <> $3 AND EXISTS (SELECT 1 FROM record r WHERE r.id = f.record_id AND "
        "r.batch_id = $3)",
        "SELECT DISTINCT b.number FROM record r JOIN event_of_record k ON k.fresh IN (0, 1) AND k.record_id "
        "= "
        "r.id JOIN event f ON f.id = k.event_id JOIN batch b ON b.id = f.batch_id WHERE r.id BETWEEN $1 AND "
        "$2 AND r.batch_id = $3 AND f.batch_id <> $3",
        "SELECT DISTINCT b.number FROM interaction f JOIN batch b ON b.id = f.batch_id WHERE f.record_id "
        "BETWEEN $1 AND $2 AND f.batch_id <> $3 AND EXISTS (SELECT 1 FROM record r WHERE r.id = f.record_id "
        "AND r.batch_id = $3)"}) {
    auto& row = sql(statement);
    row.bind(1, batch.first_id).bind(2, batch.last_id).bind(3, batch.id.value);
    while (row.step()) others.insert(row.integer(0));
  }
  return {others.begin(), others.end()};
}

std::vector<std::int64_t> comparing_batches_after(Statements& sql, const Batch& batch) {
  std::vector<std::int64_t> numbers;
  auto& row =
      sql("SELECT number FROM batch WHERE source_id = $1 AND kind = $2 AND number > $3 AND state = 'done' "
          "AND mode <> 'add' ORDER BY number");
  row.bind(1, batch.source.value).bind(2, std::string_view(batch.kind)).bind(3, batch.number);
  while (row.step()) numbers.push_back(row.integer(0));
  return numbers;
}

std::pair<RecordId, RecordId> subjects_of_facts(Statements& sql, BatchId batch) {
  RecordId first, last;
  for (std::string_view statement :
       {"SELECT min(record_id), max(record_id) FROM orders WHERE batch_id = $1",
        "SELECT min(f.record_id), max(f.record_id) FROM batch b JOIN event f ON f.id BETWEEN b.first_id AND "
        "b.last_id AND f.batch_id = b.id WHERE b.id = $1",
        "SELECT min(record_id), max(record_id) FROM interaction WHERE batch_id = $1"}) {
    auto& row = sql(statement);
    row.bind(1, batch.value).step();
    if (!row.is_null(0)) {
      first = first ? std::min(first, RecordId(row.integer(0))) : RecordId(row.integer(0));
      last = std::max(last, RecordId(row.integer(1)));
    }
    row.reset();
  }
  return {first, last};
}

}  // namespace kith::ledger
