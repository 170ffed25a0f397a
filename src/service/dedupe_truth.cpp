#include "service/dedupe_truth.h"

#include <algorithm>
#include <numeric>
#include <regex>
#include <unordered_map>

#include "base/error.h"
#include "base/hash.h"
#include "base/nearest_word.h"
#include "lens/file_reader.h"

namespace kith::service {
namespace {

std::uint64_t label_of(std::string_view text) { return hash_bytes(text, 7) | 1; }

void label_by_column(const RawTable& table, const TruthWish& wish, Truth& truth) {
  const std::size_t at = column_named(table, wish.column);
  truth.column = static_cast<int>(at);
  const RawColumn& column = table.columns[at];
  std::regex pattern;
  try {
    pattern = std::regex(wish.pattern);
  } catch (const std::regex_error&) {
    throw Error(ErrorCode::usage, "The pattern is not a regular expression.",
                "For example: --truth-pattern 'rec-([0-9]+)'");
  }
  std::vector<std::uint64_t> labels(column.values.size(), 0);
  for (std::size_t id = 1; id < labels.size(); ++id) {
    std::cmatch match;
    const std::string_view value = column.values[id];
    if (wish.pattern.empty()) {
      labels[id] = label_of(value);
    } else if (std::regex_search(value.data(), value.data() + value.size(), match, pattern)) {
      labels[id] = label_of(match[match.size() > 1 ? 1 : 0].str());
    }
  }
  truth.labels.resize(table.rows());
  std::transform(column.ids.begin(), column.ids.end(), truth.labels.begin(),
                 [&](std::uint32_t id) { return labels[id]; });
}

using Pair = std::pair<std::string, std::string>;

std::vector<Pair> read_pairs(const std::string& path, const Cancel& cancel) {
  auto reader = lens::FileReader::open(path, {});
  if (reader->shape().columns.size() < 2) {
    throw Error(ErrorCode::bad_input, Text("{file} has fewer than two columns.", {{"file", path}}),
                "A truth file has two ids in each row, or an id and its label.", {path, 1, {}});
  }
  std::vector<Pair> pairs;
  RowBlock block;
  while (reader->next(block, cancel)) {
    for (std::size_t r = 0; r < block.rows(); ++r) {
      if (!block.columns[0][r].empty() && !block.columns[1][r].empty())
        pairs.emplace_back(block.columns[0][r], block.columns[1][r]);
    }
  }
  return pairs;
}

using RowsById = std::unordered_map<std::string_view, std::uint32_t>;

// The rows of one file (all where `file` is -1) by the value of a column.
RowsById rows_by(const RawTable& table, std::size_t column, int file) {
  RowsById rows;
  const RawColumn& raw = table.columns[column];
  for (std::uint32_t r = 0; r < table.rows(); ++r) {
    if (raw.ids[r] != 0 && (file < 0 || table.file[r] == static_cast<std::uint32_t>(file)))
      rows.emplace(raw.values[raw.ids[r]], r);
  }
  return rows;
}

double known_share(const std::vector<Pair>& pairs, const RowsById& rows, bool second) {
  std::size_t known = 0;
  for (const auto& [a, b] : pairs) known += rows.count(second ? b : a);
  return pairs.empty() ? 0 : static_cast<double>(known) / static_cast<double>(pairs.size());
}

// The column in which most of these ids stand, the most distinct one first; -1 where hardly any does
// anywhere.
int id_column(const RawTable& table, const std::vector<Pair>& pairs, bool second, int file) {
  int best = -1;
  double best_value = 0.5;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const RowsById rows = rows_by(table, c, file);
    const double value = known_share(pairs, rows, second) + 1e-9 * static_cast<double>(rows.size());
    if (value <= best_value) continue;
    best = static_cast<int>(c);
    best_value = value;
  }
  return best;
}

class Sets {
 public:
  explicit Sets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0u); }
  std::uint32_t find(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void unite(std::uint32_t a, std::uint32_t b) {
    parent_[std::max(find(a), find(b))] = std::min(find(a), find(b));
  }

 private:
  std::vector<std::uint32_t> parent_;
};

void label_by_file(const RawTable& table, const TruthWish& wish, Truth& truth, const Cancel& cancel) {
  const auto pairs = read_pairs(wish.file, cancel);
  const bool two = table.files == 2;
  const int first = id_column(table, pairs, false, two ? 0 : -1),
            second = id_column(table, pairs, true, two ? 1 : -1);
  const int anywhere = first >= 0 ? first : id_column(table, pairs, false, -1);
  if (anywhere < 0) {
    throw Error(ErrorCode::bad_input,
                Text("The ids of {file} stand in no column of the table.", {{"file", wish.file}}),
                "Its first column must hold values of one column of the table that is compared.",
                {wish.file, 0, {}});
  }
  truth.labels.assign(table.rows(), 0);
  if (second < 0) {  // an id and its label
    const RowsById rows = rows_by(table, static_cast<std::size_t>(anywhere), -1);
    for (const auto& [id, label] : pairs) {
      const auto row = rows.find(id);
      if (row == rows.end()) {
        ++truth.unknown_ids;
      } else {
        truth.labels[row->second] = label_of(label);
      }
    }
    return;
  }
  truth.only_pairs = true;
  const RowsById left = rows_by(table, static_cast<std::size_t>(first), two ? 0 : -1),
                 right = rows_by(table, static_cast<std::size_t>(second), two ? 1 : -1);
  Sets sets(table.rows());
  for (const auto& [a, b] : pairs) {
    const auto x = left.find(a), y = right.find(b);
    if (x == left.end() || y == right.end()) {
      ++truth.unknown_ids;
    } else {
      sets.unite(x->second, y->second);
    }
  }
  for (std::uint32_t r = 0; r < table.rows(); ++r) truth.labels[r] = sets.find(r) + 1;
}

}  // namespace

std::size_t column_named(const RawTable& table, const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].name == name) return c;
    names.push_back(table.columns[c].name);
  }
  std::string list;
  for (const auto& known : names) list += (list.empty() ? "" : ", ") + known;
  const std::string nearest = nearest_word(name, names);
  throw Error(ErrorCode::usage, Text("The table has no column {column}.", {{"column", name}}),
              nearest.empty() ? Text("Its columns are: {columns}", {{"columns", list}})
                              : Text("Did you mean {word}? Its columns are: {columns}",
                                     {{"word", nearest}, {"columns", list}}));
}

Truth read_truth(const RawTable& table, const TruthWish& wish, const Cancel& cancel) {
  Truth truth;
  if (!wish.column.empty()) {
    label_by_column(table, wish, truth);
  } else if (!wish.file.empty()) {
    label_by_file(table, wish, truth, cancel);
  }
  return truth;
}

}  // namespace kith::service
