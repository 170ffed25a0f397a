// Small tables of words, for types whose values come from a short list.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace kith::standard {

struct WordRow {
  std::string_view word;  ///< lower case, at most 31 bytes
  std::string_view value;
};

/// The lengths that occur for each first byte of a table, as bits: most words are refused by these alone.
template <const auto& rows>
inline constexpr std::array<std::uint32_t, 256> lengths_by_first_byte = [] {
  std::array<std::uint32_t, 256> lengths{};
  for (const WordRow& row : rows) lengths[static_cast<unsigned char>(row.word[0])] |= 1u << row.word.size();
  return lengths;
}();

/// The value of `text` (ASCII in either case) in the table `rows`, an array of static duration; empty where
/// it is not there.
template <const auto& rows>
std::string_view find_word(std::string_view text) noexcept {
  std::array<char, 32> buffer;
  if (text.empty() || text.size() >= buffer.size()) return {};
  auto lower_of = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  auto first = static_cast<unsigned char>(lower_of(text[0]));
  if ((lengths_by_first_byte<rows>[first] >> text.size() & 1) == 0) return {};
  for (std::size_t i = 0; i < text.size(); ++i) buffer[i] = lower_of(text[i]);
  std::string_view lower(buffer.data(), text.size());
  for (const WordRow& row : rows) {
    if (row.word == lower) return row.value;
  }
  return {};
}

}  // namespace kith::standard
