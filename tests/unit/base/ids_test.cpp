#include "base/ids.h"

#include <gtest/gtest.h>

namespace kith {
namespace {

TEST(Ids, KeepGrowingWhenTheClockGoesBack) {
  IdSource source(7);
  auto first = source.take(1, 1800000000000);
  auto second = source.take(1, 1700000000000);
  EXPECT_GT(second, first);
  EXPECT_EQ(second % id_step, 7);
}

TEST(Ids, ABlockIsAnArithmeticProgressionThatTheNextBlockFollows) {
  IdSource source(3);
  auto first = source.take(100000, 1800000000000);
  auto next = source.take(1, 1800000000000);
  EXPECT_EQ(next, first + 100000 * id_step);
}

TEST(Ids, TextSortsAsTheNumberDoesAndReadsBack) {
  CustomerId low(1024), high(0x7FFFFFFFFFFFFFFF);
  EXPECT_LT(to_string(low), to_string(high));
  EXPECT_EQ(parse_id<CustomerKind>(to_string(high)), high);
  EXPECT_EQ(parse_id<CustomerKind>("cus_0000000000"), std::nullopt);
  EXPECT_EQ(parse_id<RecordKind>(to_string(low)), std::nullopt);
  EXPECT_EQ(parse_id<CustomerKind>("cus_ZZZZZZZZZZZZZ"), std::nullopt);
}

}  // namespace
}  // namespace kith
