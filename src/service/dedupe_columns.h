// What the columns of a foreign table are to matching: guessed from header and content.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "base/text_list.h"
#include "match/table.h"

namespace kith::service {

/// Cells as received, column by column; `ids[row]` indexes `values`, 0 is null.
struct RawColumn {
  std::string name;
  std::vector<std::uint32_t> ids;
  TextList values;
};
struct RawTable {
  std::vector<RawColumn> columns;
  std::vector<std::uint32_t> file;  ///< of each row: index of the file it stands in
  std::vector<std::uint64_t> row;   ///< of each row: its place among the data rows of its file, from 1
  std::uint32_t files = 0;
  std::size_t rows() const noexcept { return file.size(); }
};

/// What becomes of a column.
enum class ColumnUse : std::uint8_t {
  compared,
  truth,        ///< the answer, for evaluation
  leak,         ///< equal just where the truth is, or named like an answer
  identifier,   ///< a number or code of its own for each row
  source,       ///< tells where a row is from
  record_time,  ///< tells when the row was written
  empty,        ///< no value
  constant,     ///< one value
  one_sided,    ///< only one of the files to link has values
  repeats,      ///< puts together what other columns say
  date_part,    ///< year, month or day of a date that is compared whole
  point_part,   ///< latitude or longitude of a point that is compared whole
  surplus,      ///< beyond what can be compared at once
  left_out,     ///< by the caller's wish
};
std::string_view name_of(ColumnUse use) noexcept;
std::string_view name_of(match::ColumnKind kind) noexcept;
/// Returns false for a word that names none.
bool column_kind_named(std::string_view word, match::ColumnKind& kind) noexcept;

struct ColumnChoice {
  std::size_t column = 0;  ///< in the raw table
  std::string name;
  ColumnUse use = ColumnUse::compared;
  match::ColumnKind kind = match::ColumnKind::text;
  bool by_header = false;  ///< the header said so; else the content did
  bool is_gender = false;
  bool is_own_name = false;  ///< names what the row is about
  std::uint64_t present = 0, distinct = 0;
};

struct ColumnWishes {
  bool across = false;                   ///< rows of different files are linked
  int truth = -1;                        ///< the truth's column; -1 for none
  std::vector<std::string> left_out;     ///< names
  std::vector<std::size_t> date_parts;   ///< columns, by join_date_parts()
  std::vector<std::size_t> point_parts;  ///< columns, by join_coordinates()
  std::vector<std::uint64_t> labels;  ///< the truth of each row where it is known, from wherever; 0 for none
};

/// One choice a column, in the table's order; at most match's 20 are compared.
///
/// The header's word counts where the content does not contradict it; unknown headers are decided by content
/// alone: e-mails, coordinates, dates, phones, numbers, codes, few values, company names, else text. A column
/// whose values are unique in each file is an identifier unless it holds words or is of a kind that may be
/// so, and, when linking, unless the files share its values. A number, code or text that is equal in the very
/// pairs in which the truth is, or never in these, leaks it. O(rows · columns), and for repeats a sample of
/// rows for every two columns.
std::vector<ColumnChoice> choose_columns(const RawTable& table, const ColumnWishes& wishes,
                                         Executor& executor, const Cancel& cancel);

}  // namespace kith::service
