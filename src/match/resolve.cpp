#include "match/resolve.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/build_ahead.h"
#include "base/error.h"
#include "match/block/keys.h"
#include "match/block/near.h"
#include "match/block/pairs.h"
#include "match/block/rules.h"
#include "match/cluster/partition.h"
#include "match/cluster/twins.h"
#include "match/frozen.h"
#include "match/model/learn.h"
#include "match/model/records.h"
#include "match/model/scorer.h"
#include "match/model/tune.h"

namespace kith::match {
namespace {

constexpr double least_budget = 1e6;

// Measures; decides nothing.
class Stopwatch {
 public:
  explicit Stopwatch(const std::function<double()>& clock) : clock_(clock), last_(now()) {}
  double lap() {
    const double before = std::exchange(last_, now());
    return last_ - before;
  }

 private:
  double now() const { return clock_ ? clock_() : 0; }
  const std::function<double()>& clock_;
  double last_;
};

// Decisions on canonical rows, sorted; `different` pairs that `same` joins are left out.
void take_constraints(const Constraints& constraints, const Records& records, Partitioning& job) {
  std::vector<std::uint32_t> canonical(records.rows);
  for (std::uint32_t r = 0; r < records.rows; ++r) canonical[records.original[r]] = r;
  auto translate = [&](const std::vector<RowPair>& pairs) {
    std::vector<RowPair> out;
    for (const auto& [a, b] : pairs) {
      if (a != b) out.emplace_back(std::minmax(canonical.at(a), canonical.at(b)));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  };
  job.same = translate(constraints.same);
  job.different = translate(constraints.different);
  RowSets joined(records.rows);
  for (const auto& [a, b] : job.same) joined.unite(a, b);
  std::erase_if(job.different,
                [&](const RowPair& pair) { return joined.find(pair.first) == joined.find(pair.second); });
}

// The pairs nearest to even odds, as many as are wanted: always twice as many at most are kept.
class Uncertain {
 public:
  Uncertain(std::size_t wanted, double bias) : wanted_(wanted), bias_(bias) {}

  void add(std::uint32_t a, std::uint32_t b, double weight) {
    const double total = weight + bias_;
    if (wanted_ == 0 || std::fabs(total) > -edge_bits) return;
    pairs_.push_back({std::min(a, b), std::max(a, b), total});
    if (pairs_.size() >= 2 * wanted_) cut();
  }

  std::vector<UncertainPair> take(const Records& records) {
    cut();
    for (auto& pair : pairs_) {
      std::tie(pair.a, pair.b) = std::minmax({records.original[pair.a], records.original[pair.b]});
    }
    return std::move(pairs_);
  }

 private:
  void cut() {
    std::sort(pairs_.begin(), pairs_.end(), [](const UncertainPair& x, const UncertainPair& y) {
      return std::tuple(std::fabs(x.total), x.a, x.b) < std::tuple(std::fabs(y.total), y.a, y.b);
    });
    if (pairs_.size() > wanted_) pairs_.resize(wanted_);
  }

  std::size_t wanted_;
  double bias_;
  std::vector<UncertainPair> pairs_;
};

// Scores pairs piece by piece and joins the rows of those that speak for a merge.
class Scoring {
 public:
  Scoring(const Partitioning& job, Uncertain& uncertain, Statistics& statistics, Executor& executor,
          const Cancel& cancel)
      : job_(job),
        uncertain_(uncertain),
        statistics_(statistics),
        executor_(executor),
        cancel_(cancel),
        sets_(job.comparison.records().rows),
        memos_(executor.threads(), Comparison::Memo(job.comparison.fields())),
        waiting_(executor.threads()),
        bound_(-job.bias - company_bits) {}

  void score(const PairStream& stream) {
    score_pieces(stream.pieces(), [&](std::size_t piece, auto&& look) { stream.visit(piece, look); });
  }

  void score_near() {
    constexpr std::size_t piece_pairs = 50'000;
    const auto& pairs = job_.near.pairs;
    score_pieces((pairs.size() + piece_pairs - 1) / piece_pairs, [&](std::size_t piece, auto&& look) {
      const std::size_t end = std::min(pairs.size(), (piece + 1) * piece_pairs);
      for (std::size_t i = piece * piece_pairs; i < end; ++i) {
        if (job_.blocks.shared(pairs[i].first, pairs[i].second) == 0) look(pairs[i].first, pairs[i].second);
      }
    });
  }

  RowSets take() { return std::move(sets_); }

 private:
  struct Edge {
    std::uint32_t a, b;
    double weight;
  };
  struct Scored {
    std::uint64_t pairs = 0;
    std::vector<Edge> edges;
  };

  // visit(piece, look) calls look(a, b) for each pair of the piece. Edges are taken while the next pieces are
  // scored, so that few are in flight.
  template <class Visit>
  void score_pieces(std::size_t count, Visit&& visit) {
    build_ahead<Scored>(
        executor_, count,
        [&](std::size_t piece, unsigned worker) {
          cancel_.check();
          constexpr std::size_t at_once = 1024;
          Scored scored;
          std::vector<RowPair>& pairs = waiting_[worker];
          auto weigh = [&] {
            scored.pairs += pairs.size();
            job_.scorer.weigh(pairs, bound_, memos_[worker], [&](const RowPair& pair, double weight) {
              scored.edges.push_back({pair.first, pair.second, weight});
            });
            pairs.clear();
          };
          pairs.clear();
          visit(piece, [&](std::uint32_t a, std::uint32_t b) {
            pairs.emplace_back(a, b);
            if (pairs.size() == at_once) weigh();
          });
          weigh();
          return scored;
        },
        [&](std::size_t, const Scored& scored) {
          statistics_.pairs_scored += scored.pairs;
          statistics_.edges += scored.edges.size();
          for (const auto& edge : scored.edges) {
            sets_.unite(edge.a, edge.b);
            uncertain_.add(edge.a, edge.b, edge.weight);
          }
        });
  }

  const Partitioning& job_;
  Uncertain& uncertain_;
  Statistics& statistics_;
  Executor& executor_;
  const Cancel& cancel_;
  RowSets sets_;
  std::vector<Comparison::Memo> memos_;
  std::vector<std::vector<RowPair>> waiting_;  // by worker: to be weighed
  double bound_;
};

// Scores every pair of the blocks and every near one.
RowSets find_components(const Partitioning& job, const std::vector<Rule>& rules, Uncertain& uncertain,
                        Statistics& statistics, Executor& executor, Progress& progress,
                        const Cancel& cancel) {
  Scoring scoring(job, uncertain, statistics, executor, cancel);
  std::uint64_t total = 0, done = 0;
  for (const Rule& rule : rules) total += rule.pairs;
  progress.phase("Scoring pairs", total);
  for (std::size_t first = 0; first < rules.size(); first += executor.threads()) {
    const auto streams = pair_streams(job.blocks, job.comparison.records().rows, first, executor);
    for (std::size_t i = 0; i < streams.size(); ++i) {
      scoring.score(streams[i]);
      progress.at(done += rules[first + i].pairs);
    }
  }
  scoring.score_near();
  return scoring.take();
}

std::vector<std::uint32_t> number_clusters(const std::vector<std::uint32_t>& lowest, const Records& records,
                                           Statistics& statistics) {
  std::vector<std::uint32_t> cluster_of(records.rows), number(records.rows, ~0u), size;
  for (std::uint32_t r = 0; r < records.rows; ++r) cluster_of[records.original[r]] = lowest[r];
  for (std::uint32_t& cluster : cluster_of) {
    if (number[cluster] == ~0u) {
      number[cluster] = static_cast<std::uint32_t>(size.size());
      size.push_back(0);
    }
    cluster = number[cluster];
    ++size[cluster];
  }
  statistics.clusters = size.size();
  statistics.largest_cluster = size.empty() ? 0 : *std::max_element(size.begin(), size.end());
  return cluster_of;
}

void decide_one_per_source(const Comparison& comparison, const RowSample& rows,
                           const std::vector<Rule>& rules, const Blocks& blocks, const Options& options,
                           Resolution& resolution, Executor& executor, const Cancel& cancel) {
  constexpr double most_twins = 0.1;
  resolution.one_per_source = options.one_per_source == OnePerSource::yes;
  if (options.one_per_source != OnePerSource::open) return;
  resolution.twins = count_twins(comparison, rows, blocks, rules.size(), executor, cancel);
  resolution.one_per_source = std::all_of(resolution.twins.begin(), resolution.twins.end(),
                                          [](double share) { return share <= most_twins; });
}

double prior_bits(const Model& model, bool compete) {
  return compete && model.partner_odds > 0 ? std::log2(model.partner_odds) + partner_bits
                                           : log2_odds(model.lambda);
}

// The same rules over all rows of the table, where they were chosen by a sample.
Blocks block_all(const Records& records, std::vector<Rule>& rules, Executor& executor, const Cancel& cancel) {
  std::vector<std::string> names;
  for (const Rule& rule : rules) names.push_back(rule.name);
  const auto keys = make_keys(records, {.constant = true, .rules = &names}, &executor);
  for (Rule& rule : rules) rule = rule_named(rule.name, keys).value();
  return make_blocks(records, every_row(records.rows), keys, rules, executor, cancel);
}

// What the rules cost here; what they are expected to find stays as learned.
void name_rules(const std::vector<Rule>& rules, Model& model, const Model& prior) {
  if (model.rules.size() < rules.size()) model.rules.resize(rules.size());
  for (std::size_t r = 0; r < rules.size(); ++r) {
    RuleModel& rule = model.rules[r];
    if (rule.name.empty() && r < prior.rules.size()) rule = prior.rules[r];
    rule.name = rules[r].name;
    rule.pairs = rules[r].pairs;
    rule.dropped = rules[r].dropped;
  }
}

}  // namespace

Resolution resolve(const Table& table, const Constraints& constraints, const Options& options,
                   Executor& executor, Progress& progress, const Cancel& cancel) {
  Resolution resolution;
  Statistics& statistics = resolution.statistics;
  Stopwatch watch(options.clock);
  progress.phase("Choosing blocking rules", 0);
  Records records = make_records(table, options.across_sources, nullptr, &executor);
  statistics.rows = records.rows;
  resolution.generic = std::move(records.generic);

  const Comparison comparison(records, &executor);
  const double budget = std::max(least_budget, options.pairs_per_row * static_cast<double>(records.rows));
  const bool learns = options.model == nullptr, has_rules = !learns && !options.model->rules.empty();
  const RowSample rows =
      sample_rows(records.rows, has_rules ? records.rows : options.learn_rows, options.seed);
  Near near;
  if (!has_rules || brings_near(*options.model)) near = find_near(records, rows, executor, cancel);
  const Model prior = learns ? prior_model(comparison, rows, near, options.seed, executor)
                             : fitted(*options.model, comparison);
  std::vector<BlockingKey> keys;
  std::vector<Rule> rules;
  if (has_rules) {
    std::vector<std::string> names;
    for (const RuleModel& rule : prior.rules) names.push_back(rule.name);
    keys = make_keys(records, {.rules = &names}, &executor);
    rules = rules_of(prior, keys);
    // The model may come from a smaller table, of which every pair could be looked at.
    if (!rules.empty() && rules.back().keys == 0 && static_cast<double>(all_pairs(records)) > 4 * budget)
      rules.pop_back();
  } else {
    const Scorer scorer(comparison, prior);
    std::vector<Comparison::Memo> memos(executor.threads(), Comparison::Memo(comparison.fields()));
    const double odds = log2_odds(prior.lambda), bound = log2_odds(0.01) - odds;
    const Likelihood likelihood = [&](std::span<const RowPair> pairs, unsigned worker) {
      std::vector<LikelyPair> likely;
      scorer.weigh(pairs, bound, memos[worker], [&](const RowPair& pair, double weight) {
        likely.push_back({pair, probability_of(weight + odds)});
      });
      return likely;
    };
    keys = make_keys(records, {.rows = &rows}, &executor);
    rules = choose_rules(records, keys, budget, likelihood, options.seed, executor, cancel);
  }
  Blocks blocks = make_blocks(records, rows, keys, rules, executor, cancel);
  if (!rules.empty() && rules.back().keys == 0) near.pairs.clear();  // every pair is brought already
  statistics.seconds_block = watch.lap();

  progress.phase("Learning the model", 0);
  decide_one_per_source(comparison, rows, rules, blocks, options, resolution, executor, cancel);
  if (learns) {
    resolution.model = learn(comparison, rows, prior, keys, rules, blocks, near, resolution.one_per_source,
                             options.seed, executor, cancel);
    if (!options.tuning.empty()) apply(options.tuning, resolution.model);
  } else {
    resolution.model = prior;
    resolution.model.rules.clear();
    resolution.model.rules.resize(rules.size());
    if (!near.pairs.empty()) resolution.model.rules.push_back({near.name, near.pairs.size(), 0});
  }
  statistics.seconds_learn = watch.lap();
  if (!rows.is_all()) {
    blocks = block_all(records, rules, executor, cancel);
    if (!near.pairs.empty()) {
      near = find_near(records, every_row(records.rows), executor, cancel);
      resolution.model.rules.back().pairs = near.pairs.size();
    }
  }
  name_rules(rules, resolution.model, prior);
  statistics.seconds_block += watch.lap();

  const Scorer scorer(comparison, resolution.model);
  Partitioning job{comparison,
                   scorer,
                   blocks,
                   near,
                   prior_bits(resolution.model, resolution.one_per_source) - log2_odds(options.threshold),
                   {},
                   {},
                   resolution.one_per_source,
                   false,
                   options.apart ? &resolution.apart : nullptr};
  take_constraints(constraints, records, job);
  Uncertain uncertain(options.uncertain, job.bias);
  RowSets components = find_components(job, rules, uncertain, statistics, executor, progress, cancel);
  resolution.uncertain = uncertain.take(records);
  statistics.seconds_score = watch.lap();

  progress.phase("Clustering", 0);
  const auto lowest = partition(job, components, statistics, executor, cancel);
  for (auto& [a, b] : resolution.apart)
    std::tie(a, b) = std::pair(std::minmax({records.original[a], records.original[b]}));
  resolution.cluster = number_clusters(lowest, records, statistics);
  statistics.seconds_cluster = watch.lap();
  progress.done();
  return resolution;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> contradictions(std::size_t rows,
                                                                    const Constraints& constraints) {
  RowSets joined(rows);
  for (const auto& [a, b] : constraints.same) joined.unite(a, b);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  for (const auto& [a, b] : constraints.different) {
    if (joined.find(a) == joined.find(b)) found.emplace_back(a, b);
  }
  return found;
}

}  // namespace kith::match
