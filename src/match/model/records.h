// A table in the one form the engine works on: rows by their stable number, ids by first appearance.
//
// Two tables that hold the same rows in any order, with any numbering of values, give the same Records to the
// bit; everything behind this point is a function of Records alone. That is what makes results independent of
// the order of arrival.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "match/resolve.h"
#include "match/table.h"

namespace kith::match {

inline constexpr std::size_t most_fields = 20;  ///< three bits each in a pattern

using RowPair = std::pair<std::uint32_t, std::uint32_t>;

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
    bool is_own_name = false;              ///< as in the table
  };
  std::size_t rows = 0;
  std::vector<Field> fields;
  std::vector<std::uint32_t> ids;       ///< rows × fields, row by row
  std::vector<std::uint32_t> original;  ///< the table's row of each row here
  std::vector<GenericValue> generic;    ///< values taken for null, by column, then most rows first
  std::vector<std::uint32_t> source;    ///< of each row; empty where the table has none
  std::uint32_t sources = 1;            ///< numbers in `source` are below it
  bool across = false;                  ///< only pairs of different sources count

  /// Does the pair count at all?
  bool is_pair(std::uint32_t a, std::uint32_t b) const noexcept { return !across || source[a] != source[b]; }

  const std::uint32_t* row(std::size_t r) const noexcept { return ids.data() + r * fields.size(); }
};

/// Rows that share a value of a kind that should be nearly unique (phone, e-mail, identity number) beyond
/// which it is taken for generic: max(30, rows / 2000).
std::uint64_t generic_limit(std::uint64_t rows) noexcept;
bool is_nearly_unique(ColumnKind kind) noexcept;

/// Some rows of a table: what is learned from a few hundred thousand rows need not be looked for in millions.
struct RowSample {
  std::vector<std::uint32_t> rows;  ///< rising
  double share = 1;                 ///< of the table's rows; of the pairs of any crowd share² are left
  bool is_all() const noexcept { return share >= 1; }
};

/// Of a table of more than `most` rows about so many, each in or out by a hash of its number; else all. What
/// is in the sample for one `most` is in that for any larger one. O(rows).
RowSample sample_rows(std::size_t rows, std::size_t most, std::uint64_t seed);
inline RowSample every_row(std::size_t rows) { return sample_rows(rows, rows, 0); }

/// How many pairs that count there are among some rows.
class PairCount {
 public:
  explicit PairCount(const Records& records)
      : records_(&records), of_(records.across ? records.sources : 0, 0) {}
  void add(std::uint32_t row) noexcept {
    ++rows_;
    if (records_->across) ++of_[records_->source[row]];
  }
  /// The pairs of the rows added since the last call.
  std::uint64_t take() noexcept;

 private:
  const Records* records_;
  std::vector<std::uint64_t> of_;
  std::uint64_t rows_ = 0;
};

/// Pairs of the whole table that count.
std::uint64_t all_pairs(const Records& records);

struct Frequencies;

/// `across`: only pairs of different sources count. `frozen`: how common and which generic values are, in
/// place of what this table says. Throws Error(internal) for columns of unequal length or
/// ids out of range, or sources that are not one a row. O(n·k + n log n).
Records make_records(const Table& table, bool across = false, const Frequencies* frozen = nullptr,
                     Executor* executor = nullptr);

}  // namespace kith::match
