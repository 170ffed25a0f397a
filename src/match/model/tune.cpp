#include "match/model/tune.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "match/compare/comparator.h"
#include "match/model/scorer.h"

namespace kith::match {
namespace {

constexpr int rounds = 200;
// What a move of one bit costs, in the loss of pairs that are wrong by one bit.
constexpr double stiffness = 4, prior_stiffness = 1;

// Moves in bits, by field and level, and of the prior.
struct Moves {
  std::vector<std::vector<double>> level;
  double prior = 0;

  double of(const JudgedPair& pair) const noexcept {
    double bits = prior;
    for (std::size_t f = 0; f < level.size(); ++f) {
      if (pair.levels[f] < level[f].size()) bits += level[f][pair.levels[f]];
    }
    return bits;
  }
};

// Keeps Σ m at 1 in each field.
void keep_whole(const Model& model, Moves& moves) {
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    double before = 0, after = 0;
    for (std::size_t l = 0; l < moves.level[f].size(); ++l) {
      before += model.fields[f].levels[l].m;
      after += model.fields[f].levels[l].m * std::exp2(moves.level[f][l]);
    }
    const double shift = std::log2(before / after);
    for (double& bits : moves.level[f]) bits += shift;
  }
}

// One Newton step for each move at a time, from the others as they stand.
Moves fit(const Model& model, const std::vector<const JudgedPair*>& pairs) {
  Moves moves;
  for (const auto& field : model.fields) moves.level.emplace_back(field.levels.size(), 0.0);
  std::vector<double> total(pairs.size());
  auto recompute = [&] {
    for (std::size_t i = 0; i < pairs.size(); ++i) total[i] = pairs[i]->total + moves.of(*pairs[i]);
  };
  constexpr double ln2 = 0.6931471805599453;
  auto step = [&](double& move, double stiff, const std::vector<std::size_t>& on) {
    double slope = -stiff * move, bend = stiff;
    for (std::size_t i : on) {
      const double p = probability_of(total[i]);
      slope += ln2 * ((pairs[i]->same ? 1 : 0) - p);
      bend += ln2 * ln2 * p * (1 - p);
    }
    const double change = std::clamp(slope / bend, -1.0, 1.0);
    move += change;
    for (std::size_t i : on) total[i] += change;
  };
  std::vector<std::vector<std::vector<std::size_t>>> has;  // by field and level: pairs
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    has.emplace_back(moves.level[f].size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (pairs[i]->levels[f] < has[f].size()) has[f][pairs[i]->levels[f]].push_back(i);
    }
  }
  std::vector<std::size_t> everyone(pairs.size());
  std::iota(everyone.begin(), everyone.end(), std::size_t{0});
  recompute();
  for (int round = 0; round < rounds; ++round) {
    step(moves.prior, prior_stiffness, everyone);
    for (std::size_t f = 0; f < has.size(); ++f) {
      for (std::size_t l = 0; l < has[f].size(); ++l) step(moves.level[f][l], stiffness, has[f][l]);
    }
    keep_whole(model, moves);
    recompute();
  }
  return moves;
}

TuningCheck check(const std::vector<const JudgedPair*>& pairs, const Moves* moves) {
  TuningCheck result;
  for (const auto* pair : pairs) {
    const double total = pair->total + (moves != nullptr ? moves->of(*pair) : 0);
    const double right = probability_of(pair->same ? total : -total);
    result.wrong += right < 0.5;
    result.loss -= std::log2(std::max(right, 1e-9));
    ++result.pairs;
  }
  if (result.pairs > 0) result.loss /= static_cast<double>(result.pairs);
  return result;
}

void add(TuningCheck& sum, const TuningCheck& more) {
  const auto pairs = sum.pairs + more.pairs;
  if (pairs > 0)
    sum.loss = (sum.loss * static_cast<double>(sum.pairs) + more.loss * static_cast<double>(more.pairs)) /
               static_cast<double>(pairs);
  sum.pairs = pairs;
  sum.wrong += more.wrong;
}

}  // namespace

TuningResult tune(const Model& model, std::span<const JudgedPair> pairs) {
  TuningResult result;
  std::vector<const JudgedPair*> all;
  for (const auto& pair : pairs) {
    all.push_back(&pair);
    ++(pair.same ? result.same : result.different);
  }
  if (all.size() < fewest_judged || std::min(result.same, result.different) * 5 < fewest_judged)
    return result;
  constexpr std::uint64_t folds = 3;
  for (std::uint64_t fold = 0; fold < folds; ++fold) {
    std::vector<const JudgedPair*> learned, held;
    for (const auto* pair : all) (mix(pair->group) % folds == fold ? held : learned).push_back(pair);
    const auto moves = fit(model, learned);
    add(result.before, check(held, nullptr));
    add(result.after, check(held, &moves));
  }
  result.better = result.after.loss < result.before.loss && result.after.wrong <= result.before.wrong;
  if (!result.better) return result;
  const auto whole = fit(model, all);
  result.tuning.prior = whole.prior;
  for (std::size_t f = 0; f < model.fields.size(); ++f)
    result.tuning.fields.push_back({model.fields[f].column, whole.level[f]});
  return result;
}

void apply(const Tuning& tuning, Model& model) {
  for (const auto& moved : tuning.fields) {
    for (auto& field : model.fields) {
      if (field.column != moved.column || field.levels.size() != moved.levels.size()) continue;
      double before = 0, after = 0;
      for (const auto& level : field.levels) before += level.m;
      for (std::size_t l = 0; l < field.levels.size(); ++l)
        after += field.levels[l].m *= std::exp2(moved.levels[l]);
      for (auto& level : field.levels) level.m *= before / after;
    }
  }
  model.lambda = std::clamp(probability_of(log2_odds(model.lambda) + tuning.prior), 1e-12, 0.5);
}

Tuning combined(const Tuning& first, const Tuning& second) {
  Tuning both = first;
  both.prior += second.prior;
  for (const auto& moved : second.fields) {
    const auto at = std::find_if(both.fields.begin(), both.fields.end(), [&](const auto& field) {
      return field.column == moved.column && field.levels.size() == moved.levels.size();
    });
    if (at == both.fields.end()) {
      both.fields.push_back(moved);
    } else {
      std::transform(at->levels.begin(), at->levels.end(), moved.levels.begin(), at->levels.begin(),
                     std::plus<>());
    }
  }
  return both;
}

}  // namespace kith::match
