// Adversary: a likely pair that its sketches dismiss.
#include "match/model/sketch.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "match/frozen.h"
#include "match/model/scorer.h"
#include "people.h"

namespace kith::match {
namespace {

TEST(Sketch, NoPairWeighsMoreThanItsSketchesSay) {
  const auto people = testing::make_people(150, 5);
  Executor executor(1);
  Progress silent;
  const auto model = resolve(people.table, {}, {}, executor, silent, Cancel()).model;
  const auto frequencies = count_frequencies(people.table, model);
  Sketches sketches(model), read(model);
  sketches.add(people.table, frequencies);
  for (std::size_t row = 0; row < sketches.rows(); ++row) read.add_packed(sketches.packed(row));
  const SketchWeights weights(model, frequencies);
  const auto common = weights.frequencies_of(people.table);
  const FrozenRows rows(people.table, model, frequencies);
  std::vector<FrozenRows::Pair> pairs;
  for (std::uint32_t a = 0; a < people.table.rows(); ++a) {
    for (std::uint32_t b = a + 1; b < people.table.rows(); ++b) pairs.emplace_back(a, b);
  }
  const double prior = log2_odds(model.lambda);
  std::size_t dismissed = 0;
  for (const auto& pair : pairs) {
    const auto [a, b] = pair;
    const double most = weights.most_weight(sketches, a, common.data() + a * model.fields.size(), read, b);
    dismissed += most + prior <= edge_bits;
  }
  EXPECT_GT(dismissed * 10, pairs.size() * 9);
  for (const auto& found : rows.weigh(pairs, -1e6, executor)) {
    const auto [a, b] = found.pair;
    ASSERT_GE(weights.most_weight(sketches, a, common.data() + a * model.fields.size(), read, b) + prior,
              found.total)
        << a << " and " << b;
  }
}

TEST(Sketch, DamagedBytesAreNoSketch) {
  const auto people = testing::make_people(20, 6);
  Executor executor(1);
  Progress silent;
  const auto model = resolve(people.table, {}, {}, executor, silent, Cancel()).model;
  Sketches sketches(model);
  sketches.add(people.table, count_frequencies(people.table, model));
  const auto whole = sketches.packed(0);
  for (std::size_t n = 0; n < whole.size(); ++n) {
    Sketches read(model);
    EXPECT_THROW(read.add_packed(std::string_view(whole).substr(0, n)), Error) << n;
  }
}

}  // namespace
}  // namespace kith::match
