// Text from pieces, drawn from left to right: operands of + may be evaluated in any order, a braced list may
// not.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/random.h"

namespace kith::sample {

inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::size_t size = 0;
  for (auto piece : pieces) size += piece.size();
  std::string out;
  out.reserve(size);
  for (auto piece : pieces) out += piece;
  return out;
}

/// A number in [from, to], in digits.
inline std::string drawn_number(Random& random, std::uint64_t from, std::uint64_t to) {
  return std::to_string(from + random.below(to - from + 1));
}

inline std::string drawn_digits(Random& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out.push_back(static_cast<char>('0' + random.below(10)));
  return out;
}

}  // namespace kith::sample
