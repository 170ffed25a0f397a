#include "ledger/house_texts.h"

namespace kith::ledger {

HouseText house_text(Statements& sql, std::string_view name) {
  auto& row = sql(
      "SELECT version, text, made_by, made_at FROM house_text WHERE name = $1 ORDER BY version DESC LIMIT 1");
  HouseText found;
  if (!row.bind(1, name).step()) return found;
  found.version = row.integer(0);
  found.text = row.text(1);
  found.made_by = row.text(2);
  found.made_at = row.integer(3);
  row.reset();
  return found;
}

std::int64_t put_house_text(Write& write, std::string_view name, std::string_view text) {
  const auto present = house_text(write.sql, name);
  if (present.version != 0 && present.text == text) return present.version;
  write.sql("INSERT INTO house_text(name, version, text, made_by, made_at) VALUES ($1, $2, $3, $4, $5)")
      .bind(1, name)
      .bind(2, present.version + 1)
      .bind(3, text)
      .bind(4, std::string_view(write.actor()))
      .bind(5, write.now())
      .run();
  return present.version + 1;
}

}  // namespace kith::ledger
