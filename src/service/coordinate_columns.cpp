#include "service/coordinate_columns.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "service/part_columns.h"

namespace kith::service {
namespace {

// 0 latitude, 1 longitude.
constexpr PartWord words[] = {{"lat", 0}, {"latitude", 0}, {"纬度", 0},      {"lng", 1},
                              {"lon", 1}, {"long", 1},     {"longitude", 1}, {"经度", 1}};
constexpr double most[] = {90, 180};  // degrees

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<double> degrees_in(std::string_view text, int part) {
  text = trimmed(text);
  if (text.size() > 1 && text.front() == '+') text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(std::abs(number) <= most[part]))
    return std::nullopt;
  return number;
}

// Nineteen of twenty values are such numbers, and most of them have a decimal point.
bool holds(const RawColumn& column, int part) {
  std::size_t fit = 0, decimal = 0;
  for (std::size_t id = 1; id < column.values.size(); ++id) {
    if (!degrees_in(column.values[id], part)) continue;
    ++fit;
    decimal += column.values[id].find('.') != std::string_view::npos;
  }
  return fit > 1 && fit * 20 >= (column.values.size() - 1) * 19 && decimal * 2 > fit;
}

}  // namespace

std::string point_text(double latitude, double longitude) {
  const bool known = std::abs(latitude) <= most[0] && std::abs(longitude) <= most[1];
  if (!known || (latitude == 0 && longitude == 0)) return {};
  std::string text;
  for (const double degrees : {latitude, longitude}) {
    char number[32];
    const auto end = std::to_chars(number, number + sizeof number, degrees == 0 ? 0.0 : degrees,
                                   std::chars_format::fixed, 7);
    std::string_view shown(number, static_cast<std::size_t>(end.ptr - number));
    while (shown.ends_with('0')) shown.remove_suffix(1);
    if (shown.ends_with('.')) shown.remove_suffix(1);
    if (!text.empty()) text += ' ';
    text += shown == "-0" ? "0" : shown;
  }
  return text;
}

std::vector<std::size_t> join_coordinates(RawTable& table, const std::vector<std::size_t>& kept_out) {
  std::vector<std::size_t> parts;
  for (const auto& point : find_wholes<2>(table, words, kept_out, holds)) {
    parts.insert(parts.end(), point.begin(), point.end());
    append_joined(table, point, [&](std::size_t row) -> std::string {
      std::array<std::optional<double>, 2> degrees;
      for (int part = 0; part < 2; ++part) {
        const RawColumn& column = table.columns[point[static_cast<std::size_t>(part)]];
        degrees[static_cast<std::size_t>(part)] = degrees_in(column.values[column.ids[row]], part);
      }
      return degrees[0] && degrees[1] ? point_text(*degrees[0], *degrees[1]) : std::string();
    });
  }
  return parts;
}

}  // namespace kith::service
