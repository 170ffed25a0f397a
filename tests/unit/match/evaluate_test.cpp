#include "match/evaluate.h"

#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace kith::match {
namespace {

using Labels = std::vector<std::uint64_t>;

TEST(Evaluate, ByHand) {
  const auto e = evaluate(Labels{1, 1, 1, 2, 2}, Labels{7, 7, 8, 8, 9});
  EXPECT_EQ(e.found_pairs, 4u);
  EXPECT_EQ(e.true_pairs, 2u);
  EXPECT_EQ(e.right_pairs, 1u);
  EXPECT_DOUBLE_EQ(e.precision, 0.25);
  EXPECT_DOUBLE_EQ(e.recall, 0.5);
  EXPECT_NEAR(e.b3_precision, (2.0 / 3 * 2 + 1.0 / 3 + 0.5 * 2) / 5, 1e-12);
  EXPECT_NEAR(e.b3_recall, (1 * 2 + 0.5 * 2 + 1) / 5.0, 1e-12);
  EXPECT_EQ(e.exact_clusters, 0u);
}

TEST(Evaluate, NothingThere) {
  EXPECT_DOUBLE_EQ(evaluate(Labels{}, Labels{}).f1, 1);
  EXPECT_DOUBLE_EQ(evaluate(Labels{1, 2}, Labels{1, 2}).f1, 1);
  EXPECT_DOUBLE_EQ(evaluate(Labels{1, 1}, Labels{1, 2}).f1, 0);
  EXPECT_DOUBLE_EQ(evaluate(Labels{1, 2}, Labels{1, 1}).f1, 0);
}

TEST(Evaluate, CountsPairsAsAPlainLoopDoes) {
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    Labels found, truth;
    for (int i = 0; i < 30; ++i) {
      found.push_back(random.below(8) * 1'000'000'007);
      truth.push_back(random.below(8));
    }
    std::uint64_t f = 0, t = 0, both = 0;
    for (int i = 0; i < 30; ++i) {
      for (int j = i + 1; j < 30; ++j) {
        f += found[i] == found[j];
        t += truth[i] == truth[j];
        both += found[i] == found[j] && truth[i] == truth[j];
      }
    }
    const auto e = evaluate(found, truth);
    ASSERT_EQ(e.found_pairs, f);
    ASSERT_EQ(e.true_pairs, t);
    ASSERT_EQ(e.right_pairs, both);
  }
}

}  // namespace
}  // namespace kith::match
