// Resolving. The adversaries: a second run that changes its mind; more threads; records that come later;
// what people settled.
#include "service/resolve_records.h"

#include <unordered_map>

#include "base/random.h"
#include "small_base.h"

namespace kith::service {
namespace {

using ResolveRecords = SmallBase;

TEST_F(ResolveRecords, ASecondRunMovesNothing) {
  import(crowd(40, 20));
  auto first = resolve();
  EXPECT_EQ(first.records, 60u);
  EXPECT_EQ(first.customers, 40u);
  EXPECT_EQ(first.created, 40u);
  EXPECT_EQ(first.moved, 60u);
  auto before = base();
  auto second = resolve();
  EXPECT_EQ(second.moved, 0u);
  EXPECT_EQ(second.created, 0u);
  EXPECT_EQ(second.merged, 0u);
  EXPECT_EQ(second.split, 0u);
  EXPECT_EQ(base(), before);
}

TEST_F(ResolveRecords, ThreadsChangeNothing) {
  import(crowd(120, 50));
  resolve(2);
  auto before = base();
  for (unsigned threads : {1u, 2u, 4u}) {
    EXPECT_EQ(resolve(threads).moved, 0u) << threads;
    EXPECT_EQ(base(), before) << threads;
  }
}

// So many that their values are built ahead of the writing, in several stretches.
TEST_F(ResolveRecords, ValuesBuiltAheadAreThoseBuiltOneByOne) {
  import(crowd(3000, 600));
  const auto made = resolve(2);
  EXPECT_GT(made.created, 2u * 8 * 128);
  auto before = base();
  for (unsigned threads : {1u, 6u}) {
    EXPECT_EQ(resolve(threads).moved, 0u) << threads;
    EXPECT_EQ(base(), before) << threads;
  }
}

TEST_F(ResolveRecords, CustomersKeepTheirIdsWhenRecordsJoin) {
  import(crowd(40, 20));
  resolve();
  std::unordered_map<int, CustomerId> ids;
  for (int i = 0; i < 40; ++i) ids[i] = customer("k" + std::to_string(i));
  std::string more = "customer_id,name,phone,email\n";
  for (int i = 0; i < 20; ++i) {
    more += "m" + std::to_string(i) + ",,138001" + std::to_string(30000 + i * 97) + ",person" +
            std::to_string(i) + "@163.com\n";
  }
  import(more);
  auto report = resolve();
  EXPECT_EQ(report.moved, 20u) << "only what is new moves";
  for (int i = 0; i < 40; ++i) EXPECT_EQ(customer("k" + std::to_string(i)), ids[i]) << i;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(customer("m" + std::to_string(i)), ids[i]) << i;
}

TEST_F(ResolveRecords, OneKeyOfOneSourceIsOneCustomer) {
  import(crowd(20, 20));
  import("customer_id,name,phone\nk3,Somebody Else,13999998888\n");
  resolve();
  auto read = home_->ledger().read();
  auto source = ledger::find_source(read->sql(), "web")->id;
  auto both = ledger::records_of_key(read->sql(), source, "k3");
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(ledger::customer_of(read->sql(), both[0]), ledger::customer_of(read->sql(), both[1]));
}

TEST_F(ResolveRecords, WhoeverStopsItLeavesTheCustomersAsTheyWere) {
  import(crowd(30, 15));
  resolve();
  auto before = tables();
  import("customer_id,name,phone\nz,诸葛明,13833334444\n");
  auto imported = tables();
  for (int moment = 1; moment < 12; moment += 2) {
    struct Stopper : Progress {
      Stopper(Cancel& cancel, int left) : cancel_(cancel), left_(left) {}
      void phase(Text, std::uint64_t) override {
        if (--left_ == 0) cancel_.request();
      }
      Cancel& cancel_;
      int left_;
    };
    Cancel cancel;
    Stopper stopper(cancel, moment);
    auto failure = error_of([&] { resolve_records(*home_, stopper, cancel, 1); });
    if (!failure) break;
    EXPECT_EQ(failure, ErrorCode::cancelled) << moment;
    if (customer("z")) break;  // the customers stood already; only the lens was not brought up any more
    EXPECT_EQ(tables(), imported) << moment;
  }
  resolve();
  EXPECT_TRUE(customer("z"));
}

TEST_F(ResolveRecords, AnEmptyBaseSaysSo) {
  EXPECT_EQ(error_of([&] { resolve(); }), ErrorCode::conflict);
}

TEST(AssignCustomers, AClusterKeepsTheCustomerThatGivesItMostRows) {
  EXPECT_EQ(assign_customers({0, 0, 0}, 1, {7, 9, 9}, {0, 0, 0}), (std::vector<std::int64_t>{9}));
}
TEST(AssignCustomers, TiesGoToTheSmallerId) {
  EXPECT_EQ(assign_customers({0, 0}, 1, {9, 7}, {0, 0}), (std::vector<std::int64_t>{7}));
}
TEST(AssignCustomers, ACustomerThatFallsApartStaysWithItsLargerPart) {
  EXPECT_EQ(assign_customers({0, 1, 1}, 2, {7, 7, 7}, {0, 0, 0}), (std::vector<std::int64_t>{0, 7}));
}
TEST(AssignCustomers, OfEqualPartsTheFirstKeepsTheId) {
  EXPECT_EQ(assign_customers({0, 1}, 2, {7, 7}, {0, 0}), (std::vector<std::int64_t>{7, 0}));
}
TEST(AssignCustomers, AFormerIdComesBackWhereNobodyHasIt) {
  EXPECT_EQ(assign_customers({0, 1, 1}, 2, {7, 7, 7}, {5, 0, 0}), (std::vector<std::int64_t>{5, 7}));
}
TEST(AssignCustomers, AFormerIdThatOthersHaveIsNotTaken) {
  EXPECT_EQ(assign_customers({0, 1, 1, 2}, 3, {7, 7, 7, 5}, {5, 0, 0, 0}),
            (std::vector<std::int64_t>{0, 7, 5}));
}
TEST(AssignCustomers, NewRowsGetNew) {
  EXPECT_EQ(assign_customers({0, 1}, 2, {0, 0}, {0, 0}), (std::vector<std::int64_t>{0, 0}));
  EXPECT_EQ(assign_customers({}, 0, {}, {}), std::vector<std::int64_t>{});
}
TEST(AssignCustomers, NobodyGetsAnIdTwice) {
  std::vector<std::uint32_t> cluster;
  std::vector<std::int64_t> present, former;
  Random random(5);
  for (std::uint32_t i = 0; i < 3000; ++i) {
    cluster.push_back(static_cast<std::uint32_t>(i < 400 ? i : random.below(400)));
    present.push_back(static_cast<std::int64_t>(random.below(300)));
    former.push_back(static_cast<std::int64_t>(random.below(300)));
  }
  auto assigned = assign_customers(cluster, 400, present, former);
  std::erase(assigned, 0);
  auto all = assigned.size();
  std::sort(assigned.begin(), assigned.end());
  assigned.erase(std::unique(assigned.begin(), assigned.end()), assigned.end());
  EXPECT_EQ(assigned.size(), all);
  EXPECT_GT(all, 250u);
}

}  // namespace
}  // namespace kith::service
