#include "base/utf8.h"
#include "service/export/new_files.h"
#include "service/export/row_writer.h"

namespace kith::service {
namespace {

bool needs_quotes(std::string_view text) noexcept {
  bool any = false;
  for (char c : text) any |= c == ',' || c == '"' || c == '\r' || c == '\n';
  return any;
}

void append_cell(std::string& out, std::string_view text, bool lossless) {
  const bool defuse = !lossless && is_formula_like(text);
  if (!text.empty() && !needs_quotes(text)) {
    if (defuse) out.push_back('\'');
    out += text;
    return;
  }
  out.push_back('"');
  if (defuse) out.push_back('\'');
  for (char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

class CsvWriter final : public RowWriter {
 public:
  CsvWriter(NewFiles& files, const std::vector<ExportColumn>& columns, bool lossless)
      : out_(files.add(), files.path()), lossless_(lossless) {
    if (!lossless_) out_.buffer() += csv_byte_order_mark;
    std::vector<Cell> header;
    for (const auto& column : columns) header.emplace_back(column.name);
    write(header);
  }

  void write(std::span<const Cell> row) override {
    append_csv_row(out_.buffer(), row, lossless_, scratch_);
    out_.flush_when_full();
  }

  void finish() override { out_.close(); }

 private:
  ByteWriter out_;
  bool lossless_;
  std::string scratch_;
};

}  // namespace

void append_csv_row(std::string& out, std::span<const Cell> row, bool lossless, std::string& scratch) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) out.push_back(',');
    if (!is_null(row[i])) append_cell(out, as_utf8(row[i], scratch), lossless);
  }
  out += "\r\n";
}

std::unique_ptr<RowWriter> make_csv_writer(NewFiles& files, const std::vector<ExportColumn>& columns,
                                           bool lossless) {
  return std::make_unique<CsvWriter>(files, columns, lossless);
}

std::string_view as_utf8(std::string_view text, std::string& scratch) {
  if (is_ascii(text) || is_utf8(text)) return text;
  scratch.clear();
  for (std::size_t at = 0; at < text.size();) append_utf8(scratch, next_code_point(text, at));
  return scratch;
}

bool is_formula_like(std::string_view text) noexcept {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos) return true;
  if (text[0] != '\xEF') return false;  // the first byte of them all
  for (std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (text.substr(0, wide.size()) == wide) return true;
  }
  return false;
}

}  // namespace kith::service
