// Where the records of delimited text begin and end (RFC 4180 and its usual relatives), before any cell is
// copied.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/rows.h"

namespace kith::lens {

struct Dialect {
  char delimiter = ',';
  char quote = '"';          ///< '\0': none
  bool backslash = false;    ///< inside quotes a backslash takes the next character as it is
  bool cr_lines = false;     ///< lines end with CR alone; else with LF or CR LF, and a lone CR is data
  bool blank_after = false;  ///< blanks behind a delimiter belong to it ("a, b")
};

enum class RecordFault : std::uint8_t {
  none,
  text_after_quote,  ///< a closing quote is followed by something else than a delimiter or a line break
  too_long,          ///< no line break within `longest_record`: what follows up to one belongs to it
  never_closed,      ///< a quote is opened and not closed before the end of the file or `longest_record`
};

struct Record {
  std::size_t begin = 0, end = 0;  ///< the record without its line break
  std::size_t next = 0;            ///< where the following one begins
  std::size_t lines = 0;           ///< line breaks in [begin, next)
  std::size_t cells = 0;
  std::size_t filled = 0;  ///< cells up to the last one that is not an empty unquoted one; 0: a blank record
  std::size_t wanted_end = 0;  ///< end of the cell number `wanted`; 0 where there are fewer
  bool plain = true;           ///< only well-formed cells: every reader of the dialect splits it alike
  RecordFault fault = RecordFault::none;
  std::size_t fault_cell = 0;  ///< 1-based
};

struct RecordCell {
  std::string text;
  bool null = false;  ///< empty and unquoted
};

/// Deterministic, without memory between calls. A record with a quote fault ends at the line break after the
/// fault (text_after_quote) or at the first line break (never_closed), so that what follows is read again
/// from there.
class RecordScanner {
 public:
  static constexpr std::size_t longest_record = std::size_t{4} << 20;

  RecordScanner(const Dialect& dialect, std::size_t wanted);

  /// Finds the record at `from` < text.size(). False where the text ends before the record does and `last` is
  /// not set: call again with more text. Always moves forward.
  bool next(std::string_view text, std::size_t from, bool last, Record& record) const;

  /// The cells of a record without fault, unquoted, at most `wanted` of them.
  std::vector<RecordCell> split(std::string_view record) const;
  /// The same as views into the record, which is overwritten where quotes go. One pass, nothing allocated but
  /// room in `cells`.
  void split(std::span<char> record, std::vector<Cell>& cells) const;

  /// The cells of a record whose quotes are at fault, read with the quotes taken as they must be meant: a
  /// quote closes a cell only before a delimiter or the end, and the one that opens a cell may be a slip of
  /// the pen. Empty unless exactly one such reading has `wanted` cells.
  std::vector<RecordCell> split_leniently(std::string_view record) const;

  /// The 1-based cell in which the byte at `offset` of the record stands.
  std::size_t cell_at(std::string_view record, std::size_t offset) const;

 private:
  struct Cursor;
  bool quoted_cell(Cursor& cursor) const;
  bool plain_cell(Cursor& cursor) const;
  Cell unquoted(std::span<char> record, std::size_t& at) const;
  bool is_break(char c) const noexcept { return c == line_; }
  std::size_t line_end(std::string_view text, std::size_t from) const;
  std::vector<RecordCell> lenient_cells(std::string_view record, std::size_t literal) const;
  bool begins_a_row(std::string_view text, std::size_t from) const;

  Dialect dialect_;
  std::size_t wanted_;
  char line_;
  std::array<bool, 256> special_{};         // ends or spoils an unquoted cell
  std::array<bool, 256> quoted_special_{};  // matters inside quotes
};

}  // namespace kith::lens
