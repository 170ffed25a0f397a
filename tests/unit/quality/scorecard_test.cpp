#include "quality/scorecard.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "quality/agreement.h"
#include "quality/problem.h"

namespace kith::quality {
namespace {

Measurement batch(std::size_t source, std::vector<ValueCounts> values, RecordCounts records = {}) {
  return {source, records, std::move(values)};
}

TEST(Scorecard, WhatASourceDoesNotSupplyIsNotApplicableAndCostsNothing) {
  ValueCounts full;
  full.kept = 10;
  std::vector<Measurement> batches = {batch(0, {full, ValueCounts{}})};
  auto card = make_scorecard(batches, 1, std::vector<double>{1, 1});
  EXPECT_FALSE(card.cell(0, 1)[Dimension::completeness].applicable());
  EXPECT_EQ(card.cell(0, 1)[Dimension::completeness].value(), std::nullopt);
  EXPECT_EQ(card.by_source[0][Dimension::completeness].value(), 1.0);
  EXPECT_EQ(score_of(card.by_source[0]), 1.0);
  EXPECT_EQ(score_of(Scores{}), std::nullopt);
}

TEST(Scorecard, SixDimensionsOfOneAttribute) {
  ValueCounts c;
  c.kept = 50, c.changed = 30, c.suspect = 10, c.invalid = 5, c.empty = 5;
  c.fresh = 19, c.dated = 95;
  c.held = 90, c.distinct = 81;
  c.comparable = 40, c.agreeing = 30;
  c.contradicted = 8;
  auto s = score_values(c);
  EXPECT_DOUBLE_EQ(*s[Dimension::completeness].value(), 0.95);
  EXPECT_DOUBLE_EQ(*s[Dimension::validity].value(), 90.0 / 95);  // a suspect is in form
  EXPECT_DOUBLE_EQ(*s[Dimension::uniqueness].value(), 0.9);
  EXPECT_DOUBLE_EQ(*s[Dimension::consistency].value(), 0.75);
  EXPECT_DOUBLE_EQ(*s[Dimension::timeliness].value(), 0.2);
  EXPECT_DOUBLE_EQ(*s[Dimension::accuracy].value(), 72.0 / 90);
}

TEST(Scorecard, AllEmptyIsIncompleteButOtherwiseNotApplicable) {
  ValueCounts c;
  c.empty = 7;
  auto s = score_values(c);
  EXPECT_EQ(s[Dimension::completeness].value(), 0.0);
  for (auto d : {Dimension::validity, Dimension::uniqueness, Dimension::accuracy}) {
    EXPECT_FALSE(s[d].applicable()) << name_of(d);
  }
}

TEST(Scorecard, HeavyAttributesPullTheirSource) {
  ValueCounts good, bad;
  good.kept = 10;
  bad.invalid = 10;
  std::vector<Measurement> batches = {batch(0, {good, bad})};
  auto card = make_scorecard(batches, 1, std::vector<double>{3, 1});
  EXPECT_DOUBLE_EQ(*card.by_source[0][Dimension::validity].value(), 0.75);
  EXPECT_DOUBLE_EQ(*card.by_attribute[1][Dimension::validity].value(), 0.0);
}

TEST(Scorecard, BatchesOfASourceAddUpAndTheTrendKeepsThemApart) {
  ValueCounts first, second;
  first.kept = 1, first.empty = 9;
  second.kept = 9, second.empty = 1;
  std::vector<Measurement> batches = {batch(0, {first}), batch(0, {second})};
  auto card = make_scorecard(batches, 1, std::vector<double>{1});
  EXPECT_DOUBLE_EQ(*card.overall[Dimension::completeness].value(), 0.5);
  ASSERT_EQ(card.trend.size(), 2u);
  EXPECT_DOUBLE_EQ(*card.trend[0][Dimension::completeness].value(), 0.1);
  EXPECT_DOUBLE_EQ(*card.trend[1][Dimension::completeness].value(), 0.9);
}

constexpr ValueMark mark(std::int64_t hash, bool suspect = false) { return hash << 1 | (suspect ? 1 : 0); }

TEST(Agreement, CountsPartnersGoldenAndSources) {
  std::vector<Measurement> batches = {batch(0, {{}}), batch(1, {{}})};
  Agreement agreement(batches, 2);
  const std::vector<ValueMark> a{mark(1)}, b{mark(2)}, none{0}, doubtful{mark(3, true)};
  agreement.add(7, Agreement::golden, a);
  agreement.add(7, 0, a);
  agreement.add(7, 0, b);
  agreement.add(7, 1, a);
  agreement.add(7, 1, none);
  agreement.add(7, 1, doubtful);
  agreement.add(8, Agreement::golden, b);
  agreement.add(8, 1, b);
  agreement.finish();
  const auto& zero = batches[0].values[0];
  const auto& one = batches[1].values[0];
  EXPECT_EQ(zero.comparable, 6);
  EXPECT_EQ(zero.agreeing, 1);
  EXPECT_EQ(zero.contradicted, 1);
  EXPECT_EQ(one.comparable, 6);
  EXPECT_EQ(one.agreeing, 1);
  EXPECT_EQ(one.contradicted, 0);  // the suspect one is doubted already
  EXPECT_EQ(batches[0].records.resolved, 2);
  EXPECT_EQ(batches[0].records.first, 1);
  EXPECT_EQ(batches[1].records.resolved, 4);
  EXPECT_EQ(batches[1].records.first, 2);
  EXPECT_EQ(agreement.sizes().at(5), 1);
  EXPECT_EQ(agreement.sizes().at(1), 1);
  EXPECT_EQ(agreement.shared(), (std::vector<std::int64_t>{1, 1, 1, 2}));
}

// The fast path for large customers against all pairs written plainly.
TEST(Agreement, LargeCustomersCountAsAllPairsWould) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    const auto n = 2 + random.below(40);
    std::vector<ValueMark> values(n);
    for (auto& value : values) value = random.chance(0.2) ? 0 : mark(1 + random.below(4), random.chance(0.2));
    std::int64_t comparable = 0, agreeing = 0, contradicted = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (values[i] != 0 && values[i] >> 1 != 1 && !(values[i] & 1)) ++contradicted;
      for (std::size_t j = 0; j < n; ++j) {
        if (i == j || !values[i] || !values[j]) continue;
        ++comparable;
        agreeing += values[i] >> 1 == values[j] >> 1;
      }
    }
    std::vector<Measurement> batches = {batch(0, {{}})};
    Agreement agreement(batches, 1);
    agreement.add(1, Agreement::golden, std::vector<ValueMark>{mark(1)});
    for (auto value : values) agreement.add(1, 0, std::vector<ValueMark>{value});
    agreement.finish();
    EXPECT_EQ(batches[0].values[0].comparable, comparable);
    EXPECT_EQ(batches[0].values[0].agreeing, agreeing);
    EXPECT_EQ(batches[0].values[0].contradicted, contradicted);
  }
}

