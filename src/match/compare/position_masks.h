// For each character of a text of at most 64, the bit set of the places where it stands.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace kith::match {

/// Characters below 256 are looked up directly; others by a linear probe of 128 slots (at most 64 are used).
class PositionMasks {
 public:
  explicit PositionMasks(std::span<const char32_t> text) noexcept {
    low_.fill(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if (text[i] < 256) {
        low_[text[i]] |= bit;
      } else {
        if (!has_high_) clear_high();
        Slot& slot = slots_[find(text[i])];
        slot.point = text[i];
        slot.mask |= bit;
      }
    }
  }

  std::uint64_t of(char32_t c) const noexcept {
    if (c < 256) return low_[c];
    return has_high_ ? slots_[find(c)].mask : 0;
  }

 private:
  struct Slot {
    char32_t point;
    std::uint64_t mask;
  };

  void clear_high() noexcept {
    slots_.fill({0, 0});
    has_high_ = true;
  }

  std::size_t find(char32_t c) const noexcept {
    std::size_t at = (c * 0x9E3779B1u) >> 25;
    while (slots_[at].mask != 0 && slots_[at].point != c) at = (at + 1) & 127;
    return at;
  }

  std::array<std::uint64_t, 256> low_;
  std::array<Slot, 128> slots_;
  bool has_high_ = false;
};

}  // namespace kith::match
