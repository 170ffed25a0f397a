// Numbers for the distinct values of a column.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace kith::service {

/// Gives each distinct value a number, from 1 on. The bytes stand in `values`, the column's own list, which
/// begins with the empty text of null and must outlive this; here are numbers only. O(1) a value.
class ValueDictionary {
 public:
  explicit ValueDictionary(std::vector<std::string>& values) : values_(values), slots_(1024, 0) {}

  std::uint32_t id_of(std::string_view value) {
    if (values_.size() * 2 >= slots_.size()) grow();
    auto at = hash_bytes(value) & (slots_.size() - 1);
    while (slots_[at] != 0) {
      if (values_[slots_[at]] == value) return slots_[at];
      at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = static_cast<std::uint32_t>(values_.size());
    values_.emplace_back(value);
    return slots_[at];
  }

 private:
  void grow() {
    std::vector<std::uint32_t> larger(slots_.size() * 4, 0);
    for (std::uint32_t id = 1; id < values_.size(); ++id) {
      auto at = hash_bytes(values_[id]) & (larger.size() - 1);
      while (larger[at] != 0) at = (at + 1) & (larger.size() - 1);
      larger[at] = id;
    }
    slots_.swap(larger);
  }

  std::vector<std::string>& values_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace kith::service
