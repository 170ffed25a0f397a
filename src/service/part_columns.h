// Columns that are parts of one thing, known by their names.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "service/dedupe_columns.h"
#include "service/value_dictionary.h"

namespace kith::service {

struct PartWord {
  std::string_view word;  ///< as normalised_header() gives it
  int part;
};
struct PartColumn {
  std::size_t column;
  int part;
};

/// By what the names have in common, the columns that could be parts: "birth_year" and "birth_month" by
/// "birth", where the words are year and month. O(columns · words).
std::unordered_map<std::string, std::vector<PartColumn>> parts_by_stem(const RawTable& table,
                                                                       std::span<const PartWord> words);

/// The columns of every whole, by part: of each stem those that are there once and of which
/// holds(RawColumn, part) is true, but for those of `kept_out`. No column is a part of two. By column. The
/// parts of `words` are below `parts`.
template <std::size_t parts, class Holds>
std::vector<std::array<std::size_t, parts>> find_wholes(const RawTable& table,
                                                        std::span<const PartWord> words,
                                                        const std::vector<std::size_t>& kept_out,
                                                        Holds&& holds) {
  std::vector<std::array<std::size_t, parts>> wholes;
  for (const auto& [stem, named] : parts_by_stem(table, words)) {
    std::array<std::vector<std::size_t>, parts> of;
    for (const auto& [column, part] : named) {
      const bool wanted = std::find(kept_out.begin(), kept_out.end(), column) == kept_out.end();
      if (wanted && holds(table.columns[column], part)) of[static_cast<std::size_t>(part)].push_back(column);
    }
    // Two years beside one month are no date that anybody could name.
    if (std::any_of(of.begin(), of.end(), [](const auto& columns) { return columns.size() != 1; })) continue;
    std::array<std::size_t, parts> whole;
    for (std::size_t part = 0; part < parts; ++part) whole[part] = of[part][0];
    wholes.push_back(whole);
  }
  std::sort(wholes.begin(), wholes.end());
  wholes.erase(std::unique(wholes.begin(), wholes.end()), wholes.end());
  std::vector<std::size_t> taken;
  std::erase_if(wholes, [&](const auto& whole) {
    const bool again = std::any_of(whole.begin(), whole.end(), [&](std::size_t column) {
      return std::find(taken.begin(), taken.end(), column) != taken.end();
    });
    if (!again) taken.insert(taken.end(), whole.begin(), whole.end());
    return again;
  });
  return wholes;
}

/// Appends a column named after the parts, of what text_of(row) says; empty: null.
template <std::size_t parts, class TextOf>
void append_joined(RawTable& table, const std::array<std::size_t, parts>& whole, TextOf&& text_of) {
  RawColumn joined;
  for (const std::size_t column : whole) {
    if (!joined.name.empty()) joined.name += " + ";
    joined.name += table.columns[column].name;
  }
  joined.values.push_back({});
  joined.ids.reserve(table.rows());
  ValueDictionary dictionary(joined.values);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string text = text_of(row);
    joined.ids.push_back(text.empty() ? 0 : dictionary.id_of(text));
  }
  table.columns.push_back(std::move(joined));
}

}  // namespace kith::service
