#include "quality/pattern.h"

#include <algorithm>

#include "base/utf8.h"

namespace kith::quality {
namespace {

constexpr std::uint32_t written_out = 4;

bool in(char32_t c, char32_t low, char32_t high) noexcept { return c >= low && c <= high; }

char32_t ascii_class(char32_t c) noexcept {
  if (in(c, '0', '9')) return '9';
  if (in(c, 'A', 'Z')) return 'A';
  if (in(c, 'a', 'z')) return 'a';
  if (in(c, 0x09, 0x0D)) return U'␣';
  if (c < 0x20 || c == 0x7F) return U'␀';
  return c;
}

// Latin-1 and Latin Extended-A/B: capitals and small letters mostly alternate, with offsets that change by
// block.
bool is_latin_capital(char32_t c) noexcept {
  if (in(c, 0xC0, 0xDE)) return c != 0xD7;
  if (in(c, 0x100, 0x137) || in(c, 0x14A, 0x177)) return c % 2 == 0;
  if (in(c, 0x139, 0x148) || in(c, 0x179, 0x17E)) return c % 2 == 1;
  if (c == 0x178) return true;
  if (in(c, 0x1CD, 0x1DC)) return c % 2 == 1;
  if (in(c, 0x1DE, 0x24F)) return c % 2 == 0;
  if (in(c, 0x1E00, 0x1EFF)) return c % 2 == 0;
  return false;
}

bool is_latin(char32_t c) noexcept {
  return (in(c, 0xC0, 0x24F) && c != 0xD7 && c != 0xF7) || in(c, 0x250, 0x2AF) || in(c, 0x1E00, 0x1EFF);
}

bool is_blank(char32_t c) noexcept {
  return c == 0xA0 || c == 0x1680 || in(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

bool is_invisible(char32_t c) noexcept {
  return in(c, 0x80, 0x9F) || c == 0xAD || in(c, 0x200B, 0x200F) || in(c, 0x202A, 0x202E) ||
         in(c, 0x2060, 0x206F) || c == 0xFEFF || in(c, 0xE000, 0xF8FF);
}

bool is_mark(char32_t c) noexcept { return in(c, 0x300, 0x36F) || in(c, 0xFE00, 0xFE0F); }

bool is_other_letter(char32_t c) noexcept {
  return in(c, 0x370, 0x1FFF) || in(c, 0x2C00, 0x2DFF) || in(c, 0xA4D0, 0xABFF) || in(c, 0xFB00, 0xFDFF) ||
         in(c, 0xFE70, 0xFEFC) || in(c, 0x10000, 0x1EFFF);
}

void append_run(std::string& out, std::string_view symbol, std::uint32_t shortest, std::uint32_t longest) {
  if (shortest == longest && shortest <= written_out) {
    for (std::uint32_t i = 0; i < shortest; ++i) out += symbol;
    return;
  }
  out += symbol;
  out += '{' + std::to_string(shortest);
  if (longest != shortest) out += ',' + std::to_string(longest);
  out += '}';
}

}  // namespace

char32_t pattern_class(char32_t c) noexcept {
  if (c < 0x80) return ascii_class(c);
  if (is_han(c)) return U'汉';
  if (is_latin(c)) return is_latin_capital(c) ? 'A' : 'a';
  if (in(c, 0xFF10, 0xFF19)) return U'９';
  if (in(c, 0xFF21, 0xFF3A) || in(c, 0xFF41, 0xFF5A)) return U'Ａ';
  if (in(c, 0x3040, 0x30FF) || in(c, 0x31F0, 0x31FF) || in(c, 0xFF66, 0xFF9D)) return U'あ';
  if (in(c, 0xAC00, 0xD7A3) || in(c, 0x1100, 0x11FF) || in(c, 0x3131, 0x318E)) return U'가';
  if (is_blank(c)) return U'␣';
  if (is_invisible(c)) return U'␀';
  if (in(c, 0x660, 0x669) || in(c, 0x6F0, 0x6F9) || in(c, 0x966, 0x96F)) return '9';
  if (is_other_letter(c)) return U'ж';
  return c;
}

void shape_of(std::string_view value, Shape& out) {
  out.skeleton.clear();
  out.lengths.clear();
  char32_t last = 0;
  for (std::size_t at = 0; at < value.size();) {
    const char32_t c = next_code_point(value, at);
    if (is_mark(c) && !out.lengths.empty()) continue;  // an accent belongs to its letter
    const char32_t symbol = pattern_class(c);
    if (!out.lengths.empty() && symbol == last) {
      ++out.lengths.back();
      continue;
    }
    if (out.lengths.size() == Shape::max_runs) {
      out.skeleton += "…";
      out.lengths.push_back(1);
      return;
    }
    append_utf8(out.skeleton, symbol);
    out.lengths.push_back(1);
    last = symbol;
  }
}

void RunRange::merge(const RunRange& other) {
  for (std::size_t i = 0; i < shortest.size() && i < other.shortest.size(); ++i) {
    shortest[i] = std::min(shortest[i], other.shortest[i]);
    longest[i] = std::max(longest[i], other.longest[i]);
  }
}

std::string write_pattern(std::string_view skeleton, const RunRange& range) {
  std::string out;
  std::size_t run = 0;
  for (std::size_t at = 0; at < skeleton.size() && run < range.shortest.size(); ++run) {
    const std::size_t begin = at;
    next_code_point(skeleton, at);
    append_run(out, skeleton.substr(begin, at - begin), range.shortest[run], range.longest[run]);
  }
  return out;
}

std::string pattern_of(std::string_view value) {
  Shape shape;
  shape_of(value, shape);
  return write_pattern(shape.skeleton, {shape.lengths, shape.lengths});
}

}  // namespace kith::quality
