#include "match/model/anchor.h"

#include <algorithm>
#include <cmath>

#include "match/model/chance.h"
#include "match/model/scorer.h"

namespace kith::match {
namespace {

constexpr double sure_bits = 20;
constexpr double least_share = 0.25;
constexpr double many_matches = 0.01;     // of all pairs: then u, measured on random ones, is made of them
constexpr double most_other_names = 0.5;  // of all matches
constexpr double pseudo_pairs = 20, least_m = 1e-3;

}  // namespace

double expected_weight(const Model& model) noexcept {
  double sum = 0;
  for (const FieldModel& field : model.fields) {
    for (const Level& level : field.levels) sum += level.m > 0 ? level.m * std::log2(level.m / level.u) : 0;
  }
  return sum;
}

bool finds_its_matches(const Model& model, std::uint32_t own_names) noexcept {
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    if (own_names >> f & 1 && model.fields[f].levels.back().m > most_other_names) return false;
  }
  double information = 0;
  for (const FieldModel& field : model.fields) information -= std::log2(field.levels[0].u);
  const double weight = expected_weight(model);
  if (weight + log2_odds(model.lambda) <= 0) return false;
  return model.lambda >= many_matches || weight >= least_share * information;
}

void learn_m_from_surest(const std::vector<SampledPair>& sample, const std::vector<double>& weights,
                         const Model& expected, Model& model) {
  const double least = sure_bits - log2_odds(model.lambda);
  std::vector<LevelProbabilities> seen(model.fields.size());
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (weights[i] < least) continue;
    for (std::size_t f = 0; f < seen.size(); ++f) {
      const auto level = level_in(sample[i].pattern, f);
      if (level != null_level) ++seen[f][level];
    }
  }
  for (std::size_t f = 0; f < seen.size(); ++f) {
    auto& levels = model.fields[f].levels;
    double pairs = pseudo_pairs, total = 0;
    for (std::size_t l = 0; l < levels.size(); ++l) pairs += seen[f][l];
    for (std::size_t l = 0; l < levels.size(); ++l) {
      levels[l].m = std::max(least_m, (seen[f][l] + pseudo_pairs * expected.fields[f].levels[l].m) / pairs);
      total += levels[l].m;
    }
    for (Level& level : levels) level.m /= total;
  }
}

}  // namespace kith::match
