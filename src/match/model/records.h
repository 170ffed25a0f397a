// A table in the one form the engine works on: rows by their stable number, ids by first appearance.
//
// Two tables that hold the same rows in any order, with any numbering of values, give the same Records to the
// bit; everything behind this point is a function of Records alone. That is what makes results independent of
// the order of arrival.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/resolve.h"
#include "match/table.h"

namespace kith::match {

inline constexpr std::size_t most_fields = 20;  ///< three bits each in a pattern

/// Fields are the columns with at least one value, at most `most_fields`, in the table's order. Views point
/// into the table, which must outlive this.
struct Records {
  struct Field {
    std::string name;
    ColumnKind kind = ColumnKind::text;
    std::size_t column = 0;                ///< its place in the table
    std::vector<std::string_view> values;  ///< by id; 0 is null
    std::vector<std::uint32_t> counts;     ///< rows that hold each id
    std::uint64_t present = 0;             ///< rows with a value
  };
  std::size_t rows = 0;
  std::vector<Field> fields;
  std::vector<std::uint32_t> ids;       ///< rows × fields, row by row
  std::vector<std::uint32_t> original;  ///< the table's row of each row here
  std::vector<GenericValue> generic;    ///< values taken for null, by column, then most rows first

  const std::uint32_t* row(std::size_t r) const noexcept { return ids.data() + r * fields.size(); }
};

/// Rows that share a value of a kind that should be nearly unique (phone, e-mail, identity number) beyond
/// which it is taken for generic: max(30, rows / 2000).
std::uint64_t generic_limit(std::uint64_t rows) noexcept;
bool is_nearly_unique(ColumnKind kind) noexcept;

/// Throws Error(internal) for columns of unequal length or ids out of range. O(n·k + n log n).
Records make_records(const Table& table);

}  // namespace kith::match
