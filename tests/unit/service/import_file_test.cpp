// Imports. The adversaries: broken rows in the middle of good ones, columns nobody knows, the same file a
// second time, a person who stops it at any moment, a dry run that writes after all.
#include "service/import_file.h"

#include <filesystem>

#include "service/customer_page.h"
#include "small_base.h"

namespace kith::service {
namespace {

constexpr std::string_view messy =
    "客户编号,姓名,手机,邮箱,喜欢的颜色\n"
    "1,王小明,13800138000,ming@163.com,红\n"
    "2,李雷,not a phone,lei@163.com,\n"
    "3,too,many,cells,in,this,row\n"
    "\"4\",\"张\n三\",13912345678,,蓝\n"
    "5,short\n"
    "6,韩梅梅,+86 137 0000 1111,MEI@QQ.COM,绿\n";

using ImportFile = SmallBase;

// Asks to stop at the n-th time it hears anything.
class Stopper : public Progress {
 public:
  Stopper(Cancel& cancel, int n) : cancel_(cancel), left_(n) {}
  void phase(Text, std::uint64_t) override { heard(); }
  void at(std::uint64_t) override { heard(); }

 private:
  void heard() {
    if (--left_ == 0) cancel_.request();
  }
  Cancel& cancel_;
  int left_;
};

TEST_F(ImportFile, EveryRowIsARecordOrARejectWithItsLine) {
  auto report = import(messy);
  EXPECT_EQ(report.batch, 1);
  EXPECT_EQ(report.rows, 6u);
  EXPECT_EQ(report.records, 4u);
  EXPECT_EQ(report.rejects, 2u);
  ASSERT_EQ(report.first_rejects.size(), 2u);
  EXPECT_EQ(report.first_rejects[0].line, 4u);
  EXPECT_EQ(report.first_rejects[0].raw, "3,too,many,cells,in,this,row");
  EXPECT_EQ(report.first_rejects[1].line, 7u);
  std::vector<std::uint64_t> lines, rows;
  auto read = home_->ledger().read();
  ledger::each_reject(read->sql(), std::nullopt, [&](const ledger::Reject& reject) {
    lines.push_back(reject.line);
    rows.push_back(reject.row);
  });
  EXPECT_EQ(lines, (std::vector<std::uint64_t>{4, 7}));
  EXPECT_EQ(rows, (std::vector<std::uint64_t>{3, 5}));
}

TEST_F(ImportFile, VerdictsAreCountedForEveryOutput) {
  auto report = import(messy);
  for (std::size_t i = 0; i < report.layout.outputs.size(); ++i) {
    std::uint64_t all = 0;
    for (auto count : report.counts[i].verdicts) all += count;
    EXPECT_EQ(all, report.records) << report.layout.outputs[i].attribute;
    const auto& verdicts = report.counts[i].verdicts;
    if (report.layout.outputs[i].attribute == "phone") {
      EXPECT_EQ(verdicts[static_cast<std::size_t>(Verdict::invalid)], 1u);
      EXPECT_EQ(verdicts[static_cast<std::size_t>(Verdict::empty)], 0u);
    }
    if (report.layout.outputs[i].attribute == "email") {
      EXPECT_EQ(verdicts[static_cast<std::size_t>(Verdict::kept)], 2u);
      EXPECT_EQ(verdicts[static_cast<std::size_t>(Verdict::changed)], 1u);
      EXPECT_EQ(verdicts[static_cast<std::size_t>(Verdict::empty)], 1u);
    }
  }
}

TEST_F(ImportFile, PiecesOfACellBecomeAttributesOfTheirOwn) {
  auto wanted = request("in.csv", "no,place,who\n1,浙江省/杭州市/西湖区,销售部-王芳\n2,北京市,李明\n3,,\n");
  wanted.mapping_text =
      "kind = \"customers\"\nkey = \"no\"\n"
      "[[attribute]]\nname = \"name\"\ncolumns = [\"who\"]\nseparator = \"-\"\npiece = -1\n"
      "[[attribute]]\nname = \"city\"\ncolumns = [\"place\"]\nseparator = \"/\"\npiece = 2\n"
      "[[attribute]]\nname = \"district\"\ncolumns = [\"place\"]\nseparator = \"/\"\npiece = 3\n";
  EXPECT_EQ(import_file(*home_, wanted, progress_, cancel_).records, 3u);
  resolve();
  EXPECT_EQ(value(customer("1"), "name"), "王芳");
  EXPECT_EQ(value(customer("1"), "city"), "杭州市");
  EXPECT_EQ(value(customer("1"), "district"), "西湖区");
  EXPECT_EQ(value(customer("2"), "name"), "李明");
  EXPECT_EQ(value(customer("2"), "city"), "") << "there is no second piece";
}

TEST_F(ImportFile, ColumnsNobodyKnowsAreKeptUnderTheirNames) {
  import(messy);
  import("customer_id,name\nz,Somebody\n");
  resolve();
  auto read = home_->ledger().read();
  auto page = read_customer(*read, customer("1"), std::nullopt);
  ASSERT_EQ(page.records.size(), 1u);
  EXPECT_EQ(page.records[0].extra, "{\"喜欢的颜色\":\"红\"}");
  EXPECT_EQ(page.records[0].line, 2u);
  EXPECT_EQ(page.records[0].source_key, "1");
}

TEST_F(ImportFile, TheSameBytesTwiceAreRefusedUnlessAskedFor) {
  import(messy);
  auto before = tables();
  EXPECT_EQ(error_of([&] { import(messy); }), ErrorCode::conflict);
  EXPECT_EQ(tables(), before);
  auto again = request("other name.csv", messy);
  again.again = true;
  EXPECT_EQ(import_file(*home_, again, progress_, cancel_).records, 4u);
  EXPECT_EQ(count("SELECT count(*) FROM record"), 8);
}

TEST_F(ImportFile, AnUndoneFileMayComeAgain) {
  import(messy);
  undo(1);
  EXPECT_EQ(import(messy).batch, 2);
}

TEST_F(ImportFile, ADryRunTellsTheSameAndWritesNothing) {
  auto before = tables();
  auto dry = request("in.csv", messy);
  dry.dry_run = true;
  auto told = import_file(*home_, dry, progress_, cancel_);
  EXPECT_EQ(tables(), before);
  EXPECT_EQ(count("SELECT count(*) FROM batch"), 0);
  auto done = import(messy);
  EXPECT_EQ(told.batch, 0);
  EXPECT_EQ(told.rows, done.rows);
  EXPECT_EQ(told.records, done.records);
  EXPECT_EQ(told.rejects, done.rejects);
  for (std::size_t i = 0; i < done.counts.size(); ++i)
    EXPECT_EQ(told.counts[i].verdicts, done.counts[i].verdicts);
}

// Stopped when all is stored: that is no stopped import, whatever is left to do for the lens.
TEST_F(ImportFile, StoppedBehindItsEndItIsDone) {
  Cancel cancel;
  std::string rows = "name,phone\n";
  for (int i = 0; i < 40'000; ++i) rows += "name " + std::to_string(i) + ",1\n";
  auto wanted = request("late.csv", rows);
  wanted.on_stored = [&](ledger::Write&, const ledger::Batch&) { cancel.request(); };
  const auto report = import_file(*home_, wanted, progress_, cancel);
  EXPECT_EQ(report.records, 40'000u);
  EXPECT_GT(report.batch, 0);
  const Cancel calm;
  home_->lens(progress_, calm);
}

TEST_F(ImportFile, WhoeverStopsItLeavesNothingBehind) {
  std::string rows = "customer_id,name,phone\n";
  for (int i = 0; i < 40000; ++i) rows += std::to_string(i) + ",name " + std::to_string(i) + ",1\n";
  auto before = tables();
  for (int moment : {1, 2, 6, 10, 1000}) {
    Cancel cancel;
    Stopper stopper(cancel, moment);
    auto failure = error_of([&] { import_file(*home_, request("in.csv", rows), stopper, cancel); });
    if (moment == 1000) {
      EXPECT_FALSE(failure) << "40,000 rows are no thousand steps";
      continue;
    }
    EXPECT_EQ(failure, ErrorCode::cancelled) << moment;
    EXPECT_EQ(tables(), before) << moment;
    EXPECT_EQ(count("SELECT count(*) FROM batch WHERE state <> 'undone'"), 0) << moment;
  }
  EXPECT_EQ(count("SELECT count(*) FROM record"), 40000);
}

TEST_F(ImportFile, AnyNumberOfThreadsStoresTheSame) {
  std::string rows = "customer_id,name,phone,email\n";
  for (int i = 0; i < 5000; ++i) {
    auto number = std::to_string(i);
    rows += number + ",Name Number " + number + ",1380013" + std::to_string(1000 + i) + ",a" + number +
            "@163.com\n";
  }
  auto contents = [&](unsigned threads) {
    auto wanted = request("in.csv", rows);
    wanted.threads = threads;
    wanted.again = true;
    auto batch = import_file(*home_, wanted, progress_, cancel_).batch;
    std::vector<std::string> stored;
    auto read = home_->ledger().read();
    torture::each_row(read->sql(),
                      "record WHERE batch_id = (SELECT id FROM batch WHERE number = " +
                          std::to_string(batch) + ") ORDER BY id",
                      {"row", "line", "source_key", "cells", "standard"},
                      [&](std::string_view row) { stored.emplace_back(row); });
    return stored;
  };
  EXPECT_EQ(contents(1), contents(3));
}

TEST_F(ImportFile, WhatCannotBeUsedIsRefusedBeforeABatchIsThere) {
  auto before = tables();
  EXPECT_EQ(error_of([&] { import(messy, BatchKind::customers, "nobody"); }), ErrorCode::not_found);
  EXPECT_EQ(error_of([&] { import("colour,taste\nred,sweet\n"); }), ErrorCode::bad_input);
  ImportRequest missing = request("gone.csv", messy);
  std::filesystem::remove(missing.file);
  EXPECT_TRUE(error_of([&] { import_file(*home_, missing, progress_, cancel_); }).has_value());
  EXPECT_EQ(tables(), before);
  EXPECT_EQ(count("SELECT count(*) FROM batch"), 0);
}

// The fault: a second table of a file was taken for the file that had come already.
TEST_F(ImportFile, AnotherTableOfTheSameFileIsNotTheSameFile) {
  std::string path = folder_ / "two.db";
  std::filesystem::copy_file(std::string(KITH_TESTS) + "/cases/service/two_tables.db", path);
  ImportRequest request;
  request.file = path;
  request.source = "web";
  request.read.sheet = "people";
  EXPECT_EQ(import_file(*home_, request, progress_, cancel_).records, 1u);
  EXPECT_EQ(error_of([&] { import_file(*home_, request, progress_, cancel_); }), ErrorCode::conflict);
  request.read.sheet = "contacts";
  EXPECT_EQ(import_file(*home_, request, progress_, cancel_).records, 1u);
}

TEST_F(ImportFile, AnIdentityNumberIsCheckedAndTellsBirthAndGender) {
  auto report = import("姓名,身份证号\n王芳,11010119900307109x\n李雷,110101199003071091\n");
  auto counts_of = [&](std::string_view attribute) {
    for (std::size_t i = 0; i < report.layout.outputs.size(); ++i) {
      if (report.layout.outputs[i].attribute == attribute) return report.counts[i].verdicts;
    }
    return decltype(report.counts[0].verdicts){};
  };
  EXPECT_EQ(counts_of("id_number")[static_cast<std::size_t>(Verdict::changed)], 1u);
  EXPECT_EQ(counts_of("id_number")[static_cast<std::size_t>(Verdict::invalid)], 1u);
  EXPECT_EQ(counts_of("birth_date")[static_cast<std::size_t>(Verdict::kept)], 1u);
  EXPECT_EQ(counts_of("gender")[static_cast<std::size_t>(Verdict::kept)], 1u);
}

}  // namespace
}  // namespace kith::service
