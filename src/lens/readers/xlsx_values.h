// How the values of a sheet's cells read as text (ECMA-376 part 1, 18.8.30 number formats and 18.17.4 dates).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace kith::lens {

enum class NumberKind : std::uint8_t { number, date, time, date_time, elapsed };

/// What a built-in number format (0–163) shows.
NumberKind kind_of_builtin(unsigned id) noexcept;

/// What a format code shows, by its first section: "yyyy-mm-dd", "m/d/yy h:mm", "[h]:mm:ss", "上午/下午h时" …
NumberKind kind_of_code(std::string_view code);

/// The stored number `raw` as text of its kind: an ISO date or time, a length of time "36:00:00", or the
/// number written out in full. What is no number, and dates outside 1900–9999, come back as they stand.
std::string cell_text(std::string_view raw, NumberKind kind, bool since_1904);

/// Resolves the _xHHHH_ escapes that strings of workbooks use for control characters.
std::string without_escapes(std::string_view text);

/// The 0-based column of a reference such as "AB12", and its row in `row` (1-based); false for what is none.
bool parse_reference(std::string_view reference, std::size_t& column, std::uint64_t& row) noexcept;

}  // namespace kith::lens
