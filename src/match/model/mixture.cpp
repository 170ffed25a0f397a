#include "match/model/mixture.h"

#include <algorithm>
#include <cmath>

#include "match/model/scorer.h"

namespace kith::match {
namespace {

constexpr double least_m = 1e-3;
constexpr double pseudo_matches = 20, pseudo_others = 50;
constexpr int most_rounds = 30;

// One round: matches and others by level, and from them new m and u.
void step(const std::vector<Counted>& crowd, const Model& model, bool m_is_fixed, double pull,
          Mixture& mixture) {
  const std::size_t k = model.fields.size();
  std::vector<LevelProbabilities> weight(k), others(k);
  for (std::size_t f = 0; f < k; ++f) {
    for (std::size_t l = 0; l < model.fields[f].levels.size(); ++l) {
      weight[f][l] = std::log2(mixture.m[f][l] / mixture.u[f][l]);
    }
    weight[f][null_level] = 0;
  }
  mixture.mass.assign(k, {});
  double matches = 0;
  const double start = log2_odds(mixture.lambda);
  for (const Counted& counted : crowd) {
    double sum = start;
    for (std::size_t f = 0; f < k; ++f) sum += weight[f][level_in(counted.pattern, f)];
    const double mass = counted.pairs * probability_of(sum);
    matches += mass;
    for (std::size_t f = 0; f < k; ++f) {
      mixture.mass[f][level_in(counted.pattern, f)] += mass;
      others[f][level_in(counted.pattern, f)] += counted.pairs - mass;
    }
  }
  mixture.lambda = std::clamp(matches / mixture.pairs, 1e-9, 1 - 1e-6);
  const double anchor = pseudo_others + pull * mixture.pairs;  // as anchor_of() below
  for (std::size_t f = 0; f < k; ++f) {
    const auto& levels = model.fields[f].levels;
    double matching = 0, other = 0;
    for (std::size_t l = 0; l < levels.size(); ++l) {
      matching += mixture.mass[f][l];
      other += others[f][l];
    }
    for (std::size_t l = 0; l < levels.size(); ++l) {
      mixture.u[f][l] = (others[f][l] + anchor * levels[l].u) / (other + anchor);
      if (m_is_fixed) continue;
      mixture.m[f][l] = std::max(
          least_m, (mixture.mass[f][l] + pseudo_matches * levels[l].m) / (matching + pseudo_matches));
    }
  }
}

}  // namespace

Pattern mask_fields(Pattern pattern, std::uint32_t fields) noexcept {
  for (; fields != 0; fields &= fields - 1) {
    pattern |= static_cast<Pattern>(null_level) << (3 * static_cast<unsigned>(__builtin_ctz(fields)));
  }
  return pattern;
}

std::vector<Counted> count_patterns(std::vector<Pattern>& patterns) {
  std::sort(patterns.begin(), patterns.end());
  std::vector<Counted> counts;
  for (Pattern pattern : patterns) {
    if (counts.empty() || counts.back().pattern != pattern) counts.push_back({pattern, 0});
    ++counts.back().pairs;
  }
  return counts;
}

namespace {

double anchor_of(const Mixture& mixture, double pull) { return pseudo_others + pull * mixture.pairs; }

// The levels of the crowd as a whole, mixed with a tenth of the model's u.
LevelProbabilities margin(const std::vector<Counted>& crowd, const FieldModel& field, std::size_t f) {
  LevelProbabilities seen{}, margin{};
  double present = 1e-3;
  for (const Counted& counted : crowd) seen[level_in(counted.pattern, f)] += counted.pairs;
  for (std::size_t l = 0; l < field.levels.size(); ++l) present += seen[l];
  for (std::size_t l = 0; l < field.levels.size(); ++l)
    margin[l] = 0.1 * field.levels[l].u + 0.9 * seen[l] / present;
  return margin;
}

Mixture run(const std::vector<Counted>& crowd, const Model& model, bool m_is_fixed, double pull,
            bool from_margin) {
  Mixture mixture;
  mixture.lambda = from_margin ? 0.5 : 0.1;
  mixture.mass.assign(model.fields.size(), {});
  for (const Counted& counted : crowd) mixture.pairs += counted.pairs;
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    const FieldModel& field = model.fields[f];
    LevelProbabilities m{}, u{};
    for (std::size_t l = 0; l < field.levels.size(); ++l) {
      m[l] = field.levels[l].m;
      u[l] = field.levels[l].u;
    }
    mixture.m.push_back(m);
    mixture.u.push_back(from_margin ? margin(crowd, field, f) : u);
  }
  if (mixture.pairs == 0) return mixture;
  for (int round = 0; round < most_rounds; ++round) {
    const double before = mixture.lambda;
    step(crowd, model, m_is_fixed, pull, mixture);
    if (std::abs(mixture.lambda - before) < 1e-4 * mixture.lambda) break;
  }
  return mixture;
}

// log2 of the likelihood of the crowd times what the pseudo-pairs think of m and u, up to a constant.
double support(const std::vector<Counted>& crowd, const Model& model, double pull, const Mixture& mixture) {
  const std::size_t k = model.fields.size();
  std::vector<LevelProbabilities> log_m(k), log_u(k);
  double sum = 0;
  for (std::size_t f = 0; f < k; ++f) {
    const auto& levels = model.fields[f].levels;
    for (std::size_t l = 0; l < levels.size(); ++l) {
      log_m[f][l] = std::log2(mixture.m[f][l]);
      log_u[f][l] = std::log2(mixture.u[f][l]);
      sum +=
          anchor_of(mixture, pull) * levels[l].u * log_u[f][l] + pseudo_matches * levels[l].m * log_m[f][l];
    }
  }
  for (const Counted& counted : crowd) {
    double match = std::log2(mixture.lambda), other = std::log2(1 - mixture.lambda);
    for (std::size_t f = 0; f < k; ++f) {
      match += log_m[f][level_in(counted.pattern, f)];
      other += log_u[f][level_in(counted.pattern, f)];
    }
    const double top = std::max(match, other);
    sum += counted.pairs * (top + std::log2(std::exp2(match - top) + std::exp2(other - top)));
  }
  return sum;
}

}  // namespace

Mixture part(const std::vector<Counted>& crowd, const Model& model, bool m_is_fixed, double pull,
             Start start) {
  Mixture from_chance = run(crowd, model, m_is_fixed, pull, false);
  if (from_chance.pairs == 0 || start == Start::chance) return from_chance;
  Mixture from_margin = run(crowd, model, m_is_fixed, pull, true);
  const bool margin_wins =
      support(crowd, model, pull, from_margin) > support(crowd, model, pull, from_chance);
  return margin_wins ? from_margin : from_chance;
}

}  // namespace kith::match
