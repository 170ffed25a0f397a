#include "cli/terminal.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

namespace kith::cli {
namespace {

std::string duration(double seconds) {
  auto whole = static_cast<long>(seconds + 0.5);
  char text[32];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  }
  return text;
}

std::string amount(double number) {
  const char* unit = "";
  for (const char* next : {"k", "M", "G", "T"}) {
    if (number < 1000) break;
    number /= 1000;
    unit = next;
  }
  char text[32];
  std::snprintf(text, sizeof text, number < 10 && *unit != '\0' ? "%.1f%s" : "%.0f%s", number, unit);
  return text;
}

}  // namespace

bool colours(int descriptor) noexcept {
  const char* no_colour = std::getenv("NO_COLOR");
  return ::isatty(descriptor) != 0 && (no_colour == nullptr || *no_colour == '\0');
}

int terminal_width() noexcept {
  struct ::winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 100;
}

std::string styled(std::string_view text, Style style, bool colour) {
  if (!colour || style == Style::plain) return std::string(text);
  const char* code = style == Style::bold      ? "1"
                     : style == Style::dim     ? "2"
                     : style == Style::good    ? "32"
                     : style == Style::warning ? "33"
                                               : "31";
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::string harmless(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c == '\n') {
      out += "⏎";
    } else if (c == '\t') {
      out += " ";
    } else if (c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
               (c >= 0x2066 && c <= 0x2069)) {
      out += "�";
    } else {
      append_utf8(out, c);
    }
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    auto begin = at;
    next_code_point(text, at);
    auto piece = text.substr(begin, at - begin);
    auto wide = display_width(piece);
    if (used + wide + 1 > width) break;
    used += wide;
    out += piece;
  }
  return out + "…";
}

std::string Table::print(bool colour) const {
  std::vector<std::size_t> widths;
  std::vector<std::vector<std::string>> shown;
  for (const auto& column : columns_) widths.push_back(display_width(column.title));
  for (const auto& row : rows_) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      cells.push_back(i < row.size() ? shortened(harmless(row[i]), columns_[i].most) : std::string());
      widths[i] = std::max(widths[i], display_width(cells.back()));
    }
    shown.push_back(std::move(cells));
  }
  std::string out;
  auto line = [&](const std::vector<std::string>& cells, Style style) {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      std::string padding(widths[i] - display_width(cells[i]), ' ');
      bool last = i + 1 == columns_.size();
      if (columns_[i].align == Align::right) {
        text += padding + cells[i];
      } else {
        text += cells[i] + (last ? "" : padding);
      }
      if (!last) text += "  ";
    }
    out += styled(text, style, colour) + "\n";
  };
  std::vector<std::string> titles;
  for (const auto& column : columns_) titles.push_back(column.title);
  line(titles, Style::bold);
  for (const auto& row : shown) line(row, Style::plain);
  return out;
}

TerminalProgress::TerminalProgress(Language language, bool silent)
    : language_(language), silent_(silent || ::isatty(STDERR_FILENO) == 0) {}

TerminalProgress::~TerminalProgress() { clear(); }

void TerminalProgress::phase(Text name, std::uint64_t total) {
  if (silent_) return;
  name_ = name.render(language_);
  total_ = total;
  begun_ = std::chrono::steady_clock::now();
  last_ = begun_ - std::chrono::seconds(1);
  draw(0);
}

void TerminalProgress::at(std::uint64_t done) {
  if (silent_) return;
  auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::milliseconds(100)) return;
  draw(done);
}

void TerminalProgress::draw(std::uint64_t done) {
  last_ = std::chrono::steady_clock::now();
  double seconds = std::chrono::duration<double>(last_ - begun_).count();
  std::string line = name_;
  if (total_ > 0) {
    double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
    constexpr int cells = 24;
    int full = static_cast<int>(share * cells);
    line += "  ";
    for (int i = 0; i < cells; ++i) line += i < full ? "█" : "░";
    line += "  " + std::to_string(static_cast<int>(share * 100)) + "%";
  }
  if (done > 0 && seconds > 0.2) {
    line += "  " + amount(static_cast<double>(done) / seconds) + "/s";
    if (total_ > done) {
      double left = seconds * static_cast<double>(total_ - done) / static_cast<double>(done);
      line += "  " + Text("{time} left", {{"time", duration(left)}}).render(language_);
    }
  }
  std::fprintf(stderr, "\r\033[K%s", shortened(line, static_cast<std::size_t>(terminal_width()) - 1).c_str());
  std::fflush(stderr);
  drawn_ = true;
}

void TerminalProgress::clear() {
  if (!drawn_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

void TerminalProgress::done() { clear(); }

}  // namespace kith::cli
