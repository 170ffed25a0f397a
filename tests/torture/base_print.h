// Fingerprints of a base, to compare one moment with another. Needs a ledger in SQLite.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "ledger/ledger.h"

namespace kith::torture {

/// Calls `each` for the rows of a query, every row as one text of its quoted cells.
template <class Each>
void each_row(ledger::Statements& sql, const std::string& from, const std::vector<std::string>& columns,
              Each each) {
  std::string cells;
  for (const auto& column : columns) {
    if (!cells.empty()) cells += "||'|'||";
    cells += "quote(" + column + ")";
  }
  auto statement = sql.connection().prepare("SELECT " + cells + " FROM " + from);
  while (statement->step()) each(statement->text(0));
}

/// For each table its rows and the sum of their hashes, as text: equal where every row of every table is
/// equal, in whatever order they stand. Left out: what only grows and says when (change log, audit, meta),
/// and batches that are undone.
inline std::map<std::string, std::string> print_tables(ledger::Statements& sql) {
  std::map<std::string, std::vector<std::string>> tables;
  auto schema = sql.connection().prepare(
      "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' "
      "AND m.name NOT IN ('change_log', 'audit', 'meta') AND m.name NOT LIKE 'sqlite%'");
  while (schema->step()) tables[std::string(schema->text(0))].emplace_back(schema->text(1));
  std::map<std::string, std::string> prints;
  for (const auto& [table, columns] : tables) {
    std::uint64_t sum = 0, rows = 0;
    each_row(sql, table == "batch" ? "batch WHERE state <> 'undone'" : table, columns,
             [&](std::string_view row) {
               sum += hash_bytes(row);
               ++rows;
             });
    prints[table] = std::to_string(rows) + ":" + std::to_string(sum);
  }
  return prints;
}

/// What people see of a base, row by row: customers that have records, with their values, who belongs to
/// them, and all facts. Not when any of it came to be.
inline std::vector<std::string> print_base(ledger::Statements& sql) {
  std::vector<std::string> rows;
  auto take = [&](const std::string& table, const std::vector<std::string>& columns) {
    each_row(sql, table, columns,
             [&](std::string_view row) { rows.push_back(table + " " + std::string(row)); });
  };
  take("customer WHERE records > 0 ORDER BY id", {"id", "records", "merged_into"});
  take("customer_value ORDER BY customer_id, attribute_id, ordinal",
       {"customer_id", "attribute_id", "ordinal", "value", "verdict", "record_id", "rule", "support"});
  take("membership ORDER BY record_id", {"record_id", "customer_id"});
  take("record ORDER BY id",
       {"id", "source_id", "batch_id", "row", "line", "source_key", "cells", "standard"});
  take("record_end ORDER BY record_id", {"record_id", "batch_id", "successor"});
  take("reject_mended ORDER BY reject_id", {"batch_id", "reject_id", "mended_by", "record_id"});
  take("record_key ORDER BY record_id", {"source_id", "key", "digest", "record_id"});
  take("reject ORDER BY id", {"batch_id", "id", "row", "line", "column_name", "reason", "raw"});
  take("orders ORDER BY id", {"record_id", "id", "batch_id", "order_key", "placed_at", "amount_e4", "extra"});
  take("order_item ORDER BY order_id, line",
       {"record_id", "order_id", "line", "sku", "quantity", "price_e4"});
  take("event ORDER BY id", {"record_id", "id", "batch_id", "event_key", "name", "at", "properties"});
  take("interaction ORDER BY id", {"record_id", "id", "batch_id", "interaction_key", "kind", "subject"});
  return rows;
}

}  // namespace kith::torture
