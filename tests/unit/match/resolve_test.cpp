#include "match/resolve.h"

#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "match/evaluate.h"
#include "match/frozen.h"
#include "people.h"

namespace kith::match {
namespace {

using testing::grade;
using testing::Known;

Resolution run(const Table& table, const Constraints& constraints = {}, unsigned threads = 1) {
  Executor executor(threads);
  Progress progress;
  Cancel cancel;
  return resolve(table, constraints, {}, executor, progress, cancel);
}

bool same_model(const Model& a, const Model& b) {
  if (a.lambda != b.lambda || a.rules.size() != b.rules.size() || a.fields.size() != b.fields.size())
    return false;
  for (std::size_t r = 0; r < a.rules.size(); ++r) {
    if (a.rules[r].name != b.rules[r].name || a.rules[r].pairs != b.rules[r].pairs) return false;
  }
  for (std::size_t f = 0; f < a.fields.size(); ++f) {
    for (std::size_t l = 0; l < a.fields[f].levels.size(); ++l) {
      if (a.fields[f].levels[l].m != b.fields[f].levels[l].m ||
          a.fields[f].levels[l].u != b.fields[f].levels[l].u)
        return false;
    }
  }
  return true;
}

TEST(Resolve, FindsMadeUpPeople) {
  const Known known = testing::make_people(600, 7);
  const auto resolution = run(known.table);
  EXPECT_GT(grade(resolution, known).f1, 0.97);
  ASSERT_EQ(resolution.generic.size(), 1u);
  EXPECT_EQ(resolution.generic[0].value, "+8613800138000");
  EXPECT_EQ(resolution.cluster[0], 0u);
}

// Of a large table rules and model come from a sample of its rows: here from a seventh.
TEST(Resolve, ASampleOfTheRowsTeachesWhatTheTableDoes) {
  const Known known = testing::make_people(4000, 12);
  Executor executor(2);
  Progress progress;
  Options options;
  options.learn_rows = known.table.rows() / 7;
  const auto sampled = resolve(known.table, {}, options, executor, progress, Cancel());
  const auto whole = run(known.table);
  EXPECT_NEAR(grade(sampled, known).f1, grade(whole, known).f1, 0.01);
  EXPECT_NEAR(std::log2(sampled.model.lambda), std::log2(whole.model.lambda), 0.5);
  ASSERT_FALSE(sampled.model.rules.empty());
  // What a rule costs is told of the table and not of the sample.
  Options again;
  again.model = &sampled.model;
  const auto by_model = resolve(known.table, {}, again, executor, progress, Cancel());
  for (std::size_t r = 0; r < sampled.model.rules.size(); ++r) {
    if (sampled.model.rules[r].name.rfind("near in ", 0) == 0) continue;
    EXPECT_EQ(sampled.model.rules[r].pairs, by_model.model.rules[r].pairs) << sampled.model.rules[r].name;
  }
  EXPECT_EQ(sampled.cluster, by_model.cluster);
}

// Adversary: threads that finish in another order.
TEST(Resolve, AnyNumberOfThreadsGivesTheSameBits) {
  const Known known = testing::make_people(600, 8);
  const auto one = run(known.table, {}, 1);
  for (unsigned threads : {2u}) {
    const auto many = run(known.table, {}, threads);
    EXPECT_EQ(one.cluster, many.cluster);
    EXPECT_TRUE(same_model(one.model, many.model));
  }
}

// Adversary: another order of arrival, another numbering of values.
TEST(Resolve, AnyOrderOfRowsGivesTheSameBits) {
  const Known known = testing::make_people(600, 9);
  const auto straight = run(known.table);
  std::vector<std::uint32_t> moved;
  const Table shuffled = testing::shuffle_rows(known.table, 5, moved);
  const auto other = run(shuffled);
  EXPECT_TRUE(same_model(straight.model, other.model));
  std::vector<std::uint64_t> a(straight.cluster.begin(), straight.cluster.end()), b;
  for (std::uint32_t row : moved) b.push_back(other.cluster[row]);
  EXPECT_EQ(evaluate(b, a).exact_clusters, straight.statistics.clusters);
  EXPECT_EQ(straight.statistics.clusters, other.statistics.clusters);
}

TEST(Resolve, DecisionsBind) {
  const Known known = testing::make_people(200, 10);
  const auto free = run(known.table);
  Constraints constraints;
  for (std::uint32_t i = 0; i + 1 < known.table.rows() && constraints.different.size() < 20; ++i) {
    if (free.cluster[i] == free.cluster[i + 1]) constraints.different.emplace_back(i, i + 1);
  }
  constraints.same.emplace_back(0, static_cast<std::uint32_t>(known.table.rows() - 1));
  ASSERT_EQ(constraints.different.size(), 20u);
  const auto bound = run(known.table, constraints, 2);
  for (const auto& [a, b] : constraints.different) EXPECT_NE(bound.cluster[a], bound.cluster[b]);
  EXPECT_EQ(bound.cluster.front(), bound.cluster.back());
}

TEST(Resolve, ContradictionsAreListedAndSameWins) {
  const Known known = testing::make_people(50, 11);
  Constraints constraints;
  constraints.same = {{0, 10}, {10, 20}};
  constraints.different = {{20, 0}, {1, 2}};
  const auto found = contradictions(known.table.rows(), constraints);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0], (std::pair<std::uint32_t, std::uint32_t>(20, 0)));
  const auto resolution = run(known.table, constraints);
  EXPECT_EQ(resolution.cluster[0], resolution.cluster[20]);
}

