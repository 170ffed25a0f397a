// Pairs that a resolve left to people, and the model it learned.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// Two records of different customers that are alike, but not enough.
struct NearPair {
  RecordId a, b;
  double weight = 0;  ///< log2 odds
  double probability = 0;
};
/// By falling weight.
std::vector<NearPair> near_pairs(Statements& sql);
void replace_near_pairs(Write& write, const std::vector<NearPair>& pairs);

struct LastModel {
  std::int64_t made_at = 0;
  std::string json;
};
std::optional<LastModel> last_model(Statements& sql);

}  // namespace kith::ledger
