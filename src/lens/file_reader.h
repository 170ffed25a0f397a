// Foreign files as blocks of rows, whatever their format, packing and encoding: cells come out as UTF-8.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/rows.h"

namespace kith::lens {

enum class FileFormat { csv, ndjson, json, xlsx, fixed_width, parquet, sqlite, vcard, mail };
inline constexpr FileFormat all_formats[] = {FileFormat::csv,    FileFormat::ndjson,      FileFormat::json,
                                             FileFormat::xlsx,   FileFormat::fixed_width, FileFormat::parquet,
                                             FileFormat::sqlite, FileFormat::vcard,       FileFormat::mail};
std::string_view name_of(FileFormat format) noexcept;

/// What a person may say about a file; what is left open is detected.
struct ReadOptions {
  std::optional<FileFormat> format;
  std::optional<std::string> encoding;  ///< "UTF-8", "GB18030", "Big5", "windows-1252" … as ICU calls them
  std::optional<char> delimiter;
  std::optional<char> quote;  ///< '\0': none
  std::optional<bool> header;
  std::optional<std::uint64_t> header_line;  ///< where the header stands; what is above is passed over
  std::optional<std::string>
      sheet;                ///< sheet, table or file in a zip; of sheets the first with rows where open
  bool rows_needed = true;  ///< a header without rows is refused
};

/// What was found.
struct FileShape {
  FileFormat format = FileFormat::csv;
  std::string compression;  ///< "", "gzip", "zstd" or "zip"
  std::string encoding;
  bool byte_order_mark = false;
  char delimiter = ',';
  char quote = '"';
  bool header = true;
  std::uint64_t header_line = 1;  ///< line (XLSX: sheet row) of the header; later rows are data
  std::string sheet;
  std::vector<std::string> columns;  ///< names, made distinct ("phone", "phone_2"); merged headers joined
  std::uint64_t bytes = 0;           ///< of the file on disk
};

/// One file, read once from front to back in bounded memory (JSON arrays and XLSX sheets: streamed too).
class FileReader {
 public:
  /// Detects the shape. Throws Error(bad_input) naming file, line, column and fix for a file that cannot be
  /// read at all: empty, binary, only a header, wrong encoding; Error(io) where the system refuses.
  static std::unique_ptr<FileReader> open(const std::string& path, const ReadOptions& options);
  virtual ~FileReader() = default;

  /// The names that ReadOptions::sheet may take: visible sheets with rows of a workbook, tables of a database
  /// with rows, files in a zip. Empty where a file is one table. Throws as open().
  static std::vector<std::string> tables(const std::string& path, const ReadOptions& options);

  const FileShape& shape() const noexcept { return shape_; }

  /// The next block; false at the end. Rows that are no rows (too many or too few cells, bytes that are no
  /// text in the encoding, unparsable JSON) come as block.rejects. Checks `cancel` once a block.
  virtual bool next(RowBlock& block, const Cancel& cancel) = 0;

  /// Bytes of the file consumed so far, for progress.
  virtual std::uint64_t position() const noexcept = 0;

 protected:
  FileShape shape_;
};

}  // namespace kith::lens
