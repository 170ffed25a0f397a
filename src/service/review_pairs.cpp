#include "service/review_pairs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "ledger/customers.h"
#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/records.h"
#include "service/match_base.h"
#include "service/resolve_new_records.h"

namespace kith::service {
namespace {

using RecordPair = std::pair<RecordId, RecordId>;

RecordPair in_order(RecordId a, RecordId b) { return b < a ? RecordPair{b, a} : RecordPair{a, b}; }

double probability_of(double log2_odds) { return 1 / (1 + std::exp2(-log2_odds)); }

// 1 at even odds, 0 where the model is sure.
double closeness(double total) {
  const double p = probability_of(total);
  return 4 * p * (1 - p);
}

using CustomerPair = std::pair<CustomerId, CustomerId>;

CustomerPair in_order(CustomerId a, CustomerId b) { return b < a ? CustomerPair{b, a} : CustomerPair{a, b}; }

struct Settled {
  std::set<RecordPair> records;
  std::set<CustomerPair> customers;  // kept apart by a decision between any two of their records
};

Settled settled_pairs(ledger::Statements& sql) {
  Settled settled;
  for (const auto& decision : ledger::standing_links(sql)) {
    settled.records.insert(in_order(decision.a, decision.b));
    if (decision.kind == ledger::DecisionType::different)
      settled.customers.insert(
          in_order(ledger::customer_of(sql, decision.a), ledger::customer_of(sql, decision.b)));
  }
  return settled;
}

class Sizes {
 public:
  explicit Sizes(ledger::Statements& sql) : sql_(sql) {}

  std::pair<std::int64_t, std::int64_t> of(CustomerId customer) {
    auto [at, fresh] = sizes_.try_emplace(customer);
    if (fresh) {
      const auto stored = ledger::find_customer(sql_, customer);
      const auto facts = ledger::facts_of_customer(sql_, customer);
      at->second = {stored ? stored->records : 0, facts.orders + facts.events + facts.interactions};
    }
    return at->second;
  }

 private:
  ledger::Statements& sql_;
  std::unordered_map<CustomerId, std::pair<std::int64_t, std::int64_t>> sizes_;
};

match::PairExplanation explain(const MatchBase& base, RecordValues& values, RecordId a, RecordId b) {
  const auto table = values.table({a, b});
  return match::explain(table, base.model, 0, 1, &base.frequencies);
}

double kappa_of(
    const std::map<std::pair<ledger::ReviewVerdict, ledger::ReviewVerdict>, std::uint64_t>& counts,
    std::uint64_t pairs) {
  std::map<ledger::ReviewVerdict, double> one, other;
  double agreed = 0;
  const auto n = static_cast<double>(pairs);
  for (const auto& [verdicts, count] : counts) {
    const double share = static_cast<double>(count) / n;
    one[verdicts.first] += share;
    other[verdicts.second] += share;
    if (verdicts.first == verdicts.second) agreed += share;
  }
  double chance = 0;
  for (const auto& [verdict, share] : one) chance += share * other[verdict];
  return chance >= 1 ? 1 : (agreed - chance) / (1 - chance);
}

// What joins records for certain: decisions, and keys that one source gave twice.
class Joins {
 public:
  explicit Joins(ledger::Statements& sql) : sql_(sql) {
    for (const auto& decision : ledger::standing_links(sql)) {
      if (decision.kind != ledger::DecisionType::same) continue;
      same_[decision.a].push_back(decision);
      same_[decision.b].push_back(decision);
    }
  }

