// Characters of text that is known to be well formed, as take() gives it (clean.h): read without checking
// again.
#pragma once
#include <bitset>
#include <cstddef>
#include <string_view>

namespace kith::standard {

/// The character at `at`, and `at` past it. REQUIRES well-formed UTF-8 and at < text.size(); never reads past
/// the end whatever the bytes.
inline char32_t next_tidy(std::string_view text, std::size_t& at) noexcept {
  auto byte = [&](std::size_t i) -> char32_t { return static_cast<unsigned char>(text[i]); };
  char32_t lead = byte(at);
  if (lead < 0x80) return text[at++] & 0x7F;
  std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (at + length > text.size()) length = text.size() - at;
  char32_t c = lead & (0x3Fu >> (length - 1));
  for (std::size_t i = 1; i < length; ++i) c = c << 6 | (byte(at + i) & 0x3F);
  at += length;
  return c;
}

/// A set of characters of the basic Chinese block (U+4E00–U+9FFF), from text that holds them; others are not
/// taken in.
class HanSet {
 public:
  HanSet() = default;
  explicit HanSet(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) add(next_tidy(text, at));
  }
  void add(char32_t c) {
    if (c >= 0x4E00 && c < 0xA000) has_.set(c - 0x4E00);
  }
  bool has(char32_t c) const noexcept { return c >= 0x4E00 && c < 0xA000 && has_[c - 0x4E00]; }

 private:
  std::bitset<0x5200> has_;
};

/// The first character of `text`, 0 where it is empty. REQUIRES well-formed UTF-8.
inline char32_t first_tidy(std::string_view text) noexcept {
  std::size_t at = 0;
  return text.empty() ? 0 : next_tidy(text, at);
}

/// The last character of `text`, 0 where it is empty. REQUIRES well-formed UTF-8.
inline char32_t last_tidy(std::string_view text) noexcept {
  if (text.empty()) return 0;
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return next_tidy(text, at);
}

}  // namespace kith::standard
