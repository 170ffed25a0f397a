#include "service/grading_errors.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/executor.h"
#include "base/random.h"
#include "ledger/decisions_of_record.h"
#include "service/match_base.h"

namespace kith::service {
namespace {

using RecordPair = std::pair<RecordId, RecordId>;

constexpr std::size_t most_of_a_cluster = 2000;
constexpr std::size_t most_weighed = 3000;
constexpr double thresholds[] = {0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999};

// As many of a stream of pairs as are wanted, each with the same chance (Vitter 1985, algorithm R).
class Sample {
 public:
  Sample(std::size_t wanted, std::uint64_t seed) : wanted_(wanted), random_(seed) {}

  void add(RecordId a, RecordId b) {
    ++seen_;
    const RecordPair pair = std::minmax(a, b);
    if (pairs_.size() < wanted_) {
      pairs_.push_back(pair);
    } else if (const auto at = random_.below(seen_); at < wanted_) {
      pairs_[at] = pair;
    }
  }
  const std::vector<RecordPair>& pairs() const noexcept { return pairs_; }
  std::uint64_t seen() const noexcept { return seen_; }

 private:
  std::size_t wanted_;
  Random random_;
  std::uint64_t seen_ = 0;
  std::vector<RecordPair> pairs_;
};

// visit(a, b): places of two different records of one label.
template <class Visit>
void each_pair(const GradedRecords& graded, const std::vector<std::uint64_t>& label, const Cancel& cancel,
               Visit visit) {
  std::vector<std::uint32_t> order(label.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return label[a] < label[b]; });
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && label[order[end]] == label[order[i]]) ++end;
    const auto stop = std::min(end, i + most_of_a_cluster);
    if (stop - i > 100) cancel.check();
    for (auto a = i; a < stop; ++a) {
      for (auto b = a + 1; b < stop; ++b) {
        if (graded.record[order[a]] != graded.record[order[b]]) visit(order[a], order[b]);
      }
    }
    i = end;
  }
}

class Examiner {
 public:
  Examiner(Home& home, const Cancel& cancel)
      : cancel_(cancel),
        read_(home.ledger().read()),
        base_(MatchBase::kept(read_->sql())),
        values_(read_->sql(), base_->kinds) {}

  WrongPairs examine(const Sample& wrong) {
    WrongPairs report;
    report.pairs = wrong.seen();
    for (const auto& field : base_->model.fields) report.columns.push_back({field.column, 0, 0, 0, 0});
    for (const auto& [a, b] : wrong.pairs()) {
      if (report.examined == WrongPairs::most_examined) break;
      cancel_.check();
      if (values_.of(a) == nullptr || values_.of(b) == nullptr) continue;
      ++report.examined;
      const auto table = values_.table({a, b});
      const match::FrozenRows rows(table, base_->model, base_->frequencies);
      const auto explanation = rows.explain(0, 1);
      ++report.fates[static_cast<std::size_t>(fate_of(a, b, table, explanation.total))];
      for (const auto& weight : explanation.weights) count(report.columns, weight);
    }
    return report;
  }

  // log2 odds of those that are there.
  std::vector<double> weigh(const std::vector<RecordPair>& pairs) {
    std::vector<RecordId> records;
    std::unordered_map<RecordId, std::uint32_t> place;
    std::vector<match::FrozenRows::Pair> rows;
    auto place_of = [&](RecordId record) {
      const auto [at, fresh] = place.try_emplace(record, static_cast<std::uint32_t>(records.size()));
      if (fresh) records.push_back(record);
      return at->second;
    };
    for (const auto& [a, b] : pairs) {
      if (values_.of(a) != nullptr && values_.of(b) != nullptr) rows.emplace_back(place_of(a), place_of(b));
    }
    std::vector<double> totals;
    if (rows.empty()) return totals;
    const auto table = values_.table(records);
    const match::FrozenRows ready(table, base_->model, base_->frequencies);
    Executor alone(1);
    for (const auto& edge : ready.weigh(rows, -1e9, alone)) totals.push_back(edge.total);
    return totals;
  }

