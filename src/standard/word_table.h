// Small tables of words, for types whose values come from a short list.
#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace kith::standard {

struct WordRow {
  std::string_view word;  ///< lower case, at most 31 bytes
  std::string_view value;
};

/// The rows of a table by a hash of four of their bytes, in slots at most half full; 0 is an empty slot, else
/// the row's number and one. The lengths that occur for each first byte, as bits, refuse most words before
/// that.
template <const auto& rows>
struct WordIndex {
  static constexpr std::size_t slots_used = std::bit_ceil(std::size(rows) * 2);

  static constexpr std::size_t slot_of(std::string_view word) noexcept {
    auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(word[i])); };
    std::size_t mixed = byte(0) * 0x9E5 + byte(word.size() / 2) * 0x2C1B + byte(word.size() - 1) * 0x161 +
                        byte(word.size() / 4) * 0x713 + word.size() * 0x3D;
    return (mixed ^ mixed >> 7) & (slots_used - 1);
  }

  std::array<std::uint32_t, 256> lengths{};
  std::array<std::uint16_t, slots_used> slots{};

  constexpr WordIndex() {
    for (std::size_t i = 0; i < std::size(rows); ++i) {
      std::string_view word = rows[i].word;
      lengths[static_cast<unsigned char>(word[0])] |= 1u << word.size();
      std::size_t slot = slot_of(word);
      while (slots[slot] != 0) slot = (slot + 1) & (slots_used - 1);
      slots[slot] = static_cast<std::uint16_t>(i + 1);
    }
  }
};
template <const auto& rows>
inline constexpr WordIndex<rows> word_index{};

/// The value of `text` (ASCII in either case) in the table `rows`, an array of static duration; empty where
/// it is not there. Of equal words the first row counts.
template <const auto& rows>
std::string_view find_word(std::string_view text) noexcept {
  constexpr const WordIndex<rows>& index = word_index<rows>;
  std::array<char, 32> buffer;
  if (text.empty() || text.size() >= buffer.size()) return {};
  auto lower_of = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  auto first = static_cast<unsigned char>(lower_of(text[0]));
  if ((index.lengths[first] >> text.size() & 1) == 0) return {};
  for (std::size_t i = 0; i < text.size(); ++i) buffer[i] = lower_of(text[i]);
  std::string_view lower(buffer.data(), text.size());
  std::size_t slot = index.slot_of(lower);
  for (; index.slots[slot] != 0; slot = (slot + 1) & (index.slots_used - 1)) {
    const WordRow& row = rows[index.slots[slot] - 1u];
    if (row.word == lower) return row.value;
  }
  return {};
}

}  // namespace kith::standard
