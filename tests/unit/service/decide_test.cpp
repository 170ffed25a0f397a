// What people settle. The adversaries: resolves that think otherwise, a split after a merge, a pin on a value
// that no record holds, an undo somewhere else.
#include "service/decide.h"

#include "small_base.h"

namespace kith::service {
namespace {

class Decide : public SmallBase {
 protected:
  Decide() {
    import(crowd(30, 15));
    resolve();
  }
};

TEST_F(Decide, AMergeRedirectsAndOutlivesResolves) {
  auto into = customer("k1"), from = customer("k2");
  ASSERT_NE(into, from);
  auto told = merge_customers(*home_, {into, from}, "same person", true);
  EXPECT_EQ(customer("k2"), from) << "a dry run merged";
  auto done = merge_customers(*home_, {into, from}, "same person", false);
  EXPECT_EQ(told.records, done.records);
  EXPECT_EQ(done.into, into);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(customer("k2"), into);
    EXPECT_EQ(ledger::present_customer(home_->ledger().read()->sql(), from), into);
    EXPECT_EQ(customer_named(home_->ledger().read()->sql(), to_string(from)), into);
    EXPECT_EQ(resolve().moved, 0u);
  }
}

TEST_F(Decide, ASplitOutlivesResolves) {
  auto from = customer("k20");
  ASSERT_EQ(customer("d20"), from);
  auto told = split_records(*home_, {record("d20")}, "twins", true);
  EXPECT_EQ(customer("d20"), from) << "a dry run split";
  auto done = split_records(*home_, {record("d20")}, "twins", false);
  EXPECT_EQ(told.records, done.records);
  EXPECT_EQ(customer("k20"), from);
  EXPECT_EQ(customer("d20"), done.to);
  EXPECT_NE(done.to, from);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(resolve().moved, 0u);
    EXPECT_EQ(customer("d20"), done.to);
  }
}

TEST_F(Decide, AMergeAndItsSplitGiveTheIdsAndValuesBack) {
  auto into = customer("k1"), from = customer("k2");
  auto before = base();
  merge_customers(*home_, {into, from}, "same", false);
  auto moved = ledger::members_of(home_->ledger().read()->sql(), into);
  std::erase_if(moved, [&](RecordId id) { return id == record("k1"); });
  auto report = split_records(*home_, moved, "no, different", false);
  EXPECT_EQ(report.to, from);
  EXPECT_EQ(base(), before);
  resolve();
  EXPECT_EQ(base(), before);
}

TEST_F(Decide, ASplitAndItsMergeGiveTheCustomerBack) {
  auto before = base();
  auto report = split_records(*home_, {record("d20")}, "twins", false);
  merge_customers(*home_, {report.from, report.to}, "no twins", false);
  EXPECT_EQ(base(), before);
  EXPECT_EQ(resolve().moved, 0u);
}

TEST_F(Decide, APinStandsUntilItIsTakenAway) {
  auto who = customer("k20");
  auto before = value(who, "email");
  EXPECT_EQ(pin_value(*home_, who, "email", " Right@163.COM ", "called him"), "right@163.com");
  import("customer_id,name,phone,email\nzz,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  EXPECT_EQ(value(who, "email"), "right@163.com");
  undo(2);
  EXPECT_EQ(value(who, "email"), "right@163.com");
  pin_value(*home_, who, "email", "newer@163.com", "he called");
  EXPECT_EQ(value(who, "email"), "newer@163.com");
  unpin_value(*home_, who, "email");
  EXPECT_EQ(value(who, "email"), before);
  EXPECT_EQ(error_of([&] { unpin_value(*home_, who, "email"); }), ErrorCode::not_found);
  resolve();
  EXPECT_EQ(value(who, "email"), before);
}

TEST_F(Decide, APinGoesWithTheCustomerThroughAMerge) {
  auto into = customer("k1"), from = customer("k2");
  pin_value(*home_, from, "nickname", "Captain", "he wants it");
  merge_customers(*home_, {into, from}, "same", false);
  EXPECT_EQ(value(into, "nickname"), "Captain");
  resolve();
  EXPECT_EQ(value(into, "nickname"), "Captain");
}

// k1 has the lower record id: which pin is newer must not be read from the records.
TEST_F(Decide, OfTwoPinsThatAMergeBringsTogetherTheNewerWins) {
  auto into = customer("k1"), from = customer("k2");
  pin_value(*home_, from, "nickname", "Older", "first");
  pin_value(*home_, into, "nickname", "Newer", "later");
  merge_customers(*home_, {into, from}, "same", false);
  EXPECT_EQ(value(into, "nickname"), "Newer");
}

TEST_F(Decide, WhatMakesNoSenseIsRefusedAndChangesNothing) {
  auto before = tables();
  auto k1 = customer("k1"), k20 = customer("k20");
  auto merge = [&](std::vector<CustomerId> ids) { merge_customers(*home_, ids, "x", false); };
  auto split = [&](std::vector<RecordId> ids) { split_records(*home_, ids, "x", false); };
  EXPECT_EQ(error_of([&] { merge({k1}); }), ErrorCode::usage);
  EXPECT_EQ(error_of([&] { merge({k1, k1}); }), ErrorCode::usage);
  EXPECT_EQ(error_of([&] { split({}); }), ErrorCode::usage);
  EXPECT_EQ(error_of([&] { split({record("k1"), record("k20")}); }), ErrorCode::usage);
  EXPECT_EQ(error_of([&] { split({record("k20"), record("d20")}); }), ErrorCode::usage) << "all of it";
  EXPECT_EQ(error_of([&] { pin_value(*home_, k20, "email", "no mail", "x"); }), ErrorCode::bad_input);
  EXPECT_EQ(error_of([&] { pin_value(*home_, k20, "shoe size", "44", "x"); }), ErrorCode::not_found);
  auto read = home_->ledger().read();
  auto named = [&](const std::string& name) { return error_of([&] { customer_named(read->sql(), name); }); };
  EXPECT_EQ(named("cus_nonsense"), ErrorCode::usage);
  EXPECT_EQ(named(to_string(CustomerId(12345))), ErrorCode::not_found);
  EXPECT_EQ(named(to_string(RecordId(12345))), ErrorCode::not_found);
  EXPECT_EQ(tables(), before);
}

}  // namespace
}  // namespace kith::service
