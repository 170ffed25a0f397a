// Links that give way to what people keep apart. The adversaries: a link that joins two rows which are
// different only through others, a chain of links around the pair, rows that are the same already.
#include "service/compatible_links.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace kith::service {
namespace {

using Links = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Links compatible(match::Constraints constraints, std::size_t rows, const Links& links) {
  const auto before = constraints.same.size();
  add_compatible_links(constraints, rows, links);
  return {constraints.same.begin() + static_cast<std::ptrdiff_t>(before), constraints.same.end()};
}

TEST(CompatibleLinks, AllHoldWhereNobodySaysOtherwise) {
  const Links links{{0, 1}, {1, 2}, {0, 2}};
  EXPECT_EQ(compatible({}, 3, links), links);
}

TEST(CompatibleLinks, OneGivesWayThatJoinsDifferentRowsThroughOthers) {
  // Row 2 took the place of 1, which was with 0; a person said that 3, the same as 2, is not 0.
  match::Constraints constraints;
  constraints.same = {{2, 3}};
  constraints.different = {{0, 3}};
  EXPECT_EQ(compatible(constraints, 4, {{0, 1}, {1, 2}}), (Links{{0, 1}}));
}

TEST(CompatibleLinks, RowsThatAreTheSameAlreadyMayBeLinkedAgain) {
  match::Constraints constraints;
  constraints.same = {{0, 1}};
  constraints.different = {{0, 2}};
  EXPECT_EQ(compatible(constraints, 3, {{1, 0}, {1, 2}, {2, 1}}), (Links{{1, 0}}));
}

// Against the plain way: the closure of everything that holds, searched anew for each link.
TEST(CompatibleLinks, SayWhatTheClosureSays) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 400; ++round) {
    const std::uint32_t rows = 2 + random() % 12;
    auto some_pairs = [&](std::size_t most) {
      Links pairs;
      for (auto count = random() % (most + 1); count > 0; --count) {
        const std::uint32_t a = random() % rows, b = random() % rows;
        if (a != b) pairs.emplace_back(a, b);
      }
      return pairs;
    };
    match::Constraints constraints;
    constraints.different = some_pairs(6);
    const auto links = some_pairs(14);
    std::vector<std::uint32_t> group(rows);
    for (std::uint32_t row = 0; row < rows; ++row) group[row] = row;
    Links expected;
    for (const auto& [a, b] : links) {
      const auto from = group[a], to = group[b];
      auto joined = group;
      for (auto& each : joined) each = each == from ? to : each;
      bool parted = false;
      for (const auto& [x, y] : constraints.different) {
        if (from != to && joined[x] == joined[y]) parted = true;
      }
      if (parted) continue;
      group = joined;
      expected.emplace_back(a, b);
    }
    ASSERT_EQ(compatible(constraints, rows, links), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace kith::service
