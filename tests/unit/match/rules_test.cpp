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

TEST(RowSample, OneForFewerRowsIsPartOfOneForMore) {
  const auto few = sample_rows(50'000, 1000, 7), more = sample_rows(50'000, 5000, 7);
  EXPECT_NEAR(static_cast<double>(few.rows.size()), 1000, 150);
  EXPECT_DOUBLE_EQ(few.share, static_cast<double>(few.rows.size()) / 50'000);
  EXPECT_TRUE(std::includes(more.rows.begin(), more.rows.end(), few.rows.begin(), few.rows.end()));
  EXPECT_TRUE(sample_rows(1000, 1000, 7).is_all());
  EXPECT_EQ(every_row(3).rows, (std::vector<std::uint32_t>{0, 1, 2}));
}

// Keys of some rows' values, or of some rules, are those of all.
TEST(Keys, WhatIsWantedIsMadeAsEver) {
  const auto known = testing::make_people(300, 5);
  const auto records = make_records(known.table);
  const auto all = make_keys(records);
  const auto rows = sample_rows(records.rows, 100, 3);
  const auto of_rows = make_keys(records, {.rows = &rows});
  ASSERT_EQ(of_rows.size(), all.size());
  bool any_left_out = false;
  for (std::size_t k = 0; k < all.size(); ++k) {
    EXPECT_EQ(of_rows[k].name, all[k].name);
    for (const auto row : rows.rows) {
      const auto id = records.row(row)[all[k].field];
      EXPECT_EQ(of_rows[k].at(id), all[k].at(id));
    }
    any_left_out |= of_rows[k].of.size() < all[k].of.size();
  }
  EXPECT_TRUE(any_left_out);
  const std::vector<std::string> names{"family_name:sound + birth_date", "phone"};
  const auto of_rules = make_keys(records, {.rules = &names});
  ASSERT_EQ(of_rules.size(), 3u);
  for (const auto& key : of_rules) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& k) { return k.name == key.name; });
    ASSERT_NE(same, all.end());
    EXPECT_EQ(key.of, same->of);
  }
}

TEST(Rules, BlocksOfASampleAreThoseOfItsRows) {
  const auto known = testing::make_people(300, 6);
  const auto records = make_records(known.table);
  const auto keys = make_keys(records);
  std::vector<Rule> rules{rule_of(keys, "family_name:sound"), rule_of(keys, "birth_date:year")};
  const auto rows = sample_rows(records.rows, 200, 3);
  Executor executor(2);
  const auto whole = make_blocks(records, every_row(records.rows), keys, rules, executor, Cancel());
  const auto part = make_blocks(records, rows, keys, rules, executor, Cancel());
  for (std::uint32_t a = 0; a < rows.rows.size(); ++a) {
    for (std::uint32_t b = a + 1; b < rows.rows.size(); ++b)
      ASSERT_EQ(part.shared(a, b), whole.shared(rows.rows[a], rows.rows[b]));
  }
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
  const auto keys = make_keys(records, {}, &executor);
  std::vector<Rule> rules{rule_of(keys, "city"), rule_of(keys, "city + word")};
  const auto blocks = make_blocks(records, every_row(records.rows), keys, rules, executor, Cancel());
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
