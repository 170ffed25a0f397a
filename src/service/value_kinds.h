// What single values are, told from themselves and not from the name of their column.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "standard/standardise.h"

namespace kith::service {

enum class ValueKind : std::uint8_t {
  empty,
  email,
  phone,
  id_number,
  url,
  date,
  person,
  company,
  address,
  gender,
  contact,  ///< a person and how to reach them in one cell
  number,
  code,
  text,
  count_
};
std::string_view name_of(ValueKind kind) noexcept;

/// The kind that fits best; of a value that fits none, text. A number is a phone only with the marks of one,
/// or as a Chinese mobile; a company only with a legal form or a word of companies; a person in Chinese only
/// with a family name, in alphabets only as two to four capitalised words.
ValueKind kind_of(std::string_view value, const standard::Standard& standard);

/// How many values of a column are of each kind.
struct KindCounts {
  std::array<std::uint64_t, static_cast<std::size_t>(ValueKind::count_)> counts{};
  std::uint64_t seen = 0;  ///< values that are not empty

  void add(ValueKind kind) noexcept {
    ++counts[static_cast<std::size_t>(kind)];
    seen += kind != ValueKind::empty;
  }
  /// Share among the values that are not empty; 0 where there is none.
  double share(ValueKind kind) const noexcept;
  /// The most frequent kind besides empty.
  ValueKind most() const noexcept;
};

/// Looks at no more than 300 values that are not empty, evenly.
KindCounts kinds_of(const std::vector<std::string_view>& cells, const standard::Standard& standard);

}  // namespace kith::service
