// The recall of blocking against the truth: for evaluation, never for matching.
#include <algorithm>
#include <numeric>

#include "match/block/near.h"
#include "match/block/rules.h"
#include "match/resolve.h"

namespace kith::match {

double blocking_recall(const Table& table, const Model& model, std::span<const std::uint64_t> truth,
                       Executor& executor, bool across) {
  const Records records = make_records(table, across);
  std::vector<std::string> names;
  for (const RuleModel& rule : model.rules) names.push_back(rule.name);
  const auto keys = make_keys(records, {.constant = true, .rules = &names}, &executor);
  auto rules = rules_of(model, keys);
  const bool every = !rules.empty() && rules.back().keys == 0;
  const Near near =
      every || !brings_near(model) ? Near{} : find_near(records, every_row(records.rows), executor, Cancel());
  const Blocks blocks = make_blocks(records, every_row(records.rows), keys, rules, executor, Cancel());
  std::vector<std::uint32_t> rows(records.rows);
  std::iota(rows.begin(), rows.end(), 0u);
  auto label = [&](std::uint32_t r) { return truth[records.original[r]]; };
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return label(a) < label(b); });
  std::uint64_t pairs = 0, found = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size() && label(rows[j]) == label(rows[i]) && label(rows[i]) != 0;
         ++j) {
      if (!records.is_pair(rows[i], rows[j])) continue;
      ++pairs;
      found += blocks.shared(rows[i], rows[j]) != 0 || near.has(rows[i], rows[j]);
    }
  }
  return pairs > 0 ? static_cast<double>(found) / static_cast<double>(pairs) : 1;
}

}  // namespace kith::match
