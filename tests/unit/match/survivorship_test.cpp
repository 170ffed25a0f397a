#include "match/survivorship.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace kith::match {
namespace {

Candidate candidate(std::string_view value, std::int64_t record, int trust = 50, std::int64_t time = 0,
                    Verdict verdict = Verdict::kept) {
  return {value, verdict, RecordId(record), trust, time};
}

TEST(Survivorship, EachRuleHasItsWinner) {
  const std::vector<Candidate> values = {candidate("ann", 1, 10, 300), candidate("ann lee", 2, 90, 100),
                                         candidate("annabella", 3, 20, 200), candidate("ann", 4, 10, 50)};
  EXPECT_EQ(survive(values, SurvivorshipRule::most_recent)[0].value, "ann");
  EXPECT_EQ(survive(values, SurvivorshipRule::most_trusted)[0].value, "ann lee");
  EXPECT_EQ(survive(values, SurvivorshipRule::most_frequent)[0].value, "ann");
  EXPECT_EQ(survive(values, SurvivorshipRule::most_complete)[0].value, "ann lee");
  EXPECT_EQ(survive(values, SurvivorshipRule::longest)[0].value, "annabella");
}

TEST(Survivorship, VerdictDecidesBeforeTheRule) {
  const std::vector<Candidate> values = {candidate("fresh junk", 1, 99, 900, Verdict::invalid),
                                         candidate("perhaps", 2, 99, 800, Verdict::suspect),
                                         candidate("good", 3, 1, 1, Verdict::changed),
                                         candidate("", 4, 99, 999, Verdict::empty)};
  const auto survivors = survive(values, SurvivorshipRule::most_recent);
  ASSERT_EQ(survivors.size(), 3u);
  EXPECT_EQ(survivors[0].value, "good");
  EXPECT_EQ(survivors[1].value, "perhaps");
  EXPECT_EQ(survivors[2].value, "fresh junk");
}

TEST(Survivorship, LineageNamesTheRecordThatSpeaks) {
  const std::vector<Candidate> values = {candidate("x", 9, 50, 10), candidate("x", 5, 50, 10),
                                         candidate("x", 7, 50, 20)};
  EXPECT_EQ(survive(values, SurvivorshipRule::most_recent)[0].record, RecordId(7));
  EXPECT_EQ(survive(values, SurvivorshipRule::most_frequent)[0].record, RecordId(5));
  EXPECT_EQ(survive(values, SurvivorshipRule::most_frequent)[0].support, 3u);
}

// Adversary: the order in which records arrive.
TEST(Survivorship, OrderOfCandidatesDoesNotMatter) {
  Random random(11);
  const std::vector<std::string_view> words = {"a", "bb", "c c", "dd d", "张伟"};
  for (int round = 0; round < 300; ++round) {
    std::vector<Candidate> values;
    for (std::int64_t i = 0; i < 8; ++i) {
      values.push_back(candidate(words[random.below(5)], i + 1, static_cast<int>(random.below(3)),
                                 static_cast<std::int64_t>(random.below(3)),
                                 static_cast<Verdict>(random.below(5))));
    }
    for (int rule = 0; rule < 6; ++rule) {
      const auto before = survive(values, static_cast<SurvivorshipRule>(rule));
      auto shuffled = values;
      for (std::size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[random.below(i)]);
      const auto after = survive(shuffled, static_cast<SurvivorshipRule>(rule));
      ASSERT_EQ(before.size(), after.size());
      for (std::size_t i = 0; i < before.size(); ++i) {
        ASSERT_EQ(before[i].value, after[i].value);
        ASSERT_EQ(before[i].record, after[i].record);
        ASSERT_EQ(before[i].verdict, after[i].verdict);
      }
    }
  }
  EXPECT_TRUE(survive({}, SurvivorshipRule::longest).empty());
}

}  // namespace
}  // namespace kith::match
