// Files that replace what their source gave before. The adversaries: the same content again; several rows
// under one key; another order of rows; half a file that calls itself whole; rejects in a snapshot; undo in
// the wrong order; a resolve in between; pins and decisions on what was replaced.
#include "ledger/endings.h"
#include "service/customer_page.h"
#include "service/decide.h"
#include "service/find_customers.h"
#include "service/resolve_new_records.h"
#include "service/undo_import.h"
#include "sound_base.h"

namespace kith::service {
namespace {

using ledger::BatchMode;

constexpr std::string_view header = "customer_id,name,phone,email\n";

class ReplaceRows : public SoundBase {
 protected:
  ImportReport import_as(BatchMode mode, std::string_view rows, std::int64_t confirmed = -1) {
    auto wanted = request("in.csv", std::string(header) + std::string(rows));
    wanted.mode = mode;
    wanted.again = true;
    if (confirmed >= 0) wanted.confirmed_gone = confirmed;
    auto report = import_file(*home_, wanted, progress_, cancel_);
    if (can_resolve_new(*home_)) resolve_new_records(*home_, progress_, cancel_, 1);
    home_->lens(progress_, cancel_);
    return report;
  }
  ImportReport upsert(std::string_view rows) { return import_as(BatchMode::upsert, rows); }
  ImportReport snapshot(std::string_view rows, std::int64_t confirmed = -1) {
    return import_as(BatchMode::snapshot, rows, confirmed);
  }
  std::string lens_rows() {
    std::string all;
    home_->lens(progress_, cancel_)
        .query("SELECT id, customer_id, source_key, name, phone FROM record ORDER BY id", {},
               [&](const lens::LensRow& row) {
                 for (std::size_t i = 0; i < row.size(); ++i) all += row.printed(i) + "|";
                 all += "\n";
               });
    return all;
  }
};

TEST_F(ReplaceRows, ARowWithAKnownKeyTakesThePlaceOfTheFormerOne) {
  import(crowd(30, 15) + "z1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  const auto id = customer("z1");
  const auto former = record("z1");
  auto report = upsert("z1,诸葛明,13855556666,zhuge@163.com\nz2,欧阳修,13877778888,ouyang@163.com\n");
  EXPECT_EQ(report.replaced, 1u);
  EXPECT_EQ(report.records, 2u);
  EXPECT_EQ(report.unchanged, 0u);
  EXPECT_NE(record("z1"), former);
  EXPECT_EQ(customer("z1"), id) << "the customer of the former record is that of its successor";
  EXPECT_EQ(value(id, "phone"), "+8613855556666");
  EXPECT_EQ(count("SELECT count(*) FROM customer_value WHERE customer_id = " + std::to_string(id.value) +
                  " AND value = '+8613833334444'"),
            0)
      << "no value of the ended record is golden";
  EXPECT_TRUE(ledger::find_record(home_->ledger().read()->sql(), former)->ended) << "nothing is lost";
  EXPECT_EQ(lens_rows().find("13833334444"), std::string::npos);
  auto page = read_customer(*home_->ledger().read(), id, std::nullopt);
  ASSERT_EQ(page.records.size(), 2u);
  EXPECT_EQ(page.records.back().id, former);
  EXPECT_EQ(page.records.back().ended_by, 2);
  EXPECT_EQ(page.records.back().successor, record("z1"));
  EXPECT_EQ(page.customer.records, 1);
  expect_sound();
}

TEST_F(ReplaceRows, TheSameContentAgainChangesNothing) {
  import(crowd(30, 15));
  resolve();
  auto before = base();
  auto again = upsert(crowd(30, 15).substr(crowd(30, 15).find('\n') + 1));
  EXPECT_EQ(again.records, 0u);
  EXPECT_EQ(again.replaced, 0u);
  EXPECT_EQ(again.unchanged, again.rows);
  EXPECT_EQ(base(), before);
  expect_sound();
}

TEST_F(ReplaceRows, UndoBringsTheEndedRecordsBackExactly) {
  import(crowd(30, 15) + "z1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  auto before = base();
  auto rows = lens_rows();
  upsert("z1,诸葛亮,13855556666,liang@163.com\nk3,张芳菲,13912341234,f@qq.com\nnew,司马懿,,sima@163.com\n");
  ASSERT_NE(base(), before);
  undo_import(*home_, 2, progress_, cancel_);
  EXPECT_EQ(base(), before);
  EXPECT_EQ(lens_rows(), rows);
  expect_sound();
}

TEST_F(ReplaceRows, SeveralRowsUnderOneKeyAreASetWhateverTheirOrder) {
  upsert("a,甲一,13800000001,\na,甲二,13800000002,\nb,乙,13800000003,\n");
  auto shuffled = upsert("b,乙,13800000003,\na,甲二,13800000002,\na,甲三,13800000004,\n");
  EXPECT_EQ(shuffled.unchanged, 2u);
  EXPECT_EQ(shuffled.records, 1u);
  EXPECT_EQ(shuffled.replaced, 1u);
  EXPECT_EQ(count("SELECT count(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM record_end e WHERE "
                  "e.record_id = r.id)"),
            3);
}

TEST_F(ReplaceRows, ASnapshotEndsWhatItLacks) {
  import(crowd(30, 15));
  resolve();
  auto rows = crowd(30, 30).substr(header.size());
  auto report = snapshot(rows, 15);
  EXPECT_EQ(report.stood, 45u);
  EXPECT_EQ(report.gone, 15u);
  EXPECT_EQ(report.unchanged, 30u);
  EXPECT_EQ(record("d20"), RecordId());
  EXPECT_NE(record("k20"), RecordId());
  expect_sound();
}

TEST_F(ReplaceRows, AMissingRowMeansNothingInAnUpsert) {
  import(crowd(30, 15));
  upsert("k1,李丽华,13800130097,person1@163.com\n");
  EXPECT_EQ(count("SELECT count(*) FROM record_end"), 0);
}

TEST_F(ReplaceRows, HalfAFileThatCallsItselfWholeIsRefusedAndLeavesNothing) {
  import(crowd(30, 15));
  resolve();
  auto before = base();
  auto half = crowd(8, 8).substr(header.size()) + "n1,新人,13999990000,\n";
  EXPECT_EQ(error_of([&] { snapshot(half); }), ErrorCode::conflict);
  EXPECT_EQ(error_of([&] { snapshot(half, 36); }), ErrorCode::conflict) << "37 go";
  EXPECT_EQ(base(), before);
  EXPECT_EQ(snapshot(half, 37).gone, 37u);
}

TEST_F(ReplaceRows, ARejectedRowIsNoRowThatIsGone) {
  import(crowd(30, 15));
  auto rows = crowd(30, 15).substr(header.size());
  auto bad = rows.substr(0, rows.rfind("d29,")) + "d29,too,many,cells,here,indeed\n";
  EXPECT_EQ(error_of([&] { snapshot(bad); }), ErrorCode::conflict);
  EXPECT_EQ(snapshot(bad, 1).gone, 1u);
}

TEST_F(ReplaceRows, ADryRunTellsWhatWouldBe) {
  import(crowd(30, 15));
  auto wanted = request("in.csv", std::string(header) +
                                      "k1,李丽华,13800130097,person1@163.com\nk2,张建国,1,\n"
                                      "n,新人,13999990000,\n");
  wanted.mode = BatchMode::snapshot;
  wanted.dry_run = true;
  auto before = base();
  auto report = import_file(*home_, wanted, progress_, cancel_);
  EXPECT_EQ(report.unchanged, 1u);
  EXPECT_EQ(report.replaced, 1u);
  EXPECT_EQ(report.records, 2u);
  EXPECT_EQ(report.gone, 43u);
  EXPECT_TRUE(report.needs_confirmation);
  EXPECT_EQ(base(), before);
}

TEST_F(ReplaceRows, UndoOfASnapshotLeavesTheBaseAsItWas) {
  import(crowd(30, 15));
  resolve();
  auto before = base();
  auto rows = lens_rows();
  auto part = crowd(20, 12).substr(header.size()) + "k3,改名人,13700001111,\nn1,新人,13999990000,\n";
  snapshot(part, 45);
  ASSERT_NE(base(), before);
  undo_import(*home_, 2, progress_, cancel_);
  EXPECT_EQ(base(), before);
  EXPECT_EQ(lens_rows(), rows);
  expect_sound();
}

TEST_F(ReplaceRows, AWholeResolveKeepsTheIdsAndTheEndedWithTheirHeirs) {
  import(crowd(30, 15) + "z1,诸葛明,13833334444,zhuge@163.com\n");
  add_source("shop", 60);
  import("customer_id,name,phone,email\ns1,诸葛明,13833334444,zhuge@163.com\n", BatchKind::customers, "shop");
  resolve();
  const auto id = customer("z1");
  ASSERT_EQ(customer("s1", "shop"), id) << "they are two: this tests nothing";
  const auto former = record("z1");
  upsert("z1,诸葛亮,13855556666,liang@qq.com\n");
  EXPECT_EQ(customer("z1"), id) << "another phone does not make another person of who was known";
  resolve();
  EXPECT_EQ(customer("z1"), id);
  EXPECT_EQ(customer("s1", "shop"), id);
  EXPECT_EQ(ledger::customer_of(home_->ledger().read()->sql(), former), id);
  // A person's word goes before: split off, the ended record goes along with its heir.
  split_records(*home_, {record("z1")}, "two people", false);
  EXPECT_NE(customer("z1"), customer("s1", "shop"));
  EXPECT_EQ(ledger::customer_of(home_->ledger().read()->sql(), former), customer("z1"));
  resolve();
  EXPECT_NE(customer("z1"), customer("s1", "shop"));
  EXPECT_EQ(ledger::customer_of(home_->ledger().read()->sql(), former), customer("z1"));
  expect_sound();
}

TEST_F(ReplaceRows, PinsHoldOverReplacement) {
  import(crowd(30, 15) + "z1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  const auto id = customer("z1");
  pin_value(*home_, id, "name", "诸葛孔明", "he said so");
  upsert("z1,诸葛亮,13855556666,liang@qq.com\n");
  EXPECT_EQ(value(id, "name"), "诸葛孔明");
  upsert("z1,诸葛亮亮,13855556666,liang@qq.com\n");
  EXPECT_EQ(value(id, "name"), "诸葛孔明");
  undo_import(*home_, 3, progress_, cancel_);
  undo_import(*home_, 2, progress_, cancel_);
  EXPECT_EQ(value(id, "name"), "诸葛孔明");
}

TEST_F(ReplaceRows, WhoComesBackIsTheSameCustomer) {
  import(crowd(30, 15) + "z1,诸葛明,13833334444,zhuge@163.com\n");
  resolve();
  const auto id = customer("z1");
  snapshot(crowd(30, 15).substr(header.size()));
  EXPECT_EQ(record("z1"), RecordId());
  EXPECT_EQ(ledger::find_customer(home_->ledger().read()->sql(), id)->records, 0);
  snapshot(crowd(30, 15).substr(header.size()) + "z1,诸葛亮,13855556666,liang@qq.com\n");
  EXPECT_EQ(customer("z1"), id);
  EXPECT_EQ(value(id, "phone"), "+8613855556666");
  expect_sound();
}

TEST_F(ReplaceRows, ABatchThatOthersComparedThemselvesWithIsUndoneAfterThem) {
  import(crowd(30, 15));
  upsert("k1,李丽华,13800130097,person1@163.com\n");
  EXPECT_EQ(error_of([&] { undo(1); }), ErrorCode::conflict);
  undo(2);
  undo(1);
  EXPECT_EQ(count("SELECT count(*) FROM record"), 0);
}

TEST_F(ReplaceRows, AnAttributeIsAKeyByItsStandardValue) {
  auto first = request("in.csv", "姓名,手机\n张三,138-0013-8000\n李四,13900139000\n");
  first.key = "phone";
  EXPECT_EQ(import_file(*home_, first, progress_, cancel_).records, 2u);
  auto second = request("in2.csv", "姓名,手机\n张三丰,+86 138 0013 8000\n李四,13900139000\n");
  auto report = import_file(*home_, second, progress_, cancel_);
  EXPECT_EQ(report.layout.mode, BatchMode::upsert) << "the key is kept with the source";
  EXPECT_EQ(report.replaced, 1u);
  EXPECT_EQ(report.unchanged, 1u);
}

TEST_F(ReplaceRows, RowsWithoutAKeyAreKnownByTheirContent) {
  auto report = snapshot(",甲,13800000001,\n,乙,13800000002,\na,丙,13800000003,\n");
  EXPECT_EQ(report.records, 3u);
  report = snapshot("a,丙,13800000003,\n,乙,13800000002,\n,丁,13800000005,\n", 1);
  EXPECT_EQ(report.unchanged, 2u);
  EXPECT_EQ(report.records, 1u);
  EXPECT_EQ(report.gone, 1u);
  undo(2);
  undo(1);
  EXPECT_EQ(count("SELECT count(*) FROM record_key"), 0);
}

TEST_F(ReplaceRows, AKeyThatIsNoneIsRefusedWithItsName) {
  auto wanted = request("in.csv", std::string(header) + "a,甲,13800000001,\n");
  wanted.key = "客户号";
  EXPECT_EQ(error_of([&] { import_file(*home_, wanted, progress_, cancel_); }), ErrorCode::bad_input);
  auto keyless = request("in.csv", "name,phone\n甲,13800000001\n");
  keyless.mode = BatchMode::upsert;
  EXPECT_EQ(error_of([&] { import_file(*home_, keyless, progress_, cancel_); }), ErrorCode::bad_input);
}

// Adversary: two rows that are one earlier record; the same person from another source; nobody to compare
// with.
TEST_F(ReplaceRows, WithoutAKeyMatchingSaysWhichRecordARowReplaces) {
  add_source("shop", 50);
  import(crowd(30, 15) + "z1,诸葛明,13833334444,zhuge@163.com\n");
  import("customer_id,name,phone,email\ns1,欧阳修,13877778888,ouyang@163.com\n", BatchKind::customers,
         "shop");
  resolve();
  const auto id = customer("z1");
  const auto former = record("z1");
  const auto before = base();
  auto wanted =
      request("new.csv",
              "name,phone,email\n诸葛明,13833334444,kongming@qq.com\n"
              "诸葛明,13833334444,\n欧阳修,13877778888,ouyang@163.com\n司马懿,13866665555,sima@qq.com\n");
  wanted.key = matched_key;
  auto plan = wanted;
  plan.dry_run = true;
  EXPECT_EQ(import_file(*home_, plan, progress_, cancel_).replaced, 1u);
  EXPECT_EQ(base(), before);

  auto report = import_file(*home_, wanted, progress_, cancel_);
  EXPECT_EQ(report.layout.mode, BatchMode::upsert);
  EXPECT_EQ(report.records, 4u);
  EXPECT_EQ(report.replaced, 1u) << "one row takes the place; who came from another source stays";
  const auto stored = ledger::find_record(home_->ledger().read()->sql(), former);
  EXPECT_TRUE(stored->ended);
  EXPECT_EQ(stored->customer, id);
  resolve_new_records(*home_, progress_, cancel_, 1);
  expect_sound();
  undo_import(*home_, 3, progress_, cancel_);
  EXPECT_EQ(base(), before);
}

TEST_F(ReplaceRows, ASnapshotByMatchingEndsWhoHasNoRow) {
  const std::string rows = crowd(30, 30);
  import(rows);
  resolve();
  std::string keyless = "name,phone,email\n";
  std::size_t at = rows.find('\n') + 1;
  for (int i = 0; i < 30; ++i) {
    const auto end = rows.find('\n', at);
    const auto line = rows.substr(rows.find(',', at) + 1, end - rows.find(',', at));
    at = end + 1;
    if (i != 7) keyless += line;
  }
  auto wanted = request("all.csv", keyless);
  wanted.key = matched_key;
  wanted.mode = BatchMode::snapshot;
  const auto lacking = record("k7");
  const auto report = import_file(*home_, wanted, progress_, cancel_);
  EXPECT_EQ(report.replaced, 29u);
  EXPECT_EQ(report.gone, 1u);
  EXPECT_TRUE(ledger::find_record(home_->ledger().read()->sql(), lacking)->ended);
}

TEST_F(ReplaceRows, MatchingWithoutAModelIsRefusedBeforeAnythingIsWritten) {
  import(crowd(5, 5));
  const auto before = base();
  auto wanted = request("new.csv", "name,phone\n甲,13800000001\n");
  wanted.key = matched_key;
  EXPECT_EQ(error_of([&] { import_file(*home_, wanted, progress_, cancel_); }), ErrorCode::conflict);
  EXPECT_EQ(base(), before);
}

TEST_F(ReplaceRows, AColumnWhoseContentChangedIsToldBeforeAnythingIsWritten) {
  std::string phones = "name,contact,note\n", dates = phones, more = phones;
  for (int i = 0; i < 20; ++i) {
    const std::string n = std::to_string(i + 10);
    phones += "张三" + n + ",138001380" + n + ",好\n";
    more += "李四" + n + ",139001380" + n + ",一般\n";
    dates += "王五" + n + ",2024-03-" + n + ",好\n";
  }
  import(phones);
  auto wanted = request("more.csv", more);
  wanted.dry_run = true;
  EXPECT_TRUE(import_file(*home_, wanted, progress_, cancel_).drift.empty());
  wanted = request("dates.csv", dates);
  wanted.dry_run = true;
  std::string all;
  for (const auto& text : import_file(*home_, wanted, progress_, cancel_).drift)
    all += text.render(Language::en) + "\n";
  EXPECT_NE(all.find("the cells of contact are no phone numbers any more"), std::string::npos) << all;
  EXPECT_NE(all.find("the cells of contact are dates now"), std::string::npos) << all;
}

TEST_F(ReplaceRows, WhoIsGoneGoesWithThoseThatAPersonSaidAreTheSame) {
  import(crowd(30, 30));
  resolve();
  const auto gone = record("k7"), friend_of_gone = record("k3");
  const auto id = customer("k9");
  merge_customers(*home_, {id, customer("k3")}, "", false);
  merge_customers(*home_, {customer("k3"), customer("k7")}, "", false);
  std::string rest;
  const auto rows = crowd(30, 30);
  std::size_t at = rows.find('\n') + 1;
  for (int i = 0; i < 30; ++i) {
    const auto end = rows.find('\n', at) + 1;
    if (i != 7) rest += rows.substr(at, end - at);
    at = end;
  }
  ASSERT_EQ(snapshot(rest).gone, 1u);
  ASSERT_EQ(ledger::customer_of(home_->ledger().read()->sql(), gone), id);
  auto plan = split_records(*home_, {record("k9")}, "", true);
  EXPECT_EQ(plan.records, 1) << "the gone one was said to be k3";
  plan = split_records(*home_, {friend_of_gone}, "", true);
  EXPECT_EQ(plan.records, 2);
  EXPECT_EQ(plan.staying, std::vector<RecordId>{record("k9")});
  const auto split = split_records(*home_, {friend_of_gone}, "", false);
  EXPECT_EQ(ledger::customer_of(home_->ledger().read()->sql(), gone), split.to);
  expect_sound();
}

TEST_F(ReplaceRows, AFileThatOnlyAddsNeedsNoUsualKey) {
  auto wanted = request("a.csv", "customer_id,name,phone\na,甲,13800000001\n");
  wanted.key = "customer_id";
  import_file(*home_, wanted, progress_, cancel_);
  auto other = request("b.csv", "姓名,手机\n乙,13800000002\n");
  EXPECT_EQ(error_of([&] { import_file(*home_, other, progress_, cancel_); }), ErrorCode::bad_input)
      << "the source's files replace by a key that this one lacks";
  other.mode = BatchMode::add;
  EXPECT_EQ(import_file(*home_, other, progress_, cancel_).records, 1u);
}

// Adversary: two rows under one key that a person parted, of which the file brings one again as it was.
TEST_F(ReplaceRows, APinGoesOverToAnHeirThatWasThereBefore) {
  const std::string stays = "z,诸葛明,13833334444,zhuge@163.com\n";
  import(crowd(30, 15) + "z,诸葛明,13833334444,\n" + stays);
  resolve();
  std::vector<RecordId> both;
  {
    auto read = home_->ledger().read();
    both = ledger::records_of_key(read->sql(), ledger::find_source(read->sql(), "web")->id, "z");
  }
  ASSERT_EQ(both.size(), 2u);
  const auto parted = split_records(*home_, {both[1]}, "father and son", false);
  pin_value(*home_, parted.from, "email", "right@163.com", "asked");
  const auto before = base();
  auto wanted = request("in.csv", std::string(header) + stays);
  wanted.mode = BatchMode::upsert;
  import_file(*home_, wanted, progress_, cancel_);
  ASSERT_EQ(ledger::standing_heir(home_->ledger().read()->sql(), both[0]), both[1]) << "this tests nothing";
  EXPECT_EQ(value(parted.to, "email"), "right@163.com");
  home_->lens(progress_, cancel_);
  expect_sound();
  unpin_value(*home_, parted.from, "email");
  EXPECT_EQ(value(parted.to, "email"), "zhuge@163.com");
  pin_value(*home_, parted.from, "email", "right@163.com", "asked again");
  EXPECT_EQ(value(parted.to, "email"), "right@163.com");
  home_->lens(progress_, cancel_);
  expect_sound();
  undo(2);
  EXPECT_EQ(base(), before);
  expect_sound();
}

// Who holds two others together by a person's word goes and comes back.
class UndoneGoing : public ReplaceRows {
 protected:
  void SetUp() override {
    add_source("shop", 50);
    add_source("fair", 50);
    import(others_ + "a,诸葛明,13833334444,zhuge@163.com\n");
    import(std::string(header) + "b,司马光,13855556666,sima@163.com\n", BatchKind::customers, "shop");
    import(std::string(header) + "c,欧阳修,13877778888,ouyang@163.com\n", BatchKind::customers, "fair");
    resolve();
    merge_customers(*home_, {customer("a"), customer("b", "shop")}, "one person", false);
    merge_customers(*home_, {customer("a"), customer("c", "fair")}, "one person", false);
    before_ = base();
    snapshot(others_.substr(others_.find('\n') + 1), INT64_MAX);
    resolve();
    ASSERT_NE(customer("b", "shop"), customer("c", "fair")) << "nothing parted: this tests nothing";
  }
  void expect_together() {
    EXPECT_EQ(customer("a"), customer("b", "shop"));
    EXPECT_EQ(customer("a"), customer("c", "fair"));
    expect_sound();
  }

  const std::string others_ = crowd(30, 15);
  std::vector<std::string> before_;
};

TEST_F(UndoneGoing, WhomAPersonMergedAreTogetherAgain) {
  undo(4);
  expect_together();
  EXPECT_EQ(base(), before_);
}

TEST_F(UndoneGoing, WhomAPersonMergedMeanwhileStayWithThem) {
  import_as(BatchMode::add, "d,司马光,13855556666,sima@163.com\n");
  import(std::string(header) + "e,范仲淹,13899990000,fan@163.com\n", BatchKind::customers, "fair");
  resolve();
  ASSERT_EQ(customer("d"), customer("b", "shop"));
  merge_customers(*home_, {customer("e", "fair"), customer("c", "fair")}, "one person", false);
  undo(4);
  expect_together();
  EXPECT_EQ(customer("a"), customer("e", "fair"));
  EXPECT_EQ(customer("a"), customer("d"));
  resolve();
  expect_together();
  EXPECT_EQ(customer("a"), customer("e", "fair"));
}

TEST_F(UndoneGoing, WhomAPersonPartedMeanwhileStayApart) {
  const auto b = customer("b", "shop");
  merge_customers(*home_, {customer("c", "fair"), b}, "one person", false);
  split_records(*home_, {record("b", "shop")}, "they are not", false);
  undo(4);
  EXPECT_NE(customer("b", "shop"), customer("c", "fair"));
  expect_sound();
}

// Who went without an heir goes with those that a person said are the same; who stands again has its pins
// again.
TEST_F(UndoneGoing, APinGoesBackToWhoTookThePlaceOfWhomItWasSaid) {
  undo(4);
  pin_value(*home_, customer("a"), "email", "right@163.com", "asked");
  import_as(BatchMode::upsert, "a,诸葛明,13833334444,zhuge.ming@163.com\n");
  resolve();
  const auto pinned = base();
  snapshot(others_.substr(others_.find('\n') + 1), INT64_MAX);
  resolve();
  ASSERT_NE(base(), pinned);
  undo(6);
  expect_together();
  EXPECT_EQ(value(customer("a"), "email"), "right@163.com");
  EXPECT_EQ(base(), pinned);
}

TEST_F(UndoneGoing, WhomAPersonMergedAreTogetherThoughOthersOfTheirsWereParted) {
  add_source("call", 50);
  import(std::string(header) + "d,司马光,13855556666,sima@163.com\nf,欧阳修,13877778888,ouyang@163.com\n",
         BatchKind::customers, "call");
  resolve();
  ASSERT_EQ(customer("d", "call"), customer("b", "shop"));
  ASSERT_EQ(customer("f", "call"), customer("c", "fair"));
  // One of each is said to be another than one of the other.
  home_->ledger().write([&](ledger::Write& write) {
    ledger::Decision decision;
    decision.kind = ledger::DecisionType::different;
    decision.a = record("d", "call");
    decision.b = record("f", "call");
    ledger::put_decision(write, decision);
  });
  undo(4);
  expect_together();
  EXPECT_NE(customer("d", "call"), customer("f", "call"));
}

TEST_F(ReplaceRows, WhoTookAPlaceGoesBackWithThoseWhosePlaceItTookWhenABatchIsUndone) {
  add_source("shop", 50);
  const std::string known = ",上官婉儿,13922223333,shangguan@163.com\n";
  std::string rows = crowd(30, 15) + "a,,,\nb,,,\n";
  for (auto key : {"q1", "q2", "q3", "q4", "q5"}) rows += key + known;
  import(rows);
  import(std::string(header) + "s,,,\n", BatchKind::customers, "shop");
  resolve();
  merge_customers(*home_, {customer("a"), customer("b")}, "one person", false);
  merge_customers(*home_, {customer("a"), customer("s", "shop")}, "one person", false);
  const auto id = customer("a");
  import(std::string(header) + "s" + known, BatchKind::customers, "shop");
  const auto b = record("b");
  auto wanted = request("in.csv", std::string(header) + "b,,13922223333,\n");
  wanted.mode = BatchMode::upsert;
  import_file(*home_, wanted, progress_, cancel_);
  resolve();
  ASSERT_EQ(customer("a"), customer("q1")) << "the batch joins nothing: this tests nothing";
  ASSERT_NE(customer("a"), id);
  undo(3);
  EXPECT_EQ(customer("a"), id);
  auto read = home_->ledger().read();
  EXPECT_EQ(ledger::customer_of(read->sql(), ledger::standing_heir(read->sql(), b)), id);
  EXPECT_NE(customer("q1"), id);
  expect_sound();
}

TEST_F(ReplaceRows, AnImportThatIsStoppedHalfWayRestoresWhatItEnded) {
  import(crowd(30, 15));
  resolve();
  auto before = base();
  // As a process that died between two transactions of settling leaves it.
  home_->ledger().write([&](ledger::Write& write) {
    ledger::Batch batch;
    batch.source = ledger::find_source(write.sql, "web")->id;
    batch.kind = "customers";
    batch.layout = "{}";
    batch.mode = BatchMode::snapshot;
    ledger::open_batch(write, batch);
    auto change = write.changed(ledger::Entity::end, "put", 0, INT64_MAX);
    for (auto key : {"k1", "k2", "d20"})
      ledger::end_record(
          write, {ledger::records_of_key(write.sql, batch.source, key).front(), batch.id, {}, change});
  });
  reopen();
  EXPECT_EQ(base(), before);
  expect_sound();
}

}  // namespace
}  // namespace kith::service
