// Matching new records with the living base. The adversaries: another order of arrival; other batches; a
// bridge between two customers that comes late, or is taken back; decisions; a source that repeats its keys.
#include "service/resolve_new_records.h"

#include <chrono>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "base/random.h"
#include "service/find_customers.h"
#include "service/hand_entry.h"
#include "service/undo_import.h"
#include "small_base.h"

namespace kith::service {
namespace {

using Partition = std::set<std::set<std::string>>;

class ResolveNewRecords : public SmallBase {
 protected:
  ResolveNewReport resolve_new(unsigned threads = 1) {
    return resolve_new_records(*home_, progress_, cancel_, threads);
  }

  void fresh_home() {
    home_.reset();
    home_ = Home::create(folder_ / ("home" + std::to_string(++homes_)), choice_);
    add_source("web", 50);
  }

  // Who is with whom, by the sources' own keys.
  Partition partition() {
    std::map<std::int64_t, std::set<std::string>> by_customer;
    auto read = home_->ledger().read();
    auto rows = read->sql().connection().prepare(
        "SELECT coalesce(m.customer_id, -r.id), k.key FROM record r JOIN record_key k ON k.record_id = r.id "
        "LEFT JOIN membership m ON m.record_id = r.id");
    while (rows->step()) by_customer[rows->integer(0)].insert(std::string(rows->text(1)));
    Partition partition;
    for (auto& [customer, keys] : by_customer) partition.insert(keys);
    return partition;
  }

  // The golden values of each customer, by the sources' keys of its records.
  std::map<std::set<std::string>, std::set<std::string>> values() {
    std::map<std::int64_t, std::set<std::string>> keys, values;
    auto read = home_->ledger().read();
    auto rows = read->sql().connection().prepare(
        "SELECT m.customer_id, k.key FROM membership m JOIN record_key k ON k.record_id = m.record_id");
    while (rows->step()) keys[rows->integer(0)].insert(std::string(rows->text(1)));
    auto golden = read->sql().connection().prepare(
        "SELECT customer_id, attribute_id, ordinal, value, rule, support FROM customer_value");
    while (golden->step()) {
      std::string line;
      for (int i = 1; i < 6; ++i) line += std::string(golden->text(i)) + "|";
      values[golden->integer(0)].insert(line);
    }
    std::map<std::set<std::string>, std::set<std::string>> of;
    for (const auto& [customer, own] : keys) of[own] = values[customer];
    return of;
  }

