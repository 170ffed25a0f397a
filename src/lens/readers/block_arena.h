// Memory for the cells of one block of rows.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/rows.h"

namespace kith::lens {

/// How many rows a block of `columns` columns may have, so that wide tables do not make huge blocks.
inline std::size_t rows_per_block(std::size_t columns) {
  return std::clamp<std::size_t>((std::size_t{1} << 19) / std::max<std::size_t>(columns, 1), 16, 2048);
}

/// Copies of texts that live as long as the arena does and never move.
class BlockArena {
 public:
  Cell keep(std::string_view text) {
    if (text.empty()) return Cell("", 0);
    auto copy = keep_bytes(text);
    return Cell(copy.data(), copy.size());
  }
  /// The same, to be changed.
  std::span<char> keep_bytes(std::string_view text) {
    if (text.size() > left_) {
      left_ = std::max(text.size(), std::size_t{1} << 16);
      parts_.push_back(std::make_unique_for_overwrite<char[]>(left_));
      at_ = parts_.back().get();
    }
    char* copy = at_;
    std::memcpy(copy, text.data(), text.size());
    at_ += text.size();
    left_ -= text.size();
    bytes_ += text.size();
    return {copy, text.size()};
  }
  std::size_t bytes() const noexcept { return bytes_; }  ///< kept so far

 private:
  std::vector<std::unique_ptr<char[]>> parts_;
  char* at_ = nullptr;
  std::size_t left_ = 0, bytes_ = 0;
};

}  // namespace kith::lens
