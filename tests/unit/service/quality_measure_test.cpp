#include "service/quality_measure.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "lens/lens.h"

namespace kith::service {
namespace {

using lens::LensField;
using quality::Dimension;
using quality::ProblemKind;

constexpr std::int64_t day = 86400000;
constexpr std::int64_t now = 1000 * day;

LensField kept(std::string_view value) { return {true, value, value, Verdict::kept, Reason::none}; }
LensField changed(std::string_view value, std::string_view raw) {
  return {true, value, raw, Verdict::changed, Reason::reformatted};
}
LensField suspect(std::string_view value) {
  return {true, value, value, Verdict::suspect, Reason::placeholder};
}
LensField invalid(std::string_view raw) { return {true, raw, raw, Verdict::invalid, Reason::too_long}; }
LensField empty() { return {true, {}, {}, Verdict::empty, Reason::blank}; }
LensField absent() { return {}; }

// A lens of two sources: "erp" (horizon 100 days; batches 1 and 3) and "web" (no horizon; batch 2).
class QualityMeasure : public testing::Test {
 protected:
  void SetUp() override {
    path_ =
        std::filesystem::temp_directory_path() / ("quality_measure_" + std::to_string(getpid()) + ".lens");
    lens::Lens::remove(path_);
    lens_ = lens::Lens::open(path_, SecretKey::random());
    lens_->set_attributes(
        {attribute(1, "full_name", "person_name", "personal"), attribute(2, "phone", "phone", "personal"),
         attribute(3, "id \"card\"", "code", "sensitive"), attribute(4, "never_supplied", "text", "internal"),
         attribute(5, "city", "text", "internal")});
  }
  void TearDown() override {
    lens_.reset();
    lens::Lens::remove(path_);
  }

  static lens::LensAttribute attribute(std::int64_t id, std::string name, std::string type,
                                       std::string sensitivity) {
    return {id,   name, std::move(type), "basic", std::move(sensitivity), name, "中文" + std::to_string(id),
            false};
  }

  struct Row {
    std::int64_t source, batch, customer, received_at;
    std::vector<LensField> fields;
  };

  void fill(const std::vector<Row>& rows) {
    lens_->supply({"full_name", "phone", "id \"card\"", "city"});
    auto update = lens_->update();
    update->set_sources(
        std::vector<lens::LensSource>{{1, "erp", "o", "p", 50, 100}, {2, "web", "o", "p", 50, 0}});
    update->set_batches(
        std::vector<lens::LensBatch>{{11, 1, 1, "records", "/in/a.csv", "done", now - 200 * day, 2, 0, 1},
                                     {12, 2, 2, "records", "b.csv", "done", now - 20 * day, 2, 0, 0},
                                     {13, 3, 1, "records", "c.csv", "done", now - 10 * day, 1, 0, 2}});
    std::int64_t id = 100;
    for (const auto& row : rows) {
      lens::LensRecord record{++id, row.source, row.batch, row.customer, 1, 1, row.received_at};
      record.source_key = "key";
      record.fields = row.fields;
      update->add(record);
    }
    update->add(lens::LensReject{1, 11, 1, 1, "phone", "too many columns"});
    update->add(lens::LensReject{2, 13, 1, 1, "", "no such encoding"});
    update->add(lens::LensReject{3, 13, 2, 2, "", "no such encoding"});
    using Golden = std::vector<std::optional<std::string_view>>;
    auto customer = [&](std::int64_t number, std::int64_t records, const Golden& golden) {
      lens::LensCustomer row{number, 0, 0, records, golden};
      update->add(row);
    };
    customer(501, 3, {"张三", "13800000001", std::nullopt, std::nullopt, std::nullopt});
    customer(502, 1, {"李四", "13800000001", "110101199003070070", std::nullopt, "北京"});
    update->commit(1);
  }

