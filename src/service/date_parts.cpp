#include "service/date_parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <unordered_map>

#include "service/header_names.h"

namespace kith::service {
namespace {

struct Part {
  std::string_view word;
  int part;  // 0 year, 1 month, 2 day
};
constexpr Part words[] = {{"y", 0}, {"yy", 0}, {"yyyy", 0}, {"yr", 0},  {"year", 0},  {"年", 0}, {"年份", 0},
                          {"m", 1}, {"mm", 1}, {"mo", 1},   {"mon", 1}, {"month", 1}, {"月", 1}, {"月份", 1},
                          {"d", 2}, {"dd", 2}, {"day", 2},  {"日", 2},  {"号", 2}};
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

struct Named {
  std::size_t column;
  int part;
};

// By what the names have in common, the columns that could be parts of a date.
std::unordered_map<std::string, std::vector<Named>> by_stem(const RawTable& table) {
  std::unordered_map<std::string, std::vector<Named>> stems;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string name = normalised_header(table.columns[c].name);
    for (const auto& [word, part] : words) {
      if (name.ends_with(word)) stems[name.substr(0, name.size() - word.size()) + "\n"].push_back({c, part});
      if (name.size() > word.size() && name.starts_with(word))
        stems["\n" + name.substr(word.size())].push_back({c, part});
    }
  }
  return stems;
}

}  // namespace

std::vector<std::size_t> join_date_parts(RawTable& table, const std::vector<std::size_t>& kept_out) {
  std::vector<std::array<std::size_t, 3>> dates;
  std::vector<std::size_t> parts;
  for (const auto& [stem, named] : by_stem(table)) {
    std::array<std::vector<std::size_t>, 3> of;
    for (const auto& [column, part] : named) {
      const bool wanted = std::find(kept_out.begin(), kept_out.end(), column) == kept_out.end();
      if (wanted && holds(table.columns[column], part)) of[static_cast<std::size_t>(part)].push_back(column);
    }
    // Two years beside one month are no date that anybody could name.
    if (std::any_of(of.begin(), of.end(), [](const auto& columns) { return columns.size() != 1; })) continue;
    dates.push_back({of[0][0], of[1][0], of[2][0]});
  }
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  for (const auto& date : dates) {
    const bool taken = std::any_of(date.begin(), date.end(), [&](std::size_t column) {
      return std::find(parts.begin(), parts.end(), column) != parts.end();
    });
    if (taken) continue;
    parts.insert(parts.end(), date.begin(), date.end());
    RawColumn joined;
    joined.name = table.columns[date[0]].name + " + " + table.columns[date[1]].name + " + " +
                  table.columns[date[2]].name;
    joined.values.push_back({});
    std::unordered_map<std::string, std::uint32_t> ids;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      std::array<int, 3> numbers{};
      bool whole = true;
      for (int part = 0; part < 3; ++part) {
        const RawColumn& column = table.columns[date[static_cast<std::size_t>(part)]];
        const auto number = number_in(column.values[column.ids[row]], part);
        whole &= number.has_value();
        numbers[static_cast<std::size_t>(part)] = number.value_or(0);
      }
      if (!whole) {
        joined.ids.push_back(0);
        continue;
      }
      char text[16];
      std::snprintf(text, sizeof text, "%04d-%02d-%02d", numbers[0], numbers[1], numbers[2]);
      const auto [at, fresh] = ids.emplace(text, static_cast<std::uint32_t>(joined.values.size()));
      if (fresh) joined.values.push_back(at->first);
      joined.ids.push_back(at->second);
    }
    table.columns.push_back(std::move(joined));
  }
  return parts;
}

}  // namespace kith::service
