#include "service/profile_file.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "service/layout.h"

namespace kith::service {
namespace {

constexpr std::uint64_t kinds_of_each = 2000, kinds_step = 50;
constexpr std::size_t numbers_kept = 10'000;
constexpr std::size_t rows_remembered = 2'000'000;
constexpr std::size_t rows_for_dependencies = 20'000;
constexpr std::size_t columns_for_dependencies = 40;
constexpr std::size_t bins = 20;
constexpr double holds = 0.99;

// What is kept of the file besides the profiles: all of it bounded.
class Memory {
 public:
  explicit Memory(std::size_t columns)
      : numbers_(columns), seen_numbers_(columns), hashes_(std::min(columns, columns_for_dependencies)) {}

  void add_row(const RowBlock& block, std::size_t i, FileProfile& profile) {
    std::uint64_t row = 0;
    bool remember = rows_ < rows_for_dependencies;
    for (std::size_t k = 0; k < block.columns.size(); ++k) {
      auto hash = hash_bytes(block.columns[k][i], is_null(block.columns[k][i]) ? 1 : 2);
      row = (row ^ hash) * 0x9E3779B97F4A7C15u + (row >> 29);
      if (remember && k < hashes_.size()) hashes_[k].push_back(block.columns[k][i].empty() ? 0 : hash | 1);
    }
    ++rows_;
    if (seen_.size() < rows_remembered)
      profile.repeated_rows += !seen_.insert(row).second;
    else if (seen_.contains(row))
      ++profile.repeated_rows;
    profile.repeated_exact = seen_.size() < rows_remembered;
  }

  // Every number has the same chance to be kept; which is kept depends on their order alone.
  void add_number(std::size_t column, double number) {
    auto& kept = numbers_[column];
    auto seen = ++seen_numbers_[column];
    if (kept.size() < numbers_kept) return kept.push_back(number);
    auto place = (seen * 0x9E3779B97F4A7C15u >> 11) % seen;
    if (place < numbers_kept) kept[place] = number;
  }

  std::vector<double>& numbers(std::size_t column) { return numbers_[column]; }

  std::vector<Dependency> dependencies(const std::vector<FileColumn>& columns) const {
    std::vector<Dependency> found;
    for (std::size_t a = 0; a < hashes_.size(); ++a) {
      auto values = columns[a].profile.distinct();
      if (columns[a].key || values < 2 || values * 2 > columns[a].profile.values()) continue;
      for (std::size_t b = 0; b < hashes_.size(); ++b) {
        if (a == b || columns[b].profile.distinct() < 2 || columns[b].key) continue;
        double share = decides(hashes_[a], hashes_[b]);
        if (share >= holds) found.push_back({a, b, share});
      }
    }
    return found;
  }

 private:
  // The share of rows whose value of `b` is the most frequent one beside their value of `a`, where that beats
  // what the most frequent value of `b` reaches alone.
  static double decides(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    std::unordered_map<std::uint64_t, std::unordered_map<std::uint64_t, std::uint32_t>> beside;
    std::unordered_map<std::uint64_t, std::uint32_t> alone;
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] == 0 || b[i] == 0) continue;
      ++rows;
      ++beside[a[i]][b[i]];
      ++alone[b[i]];
    }
    if (rows < 20 || beside.size() * 2 > rows) return 0;
    std::uint64_t fits = 0, most = 0;
    for (const auto& [value, counts] : beside) {
      std::uint32_t best = 0;
      for (const auto& [other, count] : counts) best = std::max(best, count);
      fits += best;
    }
    for (const auto& [value, count] : alone) most = std::max<std::uint64_t>(most, count);
    if (most * 10 > rows * 9) return 0;
    return static_cast<double>(fits) / static_cast<double>(rows);
  }

  std::uint64_t rows_ = 0;
  std::unordered_set<std::uint64_t> seen_;
  std::vector<std::vector<double>> numbers_;
  std::vector<std::uint64_t> seen_numbers_;
  std::vector<std::vector<std::uint64_t>> hashes_;
};

void find_outliers(FileColumn& column, std::vector<double>& numbers) {
  // A column of words with a number here and there has none.
  if (numbers.size() < 20 || column.profile.numbers() * 10 < column.profile.values() * 9) return;
  std::sort(numbers.begin(), numbers.end());
  double low = numbers[numbers.size() / 4], high = numbers[numbers.size() * 3 / 4], span = high - low;
  column.numbers = numbers.size();
  column.low_fence = low - 3 * span;
  column.high_fence = high + 3 * span;
  auto inside = [&](double n) { return span == 0 || (n >= column.low_fence && n <= column.high_fence); };
  std::vector<double> kept;
  for (double number : numbers) {
    if (inside(number)) kept.push_back(number);
  }
  column.outliers = numbers.size() - kept.size();
  column.least = kept.front();
  column.greatest = kept.back();
  if (column.least == column.greatest) return;
  column.histogram.assign(bins, 0);
  for (double number : kept) {
    auto bin = static_cast<std::size_t>((number - column.least) / (column.greatest - column.least) * bins);
    ++column.histogram[std::min(bin, bins - 1)];
  }
}

