// Rows of an export on their way out: one writer a format.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/rows.h"

namespace kith::service {

class NewFiles;

/// What the text of a cell is: a text, a number in decimal, or a JSON value.
enum class ExportCell { text, number, json };

struct ExportColumn {
  std::string name;   ///< for programs
  std::string label;  ///< for people
  ExportCell cell = ExportCell::text;
  std::string attribute = {}, type = {};  ///< whose values they are; empty: of none
  bool several = false;                   ///< all of them, U+001F between two
};

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  /// One cell a column. Texts may hold any bytes.
  virtual void write(std::span<const Cell> row) = 0;
  /// Brings everything to the files. Call once, last.
  virtual void finish() = 0;
  /// Cells that had to be cut.
  virtual std::uint64_t shortened() const { return 0; }
};

/// The files are made by `files`, which must outlive the writer. Throw Error(io, no_space).
std::unique_ptr<RowWriter> make_csv_writer(NewFiles& files, const std::vector<ExportColumn>& columns,
                                           bool lossless);
std::unique_ptr<RowWriter> make_ndjson_writer(NewFiles& files, const std::vector<ExportColumn>& columns);

/// Where a workbook ends and the next file begins.
struct WorkbookLimits {
  std::uint64_t rows = 1048575;  ///< below the header
  std::uint64_t bytes = std::uint64_t{1}
                        << 30;  ///< of text; a sheet past 4 GiB of XML is one that few programs open
};
std::unique_ptr<RowWriter> make_xlsx_writer(NewFiles& files, const std::vector<ExportColumn>& columns,
                                            bool lossless, const WorkbookLimits& limits = {});

/// What a CSV for people begins with: spreadsheets know UTF-8 by it.
inline constexpr std::string_view csv_byte_order_mark = "\xEF\xBB\xBF";
/// Appends a row of a CSV, its end included. `lossless`: what looks like a formula stays as it is.
void append_csv_row(std::string& out, std::span<const Cell> row, bool lossless, std::string& scratch);

/// The text with U+FFFD for every byte that is no UTF-8. `scratch` holds it where it is not `text` itself.
std::string_view as_utf8(std::string_view text, std::string& scratch);

/// A spreadsheet would take the text for a formula, or for the start of one.
bool is_formula_like(std::string_view text) noexcept;

}  // namespace kith::service
