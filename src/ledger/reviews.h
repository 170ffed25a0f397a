// Pairs that wait for a person's word, and what reviewers said of them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// a < b. `total`: log2 odds that they are one, as the model saw it.
struct UncertainPair {
  RecordId a, b;
  double total = 0;
};

void replace_uncertain_pairs(Write& write, const std::vector<UncertainPair>& pairs);
void put_uncertain_pair(Write& write, const UncertainPair& pair);
std::optional<UncertainPair> find_uncertain_pair(Statements& sql, RecordId a, RecordId b);
std::vector<UncertainPair> all_uncertain_pairs(Statements& sql);

enum class ReviewVerdict { same, different, unsure };
std::string_view name_of(ReviewVerdict verdict) noexcept;

struct Review {
  RecordId a, b;  ///< a < b
  std::string reviewer;
  ReviewVerdict verdict = ReviewVerdict::unsure;
  bool blind = false;           ///< the reviewer did not see what the model thought
  std::optional<double> total;  ///< what the model thought
  std::int64_t made_at = 0;
};
/// A reviewer's later word about a pair replaces the earlier one.
void put_review(Write& write, const Review& review);
/// In order of pair and reviewer.
std::vector<Review> all_reviews(Statements& sql);

}  // namespace kith::ledger
