#include "match/model/dependence.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "match/model/scorer.h"

namespace kith::match {
namespace {

constexpr std::uint64_t most_pairs = 30'000;
constexpr double fewest_others = 100;  // less evidence than this proves no dependence
// One column alone does not part a crowd: whether half of it are matches or it agrees half of the time by
// chance looks the same.
constexpr std::size_t fewest_columns = 2;
constexpr double least_lift = 2, least_u = 0.01, most_u = 0.95;
constexpr double most_matches =
    0.5;  // among more, dirty matches that EM takes for others would count for proof
constexpr double no_matches = 0.01;  // of a crowd: EM found none worth the name

// Rows that share their value of one field with others: group g stands at [begin[g], begin[g + 1]).
struct Groups {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> begin{0};
  std::vector<std::uint64_t> pairs;  // running total of pairs up to and with each group
};

Groups group_rows(const Records& records, const RowSample& sample, std::size_t field) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_value;  // (value, row)
  for (const auto row : sample.rows) {
    if (const std::uint32_t id = records.row(row)[field]; id != 0) by_value.emplace_back(id, row);
  }
  std::sort(by_value.begin(), by_value.end());
  Groups groups;
  std::uint64_t pairs = 0;
  for (std::size_t i = 0, j = 0; i < by_value.size(); i = j) {
    while (j < by_value.size() && by_value[j].first == by_value[i].first) ++j;
    if (j - i < 2) continue;
    for (auto at = i; at < j; ++at) groups.rows.push_back(by_value[at].second);
    groups.begin.push_back(static_cast<std::uint32_t>(groups.rows.size()));
    groups.pairs.push_back(pairs += static_cast<std::uint64_t>(j - i) * (j - i - 1) / 2);
  }
  return groups;
}

// Up to most_pairs pairs that agree on the field, each pair equally likely.
std::vector<Counted> crowd_of(const Comparison& comparison, const RowSample& sample, std::size_t field,
                              std::uint64_t seed) {
  const Records& records = comparison.records();
  const Groups groups = group_rows(records, sample, field);
  const std::uint64_t all = groups.pairs.empty() ? 0 : groups.pairs.back();
  Comparison::Memo memo(comparison.fields());
  std::vector<Pattern> patterns;
  auto take = [&](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t *x = records.row(a), *y = records.row(b);
    if (records.is_pair(a, b) && comparison.equal_fields(x, y) >> field & 1) {
      patterns.push_back(mask_fields(comparison.pattern(x, y, memo), comparison.repeats(field)));
    }
  };
  if (all <= most_pairs) {
    for (std::size_t g = 0; g + 1 < groups.begin.size(); ++g) {
      for (std::uint32_t i = groups.begin[g]; i < groups.begin[g + 1]; ++i) {
        for (std::uint32_t j = i + 1; j < groups.begin[g + 1]; ++j) take(groups.rows[i], groups.rows[j]);
      }
    }
  } else {
    Random random(mix(seed ^ mix(field + 101)));
    for (std::uint64_t n = 0; n < most_pairs; ++n) {
      const std::uint64_t at = random.below(all);
      const auto g = static_cast<std::size_t>(std::upper_bound(groups.pairs.begin(), groups.pairs.end(), at) -
                                              groups.pairs.begin());
      const std::uint64_t size = groups.begin[g + 1] - groups.begin[g];
      const std::uint64_t i = random.below(size), step = 1 + random.below(size - 1);
      take(groups.rows[groups.begin[g] + i], groups.rows[groups.begin[g] + (i + step) % size]);
    }
  }
  return count_patterns(patterns);
}

// What a pair of those who agree on field a and are no matches weighs on average, the prior included. Fields
// that repeat a were masked.
double total_of_others(const Comparison& comparison, const Model& model, const Mixture& crowd,
                       std::size_t a) {
  auto weight = [](const Level& level) { return std::log2(level.m / level.u); };
  double total = weight(model.fields[a].levels[0]) + log2_odds(model.lambda);
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    if (comparison.repeats(a) >> f & 1) continue;
    const auto& levels = model.fields[f].levels;
    for (std::size_t l = 0; l < levels.size(); ++l) total += crowd.u[f][l] * weight(levels[l]);
  }
  return total;
}

// Does the crowd of field a say what others have in common? It does not where it holds hardly any, or where
// EM took all of it for others though the model would merge the average pair: then they are dirty matches.
// (In a crowd of households the model would, too, but EM finds matches among them.)
bool tells(const Comparison& comparison, const Model& model, const Mixture& crowd, std::size_t a) {
  if (crowd.lambda > most_matches || crowd.pairs * (1 - crowd.lambda) < fewest_others) return false;
  return crowd.lambda > no_matches || total_of_others(comparison, model, crowd, a) <= 0;
}

