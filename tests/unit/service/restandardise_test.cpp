// Corrections and standardising again. The adversaries: a cell that would be lost, an undo that is not exact,
// two corrections of one record of which only the first is taken back, a process that dies half way, what
// comes later.
#include "service/restandardise.h"

#include "ledger/corrections.h"
#include "ledger/house_texts.h"
#include "ledger/record_values.h"
#include "service/company_standard.h"
#include "service/record_decoder.h"
#include "service/undo_import.h"
#include "small_base.h"

namespace kith::service {
namespace {

constexpr std::string_view people =
    "customer_id,name,city,industry,email\n"
    "a,王伟,魔都,IT,Wang@Example.org\n"
    "b,李娜,上海市,零售,li@example.org\n"
    "c,陳國華,魔都,零售,chen@example.org\n";

class Restandardise : public SmallBase {
 protected:
  static Correction put(std::string attribute, std::string wanted, std::string text) {
    Correction correction;
    correction.attribute = std::move(attribute);
    correction.test = CorrectionTest::value;
    correction.wanted = std::move(wanted);
    correction.text = std::move(text);
    return correction;
  }
  RestandardiseReport run(std::vector<Correction> corrections, bool dry_run = false) {
    RestandardiseRequest request;
    request.corrections = std::move(corrections);
    request.dry_run = dry_run;
    request.threads = 1;
    return restandardise(*home_, request, progress_, cancel_);
  }
  void set_standard(std::string_view toml) {
    home_->ledger().write([&](ledger::Write& write) { ledger::put_house_text(write, "standard", toml); });
  }
  /// A record's value, and whether its cell is still what the file said.
  std::string held(const std::string& key, const std::string& attribute) {
    auto read = home_->ledger().read();
    RecordDecoder decoder(read->sql());
    auto stored = ledger::find_record(read->sql(), record(key));
    const auto& values = decoder.values(*stored);
    const auto& outputs = decoder.layout_of(stored->batch).layout.outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (outputs[i].attribute == attribute) return std::string(values[i].value);
    }
    return "?";
  }
};

TEST_F(Restandardise, NothingChangesWhileTheStandardDoesNot) {
  import(people);
  auto before = base();
  auto report = run({});
  EXPECT_EQ(report.records, 3u);
  EXPECT_EQ(report.changed, 0u);
  EXPECT_EQ(report.batch, 0);
  EXPECT_EQ(base(), before);
}

TEST_F(Restandardise, ACorrectionIsShownThenCarriedOutAndTheCellStays) {
  import(people);
  resolve();
  auto before = base();
  auto shown = run({put("city", "魔都", "上海市")}, true);
  EXPECT_EQ(shown.changed, 2u);
  ASSERT_EQ(shown.attributes.size(), 1u);
  EXPECT_EQ(shown.attributes[0].examples.at(0).after, "上海市");
  EXPECT_EQ(base(), before) << "a dry run writes nothing";

  auto done = run({put("city", "魔都", "上海市")});
  EXPECT_EQ(done.changed, 2u);
  EXPECT_EQ(done.batch, 2);
  EXPECT_EQ(held("a", "city"), "上海市");
  EXPECT_EQ(value(customer("a"), "city"), "上海市");
  auto read = home_->ledger().read();
  auto stored = ledger::find_record(read->sql(), record("a"));
  EXPECT_NE(std::string(stored->cells.begin(), stored->cells.end()).find("魔都"), std::string::npos);
}

TEST_F(Restandardise, UndoIsExactAndWithdrawsTheCorrection) {
  import(people);
  resolve();
  auto before = base();
  run({put("city", "魔都", "上海市")});
  EXPECT_NE(base(), before);
  undo_import(*home_, 2, progress_, cancel_);
  EXPECT_EQ(base(), before);
  EXPECT_NE(ledger::all_corrections(home_->ledger().read()->sql()).at(0).withdrawn_at, 0);
  EXPECT_EQ(run({}).changed, 0u) << "nothing of it comes back";
}

TEST_F(Restandardise, WithdrawingOneOfManyTakesBackWhatItDidAndNothingElse) {
  import(people);
  resolve();
  run({put("city", "魔都", "上海市"), put("industry", "零售", "零售业")});
  auto corrected = base();
  RestandardiseRequest request;
  request.threads = 1;
  request.withdraw = 1;
  request.dry_run = true;
  EXPECT_EQ(restandardise(*home_, request, progress_, cancel_).changed, 2u);
  EXPECT_EQ(base(), corrected) << "a dry run wrote";
  request.dry_run = false;
  restandardise(*home_, request, progress_, cancel_);
  EXPECT_EQ(held("a", "city"), "魔都");
  EXPECT_EQ(value(customer("a"), "city"), "魔都");
  EXPECT_EQ(held("b", "industry"), "零售业");
  import("customer_id,name,city,industry\nd,赵敏,魔都,零售\n");
  EXPECT_EQ(held("d", "city"), "魔都") << "what comes is not corrected any more";
  EXPECT_EQ(held("d", "industry"), "零售业");
  EXPECT_EQ(error_of([&] { restandardise(*home_, request, progress_, cancel_); }), ErrorCode::conflict);
  request.withdraw = 9;
  EXPECT_EQ(error_of([&] { restandardise(*home_, request, progress_, cancel_); }), ErrorCode::not_found);
  undo(4);
  undo(3);
  EXPECT_EQ(base(), corrected) << "the correction stands again";
  EXPECT_EQ(run({}).changed, 0u);
  undo(2);
  EXPECT_EQ(held("a", "city"), "魔都");
  EXPECT_EQ(run({}).changed, 0u) << "undoing the batch that made them withdraws both";
}

TEST_F(Restandardise, RecordsThatHaveEndedStayAsTheyAre) {
  auto replacing = request("in.csv", people);
  import_file(*home_, replacing, progress_, cancel_);
  auto former = record("a");
  replacing = request("in.csv", "customer_id,name,city,industry,email\na,王伟,魔都,教育,wang@example.org\n");
  replacing.mode = ledger::BatchMode::upsert;
  import_file(*home_, replacing, progress_, cancel_);
  ASSERT_NE(record("a"), former);
  auto report = run({put("city", "魔都", "上海市")});
  EXPECT_EQ(report.changed, 2u) << "the heir, and the third";
  EXPECT_EQ(held("a", "city"), "上海市");
  auto read = home_->ledger().read();
  EXPECT_TRUE(ledger::past_values_of(read->sql(), former).empty());
}

TEST_F(Restandardise, ADryImportShowsTheCorrectedValue) {
  import(people);
  run({put("city", "魔都", "上海市")});
  auto wanted = request("next.csv", "customer_id,name,city\nd,赵敏,魔都\n");
  wanted.dry_run = true;
  auto report = import_file(*home_, wanted, progress_, cancel_);
  auto shown = std::any_of(report.examples.begin(), report.examples.end(), [](const Example& example) {
    return example.before == "魔都" && example.after == "上海市";
  });
  EXPECT_TRUE(shown);
}

TEST_F(Restandardise, TakingBackTheFirstOfTwoLeavesTheSecond) {
  import(people);
  auto original = held("a", "industry");
  run({put("city", "魔都", "上海市")});
  run({put("industry", "IT", "互联网")});
  undo(2);
  EXPECT_EQ(held("a", "city"), "魔都");
  EXPECT_EQ(held("a", "industry"), "互联网");
  undo(3);
  EXPECT_EQ(held("a", "city"), "魔都");
  EXPECT_EQ(held("a", "industry"), original);
  EXPECT_EQ(count("SELECT count(*) FROM record_value_past"), 0);
}

TEST_F(Restandardise, ALaterFileIsCorrectedTooUnlessItWasOnce) {
  import(people);
  run({put("city", "魔都", "上海市")});
  auto once = put("industry", "零售", "零售业");
  once.until_batch = 2;
  run({once});
  import("customer_id,name,city,industry\nd,赵敏,魔都,零售\n");
  EXPECT_EQ(held("d", "city"), "上海市");
  EXPECT_EQ(held("d", "industry"), "零售");
  EXPECT_EQ(held("b", "industry"), "零售业");
  EXPECT_EQ(run({}).changed, 0u) << "what was corrected once stays so";
}

TEST_F(Restandardise, ACorrectionOfACorrectionHolds) {
  import(people);
  run({put("industry", "零售", "零售业")});
  run({put("industry", "零售业", "批发零售")});
  EXPECT_EQ(held("b", "industry"), "批发零售");
}

TEST_F(Restandardise, APatternReplacesWithinOneColumn) {
  import(people);
  Correction correction;
  correction.column = "email";
  correction.action = CorrectionAction::replace;
  correction.pattern = "@example\\.org$";
  correction.text = "@example.net";
  run({correction});
  EXPECT_EQ(held("b", "email"), "li@example.net");
}

TEST_F(Restandardise, WhatCannotBeCarriedOutIsRefusedWithTheReason) {
  import(people);
  EXPECT_EQ(error_of([&] { run({put("citty", "a", "b")}); }), ErrorCode::usage);
  Correction pattern;
  pattern.attribute = "city";
  pattern.action = CorrectionAction::replace;
  pattern.pattern = "(";
  EXPECT_EQ(error_of([&] { run({pattern}); }), ErrorCode::bad_input);
  pattern.pattern = "a";
  pattern.text = "\\3";
  EXPECT_EQ(error_of([&] { run({pattern}); }), ErrorCode::bad_input);
  Correction all;
  all.attribute = "city";
  all.text = "上海市";
  EXPECT_EQ(error_of([&] { run({all}); }), ErrorCode::usage) << "a whole column would become one value";
}

TEST_F(Restandardise, AProcessThatDiesHalfWayLeavesNothing) {
  import(people);
  resolve();
  auto before = base();
  home_->ledger().write([&](ledger::Write& write) {
    ledger::Batch batch;
    batch.kind = ledger::standard_kind;
    ledger::open_batch(write, batch);
    ledger::replace_record_values(write, record("a"), batch.id,
                                  std::string(1, '\x03') + std::string(12, '\0'));
  });
  reopen();
  EXPECT_EQ(base(), before);
}

TEST_F(Restandardise, AnImportThatGoesTakesItsFormerValuesAlong) {
  import(people);
  run({put("city", "魔都", "上海市")});
  undo(1);
  EXPECT_EQ(count("SELECT count(*) FROM record_value_past"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM record"), 0);
}

TEST_F(Restandardise, TheCompanysStandardReachesWhatIsThere) {
  import(people);
  set_standard(
      "[chinese]\nscript = \"simplified\"\n[emails]\nlocal_part = \"as received\"\n"
      "[codes.industry]\n\"互联网\" = [\"it\"]\n");
  auto report = run({});
  EXPECT_EQ(report.changed, 2u);
  EXPECT_EQ(held("c", "name"), "陈国华");
  EXPECT_EQ(held("a", "email"), "Wang@example.org");
  EXPECT_EQ(held("a", "industry"), "互联网");
  EXPECT_EQ(run({}).changed, 0u) << "a second run finds nothing to do";
  undo(report.batch);
  EXPECT_EQ(held("c", "name"), "陳國華");
}

TEST(CompanyStandardText, AnUnknownKeyIsNamedWithTheNearestAndItsLine) {
  try {
    standard_from_toml("[phones]\nfrom = \"e164\"\n", "my.toml");
    FAIL() << "an unknown key passed";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_input);
    EXPECT_EQ(error.place().line, 2u);
    EXPECT_NE(error.hint().render(Language::en).find("form"), std::string::npos);
  }
  EXPECT_NO_THROW(standard_from_toml(example_standard(true, Language::zh), "example"));
  EXPECT_NO_THROW(standard_from_toml(example_standard(false, Language::en), "example"));
}

}  // namespace
}  // namespace kith::service
