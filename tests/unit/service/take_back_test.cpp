// Undoing batches. The adversaries: a batch that had joined two customers; a batch in the middle; what people
// settled after the batch came; a process that dies half way.
#include "service/take_back.h"

#include "ledger/consents.h"
#include "small_base.h"

namespace kith::service {
namespace {

class TakeBack : public SmallBase {
 protected:
  // Somebody known by a key alone, and somebody else; `bridge` gives the key with all that is known of the
  // other.
  void import_two_people() {
    import(crowd(30, 15) +
           "p,,,\n"
           "q,上官婉儿,13922223333,shangguan@163.com\n");
  }
  static constexpr std::string_view bridge =
      "customer_id,name,phone,email\n"
      "p,上官婉儿,13922223333,shangguan@163.com\n";
};

TEST_F(TakeBack, UndoOfABatchIsExact) {
  import_two_people();
  resolve();
  auto before = base();
  import("customer_id,name,phone,email\nn1,诸葛明,13833334444,zhuge@163.com\nk1,李建国,,\n");
  resolve();
  EXPECT_NE(base(), before);
  auto told = preview_undo(home_->ledger(), 2);
  auto done = undo(2);
  EXPECT_EQ(told.records, done.records);
  EXPECT_EQ(done.records, 2);
  EXPECT_EQ(base(), before);
}

TEST_F(TakeBack, CustomersThatTheBatchHadJoinedComeBackUnderTheirIds) {
  import_two_people();
  resolve();
  auto p = customer("p"), q = customer("q");
  ASSERT_NE(p, q) << "they are one without the bridge: this tests nothing";
  auto before = base();
  import(bridge);
  resolve();
  ASSERT_EQ(customer("p"), customer("q")) << "the bridge joins nothing: this tests nothing";
  undo(2);
  EXPECT_EQ(customer("p"), p);
  EXPECT_EQ(customer("q"), q);
  EXPECT_EQ(base(), before);
  resolve();
  EXPECT_EQ(base(), before);
}

TEST_F(TakeBack, ABatchInTheMiddleGoesAsIfItHadNeverCome) {
  import(crowd(30, 15));
  resolve();
  import("customer_id,name,phone,email\nn1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  import(
      "customer_id,name,phone,email\nn2,司马光,13855556666,sm@163.com\nn3,诸葛明,13833334444,zg@example."
      "com\n");
  resolve();
  auto n3 = customer("n3");
  EXPECT_EQ(customer("n1"), n3);
  undo(2);
  EXPECT_FALSE(customer("n1"));
  EXPECT_EQ(customer("n3"), n3) << "who stays keeps the id";
  EXPECT_EQ(value(n3, "phone"), "+8613833334444");
  auto after = base();
  resolve();
  EXPECT_EQ(base(), after) << "the next resolve finds something left over";
}

TEST_F(TakeBack, ACustomerOfTheBatchAloneEndsWithIt) {
  import(crowd(20, 10));
  resolve();
  import("customer_id,name,phone,email\nn1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  auto n1 = customer("n1");
  undo(2);
  auto read = home_->ledger().read();
  auto ended = ledger::find_customer(read->sql(), n1);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->records, 0);
  EXPECT_TRUE(ledger::values_of(read->sql(), n1).empty());
}

TEST_F(TakeBack, WhatAPersonMergedStaysTogether) {
  import_two_people();
  resolve();
  import(bridge);
  resolve();
  ASSERT_EQ(customer("p"), customer("q"));
  split_records(*home_, {record("q")}, "no", false);
  merge_customers(*home_, {customer("p"), customer("q")}, "yes, they are", false);
  undo(2);
  EXPECT_EQ(customer("p"), customer("q"));
}

TEST_F(TakeBack, WhatAPersonSplitStaysApart) {
  import("customer_id,name,phone,email\nx,欧阳修文,13911112222,o@163.com\n" + crowd(30, 15).substr(29) +
         "y,欧阳修文,13911112222,o@163.com\n");
  resolve();
  ASSERT_EQ(customer("x"), customer("y"));
  import("customer_id,name,phone,email\nb,欧阳修文,13911112222,o@163.com\n");
  resolve();
  ASSERT_EQ(customer("b"), customer("y"));
  split_records(*home_, {record("y"), record("b")}, "father and son", false);
  ASSERT_NE(customer("x"), customer("y"));
  auto y = customer("y");
  undo(2);
  EXPECT_NE(customer("x"), customer("y")) << "the undo joined what a person had split";
  EXPECT_EQ(customer("y"), y);
}

TEST_F(TakeBack, APinStaysWithTheCustomerWhenItsRecordGoes) {
  import("customer_id,name,phone,email\nfirst,诸葛明,13833334444,zhuge@163.com\n");
  import(crowd(20, 10) + "n1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  auto customer_id = customer("n1");
  ASSERT_EQ(customer("first"), customer_id);
  pin_value(*home_, customer_id, "email", "right@163.com", "asked him");
  undo(1);
  EXPECT_EQ(value(customer_id, "email"), "right@163.com");
  resolve();
  EXPECT_EQ(value(customer("n1"), "email"), "right@163.com");
}

TEST_F(TakeBack, ANoStaysWithTheCustomerAndWhatCameWithTheBatchGoes) {
  import("customer_id,name,phone,email\nfirst,诸葛明,13833334444,zhuge@163.com\n");
  import(crowd(20, 10) + "n1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  auto customer_id = customer("n1");
  ASSERT_EQ(customer("first"), customer_id);
  auto record = ledger::members_of(home_->ledger().read()->sql(), customer_id).front();
  auto say = [&](const char* state, const char* by) {
    ledger::ActingAs as(by);
    ledger::Consent consent{{}, record, "marketing", "email", state, 1, "", "", "", 0};
    home_->ledger().write([&](ledger::Write& write) { ledger::add_consent(write, consent); });
  };
  say("objected", "frm_1");
  say("given", "frm_1");
  say("given", "usr_1");
  undo(1);
  auto kept = ledger::consents_of(home_->ledger().read()->sql(), customer("n1"));
  ASSERT_EQ(kept.size(), 2U);
  for (const auto& consent : kept) EXPECT_TRUE(consent.state == "objected" || consent.entered_by == "usr_1");
  auto all = ledger::consents_of_records(home_->ledger().read()->sql(), RecordId(0), RecordId(INT64_MAX));
  EXPECT_EQ(all.size(), 2U) << "none hangs on a record that is gone";
}

TEST_F(TakeBack, AProcessThatDiedLeavesNothingOfItsBatch) {
  import(crowd(20, 10));
  resolve();
  import("customer_id,name,phone,email\nn1,诸葛明,13833334444,zhuge@163.com\n");
  auto before = base();
  undo(2);
  auto wanted = base();
  import("customer_id,name,phone,email\nn1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  home_->ledger().write([&](ledger::Write& write) {
    auto batch = ledger::find_batch(write.sql, 3);
    batch->state = ledger::BatchState::open;
    ledger::update_batch(write, *batch);
  });
  reopen();
  EXPECT_EQ(home_->taken_back(), std::vector<std::int64_t>{3});
  EXPECT_EQ(base(), wanted);
  reopen();
  EXPECT_TRUE(home_->taken_back().empty());
}

TEST_F(TakeBack, WhatIsNotThereIsNotUndone) {
  import(crowd(5, 5));
  auto before = tables();
  EXPECT_EQ(error_of([&] { undo(7); }), ErrorCode::not_found);
  Cancel cancel;
  cancel.request();
  EXPECT_EQ(error_of([&] { undo_batch(home_->ledger(), 1, progress_, cancel); }), ErrorCode::cancelled);
  EXPECT_EQ(tables(), before);
  undo(1);
  EXPECT_EQ(error_of([&] { undo(1); }), ErrorCode::conflict);
}

}  // namespace
}  // namespace kith::service
