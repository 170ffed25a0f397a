#include "lens/readers/csv_reader.h"

#include <algorithm>
#include <deque>

#include "base/error.h"
#include "duckdb.hpp"
#include "duckdb/main/database.hpp"
#include "lens/duckdb/instance.h"
#include "lens/duckdb/text_in_memory.h"
#include "lens/readers/row_encoding.h"
#include "lens/readers/row_kind.h"
#include "lens/readers/text_stream.h"

namespace kith::lens {
namespace {

constexpr std::size_t piece_bytes = std::size_t{4} << 20;

std::string sql_text(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted + "'";
}

// Cells that are not plain are handed on in quotes, also those of a file that has none.
char quote_for_duckdb(const Dialect& dialect) { return dialect.quote == '\0' ? '"' : dialect.quote; }

// The CSV reader of an instance of its own, fed from memory.
class CleanTextReader {
 public:
  CleanTextReader(const Dialect& dialect, std::size_t columns) : instance_(open_reader_instance()) {
    auto system = duckdb::make_uniq<TextInMemory>();
    file_ = system.get();
    instance_->GetFileSystem().RegisterSubSystem(std::move(system));
    connection_ = std::make_unique<duckdb::Connection>(*instance_);
    std::string quote(1, quote_for_duckdb(dialect));
    options_ =
        ", auto_detect=false, header=false, parallel=false, compression='none', new_line='\\n', comment='', "
        "nullstr='', allow_quoted_nulls=false, strict_mode=true, hive_partitioning=false, filename=false";
    options_ += ", delim=" + sql_text(std::string_view(&dialect.delimiter, 1));
    options_ += ", quote=" + sql_text(quote) + ", escape=" + sql_text(quote) + ", columns={";
    for (std::size_t i = 0; i < columns; ++i) {
      options_ += (i ? ", 'c" : "'c") + std::to_string(i) + "': 'VARCHAR'";
    }
    options_ += "}";
  }

  /// Begins with a text that outlives the reading.
  void begin(std::string_view text) {
    result_.reset();
    std::string size = std::to_string(text.size() + 64);
    result_ = connection_->SendQuery("SELECT * FROM read_csv(" + sql_text(file_->offer(text)) + options_ +
                                     ", max_line_size=" + size + ", buffer_size=" + size + ")");
    check(result_->HasError());
  }

  duckdb::unique_ptr<duckdb::DataChunk> fetch() {
    auto chunk = result_->Fetch();
    check(result_->HasError());
    if (!chunk || chunk->size() == 0) return nullptr;
    chunk->Flatten();
    return chunk;
  }

 private:
  // The text was scanned before, so a refusal is a fault of this room. DuckDB's words may hold cells: left
  // out.
  static void check(bool failed) {
    if (failed)
      throw Error(ErrorCode::internal, "The CSV reader refused a text that was checked before.",
                  "Report this fault.");
  }

  std::unique_ptr<duckdb::DuckDB> instance_;
  TextInMemory* file_ = nullptr;
  std::unique_ptr<duckdb::Connection> connection_;
  duckdb::unique_ptr<duckdb::QueryResult> result_;
  std::string options_;
};

class CsvReader final : public FileReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> source, FileShape shape, TableGuess table)
      : stream_(std::move(source), shape.encoding, shape.byte_order_mark),
        dialect_(table.dialect),
        columns_(table.columns.size()),
        scanner_(dialect_, columns_),
        all_cells_(dialect_, 4 * columns_ + 16),
        reader_(dialect_, columns_),
        habits_(std::move(table.habits)),
        kinds_(std::move(table.header_cells)),
        lines_to_skip_(table.data_line - 1) {
    shape_ = std::move(shape);
    shape_.delimiter = dialect_.delimiter;
    shape_.quote = dialect_.quote;
    shape_.header = table.header;
    shape_.header_line = table.header_line;
    skipped_ = {dialect_.delimiter, ' '};
    if (dialect_.quote != '\0') skipped_ += dialect_.quote;
    shape_.columns = std::move(table.columns);
  }

  bool next(RowBlock& block, const Cancel& cancel) override {
    block = {};
    cancel.check();
    for (;;) {
      if (reading_) {
        if (auto chunk = reader_.fetch()) {
          take_rows(std::move(chunk), block);
          return true;
        }
        reading_ = false;
        if (given_ != rows_.size()) {
          throw Error(ErrorCode::internal, "The CSV reader lost rows of a text that was checked before.",
                      "Report this fault.");
        }
        if (!rejects_.empty()) {
          block.columns.resize(columns_);
          take_rejects(block, UINT64_MAX);
          return true;
        }
      }
      cancel.check();
      if (!next_piece()) return false;
    }
  }

  std::uint64_t position() const noexcept override { return stream_.source().position(); }

