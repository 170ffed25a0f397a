#include "quality/profile.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"

namespace kith::quality {
namespace {

TEST(Profile, CountsNullsBlanksAndValuesApart) {
  ColumnProfile profile;
  profile.add_null();
  profile.add("");
  profile.add(" \t　");
  profile.add("张三");
  profile.add("张三");
  profile.add("Li");
  EXPECT_EQ(profile.rows(), 6);
  EXPECT_EQ(profile.nulls(), 1);
  EXPECT_EQ(profile.blanks(), 2);
  EXPECT_EQ(profile.values(), 3);
  EXPECT_EQ(profile.distinct(), 2);
  EXPECT_EQ(profile.shortest(), 2);
  EXPECT_EQ(profile.longest(), 2);
  EXPECT_EQ(profile.least(), "Li");
  EXPECT_EQ(profile.greatest(), "张三");
  ASSERT_EQ(profile.top_values(5).size(), 2u);
  EXPECT_EQ(profile.top_values(1)[0].value, "张三");
  EXPECT_EQ(profile.top_values(1)[0].count, 2);
}

TEST(Profile, PatternsOfDifferentLengthsJoin) {
  ColumnProfile profile;
  for (auto phone : {"138-0013-8000", "139-0013-8001", "13800138002"}) profile.add(phone);
  for (auto name : {"张三", "欧阳娜娜", "李小龙"}) profile.add(name);
  auto patterns = profile.top_patterns(5);
  ASSERT_EQ(patterns.size(), 3u);
  EXPECT_EQ(patterns[0].pattern, "汉{2,4}");
  EXPECT_EQ(patterns[0].count, 3);
  EXPECT_EQ(patterns[1].pattern, "999-9999-9999");
  EXPECT_EQ(patterns[2].pattern, "9{11}");
}

// The adversary: a column cut at any place must tell the same as the whole.
TEST(Profile, PiecesMergedTellOfTheWhole) {
  Random random(7);
  std::vector<std::string> column;
  for (int i = 0; i < 30000; ++i) {
    switch (random.below(4)) {
      case 0:
        column.push_back(std::to_string(random.below(500)));
        break;
      case 1:
        column.push_back("2024-0" + std::to_string(1 + random.below(9)) + "-11");
        break;
      case 2:
        column.push_back(random.chance(0.5) ? "" : "x" + std::to_string(random.below(300)));
        break;
      default:
        column.push_back("姓名" + std::to_string(random.below(100)));
    }
  }
  ColumnProfile whole;
  for (const auto& value : column) whole.add(value);
  for (std::size_t cut : {1u, 777u, 15000u, 29999u}) {
    ColumnProfile left, right;
    for (std::size_t i = 0; i < column.size(); ++i) (i < cut ? left : right).add(column[i]);
    left.merge(right);
    EXPECT_EQ(left.rows(), whole.rows());
    EXPECT_EQ(left.blanks(), whole.blanks());
    EXPECT_EQ(left.distinct(), whole.distinct());
    EXPECT_EQ(left.numbers(), whole.numbers());
    EXPECT_EQ(left.dates(), whole.dates());
    EXPECT_EQ(left.shortest(), whole.shortest());
    EXPECT_EQ(left.longest(), whole.longest());
    EXPECT_EQ(left.least(), whole.least());
    EXPECT_EQ(left.greatest_number(), whole.greatest_number());
    auto a = left.top_values(50), b = whole.top_values(50);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].value, b[i].value) << i;
    auto p = left.top_patterns(50), q = whole.top_patterns(50);
    ASSERT_EQ(p.size(), q.size());
    for (std::size_t i = 0; i < p.size(); ++i) EXPECT_EQ(p[i].pattern, q[i].pattern) << i;
  }
}

TEST(Profile, MergingAnEmptyProfileChangesNothing) {
  ColumnProfile profile, nothing;
  profile.add("abc");
  profile.merge(nothing);
  nothing.merge(profile);
  EXPECT_EQ(profile.shortest(), 3);
  EXPECT_EQ(nothing.shortest(), 3);
  EXPECT_EQ(nothing.distinct(), 1);
}

