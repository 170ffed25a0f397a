// Rules over real rows. The adversaries: a rule asked where it does not apply, a blocked row that is lost, a
// value held back that still becomes golden, a source that is exempt, a rule text with a slip in it.
#include "ledger/house_texts.h"
#include "service/check_rules.h"
#include "service/complete_values.h"
#include "service/rule_file.h"
#include "small_base.h"

namespace kith::service {
namespace {

class Rules : public SmallBase {
 protected:
  void set_rules(std::string_view toml) {
    rules_from_toml(toml, "rules");
    home_->ledger().write([&](ledger::Write& write) { ledger::put_house_text(write, "rules", toml); });
  }
  std::vector<RuleHits> check(std::string_view toml) {
    auto& lens = home_->lens(progress_, cancel_);
    auto query = [&](std::string_view sql, std::span<const lens::LensValue> parameters,
                     const std::function<void(const lens::LensRow&)>& each) {
      lens.query(sql, parameters, each);
    };
    return check_rules(query, rules_from_toml(toml, "rules"), home_->ledger().now() / 86400000, 10, cancel_);
  }
};

TEST_F(Rules, EachCheckHitsWhatItShouldAndNothingElse) {
  import(
      "customer_id,name,gender,birth_date,id_number,phone,city\n"
      "a,王伟,男,1990-03-07,11010519491231002X,021-58880000,上海市\n"
      "b,李娜,女,1949-12-31,11010519491231002X,021-58880000,北京市\n"
      "c,,女,2031-01-01,,,\n");
  auto hits = check(R"(
[[rule]]
attribute = "name"
check = "required"
[[rule]]
attribute = "birth_date"
check = "agrees"
with = "id_number"
[[rule]]
attribute = "gender"
check = "agrees"
with = "id_number"
[[rule]]
attribute = "city"
check = "agrees"
with = "phone"
[[rule]]
attribute = "phone"
check = "unique"
[[rule]]
attribute = "gender"
check = "list"
values = ["male"]
[[rule]]
name = "women of age"
attribute = "birth_date"
check = "range"
least = "today-120y"
most = "today-18y"
when = { attribute = "gender", is = ["male"] }
)");
  ASSERT_EQ(hits.size(), 7u);
  auto told = [&](std::size_t i) { return std::pair(hits[i].checked, hits[i].hits); };
  EXPECT_EQ(told(0), std::pair(std::int64_t{3}, std::int64_t{1}));
  EXPECT_EQ(told(1), std::pair(std::int64_t{2}, std::int64_t{1}));
  EXPECT_EQ(hits[1].rows.at(0).value, "1990-03-07");
  EXPECT_EQ(told(2), std::pair(std::int64_t{2}, std::int64_t{1}));
  EXPECT_EQ(told(3), std::pair(std::int64_t{2}, std::int64_t{1}));
  EXPECT_EQ(hits[3].rows.at(0).value, "北京市");
  EXPECT_EQ(told(4), std::pair(std::int64_t{2}, std::int64_t{2}));
  EXPECT_EQ(told(5), std::pair(std::int64_t{3}, std::int64_t{2}));
  EXPECT_EQ(told(6), std::pair(std::int64_t{1}, std::int64_t{0})) << "asked of the man alone";
}

TEST_F(Rules, ARecordThatHasEndedBreaksNoRuleAndFillsNoGap) {
  import(
      "customer_id,name,phone\n"
      "a,王伟,021-58880000\n"
      "b,李娜,13912345678\n"
      "c,赵敏,13912345678\n");
  resolve();
  auto next = request("next.csv", "customer_id,name,phone\na,王伟,\nb,李娜,13912345679\n");
  next.mode = ledger::BatchMode::upsert;
  import_file(*home_, next, progress_, cancel_);
  resolve();
  auto hits = check(
      "[[rule]]\nattribute = \"phone\"\ncheck = \"required\"\n"
      "[[rule]]\nattribute = \"phone\"\ncheck = \"unique\"\n"
      "[[rule]]\nattribute = \"phone\"\ncheck = \"list\"\nvalues = [\"+8613912345678\", "
      "\"+8613912345679\"]\n");
  EXPECT_EQ(hits[0].checked, 3);
  EXPECT_EQ(hits[0].hits, 1) << "the heir that lacks one";
  EXPECT_EQ(hits[1].hits, 0) << "two held it before one of them was replaced";
  EXPECT_EQ(hits[2].hits, 0);
  auto gaps = completion_gaps(*home_, progress_, cancel_);
  EXPECT_EQ(std::count_if(gaps.gaps.begin(), gaps.gaps.end(),
                          [](const auto& gap) {
                            return std::any_of(gap.sources.begin(), gap.sources.end(),
                                               [](const auto& source) { return source.from == "landline"; });
                          }),
            0)
      << "a number that is gone says nothing any more";
}

TEST_F(Rules, ABlockedRowIsARejectWithTheRuleAndItsCells) {
  set_rules(
      "[[rule]]\nname = \"with a phone\"\nattribute = \"phone\"\ncheck = \"required\"\nseverity = \"block\"\n"
      "sources = { old = \"off\" }\n");
  add_source("old", 10);
  auto report = import("customer_id,name,phone\na,王伟,13912345678\nb,\"李, 娜\",\n");
  EXPECT_EQ(report.records, 1u);
  ASSERT_EQ(report.first_rejects.size(), 1u);
  EXPECT_NE(report.first_rejects[0].reason.render(Language::en).find("with a phone"), std::string::npos);
  EXPECT_EQ(report.first_rejects[0].raw, "b,\"李, 娜\",");
  EXPECT_EQ(import("customer_id,name,phone\nc,赵敏,\n", BatchKind::customers, "old").records, 1u)
      << "the source is exempt";
}

TEST_F(Rules, AValueHeldBackFeedsNoGoldenValue) {
  set_rules(
      "[[rule]]\nattribute = \"email\"\ncheck = \"format\"\npattern = \".*@example\\\\.org\"\n"
      "severity = \"quarantine\"\n");
  import("customer_id,name,email\na,王伟,wang@qq.com\nb,李娜,li@example.org\n");
  resolve();
  EXPECT_EQ(value(customer("a"), "email"), "");
  EXPECT_EQ(value(customer("b"), "email"), "li@example.org");
}

TEST_F(Rules, ASlipInTheTextIsToldWithItsLineAndTheNearestWord) {
  try {
    rules_from_toml("[[rule]]\nattribute = \"name\"\nchek = \"required\"\n", "my.toml");
    FAIL() << "an unknown key passed";
  } catch (const Error& error) {
    EXPECT_EQ(error.place().line, 3u);
    EXPECT_NE(error.hint().render(Language::en).find("check"), std::string::npos);
  }
  EXPECT_THROW(rules_from_toml("[[rule]]\nattribute = \"name\"\ncheck = \"format\"\npattern = \"(\"\n", "x"),
               Error);
  EXPECT_THROW(
      rules_from_toml("[[rule]]\nattribute = \"score\"\ncheck = \"range\"\nleast = \"todday\"\nmost = "
                      "\"today-x\"\n",
                      "x"),
      Error);
}

TEST_F(Rules, ARuleThatNeedsOtherRecordsOnlyWarns) {
  const std::string unique = "[[rule]]\nattribute = \"phone\"\ncheck = \"unique\"\n";
  for (const char* line :
       {"severity = \"block\"\n", "severity = \"quarantine\"\n", "sources = { web = \"block\" }\n"}) {
    try {
      rules_from_toml(unique + line, "my.toml");
      FAIL() << line;
    } catch (const Error& error) {
      EXPECT_EQ(error.place().line, 4u) << line;
      EXPECT_NE(error.hint().render(Language::zh).find("kith rules check"), std::string::npos);
    }
  }
  EXPECT_EQ(rules_from_toml(unique + "sources = { web = \"off\" }\n", "x").size(), 1u);
  EXPECT_THROW(rules_from_toml("[[rule]]\nattribute = \"city\"\ncheck = \"reference\"\nsource = "
                               "\"erp\"\nseverity = \"block\"\n",
                               "x"),
               Error);
  // One that an earlier version took stands, and warns.
  home_->ledger().write([&](ledger::Write& write) {
    ledger::put_house_text(write, "rules", unique + "severity = \"block\"\n");
  });
  EXPECT_EQ(import("customer_id,name,phone\na,王伟,13912345678\nb,李娜,13912345678\n").records, 2u);
  EXPECT_EQ(standing_rules(home_->ledger().read()->sql()).at(0).severity, quality::RuleSeverity::warn);
}

TEST_F(Rules, WrittenRulesReadBackTheSame) {
  const std::string text =
      "[[rule]]\nname = \"n\"\nattribute = \"city\"\ncheck = \"list\"\nseverity = \"quarantine\"\nvalues = "
      "[\"a\\\"b\"]\n"
      "when = { attribute = \"gender\", is = [\"male\"] }\nsources = { \"old\" = \"off\", \"web\" = "
      "\"block\" }\n";
  EXPECT_EQ(rules_to_toml(rules_from_toml(text, "x")), text);
}

TEST_F(Rules, GapsAreFilledFromWhatIsKnownAndEmptiedAgain) {
  import(
      "customer_id,name,phone,city\n"
      "a,王伟,021-58880000,\n"
      "b,李娜,021-58880001,北京市\n");
  resolve();
  home_->lens(progress_, cancel_);
  auto before = base();
  auto report = set_completion(*home_, true, progress_, cancel_);
  EXPECT_TRUE(report.on);
  EXPECT_EQ(value(customer("a"), "city"), "上海市");
  EXPECT_EQ(value(customer("b"), "city"), "北京市") << "never over a value that is there";
  set_completion(*home_, false, progress_, cancel_);
  EXPECT_EQ(value(customer("a"), "city"), "");
  EXPECT_EQ(value(customer("b"), "city"), "北京市");
}

}  // namespace
}  // namespace kith::service