 private:
  std::size_t skip_header() {
    std::string_view text = stream_.text();
    std::size_t at = 0;
    for (; lines_to_skip_ > 0 && at < text.size(); --lines_to_skip_, ++line_) {
      std::size_t end = text.find(dialect_.cr_lines ? '\r' : '\n', at);
      at = end == std::string_view::npos ? text.size() : end + 1;
    }
    return at;
  }

  // The rest of a line that was too long was reported with its beginning.
  std::size_t end_of_long_line(std::size_t at) {
    std::size_t end = stream_.text().find(dialect_.cr_lines ? '\r' : '\n', at);
    if (end == std::string_view::npos) return stream_.text().size();
    skipping_ = false;
    ++line_;
    return end + 1;
  }

  // Decodes and scans the next piece; false at the end of the file.
  bool next_piece() {
    clean_.clear();
    rows_.clear();
    lines_.clear();
    given_ = 0;
    std::size_t at = 0, fault = 0;
    for (std::size_t size = piece_bytes; clean_.empty() && rejects_.empty(); size += piece_bytes) {
      stream_.read_until(size);
      if (lines_to_skip_ > 0) at = skip_header();
      if (skipping_) at = end_of_long_line(at);
      Record record;
      std::string_view text = stream_.text();
      while (at < text.size() && scanner_.next(text, at, stream_.ended(), record)) {
        take_record(record, fault);
        at = record.next;
        if (skipping_) break;
      }
      stream_.forget(at);
      at = fault = 0;
      if (stream_.ended()) break;
    }
    if (clean_.empty() && rejects_.empty()) return false;
    reader_.begin(clean_);
    reading_ = true;
    return true;
  }

  void take_record(const Record& record, std::size_t& fault) {
    std::uint64_t line = line_;
    line_ += record.lines;
    auto faults = stream_.faults_in(record.begin, record.next, fault);
    if (record.filled == 0 && faults.empty()) return;
    ++row_;
    std::string_view text = stream_.text().substr(record.begin, record.end - record.begin);
    if (!faults.empty() && !mend_encoding(record, line)) {
      reject(line, record, scanner_.cell_at(text, faults[0].at - record.begin),
             faults[0].nul ? Text("a NUL character in the row")
                           : Text("bytes that are no text in {encoding}", {{"encoding", shape_.encoding}}));
    } else if (!faults.empty()) {
      return;
    } else if (set_aside(record, text, line)) {
      return;
    } else if (record.fault == RecordFault::none && record.cells >= columns_ &&
               (record.cells == columns_ || record.filled <= columns_)) {
      if (record.cells == columns_ || !mend_width(text, line)) {
        keep(text.substr(0, record.wanted_end - record.begin), record.plain, line);
      }
    } else if (record.fault == RecordFault::too_long) {
      skipping_ = true;
      reject(line, record, 0, "a line of more than 4 MiB");
    } else if (record.fault == RecordFault::text_after_quote) {
      auto cells = scanner_.split_leniently(text);
      if (cells.size() == columns_) return keep_cells(cells, line);
      reject(line, record, record.fault_cell,
             "text after a closing quote; a quote inside a cell must be doubled");
    } else if (record.fault != RecordFault::none) {
      reject(line, record, record.fault_cell, "a quote is opened and never closed");
    } else if (mend_width(text, line)) {
      return;
    } else if (record.cells < columns_) {
      reject(line, record, record.cells + 1,
             Text("has {found} of {expected} cells",
                  {{"found", std::to_string(record.cells)}, {"expected", std::to_string(columns_)}}));
    } else {
      reject(line, record, 0,
             Text("has {found} cells where {expected} are expected",
                  {{"found", std::to_string(record.cells)}, {"expected", std::to_string(columns_)}}));
    }
  }

  // A cell too many or too few, where the other rows say clearly which.
  bool mend_width(std::string_view text, std::uint64_t line) {
    auto cells = all_cells_.split(text);
    if (!habits_.mend(cells)) return false;
    keep_cells(cells, line);
    return true;
  }

  // A row of another encoding in a file of UTF-8: files that were put together from several.
  bool mend_encoding(const Record& record, std::uint64_t line) {
    if (shape_.encoding != "UTF-8") return false;
    auto mended = mend_row_encoding(stream_.raw(record.begin, record.end), dialect_.delimiter);
    if (!mended) return false;
    Record again;
    if (!scanner_.next(*mended, 0, true, again) || again.fault != RecordFault::none ||
        again.cells != columns_ || again.next != mended->size()) {
      return false;
    }
    keep_cells(scanner_.split(*mended), line);
    return true;
  }

