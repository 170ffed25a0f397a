// UTF-8 text: validity, code points, display width. No locale.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kith {

/// The offset of the first byte that is not part of well-formed UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, at most U+10FFFF); npos when the whole text is well formed.
std::size_t first_invalid_utf8(std::string_view text) noexcept;

inline bool is_utf8(std::string_view text) noexcept {
  return first_invalid_utf8(text) == std::string_view::npos;
}

inline bool is_ascii(std::string_view text) noexcept {
  unsigned char all = 0;
  for (char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

/// Reads the code point at `at` and moves `at` past it. A malformed byte reads as U+FFFD and is one byte
/// long. REQUIRES at < text.size().
char32_t next_code_point(std::string_view text, std::size_t& at) noexcept;

void append_utf8(std::string& out, char32_t code_point);

std::size_t count_code_points(std::string_view text) noexcept;

/// A Chinese character (CJK unified ideographs with extensions and compatibility forms, and 〇).
bool is_han(char32_t c) noexcept;

/// Columns the text takes in a terminal: 2 for wide East Asian characters, 0 for combining marks, 1 else.
std::size_t display_width(std::string_view text) noexcept;

}  // namespace kith
