// Pairs that people settle: those near the threshold, why they are alike, and what settling does.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/customers.h"
#include "match/resolve.h"
#include "service/office.h"

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
  double probability = 0, weight = 0;
};
struct DuplicatePage {
  std::vector<DuplicatePair> items;
  std::size_t next = 0, total = 0;
};
/// The likeliest first. Pairs that were settled since the last resolve, or are one customer, are not there.
DuplicatePage list_review(Office& office, const Actor& actor, std::size_t skip, std::size_t limit);

/// Looks for the pairs anew, after a resolve: customers that share a phone, e-mail, number or name, weighed
/// by the model of the resolve; at most three hundred. REQUIRES Home::lens_turn().
void find_duplicates(Office& office, Progress& progress, const Cancel& cancel);

struct Settled {
  CustomerId customer;  ///< where `a` stands now
  std::vector<DecisionId> decisions;
  std::vector<RecordId> moved;
};
/// Same: the second joins the first. Different: no resolve joins them. Needs matching.review; merging needs
/// customers.merge as well.
Settled settle_pair(Office& office, const Actor& actor, const std::string& a, const std::string& b, bool same,
                    const std::string& reason);

/// When the last resolve was, and its model as JSON. Throws Error(not_found).
std::pair<std::int64_t, std::string> last_model(Office& office, const Actor& actor);

}  // namespace kith::service
