#include "lens/readers/row_encoding.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/utf8.h"
#include "lens/readers/sniff.h"
#include "lens/readers/text_decoder.h"

namespace kith::lens {
namespace {

// Text of another encoding holds a pair of bytes that UTF-8 would allow now and then; damaged UTF-8 holds
// characters mostly.
bool is_damaged_utf8(std::string_view text) {
  std::size_t characters = 0, bad = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t before = at;
    if (next_code_point(text, at) < 0x80) continue;
    ++(at > before + 1 ? characters : bad);
  }
  return characters * 2 > bad;
}

// A letter of a Western page amid or beside ASCII letters, as accents stand in names.
bool looks_western(std::string_view cell) {
  for (std::size_t i = 0; i < cell.size(); ++i) {
    auto byte = static_cast<unsigned char>(cell[i]);
    if (byte < 0x80) continue;
    auto letter = [&](std::size_t k) {
      return k < cell.size() && std::isalpha(static_cast<unsigned char>(cell[k]));
    };
    if (byte < 0xC0 || byte == 0xD7 || byte == 0xF7 || (!letter(i + 1) && !(i > 0 && letter(i - 1))))
      return false;
  }
  return true;
}

std::optional<std::string> decoded(std::string_view cell, const char* encoding) {
  std::string text;
  std::vector<TextFault> faults;
  TextDecoder::make(encoding)->decode(cell, true, text, faults);
  if (!faults.empty()) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> mend_row_encoding(std::string_view raw, char delimiter) {
  if (raw.find('\0') != std::string_view::npos || static_cast<unsigned char>(delimiter) >= 0x40)
    return std::nullopt;
  std::string foreign, mended;
  for (std::size_t at = 0; at <= raw.size();) {
    std::size_t end = std::min(raw.find(delimiter, at), raw.size());
    std::string_view cell = raw.substr(at, end - at);
    if (!is_utf8(cell)) {
      if (is_damaged_utf8(cell)) return std::nullopt;
      foreign += cell;
      foreign += '\n';
    }
    at = end + 1;
  }
  bool chinese = guess_encoding(foreign, true).encoding == "GB18030";
  if (!chinese && !looks_western(foreign)) return std::nullopt;
  for (std::size_t at = 0; at <= raw.size();) {
    std::size_t end = std::min(raw.find(delimiter, at), raw.size());
    std::string_view cell = raw.substr(at, end - at);
    if (is_utf8(cell)) {
      mended += cell;
    } else {
      auto text = decoded(cell, chinese ? "GB18030" : "windows-1252");
      if (!text) return std::nullopt;
      mended += *text;
    }
    if (end < raw.size()) mended += delimiter;
    at = end + 1;
  }
  return mended;
}

}  // namespace kith::lens