  void fill_usual() {
    fill({{1,
           11,
           501,
           now - 200 * day,
           {kept("张三"), changed("13800000001", "138 0000 0001"), empty(), absent(), absent()}},
          {1,
           11,
           502,
           now - 200 * day,
           {kept("李四"), kept("13800000001"), kept("110101199003070070"), absent(), absent()}},
          {2,
           12,
           501,
           now - 20 * day,
           {kept("张珊"), suspect("13800138000"), absent(), absent(), kept("北京")}},
          {1, 13, 501, now - 10 * day, {kept("张三"), invalid("12"), invalid("1101"), absent(), absent()}},
          {2, 12, 0, now - 20 * day, {empty(), empty(), absent(), absent(), invalid("???")}}});
  }

  std::string path_;
  std::unique_ptr<lens::Lens> lens_;
};

TEST_F(QualityMeasure, CountsEveryDimensionFromTheRows) {
  fill_usual();
  auto report = measure_quality(*lens_, now);
  ASSERT_EQ(report.sources.size(), 2u);
  ASSERT_EQ(report.attributes.size(), 4u);  // the one that nobody supplies is left out
  EXPECT_EQ(report.attributes[3].name, "city");
  EXPECT_EQ(report.attributes[3].label_zh, "中文5");
  ASSERT_EQ(report.batches.size(), 3u);
  EXPECT_EQ(report.batches[0].file, "a.csv");

  const auto& phone = report.card.count(0, 1);  // erp
  EXPECT_EQ(phone.kept, 1);
  EXPECT_EQ(phone.changed, 1);
  EXPECT_EQ(phone.invalid, 1);
  EXPECT_EQ(phone.held, 2);
  EXPECT_EQ(phone.distinct, 1);
  EXPECT_EQ(phone.dated, 3);
  EXPECT_EQ(phone.fresh, 1);
  EXPECT_EQ(phone.fresh_then, 3);
  EXPECT_EQ(report.card.count(1, 1).dated, 0);  // web sets no horizon

  const auto& name = report.card.count(0, 0);
  EXPECT_EQ(name.comparable, 4);  // each of two records to two partners
  EXPECT_EQ(name.agreeing, 2);
  EXPECT_EQ(name.contradicted, 0);
  EXPECT_EQ(report.card.count(1, 0).comparable, 2);
  EXPECT_EQ(report.card.count(1, 0).agreeing, 0);
  EXPECT_EQ(report.card.count(1, 0).contradicted, 1);
  EXPECT_EQ(report.card.count(1, 1).contradicted, 0);  // suspect already

  EXPECT_EQ(report.card.records[0].records, 3);
  EXPECT_EQ(report.card.records[0].resolved, 3);
  EXPECT_EQ(report.card.records[0].first, 2);
  EXPECT_EQ(report.card.records[0].fresh, 1);
  EXPECT_EQ(report.card.records[0].rejects, 3);
  EXPECT_EQ(report.card.records[1].resolved, 1);

  EXPECT_FALSE(report.card.cell(0, 3)[Dimension::completeness].applicable());  // erp has no city column
  EXPECT_FALSE(report.card.cell(1, 0)[Dimension::timeliness].applicable());
  ASSERT_TRUE(report.score.has_value());
  EXPECT_GT(*report.score, 0.0);
  EXPECT_LT(*report.score, 1.0);
}

TEST_F(QualityMeasure, DuplicatesRejectsAndGoldenValues) {
  fill_usual();
  auto report = measure_quality(*lens_, now);
  EXPECT_EQ(report.duplicates.records, 5);
  EXPECT_EQ(report.duplicates.resolved, 4);
  EXPECT_EQ(report.duplicates.customers, 2);
  EXPECT_EQ(report.duplicates.sizes.at(3), 1);
  EXPECT_EQ(report.duplicates.sizes.at(1), 1);
  EXPECT_EQ(report.duplicates.shared, (std::vector<std::int64_t>{2, 1, 1, 1}));
  ASSERT_EQ(report.duplicates.shared_values.size(), 1u);  // one phone, two customers
  EXPECT_EQ(report.duplicates.shared_values[0].attribute, 1u);
  EXPECT_EQ(report.duplicates.shared_values[0].customers, 2);
  ASSERT_EQ(report.rejects.size(), 2u);
  EXPECT_EQ(report.rejects[0].rows, 2);
  EXPECT_EQ(report.rejects[0].reason, "no such encoding");
  EXPECT_EQ(report.attributes[0].golden, 2);
  EXPECT_EQ(report.attributes[3].golden, 1);
}

TEST_F(QualityMeasure, ProblemsCarryExamplesAndSensitiveOnesAreMasked) {
  fill_usual();
  auto report = measure_quality(*lens_, now);
  auto find = [&](std::size_t source, std::size_t attribute, ProblemKind kind) -> const quality::Problem* {
    for (const auto& problem : report.problems) {
      if (problem.source == source && problem.attribute == attribute && problem.kind == kind) return &problem;
    }
    return nullptr;
  };
  const auto* invalid_phone = find(0, 1, ProblemKind::invalid);
  ASSERT_NE(invalid_phone, nullptr);
  ASSERT_EQ(invalid_phone->examples.size(), 1u);
  EXPECT_EQ(invalid_phone->examples[0].before, "12");
  EXPECT_EQ(invalid_phone->reason, Reason::too_long);
  const auto* contradicted = find(1, 0, ProblemKind::contradicted);
  ASSERT_NE(contradicted, nullptr);
  EXPECT_EQ(contradicted->examples[0].before, "张珊");
  EXPECT_EQ(contradicted->examples[0].after, "张三");
  const auto* id_card = find(0, 2, ProblemKind::invalid);
  ASSERT_NE(id_card, nullptr);
  EXPECT_EQ(id_card->examples[0].before, "1••1");

  QualityOptions open;
  open.reveal_sensitive = true;
  report = measure_quality(*lens_, now, open);
  id_card = find(0, 2, ProblemKind::invalid);
  ASSERT_NE(id_card, nullptr);
  EXPECT_EQ(id_card->examples[0].before, "1101");
}

TEST_F(QualityMeasure, PatternsShowWhatStandardisingDid) {
  fill_usual();
  auto report = measure_quality(*lens_, now);
  EXPECT_EQ(report.pattern_records, 5);
  const auto& phone = report.patterns[1];
  EXPECT_EQ(phone.values, 4);
  ASSERT_EQ(phone.standard.size(), 1u);
  EXPECT_EQ(phone.standard[0].pattern, "9{11}");
  EXPECT_EQ(phone.standard[0].count, 3);
  ASSERT_EQ(phone.raw.size(), 2u);
  EXPECT_EQ(phone.raw[0].pattern, "9{2,11}");
  EXPECT_EQ(phone.raw[1].pattern, "999 9999 9999");
}

TEST_F(QualityMeasure, AValueThatMayStandBesideOthersIsNotContradicted) {
  lens_->set_attributes({{1, "full_name", "person_name", "basic", "personal", "Name", "姓名", true},
                         attribute(2, "phone", "phone", "personal"),
                         attribute(3, "id \"card\"", "code", "sensitive"),
                         attribute(4, "never_supplied", "text", "internal"),
                         attribute(5, "city", "text", "internal")});
  fill_usual();
  auto report = measure_quality(*lens_, now);
  EXPECT_EQ(report.card.count(1, 0).contradicted, 0);
  EXPECT_FALSE(report.card.by_attribute[0][Dimension::consistency].applicable());
}

TEST_F(QualityMeasure, AnEmptyLensHasNoScoreRatherThanZero) {
  auto report = measure_quality(*lens_, now);
  EXPECT_EQ(report.score, std::nullopt);
  EXPECT_TRUE(report.attributes.empty());
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(QualityMeasure, StopsWhenAsked) {
  fill_usual();
  Cancel cancel;
  cancel.request();
  EXPECT_THROW(measure_quality(*lens_, now, {}, nullptr, &cancel), Error);
}

TEST(MaskExample, ShowsTheEndsOfLongValuesOnly) {
  EXPECT_EQ(mask_example("110101199003070070"), "1••••••••••••••••0");
  EXPECT_EQ(mask_example("张三"), "••");
  EXPECT_EQ(mask_example(""), "");
}

}  // namespace
}  // namespace kith::service
