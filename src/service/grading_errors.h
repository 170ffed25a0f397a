// Which pairs of records were graded wrong, of what kind they are, and where other thresholds would stand.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "service/evaluate_base.h"

namespace kith::service {

/// Why a pair stands where it does, by the present model.
enum class PairFate : std::uint8_t {
  decided,         ///< a person said so
  likely,          ///< more likely one than not, by itself
  unlikely,        ///< compared, and more likely two
  never_compared,  ///< no key brings the two together
};
inline constexpr std::size_t pair_fates = 4;

/// Pairs that are wrong in one way. Of more than `most_examined` a seeded sample of that many stands for all.
struct WrongPairs {
  static constexpr std::size_t most_examined = 500;

  std::uint64_t pairs = 0, examined = 0;
  std::array<std::uint64_t, pair_fates> fates{};  ///< of those examined
  struct Column {
    std::string attribute;
    std::uint64_t equal = 0, alike = 0, different = 0, missing = 0;
  };
  std::vector<Column> columns;  ///< of those examined, in the model's order
};

/// Of the pairs that are one by the customers or by the truth, as if each were judged by itself.
struct GradedThreshold {
  double threshold = 0;  ///< probability from which a pair is taken for one
  double precision = 0, recall = 0, f1 = 0;
};

struct GradingErrors {
  WrongPairs joined;  ///< one customer, but not in truth
  WrongPairs missed;  ///< one in truth, but not one customer
  std::vector<GradedThreshold> sweep;
};

/// Throws Error(conflict) before the first resolve. O(pairs of customers and of truth); clusters of more than
/// 2,000 records are examined by their first 2,000.
GradingErrors find_grading_errors(Home& home, const GradedRecords& graded, const Cancel& cancel);

}  // namespace kith::service
