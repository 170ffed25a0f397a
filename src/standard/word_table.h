// Small tables of words, for types whose values come from a short list.
#pragma once
#include <array>
#include <span>
#include <string_view>

namespace kith::standard {

struct WordRow {
  std::string_view word;  ///< lower case
  std::string_view value;
};

/// The value of `text` (ASCII in either case) in the table; empty where it is not there. Linear in the rows,
/// which are compared by length first.
inline std::string_view find_word(std::span<const WordRow> rows, std::string_view text) noexcept {
  std::array<char, 32> buffer;
  if (text.size() > buffer.size()) return {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    buffer[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  std::string_view lower(buffer.data(), text.size());
  for (const WordRow& row : rows) {
    if (row.word == lower) return row.value;
  }
  return {};
}

}  // namespace kith::standard