// u of field b's levels among others that agree on field a; empty where the crowds prove nothing.
std::vector<double> brought_along(const Model& model, const std::vector<Mixture>& mixtures,
                                  const std::vector<char>& telling, std::size_t a, std::size_t b) {
  const auto& levels = model.fields[b].levels;
  std::vector<double> u(levels.size());
  if (telling[a]) {
    for (std::size_t l = 0; l < u.size(); ++l) u[l] = mixtures[a].u[b][l];
    return u;
  }
  if (!telling[b]) return {};
  // Those who agree on a are mostly matches: Bayes turns round what b's crowd says of a.
  const double equal = mixtures[b].u[a][0] * levels[0].u / model.fields[a].levels[0].u;
  u[0] = std::clamp(equal, levels[0].u, most_u);
  for (std::size_t l = 1; l < u.size(); ++l) u[l] = (1 - u[0]) * levels[l].u / (1 - levels[0].u);
  return u;
}

// P(agree more or less): the levels that speak for a match.
double agreeing(const FieldModel& field, const std::vector<double>& u) {
  double sum = 0;
  for (std::size_t l = 0; l + 1 < u.size(); ++l) {
    if (l == 0 || field.levels[l].m > field.levels[l].u) sum += u[l];
  }
  return sum;
}

// Do both columns tell who it is? Then nobody has the one because of the other: pairs that agree on both are
// matches, though all else may have changed. Of a given name alone e-mails are made; a family or an office
// has its phone and its e-mail.
bool both_identify(ColumnKind a, ColumnKind b) {
  auto identifies_beside = [](ColumnKind kind, ColumnKind other) {
    switch (kind) {
      case ColumnKind::full_name:
        return is_nearly_unique(other) || other == ColumnKind::date;
      case ColumnKind::given_name:
        return other == ColumnKind::phone || other == ColumnKind::id_number || other == ColumnKind::date;
      case ColumnKind::date:
      case ColumnKind::id_number:
        return is_nearly_unique(other);
      default:
        return false;
    }
  };
  return identifies_beside(a, b) || identifies_beside(b, a);
}

// As it is among all, and the rest as before.
void keep_exact(const FieldModel& field, std::vector<double>& u) {
  const double own = field.levels[0].u, rest = (1 - own) / std::max(1e-9, 1 - u[0]);
  u[0] = own;
  for (std::size_t l = 1; l < u.size(); ++l) u[l] *= rest;
}

}  // namespace

std::vector<std::vector<Counted>> agreeing_crowds(const Comparison& comparison, const RowSample& sample,
                                                  std::uint64_t seed, Executor& executor,
                                                  const Cancel& cancel) {
  std::vector<std::vector<Counted>> crowds(comparison.fields());
  executor.for_each(crowds.size(), [&](std::size_t field, unsigned) {
    cancel.check();
    crowds[field] = crowd_of(comparison, sample, field, seed);
  });
  return crowds;
}

void find_dependences(const Comparison& comparison, const std::vector<std::vector<Counted>>& crowds,
                      Start start, Executor& executor, const Cancel& cancel, Model& model) {
  const std::size_t k = comparison.fields();
  std::vector<Mixture> mixtures(k);
  std::vector<char> telling(k);
  executor.for_each(k, [&](std::size_t a, unsigned) {
    cancel.check();
    mixtures[a] = part(crowds[a], model, true, 0.02, start);
    const auto others = k - static_cast<std::size_t>(std::popcount(comparison.repeats(a)));
    telling[a] = others >= fewest_columns && tells(comparison, model, mixtures[a], a);
  });
  for (std::size_t b = 0; b < k; ++b) {
    FieldModel& field = model.fields[b];
    field.dependences.clear();
    std::vector<double> own;
    for (const Level& level : field.levels) own.push_back(level.u);
    const double alone = agreeing(field, own);
    std::vector<std::pair<double, std::size_t>> found;  // agreement brought along, negated; parent
    std::vector<std::vector<double>> u(k);
    for (std::size_t a = 0; a < k; ++a) {
      if (comparison.repeats(a) >> b & 1) continue;
      u[a] = brought_along(model, mixtures, telling, a, b);
      if (u[a].empty()) continue;
      if (both_identify(model.fields[a].kind, field.kind)) keep_exact(field, u[a]);
      const double with = agreeing(field, u[a]);
      if (with >= least_u && with >= least_lift * alone) found.emplace_back(-with, a);
    }
    std::sort(found.begin(), found.end());
    for (const auto& [negated, a] : found)
      field.dependences.push_back({model.fields[a].column, std::move(u[a])});
  }
}

}  // namespace kith::match
