// The SQL that reads the tables of an export from the lens. Every name goes through lens::quoted; ids and
// numbers are our own.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "lens/lens.h"
#include "service/export/row_writer.h"
#include "service/export_table.h"

namespace kith::service {

/// A table as the lens gives it, in blocks of ids: a block is sorted in memory, so that rows come in order of
/// id and memory does not grow with the table.
struct ExportQuery {
  std::vector<ExportColumn> columns;
  std::string count;                ///< one row: how many rows the table has
  std::string blocks;               ///< the first id of each block, rising
  std::vector<std::string> pieces;  ///< of the query; a range of ids stands between each and the next
  /// Column that names the attribute whose value the next but one is (the table of values); -1: none does.
  int attribute_column = -1;

  /// The rows with ids in [first, last], in order. Cells are as ExportCell says; of Parquet typed.
  std::string rows(std::int64_t first, std::int64_t last) const;
};

inline constexpr std::int64_t export_block = 65536;  ///< ids in a block

/// Which rows: those of the batch of that id, of customers whose ids the SQL gives; both, or all.
struct ExportOnly {
  std::optional<std::int64_t> batch;
  std::string customers;
};

/// `only`: what belongs to it. Asks the lens which attributes have values. `apart`:
/// several values in one cell have U+001F between them and not "; ", for whoever has yet to work on each.
ExportQuery customers_query(lens::Lens& lens, ExportFormat format, Language language, const ExportOnly& only,
                            bool apart = false);
ExportQuery records_query(lens::Lens& lens, ExportFormat format, Language language,
                          std::optional<std::int64_t> batch);
ExportQuery values_query(lens::Lens& lens, ExportFormat format, Language language, const ExportOnly& only);
/// What the lens has of the rejects; for Parquet.
ExportQuery rejects_query(Language language, std::optional<std::int64_t> batch);

/// The columns of the rejects as the ledger has them.
std::vector<ExportColumn> reject_columns(Language language, bool with_bytes);

/// SQL for to_string of an id, null for null.
std::string id_sql(std::string_view prefix, std::string_view id);
/// SQL for to_iso_time of milliseconds.
std::string time_sql(std::string_view milliseconds);

}  // namespace kith::service
