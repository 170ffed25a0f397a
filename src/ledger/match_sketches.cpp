#include "ledger/match_sketches.h"

namespace kith::ledger {
namespace {

std::string_view text_of(std::span<const unsigned char> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

int sketch_version(Statements& sql) {
  auto& row = sql("SELECT sketches FROM match_state WHERE id = 1");
  const int version = row.step() ? static_cast<int>(row.integer(0)) : 0;
  row.reset();
  return version;
}

void replace_sketches(Write& write, const std::vector<std::pair<RecordId, std::string>>& sketches,
                      int version) {
  write.sql("DELETE FROM match_sketch").run();
  for (const auto& [record, sketch] : sketches) put_sketch(write, record, sketch);
  write.sql("UPDATE match_state SET sketches = $1 WHERE id = 1").bind(1, version).run();
}

void put_sketch(Write& write, RecordId record, std::string_view sketch) {
  write
      .sql(
          "INSERT INTO match_sketch(record_id, sketch) VALUES ($1, $2) "
          "ON CONFLICT (record_id) DO UPDATE SET sketch = excluded.sketch")
      .bind(1, record.value)
      .bind_blob(2, {reinterpret_cast<const unsigned char*>(sketch.data()), sketch.size()})
      .run();
}

bool see_sketch(Statements& sql, RecordId record, const std::function<void(std::string_view)>& see) {
  auto& row = sql("SELECT sketch FROM match_sketch WHERE record_id = $1");
  const bool stands = row.bind(1, record.value).step();
  if (stands) see(text_of(row.blob(0)));
  row.reset();
  return stands;
}

void see_sketches(Statements& sql, const std::function<void(RecordId, std::string_view)>& see) {
  auto& row = sql("SELECT record_id, sketch FROM match_sketch ORDER BY record_id");
  while (row.step()) see(RecordId(row.integer(0)), text_of(row.blob(1)));
  row.reset();
}

}  // namespace kith::ledger
