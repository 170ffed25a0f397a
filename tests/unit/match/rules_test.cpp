#include "match/block/rules.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/model/worth.h"
#include "people.h"

namespace kith::match {
namespace {

Rule rule_of(const std::vector<BlockingKey>& keys, const std::string& name) {
  const auto rule = rule_named(name, keys);
  EXPECT_TRUE(rule.has_value()) << name;
  return rule.value_or(Rule{});
}

// So many rows that keys are parted before they are sorted; beside it each key's rows by a map.
TEST(Rules, BlocksAreTheRowsOfOneKey) {
  testing::Builder builder({{"city", ColumnKind::place}, {"word", ColumnKind::category}});
  Random random(3);
  constexpr std::size_t rows = 20'000;
  for (std::size_t r = 0; r < rows; ++r) {
    // Every third row lies in one city, a block that is too large.
    const auto city = r % 3 == 0 ? std::string("Lund") : "c" + std::to_string(random.below(3000));
    builder.row({random.below(9) == 0 ? "" : city, "w" + std::to_string(random.below(40))}, r);
  }
  const auto known = builder.take();
  const auto records = make_records(known.table);
  Executor executor(2);
  const auto keys = make_keys(records, false, &executor);
  std::vector<Rule> rules{rule_of(keys, "city"), rule_of(keys, "city + word")};
  const auto blocks = make_blocks(records, keys, rules, executor, Cancel());
  const std::vector<Rule> split{rule_of(keys, "city + word")};
  for (std::size_t r = 0; r < rules.size(); ++r) {
    std::map<std::uint64_t, std::vector<std::uint32_t>> groups;
    for (std::uint32_t row = 0; row < rows; ++row)
      groups[key_of(rules[r], keys, records.row(row))].push_back(row);
    std::uint64_t pairs = 0;
    std::set<std::uint32_t> numbers;
    for (const auto& [key, members] : groups) {
      if (key == 0 || members.size() < 2) {
        for (auto row : members) EXPECT_EQ(blocks.row(row)[r], 0u);
        continue;
      }
      if (members.size() > largest_block) {
        // By the words, then: 40 of them.
        std::map<std::uint64_t, std::uint32_t> parts;
        std::map<std::uint64_t, std::uint64_t> count;
        for (auto row : members) {
          const auto word = key_of(split[0], keys, records.row(row));
          const auto [at, fresh] = parts.emplace(word, blocks.row(row)[r]);
          EXPECT_EQ(at->second, blocks.row(row)[r]);
          pairs += count[word]++;
        }
        for (const auto& [word, number] : parts) EXPECT_TRUE(numbers.insert(number).second);
        continue;
      }
      for (auto row : members) EXPECT_EQ(blocks.row(row)[r], blocks.row(members[0])[r]);
      EXPECT_TRUE(numbers.insert(blocks.row(members[0])[r]).second);
      pairs += members.size() * (members.size() - 1) / 2;
    }
    EXPECT_EQ(numbers.count(0), 0u);
    EXPECT_EQ(rules[r].pairs, pairs);
    EXPECT_EQ(rules[r].dropped, 0u);
  }
}

std::vector<Rule> three_rules() {
  std::vector<Rule> rules(3);
  rules[0].keys = rules[1].keys = 1;
  rules[0].name = "phone";
  rules[1].name = "town";
  rules[2].name = "every pair";
  return rules;
}

TEST(Rules, WhatAloneBringsStrangersIsNotKept) {
  const auto rules = three_rules();
  std::vector<SampledPair> sample;
  std::vector<double> posterior;
  auto add = [&](std::uint32_t mask, double match, int times) {
    for (int i = 0; i < times; ++i) {
      sample.push_back({0, 1, mask, 0});
      posterior.push_back(match);
    }
  };
  add(0b101, 0.9, 500);  // by the phone
  add(0b111, 0.9, 400);  // by both
  add(0b110, 0, 3'000);  // people of one town
  EXPECT_EQ(rules_worth_keeping(rules, sample, posterior, 0.001), (std::vector<std::size_t>{0, 2}));
  // Few pairs cost nothing: all is kept.
  EXPECT_EQ(rules_worth_keeping(rules, sample, posterior, 1), (std::vector<std::size_t>{0, 1, 2}));
  add(0b110, 1, 10);  // one in three hundred is worth the look
  EXPECT_EQ(rules_worth_keeping(rules, sample, posterior, 0.001), (std::vector<std::size_t>{0, 1, 2}));
}

// One match in 1,000 pairs is little, yet here a tenth of all there are.
TEST(Rules, WhereDuplicatesAreRareNoneGoes) {
  const auto rules = three_rules();
  std::vector<SampledPair> sample(18 + 2'000, {0, 1, 0b110, 0});
  std::vector<double> posterior(sample.size(), 0.0);
  for (std::size_t i = 0; i < 18; ++i) sample[i].rules = 0b101;
  for (std::size_t i = 0; i < 20; ++i) posterior[i] = 1;
  EXPECT_EQ(rules_worth_keeping(rules, sample, posterior, 0.001), (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Rules, NearPairsAreHeldToTheSame) {
  std::vector<SampledPair> sample(5'000, {0, 1, 0b100, 0});  // rules 0 and 1, near pairs the third
  std::vector<double> posterior(sample.size(), 0.0);
  for (std::size_t i = 0; i < 3'000; ++i) {
    sample[i].rules = 0b101;
    posterior[i] = 1;
  }
  EXPECT_FALSE(near_worth_keeping(2, {0, 1}, sample, posterior, 0.001));
  EXPECT_TRUE(near_worth_keeping(2, {1}, sample, posterior, 0.001));  // now they alone bring the matches
  EXPECT_TRUE(near_worth_keeping(2, {0, 1}, sample, posterior, 1));   // few cost nothing
}

TEST(Rules, TheLastOneIsKeptWhateverItBrings) {
  std::vector<Rule> rules(1);
  rules[0].keys = 1;
  const std::vector<SampledPair> sample(5'000, {0, 1, 1, 0});
  EXPECT_EQ(rules_worth_keeping(rules, sample, std::vector<double>(5'000, 0.0), 0.001),
            std::vector<std::size_t>{0});
}

TEST(Rules, KeptOnesKeepTheirBlocks) {
  auto rules = three_rules();
  Blocks blocks{3, {1, 0, 7, 1, 2, 7}, {}};
  keep_rules({0, 2}, rules, blocks);
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[1].name, "every pair");
  EXPECT_EQ(blocks.rules, 2u);
  EXPECT_EQ(blocks.of, (std::vector<std::uint32_t>{1, 7, 1, 7}));
}

}  // namespace
}  // namespace kith::match
