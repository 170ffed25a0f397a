// Text as an array of code points on the stack, for the kernels that compare characters.
#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "base/utf8.h"

namespace kith::match {

/// The first 64 code points of a text: the bit-parallel kernels work on one machine word. Longer texts are
/// compared by their first 64 characters.
class CodePoints {
 public:
  static constexpr std::size_t limit = 64;

  explicit CodePoints(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size() && size_ < limit) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte < 0x80) {
        points_[size_++] = byte;
        ++at;
      } else {
        points_[size_++] = next_code_point(text, at);
      }
    }
  }

  std::size_t size() const noexcept { return size_; }
  char32_t operator[](std::size_t i) const noexcept { return points_[i]; }
  operator std::span<const char32_t>() const noexcept { return {points_.data(), size_}; }

 private:
  std::array<char32_t, limit> points_;
  std::size_t size_ = 0;
};

}  // namespace kith::match
