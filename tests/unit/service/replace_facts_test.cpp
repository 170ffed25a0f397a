// Orders and the like that come again. The adversaries: the same orders with one more; an order of several
// rows; a corrected phone; an order that goes over to somebody else; rows without numbers; half a file that
// calls itself whole; undo, also in the wrong order.
#include "service/resolve_new_records.h"
#include "service/undo_import.h"
#include "sound_base.h"

namespace kith::service {
namespace {

using ledger::BatchMode;

constexpr std::string_view header = "order_no,customer_name,phone,order_date,amount,status\n";

class ReplaceFacts : public SoundBase {
 protected:
  ImportReport orders(std::string_view rows, std::optional<BatchMode> mode = {}, std::int64_t confirmed = -1,
                      bool dry_run = false, std::string_view columns = header) {
    auto wanted = request("orders.csv", std::string(columns) + std::string(rows), BatchKind::orders);
    wanted.mode = mode;
    wanted.again = true;
    wanted.dry_run = dry_run;
    if (confirmed >= 0) wanted.confirmed_gone = confirmed;
    auto report = import_file(*home_, wanted, progress_, cancel_);
    home_->lens(progress_, cancel_);
    return report;
  }
  // Number, status and amount of every order in the lens, and how many records stand.
  std::string standing() {
    std::string all;
    auto& lens = home_->lens(progress_, cancel_);
    lens.query(
        "SELECT o.order_key, o.status, o.amount::VARCHAR, r.phone FROM orders o JOIN record r ON r.id = "
        "o.record_id ORDER BY ALL",
        {}, [&](const lens::LensRow& row) {
          for (std::size_t i = 0; i < row.size(); ++i) all += row.printed(i) + "|";
          all += "\n";
        });
    return all;
  }
  std::int64_t standing_records() {
    return count(
        "SELECT count(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM record_end e WHERE "
        "e.record_id = r.id)");
  }
};

constexpr std::string_view three =
    "A1,张伟,13800138001,2026-01-02,10.00,paid\n"
    "A2,李娜,13800138002,2026-01-03,20.00,paid\n"
    "A3,王芳,13800138003,2026-01-04,30.00,paid\n";

TEST_F(ReplaceFacts, TheListOfTomorrowBringsOnlyWhatIsNew) {
  EXPECT_EQ(orders(three).facts, 3u);
  const auto before = standing();
  const auto report =
      orders(std::string(three) + "A4,赵磊,13800138004,2026-01-05,40.00,paid\n", BatchMode::upsert);
  EXPECT_EQ(report.unchanged, 3u);
  EXPECT_EQ(report.facts, 1u);
  EXPECT_EQ(report.replaced, 0u);
  EXPECT_EQ(count("SELECT count(*) FROM orders"), 4);
  // As the last file: the mode is kept with the source.
  EXPECT_EQ(orders(three).unchanged, 3u);
  EXPECT_EQ(standing(), before + "A4|paid|40.0|+8613800138004|\n");
  expect_sound();
}

TEST_F(ReplaceFacts, AnOrderThatChangedReplacesItsFormerStateAndUndoBringsThatBack) {
  orders(three);
  const auto before = standing();
  const auto report = orders("A2,李娜,13800138002,2026-01-03,20.00,returned\n", BatchMode::upsert);
  EXPECT_EQ(report.replaced, 1u);
  EXPECT_EQ(report.records, 0u) << "her record says the same and serves again";
  EXPECT_EQ(standing(),
            "A1|paid|10.0|+8613800138001|\nA2|returned|20.0|+8613800138002|\n"
            "A3|paid|30.0|+8613800138003|\n");
  EXPECT_EQ(count("SELECT count(*) FROM orders"), 4) << "what was replaced is kept";
  expect_sound();
  undo_import(*home_, 2, progress_, cancel_);
  EXPECT_EQ(standing(), before);
  EXPECT_EQ(count("SELECT count(*) FROM fact_end"), 0);
  expect_sound();
}

TEST_F(ReplaceFacts, ACorrectedPhoneEndsTheRecordThatOnlyThatOrderSpokeOf) {
  orders(three);
  orders("A2,李娜,13800138999,2026-01-03,20.00,paid\n", BatchMode::upsert);
  EXPECT_EQ(standing_records(), 3);
  EXPECT_EQ(count("SELECT count(*) FROM record_end WHERE successor IS NOT NULL"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM record"), 4);
  expect_sound();
  // And back again: the ended record is not woken, the same words make one anew.
  orders("A2,李娜,13800138002,2026-01-03,20.00,paid\n", BatchMode::upsert);
  EXPECT_EQ(standing_records(), 3);
  EXPECT_EQ(standing(),
            "A1|paid|10.0|+8613800138001|\nA2|paid|20.0|+8613800138002|\n"
            "A3|paid|30.0|+8613800138003|\n");
  expect_sound();
  undo_import(*home_, 3, progress_, cancel_);
  undo_import(*home_, 2, progress_, cancel_);
  EXPECT_EQ(standing_records(), 3);
  expect_sound();
}

TEST_F(ReplaceFacts, AnOrderThatGoesOverToAnotherCustomerMakesThemNotOne) {
  constexpr std::string_view columns = "order_no,customer_id,customer_name,phone,order_date,amount,status\n";
  orders("A1,c1,张伟,13800138001,2026-01-02,10.00,paid\nA2,c2,李娜,13800138002,2026-01-03,20.00,paid\n", {},
         -1, false, columns);
  orders("A2,c1,张伟,13800138001,2026-01-03,20.00,paid\n", BatchMode::upsert, -1, false, columns);
  EXPECT_EQ(standing_records(), 1) << "nothing but that order spoke of the other";
  EXPECT_EQ(count("SELECT count(*) FROM record_end WHERE successor IS NOT NULL"), 0);
  EXPECT_EQ(standing(), "A1|paid|10.0|+8613800138001|\nA2|paid|20.0|+8613800138001|\n");
  expect_sound();
}

TEST_F(ReplaceFacts, TheRowsOfOneOrderAreASetWhateverTheirOrder) {
  orders("A1,张伟,13800138001,2026-01-02,10.00,paid\nA1,张伟,13800138001,2026-01-02,5.00,paid\n");
  auto report =
      orders("A1,张伟,13800138001,2026-01-02,5.00,paid\nA1,张伟,13800138001,2026-01-02,10.00,paid\n",
             BatchMode::upsert);
  EXPECT_EQ(report.unchanged, 2u);
  EXPECT_EQ(report.replaced, 0u);
  report = orders("A1,张伟,13800138001,2026-01-02,5.00,paid\n");
  EXPECT_EQ(report.unchanged, 1u);
  EXPECT_EQ(report.replaced, 1u);
  EXPECT_EQ(standing(), "A1|paid|5.0|+8613800138001|\n");
  expect_sound();
}

TEST_F(ReplaceFacts, ASnapshotEndsOrdersThatItLacksAfterAskingForMany) {
  orders(three);
  EXPECT_EQ(error_of([&] { orders(three.substr(0, three.find("A2")), BatchMode::snapshot); }),
            ErrorCode::conflict);
  EXPECT_EQ(count("SELECT count(*) FROM fact_end"), 0);
  auto report = orders(three.substr(0, three.find("A2")), BatchMode::snapshot, 2, true);
  EXPECT_EQ(report.gone, 2u);
  EXPECT_EQ(report.unchanged, 1u);
  report = orders(three.substr(0, three.find("A2")), BatchMode::snapshot, 2);
  EXPECT_EQ(report.gone, 2u);
  EXPECT_EQ(standing(), "A1|paid|10.0|+8613800138001|\n");
  EXPECT_EQ(standing_records(), 3) << "who ordered once is a customer still";
  expect_sound();
  undo_import(*home_, report.batch, progress_, cancel_);
  EXPECT_EQ(count("SELECT count(*) FROM fact_end"), 0);
  expect_sound();
}

TEST_F(ReplaceFacts, ADryRunSaysWhatTheFileWouldDo) {
  orders(three);
  const std::string next =
      "A1,张伟,13800138001,2026-01-02,10.00,paid\nA2,李娜,13800138002,2026-01-03,21.00,paid\n"
      "A9,钱进,13800138009,2026-01-09,9.00,paid\n";
  auto report = orders(next, BatchMode::upsert, -1, true);
  EXPECT_EQ(report.unchanged, 1u);
  EXPECT_EQ(report.replaced, 1u);
  report = orders(next, BatchMode::add, -1, true);
  EXPECT_EQ(report.repeated, 1u);
  EXPECT_EQ(report.known_keys, 1u);
}

// It counted a customer for every order, also of those who are known.
TEST_F(ReplaceFacts, ADryRunCountsTheCustomersThatTheImportWouldMake) {
  constexpr std::string_view columns = "order_no,customer_id,customer_name,phone,order_date,amount,status\n";
  orders("A1,c1,张伟,13800138001,2026-01-02,10.00,paid\nA2,c2,李娜,13800138002,2026-01-03,20.00,paid\n", {},
         -1, false, columns);
  const std::string next =
      "A1,c1,张伟,13800138001,2026-01-02,10.00,paid\nA7,c2,李娜,13800138002,2026-01-03,21.00,paid\n"
      "A8,c9,钱进,13800138009,2026-01-09,9.00,paid\nA9,c9,钱进,13800138009,2026-01-10,8.00,paid\n";
  for (auto mode : {BatchMode::upsert, BatchMode::add}) {
    const auto foretold = orders(next, mode, -1, true, columns),
               done = orders(next, mode, -1, false, columns);
    EXPECT_EQ(foretold.records, done.records);
    EXPECT_EQ(foretold.facts, done.facts);
    EXPECT_EQ(done.records, 1u);
    undo_import(*home_, done.batch, progress_, cancel_);
  }
}

TEST_F(ReplaceFacts, AKeyMustNumberTheRows) {
  constexpr std::string_view columns = "customer_id,customer_name,phone,order_date,amount,receipt\n";
  constexpr std::string_view rows =
      "c1,张伟,13800138001,2026-01-02,10.00,r1\nc1,张伟,13800138001,2026-01-03,11.00,r2\n";
  EXPECT_EQ(error_of([&] { orders(rows, BatchMode::upsert, -1, false, columns); }), ErrorCode::bad_input);
  auto wanted = request("orders.csv", std::string(columns) + std::string(rows), BatchKind::orders);
  for (auto key : {"customer_id", "nothing", "match"}) {
    wanted.key = key;
    EXPECT_EQ(error_of([&] { import_file(*home_, wanted, progress_, cancel_); }), ErrorCode::bad_input)
        << key;
  }
  wanted.key = "receipt";
  EXPECT_EQ(import_file(*home_, wanted, progress_, cancel_).facts, 2u);
  const auto report = orders("c1,张伟,13800138001,2026-01-03,12.00,r2\n", {}, -1, false, columns);
  EXPECT_EQ(report.layout.mode, BatchMode::upsert) << "the key is kept with the source";
  EXPECT_EQ(report.replaced, 1u);
  EXPECT_EQ(count("SELECT count(*) FROM orders"), 3);
}

TEST_F(ReplaceFacts, ABatchThatOthersTookForGrantedIsUndoneAfterThem) {
  orders(three);
  orders(three, BatchMode::upsert);
  EXPECT_EQ(error_of([&] { undo_import(*home_, 1, progress_, cancel_); }), ErrorCode::conflict);
  // Customers of the same source are another matter.
  import("customer_id,name,phone\nk1,孙丽,13800138077\n");
  undo_import(*home_, 3, progress_, cancel_);
  undo_import(*home_, 2, progress_, cancel_);
  undo_import(*home_, 1, progress_, cancel_);
  EXPECT_EQ(count("SELECT count(*) FROM orders"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM fact_key"), 0);
  expect_sound();
}

}  // namespace
}  // namespace kith::service
