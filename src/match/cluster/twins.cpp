#include "match/cluster/twins.h"

#include <algorithm>

namespace kith::match {
namespace {

constexpr std::uint64_t most_pairs = 1'000'000;

bool are_twins(const Comparison& comparison, std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) {
  const std::uint32_t *x = comparison.records().row(a), *y = comparison.records().row(b);
  std::size_t present = 0, equal = 0;
  for (std::size_t f = 0; f < comparison.fields(); ++f) {
    const std::uint8_t level = comparison.level(f, x, y, memo);
    if (level == null_level) continue;
    if (level > 2 || static_cast<std::size_t>(level) + 1 == comparison.levels(f).size()) return false;
    ++present;
    equal += level == 0;
  }
  return present >= std::min<std::size_t>(2, comparison.fields()) && 2 * equal >= present;
}

// Rows, as the blocks mean them, of one source and one block stand together.
std::vector<std::uint32_t> by_block(const Blocks& blocks, std::size_t rule) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t r = 0; r < blocks.source.size(); ++r) {
    if (blocks.row(r)[rule] != 0) rows.push_back(r);
  }
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t x = blocks.row(a)[rule], y = blocks.row(b)[rule];
    if (x != y) return x < y;
    return blocks.source[a] != blocks.source[b] ? blocks.source[a] < blocks.source[b] : a < b;
  });
  return rows;
}

}  // namespace

std::vector<double> count_twins(const Comparison& comparison, const RowSample& sample, const Blocks& blocks,
                                std::size_t rules, Executor& executor, const Cancel& cancel) {
  const Records& records = comparison.records();
  std::vector<std::vector<std::uint32_t>> found(rules);
  executor.for_each(rules, [&](std::size_t rule, unsigned) {
    Comparison::Memo memo(comparison.fields());
    const auto rows = by_block(blocks, rule);
    std::uint64_t pairs = 0;
    for (std::size_t i = 0; i < rows.size() && pairs < most_pairs; ++i) {
      if (i % 1024 == 0) cancel.check();
      for (std::size_t j = i + 1; j < rows.size(); ++j, ++pairs) {
        if (blocks.row(rows[i])[rule] != blocks.row(rows[j])[rule] ||
            blocks.source[rows[i]] != blocks.source[rows[j]])
          break;
        if (!are_twins(comparison, sample.rows[rows[i]], sample.rows[rows[j]], memo)) continue;
        found[rule].push_back(rows[i]);
        found[rule].push_back(rows[j]);
      }
    }
  });
  std::vector<std::uint32_t> twins;
  for (const auto& part : found) twins.insert(twins.end(), part.begin(), part.end());
  std::sort(twins.begin(), twins.end());
  twins.erase(std::unique(twins.begin(), twins.end()), twins.end());
  std::vector<double> rows(records.sources, 0), with(records.sources, 0);
  for (std::uint32_t source : blocks.source) ++rows[source];
  for (std::uint32_t row : twins) ++with[blocks.source[row]];
  // A row's twin is in the sample as often as any row.
  for (std::size_t s = 0; s < with.size(); ++s)
    with[s] = std::min(1.0, with[s] / (std::max(1.0, rows[s]) * sample.share));
  return with;
}

}  // namespace kith::match
