#include "lens/readers/xlsx_reader.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/utf8.h"
#include "lens/readers/block_arena.h"
#include "lens/readers/row_kind.h"
#include "lens/readers/xlsx_book.h"
#include "lens/readers/xlsx_header.h"

namespace kith::lens {
namespace {

constexpr std::size_t top_rows = 60;

// What a first pass over a sheet finds.
struct SheetSurvey {
  std::vector<SheetRow> top;
  std::vector<MergedArea> merged;
  std::size_t columns = 0;
  std::uint64_t last_row = 0;
};

// `header_row`: where somebody says the header stands; 0: nobody does.
SheetSurvey survey(const XlsxBook& book, const XlsxBook::Sheet& sheet, std::uint64_t header_row) {
  SheetSurvey found;
  auto stream = book.open(sheet);
  stream->keep_merged_up_to(header_row + top_rows);
  SheetRow row;
  while (stream->next(row)) {
    found.columns = std::max(found.columns, row.cells.back().column + 1);
    found.last_row = row.number;
    if (row.number < header_row) continue;
    if (found.top.size() < top_rows) found.top.push_back(row);
    if (found.top.size() == top_rows) stream->keep_merged_up_to(found.top.back().number);
  }
  found.merged = stream->merged();
  return found;
}

class XlsxReader final : public FileReader {
 public:
  XlsxReader(const std::string& path, FileShape shape, const ReadOptions& options) : book_(path) {
    shape_ = std::move(shape);
    shape_.encoding = "UTF-8";
    choose_sheet(options);
    stream_ = book_.open(*sheet_);
  }

  bool next(RowBlock& block, const Cancel& cancel) override {
    cancel.check();
    block = {};
    auto arena = std::make_shared<BlockArena>();
    block.columns.resize(shape_.columns.size());
    SheetRow row;
    const std::size_t block_rows = rows_per_block(shape_.columns.size());
    while (block.rows() + block.rejects.size() < block_rows && stream_->next(row)) {
      if (row.number <= header_.last_row) continue;
      ++row_;
      if (!reject(row, block) && !set_aside(row, block)) take(row, *arena, block);
    }
    block.storage = std::move(arena);
    return block.rows() > 0 || !block.rejects.empty();
  }

  std::uint64_t position() const noexcept override {
    return static_cast<std::uint64_t>(std::llround(stream_->share() * static_cast<double>(shape_.bytes)));
  }

 private:
  // The sheet that was named; else the first with rows below a header: visible ones first, and before a sheet
  // of one column, which more often says how to fill in the others.
  void choose_sheet(const ReadOptions& options) {
    bool named = options.sheet.has_value(), only_header = false;
    for (bool hidden : {false, true}) {
      if (sheet_ != nullptr) break;
      for (const auto& sheet : book_.sheets()) {
        if (named ? sheet.name != *options.sheet : sheet.hidden != hidden) continue;
        SheetSurvey found = survey(book_, sheet, options.header_line.value_or(0));
        if (found.top.empty()) continue;
        if (options.header_line && found.top.front().number != *options.header_line) {
          if (named) refuse_header_line(*options.header_line);
          continue;
        }
        auto header =
            find_header(found.top, found.merged, found.columns, options.header, options.header_line);
        only_header = true;
        const bool has_rows = found.last_row > header.last_row;
        if (sheet_ == nullptr) header_ = header;  // the line that is said where no sheet has rows
        if (!has_rows || (sheet_ != nullptr && header.names.size() < 2)) continue;
        choose(sheet, found, std::move(header));
        if (named || header_.names.size() > 1) return;
      }
    }
    if (sheet_ != nullptr) return;
    if (options.header_line && !only_header) refuse_header_line(*options.header_line);
    refuse(named ? *options.sheet : std::string(), only_header);
  }

  void choose(const XlsxBook::Sheet& sheet, const SheetSurvey& found, SheetHeader header) {
    header_ = std::move(header);
    sheet_ = &sheet;
    shape_.sheet = sheet.name;
    shape_.columns = header_.names;
    shape_.header = header_.header;
    shape_.header_line = header_.header_row;
    // As the last level of the header writes them: that is what a later page repeats.
    std::vector<std::string> cells;
    for (const auto& row : found.top) {
      if (header_.header && row.number == header_.last_row) cells = cells_of(row);
    }
    kinds_ = RowKinds(std::move(cells));
  }

