// Texts and rows that compete. The adversaries: long common words, letter slips, levels that a sample never
// saw.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/compare/comparator.h"
#include "match/compare/idf_features.h"
#include "match/evaluate.h"
#include "match/model/compete.h"

namespace kith::match {
namespace {

TEST(IdfFeatures, RareWordsCountAndFrequentOnesHardly) {
  std::vector<std::string_view> values{"",
                                       "sony digital camera dsc100",
                                       "camera digital dsc100 by sony",
                                       "sony digital camera kdl320",
                                       "sony digital radio",
                                       "philips digital camera",
                                       "digital camera bag",
                                       "sony camera strap"};
  const IdfFeatures features(values);
  EXPECT_NEAR(features.cosine(1, 1), 1, 0.5);
  EXPECT_GT(features.cosine(1, 2), features.cosine(1, 3) + 0.1);
  for (std::uint32_t a = 0; a < values.size(); ++a) {
    EXPECT_EQ(features.cosine(0, a), 0);
    for (std::uint32_t b = 0; b < values.size(); ++b) EXPECT_EQ(features.cosine(a, b), features.cosine(b, a));
  }
}

TEST(IdfFeatures, AnyBytesAndHanTextHaveFeatures) {
  const std::string broken("\xE5\x8C\xFF\x00z", 5);
  std::vector<std::string_view> values{"", broken, "北京知客科技有限公司", "知客科技(北京)有限公司", "   "};
  const IdfFeatures features(values);
  EXPECT_GT(features.cosine(2, 3), 0.3);
  EXPECT_EQ(features.cosine(1, 4), 0);
}

// Differential: many threads and one; one value beside many, and two sets merged.
TEST(IdfFeatures, ManyThreadsAndOneBesideManyGiveTheSameBits) {
  Random random(21);
  std::vector<std::string> texts{""};
  for (int v = 1; v < 2500; ++v) {
    std::string text;
    for (std::uint64_t w = random.below(v % 500 == 0 ? 90 : 9); w > 0; --w)
      text += "w" + std::to_string(random.below(random.chance(0.5) ? 30 : 3000)) + (w % 3 == 0 ? "价 " : " ");
    texts.push_back(text);
  }
  const std::vector<std::string_view> values(texts.begin(), texts.end());
  Executor executor(3);
  const IdfFeatures by_one(values), by_many(values, executor);
  ASSERT_EQ(by_one.features(), by_many.features());
  IdfFeatures::One one(by_many);
  double sum = 0;
  for (std::uint32_t v = 0; v < values.size(); ++v) {
    EXPECT_TRUE(std::ranges::equal(by_one.of(v), by_many.of(v))) << v;
    EXPECT_TRUE(std::ranges::is_sorted(by_one.of(v))) << v;
    EXPECT_EQ(by_one.norm(v), by_many.norm(v)) << v;
    if (v % 10 != 0) continue;
    one.set(v);
    for (std::uint32_t other = 0; other < values.size(); other += 7) {
      EXPECT_EQ(one.cosine(other), by_one.cosine(v, other)) << v << " and " << other;
      sum += one.cosine(other);
    }
  }
  EXPECT_GT(sum, 1000);
}

TEST(Levels, ALessAlikeOneNeverWeighsMore) {
  FieldModel field;
  field.levels = {
      {"exact", 0.5, 1e-3}, {"near", 0.1, 1e-3}, {"further", 0.1, 1e-7}, {"different", 0.3, 0.998}};
  order_levels(field, 1);
  for (std::size_t l = 2; l < field.levels.size(); ++l) {
    EXPECT_LE(field.levels[l].m / field.levels[l].u,
              field.levels[l - 1].m / field.levels[l - 1].u * (1 + 1e-9));
  }
  EXPECT_NEAR(field.levels[1].u + field.levels[2].u, 1e-3 + 1e-7, 1e-9) << "taken together, not thrown away";
}

TEST(Number, IsNearOnTheScaleOfItsColumn) {
  std::vector<std::string_view> values{"", "1990", "1991", "1996", "2004", "1970", "2010", "1980", "word"};
  const auto comparator = make_comparator(ColumnKind::number);
  comparator->prepare(values);
  EXPECT_LT(comparator->level(1, 2), comparator->level(1, 3));
  EXPECT_EQ(comparator->level(1, 6), 4);
  EXPECT_EQ(comparator->level(1, 8), 4) << "no number is near none";
}

TEST(Evaluate, CountsOnlyPairsAcrossSourcesWhereAsked) {
  const std::vector<std::uint64_t> found{1, 1, 1, 2}, truth{5, 5, 6, 6};
  const std::vector<std::uint32_t> source{0, 1, 1, 0};
  const auto e = evaluate(found, truth, source);
  EXPECT_EQ(e.found_pairs, 2u);
  EXPECT_EQ(e.true_pairs, 2u);
  EXPECT_EQ(e.right_pairs, 1u);
}

}  // namespace
}  // namespace kith::match
