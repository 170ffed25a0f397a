#include "match/model/learn.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/random.h"
#include "match/block/pairs.h"
#include "match/model/chance.h"
#include "match/model/recall.h"
#include "match/model/scorer.h"

namespace kith::match {
namespace {

constexpr double most_sample_pairs = 2e6;
constexpr double least_m = 1e-3, least_u = 1e-8;
constexpr double pseudo_pairs = 20;
constexpr int most_rounds = 60;

struct Counted {
  Pattern pattern;
  double pairs;
};

// Pairs of the rules' blocks, in an order that does not depend on threads.
std::vector<SampledPair> take_sample(const Comparison& comparison, const std::vector<Rule>& rules,
                                     const Blocks& blocks, std::uint64_t seed, double share,
                                     Executor& executor, const Cancel& cancel) {
  std::vector<SampledPair> sample;
  std::vector<Comparison::Memo> memos(executor.threads(), Comparison::Memo(comparison.fields()));
  const Records& records = comparison.records();
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const PairStream stream(blocks, records.rows, r);
    std::vector<std::vector<SampledPair>> found(stream.pieces());
    executor.for_each(stream.pieces(), [&](std::size_t piece, unsigned worker) {
      cancel.check();
      stream.visit(piece, [&](std::uint32_t a, std::uint32_t b) {
        if (share < 1 && Random(seed ^ mix(static_cast<std::uint64_t>(a) << 32 | b)).unit() >= share) return;
        found[piece].push_back(
            {a, b, blocks.shared(a, b), comparison.pattern(records.row(a), records.row(b), memos[worker])});
      });
    });
    for (const auto& part : found) sample.insert(sample.end(), part.begin(), part.end());
  }
  return sample;
}

// EM of one rule over pattern counts whose masked fields read null.
class RuleLearner {
 public:
  RuleLearner(std::vector<Counted> counts, const Model& prior) : counts_(std::move(counts)), prior_(prior) {
    for (const auto& field : prior.fields) {
      LevelProbabilities m{};
      for (std::size_t l = 0; l < field.levels.size(); ++l) m[l] = field.levels[l].m;
      m_.push_back(m);
    }
  }

  void run() {
    double all = 0;
    for (const auto& counted : counts_) all += counted.pairs;
    if (all == 0) return;
    double lambda = 0.1;
    for (int round = 0; round < most_rounds; ++round) {
      const double next = std::clamp(step(lambda) / all, 1e-9, 1 - 1e-6);
      const bool settled = std::abs(next - lambda) < 1e-7 * next;
      lambda = next;
      if (settled) break;
    }
  }

  double matches() const noexcept { return matches_; }
  /// Σ n_p g_p [γ_f = l].
  const std::vector<LevelProbabilities>& sums() const noexcept { return sums_; }

 private:
  double step(double lambda) {
    const std::size_t k = m_.size();
    std::vector<LevelProbabilities> weight(k);
    for (std::size_t f = 0; f < k; ++f) {
      for (std::size_t l = 0; l < prior_.fields[f].levels.size(); ++l) {
        weight[f][l] = std::log2(m_[f][l] / prior_.fields[f].levels[l].u);
      }
      weight[f][null_level] = 0;
    }
    sums_.assign(k, {});
    matches_ = 0;
    const double start = log2_odds(lambda);
    for (const auto& counted : counts_) {
      double sum = start;
      for (std::size_t f = 0; f < k; ++f) sum += weight[f][level_in(counted.pattern, f)];
      const double mass = counted.pairs * probability_of(sum);
      matches_ += mass;
      for (std::size_t f = 0; f < k; ++f) sums_[f][level_in(counted.pattern, f)] += mass;
    }
    for (std::size_t f = 0; f < k; ++f) {
      const auto& levels = prior_.fields[f].levels;
      double present = 0;
      for (std::size_t l = 0; l < levels.size(); ++l) present += sums_[f][l];
      for (std::size_t l = 0; l < levels.size(); ++l) {
        m_[f][l] = std::max(least_m, (sums_[f][l] + pseudo_pairs * levels[l].m) / (present + pseudo_pairs));
      }
    }
    return matches_;
  }

  std::vector<Counted> counts_;
  const Model& prior_;
  std::vector<LevelProbabilities> m_, sums_;
  double matches_ = 0;
};

Pattern mask_fields(Pattern pattern, std::uint32_t fields) noexcept {
  for (; fields != 0; fields &= fields - 1) {
    pattern |= static_cast<Pattern>(null_level) << (3 * static_cast<unsigned>(__builtin_ctz(fields)));
  }
  return pattern;
}

std::vector<std::uint32_t> masked_fields(const Comparison& comparison, const std::vector<Rule>& rules) {
  std::vector<std::uint32_t> masked;
  for (const Rule& rule : rules) {
    std::uint32_t fields = 0;
    for (std::size_t f = 0; f < comparison.fields(); ++f) {
      if (rule.fields >> f & 1) fields |= comparison.repeats(f);
    }
    masked.push_back(fields);
  }
  return masked;
}

// The histogram (rule mask, pattern) of the sample, in rising order.
std::vector<std::pair<std::pair<Pattern, std::uint32_t>, double>> histogram(
    const std::vector<SampledPair>& sample) {
  std::vector<std::pair<Pattern, std::uint32_t>> all;
  all.reserve(sample.size());
  for (const auto& pair : sample) all.emplace_back(pair.pattern, pair.rules);
  std::sort(all.begin(), all.end());
  std::vector<std::pair<std::pair<Pattern, std::uint32_t>, double>> counts;
  for (const auto& key : all) {
    if (counts.empty() || counts.back().first != key) counts.push_back({key, 0});
    ++counts.back().second;
  }
  return counts;
}

void learn_m(const std::vector<SampledPair>& sample, const std::vector<std::uint32_t>& masked,
             const Model& prior, Model& model, Executor& executor) {
  const auto counts = histogram(sample);
  std::vector<std::unique_ptr<RuleLearner>> learners(masked.size());
  executor.for_each(masked.size(), [&](std::size_t r, unsigned) {
    std::map<Pattern, double> by_pattern;
    for (const auto& [key, pairs] : counts) {
      if (key.second >> r & 1) by_pattern[mask_fields(key.first, masked[r])] += pairs;
    }
    std::vector<Counted> list;
    for (const auto& [pattern, pairs] : by_pattern) list.push_back({pattern, pairs});
    learners[r] = std::make_unique<RuleLearner>(std::move(list), prior);
    learners[r]->run();
  });
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    auto& levels = model.fields[f].levels;
    LevelProbabilities sums{};
    double present = 0;
    for (std::size_t r = 0; r < masked.size(); ++r) {
      if (masked[r] >> f & 1 || learners[r]->matches() <= 0) continue;
      for (std::size_t l = 0; l < levels.size(); ++l) {
        sums[l] += learners[r]->sums()[f][l];
        present += learners[r]->sums()[f][l];
      }
    }
    double total = 0;
    for (std::size_t l = 0; l < levels.size(); ++l) {
      levels[l].m = std::max(
          least_m, (sums[l] + pseudo_pairs * prior.fields[f].levels[l].m) / (present + pseudo_pairs));
      total += levels[l].m;
    }
    for (auto& level : levels) level.m /= total;
  }
}

