#include "match/block/near.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "match/compare/idf_features.h"
#include "people.h"

namespace kith::match {
namespace {

using testing::Builder;
using testing::grade;
using testing::Known;

std::string made_up_word(Random& random) {
  static const char* const syllables[] = {"ba", "ce", "di", "fo", "gu", "ha", "je", "ki",
                                          "lo", "mu", "na", "pe", "ri", "so", "tu", "va"};
  std::string word;
  for (int i = 0; i < 4; ++i) word += syllables[random.below(16)];
  return word;
}

// Two rows of each organisation, the second with a slip in its name; a person's name where `person` says so.
template <class Person>
Known make_organisations(std::size_t organisations, Person&& person) {
  Random random(11);
  Builder builder(
      {{"name", ColumnKind::full_name}, {"employer", ColumnKind::company}, {"phone", ColumnKind::phone}});
  for (std::size_t i = 0; i < organisations; ++i) {
    std::string name = made_up_word(random) + " " + made_up_word(random);
    const std::string phone = "+4930" + std::to_string(1'000'000 + random.below(9'000'000));
    builder.row({person(i) ? made_up_word(random) : "", name, phone}, i);
    std::swap(name[4], name[5]);
    builder.row({person(i) ? made_up_word(random) : "", name, random.chance(0.5) ? phone : ""}, i);
  }
  return builder.take();
}

Near find(const Records& records, const RowSample& rows) {
  Executor executor(2);
  return find_near(records, rows, executor, Cancel());
}

TEST(Near, AnOrganisationBesideAPersonsNameBringsNobody) {
  const Known persons = make_organisations(60, [](std::size_t) { return true; });
  const auto records = make_records(persons.table);
  EXPECT_TRUE(find(records, every_row(records.rows)).pairs.empty());
  EXPECT_EQ(find(records, every_row(records.rows)).fields, 0u);

  const Known mixed = make_organisations(60, [](std::size_t i) { return i < 30; });
  const auto both = make_records(mixed.table);
  const auto near = find(both, every_row(both.rows));
  EXPECT_EQ(near.whole, 0u) << "half of the rows are persons'";
  EXPECT_TRUE(near.values[1].empty());
  for (const auto& [a, b] : near.pairs) EXPECT_GE(a, 60u);
  for (std::uint32_t row = 60; row < 120; row += 2) EXPECT_TRUE(near.has(row, row + 1)) << row;
}

TEST(Near, OfASampleIsWhatIsNearInTheTableAndInTheSample) {
  const Known known = make_organisations(400, [](std::size_t) { return false; });
  const auto records = make_records(known.table);
  const auto rows = sample_rows(records.rows, 300, 5);
  const auto all = find(records, every_row(records.rows)), some = find(records, rows);
  EXPECT_EQ(all.fields, all.whole);
  std::vector<NearPair> expected;
  const auto drawn = [&](std::uint32_t row) {
    return std::binary_search(rows.rows.begin(), rows.rows.end(), row);
  };
  std::copy_if(all.pairs.begin(), all.pairs.end(), std::back_inserter(expected),
               [&](const NearPair& pair) { return drawn(pair.first) && drawn(pair.second); });
  EXPECT_GT(expected.size(), 100u);
  EXPECT_EQ(some.pairs, expected);
}

// Differential: every value beside every other.
TEST(Near, TheNearestAreThoseOfTheHighestCosine) {
  const Known known = make_organisations(300, [](std::size_t) { return false; });
  const auto records = make_records(known.table);
  const IdfFeatures features(records.fields[0].values);
  const auto values = static_cast<std::uint32_t>(features.values());
  std::set<std::pair<std::uint32_t, std::uint32_t>> expected, found;
  for (std::uint32_t v = 1; v < values; ++v) {
    std::vector<std::pair<float, std::uint32_t>> others;
    for (std::uint32_t other = 1; other < values; ++other) {
      const double cosine = features.cosine(v, other);
      if (other != v && cosine >= 0.2) others.emplace_back(-static_cast<float>(cosine), other);
    }
    std::sort(others.begin(), others.end());
    for (std::size_t i = 0; i < std::min<std::size_t>(15, others.size()); ++i)
      expected.insert(std::minmax(v, others[i].second));
  }
  const Near near = find(records, every_row(records.rows));
  for (const NearValues& pair : near.values[0]) found.emplace(pair.a, pair.b);
  EXPECT_GT(expected.size(), 900u);
  EXPECT_EQ(found, expected);
}

// Names with slips share no key of these rules: nearness alone brings them together.
TEST(Near, AModelWithoutARuleOfNearPairsBringsNone) {
  const Known known = make_organisations(400, [](std::size_t) { return false; });
  Executor executor(2);
  Progress progress;
  Options options;
  options.pairs_per_row = 1;
  Model model = resolve(known.table, {}, options, executor, progress, Cancel()).model;
  model.rules = {{"employer", 0, 0}};
  options.model = &model;
  const auto equal_only = resolve(known.table, {}, options, executor, progress, Cancel());
  EXPECT_EQ(equal_only.statistics.pairs_scored, 0u);
  EXPECT_EQ(blocking_recall(known.table, model, known.truth, executor), 0);

  model.rules.push_back({near_name + std::string("employer"), 0, 0});
  const auto near_as_well = resolve(known.table, {}, options, executor, progress, Cancel());
  EXPECT_GE(near_as_well.statistics.pairs_scored, 400u);
  EXPECT_EQ(blocking_recall(known.table, model, known.truth, executor), 1);
}

// What is near in a sample stands for the table while the model is learned; all is looked for afterwards.
TEST(Near, OfALargeTableIsLookedForWhereItIsWorthIt) {
  const Known known = make_organisations(1500, [](std::size_t) { return false; });
  Executor executor(2);
  Progress progress;
  Options options;
  const auto whole = resolve(known.table, {}, options, executor, progress, Cancel());
  options.learn_rows = known.table.rows() / 3;
  const auto sampled = resolve(known.table, {}, options, executor, progress, Cancel());
  EXPECT_GT(grade(whole, known).f1, 0.9);
  EXPECT_NEAR(grade(sampled, known).f1, grade(whole, known).f1, 0.02);
}

}  // namespace
}  // namespace kith::match
