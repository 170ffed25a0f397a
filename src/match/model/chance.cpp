#include "match/model/chance.h"

#include <algorithm>

#include "base/random.h"

namespace kith::match {
namespace {

constexpr std::size_t sample_pairs = 100'000;
// In a table that lies close together in memory more are cheap, and where few columns tell rows apart it
// shows.
constexpr std::size_t small_table = 50'000, sample_of_small = 300'000;
// Pairs of the comparator's own expectation that stand beside those seen, so that a level that a small table
// never shows is rare, and not impossible. A hundred rows of one mail domain have no two e-mails that differ
// in earnest; that says little about those to come.
constexpr double expected_pairs = 20;
constexpr double expected_different = 0.9;

// Across sources: pairs of equal values within one source do not count, nor do any other pairs there.
double chance_across(const Records& records, std::size_t f) {
  const auto& field = records.fields[f];
  std::vector<double> present(records.sources, 0.0);
  std::vector<std::uint64_t> keyed;
  for (std::uint32_t r = 0; r < records.rows; ++r) {
    const std::uint32_t id = records.row(r)[f];
    if (id == 0) continue;
    ++present[records.source[r]];
    keyed.push_back(static_cast<std::uint64_t>(id) << 32 | records.source[r]);
  }
  std::sort(keyed.begin(), keyed.end());
  double equal = 0, pairs = static_cast<double>(field.present) * static_cast<double>(field.present);
  for (double n : present) pairs -= n * n;
  for (std::size_t id = 1; id < field.counts.size(); ++id) {
    equal += static_cast<double>(field.counts[id]) * static_cast<double>(field.counts[id]);
  }
  for (std::size_t i = 0, j = 0; i < keyed.size(); i = j) {
    while (j < keyed.size() && keyed[j] == keyed[i]) ++j;
    equal -= static_cast<double>(j - i) * static_cast<double>(j - i);
  }
  return std::min((equal + 1) / (pairs + 2), 1 - 1e-6);
}

double chance_of_equal(const Records& records, std::size_t f) {
  if (records.across) return chance_across(records, f);
  const auto& field = records.fields[f];
  double equal = 0;
  for (std::size_t id = 1; id < field.counts.size(); ++id) {
    equal += static_cast<double>(field.counts[id]) * (static_cast<double>(field.counts[id]) - 1);
  }
  const double n = static_cast<double>(field.present);
  return std::min((equal + 1) / (n * (n - 1) + 2), 1 - 1e-6);
}

// Pairs of some rows with two values of this field.
double pairs_present(const Records& records, const RowSample& rows, std::size_t f) {
  PairCount count(records);
  for (const auto row : rows.rows) {
    if (records.row(row)[f] != 0) count.add(row);
  }
  return std::max(1.0, static_cast<double>(count.take()));
}

// Parts 1 − chance[0] among the other levels as the sample shows. A sample drawn with repetition from fewer
// pairs than it has tells no more than those: half a pair for what was not seen is half of one of theirs.
void share_rest(const LevelProbabilities& seen, double drawn, double pairs, std::size_t levels,
                LevelProbabilities& chance) {
  const double told = std::min(1.0, pairs / drawn);
  const std::size_t last = levels - 1;
  const double others = static_cast<double>(last), rest = 1 - chance[0];
  double sum = 0;
  for (std::size_t l = 1; l <= last; ++l) {
    const double expected =
        l == last ? expected_different : (1 - expected_different) / std::max(1.0, others - 1);
    chance[l] = seen[l] * told + 0.5 + expected_pairs * (1 - told) * expected;
    sum += chance[l];
  }
  for (std::size_t l = 1; l <= last; ++l) chance[l] *= rest / sum;
}

// `near`: of the sample's rows.
void count_near(const Comparison& comparison, const RowSample& sample, const Near& near, std::size_t f,
                LevelProbabilities& chance) {
  LevelProbabilities counted{};
  for (const NearValues& values : near.values[f])
    counted[comparison.level_of_values(f, values.a, values.b)] += static_cast<double>(values.pairs);
  const double all = pairs_present(comparison.records(), sample, f);
  const std::size_t last = comparison.levels(f).size() - 1;
  double others = chance[0];
  for (std::size_t l = 1; l < last; ++l) {
    const double measured = (counted[l] + 0.5) / all;
    // Above the reach of a sample the count is all there is; below it, whichever saw more.
    chance[l] = chance[l] < 1e-4 ? measured : std::max(chance[l], measured);
    others += chance[l];
  }
  chance[last] = std::max(1e-6, 1 - others);
}

}  // namespace

std::vector<LevelProbabilities> measure_chance(const Comparison& comparison, const RowSample& sample,
                                               const Near& near, std::uint64_t seed, Executor& executor) {
  const Records& records = comparison.records();
  const std::size_t drawn = records.rows <= small_table ? sample_of_small : sample_pairs;
  std::vector<LevelProbabilities> chance(comparison.fields());
  std::vector<Comparison::Memo> memos(executor.threads(), Comparison::Memo(comparison.fields()));
  executor.for_each(comparison.fields(), [&](std::size_t f, unsigned worker) {
    std::vector<std::uint32_t> present;
    for (const auto row : sample.rows) {
      if (records.row(row)[f] != 0) present.push_back(row);
    }
    const std::size_t levels = comparison.levels(f).size();
    LevelProbabilities seen{};
    Random random(mix(seed ^ mix(f + 1)));
    for (std::size_t i = 0; i < drawn && present.size() > 1; ++i) {
      const std::uint32_t a = present[random.below(present.size())],
                          b = present[random.below(present.size())];
      if (!records.is_pair(a, b)) continue;
      const std::uint8_t level = comparison.level(f, records.row(a), records.row(b), memos[worker]);
      if (level == 0 || level == null_level) continue;
      ++seen[level];
    }
    double equal = chance_of_equal(records, f);
    if (records.fields[f].is_own_name) equal = std::min(equal, most_equal_names);
    chance[f][0] = equal;
    share_rest(seen, static_cast<double>(drawn), pairs_present(records, every_row(records.rows), f), levels,
               chance[f]);
    if (near.whole >> f & 1) count_near(comparison, sample, near, f, chance[f]);
  });
  return chance;
}

}  // namespace kith::match
