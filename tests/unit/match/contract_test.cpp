// Adversary: a heap that keeps merging on stale sums.
#include "match/cluster/contract.h"

#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace kith::match {
namespace {

Evidence unscored(std::uint32_t, std::uint32_t) { return unscored_evidence; }

TEST(Contract, IsTheSameAsLookingAtEveryPair) {
  Random random(21);
  for (int round = 0; round < 500; ++round) {
    const auto n = static_cast<std::uint32_t>(2 + random.below(12));
    std::vector<std::uint32_t> start(n);
    std::iota(start.begin(), start.end(), 0u);
    if (random.chance(0.3)) start[n - 1] = 0;
    std::vector<Edge> edges;
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = a + 1; b < n; ++b) {
        if (random.chance(0.6))
          edges.push_back({a, b, (static_cast<Evidence>(random.below(13)) - 6) * one_bit});
        if (random.chance(0.05)) edges.push_back({a, b, forbidden});
      }
    }
    ASSERT_EQ(contract(start, edges, unscored), contract_plain(start, edges, unscored)) << round;
  }
}

// Adversary: the short way by sources against the long one, a forbidden edge for every two nodes of one.
TEST(Contract, SourcesKeepApartAsForbiddenEdgesDo) {
  Random random(22);
  for (int round = 0; round < 500; ++round) {
    const auto n = static_cast<std::uint32_t>(2 + random.below(12));
    std::vector<std::uint32_t> start(n), source(n);
    std::iota(start.begin(), start.end(), 0u);
    if (random.chance(0.3)) start[n - 1] = 0;
    for (auto& of : source) of = static_cast<std::uint32_t>(random.below(4));
    std::vector<Edge> edges, spelt;
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = a + 1; b < n; ++b) {
        if (random.chance(0.6))
          edges.push_back({a, b, (static_cast<Evidence>(random.below(13)) - 4) * one_bit});
        if (source[a] == source[b]) spelt.push_back({a, b, forbidden});
      }
    }
    spelt.insert(spelt.end(), edges.begin(), edges.end());
    ASSERT_EQ(contract(start, edges, unscored, source), contract_plain(start, spelt, unscored)) << round;
  }
}

// What some rows change is found from the clusters around them alone. Adversary: a cluster far away that
// would have had a say.
TEST(Contract, ClustersWithoutAnEdgeToEachOtherHaveNoSay) {
  Random random(23);
  for (int round = 0; round < 400; ++round) {
    const auto n = static_cast<std::uint32_t>(6 + random.below(20));
    std::vector<std::uint32_t> start(n);
    std::iota(start.begin(), start.end(), 0u);
    std::vector<Edge> edges;
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = a + 1; b < n; ++b) {
        if (random.chance(0.2))
          edges.push_back({a, b, (static_cast<Evidence>(random.below(13)) - 5) * one_bit});
      }
    }
    const auto all = contract(start, edges, unscored);
    // One cluster and those that an edge leads to from it.
    const auto chosen = all[random.below(n)];
    std::vector<char> near(n, 0);
    near[chosen] = 1;
    for (const Edge& edge : edges) {
      if (edge.evidence <= 0) continue;
      if (all[edge.a] == chosen) near[all[edge.b]] = 1;
      if (all[edge.b] == chosen) near[all[edge.a]] = 1;
    }
    std::vector<std::uint32_t> kept, number(n, 0);
    for (std::uint32_t node = 0; node < n; ++node) {
      if (!near[all[node]]) continue;
      number[node] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(node);
    }
    std::vector<Edge> own;
    for (const Edge& edge : edges) {
      if (near[all[edge.a]] && near[all[edge.b]])
        own.push_back({number[edge.a], number[edge.b], edge.evidence});
    }
    std::vector<std::uint32_t> alone(kept.size());
    std::iota(alone.begin(), alone.end(), 0u);
    const auto part = contract(alone, own, unscored);
    for (std::size_t i = 0; i < kept.size(); ++i) ASSERT_EQ(kept[part[i]], all[kept[i]]) << round;
  }
}

// A thousand rows that are all alike are one cluster, and what that takes does not grow with their square.
TEST(Contract, ALumpIsJudgedByItsEdges) {
  constexpr std::uint32_t n = 3000;
  std::vector<std::uint32_t> start(n);
  std::iota(start.begin(), start.end(), 0u);
  std::vector<Edge> edges;
  for (std::uint32_t a = 0; a < n; ++a) {
    for (std::uint32_t b = a + 1; b < std::min(n, a + 8); ++b) edges.push_back({a, b, most_evidence});
  }
  std::uint64_t asked = 0;
  contract(start, edges, [&](std::uint32_t, std::uint32_t) {
    ++asked;
    return Evidence{0};
  });
  EXPECT_LT(asked, std::uint64_t{n} * most_weighed_together);
}

TEST(Contract, OneWrongEdgeDoesNotJoinTwoCrowds) {
  std::vector<std::uint32_t> start(8);
  std::iota(start.begin(), start.end(), 0u);
  std::vector<Edge> edges;
  for (std::uint32_t a = 0; a < 8; ++a) {
    for (std::uint32_t b = a + 1; b < 8; ++b) {
      if (a / 4 == b / 4) edges.push_back({a, b, 5 * one_bit});
    }
  }
  edges.push_back({3, 4, 9 * one_bit});
  // The greedy first step may pull the node of the wrong edge over; the crowds themselves stay apart.
  const auto clusters = contract(start, edges, unscored);
  EXPECT_EQ(clusters[0], clusters[2]);
  EXPECT_EQ(clusters[5], clusters[7]);
  EXPECT_NE(clusters[0], clusters[7]);
}

TEST(Contract, ADecisionOutweighsEverything) {
  const std::vector<std::uint32_t> start = {0, 1, 2};
  const std::vector<Edge> edges = {
      {0, 1, most_evidence}, {1, 2, most_evidence}, {0, 2, most_evidence}, {0, 2, forbidden}};
  const auto clusters = contract(start, edges, unscored);
  EXPECT_NE(clusters[0], clusters[2]);
}

}  // namespace
}  // namespace kith::match
