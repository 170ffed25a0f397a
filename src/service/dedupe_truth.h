// The answer that a test table brings along: labels of its rows, from a column or from a file beside it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "service/dedupe_columns.h"

namespace kith::service {

/// Where the truth stands. Nothing set: there is none.
struct TruthWish {
  std::string column;   ///< of the table: rows with equal values are one
  std::string pattern;  ///< with column: a regular expression whose first group is the label
  std::string file;     ///< pairs of row ids that are one, or a row id and its label
  bool any() const noexcept { return !column.empty() || !file.empty(); }
};

struct Truth {
  int column = -1;  ///< of the raw table, to be left out of matching; -1 for none
  std::vector<std::uint64_t>
      labels;                     ///< of each row, 0 where it has none; empty where there is no truth at all
  std::uint64_t unknown_ids = 0;  ///< ids of the file that stand in no row
  bool only_pairs = false;        ///< labels come from pairs: rows without a pair are on their own
};

/// Throws Error: usage (no such column: the nearest is named; a pattern that is none), bad_input (a file
/// without two columns, or whose ids stand in no column), and what FileReader throws.
Truth read_truth(const RawTable& table, const TruthWish& wish, const Cancel& cancel);

/// The number of the column of that name; throws Error(usage) that names the nearest and all.
std::size_t column_named(const RawTable& table, const std::string& name);

}  // namespace kith::service