  std::vector<std::string> cells_of(const SheetRow& row) const {
    std::vector<std::string> cells(shape_.columns.size());
    for (const auto& cell : row.cells) cells[cell.column] = cell.text;
    return cells;
  }

  [[noreturn]] void refuse_header_line(std::uint64_t line) const {
    throw Error(ErrorCode::bad_input,
                Text("Row {line} of {path} is empty: no header stands there.",
                     {{"line", std::to_string(line)}, {"path", book_.path()}}),
                "Count the rows as the spreadsheet numbers them.", {book_.path(), line, {}});
  }

  [[noreturn]] void refuse(const std::string& sheet, bool only_header) const {
    const std::string& path = book_.path();
    std::string names;
    bool known = sheet.empty();
    for (const auto& each : book_.sheets()) {
      names += (names.empty() ? "" : ", ") + each.name;
      known |= each.name == sheet;
    }
    if (!known) {
      throw Error(ErrorCode::bad_input,
                  Text("{path} has no sheet {sheet}.", {{"path", path}, {"sheet", sheet}}),
                  Text("Its sheets are: {names}.", {{"names", names}}), {path, 0, {}});
    }
    throw Error(ErrorCode::bad_input,
                only_header ? Text("{path} holds a header and no rows.", {{"path", path}})
                            : Text("{path} has no sheet with rows.", {{"path", path}}),
                "Export the file again with its rows.", {path, only_header ? header_.header_row : 0, {}});
  }

  void take(const SheetRow& row, BlockArena& arena, RowBlock& block) {
    for (auto& column : block.columns) column.push_back(null_cell);
    for (const auto& cell : row.cells) block.columns[cell.column].back() = arena.keep(cell.text);
    block.row.push_back(row_);
    block.line.push_back(row.number);
  }

  bool reject(const SheetRow& row, RowBlock& block) const {
    for (const auto& cell : row.cells) {
      bool nul = cell.text.find('\0') != std::string::npos;
      if (!nul && is_utf8(cell.text)) continue;
      keep_reject(row, shape_.columns[cell.column],
                  nul ? Text("a NUL character in the row")
                      : Text("bytes that are no text in {encoding}", {{"encoding", "UTF-8"}}),
                  block);
      return true;
    }
    return false;
  }

  // Rows that are none of the table's.
  bool set_aside(const SheetRow& row, RowBlock& block) {
    const auto first = std::find_if(row.cells.begin(), row.cells.end(),
                                    [](const SheetCell& cell) { return !cell.text.empty(); });
    if (first == row.cells.end() || (!kinds_.suspicious(first->text[0]) && !kinds_.in_other_table()))
      return false;
    auto reason = kinds_.why_not(cells_of(row), row.number);
    if (!reason) return false;
    keep_reject(row, {}, std::move(*reason), block);
    return true;
  }

  void keep_reject(const SheetRow& row, std::string column, Text reason, RowBlock& block) const {
    RejectedRow rejected;
    rejected.row = row_;
    rejected.line = row.number;
    rejected.column = std::move(column);
    rejected.reason = std::move(reason);
    for (const auto& each : row.cells) rejected.raw += (rejected.raw.empty() ? "" : "\t") + each.text;
    rejected.raw.resize(std::min<std::size_t>(rejected.raw.size(), 64 << 10));
    block.rejects.push_back(std::move(rejected));
  }

  XlsxBook book_;
  const XlsxBook::Sheet* sheet_ = nullptr;
  SheetHeader header_;
  RowKinds kinds_{{}};
  std::unique_ptr<SheetStream> stream_;
  std::uint64_t row_ = 0;
};

}  // namespace

std::unique_ptr<FileReader> make_xlsx_reader(const std::string& path, FileShape shape,
                                             const ReadOptions& options) {
  return std::make_unique<XlsxReader>(path, std::move(shape), options);
}

std::vector<std::string> xlsx_sheets(const std::string& path, const ReadOptions& options) {
  XlsxBook book(path);
  std::vector<std::string> names;
  for (const auto& sheet : book.sheets()) {
    if (sheet.hidden) continue;
    auto found = survey(book, sheet, 0);
    if (found.top.empty()) continue;
    auto header = find_header(found.top, found.merged, found.columns, options.header);
    if (found.last_row > header.last_row) names.push_back(sheet.name);
  }
  return names;
}

}  // namespace kith::lens
