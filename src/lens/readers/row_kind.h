// Rows of a foreign table that are none of its records: its header once more, the header of another table
// below it, its totals.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace kith::lens {

enum class RowKind { data, header_again, other_header, totals };

class RowKinds {
 public:
  /// `header`: the cells of the header as they stand in the file; empty where there is none.
  explicit RowKinds(std::vector<std::string> header);

  /// Whether a row that begins with this byte can be anything but data: a fast way past kind().
  bool suspicious(char first) const noexcept { return first_[static_cast<unsigned char>(first)]; }

  /// A row is totals where its first filled cell says so ("Total", "合计") and all others hold numbers.
  RowKind kind(const std::vector<std::string>& cells) const;

  /// Whether rows may belong to another table, whose header came before them.
  bool in_other_table() const noexcept { return other_table_ != 0; }
  /// Why the row in `line` is none of the table's, for rows in the order of the file; nothing where it is
  /// one.
  std::optional<Text> why_not(const std::vector<std::string>& cells, std::uint64_t line);

 private:
  std::vector<std::string> header_;
  std::array<bool, 256> first_{};
  std::uint64_t other_table_ = 0;  // the line of its header
};

}  // namespace kith::lens
