#include "service/date_parts.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

#include "service/part_columns.h"

namespace kith::service {
namespace {

// 0 year, 1 month, 2 day.
constexpr PartWord words[] = {{"y", 0},   {"yy", 0},    {"yyyy", 0}, {"yr", 0},   {"year", 0},
                              {"年", 0},  {"年份", 0},  {"m", 1},    {"mm", 1},   {"mo", 1},
                              {"mon", 1}, {"month", 1}, {"月", 1},   {"月份", 1}, {"d", 2},
                              {"dd", 2},  {"day", 2},   {"日", 2},   {"号", 2}};
struct Range {
  int least, most;
};
constexpr Range ranges[] = {{1000, 2999}, {1, 12}, {1, 31}};

// "7", "07" or "7.0"; nothing where it is no number of that part.
std::optional<int> number_in(std::string_view text, int part) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.ends_with(".0")) text.remove_suffix(2);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const Range range = ranges[part];
  if (error != std::errc() || end != text.data() + text.size() || number < range.least || number > range.most)
    return std::nullopt;
  return number;
}

// Nineteen of twenty values are such numbers, and there are some.
bool holds(const RawColumn& column, int part) {
  std::size_t fit = 0;
  for (std::size_t id = 1; id < column.values.size(); ++id)
    fit += number_in(column.values[id], part).has_value();
  return fit > 1 && fit * 20 >= (column.values.size() - 1) * 19;
}

}  // namespace

std::vector<std::size_t> join_date_parts(RawTable& table, const std::vector<std::size_t>& kept_out) {
  std::vector<std::size_t> parts;
  for (const auto& date : find_wholes<3>(table, words, kept_out, holds)) {
    parts.insert(parts.end(), date.begin(), date.end());
    append_joined(table, date, [&](std::size_t row) -> std::string {
      std::array<int, 3> numbers{};
      for (int part = 0; part < 3; ++part) {
        const RawColumn& column = table.columns[date[static_cast<std::size_t>(part)]];
        const auto number = number_in(column.values[column.ids[row]], part);
        if (!number) return {};
        numbers[static_cast<std::size_t>(part)] = *number;
      }
      char text[16];
      std::snprintf(text, sizeof text, "%04d-%02d-%02d", numbers[0], numbers[1], numbers[2]);
      return text;
    });
  }
  return parts;
}

}  // namespace kith::service