void map_profile(FileProfile& profile, const RowBlock& first) {
  std::vector<std::vector<std::string_view>> sample;
  for (const auto& column : first.columns) sample.emplace_back(column.begin(), column.end());
  auto layout = map_columns(profile.shape.columns, std::nullopt, sample);
  for (const auto& output : layout.outputs) {
    for (int k : output.columns) {
      auto& column = profile.columns[static_cast<std::size_t>(k)];
      if (!column.attribute.empty()) continue;
      column.attribute = output.attribute;
      column.confidence = output.confidence;
      column.reason = output.reason;
    }
  }
}

std::string rounded(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", number);
  return text;
}

}  // namespace

bool is_personal(ValueKind kind) noexcept {
  return kind == ValueKind::email || kind == ValueKind::phone || kind == ValueKind::id_number ||
         kind == ValueKind::person || kind == ValueKind::address || kind == ValueKind::contact;
}

FileProfile profile_file(const std::string& path, const lens::ReadOptions& options, Progress& progress,
                         const Cancel& cancel) {
  auto begun = std::chrono::steady_clock::now();
  auto reader = lens::FileReader::open(path, options);
  FileProfile profile;
  profile.file = path;
  profile.shape = reader->shape();
  for (const auto& name : profile.shape.columns) profile.columns.emplace_back(name);
  Memory memory(profile.columns.size());
  std::map<std::string, std::pair<Text, std::uint64_t>> reasons;
  const standard::Standard standard;
  progress.phase(Text("Reading {file}", {{"file", path.substr(path.find_last_of('/') + 1)}}),
                 profile.shape.bytes);
  RowBlock block;
  bool mapped = false;
  while (reader->next(block, cancel)) {
    if (!mapped && block.rows() > 0) {
      map_profile(profile, block);
      mapped = true;
    }
    for (std::size_t k = 0; k < block.columns.size(); ++k) {
      auto& column = profile.columns[k];
      for (auto cell : block.columns[k]) {
        if (is_null(cell)) {
          column.profile.add_null();
          continue;
        }
        column.profile.add(cell);
        auto values = static_cast<std::uint64_t>(column.profile.values());
        if (values <= kinds_of_each || values % kinds_step == 0) column.kinds.add(kind_of(cell, standard));
        if (auto number = quality::read_number(cell)) memory.add_number(k, *number);
      }
    }
    for (std::size_t i = 0; i < block.rows(); ++i) memory.add_row(block, i, profile);
    profile.rows += block.rows();
    profile.rejects += block.rejects.size();
    for (const auto& reject : block.rejects) {
      auto& entry = reasons[reject.reason.key()];
      entry.first = reject.reason;
      ++entry.second;
    }
    progress.at(reader->position());
  }
  progress.done();
  for (std::size_t k = 0; k < profile.columns.size(); ++k) {
    auto& column = profile.columns[k];
    auto filled = static_cast<std::uint64_t>(column.profile.values());
    auto distinct = static_cast<std::uint64_t>(column.profile.distinct());
    // Where distinct values are estimated only, one in fifty may be missing.
    column.key = profile.rows > 1 && filled == profile.rows &&
                 (column.profile.distinct_is_exact() ? distinct == filled : distinct * 50 >= filled * 49);
    find_outliers(column, memory.numbers(k));
  }
  profile.dependencies = memory.dependencies(profile.columns);
  for (auto& [key, entry] : reasons) profile.reject_reasons.push_back(entry);
  std::stable_sort(profile.reject_reasons.begin(), profile.reject_reasons.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  profile.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return profile;
}

std::vector<Text> suggested_rules(const FileColumn& column, std::uint64_t rows) {
  std::vector<Text> rules;
  const auto& profile = column.profile;
  auto filled = static_cast<std::uint64_t>(profile.values());
  if (filled == 0) return {Text("always empty: leave it out")};
  if (rows < 5) return rules;
  if (filled == rows)
    rules.emplace_back("must be filled");
  else if (filled * 100 >= rows * 98)
    rules.emplace_back("should be filled; {count} rows are not",
                       Text::Arguments{{"count", std::to_string(rows - filled)}});
  if (column.key) rules.emplace_back("must be unique");
  auto most = column.kinds.most();
  double share = column.kinds.share(most);
  if (share >= 0.9 && most != ValueKind::text && most != ValueKind::code && most != ValueKind::number) {
    rules.emplace_back("must be of the kind {kind}; {share} % are",
                       Text::Arguments{{"kind", std::string(name_of(most))},
                                       {"share", rounded(std::floor(share * 1000) / 10)}});
  }
  auto distinct = profile.distinct();
  if (distinct >= 2 && distinct <= 12 && filled >= 10 * static_cast<std::uint64_t>(distinct)) {
    std::string values;
    for (const auto& top : profile.top_values(12)) values += (values.empty() ? "" : " | ") + top.value;
    rules.emplace_back("must be one of: {values}", Text::Arguments{{"values", values}});
  } else if (column.numbers > 0 && most == ValueKind::number && !column.key) {
    rules.emplace_back("must be a number from {low} to {high}",
                       Text::Arguments{{"low", rounded(column.least)}, {"high", rounded(column.greatest)}});
  }
  auto patterns = profile.top_patterns(1);
  if (share < 0.9 || most == ValueKind::code) {
    if (!patterns.empty() && filled >= 20 &&
        static_cast<std::uint64_t>(patterns[0].count) * 100 >= filled * 97)
      rules.emplace_back("must look like {pattern}", Text::Arguments{{"pattern", patterns[0].pattern}});
  }
  return rules;
}

}  // namespace kith::service
