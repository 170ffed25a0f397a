// Numbers for the distinct values of a column.
#pragma once
#include <algorithm>
#include <bit>
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
  /// Room for as many different values as are expected; there may come more.
  explicit ValueDictionary(TextList& values, std::size_t expected = 0)
      : values_(values), slots_(slots_for(expected)) {
    values_.reserve(expected + 1);
  }

  /// So many more values are to come, as far as is known.
  void expect(std::uint64_t more) noexcept { left_ = more; }

  std::uint32_t id_of(std::string_view value) { return id_of(value, half_of(value)); }

  /// Appends the numbers of many values, 0 for an empty one. What is far apart in memory is asked for ahead.
  void ids_of(std::span<const std::string_view> values, std::vector<std::uint32_t>& ids) {
    constexpr std::size_t ahead = 16;
    seen_ += values.size();
    left_ -= std::min<std::uint64_t>(left_, values.size());
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

  static std::size_t slots_for(std::size_t values) noexcept {
    return std::bit_ceil(std::max<std::size_t>(1024, values / 3 * 4 + 4));
  }

  // At once to what the rest will need if as many of its values are new as lately, and at most 16-fold: what
  // is touched for the first time costs more than what is looked up.
  void grow() {
    const double fresh = static_cast<double>(values_.size() - values_then_) /
                         static_cast<double>(std::max<std::uint64_t>(seen_ - seen_then_, 1));
    const auto more = static_cast<std::size_t>(std::min(fresh, 1.0) * static_cast<double>(left_));
    const std::size_t size =
        std::clamp(slots_for(values_.size() + more), 2 * slots_.size(), 16 * slots_.size());
    values_then_ = values_.size();
    seen_then_ = seen_;
    values_.reserve(size / 4 * 3);
    std::vector<Slot> larger(size);
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
  std::uint64_t left_ = 0, seen_ = 0, seen_then_ = 0;  // values to come, had, had when it grew last
  std::size_t values_then_ = 0;                        // different ones when it grew last
};

}  // namespace kith::service
