// The names of a table's columns as they come out of a file.
#pragma once
#include <string>
#include <vector>

namespace kith::lens {

/// Blanks trimmed and folded (line breaks, no-break and ideographic blanks, byte order marks among them), an
/// empty name becomes "column_3" (its number), a repeated one "phone_2"; all distinct.
std::vector<std::string> distinct_names(std::vector<std::string> names);

}  // namespace kith::lens
