#include "match/grading_interval.h"

#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/evaluate.h"

namespace kith::match {
namespace {

using Labels = std::vector<std::uint64_t>;

// Customers of two or three records; a wrong one is split, or joined with the next.
struct Graded {
  Labels found, truth;
};
Graded made(Random& random, int customers, double wrong) {
  Graded graded;
  std::uint64_t next = 1000;
  for (int c = 0; c < customers; ++c) {
    const auto n = 2 + random.below(2);
    const bool split = random.chance(wrong), joined = random.chance(wrong);
    if (!joined) ++next;
    for (std::uint64_t i = 0; i < n; ++i) {
      graded.truth.push_back(static_cast<std::uint64_t>(c));
      graded.found.push_back(split && i == 0 ? 1'000'000 + static_cast<std::uint64_t>(c) : next);
    }
  }
  return graded;
}

TEST(GradingInterval, HoldsTheFigureOfTheWholeAboutAsOftenAsItSays) {
  Random random(3);
  const auto whole = made(random, 100'000, 0.1);
  const auto all = evaluate(whole.found, whole.truth);
  int precision = 0, recall = 0, f1 = 0;
  constexpr int rounds = 400;
  for (int round = 0; round < rounds; ++round) {
    const auto sample = made(random, 200, 0.1);
    const auto at = intervals_of(sample.found, sample.truth);
    precision += at.precision.low <= all.precision && all.precision <= at.precision.high;
    recall += at.recall.low <= all.recall && all.recall <= at.recall.high;
    f1 += at.f1.low <= all.f1 && all.f1 <= at.f1.high;
  }
  for (const int held : {precision, recall, f1}) {
    EXPECT_GT(held, rounds * 0.88) << "of intervals that call themselves 95 %";
    EXPECT_LT(held, rounds * 0.99) << "so wide that it says nothing";
  }
}

TEST(GradingInterval, AFewRightPairsProveLittle) {
  const auto few = intervals_of(Labels{1, 1, 2, 2, 3, 3}, Labels{1, 1, 2, 2, 3, 3});
  EXPECT_LT(few.precision.low, 0.6);
  EXPECT_DOUBLE_EQ(few.precision.high, 1);
  const auto none = intervals_of(Labels{1, 2, 3}, Labels{1, 2, 3});
  EXPECT_DOUBLE_EQ(none.recall.low, 0);
  EXPECT_DOUBLE_EQ(none.recall.high, 1);
}

TEST(GradingInterval, OneLargeCustomerIsOneWitness) {
  Labels found, truth;
  for (int i = 0; i < 100; ++i) {
    found.push_back(1);
    truth.push_back(1);
  }
  const auto at = intervals_of(found, truth);
  EXPECT_LT(at.precision.low, 0.3) << "4,950 pairs that are right together";
}

}  // namespace
}  // namespace kith::match
