// Looking into values. The adversaries: a condition that is no condition, signs that mean something to the
// query, a name that is no attribute, spellings that only sound alike.
#include "service/explore_values.h"

#include "service/personal_search.h"
#include "small_base.h"

namespace kith::service {
namespace {

class ExploreValues : public SmallBase {
 protected:
  RunQuery query() {
    auto& lens = home_->lens(progress_, cancel_);
    return
        [&lens](std::string_view sql, std::span<const lens::LensValue> parameters,
                const std::function<void(const lens::LensRow&)>& each) { lens.query(sql, parameters, each); };
  }
  void import_companies() {
    import(
        "customer_id,name,company,phone,note\n"
        "a,王伟,\"Acme, Inc.\",13912345678,\n"
        "b,李娜,acme inc,13912345679,请回电 13912345678\n"
        "c,赵敏,\"Acme, Inc.\",12,50%_off\n"
        "d,刘强,北京知客科技有限公司,,\n"
        "e,陈静,北京智客科技有限公司,,\n");
  }
};

TEST_F(ExploreValues, FacetsCountValuesVerdictsReasonsAndPatterns) {
  import_companies();
  auto facets = facets_of(query(), {"phone", "", 0, {}}, 10);
  EXPECT_EQ(facets.records, 5);
  EXPECT_EQ(facets.supplied, 5);
  EXPECT_EQ(facets.distinct, 3);
  EXPECT_EQ(facets.verdicts[static_cast<std::size_t>(Verdict::changed)], 1);
  EXPECT_EQ(facets.verdicts[static_cast<std::size_t>(Verdict::suspect)], 1) << "digits in sequence";
  EXPECT_EQ(facets.verdicts[static_cast<std::size_t>(Verdict::invalid)], 1);
  EXPECT_EQ(facets.verdicts[static_cast<std::size_t>(Verdict::empty)], 2);
  ASSERT_FALSE(facets.reasons.empty());
  EXPECT_EQ(facets.patterns.at(0).name, "+9{13}");
  EXPECT_EQ(facets_of(query(), {"company", "", 0, {}}, 1).values.at(0).value, "Acme, Inc.");
}

TEST_F(ExploreValues, ConditionsHoldAndTheirSignsAreOnlySigns) {
  import_companies();
  auto records = [&](const std::string& where) {
    return facets_of(query(), {"name", "", 0, {where}}, 0).records;
  };
  EXPECT_EQ(records("phone:verdict:invalid"), 1);
  EXPECT_EQ(records("phone:empty:"), 2);
  EXPECT_EQ(records("company:contains:科技"), 2);
  EXPECT_EQ(records("company:contains:%"), 0);
  EXPECT_EQ(records("company:eq:'; DROP TABLE record; --"), 0);
  EXPECT_EQ(records("company:starts:Acme"), 2);
  EXPECT_EQ(facets_of(query(), {"name", "nobody", 0, {}}, 0).records, 0);
  EXPECT_EQ(facets_of(query(), {"name", "web", 1, {"phone:filled:"}}, 0).records, 3);
  EXPECT_EQ(error_of([&] { records("phone:near:1"); }), ErrorCode::usage);
  EXPECT_EQ(error_of([&] { records("phone"); }), ErrorCode::usage);
  EXPECT_EQ(error_of([&] { records("\"x\" OR 1=1 --:eq:1"); }), ErrorCode::usage);
  EXPECT_EQ(error_of([&] { facets_of(query(), {"nmae", "", 0, {}}, 0); }), ErrorCode::usage);
}

TEST_F(ExploreValues, WhatHasEndedIsNotCounted) {
  import_companies();
  auto next =
      request("next.csv", "customer_id,name,company\nb,李娜,\"Acme, Inc.\"\ne,陈静,北京知客科技有限公司\n");
  next.mode = ledger::BatchMode::upsert;
  import_file(*home_, next, progress_, cancel_);
  auto facets = facets_of(query(), {"company", "", 0, {}}, 10);
  EXPECT_EQ(facets.records, 5);
  EXPECT_EQ(facets.distinct, 2);
  EXPECT_TRUE(clusters_of(query(), {"company", "", 0, {}}, ClusterMethod::pinyin, 10).found.empty());
  EXPECT_TRUE(find_personal_in_base(query(), {"", "", 0, {}}, 0.5, 10, cancel_).findings.empty());
}

TEST_F(ExploreValues, ClustersBecomeCorrectionsOfWhatIsSpelledOtherwise) {
  import_companies();
  auto found = clusters_of(query(), {"company", "", 0, {}}, ClusterMethod::fingerprint, 10);
  ASSERT_EQ(found.found.size(), 1u);
  EXPECT_EQ(found.found[0].value, "Acme, Inc.");
  EXPECT_EQ(found.records, 1);
  auto corrections = corrections_of({"company", "", 0, {}}, found.found);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(corrections[0].wanted, "acme inc");
  EXPECT_EQ(corrections[0].text, "Acme, Inc.");
  EXPECT_EQ(clusters_of(query(), {"company", "", 0, {}}, ClusterMethod::pinyin, 10).found.size(), 2u)
      << "知客 and 智客 sound alike";
  EXPECT_EQ(clusters_of(query(), {"company", "", 0, {}}, ClusterMethod::distance, 10).found.size(), 2u);
  EXPECT_EQ(error_of([&] { cluster_method("fingerprnt"); }), ErrorCode::usage);
}

TEST_F(ExploreValues, NumbersAreNotMisheard) {
  import("customer_id,name,company\na,王伟,Smyth Shop 3\nb,李娜,Smith Shop 3\nc,赵敏,Smith Shop 4\n");
  auto found = clusters_of(query(), {"company", "", 0, {}}, ClusterMethod::phonetic, 10);
  ASSERT_EQ(found.found.size(), 1u);
  EXPECT_EQ(found.records, 1);
}

TEST_F(ExploreValues, PersonalDataIsFoundInColumnsThatNoAttributeTakes) {
  import_companies();
  auto report = find_personal_in_base(query(), {"", "", 0, {}}, 0.5, 10, cancel_);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].kind, standard::PersonalKind::phone);
  EXPECT_EQ(report.findings[0].text, "13912345678");
  EXPECT_EQ(report.findings[0].record, record("b"));
}

}  // namespace
}  // namespace kith::service
