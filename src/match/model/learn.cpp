#include "match/model/learn.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/random.h"
#include "match/block/pairs.h"
#include "match/model/anchor.h"
#include "match/model/chance.h"
#include "match/model/compete.h"
#include "match/model/dependence.h"
#include "match/model/mixture.h"
#include "match/model/recall.h"
#include "match/model/scorer.h"
#include "match/model/worth.h"

namespace kith::match {
namespace {

// Few pairs will do where they hold matches of many rows.
constexpr double few_sample_pairs = 3e5, most_sample_pairs = 1.5e6;
constexpr std::size_t enough_matched_rows = 5000, large_table = 100'000;
constexpr double least_m = 1e-3, least_u = 1e-8;
constexpr double pseudo_pairs = 20;
constexpr double expected_matches = 0.5;  // in any table, before any evidence
constexpr double pull_to_chance = 0.05;
constexpr std::size_t most_crowd = 150'000;  // pairs of one rule that EM looks at: every so many-th beyond

// Which pairs are in the sample: first a share of the rows are chosen, then of their pairs with later rows.
// So most pairs need no look at all.
class Sampling {
 public:
  Sampling(std::size_t rows, std::uint64_t seed, double share)
      : seed_(seed), of_rows_(std::min(1.0, 4 * share)), of_pairs_(share / of_rows_), chosen_(rows, 1) {
    if (of_rows_ >= 1) return;
    for (std::size_t row = 0; row < rows; ++row) chosen_[row] = Random(seed ^ mix(row)).unit() < of_rows_;
  }
  bool takes(std::uint32_t a) const noexcept { return chosen_[a] != 0; }
  bool takes(std::uint32_t a, std::uint32_t b) const noexcept {
    return takes(a) && (of_pairs_ >= 1 ||
                        Random(seed_ ^ mix(static_cast<std::uint64_t>(a) << 32 | b)).unit() < of_pairs_);
  }

