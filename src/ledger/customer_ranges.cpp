#include "ledger/customer_ranges.h"

namespace kith::ledger {

std::int64_t count_customers(Statements& sql, std::int64_t first, std::int64_t last, std::int64_t most) {
  auto& row = sql("SELECT count(*) FROM (SELECT 1 FROM customer WHERE id BETWEEN $1 AND $2 LIMIT $3)");
  row.bind(1, first).bind(2, last).bind(3, most).step();
  const auto count = row.integer(0);
  row.reset();
  return count;
}

std::vector<std::int64_t> standing_customers(Statements& sql, std::int64_t after, std::int64_t most) {
  std::vector<std::int64_t> ids;
  auto& row =
      sql("SELECT id FROM customer WHERE id > $1 AND merged_into IS NULL AND records > 0 ORDER BY id LIMIT "
          "$2");
  row.bind(1, after).bind(2, most);
  while (row.step()) ids.push_back(row.integer(0));
  return ids;
}

std::int64_t count_standing(Statements& sql, std::int64_t most) {
  auto& row =
      sql("SELECT count(*) FROM (SELECT 1 FROM customer WHERE merged_into IS NULL AND records > 0 LIMIT $1)");
  row.bind(1, most).step();
  const auto count = row.integer(0);
  row.reset();
  return count;
}

std::int64_t newest_change_but_facts(Statements& sql, std::int64_t after) {
  auto& newest = sql("SELECT coalesce(max(seq), 0) FROM change_log WHERE seq > $1 AND entity <> $2");
  newest.bind(1, after).bind(2, name_of(Entity::fact)).step();
  const std::int64_t seq = newest.integer(0);
  newest.reset();
  return seq;
}

}  // namespace kith::ledger
