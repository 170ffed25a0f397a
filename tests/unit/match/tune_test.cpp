// Words of people against a model that is off. The adversaries: too few words, words at random, words that
// only hold for the pairs they were said of.
#include "match/model/tune.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/compare/comparator.h"
#include "match/model/scorer.h"

namespace kith::match {
namespace {

// Two fields of three levels, and a prior.
Model model_of(double phone_same, double lambda) {
  Model model;
  model.lambda = lambda;
  FieldModel name{
      "name", ColumnKind::text, {{"exact", .7, .02}, {"near", .2, .08}, {"different", .1, .9}}, false, {}};
  FieldModel phone{"phone",
                   ColumnKind::text,
                   {{"exact", phone_same, .01}, {"near", .1, .09}, {"different", .9 - phone_same, .9}},
                   false,
                   {}};
  model.fields = {name, phone};
  return model;
}

double total_of(const Model& model, const std::vector<std::uint8_t>& levels) {
  double bits = log2_odds(model.lambda);
  for (std::size_t f = 0; f < levels.size(); ++f)
    bits += std::log2(model.fields[f].levels[levels[f]].m / model.fields[f].levels[levels[f]].u);
  return bits;
}

// Pairs as the truth makes them, that the model is unsure of: those that people are asked about.
std::vector<JudgedPair> judged(const Model& truth, const Model& model, std::size_t wanted, Random& random) {
  std::vector<JudgedPair> pairs;
  while (pairs.size() < wanted) {
    const bool same = random.chance(truth.lambda);
    std::vector<std::uint8_t> levels;
    for (const auto& field : truth.fields) {
      double left = random.unit();
      std::uint8_t level = 0;
      while (level + 1u < field.levels.size() &&
             (left -= same ? field.levels[level].m : field.levels[level].u) > 0)
        ++level;
      levels.push_back(level);
    }
    const double total = total_of(model, levels);
    if (std::fabs(total) < 6) pairs.push_back({levels, total, same, random.next()});
  }
  return pairs;
}

TEST(Tune, AModelThatIsOffIsPutRightByWords) {
  Random random(4);
  // The model takes phones for surer than they are, and matches for rarer.
  const auto truth = model_of(.45, .1), model = model_of(.85, .02);
  const auto result = tune(model, judged(truth, model, 600, random));
  ASSERT_TRUE(result.better);
  EXPECT_LT(result.after.loss, result.before.loss);
  auto tuned = model;
  apply(result.tuning, tuned);
  for (const auto& field : tuned.fields) {
    double sum = 0;
    for (const auto& level : field.levels) sum += level.m;
    EXPECT_NEAR(sum, 1, 1e-9);
  }
  // Other pairs of the same truth are predicted better as well, not only those that people saw.
  double before = 0, after = 0;
  for (const auto& pair : judged(truth, model, 2000, random)) {
    before -= std::log2(probability_of(pair.same ? pair.total : -pair.total));
    const double total = total_of(tuned, pair.levels);
    after -= std::log2(probability_of(pair.same ? total : -total));
  }
  EXPECT_LT(after, before);
}

TEST(Tune, AModelThatIsRightStaysNearlyAsItIs) {
  Random random(5);
  const auto model = model_of(.6, .05);
  const auto result = tune(model, judged(model, model, 300, random));
  auto tuned = model;
  apply(result.tuning, tuned);
  EXPECT_NEAR(log2_odds(tuned.lambda), log2_odds(model.lambda), 1.5);
}

TEST(Tune, FewWordsAndWordsAtRandomTeachNothing) {
  Random random(6);
  const auto model = model_of(.6, .05);
  auto few = judged(model, model, fewest_judged - 1, random);
  EXPECT_FALSE(tune(model, few).better);
  EXPECT_EQ(tune(model, few).before.pairs, 0u);
  auto one_sided = judged(model, model, 200, random);
  for (auto& pair : one_sided) pair.same = true;
  EXPECT_EQ(tune(model, one_sided).before.pairs, 0u);
  EXPECT_EQ(tune(model, {}).before.pairs, 0u);
}

TEST(Tune, TwoTuningsAreOneAfterTheOther) {
  Tuning first{{{"name", {1, -1, 0}}}, .5}, second{{{"name", {.5, 0, 0}}, {"phone", {0, 0, 1}}}, -1};
  auto one = model_of(.6, .05), two = one;
  apply(first, one);
  apply(second, one);
  apply(combined(first, second), two);
  for (std::size_t f = 0; f < 2; ++f) {
    for (std::size_t l = 0; l < 3; ++l)
      EXPECT_NEAR(one.fields[f].levels[l].m, two.fields[f].levels[l].m, 1e-12);
  }
  EXPECT_NEAR(one.lambda, two.lambda, 1e-12);
}

}  // namespace
}  // namespace kith::match
