// Any script in plain lower-case Latin letters, character by character: 张伟 → "zhangwei", Müller → "muller".
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kith::match {

/// The reading of each character is asked of ICU once (Any-Latin, Latin-ASCII, Lower) and kept; a Han
/// character has its commonest reading, without tone. Digits stay; what is neither letter nor digit becomes
/// nothing. Not thread-safe while it learns: make it, feed it every value with learn(), then share it.
class Romanizer {
 public:
  /// Reads all characters of `values` that are not ASCII. O(total length), plus one ICU call for all new
  /// characters.
  void learn(std::span<const std::string_view> values);

  /// The letters and digits of `text`, run together. A character never learned is left out. Where scripts
  /// are mixed, letters that look Latin are read as such (look_alikes.h).
  std::string fold(std::string_view text) const;

 private:
  std::string read(std::string_view text) const;

  std::unordered_map<char32_t, std::string> readings_;
};

/// True where any character is Han.
bool has_han(std::string_view text) noexcept;

}  // namespace kith::match
