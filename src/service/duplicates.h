// Pairs that people settle: those near the threshold, why they are alike, and what settling does.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/customers.h"
#include "ledger/reviews.h"
#include "match/resolve.h"
#include "service/office.h"
#include "service/review_pairs.h"

namespace kith::service {

struct PairView {
  RecordId a, b;
  bool one_customer = false;
  match::PairExplanation explanation;
  std::vector<ledger::Decision> decisions;
  std::map<std::string, std::string> values_a, values_b;  ///< by attribute, as the actor sees them
};
/// `a`, `b`: records or customers; `b` empty: the first two records of customer `a`. Throws Error(usage,
/// not_found, conflict), Error(busy) while a job works.
PairView why_pair(Office& office, const Actor& actor, const std::string& a, const std::string& b);

struct DuplicateSide {
  CustomerId customer;
  RecordId record;
  std::int64_t records = 0;
  std::vector<std::pair<std::string, std::string>> values;
};
struct DuplicatePair {
  DuplicateSide a, b;
  std::int64_t facts = 0;                     ///< orders, events and interactions that hang on the answer
  std::optional<double> probability, weight;  ///< open when blind
};
struct DuplicatePage {
  std::vector<DuplicatePair> items;
  std::size_t next = 0, total = 0;
};
/// The pairs of waiting_pairs() that are two customers both of which the actor sees, without those that the
/// actor was unsure of. Blind: what the model thinks is not given out.
DuplicatePage list_review(Office& office, const Actor& actor, std::size_t skip, std::size_t limit,
                          bool blind);

/// What a threshold would do to the pairs that the last resolve was least sure of.
struct ThresholdEffect {
  double threshold = 0;      ///< posterior from which a pair speaks for a merge
  std::uint64_t joined = 0;  ///< pairs that would
  double wrong = 0;          ///< of them, how many are two customers, as the model expects
  double missed = 0;         ///< pairs below that are one customer, as the model expects
};
struct ThresholdSweep {
  std::uint64_t pairs = 0;               ///< kept by the resolve: those nearest to even odds
  double lowest = 0, highest = 0;        ///< their posteriors
  std::vector<ThresholdEffect> effects;  ///< by rising threshold
};
/// Pure; `totals` are log2 odds. O(n log n).
ThresholdSweep sweep_of(std::vector<double> totals);
/// Of the base. Throws Error(not_found) before the first resolve.
ThresholdSweep threshold_sweep(Office& office, const Actor& actor);

struct PairWord {
  std::string a, b;  ///< records or customers
  ledger::ReviewVerdict verdict = ledger::ReviewVerdict::unsure;
  bool blind = false;
  std::string reason;
};
struct Settled {
  CustomerId customer;  ///< where `a` stands now
  std::vector<DecisionId> decisions;
  std::vector<RecordId> moved;
};
/// Takes a reviewer's word and notes it. Same: the second joins the first. Different: no resolve joins them.
/// Unsure: the pair waits for somebody else. Needs matching.review; merging needs customers.merge as well.
Settled settle_pair(Office& office, const Actor& actor, const PairWord& word);

/// How far the review is and how reviewers agree. Needs matching.review.
ReviewProgress review_progress(Office& office, const Actor& actor);

/// When the last resolve was, and its model as JSON. Throws Error(not_found).
std::pair<std::int64_t, std::string> last_model(Office& office, const Actor& actor);

}  // namespace kith::service
