#include "match/model/compete.h"

#include <algorithm>
#include <cmath>

#include "match/model/scorer.h"

namespace kith::match {
namespace {

constexpr int rounds = 20;
constexpr double pseudo_pairs = 10;
constexpr double least_m = 1e-3, least_u = 1e-8;

// Sums over the rivals of a pair: those that share its first row and have a partner in the source of its
// second, and the other way round.
class Rivals {
 public:
  explicit Rivals(const Records& records) : records_(records), of_(records.rows * records.sources, 0.0) {}
  void clear() { std::fill(of_.begin(), of_.end(), 0.0); }
  double& of(std::uint32_t row, std::uint32_t other) {
    return of_[row * records_.sources + records_.source[other]];
  }

 private:
  const Records& records_;
  std::vector<double> of_;
};

double pairs_present(const Records& records, std::size_t f) {
  PairCount count(records);
  for (std::uint32_t r = 0; r < records.rows; ++r) {
    if (records.row(r)[f] != 0) count.add(r);
  }
  return std::max(1.0, static_cast<double>(count.take()));
}

}  // namespace

void order_levels(FieldModel& field, std::size_t first) {
  struct Pool {
    double m, u;
    std::size_t levels;
  };
  std::vector<Pool> pools;
  for (std::size_t l = first; l < field.levels.size(); ++l) {
    pools.push_back({field.levels[l].m, field.levels[l].u, 1});
    while (pools.size() > 1) {
      const Pool last = pools.back();
      Pool& before = pools[pools.size() - 2];
      if (before.m / before.u >= last.m / last.u) break;
      before = {before.m + last.m, before.u + last.u, before.levels + last.levels};
      pools.pop_back();
    }
  }
  // Within a pool each level keeps its share of m; u follows from the common ratio.
  std::size_t l = first;
  for (const Pool& pool : pools) {
    for (std::size_t end = l + pool.levels; l < end; ++l)
      field.levels[l].u = field.levels[l].m * pool.u / pool.m;
  }
}

void learn_competing(const Comparison& comparison, const std::vector<SampledPair>& sample,
                     const std::vector<LevelProbabilities>& measured, double share, double share_of_row,
                     Model& model) {
  const Records& records = comparison.records();
  const std::size_t k = model.fields.size();
  const double all = std::max(1.0, static_cast<double>(all_pairs(records)));
  std::vector<double> present;
  for (std::size_t f = 0; f < k; ++f) present.push_back(pairs_present(records, f));

  std::vector<std::uint64_t> rows(records.sources, 0);
  for (std::uint32_t source : records.source) ++rows[source];
  std::sort(rows.begin(), rows.end());
  const double largest = static_cast<double>(rows.back()),
               rest_rows = static_cast<double>(records.rows) - largest;
  const double most_matches = std::min(largest, rest_rows);
  double matches = 0.9 * most_matches;
  // At most 19 rows in 20 are taken to have a partner, or nothing would be left to say that one has none.
  auto prior_odds = [&] {
    const double n = std::min(matches, 0.95 * most_matches);
    return n / ((largest - n) * (rest_rows - n));
  };
  std::vector<LevelProbabilities> expected(k);  // m before any evidence
  for (std::size_t f = 0; f < k; ++f) {
    FieldModel& field = model.fields[f];
    const auto shapes = comparison.levels(f);
    for (std::size_t l = 0; l < field.levels.size(); ++l) {
      expected[f][l] = field.levels[l].m = shapes[l].m;
      field.levels[l].u = std::max(least_u, measured[f][l]);
    }
  }

  Rivals rivals(records);
  std::vector<double> odds(sample.size());
  for (int round = 0; round < rounds; ++round) {
    for (FieldModel& field : model.fields) order_levels(field, 1);
    const Scorer scorer(comparison, model);
    const double prior = std::log2(prior_odds());
    rivals.clear();
    for (std::size_t i = 0; i < sample.size(); ++i) {
      const SampledPair& pair = sample[i];
      odds[i] = std::exp2(std::min(scorer.weight(pair.a, pair.b, pair.pattern) + prior, 60.0));
      rivals.of(pair.a, pair.b) += odds[i] / share_of_row;
      rivals.of(pair.b, pair.a) += odds[i] / share_of_row;
    }
    std::vector<LevelProbabilities> mass(k);
    matches = 0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
      const SampledPair& pair = sample[i];
      const double rest =
          rivals.of(pair.a, pair.b) + rivals.of(pair.b, pair.a) - odds[i] * (2 / share_of_row - 1);
      const double posterior = odds[i] / (1 + std::max(odds[i], rest));
      matches += posterior;
      for (std::size_t f = 0; f < k; ++f) mass[f][level_in(pair.pattern, f)] += posterior;
    }
    matches = std::clamp(matches / share, 0.01, most_matches);
    model.lambda = std::min(matches / all, 0.5);
    for (std::size_t f = 0; f < k; ++f) {
      auto& levels = model.fields[f].levels;
      double with_value = 0, m_total = 0, u_total = 0;
      for (std::size_t l = 0; l < levels.size(); ++l) with_value += mass[f][l];
      for (std::size_t l = 0; l < levels.size(); ++l) {
        levels[l].m =
            std::max(least_m, (mass[f][l] + pseudo_pairs * expected[f][l]) / (with_value + pseudo_pairs));
        const double others = measured[f][l] * present[f] - mass[f][l] / share;
        levels[l].u = std::max({others / present[f], measured[f][l] * 0.02, least_u});
        m_total += levels[l].m;
        u_total += levels[l].u;
      }
      for (Level& level : levels) {
        level.m /= m_total;
        level.u /= u_total;
      }
    }
  }
  for (FieldModel& field : model.fields) order_levels(field, 1);
  model.partner_odds = prior_odds();
}

}  // namespace kith::match
