// Rows of a foreign table that are none of its records: its header once more, the header of another table
// below it, its totals.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

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

 private:
  std::vector<std::string> header_;
  std::array<bool, 256> first_{};
};

}  // namespace kith::lens
