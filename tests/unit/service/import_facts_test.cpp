// Orders, events and interactions. The adversaries: a second import that says the same of the same person, or
// something else; a fact of a batch that is undone while the person stays.
#include "service/customer_page.h"
#include "small_base.h"

namespace kith::service {
namespace {

using ImportFacts = SmallBase;

constexpr std::string_view orders =
    "order_id,customer_id,name,phone,order_date,amount,gift\n"
    "o1,k1,王小明,13800138000,2026-01-05 10:00:00,\"1,234.50\",yes\n"
    "o2,k1,王小明,13800138000,2026-02-05 10:00:00,12,\n"
    "o3,k2,李雷,13912345678,2026-03-05 10:00:00,about ten,\n";

TEST_F(ImportFacts, OrdersOfOnePersonHangOnOneRecord) {
  auto report = import(orders, BatchKind::orders);
  EXPECT_EQ(report.records, 2u);
  EXPECT_EQ(report.facts, 3u);
  auto read = home_->ledger().read();
  auto mine = ledger::orders_of_record(read->sql(), record("k1"));
  ASSERT_EQ(mine.size(), 2u);
  EXPECT_EQ(mine[0].key, "o1");
  EXPECT_EQ(mine[0].amount_e4, 12345000);
  EXPECT_NE(mine[0].extra.find("\"gift\":\"yes\""), std::string::npos);
  auto other = ledger::orders_of_record(read->sql(), record("k2"));
  ASSERT_EQ(other.size(), 1u);
  EXPECT_FALSE(other[0].amount_e4);
  EXPECT_NE(other[0].extra.find("about ten"), std::string::npos) << "the cell is lost";
}

TEST_F(ImportFacts, ALaterOrderJoinsTheRecordThatSaysTheSame) {
  import(orders, BatchKind::orders);
  auto more = import(
      "order_id,customer_id,name,phone,order_date,amount,gift\n"
      "o4,k1,王小明,13800138000,2026-04-05 10:00:00,7,\n"
      "o5,k2,李雷,13900000000,2026-04-06 10:00:00,8,\n",
      BatchKind::orders);
  EXPECT_EQ(more.records, 1u) << "k2 has another phone now: that is a new record";
  EXPECT_EQ(more.facts, 2u);
  EXPECT_EQ(ledger::orders_of_record(home_->ledger().read()->sql(), record("k1")).size(), 3u);
  EXPECT_EQ(count("SELECT count(*) FROM record WHERE source_key = 'k2'"), 2);
}

TEST_F(ImportFacts, UndoTakesOnlyItsOwnFacts) {
  import(orders, BatchKind::orders);
  auto before = base();
  import(
      "order_id,customer_id,name,phone,order_date,amount,gift\n"
      "o4,k1,王小明,13800138000,2026-04-05 10:00:00,7,\n",
      BatchKind::orders);
  EXPECT_NE(base(), before);
  undo(2);
  EXPECT_EQ(base(), before);
}

TEST_F(ImportFacts, ABatchThatLaterFactsHangOnIsNotUndoneBeforeThem) {
  import(orders, BatchKind::orders);
  import(
      "order_id,customer_id,name,phone,order_date,amount,gift\n"
      "o4,k1,王小明,13800138000,2026-04-05 10:00:00,7,\n",
      BatchKind::orders);
  auto before = tables();
  EXPECT_EQ(error_of([&] { undo(1); }), ErrorCode::conflict);
  EXPECT_EQ(error_of([&] { preview_undo(home_->ledger(), 1); }), ErrorCode::conflict);
  EXPECT_EQ(tables(), before) << "o4 of batch 2 went with batch 1";
  undo(2);
  undo(1);
  EXPECT_TRUE(base().empty());
}

TEST_F(ImportFacts, EventsAndInteractionsKeepWhatTheyCameWith) {
  auto events = import(
      "event_id,event,timestamp,customer_id,email,page\n"
      "e1,page_view,2026-01-01 08:00:00,k1,ming@example.com,/home\n"
      "e2,page_view,2026-01-01 08:01:00,k1,ming@example.com,/cart\n",
      BatchKind::events);
  EXPECT_EQ(events.records, 1u);
  EXPECT_EQ(events.facts, 2u);
  auto calls = import(
      "call_id,customer_id,name,phone,start_time,duration,direction,weather\n"
      "c1,k9,韩梅梅,13700001111,2026-01-01 09:00:00,95,in,rain\n",
      BatchKind::interactions);
  EXPECT_EQ(calls.facts, 1u);
  auto read = home_->ledger().read();
  auto seen = ledger::events_of_record(read->sql(), record("k1"));
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[1].name, "page_view");
  EXPECT_NE(seen[1].properties.find("/cart"), std::string::npos);
  auto heard = ledger::interactions_of_record(read->sql(), record("k9"));
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].duration_s, 95);
  EXPECT_NE(heard[0].extra.find("rain"), std::string::npos);
}

}  // namespace
}  // namespace kith::service
