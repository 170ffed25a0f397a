#include "lens/readers/xlsx_header.h"

#include <algorithm>
#include <map>

#include "lens/readers/column_names.h"
#include "lens/readers/sniff.h"

namespace kith::lens {
namespace {

constexpr std::uint64_t most_levels = 4;

class SheetTop {
 public:
  SheetTop(const std::vector<SheetRow>& rows, const std::vector<MergedArea>& merged, std::size_t columns)
      : rows_(rows), merged_(merged), columns_(columns) {}

  // The cells of a row, a merged area's text in every cell it covers.
  std::vector<std::string> cells(std::uint64_t number) const {
    std::vector<std::string> texts = own_cells(number);
    for (const auto& area : merged_) {
      if (number < area.first_row || number > area.last_row) continue;
      std::string text = own_cell(area.first_row, area.first_column);
      for (std::size_t c = area.first_column; c <= std::min(area.last_column, columns_ - 1); ++c)
        texts[c] = text;
    }
    return texts;
  }

  std::vector<std::string> own_cells(std::uint64_t number) const {
    std::vector<std::string> texts(columns_);
    for (const auto& row : rows_) {
      if (row.number != number) continue;
      for (const auto& cell : row.cells) {
        if (cell.column < columns_) texts[cell.column] = cell.text;
      }
    }
    return texts;
  }

  // How many rows the header takes that begins at `number`.
  std::uint64_t levels(std::uint64_t number) const {
    std::uint64_t levels = 1;
    for (const auto& area : merged_) {
      if (area.first_row != number) continue;
      std::uint64_t height = area.last_row - area.first_row + 1;
      // An area across columns groups the names below it.
      if (area.last_column > area.first_column) ++height;
      levels = std::max(levels, height);
    }
    return std::min(levels, most_levels);
  }

 private:
  std::string own_cell(std::uint64_t number, std::size_t column) const {
    for (const auto& row : rows_) {
      if (row.number != number) continue;
      for (const auto& cell : row.cells) {
        if (cell.column == column) return cell.text;
      }
    }
    return {};
  }

  const std::vector<SheetRow>& rows_;
  const std::vector<MergedArea>& merged_;
  std::size_t columns_;
};

std::size_t usual_width(const std::vector<SheetRow>& rows) {
  std::map<std::size_t, std::size_t> counts;
  for (const auto& row : rows) ++counts[row.cells.size()];
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

std::uint64_t first_of_table(const SheetTop& top, const std::vector<SheetRow>& rows, std::size_t usual) {
  if (usual < 2) return rows.front().number;
  for (const auto& row : rows) {
    std::size_t own = row.cells.size();
    auto cells = top.cells(row.number);
    auto filled = cells.size() - static_cast<std::size_t>(std::count(cells.begin(), cells.end(), ""));
    if (own >= 2 && filled * 2 >= usual) return row.number;
  }
  return rows.front().number;
}

}  // namespace

SheetHeader find_header(const std::vector<SheetRow>& rows, const std::vector<MergedArea>& merged,
                        std::size_t columns, std::optional<bool> wanted,
                        std::optional<std::uint64_t> wanted_row) {
  SheetTop top(rows, merged, columns);
  SheetHeader header;
  header.header_row = wanted_row ? *wanted_row : first_of_table(top, rows, usual_width(rows));
  // Who says where the header stands says that there is one.
  if (wanted_row && !wanted) wanted = true;
  std::uint64_t levels = top.levels(header.header_row);
  std::vector<std::vector<std::string>> table{top.cells(header.header_row)};
  for (const auto& row : rows) {
    if (row.number >= header.header_row + levels) table.push_back(top.own_cells(row.number));
  }
  header.header = wanted.value_or(levels > 1 || looks_like_header(table));
  header.last_row = header.header_row + levels - 1;
  header.names.resize(columns);
  if (!header.header) {
    header.last_row = header.header_row - 1;
    header.names = distinct_names(std::move(header.names));
    return header;
  }
  std::vector<std::string> above(columns);
  for (std::uint64_t level = 0; level < levels; ++level) {
    auto cells = top.cells(header.header_row + level);
    for (std::size_t c = 0; c < columns; ++c) {
      if (cells[c].empty() || cells[c] == above[c]) continue;
      if (!header.names[c].empty()) header.names[c] += '.';
      header.names[c] += cells[c];
      above[c] = cells[c];
    }
  }
  header.names = distinct_names(std::move(header.names));
  return header;
}

}  // namespace kith::lens