TEST(Problems, RankByWhatTheyCost) {
  ValueCounts phone, nickname;
  phone.kept = 80, phone.invalid = 10, phone.suspect = 10;
  nickname.invalid = 25, nickname.kept = 75;
  RecordCounts records;
  records.records = 100;
  std::vector<Measurement> batches = {batch(0, {phone, nickname}, records)};
  std::vector<double> weights = {3, 1};
  auto card = make_scorecard(batches, 1, weights);
  std::vector<ReasonCount> reasons = {{0, 0, Verdict::invalid, Reason::too_long, 10},
                                      {0, 0, Verdict::suspect, Reason::placeholder, 10},
                                      {0, 1, Verdict::invalid, Reason::not_text, 25},
                                      {0, 1, Verdict::kept, Reason::none, 75}};
  auto problems = rank_problems(card, reasons, weights, 10);
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].reason, Reason::too_long);     // 10 × 1 × 3
  EXPECT_EQ(problems[1].reason, Reason::not_text);     // 25 × 1 × 1
  EXPECT_EQ(problems[2].reason, Reason::placeholder);  // 10 × ½ × 3
  EXPECT_DOUBLE_EQ(problems[2].share, 0.1);
  EXPECT_EQ(rank_problems(card, reasons, weights, 1).size(), 1u);
}

TEST(Scorecard, WhatBelongsToTheRecordIsNotComparedBetweenRecords) {
  EXPECT_TRUE(is_comparable("person_name", "basic", false));
  EXPECT_FALSE(is_comparable("phone", "basic", true));
  EXPECT_FALSE(is_comparable("timestamp", "basic", false));
  EXPECT_FALSE(is_comparable("number", "feedback", false));
}

}  // namespace
}  // namespace kith::quality