// What matches among random pairs add to the measured u is taken out again.
void clean_u(const std::vector<LevelProbabilities>& measured, Model& model) {
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    auto& levels = model.fields[f].levels;
    double total = 0;
    for (std::size_t l = 0; l < levels.size(); ++l) {
      const double clean = (measured[f][l] - model.lambda * levels[l].m) / (1 - model.lambda);
      levels[l].u = std::max({clean, measured[f][l] * 0.05, least_u});
      total += levels[l].u;
    }
    for (auto& level : levels) level.u /= total;
  }
}

double fixed_lambda(const std::vector<double>& weights, double share, double all_pairs, double start) {
  double lambda = start;
  const double least = 0.01 / all_pairs;
  for (int round = 0; round < 200; ++round) {
    const double odds = log2_odds(lambda);
    double sum = 0;
    for (double weight : weights) sum += probability_of(weight + odds);
    const double next = std::clamp(sum / share / all_pairs, least, 0.5);
    const bool settled = std::abs(next - lambda) < 1e-6 * next;
    lambda = next;
    if (settled) break;
  }
  return lambda;
}

}  // namespace

Model prior_model(const Comparison& comparison, std::uint64_t seed) {
  Model model;
  const auto chance = measure_chance(comparison, seed);
  for (std::size_t f = 0; f < comparison.fields(); ++f) {
    const auto& field = comparison.records().fields[f];
    FieldModel learned{field.name, field.kind, {}, true};
    const auto shapes = comparison.levels(f);
    for (std::size_t l = 0; l < shapes.size(); ++l) {
      learned.levels.push_back({std::string(shapes[l].name), shapes[l].m, chance[f][l]});
    }
    model.fields.push_back(std::move(learned));
  }
  model.lambda = 1.0 / static_cast<double>(std::max<std::size_t>(comparison.records().rows, 2));
  return model;
}

Model learn(const Comparison& comparison, const std::vector<BlockingKey>& keys,
            const std::vector<Rule>& rules, const Blocks& blocks, std::uint64_t seed, Executor& executor,
            const Cancel& cancel) {
  const Records& records = comparison.records();
  Model prior = prior_model(comparison, seed);
  Model model = prior;
  for (const Rule& rule : rules) model.rules.push_back({rule.name, rule.pairs, 0});
  if (rules.empty()) return model;

  double proposed = 0;
  for (const Rule& rule : rules) proposed += static_cast<double>(rule.pairs);
  const double share = std::min(1.0, most_sample_pairs / std::max(proposed, 1.0));
  const auto sample = take_sample(comparison, rules, blocks, seed, share, executor, cancel);
  const auto masked = masked_fields(comparison, rules);
  const auto measured = measure_chance(comparison, seed);
  const double n = static_cast<double>(records.rows), all_pairs = n * (n - 1) / 2;

  std::vector<double> weights(sample.size());
  std::vector<Comparison::Memo> memos(executor.threads(), Comparison::Memo(comparison.fields()));
  for (int round = 0; round < 2; ++round) {
    learn_m(sample, masked, prior, model, executor);
    const Scorer scorer(comparison, model);
    constexpr std::size_t piece = 20'000;
    executor.for_each((sample.size() + piece - 1) / piece, [&](std::size_t p, unsigned worker) {
      for (std::size_t i = p * piece; i < std::min(sample.size(), (p + 1) * piece); ++i) {
        weights[i] = scorer.weight(sample[i].a, sample[i].b, memos[worker]);
      }
    });
    model.lambda = fixed_lambda(weights, share, all_pairs, 1.0 / n);
    clean_u(measured, model);
    for (std::size_t f = 0; f < model.fields.size(); ++f) {
      for (std::size_t l = 0; l < model.fields[f].levels.size(); ++l) {
        prior.fields[f].levels[l].u = model.fields[f].levels[l].u;
      }
    }
  }
  std::vector<double> posterior(sample.size());
  for (std::size_t i = 0; i < sample.size(); ++i)
    posterior[i] = probability_of(weights[i] + log2_odds(model.lambda));
  predict_recall(records, keys, rules, masked, sample, posterior, seed, model);
  return model;
}

}  // namespace kith::match
