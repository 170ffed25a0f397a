#include "match/model/anchor.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "match/model/chance.h"
#include "match/model/scorer.h"

namespace kith::match {
namespace {

constexpr double sure_bits = 20;
constexpr double least_share = 0.25;
constexpr double most_other_names = 0.5;  // of all matches
constexpr double most_doubted = 2.0 / 3;  // of what all rules claim
constexpr double sure_match = 0.9;
constexpr double usually_alike = 0.85, least_alike_names = 0.5;  // of matches
constexpr double least_counted = 1e-6;                           // less of a match moves nothing
constexpr double pseudo_pairs = 20, least_m = 1e-3, least_u = 1e-6;

// What a match of the mixture weighs on average against the others of its crowd, λ included.
double weight_in_crowd(const Mixture& mixture, std::uint32_t masked, const Model& model) {
  double weight = log2_odds(std::clamp(mixture.lambda, 1e-9, 1 - 1e-9));
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    if (masked >> f & 1) continue;
    const double pairs = std::accumulate(mixture.mass[f].begin(), mixture.mass[f].end(), 0.0);
    for (std::size_t l = 0; l < model.fields[f].levels.size() && pairs > 0; ++l) {
      const double m = mixture.mass[f][l] / pairs;
      if (m > 0) weight += m * std::log2(m / std::max(least_u, mixture.u[f][l]));
    }
  }
  return weight;
}

}  // namespace

bool doubt_themselves(const std::vector<Mixture>& mixtures, const std::vector<std::uint32_t>& masked,
                      const Model& model) {
  double claimed = 0, doubted = 0;
  for (std::size_t r = 0; r < mixtures.size(); ++r) {
    const double matches = mixtures[r].lambda * mixtures[r].pairs;
    claimed += matches;
    if (weight_in_crowd(mixtures[r], masked[r], model) <= 0) doubted += matches;
  }
  return doubted > most_doubted * claimed;
}

double expected_weight(const Model& model) noexcept {
  double sum = 0;
  for (const FieldModel& field : model.fields) {
    for (const Level& level : field.levels) sum += level.m > 0 ? level.m * std::log2(level.m / level.u) : 0;
  }
  return sum;
}

bool finds_its_matches(const Model& model, std::uint32_t own_names, bool doubted) noexcept {
  if (doubted && model.lambda < many_matches) return false;
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    if (own_names >> f & 1 && model.fields[f].levels.back().m > most_other_names) return false;
  }
  double information = 0;
  for (const FieldModel& field : model.fields) information -= std::log2(field.levels[0].u);
  const double weight = expected_weight(model);
  if (weight + log2_odds(model.lambda) <= 0) return false;
  return model.lambda >= many_matches || weight >= least_share * information;
}

bool bear_one_name(const Model& model, const Model& expected) noexcept {
  auto has = [&](ColumnKind kind) {
    return std::any_of(model.fields.begin(), model.fields.end(),
                       [&](const FieldModel& field) { return field.kind == kind; });
  };
  const bool in_parts = has(ColumnKind::given_name) && has(ColumnKind::family_name);
  const bool persons =
      in_parts || has(ColumnKind::full_name) || has(ColumnKind::given_name) || has(ColumnKind::family_name);
  auto names = [&](ColumnKind kind) {
    switch (kind) {
      case ColumnKind::given_name:
      case ColumnKind::family_name:
        return true;
      case ColumnKind::full_name:
        return !in_parts;  // else it is compared only where a part is missing
      case ColumnKind::company:
        return !persons;
      default:
        return false;
    }
  };
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    const FieldModel& field = model.fields[f];
    if (!names(field.kind)) continue;
    double usual = 0, alike = 0;
    for (std::size_t l = 0; l < field.levels.size() && usual < usually_alike; ++l) {
      usual += expected.fields[f].levels[l].m;
      alike += field.levels[l].m;
    }
    if (alike < least_alike_names) return false;
  }
  return true;
}

double share_of_sure(const std::vector<double>& posterior) noexcept {
  double all = 0, sure = 0;
  for (double probability : posterior) {
    all += probability;
    sure += probability > sure_match ? probability : 0;
  }
  return all > 0 ? sure / all : 0;
}

void learn_m_from(const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                  const Model& expected, Model& model) {
  std::vector<LevelProbabilities> seen(model.fields.size());
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (posterior[i] < least_counted) continue;
    for (std::size_t f = 0; f < seen.size(); ++f) {
      const auto level = level_in(sample[i].pattern, f);
      if (level != null_level) seen[f][level] += posterior[i];
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

void learn_m_from_surest(const std::vector<SampledPair>& sample, const std::vector<double>& weights,
                         const Model& expected, Model& model) {
  const double least = sure_bits - log2_odds(model.lambda);
  std::vector<double> surest(sample.size());
  for (std::size_t i = 0; i < sample.size(); ++i) surest[i] = weights[i] < least ? 0 : 1;
  learn_m_from(sample, surest, expected, model);
}

}  // namespace kith::match
