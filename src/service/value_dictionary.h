// Numbers for the distinct values of a column.
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/text_list.h"

namespace kith::service {

/// Gives each distinct value a number, from 1 on. The bytes stand in `values`, the column's own list, which
/// begins with the empty text of null and must outlive this; here are numbers only, each beside half of its
/// value's hash, so that other values are seldom looked at. O(1) a value.
class ValueDictionary {
 public:
  explicit ValueDictionary(TextList& values) : values_(values), slots_(1024) {}

  std::uint32_t id_of(std::string_view value) { return id_of(value, half_of(value)); }

  /// Appends the numbers of many values, 0 for an empty one. What is far apart in memory is asked for ahead.
  void ids_of(std::span<const std::string_view> values, std::vector<std::uint32_t>& ids) {
    constexpr std::size_t ahead = 16;
    hashes_.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) hashes_[i] = half_of(values[i]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i + 3 * ahead < values.size()) __builtin_prefetch(&slots_[hashes_[i + 3 * ahead] & mask()]);
      if (i + 2 * ahead < values.size())
        __builtin_prefetch(values_.place(slots_[hashes_[i + 2 * ahead] & mask()].id));
      if (i + ahead < values.size()) {
        const Slot& slot = slots_[hashes_[i + ahead] & mask()];
        if (slot.half == hashes_[i + ahead]) __builtin_prefetch(values_[slot.id].data());
      }
      ids.push_back(values[i].empty() ? 0 : id_of(values[i], hashes_[i]));
    }
  }

 private:
  struct Slot {
    std::uint32_t id = 0, half = 0;  // half of the hash; its lowest bits tell the place
  };

  static std::uint32_t half_of(std::string_view value) noexcept {
    return static_cast<std::uint32_t>(hash_bytes(value));
  }
  std::size_t mask() const noexcept { return slots_.size() - 1; }

  std::uint32_t id_of(std::string_view value, std::uint32_t half) {
    if (values_.size() * 4 >= slots_.size() * 3) grow();
    auto at = half & mask();
    for (; slots_[at].id != 0; at = (at + 1) & mask()) {
      if (slots_[at].half == half && values_[slots_[at].id] == value) return slots_[at].id;
    }
    slots_[at] = {static_cast<std::uint32_t>(values_.size()), half};
    values_.push_back(value);
    return slots_[at].id;
  }

  void grow() {
    std::vector<Slot> larger(slots_.size() * 2);
    for (const Slot& slot : slots_) {
      if (slot.id == 0) continue;
      auto at = slot.half & (larger.size() - 1);
      while (larger[at].id != 0) at = (at + 1) & (larger.size() - 1);
      larger[at] = slot;
    }
    slots_.swap(larger);
  }

  TextList& values_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> hashes_;
};

}  // namespace kith::service
