#include "ledger/match_index.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/error.h"

namespace kith::ledger {
namespace {

constexpr std::size_t entry_bytes = 12;
constexpr std::size_t entries_per_bucket = 256;
constexpr int most_bits = 20;

std::int64_t bucket_of(std::uint64_t key, int bits) {
  return bits == 0 ? 0 : static_cast<std::int64_t>(key >> (64 - bits));
}
std::uint32_t rest_of(std::uint64_t key, int bits) { return static_cast<std::uint32_t>((key << bits) >> 32); }

void append_entry(std::string& out, std::uint32_t rest, std::int64_t record) {
  char bytes[entry_bytes];
  std::memcpy(bytes, &rest, 4);
  std::memcpy(bytes + 4, &record, 8);
  out.append(bytes, entry_bytes);
}
std::uint32_t rest_at(std::span<const unsigned char> bytes, std::size_t i) {
  std::uint32_t rest = 0;
  std::memcpy(&rest, bytes.data() + i * entry_bytes, 4);
  return rest;
}
RecordId record_at(std::span<const unsigned char> bytes, std::size_t i) {
  std::int64_t id = 0;
  std::memcpy(&id, bytes.data() + i * entry_bytes + 4, 8);
  return RecordId(id);
}

std::span<const unsigned char> bytes_of(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

}  // namespace

std::optional<MatchState> match_state(Statements& sql) {
  auto& row = sql("SELECT model_id, bits, change, frequencies FROM match_state WHERE id = 1");
  std::optional<MatchState> state;
  if (row.step()) {
    auto bytes = row.blob(3);
    state = MatchState{row.integer(0),
                       static_cast<int>(row.integer(1)),
                       row.integer(2),
                       {reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
  }
  row.reset();
  return state;
}

std::optional<MatchState> match_state_in_brief(Statements& sql, std::int64_t& made_at) {
  auto& row = sql(
      "SELECT s.model_id, s.bits, s.change, m.made_at FROM match_state s JOIN model m ON m.id = s.model_id "
      "WHERE s.id = 1");
  std::optional<MatchState> state;
  if (row.step()) {
    state = MatchState{row.integer(0), static_cast<int>(row.integer(1)), row.integer(2), {}};
    made_at = row.integer(3);
  }
  row.reset();
  return state;
}

void put_match_state(Write& write, const MatchState& state) {
  write
      .sql(
          "INSERT INTO match_state(id, model_id, bits, change, frequencies) VALUES (1, $1, $2, $3, $4) "
          "ON CONFLICT (id) DO UPDATE SET model_id = excluded.model_id, bits = excluded.bits, "
          "change = excluded.change, frequencies = excluded.frequencies")
      .bind(1, state.model_id)
      .bind(2, state.bits)
      .bind(3, state.change)
      .bind_blob(4, bytes_of(state.frequencies))
      .run();
}

void put_match_change(Write& write, std::int64_t change) {
  write.sql("UPDATE match_state SET change = $1 WHERE id = 1").bind(1, change).run();
}

std::int64_t settled_change(Statements& sql, std::int64_t newest) {
  auto& row =
      sql("SELECT min(c.seq) FROM change_log c JOIN batch b ON b.id = c.batch_id "
          "WHERE c.entity = 'batch' AND b.state = 'open'");
  row.step();
  const auto change = row.is_null(0) ? newest : row.integer(0) - 1;
  row.reset();
  return change;
}

std::vector<BatchRange> batches_since(Statements& sql, std::int64_t change) {
  auto& row =
      sql("SELECT c.batch_id, c.first_id, c.last_id FROM change_log c JOIN batch b ON b.id = c.batch_id "
          "WHERE c.seq > $1 AND c.entity = 'record' AND c.op = 'put' AND b.state = 'done' ORDER BY c.seq");
  row.bind(1, change);
  std::vector<BatchRange> ranges;
  while (row.step()) ranges.push_back({BatchId(row.integer(0)), row.integer(1), row.integer(2)});
  return ranges;
}

void unresolved_records(Statements& sql, const BatchRange& range, std::vector<RecordId>& records) {
  auto& row =
      sql("SELECT r.id FROM record r LEFT JOIN membership m ON m.record_id = r.id "
          "WHERE r.id BETWEEN $1 AND $2 AND r.batch_id = $3 AND (m.record_id IS NULL OR EXISTS (SELECT 1 "
          "FROM record_end h WHERE h.successor = r.id)) AND NOT EXISTS (SELECT 1 FROM record_end e WHERE "
          "e.record_id = r.id) ORDER BY r.id");
  row.bind(1, range.first).bind(2, range.last).bind(3, range.batch.value);
  while (row.step()) records.emplace_back(row.integer(0));
}

int build_match_index(Write& write, std::vector<MatchKey>& keys) {
  std::sort(keys.begin(), keys.end(), [](const MatchKey& a, const MatchKey& b) {
    return a.key != b.key ? a.key < b.key : a.record < b.record;
  });
  const auto buckets = std::bit_ceil(std::max<std::size_t>(1, keys.size() / entries_per_bucket));
  const int bits = std::min(most_bits, std::countr_zero(buckets));
  write.sql("DELETE FROM match_bucket").run();
  write.sql("DELETE FROM match_key").run();
  auto& insert = write.sql("INSERT INTO match_bucket(bucket, entries) VALUES ($1, $2)");
  std::string entries;
  for (std::size_t i = 0; i < keys.size();) {
    const auto bucket = bucket_of(keys[i].key, bits);
    entries.clear();
    for (; i < keys.size() && bucket_of(keys[i].key, bits) == bucket; ++i)
      append_entry(entries, rest_of(keys[i].key, bits), keys[i].record.value);
    insert.bind(1, bucket).bind_blob(2, bytes_of(entries)).run();
  }
  return bits;
}

void add_match_keys(Write& write, std::span<const MatchKey> keys) {
  auto& insert = write.sql("INSERT INTO match_key(key, record_id) VALUES ($1, $2) ON CONFLICT DO NOTHING");
  for (const auto& key : keys)
    insert.bind(1, static_cast<std::int64_t>(key.key)).bind(2, key.record.value).run();
}

namespace {

// Appends the entries of a bucket that have the key, `most` records in all.
void append_found(std::span<const unsigned char> bucket, std::uint32_t rest, std::size_t most,
                  std::vector<RecordId>& records) {
  std::size_t low = 0, count = bucket.size() / entry_bytes;
  for (std::size_t high = count; low < high;) {
    const auto middle = (low + high) / 2;
    if (rest_at(bucket, middle) < rest) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (; low < count && rest_at(bucket, low) == rest && records.size() < most; ++low)
    records.push_back(record_at(bucket, low));
}

// Appends the records that came since with the key, `most` records in all. Without a LIMIT: SQLite plans anew
// for each value that one is bound to.
void append_tail(Statements& sql, std::uint64_t key, std::size_t most, std::vector<RecordId>& records) {
  auto& tail = sql("SELECT record_id FROM match_key WHERE key = $1 ORDER BY record_id");
  tail.bind(1, static_cast<std::int64_t>(key));
  while (records.size() < most && tail.step()) records.emplace_back(tail.integer(0));
  tail.reset();
}

}  // namespace

bool records_of_match_key(Statements& sql, int bits, std::uint64_t key, std::size_t limit,
                          std::vector<RecordId>& records) {
  const std::size_t most = records.size() + limit;
  auto& bucket = sql("SELECT entries FROM match_bucket WHERE bucket = $1");
  if (bucket.bind(1, bucket_of(key, bits)).step())
    append_found(bucket.blob(0), rest_of(key, bits), most + 1, records);
  bucket.reset();
  append_tail(sql, key, most + 1, records);
  return records.size() <= most;
}

void records_of_match_keys(Statements& sql, int bits, std::span<const std::uint64_t> keys, std::size_t limit,
                           std::vector<std::vector<RecordId>>& records) {
  for (std::size_t begin = 0; begin < keys.size();) {
    const auto number = bucket_of(keys[begin], bits);
    std::size_t end = begin + 1;
    while (end < keys.size() && bucket_of(keys[end], bits) == number) ++end;
    auto& bucket = sql("SELECT entries FROM match_bucket WHERE bucket = $1");
    if (bucket.bind(1, number).step()) {
      for (auto i = begin; i < end; ++i)
        append_found(bucket.blob(0), rest_of(keys[i], bits), limit + 1, records[i]);
    }
    bucket.reset();
    for (auto i = begin; i < end; ++i) append_tail(sql, keys[i], limit + 1, records[i]);
    for (auto i = begin; i < end; ++i) {
      if (records[i].size() > limit) records[i].clear();
    }
    begin = end;
  }
}

}  // namespace kith::ledger
