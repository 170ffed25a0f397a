#include "lens/readers/row_habits.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace kith::lens {
namespace {

constexpr std::size_t fewest_rows = 20;
constexpr double clearly = 3.0;  // e³: one reading is twenty times as likely as the next

}  // namespace

CellShape shape_of(std::string_view cell) noexcept {
  std::size_t digits = 0, letters = 0, blanks = 0, separators = 0, wide = 0;
  bool at_sign = false;
  for (char c : cell) {
    auto byte = static_cast<unsigned char>(c);
    digits += std::isdigit(byte) != 0;
    letters += std::isalpha(byte) != 0;
    wide += byte >= 0xC0;
    blanks += c == ' ';
    separators += c == '/' || c == '-' || c == ':';
    at_sign |= c == '@';
  }
  if (cell.size() == blanks) return CellShape::empty;
  if (at_sign && blanks == 0) return CellShape::mail;
  if (digits > 0 && letters + wide <= 1 && separators < 2) return CellShape::number;
  if (digits >= 3 && separators >= 2 && letters <= 4) return CellShape::date;
  if (digits > 0 && blanks == 0) return CellShape::code;
  return blanks > 5 || cell.size() > 60 ? CellShape::prose : CellShape::words;
}

RowHabits::RowHabits(const std::vector<std::vector<std::string>>& rows, std::size_t columns)
    : columns_(columns), logs_(columns) {
  std::vector<std::array<std::size_t, shapes>> counts(columns);
  for (const auto& row : rows) {
    if (row.size() != columns) continue;
    ++rows_;
    for (std::size_t k = 0; k < columns; ++k) ++counts[k][static_cast<std::size_t>(shape_of(row[k]))];
  }
  for (std::size_t k = 0; k < columns; ++k) {
    for (std::size_t s = 0; s < shapes; ++s) {
      logs_[k][s] = std::log((static_cast<double>(counts[k][s]) + 0.05) /
                             (static_cast<double>(rows_) + 0.05 * static_cast<double>(shapes)));
    }
  }
  std::vector<double> reached;
  for (const auto& row : rows) {
    if (row.size() != columns) continue;
    double sum = 0;
    for (std::size_t k = 0; k < columns; ++k) sum += logs_[k][static_cast<std::size_t>(shape_of(row[k]))];
    reached.push_back(sum);
  }
  if (reached.empty()) return;
  auto low = reached.begin() + static_cast<std::ptrdiff_t>(reached.size() / 20);
  std::nth_element(reached.begin(), low, reached.end());
  usual_ = *low;
}

// Of the row without cell number `left_out`, or with an empty one put in before number `added`.
double RowHabits::likelihood(const std::vector<RecordCell>& cells, std::size_t left_out,
                             std::size_t added) const {
  double sum = 0;
  for (std::size_t i = 0, k = 0; k < columns_; ++i) {
    if (i == added) sum += logs_[k++][static_cast<std::size_t>(CellShape::empty)];
    if (i == left_out || k == columns_) continue;
    auto shape = i < cells.size() ? shape_of(cells[i].text) : CellShape::empty;
    sum += logs_[k++][static_cast<std::size_t>(shape)];
  }
  return sum;
}

bool RowHabits::mend(std::vector<RecordCell>& cells) const {
  if (rows_ < fewest_rows || columns_ < 2) return false;
  const std::size_t none = cells.size() + columns_;
  auto empty = [&](std::size_t i) { return cells[i].text.empty(); };
  if (cells.size() + 1 == columns_) {
    double end = likelihood(cells, none, cells.size());
    // Only a column that mostly is empty may be so by a missing delimiter.
    bool mostly_empty = logs_.back()[static_cast<std::size_t>(CellShape::empty)] > std::log(0.5);
    if (!mostly_empty || end < usual_ - clearly) return false;
    for (std::size_t i = cells.size(); i-- > 0;) {
      // Before an empty cell it is all one with behind it.
      bool same_row = true;
      for (std::size_t k = i; k < cells.size(); ++k) same_row &= empty(k);
      if (!same_row && likelihood(cells, none, i) > end - clearly) return false;
    }
    cells.push_back({"", true});
    return true;
  }
  if (cells.size() != columns_ + 1) return false;
  std::size_t chosen = none;
  double best = -1e300;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    double now = likelihood(cells, i, none);
    if (now <= best) continue;
    best = now;
    chosen = i;
  }
  if (!empty(chosen) || best < usual_ - clearly) return false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    bool same_row = true;
    for (std::size_t k = std::min(i, chosen); k <= std::max(i, chosen); ++k) same_row &= empty(k);
    if (!same_row && likelihood(cells, i, none) > best - clearly) return false;
  }
  cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(chosen));
  return true;
}

}  // namespace kith::lens
