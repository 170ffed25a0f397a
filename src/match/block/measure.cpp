// The recall of blocking against the truth: for evaluation, never for matching.
#include <algorithm>
#include <map>
#include <numeric>

#include "base/error.h"
#include "match/block/rules.h"
#include "match/resolve.h"

namespace kith::match {
namespace {

// The rules of a model by their names, "A + B" of keys A and B.
std::vector<Rule> rules_by_name(const Model& model, const std::vector<BlockingKey>& keys) {
  std::map<std::string, Rule> known;
  known.emplace("every pair", Rule{});
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    known.emplace(keys[i].name, Rule{{i, 0}, 1, 1u << keys[i].field, keys[i].name});
    for (std::uint32_t j = i + 1; j < keys.size(); ++j) {
      const std::string name = keys[i].name + " + " + keys[j].name;
      known.emplace(name, Rule{{i, j}, 2, 1u << keys[i].field | 1u << keys[j].field, name});
    }
  }
  std::vector<Rule> rules;
  for (const auto& rule : model.rules) {
    const auto found = known.find(rule.name);
    if (found == known.end()) {
      throw Error(ErrorCode::internal,
                  Text("The model has a blocking rule {rule} that fits no column of the table.",
                       {{"rule", rule.name}}));
    }
    rules.push_back(found->second);
  }
  return rules;
}

}  // namespace

double blocking_recall(const Table& table, const Model& model, std::span<const std::uint64_t> truth,
                       Executor& executor) {
  const Records records = make_records(table);
  const auto keys = make_keys(records);
  auto rules = rules_by_name(model, keys);
  const Blocks blocks = make_blocks(records, keys, rules, executor, Cancel());
  std::vector<std::uint32_t> rows(records.rows);
  std::iota(rows.begin(), rows.end(), 0u);
  auto label = [&](std::uint32_t r) { return truth[records.original[r]]; };
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return label(a) < label(b); });
  std::uint64_t pairs = 0, found = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size() && label(rows[j]) == label(rows[i]); ++j) {
      ++pairs;
      found += blocks.shared(rows[i], rows[j]) != 0;
    }
  }
  return pairs > 0 ? static_cast<double>(found) / static_cast<double>(pairs) : 1;
}

}  // namespace kith::match