TEST(Resolve, ExplanationAddsUpAndAgreesWithTheClusters) {
  const Known known = testing::make_people(300, 12);
  const auto resolution = run(known.table);
  int joined = 0;
  for (std::uint32_t i = 0; i + 1 < known.table.rows(); ++i) {
    const auto why = explain(known.table, resolution.model, i, i + 1);
    double sum = why.prior;
    for (const auto& weight : why.weights) sum += weight.weight + weight.term_frequency;
    ASSERT_NEAR(sum, why.total, 1e-9);
    ASSERT_NEAR(why.probability, 1 / (1 + std::exp2(-why.total)), 1e-12);
    ASSERT_EQ(why.weights.size(), resolution.model.fields.size());
    if (why.total > 10) {
      EXPECT_EQ(resolution.cluster[i], resolution.cluster[i + 1]) << i;
      ++joined;
    }
  }
  EXPECT_GT(joined, 100);
}

TEST(Resolve, PoorTablesAreResolvedWithoutGiantClusters) {
  EXPECT_TRUE(run(Table{}).cluster.empty());

  testing::Builder one({{"name", ColumnKind::full_name}});
  one.row({"ann lee"}, 0);
  EXPECT_EQ(run(one.take().table).cluster, std::vector<std::uint32_t>{0});

  testing::Builder nulls({{"name", ColumnKind::full_name}, {"phone", ColumnKind::phone}});
  testing::Builder equal({{"name", ColumnKind::full_name}, {"phone", ColumnKind::phone}});
  testing::Builder bare({{"phone", ColumnKind::phone}});
  for (std::uint64_t i = 0; i < 2000; ++i) {
    nulls.row({"", ""}, i);
    equal.row({"test", "+8613800138000"}, i);
    bare.row({i % 2 == 0 ? "+8613800138000" : "+86139" + std::to_string(10000000 + i)}, i);
  }
  EXPECT_EQ(run(nulls.take().table).statistics.clusters, 2000u);
  EXPECT_EQ(run(equal.take().table).statistics.clusters, 2000u);
  const auto alone = run(bare.take().table);
  EXPECT_LT(alone.statistics.largest_cluster, 10u);
  EXPECT_EQ(alone.generic.size(), 1u);

  Table none;
  none.order = {3, 1, 2};
  EXPECT_EQ(run(none).cluster, (std::vector<std::uint32_t>{0, 1, 2}));
}

// Shapes may only spare comparisons: what is likely without them is likely with them, to the last digit.
TEST(Resolve, ShapesDoNotMoveAWeight) {
  const Known known = testing::make_people(300, 21);
  const Model model = run(known.table).model;
  const auto frequencies = count_frequencies(known.table, model);
  std::vector<FrozenRows::Pair> pairs;
  for (std::uint32_t a = 0; a < known.table.rows(); ++a) {
    for (std::uint32_t b = a + 1; b < known.table.rows(); ++b) pairs.emplace_back(a, b);
  }
  Executor executor(2);
  for (const double least : {-1e9, edge_bits, 5.0}) {
    const auto plain = FrozenRows(known.table, model, frequencies).weigh(pairs, least, executor);
    const auto shaped = FrozenRows(known.table, model, frequencies, &executor).weigh(pairs, least, executor);
    ASSERT_EQ(plain.size(), shaped.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(plain[i].pair, shaped[i].pair);
      EXPECT_EQ(plain[i].total, shaped[i].total);
    }
  }
}

TEST(Resolve, AColumnThatDoesNotFitIsAnError) {
  Table table;
  table.order = {1, 2};
  table.columns.push_back({"name", ColumnKind::text, {0, 5}, {"", "a"}});
  EXPECT_THROW(run(table), Error);
  table.columns[0].ids = {0};
  EXPECT_THROW(run(table), Error);
}

TEST(Resolve, StopsWhenAsked) {
  const Known known = testing::make_people(300, 13);
  Executor executor(1);
  Progress progress;
  Cancel cancel;
  cancel.request();
  EXPECT_THROW(resolve(known.table, {}, {}, executor, progress, cancel), Error);
}

TEST(Resolve, PublicSetFebrl1) {
  const Known known = testing::read_known("febrl/dataset1.csv",
                                          {{"given_name", ColumnKind::given_name},
                                           {"surname", ColumnKind::family_name},
                                           {"street_number", ColumnKind::text},
                                           {"address_1", ColumnKind::address},
                                           {"address_2", ColumnKind::address},
                                           {"suburb", ColumnKind::place},
                                           {"postcode", ColumnKind::postal_code},
                                           {"state", ColumnKind::place},
                                           {"date_of_birth", ColumnKind::date},
                                           {"soc_sec_id", ColumnKind::id_number}},
                                          "rec_id");
  if (known.truth.empty()) GTEST_SKIP() << "public data set febrl1 is not here; set KITH_DATA";
  EXPECT_GE(grade(run(known.table, {}, 2), known).f1, 0.995);
}

TEST(Resolve, PublicSetFake1000) {
  const Known known = testing::read_known("splink/fake_1000.csv",
                                          {{"first_name", ColumnKind::given_name},
                                           {"surname", ColumnKind::family_name},
                                           {"dob", ColumnKind::date},
                                           {"city", ColumnKind::place},
                                           {"email", ColumnKind::email}},
                                          "cluster");
  if (known.truth.empty()) GTEST_SKIP() << "public data set fake_1000 is not here; set KITH_DATA";
  const auto grades = grade(run(known.table, {}, 2), known);
  EXPECT_GE(grades.f1, 0.94);
  EXPECT_GE(grades.precision, 0.97);
}

}  // namespace
}  // namespace kith::match