  // The shortest way, empty where there is none.
  std::vector<Contradiction::Step> way(RecordId from, RecordId to) {
    std::map<RecordId, Contradiction::Step> came;
    std::deque<RecordId> next{from};
    came[from] = {};
    auto visit = [&](Contradiction::Step step) {
      if (came.emplace(step.to, step).second) next.push_back(step.to);
    };
    for (std::size_t looked = 0; !next.empty() && came.count(to) == 0 && looked < most_looked; ++looked) {
      const auto record = next.front();
      next.pop_front();
      if (const auto found = same_.find(record); found != same_.end()) {
        for (const auto& decision : found->second)
          visit({record, decision.a == record ? decision.b : decision.a, decision});
      }
      const auto stored = ledger::find_record(sql_, record);
      if (!stored || stored->source_key.empty()) continue;
      for (auto other : ledger::records_of_key(sql_, stored->source, stored->source_key))
        visit({record, other, std::nullopt});
    }
    std::vector<Contradiction::Step> steps;
    if (came.count(to) == 0) return steps;
    for (auto at = to; at != from; at = came[at].from) steps.push_back(came[at]);
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

 private:
  static constexpr std::size_t most_looked = 100'000;
  ledger::Statements& sql_;
  std::unordered_map<RecordId, std::vector<ledger::Decision>> same_;
};

bool contradicts(ledger::Statements& sql, RecordId a, RecordId b, ledger::ReviewVerdict verdict) {
  if (verdict == ledger::ReviewVerdict::different) return !Joins(sql).way(a, b).empty();
  Joins joins(sql);
  for (const auto& decision : ledger::standing_links(sql)) {
    if (decision.kind != ledger::DecisionType::different) continue;
    if (!joins.way(decision.a, decision.b).empty()) return true;
  }
  return false;
}

}  // namespace

std::vector<WaitingPair> waiting_pairs(ledger::Statements& sql) {
  const auto settled = settled_pairs(sql);
  Sizes sizes(sql);
  std::vector<WaitingPair> waiting;
  for (const auto& [a, b, total] : ledger::all_uncertain_pairs(sql)) {
    WaitingPair pair{a, b, ledger::customer_of(sql, a), ledger::customer_of(sql, b), total};
    if (!pair.customer_a || !pair.customer_b) continue;
    if (ledger::has_ended(sql, a) || ledger::has_ended(sql, b)) continue;
    const bool one = pair.customer_a == pair.customer_b;
    if (settled.records.count({a, b}) != 0 ||
        (!one && settled.customers.count(in_order(pair.customer_a, pair.customer_b)) != 0))
      continue;
    std::tie(pair.records, pair.facts) = sizes.of(pair.customer_a);
    if (!one) {
      const auto [records, facts] = sizes.of(pair.customer_b);
      pair.records += records;
      pair.facts += facts;
    }
    pair.value = closeness(total) * static_cast<double>(pair.records + pair.facts);
    waiting.push_back(pair);
  }
  std::sort(waiting.begin(), waiting.end(), [](const WaitingPair& x, const WaitingPair& y) {
    return std::tuple(-x.value, x.a, x.b) < std::tuple(-y.value, y.a, y.b);
  });
  std::set<CustomerPair> seen;
  std::erase_if(waiting, [&](const WaitingPair& pair) {
    return pair.customer_a != pair.customer_b &&
           !seen.insert(in_order(pair.customer_a, pair.customer_b)).second;
  });
  return waiting;
}

std::vector<UnsurePair> review_queue(Home& home, const ReviewRequest& request) {
  auto read = home.ledger().read();
  auto& sql = read->sql();
  const auto base = MatchBase::load(sql);
  const auto reviews = ledger::all_reviews(sql);
  std::set<RecordPair> spoken;
  for (const auto& review : reviews) {
    if (review.reviewer == request.reviewer && !request.reviewer.empty()) spoken.insert({review.a, review.b});
  }
  RecordValues values(sql, base.kinds);
  std::vector<UnsurePair> queue;
  for (const auto& waiting : waiting_pairs(sql)) {
    if (queue.size() == request.limit) break;
    if (spoken.count({waiting.a, waiting.b}) != 0) continue;
    UnsurePair pair;
    pair.a = read_record(*read, waiting.a);
    pair.b = read_record(*read, waiting.b);
    pair.customer_a = waiting.customer_a;
    pair.customer_b = waiting.customer_b;
    pair.records = waiting.records;
    pair.facts = waiting.facts;
    pair.value = waiting.value;
    if (!request.blind && values.of(waiting.a) != nullptr && values.of(waiting.b) != nullptr) {
      pair.explanation = explain(base, values, waiting.a, waiting.b);
      pair.probability = pair.explanation->probability;
      for (const auto& review : reviews) {
        if (review.a == waiting.a && review.b == waiting.b) pair.said.push_back(review);
      }
    }
    queue.push_back(std::move(pair));
  }
  return queue;
}

ReviewEffect review_pair(Home& home, const ReviewWord& word, Progress& progress, const Cancel& cancel) {
  const auto [a, b] = in_order(word.a, word.b);
  if (a == b) throw Error(ErrorCode::usage, "A record is the same customer as itself.", "Name two records.");
  ReviewEffect effect;
  home.ledger().write([&](ledger::Write& write) {
    const auto base = MatchBase::load(write.sql);
    RecordValues values(write.sql, base.kinds);
    for (auto record : {a, b}) {
      if (values.of(record) == nullptr)
        throw Error(ErrorCode::not_found, Text("There is no record {id}.", {{"id", to_string(record)}}));
    }
    ledger::Review review;
    review.a = a;
    review.b = b;
    review.reviewer = word.reviewer.empty() ? write.actor() : word.reviewer;
    review.verdict = word.verdict;
    review.blind = word.blind;
    review.total = explain(base, values, a, b).total;
    ledger::put_review(write, review);
    write.audit("review", to_string(a),
                "{\"with\":\"" + to_string(b) + "\",\"verdict\":\"" +
                    std::string(ledger::name_of(word.verdict)) + "\"}");
    if (word.verdict == ledger::ReviewVerdict::unsure) return;
    const auto kind = word.verdict == ledger::ReviewVerdict::same ? ledger::DecisionType::same
                                                                  : ledger::DecisionType::different;
    bool stands = false;
    for (const auto& decision : ledger::standing_links(write.sql)) {
      if (in_order(decision.a, decision.b) != RecordPair{a, b}) continue;
      if (decision.kind == kind) {
        stands = true;
      } else {
        ledger::withdraw_decision(write, decision.id);
      }
    }
    if (!stands) {
      ledger::Decision decision;
      decision.kind = kind;
      decision.a = a;
      decision.b = b;
      decision.reason = word.reason;
      decision.made_by = review.reviewer;
      ledger::put_decision(write, decision);
    }
    effect.contradicts = contradicts(write.sql, a, b, word.verdict);
  });
  if (word.verdict != ledger::ReviewVerdict::unsure)
    effect.moved = resolve_again(home, {a, b}, progress, cancel).moved;
  auto read = home.ledger().read();
  effect.customer_a = ledger::customer_of(read->sql(), a);
  effect.customer_b = ledger::customer_of(read->sql(), b);
  return effect;
}

std::vector<ReviewerAgreement> agreement_of(const std::vector<ledger::Review>& reviews) {
  std::map<RecordPair, std::vector<const ledger::Review*>> by_pair;
  for (const auto& review : reviews) by_pair[{review.a, review.b}].push_back(&review);
  using Verdicts = std::pair<ledger::ReviewVerdict, ledger::ReviewVerdict>;
  std::map<std::pair<std::string, std::string>, std::map<Verdicts, std::uint64_t>> counts;
  for (auto& [pair, words] : by_pair) {
    std::sort(words.begin(), words.end(),
              [](const auto* x, const auto* y) { return x->reviewer < y->reviewer; });
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (std::size_t j = i + 1; j < words.size(); ++j)
        ++counts[{words[i]->reviewer, words[j]->reviewer}][{words[i]->verdict, words[j]->verdict}];
    }
  }
  std::vector<ReviewerAgreement> all;
  for (const auto& [names, verdicts] : counts) {
    ReviewerAgreement agreement{names.first, names.second};
    for (const auto& [both, count] : verdicts) {
      agreement.pairs += count;
      if (both.first == both.second) agreement.agreed += count;
    }
    agreement.kappa = kappa_of(verdicts, agreement.pairs);
    all.push_back(std::move(agreement));
  }
  return all;
}

ReviewProgress review_progress(Home& home) {
  auto read = home.ledger().read();
  auto& sql = read->sql();
  ReviewProgress progress;
  progress.waiting = waiting_pairs(sql).size();
  const auto reviews = ledger::all_reviews(sql);
  std::map<std::string, ReviewProgress::Reviewer> reviewers;
  std::uint64_t both = 0, model_same = 0, people_same = 0;
  for (const auto& review : reviews) {
    auto& reviewer = reviewers[review.reviewer];
    reviewer.name = review.reviewer;
    ++reviewer.pairs;
    reviewer.blind += review.blind;
    if (review.verdict == ledger::ReviewVerdict::unsure) {
      ++progress.unsure;
      continue;
    }
    const bool same = review.verdict == ledger::ReviewVerdict::same;
    ++(same ? progress.same : progress.different);
    if (!review.total) continue;
    model_same += *review.total >= 0;
    people_same += same;
    both += same && *review.total >= 0;
  }
  for (auto& [name, reviewer] : reviewers) progress.reviewers.push_back(reviewer);
  progress.agreement = agreement_of(reviews);
  if (model_same > 0) progress.precision = static_cast<double>(both) / static_cast<double>(model_same);
  if (people_same > 0) progress.recall = static_cast<double>(both) / static_cast<double>(people_same);
  return progress;
}

std::vector<Contradiction> contradictions_of(Home& home) {
  auto read = home.ledger().read();
  Joins joins(read->sql());
  std::vector<Contradiction> found;
  for (const auto& decision : ledger::standing_links(read->sql())) {
    if (decision.kind != ledger::DecisionType::different) continue;
    auto steps = joins.way(decision.a, decision.b);
    if (!steps.empty()) found.push_back({decision, std::move(steps)});
  }
  return found;
}

}  // namespace kith::service
