// Where the table of a sheet begins and what its columns are called.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lens/readers/xlsx_book.h"

namespace kith::lens {

struct SheetHeader {
  bool header = true;
  std::uint64_t header_row = 0;  ///< 1-based sheet row of the first header level, or of the first row of data
  std::uint64_t last_row = 0;    ///< of the last header level; rows after it are data
  std::vector<std::string> names;  ///< distinct, `columns` of them
};

/// Looks at the first `rows` of a sheet whose filled cells reach `columns` columns. `wanted`: whether there
/// is a header, where somebody said so. REQUIRES at least one row.
SheetHeader find_header(const std::vector<SheetRow>& rows, const std::vector<MergedArea>& merged,
                        std::size_t columns, std::optional<bool> wanted);

}  // namespace kith::lens
