#include "ledger/near_pairs.h"

namespace kith::ledger {

std::vector<NearPair> near_pairs(Statements& sql) {
  std::vector<NearPair> pairs;
  auto& row =
      sql("SELECT record_a, record_b, weight, probability FROM review_pair ORDER BY weight DESC, record_a, "
          "record_b");
  while (row.step())
    pairs.push_back({RecordId(row.integer(0)), RecordId(row.integer(1)), row.real(2), row.real(3)});
  return pairs;
}

void replace_near_pairs(Write& write, const std::vector<NearPair>& pairs) {
  write.sql("DELETE FROM review_pair").run();
  for (const auto& pair : pairs) {
    write
        .sql(
            "INSERT INTO review_pair(record_a, record_b, weight, probability) VALUES ($1, $2, $3, $4) ON "
            "CONFLICT "
            "DO NOTHING")
        .bind(1, pair.a.value)
        .bind(2, pair.b.value)
        .bind(3, pair.weight)
        .bind(4, pair.probability)
        .run();
  }
}

std::optional<LastModel> last_model(Statements& sql) {
  auto& row = sql("SELECT made_at, model FROM model ORDER BY id DESC LIMIT 1");
  if (!row.step()) return std::nullopt;
  LastModel model{row.integer(0), std::string(row.text(1))};
  row.reset();
  return model;
}

}  // namespace kith::ledger
