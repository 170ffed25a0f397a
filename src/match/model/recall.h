// How many of the true matches the blocking rules bring together, foretold without labels.
#pragma once
#include <cstdint>
#include <vector>

#include "match/block/rules.h"
#include "match/model/pattern.h"
#include "match/resolve.h"

namespace kith::match {

/// A pair of the learning sample.
struct SampledPair {
  std::uint32_t a, b;
  std::uint32_t rules;  ///< bit set of the rules that bring it
  Pattern pattern;
};

/// Fills in predicted_recall of the model's rules and of the model.
///
/// Monte Carlo over imagined matches: each field is present on both sides as often as rows have it, equal
/// with its m, and if unequal each of its keys still agrees as often as it does among the likely matches that
/// rules without that field bring. Fields are taken for independent, so the figure is too good where errors
/// come together.
void predict_recall(const Records& records, const std::vector<BlockingKey>& keys,
                    const std::vector<Rule>& rules, const std::vector<std::uint32_t>& masked,
                    const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                    std::uint64_t seed, Model& model);

/// The same for near pairs, rule number `rule`: of the likely matches that other rules bring, the share that
/// is near; the model's recall is then that of either.
void predict_near(const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                  std::size_t rule, Model& model);

}  // namespace kith::match