TEST(DistinctCount, IsExactUpToTheBoundAndWithinThreeStandardErrorsBeyond) {
  for (std::int64_t truth : {0, 1, 16384, 16385, 50000, 200000, 1000000}) {
    DistinctCount count(16384);
    for (int round = 0; round < 2; ++round) {
      for (std::int64_t i = 0; i < truth; ++i) count.add("value " + std::to_string(i));
    }
    if (truth <= 16384) {
      EXPECT_TRUE(count.exact());
      EXPECT_EQ(count.count(), truth);
    } else {
      EXPECT_FALSE(count.exact());
      EXPECT_NEAR(static_cast<double>(count.count()), static_cast<double>(truth),
                  0.0244 * static_cast<double>(truth));
    }
  }
}

TEST(DistinctCount, TheUnionDoesNotDependOnOrderOrOnWhichSideOverflowed) {
  DistinctCount big(100), small(100), whole(100);
  for (int i = 0; i < 5000; ++i) big.add(std::to_string(i)), whole.add(std::to_string(i));
  for (int i = 4980; i < 5040; ++i) small.add(std::to_string(i)), whole.add(std::to_string(i));
  DistinctCount one = big, other = small;
  one.merge(small);
  other.merge(big);
  EXPECT_EQ(one.count(), whole.count());
  EXPECT_EQ(other.count(), whole.count());
}

struct Nothing {
  void merge(const Nothing&) {}
};

// The adversary: a long tail of keys seen once tries to push the frequent ones out.
TEST(Frequent, KeepsTheFrequentUnderALongTailAndNeverOverstates) {
  Frequent<Nothing> top(64);
  std::int64_t n = 0;
  for (int i = 0; i < 100000; ++i) {
    top.add("tail " + std::to_string(i), {});
    ++n;
    if (i % 10 == 0) top.add("one in eleven", {}), ++n;
  }
  ASSERT_FALSE(top.exact());
  auto best = top.top(1);
  ASSERT_EQ(best.size(), 1u);
  EXPECT_EQ(best[0].first, "one in eleven");
  EXPECT_LE(best[0].second->count, 10000);
  EXPECT_GE(best[0].second->count + top.error(), 10000);
  EXPECT_LE(top.error(), n / 64);
  EXPECT_LT(top.size(), 128u);
}

TEST(ReadNumber, AcceptsDecimalsAndGroupsOfThree) {
  EXPECT_EQ(read_number("0"), 0.0);
  EXPECT_EQ(read_number("-12.5"), -12.5);
  EXPECT_EQ(read_number("1,234,567.8"), 1234567.8);
  EXPECT_EQ(read_number("1e3"), 1000.0);
  for (auto text :
       {"", "-", "1,23", "12,34,567", ",123", "1.", "1.2.3", "0x10", " 1", "1 ", "nan", "inf", "1e", "一"}) {
    EXPECT_EQ(read_number(text), std::nullopt) << text;
  }
}

TEST(ReadsAsDate, OnlyDatesThatExist) {
  for (auto text : {"2024-02-29", "29/02/2024", "2/29/2024", "20240229", "2024年2月29日",
                    "2024-02-29 10:11:12", "2024-02-29T10:11:12Z", "1.3.1970", "1970.3.1"}) {
    EXPECT_TRUE(reads_as_date(text)) << text;
  }
  for (auto text : {"2023-02-29", "2024-13-01", "32/01/2024", "13800138000", "12345678", "2024-02",
                    "2024-02/29", "2024-02-29 abc", "10:11:12", "1/2/3", "192.168.1.1"}) {
    EXPECT_FALSE(reads_as_date(text)) << text;
  }
}

TEST(Profile, SurvivesAnyBytes) {
  Random random(11);
  ColumnProfile profile;
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (auto n = random.below(600); n > 0; --n) bytes += static_cast<char>(random.below(256));
    profile.add(bytes);
  }
  EXPECT_EQ(profile.rows(), 2000);
  EXPECT_LE(profile.top_patterns(1000).size(), 1000u);
}

}  // namespace
}  // namespace kith::quality
