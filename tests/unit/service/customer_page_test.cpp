// The page of a customer, now and as it was. The adversaries: a merge, a pin and an undo between the moments
// asked for; a merged id; changes that follow each other within a millisecond.
#include "service/customer_page.h"

#include <thread>

#include "small_base.h"

namespace kith::service {
namespace {

class CustomerPages : public SmallBase {
 protected:
  CustomerPages() {
    import(crowd(20, 10));
    resolve();
  }
  // A moment that no change shares.
  std::int64_t moment() {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    auto now = home_->ledger().now();
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    return now;
  }
  CustomerPage page(CustomerId id, std::optional<std::int64_t> at = std::nullopt) {
    return read_customer(*home_->ledger().read(), id, at);
  }
  static std::string shown(const CustomerPage& page, const std::string& attribute) {
    for (const auto& value : page.values) {
      if (value.attribute.name == attribute && value.golden.ordinal == 0) return value.golden.value;
    }
    return {};
  }
  static std::vector<RecordId> records(const CustomerPage& page) {
    std::vector<RecordId> ids;
    for (const auto& record : page.records) ids.push_back(record.id);
    return ids;
  }
};

TEST_F(CustomerPages, ValuesComeWithWhereTheyAreFrom) {
  auto mine = page(customer("k3"));
  ASSERT_EQ(mine.records.size(), 1u);
  EXPECT_EQ(mine.records[0].source, "web");
  EXPECT_EQ(mine.records[0].file, "in.csv");
  EXPECT_EQ(mine.records[0].source_key, "k3");
  EXPECT_EQ(shown(mine, "email"), "person3@163.com");
  for (const auto& value : mine.values) {
    EXPECT_EQ(value.source, "web") << value.attribute.name;
    EXPECT_EQ(value.row, mine.records[0].row) << value.attribute.name;
  }
}

TEST_F(CustomerPages, EveryMomentShowsWhatStoodThen) {
  auto into = customer("k1"), from = customer("k2");
  auto plain = moment();
  pin_value(*home_, into, "email", "pinned@163.com", "x");
  auto pinned = moment();
  merge_customers(*home_, {into, from}, "x", false);
  auto merged = moment();
  unpin_value(*home_, into, "email");
  auto unpinned = moment();
  split_records(*home_, {record("k2")}, "x", false);

  EXPECT_EQ(shown(page(into, plain), "email"), "person1@163.com");
  EXPECT_EQ(shown(page(into, pinned), "email"), "pinned@163.com");
  EXPECT_EQ(shown(page(into, merged), "email"), "pinned@163.com");
  EXPECT_NE(shown(page(into, unpinned), "email"), "pinned@163.com");
  EXPECT_EQ(records(page(into, plain)), std::vector<RecordId>{record("k1")});
  EXPECT_EQ(records(page(into, merged)), (std::vector<RecordId>{record("k1"), record("k2")}));
  EXPECT_EQ(records(page(into)), std::vector<RecordId>{record("k1")});
  EXPECT_EQ(shown(page(from, plain), "email"), "person2@163.com");
  EXPECT_EQ(shown(page(from), "email"), "person2@163.com");
}

TEST_F(CustomerPages, AMergedIdSaysWhereItsRecordsWent) {
  auto into = customer("k1"), from = customer("k2");
  merge_customers(*home_, {into, from}, "x", false);
  auto mine = page(from);
  EXPECT_EQ(mine.customer.merged_into, into);
  EXPECT_TRUE(mine.records.empty());
  EXPECT_TRUE(mine.values.empty());
}

TEST_F(CustomerPages, TheStoryTellsEveryStepInOrder) {
  auto into = customer("k1"), from = customer("k2");
  pin_value(*home_, into, "email", "pinned@163.com", "x");
  merge_customers(*home_, {into, from}, "x", false);
  split_records(*home_, {record("k2")}, "x", false);
  auto story = story_of(*home_->ledger().read(), into);
  ASSERT_EQ(story.size(), 4u);
  EXPECT_EQ(story[0].joined, std::vector<RecordId>{record("k1")});
  EXPECT_EQ(story[1].values_changed, std::vector<std::string>{"email"});
  EXPECT_EQ(story[2].joined, std::vector<RecordId>{record("k2")});
  EXPECT_EQ(story[3].left, std::vector<RecordId>{record("k2")});
  for (std::size_t i = 1; i < story.size(); ++i) {
    EXPECT_LT(story[i - 1].change, story[i].change);
    EXPECT_LE(story[i - 1].at, story[i].at);
  }
}

}  // namespace
}  // namespace kith::service
