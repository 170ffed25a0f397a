// Writing for people: aligned tables, colours on a terminal and none in a pipe, progress on stderr.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/text.h"

namespace kith::cli {

enum class Style { plain, bold, dim, good, warning, bad };

/// True where that file descriptor is a terminal and NO_COLOR is not set.
bool colours(int descriptor) noexcept;
/// Columns of the terminal on stdout; 100 where it is none.
int terminal_width() noexcept;
std::string styled(std::string_view text, Style style, bool colour);
/// Cut to `width` columns with an ellipsis.
std::string shortened(std::string_view text, std::size_t width);
/// Line breaks and control characters made visible, so that a value cannot write on the terminal.
std::string harmless(std::string_view text);

/// A table, column by column as wide as its widest cell.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
    std::size_t most = 60;  ///< columns of the terminal; longer cells are shortened
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string print(bool colour) const;
  bool empty() const noexcept { return rows_.empty(); }

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// A line on stderr that is written over: phase, share, rate, time left. Silent where stderr is no terminal.
class TerminalProgress final : public Progress {
 public:
  TerminalProgress(Language language, bool silent);
  ~TerminalProgress() override;
  void phase(Text name, std::uint64_t total) override;
  void at(std::uint64_t done) override;
  void done() override;

 private:
  void draw(std::uint64_t done);
  void clear();

  Language language_;
  bool silent_, drawn_ = false;
  std::string name_;
  std::uint64_t total_ = 0;
  std::chrono::steady_clock::time_point begun_, last_;
};

}  // namespace kith::cli
