// What other thresholds would do. The adversaries: no pair at all; a sum that loses a pair at the threshold
// itself.
#include <cmath>

#include <gtest/gtest.h>

#include "service/duplicates.h"

namespace kith::service {
namespace {

TEST(ThresholdSweep, CountsWhatSpeaksForAMergeAndWhatTheModelExpectsOfIt) {
  const double likely = std::log2(0.8 / 0.2), unlikely = std::log2(0.3 / 0.7);
  const auto sweep = sweep_of({likely, 0, unlikely});
  EXPECT_EQ(sweep.pairs, 3u);
  EXPECT_NEAR(sweep.lowest, 0.3, 1e-9);
  EXPECT_NEAR(sweep.highest, 0.8, 1e-9);
  for (const auto& effect : sweep.effects) {
    const std::uint64_t joined = effect.threshold <= 0.3 + 1e-9 ? 3
                                 : effect.threshold <= 0.5      ? 2
                                 : effect.threshold <= 0.8      ? 1
                                                                : 0;
    if (std::fabs(effect.threshold - 0.3) > 1e-9 && std::fabs(effect.threshold - 0.8) > 1e-9) {
      EXPECT_EQ(effect.joined, joined) << effect.threshold;
    }
    if (effect.threshold == 0.5) {
      EXPECT_NEAR(effect.wrong, 0.2 + 0.5, 1e-9);
      EXPECT_NEAR(effect.missed, 0.3, 1e-9);
    }
  }
}

TEST(ThresholdSweep, OfNothingIsNothing) {
  const auto sweep = sweep_of({});
  EXPECT_EQ(sweep.pairs, 0u);
  for (const auto& effect : sweep.effects) EXPECT_EQ(effect.joined + effect.wrong + effect.missed, 0);
}

}  // namespace
}  // namespace kith::service
