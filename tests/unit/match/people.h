// Tables for the tests of the engine: made-up people, and public sets read from plain CSV.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/random.h"
#include "match/evaluate.h"
#include "match/resolve.h"
#include "match/table.h"

namespace kith::match::testing {

struct Known {
  Table table;
  std::vector<std::uint64_t> truth;
};

inline Evaluation grade(const Resolution& resolution, const Known& known) {
  return evaluate(std::vector<std::uint64_t>(resolution.cluster.begin(), resolution.cluster.end()),
                  known.truth);
}

class Builder {
 public:
  explicit Builder(const std::vector<std::pair<std::string, ColumnKind>>& columns) {
    for (const auto& [name, kind] : columns)
      known_.table.columns.push_back({name, kind, {}, {std::string()}});
    ids_.resize(columns.size());
  }
  void row(const std::vector<std::string>& cells, std::uint64_t truth) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      Column& column = known_.table.columns[c];
      if (cells[c].empty()) {
        column.ids.push_back(0);
        continue;
      }
      const auto [at, fresh] = ids_[c].emplace(cells[c], static_cast<std::uint32_t>(column.values.size()));
      if (fresh) column.values.push_back(cells[c]);
      column.ids.push_back(at->second);
    }
    known_.table.order.push_back(static_cast<std::int64_t>(1000 + known_.truth.size()));
    known_.truth.push_back(truth);
  }
  Known take() { return std::move(known_); }

 private:
  Known known_;
  std::vector<std::unordered_map<std::string, std::uint32_t>> ids_;
};

/// `people` persons of one to three records with slips and gaps; every tenth record has a default phone.
inline Known make_people(std::size_t people, std::uint64_t seed) {
  static const char* const syllables[] = {"an", "bo", "ca", "de", "el", "fi",
                                          "go", "ha", "in", "jo", "ka", "lu"};
  Random random(seed);
  auto word = [&](std::uint64_t n) {
    std::string text;
    for (std::uint64_t i = 0; i < n; ++i) text += syllables[random.below(12)];
    return text;
  };
  auto slip = [&](std::string text) {
    if (text.size() > 3 && random.chance(0.15)) std::swap(text[text.size() / 2], text[text.size() / 2 + 1]);
    return random.chance(0.1) ? std::string() : text;
  };
  Builder builder({{"given_name", ColumnKind::given_name},
                   {"family_name", ColumnKind::family_name},
                   {"birth_date", ColumnKind::date},
                   {"phone", ColumnKind::phone},
                   {"email", ColumnKind::email},
                   {"city", ColumnKind::place}});
  for (std::uint64_t p = 0; p < people; ++p) {
    const std::string given = word(2), family = word(3), city = word(1);
    const std::string date = std::to_string(1950 + random.below(50)) + "-0" +
                             std::to_string(1 + random.below(9)) + "-1" + std::to_string(random.below(10));
    const std::string phone = "+8613" + std::to_string(100000000 + random.below(900000000));
    const std::string email = given + std::to_string(random.below(10000)) + "@mail.com";
    for (std::uint64_t i = 1 + random.below(3); i > 0; --i) {
      builder.row({slip(given), slip(family), slip(date), random.chance(0.1) ? "+8613800138000" : slip(phone),
                   slip(email), slip(city)},
                  p);
    }
  }
  return builder.take();
}

/// The same rows in another order and with values numbered otherwise; `moved[i]` is the new place of row i.
inline Table shuffle_rows(const Table& table, std::uint64_t seed, std::vector<std::uint32_t>& moved) {
  Random random(seed);
  const std::size_t n = table.rows();
  std::vector<std::uint32_t> from(n);
  for (std::uint32_t i = 0; i < n; ++i) from[i] = i;
  for (std::size_t i = n; i > 1; --i) std::swap(from[i - 1], from[random.below(i)]);
  moved.resize(n);
  Table out;
  for (std::uint32_t i = 0; i < n; ++i) {
    moved[from[i]] = i;
    out.order.push_back(table.order[from[i]]);
  }
  for (const Column& column : table.columns) {
    const auto last = static_cast<std::uint32_t>(column.values.size() - 1);
    auto renumber = [&](std::uint32_t id) { return id == 0 ? 0 : last + 1 - id; };
    Column other{column.name, column.kind, {}, TextList(column.values.size())};
    for (std::uint32_t id = 0; id <= last; ++id) other.values.set(renumber(id), column.values[id]);
    for (std::uint32_t i = 0; i < n; ++i) other.ids.push_back(renumber(column.ids[from[i]]));
    out.columns.push_back(std::move(other));
  }
  return out;
}

inline std::string data_folder() {
  const char* given = std::getenv("KITH_DATA");
  return (given != nullptr ? std::string(given) : std::string(KITH_TESTS) + "/../../shared/data") +
         "/entity_resolution/";
}

/// A public CSV without quotes; empty where the file is absent. Cells are trimmed and in lower case.
inline Known read_known(const std::string& path, const std::map<std::string, ColumnKind>& kinds,
                        std::string truth_column) {
  std::ifstream file(data_folder() + path);
  if (!file) return {};
  auto split = [](const std::string& line) {
    std::vector<std::string> cells;
    std::stringstream parts(line + ",");
    for (std::string cell; std::getline(parts, cell, ',');) {
      const auto begin = cell.find_first_not_of(" \r"), end = cell.find_last_not_of(" \r");
      cell = begin == std::string::npos ? std::string() : cell.substr(begin, end - begin + 1);
      for (char& c : cell) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      }
      cells.push_back(cell);
    }
    return cells;
  };
  std::string line;
  std::getline(file, line);
  const auto header = split(line);
  std::vector<std::pair<std::string, ColumnKind>> columns;
  std::vector<std::size_t> at;
  std::size_t truth_at = 0;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i] == truth_column) truth_at = i;
    if (const auto kind = kinds.find(header[i]); kind != kinds.end()) {
      columns.emplace_back(*kind);
      at.push_back(i);
    }
  }
  Builder builder(columns);
  while (std::getline(file, line)) {
    const auto cells = split(line);
    if (cells.size() < header.size()) continue;
    std::vector<std::string> row;
    for (std::size_t i : at) row.push_back(cells[i]);
    std::string label = cells[truth_at];
    if (label.rfind("rec-", 0) == 0) label = label.substr(4);
    builder.row(row, std::strtoull(label.c_str(), nullptr, 10));
  }
  return builder.take();
}

}  // namespace kith::match::testing
