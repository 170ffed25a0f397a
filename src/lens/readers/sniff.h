// What a file is, told from its beginning: encoding, dialect, header.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lens/file_reader.h"
#include "lens/readers/record_scanner.h"
#include "lens/readers/row_habits.h"

namespace kith::lens {

struct EncodingGuess {
  std::string encoding;        ///< canonical name
  std::size_t mark_bytes = 0;  ///< length of the byte order mark
  bool only_ascii = false;     ///< nothing in the sample tells UTF-8 from its relatives
  bool binary = false;         ///< no text in any encoding known here
};

/// Looks for a byte order mark, then for the zero bytes of UTF-32 and UTF-16, then whether the bytes are
/// UTF-8 but for a few, then whether the bytes beyond ASCII pair up as characters of Japan (Shift_JIS,
/// EUC-JP), Korea (EUC-KR), Taiwan (Big5) or China (GB18030), make up whole words (windows-1251) or stand
/// between Latin letters (windows-1252). `whole`: the sample is the whole file.
EncodingGuess guess_encoding(std::string_view sample, bool whole);

/// The format that the first bytes give away when it is none of text: "PDF", "XLS", "ZIP" …; else empty.
std::string_view known_binary(std::string_view sample) noexcept;

/// Whether the first of `rows` names the columns of those below: most of its cells are no values (numbers,
/// dates, e-mail addresses), or they stand above columns of values. REQUIRES at least one row.
bool looks_like_header(const std::vector<std::vector<std::string>>& rows);

struct TableGuess {
  Dialect dialect;
  bool header = true;
  std::uint64_t header_line = 1;          ///< where the header stands (or the first row without a header)
  std::uint64_t data_line = 2;            ///< where the rows begin
  std::vector<std::string> columns;       ///< distinct
  bool has_rows = false;                  ///< a record that is not blank follows
  std::vector<std::string> header_cells;  ///< the last header line as it stands; empty without a header
  RowHabits habits;                       ///< of the rows in the sample
};

/// Delimiter, quote, header of delimited text. What `options` says is taken as said. `text` is the decoded
/// beginning, `whole` whether it is all of the file.
TableGuess guess_table(std::string_view text, bool whole, const ReadOptions& options);

}  // namespace kith::lens