 private:
  PairFate fate_of(RecordId a, RecordId b, const match::Table& table, double total) {
    for (const auto& decision : ledger::decisions_of_record(read_->sql(), a)) {
      if (decision.kind != ledger::DecisionType::pin && (decision.a == b || decision.b == b))
        return PairFate::decided;
    }
    if (!meet(table)) return PairFate::never_compared;
    return total > 0 ? PairFate::likely : PairFate::unlikely;
  }

  bool meet(const match::Table& table) {
    const auto keys = match::index_keys(table, base_->model, base_->frequencies);
    std::vector<RecordId> sharers;
    for (const auto& x : keys) {
      if (x.name >= base_->rules || x.row != 0) continue;
      const bool both =
          std::any_of(keys.begin(), keys.end(), [&](const auto& y) { return y.row == 1 && y.key == x.key; });
      sharers.clear();
      if (both &&
          ledger::records_of_match_key(read_->sql(), base_->state.bits, x.key, match::most_sharers, sharers))
        return true;
    }
    return false;
  }

  void count(std::vector<WrongPairs::Column>& columns, const match::Weight& weight) {
    for (std::size_t f = 0; f < columns.size(); ++f) {
      if (columns[f].attribute != weight.column) continue;
      const auto& levels = base_->model.fields[f].levels;
      auto& column = columns[f];
      ++(weight.level == "null" || weight.level == match::level_of_parts ? column.missing
         : weight.level == levels.front().name                           ? column.equal
         : weight.level == levels.back().name                            ? column.different
                                                                         : column.alike);
    }
  }

  const Cancel& cancel_;
  std::unique_ptr<ledger::Read> read_;
  std::shared_ptr<const MatchBase> base_;
  RecordValues values_;
};

// Pairs of one kind: how many there are, and what the sample of them weighs.
struct Weighed {
  double pairs = 0;
  std::vector<double> totals;
  double above(double least) const {
    if (totals.empty()) return 0;
    const auto n = std::count_if(totals.begin(), totals.end(), [&](double total) { return total >= least; });
    return pairs * static_cast<double>(n) / static_cast<double>(totals.size());
  }
};

std::vector<GradedThreshold> sweep(const Weighed& right, const Weighed& joined, const Weighed& missed) {
  std::vector<GradedThreshold> sweep;
  const double truth = right.pairs + missed.pairs;
  if (truth <= 0) return sweep;
  for (const double threshold : thresholds) {
    const double least = std::log2(threshold / (1 - threshold));
    const double hits = right.above(least) + missed.above(least), misses = joined.above(least);
    GradedThreshold at{threshold, hits + misses > 0 ? hits / (hits + misses) : 1, hits / truth, 0};
    if (at.precision + at.recall > 0) at.f1 = 2 * at.precision * at.recall / (at.precision + at.recall);
    sweep.push_back(at);
  }
  return sweep;
}

}  // namespace

GradingErrors find_grading_errors(Home& home, const GradedRecords& graded, const Cancel& cancel) {
  Sample right(most_weighed, 1), joined(most_weighed, 2), missed(most_weighed, 3);
  each_pair(graded, graded.found, cancel, [&](std::uint32_t a, std::uint32_t b) {
    (graded.truth[a] == graded.truth[b] ? right : joined).add(graded.record[a], graded.record[b]);
  });
  each_pair(graded, graded.truth, cancel, [&](std::uint32_t a, std::uint32_t b) {
    if (graded.found[a] != graded.found[b]) missed.add(graded.record[a], graded.record[b]);
  });
  Examiner examiner(home, cancel);
  GradingErrors errors;
  errors.joined = examiner.examine(joined);
  errors.missed = examiner.examine(missed);
  auto weighed = [&](const Sample& sample) {
    return Weighed{static_cast<double>(sample.seen()), examiner.weigh(sample.pairs())};
  };
  errors.sweep = sweep(weighed(right), weighed(joined), weighed(missed));
  return errors;
}

}  // namespace kith::service
