#include "ledger/fact_keys.h"

#include <map>

#include "ledger/records.h"

namespace kith::ledger {
namespace {

#define KITH_FACT_STANDS " AND NOT EXISTS (SELECT 1 FROM fact_end e WHERE e.fact_id = k.fact_id) "

KeyedFact read_fact(Statement& row) {
  return {row.integer(0), row.integer(1), RecordId(row.integer(2)), BatchId(row.integer(3))};
}

// One entry a batch, so that the lens reads the facts of these records again.
void log_facts(Write& write, std::string_view op,
               const std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>>& records_by_batch) {
  for (const auto& [batch, range] : records_by_batch)
    write.changed(Entity::fact, op, range.first, range.second, batch);
}

void widen(std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>>& records_by_batch, BatchId batch,
           RecordId record) {
  auto [range, fresh] = records_by_batch.try_emplace(batch.value, record.value, record.value);
  if (fresh) return;
  range->second.first = std::min(range->second.first, record.value);
  range->second.second = std::max(range->second.second, record.value);
}

}  // namespace

void insert_fact_keys(Write& write, SourceId source, std::string_view kind, BatchId batch,
                      std::span<const NewFactKey> keys) {
  auto& insert = write.sql(
      "INSERT INTO fact_key(source_id, kind, key, digest, fact_id, record_id, batch_id) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)");
  for (const auto& key : keys) {
    insert.bind(1, source.value)
        .bind(2, kind)
        .bind(3, key.key)
        .bind(4, key.digest)
        .bind(5, key.fact)
        .bind(6, key.record.value)
        .bind(7, batch.value)
        .run();
  }
}

void standing_facts_of_key(Statements& sql, SourceId source, std::string_view kind, std::string_view key,
                           BatchId batch, std::vector<KeyedFact>& facts) {
  facts.clear();
  auto& row =
      sql("SELECT k.fact_id, k.digest, k.record_id, k.batch_id FROM fact_key k WHERE k.source_id = $1 "
          "AND k.kind = $2 AND k.key = $3 AND k.fact_id < $4" KITH_FACT_STANDS "ORDER BY k.fact_id");
  row.bind(1, source.value).bind(2, kind).bind(3, key).bind(4, batch.value);
  while (row.step()) facts.push_back(read_fact(row));
}

void standing_facts_of_content(Statements& sql, SourceId source, std::string_view kind, std::string_view key,
                               std::int64_t digest, BatchId batch, std::vector<KeyedFact>& facts) {
  facts.clear();
  auto& row =
      sql("SELECT k.fact_id, k.digest, k.record_id, k.batch_id FROM fact_key k WHERE k.source_id = $1 "
          "AND k.kind = $2 AND k.key = $3 AND k.digest = $4 AND k.fact_id < $5" KITH_FACT_STANDS
          "ORDER BY k.fact_id");
  row.bind(1, source.value).bind(2, kind).bind(3, key).bind(4, digest).bind(5, batch.value);
  while (row.step()) facts.push_back(read_fact(row));
}

void each_standing_fact(Statements& sql, SourceId source, std::string_view kind, BatchId batch,
                        const std::function<void(const KeyedFact&)>& each) {
  auto& row =
      sql("SELECT k.fact_id, k.digest, k.record_id, k.batch_id FROM fact_key k WHERE k.source_id = $1 "
          "AND k.kind = $2 AND k.fact_id < $3" KITH_FACT_STANDS "ORDER BY k.key, k.digest, k.fact_id");
  row.bind(1, source.value).bind(2, kind).bind(3, batch.value);
  while (row.step()) each(read_fact(row));
}

std::vector<RecordId> subjects_of_key(Statements& sql, SourceId source, std::string_view kind,
                                      std::string_view key, BatchId batch) {
  std::vector<RecordId> records;
  auto& row =
      sql("SELECT DISTINCT record_id FROM fact_key WHERE source_id = $1 AND kind = $2 AND key = $3 "
          "AND fact_id > $4 AND batch_id = $4 ORDER BY record_id");
  row.bind(1, source.value).bind(2, kind).bind(3, key).bind(4, batch.value);
  while (row.step()) records.emplace_back(row.integer(0));
  return records;
}

void end_facts(Write& write, BatchId batch, std::span<const KeyedFact> facts) {
  auto& insert =
      write.sql("INSERT INTO fact_end(fact_id, record_id, fact_batch_id, batch_id) VALUES ($1, $2, $3, $4)");
  std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> records_by_batch;
  for (const auto& fact : facts) {
    insert.bind(1, fact.fact).bind(2, fact.record.value).bind(3, fact.batch.value).bind(4, batch.value).run();
    widen(records_by_batch, fact.batch, fact.record);
  }
  log_facts(write, "put", records_by_batch);
}

void restore_ended_facts(Write& write, BatchId batch) {
  std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> records_by_batch;
  auto& row = write.sql("SELECT record_id, fact_batch_id FROM fact_end WHERE batch_id = $1");
  row.bind(1, batch.value);
  while (row.step()) widen(records_by_batch, BatchId(row.integer(1)), RecordId(row.integer(0)));
  if (records_by_batch.empty()) return;
  write.sql("DELETE FROM fact_end WHERE batch_id = $1").bind(1, batch.value).run();
  log_facts(write, "put", records_by_batch);
}

bool has_lost_its_facts(Statements& sql, RecordId record) {
  const auto ended = [&] {
    auto& row =
        sql("SELECT count(*) FROM record r JOIN batch b ON b.id = r.batch_id WHERE r.id = $1 "
            "AND b.kind IN ('orders', 'events', 'interactions') "
            "AND EXISTS (SELECT 1 FROM fact_end e WHERE e.record_id = r.id)");
    row.bind(1, record.value).step();
    const bool found = row.integer(0) != 0;
    row.reset();
    return found;
  };
  return ended() && orders_of_record(sql, record).empty() && events_of_record(sql, record).empty() &&
         interactions_of_record(sql, record).empty();
}

void remove_fact_keys(Write& write, SourceId source, std::string_view kind, BatchId batch) {
  write.sql("DELETE FROM fact_key WHERE source_id = $1 AND kind = $2 AND batch_id = $3")
      .bind(1, source.value)
      .bind(2, kind)
      .bind(3, batch.value)
      .run();
}

}  // namespace kith::ledger
