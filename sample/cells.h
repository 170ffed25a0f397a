// Cells and strings in the notation of their format.
#pragma once
#include <string>
#include <string_view>

namespace kith::sample {

/// One row of separated cells, ended by end_row. A cell is quoted where it holds the separator, a quote, a
/// line end or a blank at either end (RFC 4180).
class CellRow {
 public:
  explicit CellRow(char separator, std::string_view line_end = "\n")
      : separator_(separator), line_end_(line_end) {}
  void clear() noexcept { text_.clear(); }
  CellRow& cell(std::string_view value);
  const std::string& end_row();
  std::string& text() noexcept { return text_; }

 private:
  char separator_;
  std::string_view line_end_;
  std::string text_;
};

/// "value" with quotes and the escapes of RFC 8259, appended.
void append_json_string(std::string& out, std::string_view value);

/// `"key":"value"`, or `"key":null` for an empty value, with a comma before it unless it is the first of its
/// object.
void append_json_field(std::string& out, std::string_view key, std::string_view value);

/// UTF-8 to GB18030 (ICU). What GB18030 cannot hold does not exist: it covers Unicode.
class Gb18030 {
 public:
  Gb18030();
  ~Gb18030();
  Gb18030(const Gb18030&) = delete;
  Gb18030& operator=(const Gb18030&) = delete;
  /// Valid until the next call.
  std::string_view encode(std::string_view utf8);

 private:
  void* converter_;
  std::u16string wide_;
  std::string bytes_;
};

}  // namespace kith::sample
