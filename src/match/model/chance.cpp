#include "match/model/chance.h"

#include <algorithm>

#include "base/random.h"

namespace kith::match {
namespace {

constexpr std::size_t sample_pairs = 100'000;

double chance_of_equal(const Records::Field& field) {
  double equal = 0;
  for (std::size_t id = 1; id < field.counts.size(); ++id) {
    equal += static_cast<double>(field.counts[id]) * (static_cast<double>(field.counts[id]) - 1);
  }
  const double n = static_cast<double>(field.present);
  return std::min((equal + 1) / (n * (n - 1) + 2), 1 - 1e-6);
}

}  // namespace

std::vector<LevelProbabilities> measure_chance(const Comparison& comparison, std::uint64_t seed) {
  const Records& records = comparison.records();
  std::vector<LevelProbabilities> chance(comparison.fields());
  Comparison::Memo memo(comparison.fields());
  for (std::size_t f = 0; f < comparison.fields(); ++f) {
    std::vector<std::uint32_t> present;
    for (std::uint32_t r = 0; r < records.rows; ++r) {
      if (records.row(r)[f] != 0) present.push_back(r);
    }
    const std::size_t levels = comparison.levels(f).size();
    LevelProbabilities seen{};
    double unequal = 0;
    Random random(mix(seed ^ mix(f + 1)));
    for (std::size_t i = 0; i < sample_pairs && present.size() > 1; ++i) {
      const std::uint32_t a = present[random.below(present.size())],
                          b = present[random.below(present.size())];
      const std::uint8_t level = comparison.level(f, records.row(a), records.row(b), memo);
      if (level == 0 || level == null_level) continue;
      ++seen[level];
      ++unequal;
    }
    const double equal = chance_of_equal(records.fields[f]);
    const double pseudo = 0.5;
    chance[f][0] = equal;
    for (std::size_t l = 1; l < levels; ++l) {
      chance[f][l] = (1 - equal) * (seen[l] + pseudo) / (unequal + pseudo * static_cast<double>(levels - 1));
    }
  }
  return chance;
}

}  // namespace kith::match
