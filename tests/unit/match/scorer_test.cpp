#include "match/model/scorer.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/model/learn.h"
#include "people.h"

namespace kith::match {
namespace {

// Many at once, with what they need asked for ahead, weigh what they weigh one by one; none is left out at
// either end.
TEST(Scorer, ManyAtOnceWeighWhatTheyWeighOneByOne) {
  const auto known = testing::make_people(400, 3);
  Executor executor;
  const Records records = make_records(known.table);
  const Comparison comparison(records, &executor);
  const Scorer scorer(comparison, prior_model(comparison, every_row(records.rows), Near{}, 1, executor));
  Random random(4);
  for (const std::size_t pairs : {0, 1, 7, 8, 9, 15, 16, 17, 3000}) {
    std::vector<RowPair> some;
    while (some.size() < pairs) {
      const auto a = static_cast<std::uint32_t>(random.below(records.rows));
      const auto b = random.chance(0.3) && a + 1 < records.rows
                         ? a + 1
                         : static_cast<std::uint32_t>(random.below(records.rows));
      if (a != b) some.emplace_back(a, b);
    }
    for (const double bound : {-1e300, 0.0, 12.0}) {
      Comparison::Memo one(comparison.fields()), many(comparison.fields());
      std::vector<std::pair<RowPair, double>> wanted, found;
      for (const RowPair& pair : some) {
        const double weight = scorer.weight_above(bound, pair.first, pair.second, one);
        if (weight > bound) wanted.emplace_back(pair, weight);
      }
      scorer.weigh(some, bound, many,
                   [&](const RowPair& pair, double weight) { found.emplace_back(pair, weight); });
      EXPECT_EQ(found, wanted) << pairs << " above " << bound;
      if (bound < -1e299) {
        EXPECT_EQ(found.size(), some.size());
      }
      if (pairs == 3000 && bound >= 0) {
        EXPECT_GT(found.size(), 10u) << bound;
        EXPECT_LT(found.size(), some.size()) << bound;
      }
    }
  }
}

}  // namespace
}  // namespace kith::match