  // Rows that are none of the table's: true where the row is taken care of.
  bool set_aside(const Record& record, std::string_view text, std::uint64_t line) {
    std::size_t at = text.find_first_not_of(skipped_);
    if (at == std::string_view::npos || (!kinds_.suspicious(text[at]) && other_table_ == 0)) return false;
    if (record.fault != RecordFault::none) return false;
    std::vector<std::string> cells;
    for (auto& cell : all_cells_.split(text)) cells.push_back(std::move(cell.text));
    switch (kinds_.kind(cells)) {
      case RowKind::header_again:
        other_table_ = 0;
        reject(line, record, 0, "repeats the header");
        return true;
      case RowKind::other_header:
        other_table_ = line;
        reject(line, record, 0, "is the header of another table");
        return true;
      case RowKind::totals:
        reject(line, record, 0, "is a row of totals");
        return true;
      case RowKind::data:
        break;
    }
    if (other_table_ == 0) return false;
    reject(line, record, 0,
           Text("belongs to another table, which begins in line {line}",
                {{"line", std::to_string(other_table_)}}));
    return true;
  }

  void keep_cells(const std::vector<RecordCell>& cells, std::uint64_t line) {
    rows_.push_back(row_);
    lines_.push_back(line);
    append_cells(cells);
  }

  void append_cells(const std::vector<RecordCell>& cells) {
    bool first = true;
    for (const auto& cell : cells) {
      if (!first) clean_ += dialect_.delimiter;
      first = false;
      if (!cell.null) append_quoted(cell.text);
    }
    clean_ += '\n';
  }

  void keep(std::string_view record, bool plain, std::uint64_t line) {
    rows_.push_back(row_);
    lines_.push_back(line);
    if (!plain) return append_cells(scanner_.split(record));
    clean_ += record;
    clean_ += '\n';
  }

  void append_quoted(std::string_view cell) {
    char quote = quote_for_duckdb(dialect_);
    clean_ += quote;
    for (char c : cell) {
      if (c == quote) clean_ += c;
      clean_ += c;
    }
    clean_ += quote;
  }

  void reject(std::uint64_t line, const Record& record, std::size_t cell, Text reason) {
    RejectedRow row;
    row.row = row_;
    row.line = line;
    if (cell > 0 && cell <= columns_) row.column = shape_.columns[cell - 1];
    row.reason = std::move(reason);
    row.raw = stream_.raw(record.begin, record.end);
    rejects_.push_back(std::move(row));
  }

  void take_rejects(RowBlock& block, std::uint64_t up_to_row) {
    while (!rejects_.empty() && rejects_.front().row < up_to_row) {
      block.rejects.push_back(std::move(rejects_.front()));
      rejects_.pop_front();
    }
  }

  void take_rows(duckdb::unique_ptr<duckdb::DataChunk> chunk, RowBlock& block) {
    std::size_t count = chunk->size();
    if (given_ + count > rows_.size()) {
      throw Error(ErrorCode::internal, "The CSV reader made rows of a text that was checked before.",
                  "Report this fault.");
    }
    block.row.assign(rows_.begin() + static_cast<std::ptrdiff_t>(given_),
                     rows_.begin() + static_cast<std::ptrdiff_t>(given_ + count));
    block.line.assign(lines_.begin() + static_cast<std::ptrdiff_t>(given_),
                      lines_.begin() + static_cast<std::ptrdiff_t>(given_ + count));
    given_ += count;
    block.columns.resize(columns_);
    for (std::size_t c = 0; c < columns_; ++c) {
      auto& vector = chunk->data[c];
      const auto* texts = duckdb::FlatVector::GetData<duckdb::string_t>(vector);
      const auto& valid = duckdb::FlatVector::Validity(vector);
      auto& cells = block.columns[c];
      cells.resize(count);
      for (std::size_t i = 0; i < count; ++i) {
        if (valid.RowIsValid(i)) cells[i] = Cell(texts[i].GetData(), texts[i].GetSize());
      }
    }
    block.storage = std::shared_ptr<duckdb::DataChunk>(chunk.release());
    take_rejects(block, block.row.back());
  }

  TextStream stream_;
  Dialect dialect_;
  std::size_t columns_;
  RecordScanner scanner_, all_cells_;
  CleanTextReader reader_;
  RowHabits habits_;
  RowKinds kinds_;
  std::string skipped_;            // what may stand before the first character of a row
  std::uint64_t other_table_ = 0;  // line of the header of another table, whose rows these are

  std::string clean_;
  bool reading_ = false;
  bool skipping_ = false;  // within a line that is too long
  std::uint64_t lines_to_skip_ = 0, line_ = 1, row_ = 0;
  std::vector<std::uint64_t> rows_, lines_;  // of the records in clean_
  std::size_t given_ = 0;                    // of them handed out
  std::deque<RejectedRow> rejects_;
};

}  // namespace

std::unique_ptr<FileReader> make_csv_reader(std::unique_ptr<ByteSource> source, FileShape shape,
                                            TableGuess table) {
  return std::make_unique<CsvReader>(std::move(source), std::move(shape), std::move(table));
}

}  // namespace kith::lens