 private:
  std::uint64_t seed_;
  double of_rows_, of_pairs_;
  std::vector<char> chosen_;
};

// Near pairs of rows that are both among `rows`, by their places there.
std::vector<NearPair> near_pairs_of(const Near& near, const RowSample& rows, std::size_t in_all) {
  if (rows.is_all() || near.pairs.empty()) return near.pairs;
  constexpr std::uint32_t none = ~0u;
  std::vector<std::uint32_t> place(in_all, none);
  for (std::uint32_t at = 0; at < rows.rows.size(); ++at) place[rows.rows[at]] = at;
  std::vector<NearPair> pairs;
  for (const auto& [a, b] : near.pairs) {
    if (place[a] != none && place[b] != none) pairs.emplace_back(place[a], place[b]);
  }
  return pairs;
}

// A `share` of the pairs of the rules' blocks and of the near pairs, both of places in `rows`, in an order
// that does not depend on threads.
std::vector<SampledPair> take_sample(const Comparison& comparison, const RowSample& rows,
                                     const std::vector<Rule>& rules, const Blocks& blocks, const Near& near,
                                     const std::vector<NearPair>& near_pairs, std::uint64_t seed,
                                     double share, Executor& executor, const Cancel& cancel) {
  std::vector<SampledPair> sample;
  std::vector<Comparison::Memo> memos(executor.threads(), Comparison::Memo(comparison.fields()));
  const Sampling sampling(rows.rows.size(), seed, share);
  const auto in_sample = [&](std::uint32_t a, std::uint32_t b) { return sampling.takes(a, b); };
  const auto row_in_sample = [&](std::uint32_t a) { return sampling.takes(a); };
  auto sampled = [&](std::uint32_t a, std::uint32_t b, std::uint32_t brought_by) {
    return SampledPair{rows.rows[a], rows.rows[b], brought_by, 0};
  };
  auto compare = [&](std::span<SampledPair> pairs, unsigned worker) {
    comparison.patterns(
        pairs.size(), memos[worker], [&](std::size_t i) { return RowPair(pairs[i].a, pairs[i].b); },
        [&](std::size_t i, Pattern pattern) { pairs[i].pattern = pattern; });
  };
  for (std::size_t first = 0; first < rules.size(); first += executor.threads()) {
    for (const PairStream& stream : pair_streams(blocks, rows.rows.size(), first, executor)) {
      std::vector<std::vector<SampledPair>> found(stream.pieces());
      executor.for_each(stream.pieces(), [&](std::size_t piece, unsigned worker) {
        cancel.check();
        stream.visit(piece, row_in_sample, in_sample, [&](std::uint32_t a, std::uint32_t b) {
          found[piece].push_back(sampled(a, b, blocks.shared(a, b)));
        });
        compare(found[piece], worker);
      });
      for (const auto& part : found) sample.insert(sample.end(), part.begin(), part.end());
    }
  }
  if (near_pairs.empty()) return sample;
  const std::uint32_t bit = 1u << rules.size();
  const std::size_t brought = sample.size();
  for (SampledPair& pair : sample) {
    if (near.has(pair.a, pair.b)) pair.rules |= bit;
  }
  for (const auto& [a, b] : near_pairs) {
    if (blocks.shared(a, b) == 0 && in_sample(a, b)) sample.push_back(sampled(a, b, bit));
  }
  compare(std::span(sample).subspan(brought), 0);
  return sample;
}

std::vector<std::uint32_t> masked_fields(const Comparison& comparison, const std::vector<Rule>& rules,
                                         const Near& near) {
  std::vector<std::uint32_t> masked;
  for (const Rule& rule : rules) {
    std::uint32_t fields = 0;
    for (std::size_t f = 0; f < comparison.fields(); ++f) {
      if (rule.fields >> f & 1) fields |= comparison.repeats(f);
    }
    masked.push_back(fields);
  }
  if (!near.pairs.empty()) masked.push_back(near.fields);
  return masked;
}

// What the pairs of each rule part into, where the rule's own fields are masked; masses stand for all of the
// sample's pairs.
std::vector<Mixture> part_rules(const std::vector<SampledPair>& sample,
                                const std::vector<std::uint32_t>& masked, const Model& prior,
                                Executor& executor) {
  std::vector<Mixture> mixtures(masked.size());
  executor.for_each(masked.size(), [&](std::size_t r, unsigned) {
    std::size_t all = 0;
    for (const SampledPair& pair : sample) all += pair.rules >> r & 1;
    const std::size_t stride = all / most_crowd + 1;
    std::vector<Pattern> patterns;
    std::size_t at = 0;
    for (const SampledPair& pair : sample) {
      if (!(pair.rules >> r & 1)) continue;
      if (at++ % stride == 0) patterns.push_back(mask_fields(pair.pattern, masked[r]));
    }
    mixtures[r] = part(count_patterns(patterns), prior, false, pull_to_chance);
    mixtures[r].pairs = static_cast<double>(all);
    for (auto& levels : mixtures[r].mass) {
      for (double& mass : levels) mass *= static_cast<double>(stride);
    }
  });
  return mixtures;
}

// A rule whose pairs hold ten times the matches that the model knows of, or not a quarter of them, parted
// them by something else: by genre, where discs are compared whose titles are near; by class, where nearly
// all patents of one holder's name are matches.
void drop_astray(const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                 std::vector<Mixture>& mixtures) {
  constexpr double most_claimed = 10, least_claimed = 0.25;
  for (std::size_t r = 0; r < mixtures.size(); ++r) {
    double known = 1;
    for (std::size_t i = 0; i < sample.size(); ++i) known += sample[i].rules >> r & 1 ? posterior[i] : 0;
    const double claimed = mixtures[r].lambda * mixtures[r].pairs;
    if (claimed > most_claimed * known || claimed < least_claimed * (known - 1)) mixtures[r].lambda = 0;
  }
}

// m from the rules' mixtures, averaged by the matches that a rule brings and by how pure it is, for in a
// crowd of which few are matches EM is easily led astray.
void learn_m(const std::vector<Mixture>& mixtures, const std::vector<std::uint32_t>& masked,
             const Model& prior, Model& model) {
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    auto& levels = model.fields[f].levels;
    LevelProbabilities sums{};
    double present = 0;
    for (std::size_t r = 0; r < masked.size(); ++r) {
      if (masked[r] >> f & 1) continue;
      for (std::size_t l = 0; l < levels.size(); ++l) {
        const double mass = mixtures[r].lambda * mixtures[r].mass[f][l];
        sums[l] += mass;
        present += mass;
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
    order_levels(model.fields[f], 0);
  }
}

// The same order for what holds where another column agrees.
void order_dependences(Model& model) {
  for (FieldModel& field : model.fields) {
    for (Dependence& dependence : field.dependences) {
      FieldModel given{field.column, field.kind, field.levels, field.term_frequency, {}};
      for (std::size_t l = 0; l < given.levels.size(); ++l) given.levels[l].u = dependence.u[l];
      order_levels(given, 0);
      for (std::size_t l = 0; l < given.levels.size(); ++l) dependence.u[l] = given.levels[l].u;
    }
  }
}

double fixed_lambda(const std::vector<double>& weights, double share, double all_pairs, double start) {
  double lambda = start;
  const double least = std::min(0.5, expected_matches / all_pairs);
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

// The u of a model of which nothing is learned yet.
std::vector<LevelProbabilities> measured_chance(const Model& prior) {
  std::vector<LevelProbabilities> chance(prior.fields.size());
  for (std::size_t f = 0; f < chance.size(); ++f) {
    for (std::size_t l = 0; l < prior.fields[f].levels.size(); ++l)
      chance[f][l] = prior.fields[f].levels[l].u;
  }
  return chance;
}

// The rules that were kept take the numbers of their places; the near pairs, where there are any, the next.
void renumber(const std::vector<std::size_t>& kept, std::size_t rules, std::vector<std::uint32_t>& masked,
              std::vector<SampledPair>& sample) {
  std::vector<std::size_t> from = kept;
  if (masked.size() > rules) from.push_back(rules);
  std::vector<std::uint32_t> fields;
  for (auto r : from) fields.push_back(masked[r]);
  masked = std::move(fields);
  for (SampledPair& pair : sample) {
    std::uint32_t own = 0;
    for (std::size_t r = 0; r < from.size(); ++r) own |= (pair.rules >> from[r] & 1) << r;
    pair.rules = own;
  }
}

// Learns m, u and λ from the pairs of a sample.
class Learner {
 public:
  // `share`: the sample's, of all pairs of the table. `masked`: by rule.
  Learner(const Comparison& comparison, const std::vector<SampledPair>& sample,
          const std::vector<std::uint32_t>& masked, const std::vector<std::vector<Counted>>& crowds,
          const Model& before, double share, Executor& executor, const Cancel& cancel)
      : comparison_(comparison),
        sample_(sample),
        masked_(masked),
        crowds_(crowds),
        before_(before),
        measured_(measured_chance(before)),
        share_(share),
        executor_(executor),
        cancel_(cancel),
        weights_(sample.size()) {
    const auto& fields = comparison.records().fields;
    for (std::size_t f = 0; f < fields.size(); ++f)
      own_names_ |= static_cast<std::uint32_t>(fields[f].is_own_name) << f;
  }

  // Households show in the margins of crowds, people who moved are hidden by them: which of the two there are
  // more of shows in the end, when one of the models is surer of its matches.
  void learn() {
    first_ = part_rules(sample_, masked_, before_, executor_);
    doubted_ = doubt_themselves(first_, masked_, before_);
    learn_from(Start::chance);
    if (!is_sound() || margins_tell()) {
      const Model from_chance = model_;
      const double sure = is_sound() ? share_of_sure(posteriors()) : -1;
      learn_from(Start::either);
      if (sure >= (is_sound() ? share_of_sure(posteriors()) : 0)) take(from_chance);
    }
    if (!is_sound()) return anchor();
    if (model_.lambda < many_matches) learn_from_usual();
  }

  void learn_competing_in(double of_blocks) {
    learn_competing(comparison_, sample_, measured_, share_, of_blocks, model_);
    order_dependences(model_);
    weigh();
  }

  Model& model() noexcept { return model_; }
  // Of each pair of the sample to be a match.
  std::vector<double> posteriors() const {
    std::vector<double> posterior(sample_.size());
    const double odds = log2_odds(model_.lambda);
    for (std::size_t i = 0; i < sample_.size(); ++i) posterior[i] = probability_of(weights_[i] + odds);
    return posterior;
  }

 private:
  static constexpr int rounds = 2, most_more_rounds = 12;

  bool is_sound() const {
    return finds_its_matches(model_, own_names_, doubted_) && bear_one_name(model_, before_);
  }

  // Whether the margins of any crowd say something else of the model's dependences.
  bool margins_tell() const {
    Model by_chance = model_, by_margins = model_;
    find_dependences(comparison_, crowds_, Start::chance, executor_, cancel_, by_chance);
    find_dependences(comparison_, crowds_, Start::either, executor_, cancel_, by_margins);
    auto same = [](const Dependence& a, const Dependence& b) { return a.column == b.column && a.u == b.u; };
    for (std::size_t f = 0; f < model_.fields.size(); ++f) {
      const auto &x = by_chance.fields[f].dependences, &y = by_margins.fields[f].dependences;
      if (!std::equal(x.begin(), x.end(), y.begin(), y.end(), same)) return true;
    }
    return false;
  }

  void take(const Model& model) {
    model_ = model;
    weigh();
  }

  void weigh() {
    const Scorer scorer(comparison_, model_);
    constexpr std::size_t piece = 20'000;
    executor_.for_each((sample_.size() + piece - 1) / piece, [&](std::size_t p, unsigned) {
      for (std::size_t i = p * piece; i < std::min(sample_.size(), (p + 1) * piece); ++i) {
        weights_[i] = scorer.weight(sample_[i].a, sample_[i].b, sample_[i].pattern);
      }
    });
  }

  // All that follows from the model's m.
  void settle() {
    const Records& records = comparison_.records();
    find_dependences(comparison_, crowds_, start_, executor_, cancel_, model_);
    order_dependences(model_);
    weigh();
    model_.lambda = fixed_lambda(weights_, share_, std::max(1.0, static_cast<double>(all_pairs(records))),
                                 1.0 / static_cast<double>(records.rows));
    clean_u(measured_, model_);
  }

  void learn_from(Start start) {
    start_ = start;
    learn_from_rules();
    if (is_sound() && model_.lambda < many_matches) learn_on();
  }

  void learn_from_rules() {
    Model prior = before_;
    model_ = before_;
    for (int round = 0; round < rounds && (round == 0 || is_sound()); ++round) {
      auto mixtures = round == 0 ? first_ : part_rules(sample_, masked_, prior, executor_);
      if (round > 0) drop_astray(sample_, posteriors(), mixtures);
      learn_m(mixtures, masked_, prior, model_);
      settle();
      for (std::size_t f = 0; f < model_.fields.size(); ++f) {
        for (std::size_t l = 0; l < model_.fields[f].levels.size(); ++l) {
          prior.fields[f].levels[l].u = model_.fields[f].levels[l].u;
        }
      }
    }
  }

  // A rule's pairs may part into those who are alike in everything and the rest, in which matches are that
  // differ in several columns at once: people who moved. All pairs together tell of them. They may lead EM
  // astray as well, where matches and others run into one another: then it is less sure in the end, or finds
  // more than twice as many, or others. On its way it may be less sure than before, and in the end if it
  // finds many more for it.
  void learn_on() {
    const Model start = model_;
    auto posterior = posteriors();
    const double sure = share_of_sure(posterior);
    constexpr double astray = 0.3;  // less sure
    auto finds_too_many = [&] { return model_.lambda > 2 * start.lambda; };
    for (int round = 0; round < most_more_rounds; ++round) {
      const Model last = model_;
      learn_m_from(sample_, posterior, last, model_);
      settle();
      posterior = posteriors();
      const bool settled = std::abs(model_.lambda - last.lambda) < 0.01 * last.lambda;
      if (settled || finds_too_many() || share_of_sure(posterior) < sure - astray) break;
    }
    model_.anchored = false;
    const bool better = share_of_sure(posterior) >= sure || gains_on(start, sure);
    if (!better || finds_too_many() || !is_sound()) take(start);
  }

  void begin_as_usual() {
    model_ = before_;
    model_.anchored = true;
    start_ = Start::chance;  // as crowds of known m do
    doubted_ = false;        // that was of the rules
    settle();
  }

  void anchor() {
    begin_as_usual();
    for (int round = 0; round < rounds; ++round) {
      learn_m_from_surest(sample_, weights_, before_, model_);
      settle();
    }
    learn_on();
  }

  // Who moved changed street, postal code and city at once: a model that learned from none of them rules all
  // of them out, and EM does not lead to them. From what is usual for each kind of column it does. That
  // stands where it finds more, four sure ones for each that it is not sure of.
  void learn_from_usual() {
    const Model found = model_;
    const double sure = share_of_sure(posteriors());
    begin_as_usual();
    learn_on();
    if (model_.anchored || model_.lambda > 2 * found.lambda || !gains_on(found, sure)) take(found);
  }

  // Does the model find more than another did, four sure ones for each that it is not sure of?
  bool gains_on(const Model& other, double sure) const {
    constexpr double hardly_more = 1.01, sure_for_unsure = 4;
    const double more = model_.lambda / other.lambda, share = share_of_sure(posteriors());
    const double more_sure = more * share - sure, more_unsure = more * (1 - share) - (1 - sure);
    return more >= hardly_more && more_sure >= sure_for_unsure * more_unsure;
  }

  const Comparison& comparison_;
  const std::vector<SampledPair>& sample_;
  const std::vector<std::uint32_t>& masked_;
  const std::vector<std::vector<Counted>>& crowds_;
  const Model& before_;
  std::vector<LevelProbabilities> measured_;
  double share_;
  Executor& executor_;
  const Cancel& cancel_;
  std::uint32_t own_names_ = 0;
  std::vector<Mixture> first_;  // of the rules, before anything is learned
  bool doubted_ = false;        // doubt_themselves(first_)
  Start start_ = Start::either;
  Model model_;
  std::vector<double> weights_;  // of each pair of the sample
};

// Rows that have a match in the sample.
std::size_t count_matched_rows(const std::vector<SampledPair>& sample, const std::vector<double>& posterior) {
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (posterior[i] >= 0.5) rows.insert(rows.end(), {sample[i].a, sample[i].b});
  }
  std::sort(rows.begin(), rows.end());
  return static_cast<std::size_t>(std::unique(rows.begin(), rows.end()) - rows.begin());
}

}  // namespace

Model prior_model(const Comparison& comparison, const RowSample& rows, const Near& near, std::uint64_t seed,
                  Executor& executor) {
  Model model;
  const auto chance = measure_chance(comparison, rows, near, seed, executor);
  for (std::size_t f = 0; f < comparison.fields(); ++f) {
    const auto& field = comparison.records().fields[f];
    // What is common among own names is then who has many records.
    const bool many_of_each = field.is_own_name && chance[f][0] >= most_equal_names;
    FieldModel learned{field.name, field.kind, {}, !many_of_each};
    const auto shapes = comparison.levels(f);
    for (std::size_t l = 0; l < shapes.size(); ++l) {
      learned.levels.push_back({std::string(shapes[l].name), shapes[l].m, chance[f][l]});
    }
    model.fields.push_back(std::move(learned));
  }
  model.lambda = 1.0 / static_cast<double>(std::max<std::size_t>(comparison.records().rows, 2));
  return model;
}

Model learn(const Comparison& comparison, const RowSample& rows, const Model& before,
            const std::vector<BlockingKey>& keys, std::vector<Rule>& rules, Blocks& blocks, Near& near,
            bool one_per_source, std::uint64_t seed, Executor& executor, const Cancel& cancel) {
  const Records& records = comparison.records();
  if (rules.empty() && near.pairs.empty()) return before;

  double proposed = 0;
  for (const Rule& rule : rules) proposed += static_cast<double>(rule.pairs);
  const auto near_pairs = near_pairs_of(near, rows, records.rows);
  proposed += static_cast<double>(near_pairs.size());
  auto masked = masked_fields(comparison, rules, near);
  const auto crowds = agreeing_crowds(comparison, rows, seed, executor, cancel);
  std::vector<SampledPair> sample;
  std::vector<double> posterior;
  Model model;
  double share = 0;  // of the table's pairs
  auto learn_from = [&](double of_pairs) {
    share = of_pairs * rows.share * rows.share;
    sample = take_sample(comparison, rows, rules, blocks, near, near_pairs, seed, of_pairs, executor, cancel);
    Learner learner(comparison, sample, masked, crowds, before, share, executor, cancel);
    learner.learn();
    if (one_per_source) learner.learn_competing_in(of_pairs * rows.share);
    posterior = learner.posteriors();
    model = std::move(learner.model());
  };
  const double few = std::min(1.0, few_sample_pairs / std::max(proposed, 1.0)),
               most = std::min(1.0, most_sample_pairs / std::max(proposed, 1.0));
  // Who competes for a row is known from all of its pairs only, and a small table takes no time.
  const bool all_at_once = one_per_source || records.rows < large_table;
  if (!all_at_once) learn_from(few);
  if (all_at_once || (few < most && count_matched_rows(sample, posterior) < enough_matched_rows))
    learn_from(most);
  const auto kept = rules_worth_keeping(rules, sample, posterior, share);
  if (!near.pairs.empty() && !near_worth_keeping(rules.size(), kept, sample, posterior, share)) {
    near.pairs.clear();
    masked.pop_back();
  }
  renumber(kept, rules.size(), masked, sample);
  keep_rules(kept, rules, blocks);
  for (const Rule& rule : rules) model.rules.push_back({rule.name, rule.pairs, 0});
  if (!near.pairs.empty()) model.rules.push_back({near.name, near.pairs.size(), 0});
  predict_recall(records, keys, rules, masked, sample, posterior, seed, model);
  if (!near.pairs.empty()) predict_near(sample, posterior, rules.size(), model);
  return model;
}

}  // namespace kith::match
