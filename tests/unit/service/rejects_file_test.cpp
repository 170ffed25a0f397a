// Rejects that leave as a file, are mended and come again. The adversaries: GB18030, quotes left open, cells
// beyond the columns, formulas, the same file twice, rows of another batch, undo.
#include "service/rejects_file.h"

#include <fstream>
#include <sstream>

#include "base/file.h"
#include "service/undo_import.h"
#include "small_base.h"

namespace kith::service {
namespace {

class RejectsFileTest : public SmallBase {
 protected:
  std::string written(std::int64_t batch, Language language = Language::en) {
    const std::string path = folder_ / "rejects.csv";
    write_rejects(*home_, batch, path, true, language);
    return read_file(path);
  }
  ImportReport mend(std::string_view text, const std::string& name = "mended.csv") {
    ImportRequest request;
    request.file = file(name, text);
    request.threads = 1;
    return import_file(*home_, request, progress_, cancel_);
  }
  std::int64_t open_rejects(std::int64_t batch) {
    return ledger::find_batch(home_->ledger().read()->sql(), batch)->open_rejects;
  }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from << " is not in " << text;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return text;
  }
};

constexpr std::string_view broken =
    "customer_id,name,phone,city\n"
    "a,张三,13800138000,北京\n"
    "b,李四,13900139000,上海,浦东\n"
    "c,王五,13700137000,广州\n"
    "d,赵六,13600136000,深圳,南山,科技园\n";

TEST(Defusing, IsExactlyTakenBack) {
  for (std::string_view cell :
       {"", "a", "=1+1", "+86 138", "-5", "@x", "\tx", "'", "''", "'=x", "''=x", "'a", "x=y"}) {
    EXPECT_EQ(armed(defused(cell)), cell);
    auto safe = defused(cell);
    EXPECT_TRUE(safe.empty() || std::string_view("=+-@\t\r").find(safe[0]) == std::string_view::npos) << safe;
  }
}

TEST_F(RejectsFileTest, MendedRowsBecomeRecordsAndCloseTheirRejects) {
  ASSERT_EQ(import(broken).rejects, 2u);
  auto before = base();
  auto text = written(1);
  EXPECT_NE(text.find("kith_cell_6"), std::string::npos);
  text = replaced(text, "上海,浦东,", "上海浦东,,");
  auto report = mend(text);
  EXPECT_EQ(report.mends, 1);
  EXPECT_EQ(report.mended, 1u);
  EXPECT_EQ(report.records, 1u);
  EXPECT_EQ(report.rejects, 1u) << "the other has cells beyond the columns still";
  EXPECT_EQ(report.rejected_again, 1u);
  EXPECT_EQ(open_rejects(1), 0);
  EXPECT_EQ(open_rejects(2), 1);
  auto stored = ledger::find_record(home_->ledger().read()->sql(), record("b"));
  ASSERT_TRUE(stored);
  ledger::each_reject(home_->ledger().read()->sql(), ledger::find_batch(home_->ledger().read()->sql(), 1)->id,
                      [&](const ledger::Reject& reject) {
                        EXPECT_TRUE(reject.mended_by);
                        if (reject.record) {
                          EXPECT_EQ(reject.record, record("b"));
                        }
                      });
  undo_import(*home_, 2, progress_, cancel_);
  EXPECT_EQ(base(), before) << "what was mended is open again";
  EXPECT_EQ(open_rejects(1), 2);
}

TEST_F(RejectsFileTest, GB18030AndManyLinesInACellComeBackAsTheyWere) {
  // 姓名,手机,备注 in GB18030; the second row has a cell too many and one of two lines with a formula before
  // it.
  std::string bytes = "\xD0\xD5\xC3\xFB,\xCA\xD6\xBB\xFA,\xB1\xB8\xD7\xA2\n";
  for (int i = 0; i < 6; ++i)
    bytes += "\xC0\xEE\xCB\xC4,1390013900" + std::to_string(i) + ",\xB1\xB1\xBE\xA9\n";
  bytes += "\xD5\xC5\xC8\xFD,13800138000,\"=\xB1\xB1\xBE\xA9\n\xC9\xCF\xBA\xA3\",\xB6\xE0\n";
  ImportRequest request;
  request.file = file("gb.csv", bytes);
  request.source = "web";
  request.kind = BatchKind::customers;
  request.threads = 1;
  auto first = import_file(*home_, request, progress_, cancel_);
  ASSERT_EQ(first.shape.encoding, "GB18030");
  ASSERT_EQ(first.rejects, 1u);
  auto text = written(1);
  EXPECT_NE(text.find("\"'=北京\n上海\",多"), std::string::npos) << text;
  auto report = mend(replaced(text, ",多", ","));
  EXPECT_EQ(report.mended, 1u);
  EXPECT_EQ(report.rejects, 0u);
  std::string remark;
  home_->lens(progress_, cancel_)
      .query("SELECT extra FROM record WHERE name = '张三'", {},
             [&](const lens::LensRow& row) { remark = row.text(0); });
  EXPECT_NE(remark.find("=北京\\u000a上海"), std::string::npos) << remark;
  EXPECT_EQ(remark.find("'="), std::string::npos) << "the apostrophe stayed";
}

TEST_F(RejectsFileTest, RowsThatAreNoOpenRejectAreRejectedWithTheReason) {
  import(broken);
  auto good = replaced(replaced(written(1), "上海,浦东,", "上海,,"), "深圳,南山,科技园", "深圳,,");
  EXPECT_EQ(mend(good).mended, 2u);
  auto again = mend(good + "\r\n", "again.csv");
  EXPECT_EQ(again.mended, 0u);
  EXPECT_EQ(again.records, 0u);
  EXPECT_EQ(again.rejects, 2u);
  EXPECT_EQ(again.first_rejects.front().reason.render(Language::en), "it was mended already, in batch 2");
  EXPECT_EQ(error_of([&] { written(1); }), ErrorCode::conflict) << "nothing is open";
  EXPECT_EQ(error_of([&] { mend("kith_reject,name\nrej_0000000000000,x\n", "none.csv"); }),
            ErrorCode::bad_input);
  auto without = request("x.csv", "name,phone\na,1\n");
  without.mends = 1;
  EXPECT_EQ(error_of([&] { import_file(*home_, without, progress_, cancel_); }), ErrorCode::bad_input);
}

TEST_F(RejectsFileTest, AMendedRowOfASnapshotEndsNobodyElse) {
  auto wanted = request("in.csv", broken);
  wanted.mode = ledger::BatchMode::snapshot;
  import_file(*home_, wanted, progress_, cancel_);
  auto report = mend(replaced(written(1), "上海,浦东,", "上海,,"));
  EXPECT_EQ(report.gone, 0u);
  EXPECT_EQ(report.layout.mode, ledger::BatchMode::upsert);
  EXPECT_EQ(count("SELECT count(*) FROM record_end"), 0);
  auto mapping = ledger::mapping_of(home_->ledger().read()->sql(),
                                    ledger::find_source(home_->ledger().read()->sql(), "web")->id);
  EXPECT_EQ(layout_from_json(mapping).mode, ledger::BatchMode::snapshot)
      << "the source's next file is whole again";
}

TEST_F(RejectsFileTest, WhatCannotBeTakenApartIsGivenAsText) {
  ImportRequest request;
  request.file =
      file("in.ndjson",
           "{\"name\":\"a\",\"phone\":\"13800138000\"}\n{\"name\": \n{\"name\":\"c\",\"phone\":\"\"}\n");
  request.source = "web";
  request.threads = 1;
  ASSERT_EQ(import_file(*home_, request, progress_, cancel_).rejects, 1u);
  auto text = written(1, Language::zh);
  EXPECT_NE(text.find("\"{\"\"name\"\":"), std::string::npos) << text;
  auto line = text.find("rej_");
  auto id = text.substr(line, 17);
  auto report = mend("kith_reject,name,phone\n" + id + ",b,13900139000\n");
  EXPECT_EQ(report.mended, 1u);
  EXPECT_EQ(report.records, 1u);
}

}  // namespace
}  // namespace kith::service
