// Pairs that a resolve left to people, and the model it learned.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// Two records of different customers that are alike, but not enough.
struct ReviewPair {
  RecordId a, b;
  double weight = 0;  ///< log2 odds
  double probability = 0;
};
/// By falling weight.
std::vector<ReviewPair> review_pairs(Statements& sql);
void replace_review_pairs(Write& write, const std::vector<ReviewPair>& pairs);

struct LastModel {
  std::int64_t made_at = 0;
  std::string json;
};
std::optional<LastModel> last_model(Statements& sql);

}  // namespace kith::ledger
