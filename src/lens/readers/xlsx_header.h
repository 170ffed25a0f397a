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
/// is a header, where somebody said so; `wanted_row`: the sheet row where it begins. REQUIRES at least one
/// row, and that the one wanted is among them.
SheetHeader find_header(const std::vector<SheetRow>& rows, const std::vector<MergedArea>& merged,
                        std::size_t columns, std::optional<bool> wanted,
                        std::optional<std::uint64_t> wanted_row = {});

}  // namespace kith::lens
