// Rows of another encoding in a file that is UTF-8 elsewhere.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kith::lens {

/// The row as UTF-8, where every cell of it is either UTF-8 or clearly text of one other encoding (GB18030,
/// windows-1252). Nothing for a row with a NUL, with cells that are partly UTF-8, or that read well as
/// neither: a guess that could be wrong is none.
std::optional<std::string> mend_row_encoding(std::string_view raw, char delimiter);

}  // namespace kith::lens
