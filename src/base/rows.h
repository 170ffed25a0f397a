// Rows of a foreign table on their way in: what a file reader gives and the import takes.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace kith {

/// A cell as received: text, or null where the file has none (an empty unquoted CSV field, a JSON null).
/// `data() == nullptr` is null.
using Cell = std::string_view;
inline constexpr Cell null_cell{};
inline bool is_null(Cell cell) noexcept { return cell.data() == nullptr; }

/// A row that could not become a record: where it stood, why, and its bytes as received.
struct RejectedRow {
  std::uint64_t row = 0;   ///< 1-based position among the data rows of the file
  std::uint64_t line = 0;  ///< 1-based line of the file where it begins; 0 where the format has no lines
  std::string column;      ///< the column at fault; empty where it is the row as a whole
  Text reason;
  std::string raw;  ///< the bytes as received, in the file's own encoding; at most 64 KiB of them
};

/// A block of up to a few thousand rows, column by column. Owns the bytes its cells point to.
struct RowBlock {
  std::vector<std::vector<Cell>> columns;  ///< k columns of n cells
  std::vector<std::uint64_t> row;          ///< n positions among the data rows of the file, 1-based, rising
  std::vector<std::uint64_t> line;         ///< n lines of the file, 1-based; 0 where the format has no lines
  std::vector<RejectedRow> rejects;        ///< rows left out of this block, in file order
  std::shared_ptr<void> storage;           ///< keeps the bytes alive

  std::size_t rows() const noexcept { return row.size(); }
};

}  // namespace kith
