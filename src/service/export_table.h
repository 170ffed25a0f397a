// Exporting: a table of the customer base as files that other programs read.
//
// Tables
//   customers  a row a customer: id, records, created_at, updated_at; the golden value of each attribute that
//   any
//              customer has; and, right after it, NAME_all with all values, best first, where any customer
//              has several
//   records    a row a record: id, customer, source, batch, row, line, source_key, received_at; per attribute
//   that any
//              record supplies NAME (the standard value), NAME_raw (the text as received where it differs;
//              left out where it never does) and NAME_verdict; and extra, a JSON object of the columns nobody
//              asked for
//   values     a row a golden value with its lineage: customer, attribute, ordinal, value, verdict, record,
//   source,
//              rule, support
//   rejects    a row a reject: batch, file, row, line, column, reason, raw; where nothing may be lost also
//   raw_base64
// Rows stand in order of id, so the same base gives the same file to the bit (XLSX: but for the time in it).
// Where an attribute's column would bear a name already taken, it gets _2.
//
// Formats
//   csv      RFC 4180, CR LF, UTF-8. For people: a byte order mark, so that Excel reads Chinese right, and a
//   cell that
//            begins with = + - @ tab CR LF or a full-width ＝ ＋ － ＠ gets an apostrophe before it, numbers
//            such as +8613800138000 and -5 among them. Null is an empty field, an empty text is "". NAME_all
//            joins with "; ".
//   ndjson   an object a line, nulls left out, never altered. NAME_all is an array, extra an object.
//   xlsx     every cell a string, so nothing can be a formula; labels in the person's language as header. A
//   file holds
//            1,048,575 rows or 1 GiB of text; the next is NAME-2.xlsx. Cells longer than Excel takes are cut,
//            and counted.
//   parquet  written by the lens: times as timestamps in UTC, NAME_all as a list. Rejects come without raw
//   bytes and
//            with the reason in English, as they stand in the lens.
// CSV and XLSX show golden values in the form that the company's standard says (service/standard_text.h).
// `lossless` is for programs: values as they are stored, CSV without byte order mark and apostrophes, XLSX
// with plain names for a header. Bytes that are no UTF-8 read U+FFFD in every format; raw_base64 has them as
// they came.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/text.h"
#include "service/home.h"

namespace kith::service {

enum class ExportTable { customers, records, values, rejects };
enum class ExportFormat { csv, xlsx, parquet, ndjson };
std::string_view name_of(ExportTable table) noexcept;
std::string_view name_of(ExportFormat format) noexcept;
std::optional<ExportTable> export_table_named(std::string_view name) noexcept;
std::optional<ExportFormat> export_format_named(std::string_view name) noexcept;
/// By the ending of a file name: .csv .xlsx .parquet .ndjson .jsonl, in either case.
std::optional<ExportFormat> export_format_of_path(std::string_view path);

struct ExportRequest {
  ExportTable table = ExportTable::customers;
  ExportFormat format = ExportFormat::csv;
  std::string path;
  bool lossless = false;
  bool overwrite = false;            ///< replace a file that stands there
  Language language = Language::en;  ///< of the header of XLSX and of the reasons of rejects
  std::optional<std::int64_t>
      batch;  ///< its number: only its records and rejects, or the customers it has records of
  std::string
      matching;  ///< of customers and values: SQL for the ids of those wanted (matching_sql); empty: all
};

struct ExportReport {
  std::uint64_t rows = 0;          ///< without headers
  std::uint64_t bytes = 0;         ///< of all files
  std::uint64_t shortened = 0;     ///< cells cut because a spreadsheet cell ends at 32,767 characters
  std::vector<std::string> files;  ///< as asked for, then -2, -3 …
  double seconds = 0;
};

/// Writes one table. REQUIRES a home that is open for writing: every export is entered in the audit log,
/// before its file appears. Files are made as PATH.new with mode 0600 and take their names at the end, so an
/// export that fails or is cancelled leaves nothing; a PATH.new of an export that was killed is replaced.
/// Memory does not grow with rows. Throws Error: conflict (a file stands there and overwrite is not set; the
/// folder is the home; the home is read-only; the batch is undone), not_found (no such folder or batch), io,
/// no_space, cancelled, and what the lens throws.
ExportReport export_table(Home& home, const ExportRequest& request, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
