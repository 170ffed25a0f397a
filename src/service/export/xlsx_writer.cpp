#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <xlsxwriter.h>

#include "base/error.h"
#include "base/utf8.h"
#include "service/export/new_files.h"
#include "service/export/row_writer.h"

namespace kith::service {
namespace {

constexpr std::size_t longest_text = 32767;  // UTF-16 units in a cell: Excel specifications and limits
constexpr std::size_t most_columns = 16384;
constexpr std::uint64_t measured_rows = 500;  // whose texts decide how wide the columns are
constexpr std::size_t widest = 48;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// "_x0041_" in a cell is read as "A": the format's own escape (ECMA-376 part 1, 22.9.2.19).
bool is_escape(std::string_view text, std::size_t at) {
  return text.size() - at >= 7 && text[at] == '_' && text[at + 1] == 'x' && is_hex(text[at + 2]) &&
         is_hex(text[at + 3]) && is_hex(text[at + 4]) && is_hex(text[at + 5]) && text[at + 6] == '_';
}

// What XML cannot hold, even escaped.
bool is_forbidden(char32_t c) { return c == 0 || c == 0xFFFE || c == 0xFFFF; }

class XlsxWriter final : public RowWriter {
 public:
  XlsxWriter(NewFiles& files, const std::vector<ExportColumn>& columns, bool lossless,
             const WorkbookLimits& limits)
      : files_(files), limits_(limits), folder_(std::filesystem::path(files.path()).parent_path().string()) {
    if (columns.size() > most_columns) {
      throw Error(
          ErrorCode::bad_input,
          Text("A spreadsheet has no room for {count} columns.", {{"count", std::to_string(columns.size())}}),
          "Export as CSV, NDJSON or Parquet.");
    }
    if (folder_.empty()) folder_ = ".";
    for (const auto& column : columns) header_.push_back(lossless ? column.name : column.label);
    open();
  }
  ~XlsxWriter() override { abandon(); }

  void write(std::span<const Cell> row) override {
    if (rows_ == limits_.rows || bytes_ >= limits_.bytes) {
      close();
      open();
    }
    ++rows_;
    errno = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (is_null(row[i])) continue;
      const char* text = printable(row[i]);
      if (rows_ <= measured_rows) widths_[i] = std::max(widths_[i], display_width(text_));
      bytes_ += text_.size();
      put(static_cast<lxw_row_t>(rows_), i, text, nullptr);
    }
    check_rows();
  }

  void finish() override { close(); }
  std::uint64_t shortened() const override { return shortened_; }

 private:
  void open() {
    auto file = files_.add();
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir =
        folder_.data();  // rows wait there, in a file without a name, until the workbook is closed
    errno = 0;
    workbook_ = workbook_new_opt(file.c_str(), &options);
    sheet_ = workbook_ != nullptr ? workbook_add_worksheet(workbook_, nullptr) : nullptr;
    if (sheet_ == nullptr || sheet_->optimize_tmpfile == nullptr) fail();
    auto* bold = workbook_add_format(workbook_);
    format_set_bold(bold);
    format_set_bg_color(bold, 0xE8EEF7);
    format_set_bottom(bold, LXW_BORDER_THIN);
    worksheet_freeze_panes(sheet_, 1, 0);
    rows_ = 0;
    bytes_ = 0;
    widths_.clear();
    for (std::size_t i = 0; i < header_.size(); ++i) {
      put(0, i, printable(header_[i]), bold);
      widths_.push_back(display_width(header_[i]));
    }
  }

  void put(lxw_row_t row, std::size_t column, const char* text, lxw_format* format) {
    if (worksheet_write_string(sheet_, row, static_cast<lxw_col_t>(column), text, format) != LXW_NO_ERROR)
      fail();
  }

  void close() {
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      auto width = static_cast<double>(std::clamp<std::size_t>(widths_[i], 6, widest)) + 2;
      worksheet_set_column(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), width, nullptr);
    }
    if (!widths_.empty()) {
      worksheet_autofilter(sheet_, 0, 0, static_cast<lxw_row_t>(rows_),
                           static_cast<lxw_col_t>(widths_.size() - 1));
    }
    errno = 0;
    std::fflush(sheet_->optimize_tmpfile);
    check_rows();
    auto* workbook = std::exchange(workbook_, nullptr);
    sheet_ = nullptr;
    errno = 0;
    if (workbook_close(workbook) != LXW_NO_ERROR) fail();
  }

  void abandon() noexcept {
    if (workbook_ == nullptr) return;
    if (sheet_ != nullptr && sheet_->optimize_tmpfile != nullptr) {
      // Only the assembly of a workbook closes it; it has no name, so it is gone with this.
      std::fclose(sheet_->optimize_tmpfile);
      sheet_->optimize_tmpfile = nullptr;
    }
    lxw_workbook_free(workbook_);
    workbook_ = nullptr;
  }

  // The library writes the rows without looking whether the disk takes them.
  void check_rows() {
    if (std::ferror(sheet_->optimize_tmpfile) != 0) fail();
  }

  [[noreturn]] void fail() const { throw_system_error(errno != 0 ? errno : EIO, files_.path()); }

  // Fills text_ with what the cell shows, and a zero behind.
  const char* printable(std::string_view cell) {
    if (cell.size() <= longest_text && cell.find("_x") == std::string_view::npos && is_plain(cell)) {
      text_ = cell;
      return text_.c_str();
    }
    text_.clear();
    std::size_t units = 0;
    for (std::size_t at = 0; at < cell.size();) {
      bool escape = is_escape(cell, at);
      std::size_t next = at;
      char32_t c = next_code_point(cell, next);
      std::size_t needed = (c > 0xFFFF ? 2 : 1) + (escape ? 7 : 0);
      if (units + needed > longest_text - (next < cell.size() ? 1 : 0)) {
        text_ += "…";
        ++shortened_;
        break;
      }
      units += needed;
      if (escape) text_ += "_x005F";
      append_utf8(text_, is_forbidden(c) ? 0xFFFD : c);
      at = next;
    }
    return text_.c_str();
  }

  static bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
  }

  NewFiles& files_;
  WorkbookLimits limits_;
  std::string folder_, text_;
  std::vector<std::string> header_;
  std::vector<std::size_t> widths_;
  lxw_workbook* workbook_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  std::uint64_t rows_ = 0, bytes_ = 0, shortened_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> make_xlsx_writer(NewFiles& files, const std::vector<ExportColumn>& columns,
                                            bool lossless, const WorkbookLimits& limits) {
  return std::make_unique<XlsxWriter>(files, columns, lossless, limits);
}

}  // namespace kith::service
