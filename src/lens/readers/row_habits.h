// What the cells of a table's columns look like, to tell how a row with a cell too many or too few is meant.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lens/readers/record_scanner.h"

namespace kith::lens {

/// The shape of a cell, as coarse as it can be told without knowing any type.
enum class CellShape : std::uint8_t { empty, number, date, mail, code, words, prose, count_ };
CellShape shape_of(std::string_view cell) noexcept;

class RowHabits {
 public:
  RowHabits() = default;
  /// Learns from rows that have `columns` cells each; others are passed over.
  RowHabits(const std::vector<std::vector<std::string>>& rows, std::size_t columns);

  /// Makes a row of more or fewer cells one of `columns`: leaves out surplus empty cells, or adds empty ones
  /// at the end. False, and the cells as they were, where the columns do not say clearly which.
  bool mend(std::vector<RecordCell>& cells) const;

 private:
  static constexpr std::size_t shapes = static_cast<std::size_t>(CellShape::count_);
  double likelihood(const std::vector<RecordCell>& cells, std::size_t left_out, std::size_t added) const;

  std::size_t columns_ = 0, rows_ = 0;
  std::vector<std::array<double, shapes>> logs_;
  double usual_ = 0;  // what a row at the lower end of the learnt ones reaches
};

}  // namespace kith::lens
