// Searching by the index in memory, against what the lens finds. The adversaries: a customer edited, merged
// or undone a moment ago; a resolve that changed everybody; an actor who may not read what was hit; a page in
// the middle of many hits.
#include "service/search_index.h"

#include <atomic>
#include <thread>

#include "service/customer_list.h"
#include "service/office.h"
#include "small_base.h"

namespace kith::service {
namespace {

class Search : public SmallBase {
 protected:
  Search() {
    std::string rows = "customer_id,name,phone,email,company\n";
    for (int i = 0; i < 300; ++i) {
      const auto n = std::to_string(i);
      rows += "k" + n + "," + (i % 2 == 0 ? "王伟" : "Ann Lee") + n + ",1380013" + std::to_string(1000 + i) +
              ",P" + n + "@Example.com," + (i % 7 == 0 ? "远大贸易有限公司" : "") + "\n";
    }
    import(rows);
    resolve();
  }

  // What the lens finds, asked as it was before there was an index.
  std::vector<std::int64_t> in_lens(const std::string& text) {
    std::vector<std::int64_t> found;
    auto view = office_.lens();
    std::string names;
    for (auto name : searched_attributes) names += (names.empty() ? "'" : ", '") + std::string(name) + "'";
    view->query(
        "SELECT c.id FROM customer c WHERE c.records > 0 AND c.id IN (SELECT v.customer_id FROM "
        "customer_value "
        "v JOIN attribute a ON a.id = v.attribute_id WHERE a.name IN (" +
            names + ") AND contains(lower(v.value), lower($1))) ORDER BY c.id",
        std::vector<lens::LensValue>{text},
        [&](const lens::LensRow& row) { found.push_back(row.integer(0)); });
    return found;
  }
  CustomerListing list(const std::string& text, std::size_t limit = 50, std::size_t offset = 0,
                       const std::string& cursor = {}) {
    CustomerQuery query;
    query.search = text;
    query.limit = limit;
    query.offset = offset;
    query.cursor = cursor;
    query.count = true;
    return list_customers(office_, actor_, query);
  }
  static std::vector<std::int64_t> ids_of(const CustomerListing& listing) {
    std::vector<std::int64_t> ids;
    for (const auto& customer : listing.items) ids.push_back(customer.id.value);
    return ids;
  }
  void compare() {
    ASSERT_TRUE(office_.search().wait_until_ready(20000));
    for (const char* text : {"王伟", "伟1", "ann", "LEE2", "@example", "p17@", "1001", "贸易", "nobody", "%",
                             "'", "e", "ＡＮＮ", "王", "远大贸易有限公司"}) {
      const auto expected = in_lens(text);
      const auto listing = list(text, 1000);
      EXPECT_EQ(ids_of(listing), expected) << text;
      EXPECT_EQ(listing.count, static_cast<std::int64_t>(expected.size())) << text;
    }
  }

  ledger::GoldenValue golden_name(const std::string& value) {
    ledger::GoldenValue name;
    for (const auto& attribute : ledger::all_attributes(home_->ledger().read()->sql())) {
      if (attribute.name == "name") name.attribute = attribute.id;
    }
    name.value = value;
    name.rule = "test";
    return name;
  }

  Office office_{*home_};
  Actor actor_ = operator_at_the_machine(Language::en);
};

TEST_F(Search, FindsWhatTheLensFinds) { compare(); }

TEST_F(Search, SeesAtOnceWhatChanged) {
  ASSERT_TRUE(office_.search().wait_until_ready(20000));
  auto name = golden_name("钱多多");
  CustomerId id;
  auto changed = [&](ledger::Write& write) {
    return write.changed(ledger::Entity::customer, "put", id.value, id.value);
  };
  home_->ledger().write([&](ledger::Write& write) {
    id = CustomerId(write.take_ids());
    ledger::insert_customer(write, id, 1, {name}, changed(write));
  });
  EXPECT_EQ(ids_of(list("钱多")), std::vector<std::int64_t>{id.value});
  name.value = "Zoë Quick";
  home_->ledger().write(
      [&](ledger::Write& write) { ledger::replace_values(write, id, {name}, changed(write)); });
  EXPECT_TRUE(list("钱多").items.empty());
  EXPECT_EQ(ids_of(list("zoë q")), std::vector<std::int64_t>{id.value});
  home_->ledger().write([&](ledger::Write& write) {
    ledger::set_customer(write, id, 0, {});
    changed(write);
  });
  EXPECT_TRUE(list("zoë q").items.empty());
  resolve();
  compare();
}

TEST_F(Search, PagesFollowEachOther) {
  ASSERT_TRUE(office_.search().wait_until_ready(20000));
  const auto all = in_lens("@example");
  ASSERT_GE(all.size(), 7U);
  const auto page = all.size() / 3;
  auto first = list("@example", page);
  auto second = list("@example", page, 0, first.next), third = list("@example", page, 2 * page);
  auto got = ids_of(first);
  for (const auto* next : {&second, &third})
    for (auto id : ids_of(*next)) got.push_back(id);
  EXPECT_EQ(got, std::vector<std::int64_t>(all.begin(), all.begin() + static_cast<long>(3 * page)));
  // Everybody, by the ledger alone.
  auto everybody = ids_of(list("", 3));
  for (auto id : ids_of(list("", 1000, 3))) everybody.push_back(id);
  std::vector<std::int64_t> of_lens;
  office_.lens()->query("SELECT id FROM customer WHERE records > 0 ORDER BY id", {},
                        [&](const lens::LensRow& row) { of_lens.push_back(row.integer(0)); });
  EXPECT_EQ(everybody, of_lens);
}

// Three of four were told that a customer made a moment ago does not exist, while the fourth had the lens
// brought up to it.
TEST_F(Search, WhoAsksWhileTheLensIsBroughtUpWaitsForIt) {
  for (int round = 0; round < 20; ++round) {
    const auto name = "Newcomer" + std::to_string(round);
    home_->ledger().write([&](ledger::Write& write) {
      CustomerId id(write.take_ids());
      const auto change = write.changed(ledger::Entity::customer, "put", id.value, id.value);
      ledger::insert_customer(write, id, 1, {golden_name(name)}, change);
    });
    std::atomic<int> ready{0}, found{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
      readers.emplace_back([&] {
        for (++ready; ready < 4;) std::this_thread::yield();
        found += in_lens(name).empty() ? 0 : 1;
      });
    }
    for (auto& reader : readers) reader.join();
    ASSERT_EQ(found, 4) << name;
  }
}

TEST_F(Search, LooksIntoNothingThatTheActorMayNotRead) {
  ASSERT_TRUE(office_.search().wait_until_ready(20000));
  std::vector<std::int64_t> names, none;
  auto read = home_->ledger().read();
  for (const auto& attribute : ledger::all_attributes(read->sql())) {
    if (attribute.name == "name") names.push_back(attribute.id.value);
  }
  EXPECT_EQ(office_.search().find("13800131001", names, 0, 10)->size(), 0U);
  EXPECT_EQ(office_.search().find("ann lee1", none, 0, 10)->size(), 0U);
  EXPECT_GT(office_.search().find("ann lee1", names, 0, 10)->size(), 0U);
}

}  // namespace
}  // namespace kith::service