  int homes_ = 0;
};

// The people first … last − 1 of crowd(), under other keys; every fifth without a phone, every seventh with
// the e-mail of the one before.
std::string again(int first, int last) {
  constexpr const char* family[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐"};
  constexpr const char* given[] = {"小明", "丽华", "建国", "秀英", "伟", "芳菲", "娜", "敏", "静怡"};
  std::string text = "customer_id,name,phone,email\n";
  for (int i = first; i < last; ++i) {
    text += "a" + std::to_string(i) + "," + family[i % 11] + given[i % 9] + ",";
    if (i % 5 != 0) text += "138001" + std::to_string(30000 + i * 97);
    text += ",person" + std::to_string(i % 7 == 0 ? i - 1 : i) + "@163.com\n";
  }
  return text;
}

// Rows with slips of the crowd's people and of each other.
std::vector<std::string> late_rows(int n, std::uint64_t seed) {
  constexpr const char* family[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐"};
  constexpr const char* given[] = {"小明", "丽华", "建国", "秀英", "伟", "芳菲", "娜", "敏", "静怡"};
  Random random(seed);
  auto below = [&](int limit) { return static_cast<int>(random.unit() * limit); };
  std::vector<std::string> rows;
  for (int i = 0; i < n; ++i) {
    const int person = below(70);
    std::string name = std::string(family[person % 11]) + given[person % 9];
    std::string phone = "138001" + std::to_string(30000 + person * 97);
    std::string email = "person" + std::to_string(person) + "@163.com";
    if (below(4) == 0) name = std::string(family[below(11)]) + given[person % 9];
    if (below(3) == 0) phone.clear();
    if (below(3) == 0) email = "person" + std::to_string(below(70)) + "@163.com";
    if (below(5) == 0) email.clear();
    rows.push_back("n" + std::to_string(i) + "," + name + "," + phone + "," + email + "\n");
  }
  return rows;
}

// People of whom not all write from one place: matching must learn what two strangers look like.
std::string town() {
  constexpr const char* family[] = {"孙", "马", "朱", "胡", "林", "郭", "何", "高", "罗", "郑", "梁"};
  constexpr const char* given[] = {"海波", "雪梅", "志强", "玉兰", "鹏", "晓燕", "凯", "婷婷", "文博"};
  constexpr const char* domain[] = {"qq.com", "126.com", "sina.com", "gmail.com", "outlook.com"};
  Random random(5);
  std::string text = "customer_id,name,phone,email,birth_date\n";
  for (int i = 0; i < 80; ++i) {
    std::string email;
    for (int c = 0; c < 9; ++c) email += static_cast<char>('a' + static_cast<int>(random.unit() * 26));
    const auto day = [&](int below) { return std::to_string(10 + static_cast<int>(random.unit() * below)); };
    const auto rest = std::string(",") + family[i % 11] + given[i % 9] + ",1" +
                      std::to_string(3000000000 + static_cast<long long>(random.unit() * 6e9)) + "," + email +
                      "@" + domain[i % 5] + ",19" + std::to_string(50 + i % 50) + "-0" +
                      std::to_string(1 + i % 9) + "-" + day(18) + "\n";
    text += "t" + std::to_string(i) + rest;
    if (i % 4 == 0) text += "s" + std::to_string(i) + rest;
  }
  return text;
}

TEST_F(ResolveNewRecords, AnyOrderAndAnyBatchesGiveTheSameCustomers) {
  constexpr const char* head = "customer_id,name,phone,email\n";
  const auto rows = late_rows(60, 7);
  Partition expected;
  Random random(11);
  for (int round = 0; round < 6; ++round) {
    fresh_home();
    import(crowd(60, 20));
    resolve();
    auto order = rows;
    std::size_t pieces = 1;
    if (round > 0) {
      for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[static_cast<std::size_t>(random.unit() * static_cast<double>(i))]);
      pieces = std::size_t{1} << round;
    }
    for (std::size_t p = 0; p < pieces; ++p) {
      std::string text = head;
      for (std::size_t i = p; i < order.size(); i += pieces) text += order[i];
      import(text);
      resolve_new();
    }
    if (round == 0) {
      expected = partition();
      EXPECT_LT(expected.size(), 120u) << "somebody must have joined somebody";
    }
    EXPECT_EQ(partition(), expected) << "round " << round;
  }
}

TEST_F(ResolveNewRecords, NothingElseIsTouched) {
  import(crowd(60, 20));
  resolve();
  const auto changes = count("SELECT max(seq) FROM change_log");
  const auto one = customer("k3");
  import("customer_id,name,phone,email\nx,刘秀英,13800130291,person3@163.com\n");
  const auto report = resolve_new();
  EXPECT_EQ(report.records, 1u);
  EXPECT_EQ(report.moved, 1u);
  EXPECT_EQ(report.joined, 1u);
  EXPECT_EQ(customer("x"), one);
  EXPECT_EQ(count("SELECT count(*) FROM customer_value WHERE since > " + std::to_string(changes) +
                  " AND customer_id <> " + std::to_string(one.value)),
            0);
  EXPECT_EQ(resolve_new().records, 0u) << "what was matched is not new any more";
}

TEST_F(ResolveNewRecords, AResolveOfEverythingKeepsWhatItFound) {
  import(crowd(60, 20));
  import(town());
  resolve();
  import(
      "customer_id,name,phone,email\nx,刘秀英,13800130291,person3@163.com\ny,诸葛亮,13911112222,zg@163."
      "com\n");
  resolve_new();
  const auto x = customer("x"), y = customer("y");
  EXPECT_EQ(x, customer("k3"));
  resolve();
  EXPECT_EQ(customer("x"), x);
  EXPECT_EQ(customer("y"), y);
  EXPECT_EQ(customer("k3"), x);
}

TEST_F(ResolveNewRecords, ALateBridgeJoinsTwoAndItsUndoPartsThem) {
  import(crowd(60, 20));
  import(town());
  import("customer_id,name,phone\nleft,欧阳明月,13911112222\n");
  import("customer_id,email,birth_date\nright,moon@163.com,1966-03-21\n");
  resolve();
  ASSERT_NE(customer("left"), customer("right"));
  const auto left = customer("left"), right = customer("right");
  const auto bridge =
      import("customer_id,name,phone,email,birth_date\nbridge,欧阳明月,13911112222,moon@163.com,1966-03-21\n")
          .batch;
  resolve_new();
  ASSERT_EQ(customer("left"), customer("right")) << "the bridge joins them";
  import("customer_id,email,birth_date\nlater,moon@163.com,1966-03-21\n");
  resolve_new();
  EXPECT_EQ(customer("later"), customer("left"));
  undo_import(*home_, bridge, progress_, cancel_);
  EXPECT_NE(customer("left"), customer("right"));
  EXPECT_EQ(customer("later"), customer("right")) << "what came later stays with whom it is like";
  EXPECT_EQ(customer("left"), left);
  EXPECT_EQ(customer("right"), right);
}

TEST_F(ResolveNewRecords, DecisionsAndKeysOfASourceBind) {
  import(crowd(60, 20));
  import(town());
  resolve();
  import("customer_id,name,phone,email\nk5,Somebody Else,13911113333,else@163.com\n");
  resolve_new();
  auto read = home_->ledger().read();
  const auto source = ledger::find_source(read->sql(), "web")->id;
  const auto both = ledger::records_of_key(read->sql(), source, "k5");
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(ledger::customer_of(read->sql(), both[0]), ledger::customer_of(read->sql(), both[1]));
  read.reset();
  split_records(*home_, {record("d30")}, "not them", false);
  ASSERT_NE(customer("d30"), customer("k30"));
  import("customer_id,name,phone,email\nm30,,13800132910,person30@163.com\n");
  resolve_new();
  EXPECT_NE(customer("d30"), customer("k30")) << "a person said so";
}

TEST_F(ResolveNewRecords, TheLensSeesWhatMoved) {
  import(crowd(60, 20));
  import(town());
  resolve();
  home_->lens(progress_, cancel_);
  import("customer_id,name,phone,email\nx,刘秀英,13800130291,person3@163.com\n");
  resolve_new();
  std::int64_t in_lens = 0;
  home_->lens(progress_, cancel_)
      .query("SELECT customer_id FROM record WHERE source_key = 'x'", {},
             [&](const lens::LensRow& row) { in_lens = row.integer(0); });
  EXPECT_EQ(in_lens, customer("x").value);
}

// Adversary: a customer that somebody typed in, whose record no resolve has seen.
TEST_F(ResolveNewRecords, WhoWasEnteredByHandIsFoundByWhatComesLater) {
  import(crowd(60, 20));
  import(town());
  resolve();
  CustomerId entered;
  home_->ledger().write([&](ledger::Write& write) {
    auto entry = prepare_entry(
        write, {{"name", "欧阳慧敏"}, {"phone", "13977712345"}, {"email", "ouyang.hm@126.com"}}, "web");
    entered = store_entry(write, entry, "");
  });
  import("customer_id,name,phone,email\nlate1,欧阳慧敏,13977712345,ouyang.hm@126.com\n");
  EXPECT_EQ(resolve_new().joined, 1u);
  EXPECT_EQ(customer("late1"), entered);
}

// Adversary: a record resolved alone, within the transaction that something else is written in.
TEST_F(ResolveNewRecords, OneRecordInATransactionIsAsAmongOthers) {
  import(crowd(60, 20));
  import(town());
  resolve();
  const auto rows = late_rows(12, 3);
  std::string text = "customer_id,name,phone,email\n";
  for (const auto& row : rows) text += row;
  import(text);
  std::vector<RecordId> waiting;
  {
    auto read = home_->ledger().read();
    auto found = read->sql().connection().prepare(
        "SELECT r.id FROM record r LEFT JOIN membership m ON m.record_id = r.id WHERE m.record_id IS NULL "
        "ORDER BY r.id");
    while (found->step()) waiting.emplace_back(found->integer(0));
  }
  ASSERT_EQ(waiting.size(), rows.size());
  for (auto record : waiting)
    home_->ledger().write([&](ledger::Write& write) { resolve_in(write, {record}, cancel_); });
  const auto alone = partition();
  fresh_home();
  import(crowd(60, 20));
  import(town());
  resolve();
  import(text);
  resolve_new();
  EXPECT_EQ(alone, partition());
}

// So many that several threads read ahead, each from a snapshot of its own, and cluster piece by piece.
TEST_F(ResolveNewRecords, SeveralThreadsDoAsOne) {
  std::map<std::set<std::string>, std::set<std::string>> alone;
  for (unsigned threads : {1u, 3u}) {
    fresh_home();
    import(crowd(3000, 2500));
    import(town());
    resolve();
    import(again(100, 2600));
    const auto report = resolve_new(threads);
    EXPECT_GT(report.joined, 2000u);
    EXPECT_GT(report.touched, 4096u);
    if (threads == 1) alone = values();
  }
  EXPECT_EQ(values(), alone);
}

// Adversary: a write of somebody else that stands before it in the same transaction, where no snapshot sees
// it.
TEST_F(ResolveNewRecords, WhatStandsBeforeItInTheTransactionIsSeen) {
  import(crowd(1000, 1000));
  import(town());
  resolve();
  import(again(100, 900));
  const auto pinned = record("k500");
  std::promise<void> go;
  std::thread holder(
      [&] { home_->ledger().write([&, wait = go.get_future().share()](ledger::Write&) { wait.wait(); }); });
  const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(100)); };
  pause();
  std::thread pinner([&] {
    home_->ledger().write([&](ledger::Write& write) {
      ledger::Decision pin;
      pin.kind = ledger::DecisionType::pin;
      pin.a = pinned;
      for (const auto& attribute : ledger::all_attributes(write.sql)) {
        if (attribute.name == "email") pin.attribute = attribute.id;
      }
      pin.value = "pinned@example.com";
      ledger::put_decision(write, pin);
    });
  });
  pause();
  std::thread resolver([&] { EXPECT_GT(resolve_new(2).joined, 500u); });
  pause();
  go.set_value();
  for (auto* thread : {&holder, &pinner, &resolver}) thread->join();
  EXPECT_EQ(customer("a500"), customer("k500"));
  EXPECT_EQ(value(customer("k500"), "email"), "pinned@example.com");
}

TEST_F(ResolveNewRecords, WithoutAModelItSaysSo) {
  import(crowd(5, 5));
  EXPECT_FALSE(can_resolve_new(*home_));
  EXPECT_EQ(error_of([&] { resolve_new(); }), ErrorCode::conflict);
}

TEST_F(ResolveNewRecords, SearchBeforeCreateFindsThemAndNamesJunk) {
  import(crowd(60, 20));
  import(town());
  resolve();
  FindRequest request;
  request.values = {{"phone", "138-0013-0291"}, {"name", "刘秀英"}};
  auto report = find_customers(*home_, request);
  ASSERT_FALSE(report.found.empty());
  EXPECT_EQ(report.found.front().customer, customer("k3"));
  EXPECT_GT(report.found.front().explanation.probability, 0.9);
  request.values.clear();
  request.text = "刘秀英 person3@163.com";
  report = find_customers(*home_, request);
  ASSERT_FALSE(report.found.empty());
  EXPECT_EQ(report.found.front().customer, customer("k3"));
  EXPECT_TRUE(report.values[0].guessed);
  EXPECT_EQ(report.values[1].attribute, "email");
  request.text.clear();
  request.values = {{"phone", "13800000000"}, {"name", "test"}, {"email", "无"}};
  report = find_customers(*home_, request);
  EXPECT_TRUE(report.found.empty());
  for (const auto& value : report.values) EXPECT_NE(value.use, SearchUse::used) << value.attribute;
  request.values = {{"shoe size", "42"}};
  EXPECT_EQ(error_of([&] { find_customers(*home_, request); }), ErrorCode::not_found);
  request.values.clear();
  EXPECT_EQ(error_of([&] { find_customers(*home_, request); }), ErrorCode::usage);
}

}  // namespace
}  // namespace kith::service
