// Readers of formats that give one row after another: the rows as blocks.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lens/file_reader.h"

namespace kith::lens {

/// One row of such a format. Cells that are not named are null.
struct FedRow {
  std::vector<std::pair<std::size_t, std::string>> cells;  ///< column number and text
  std::uint64_t line = 0;
  Text fault;       ///< why it is no row; empty for one that is
  std::string raw;  ///< its bytes, where it is none
};

class RowFeed {
 public:
  virtual ~RowFeed() = default;
  /// The next row, in a `row` that is empty; false at the end.
  virtual bool next(FedRow& row) = 0;
  virtual std::uint64_t position() const noexcept = 0;
};

/// `shape` complete, its columns distinct. Rows with a NUL or bytes that are no UTF-8 become rejects.
std::unique_ptr<FileReader> make_fed_reader(FileShape shape, std::unique_ptr<RowFeed> feed);

}  // namespace kith::lens
