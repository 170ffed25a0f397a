#include "lens/readers/csv_reader.h"

#include <algorithm>

#include "base/error.h"
#include "lens/readers/block_arena.h"
#include "lens/readers/row_encoding.h"
#include "lens/readers/row_kind.h"
#include "lens/readers/text_stream.h"

namespace kith::lens {
namespace {

// ="00123" is how exports keep Excel from reading 00123 as a number; the formula's value is what was meant.
Cell kept_from_excel(Cell cell) {
  if (cell.size() < 3 || cell[0] != '=' || cell[1] != '"' || cell.back() != '"') return cell;
  const auto inside = cell.substr(2, cell.size() - 3);
  return inside.find('"') == Cell::npos ? inside : cell;
}

constexpr std::size_t piece_bytes = std::size_t{4} << 20;
constexpr std::size_t block_bytes = std::size_t{4} << 20;

class CsvReader final : public FileReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> source, FileShape shape, TableGuess table)
      : stream_(std::move(source), shape.encoding, shape.byte_order_mark),
        dialect_(table.dialect),
        columns_(table.columns.size()),
        scanner_(dialect_, columns_),
        all_cells_(dialect_, 4 * columns_ + 16),
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
    cancel.check();
    block = {};
    block.columns.resize(columns_);
    block_ = &block;
    auto arena = std::make_shared<BlockArena>();
    arena_ = arena.get();
    block.storage = std::move(arena);
    while (block.rows() + block.rejects.size() < rows_per_block(columns_) && arena_->bytes() < block_bytes) {
      if (take_next_record()) continue;
      cancel.check();
      if (!read_more()) break;
    }
    return block.rows() + block.rejects.size() > 0;
  }

  std::uint64_t position() const noexcept override { return stream_.source().position(); }

 private:
  void skip_header() {
    std::string_view text = stream_.text();
    for (; lines_to_skip_ > 0 && at_ < text.size(); --lines_to_skip_, ++line_) {
      std::size_t end = text.find(dialect_.cr_lines ? '\r' : '\n', at_);
      at_ = end == std::string_view::npos ? text.size() : end + 1;
    }
  }

  // The rest of a line that was too long was reported with its beginning.
  void skip_long_line() {
    std::size_t end = stream_.text().find(dialect_.cr_lines ? '\r' : '\n', at_);
    if (end == std::string_view::npos) {
      at_ = stream_.text().size();
      return;
    }
    skipping_ = false;
    ++line_;
    at_ = end + 1;
  }

  // False where the window ends before the next record does.
  bool take_next_record() {
    if (lines_to_skip_ > 0) skip_header();
    if (skipping_) skip_long_line();
    std::string_view text = stream_.text();
    Record record;
    if (at_ >= text.size() || !scanner_.next(text, at_, stream_.ended(), record)) return false;
    take_record(record);
    at_ = record.next;
    return true;
  }

  // Moves the window on; false at the end of the file.
  bool read_more() {
    if (stream_.ended()) return false;
    stream_.forget(at_);
    at_ = fault_ = 0;
    stream_.read_until(stream_.text().size() + piece_bytes);
    return true;
  }

  void take_record(const Record& record) {
    std::uint64_t line = line_;
    line_ += record.lines;
    auto faults = stream_.faults_in(record.begin, record.next, fault_);
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
        keep(text.substr(0, record.wanted_end - record.begin), line);
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
    if (at == std::string_view::npos || (!kinds_.suspicious(text[at]) && !kinds_.in_other_table()))
      return false;
    if (record.fault != RecordFault::none) return false;
    std::vector<std::string> cells;
    for (auto& cell : all_cells_.split(text)) cells.push_back(std::move(cell.text));
    auto reason = kinds_.why_not(cells, line);
    if (!reason) return false;
    reject(line, record, 0, std::move(*reason));
    return true;
  }

  void begin_row(std::uint64_t line) {
    block_->row.push_back(row_);
    block_->line.push_back(line);
  }

  void keep_cells(const std::vector<RecordCell>& cells, std::uint64_t line) {
    begin_row(line);
    for (std::size_t i = 0; i < columns_; ++i) {
      block_->columns[i].push_back(cells[i].null ? null_cell : kept_from_excel(arena_->keep(cells[i].text)));
    }
  }

  void keep(std::string_view record, std::uint64_t line) {
    begin_row(line);
    scanner_.split(arena_->keep_bytes(record), cells_);
    for (std::size_t i = 0; i < columns_; ++i) block_->columns[i].push_back(kept_from_excel(cells_[i]));
  }

  void reject(std::uint64_t line, const Record& record, std::size_t cell, Text reason) {
    RejectedRow row;
    row.row = row_;
    row.line = line;
    if (cell > 0 && cell <= columns_) row.column = shape_.columns[cell - 1];
    row.reason = std::move(reason);
    row.raw = stream_.raw(record.begin, record.end);
    block_->rejects.push_back(std::move(row));
  }

  TextStream stream_;
  Dialect dialect_;
  std::size_t columns_;
  RecordScanner scanner_, all_cells_;
  RowHabits habits_;
  RowKinds kinds_;
  std::string skipped_;  // what may stand before the first character of a row

  std::size_t at_ = 0;     // in the window: what is not read yet
  std::size_t fault_ = 0;  // of the window's faults: what was passed
  bool skipping_ = false;  // within a line that is too long
  std::uint64_t lines_to_skip_ = 0, line_ = 1, row_ = 0;
  std::vector<Cell> cells_;      // of the record just split
  RowBlock* block_ = nullptr;    // being filled
  BlockArena* arena_ = nullptr;  // its storage
};

}  // namespace

std::unique_ptr<FileReader> make_csv_reader(std::unique_ptr<ByteSource> source, FileShape shape,
                                            TableGuess table) {
  return std::make_unique<CsvReader>(std::move(source), std::move(shape), std::move(table));
}

}  // namespace kith::lens
