// Clusters of values. The adversaries: chains of slips that would join everything, a million values, short
// words that are near each other by nature.
#include "quality/value_clusters.h"

#include <gtest/gtest.h>

namespace kith::quality {
namespace {

std::vector<std::string> keys_of(const std::vector<CountedValue>& values,
                                 std::string (*key)(std::string_view)) {
  std::vector<std::string> keys;
  for (const auto& value : values) keys.push_back(key(value.value));
  return keys;
}

TEST(ValueClusters, FingerprintsPassOverOrderCaseAccentsAndSigns) {
  EXPECT_EQ(fingerprint("Acme, Inc."), fingerprint("inc ACME"));
  EXPECT_EQ(fingerprint("Société Générale"), "generale societe");
  EXPECT_EQ(fingerprint("ＡＢＣ 公司"), fingerprint("abc　公司"));
  EXPECT_EQ(fingerprint("北京（分）"), fingerprint("北京(分)"));
  EXPECT_NE(fingerprint("上海"), fingerprint("海上"));
  EXPECT_EQ(pair_fingerprint("Krzysztof"), pair_fingerprint("krzy sztof"));
}

TEST(ValueClusters, TheCommonestSpellingLeads) {
  const std::vector<CountedValue> values = {
      {"acme inc", 2}, {"Acme, Inc.", 7}, {"Other", 9}, {"INC ACME", 1}};
  const auto clusters = cluster_by_key(values, keys_of(values, fingerprint));
  ASSERT_EQ(clusters.size(), 1u);
  EXPECT_EQ(clusters[0].members, (std::vector<std::size_t>{1, 0, 3}));
  EXPECT_EQ(clusters[0].count, 10);
}

TEST(ValueClusters, ASlipJoinsTheCommonerAndChainsDoNot) {
  const std::vector<CountedValue> values = {{"shanghai", 90}, {"shanghia", 2}, {"shanhai", 3}, {"shangha", 1},
                                            {"shagha", 1},    {"beijing", 50}, {"abc", 5},     {"abd", 4}};
  const auto clusters = cluster_by_slip(values, keys_of(values, fingerprint), 4);
  ASSERT_EQ(clusters.size(), 1u);
  EXPECT_EQ(clusters[0].members.front(), 0u);
  EXPECT_EQ(clusters[0].members.size(), 4u) << "two slips away is another word";
}

TEST(ValueClusters, AnotherNumberIsNoSlip) {
  const std::vector<CountedValue> values = {{"building 12", 9}, {"building 13", 8}, {"building 1", 7},
                                            {"building 21", 6}, {"buildin 12", 1},  {"bui1ding 12", 1}};
  const auto clusters = cluster_by_slip(values, keys_of(values, fingerprint), 4);
  ASSERT_EQ(clusters.size(), 1u);
  EXPECT_EQ(clusters[0].members.front(), 0u);
  EXPECT_EQ(clusters[0].members.size(), 3u) << "a letter left out, and a 1 for an l";
  const std::vector<CountedValue> numbered = {{"shop 1111", 2}, {"shop 11111", 1}, {"sho p1111", 1}};
  const auto pairs = cluster_by_key(numbered, keys_of(numbered, pair_fingerprint));
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].members.size(), 2u);
}

TEST(ValueClusters, EmptyAndOddBytesBelongToNobody) {
  const std::vector<CountedValue> values = {{"--", 1}, {"??", 1}, {"\xFF\xFE", 1}, {"", 1}};
  EXPECT_TRUE(cluster_by_key(values, keys_of(values, fingerprint)).size() <= 1);
}

}  // namespace
}  // namespace kith::quality
