// Wrong pairs by kind, and the page that tells of them. The adversaries: people who decided against the
// truth; a page that lets a value out.
#include "service/grading_errors.h"

#include "service/evaluate_html.h"
#include "small_base.h"

namespace kith::service {
namespace {

class Grading : public SmallBase {
 protected:
  EvaluateReport grade() {
    EvaluateRequest wanted;
    wanted.column = "customer_id";
    wanted.pattern = "[a-z]([0-9]+)";
    return evaluate_base(*home_, wanted, progress_, cancel_);
  }
};

TEST_F(Grading, WrongPairsAreCountedByWhatMadeThemWrong) {
  import(crowd(60, 20));
  resolve();
  merge_customers(*home_, {customer("k1"), customer("k2")}, "", false);
  ASSERT_EQ(customer("d30"), customer("k30"));
  split_records(*home_, {record("d30")}, "", false);
  const auto report = grade();
  const auto errors = find_grading_errors(*home_, report.graded, cancel_);
  const auto& e = report.evaluation;
  EXPECT_EQ(errors.joined.pairs, e.found_pairs - e.right_pairs);
  EXPECT_EQ(errors.missed.pairs, e.true_pairs - e.right_pairs);
  auto decided = [](const WrongPairs& wrong) {
    return wrong.fates[static_cast<std::size_t>(PairFate::decided)];
  };
  EXPECT_EQ(decided(errors.joined), 1u);
  EXPECT_EQ(decided(errors.missed), 1u);
  for (const auto* wrong : {&errors.joined, &errors.missed}) {
    ASSERT_EQ(wrong->examined, wrong->pairs);
    for (const auto& column : wrong->columns)
      EXPECT_EQ(column.equal + column.alike + column.different + column.missing, wrong->examined)
          << column.attribute;
  }
  EXPECT_LE(report.intervals.recall.low, e.recall);
  EXPECT_GE(report.intervals.recall.high, e.recall);
  ASSERT_FALSE(errors.sweep.empty());
  for (std::size_t i = 1; i < errors.sweep.size(); ++i)
    EXPECT_LE(errors.sweep[i].recall, errors.sweep[i - 1].recall) << "a higher threshold finds no more";
}

TEST_F(Grading, ThePageShowsNoValueOfAnyRecord) {
  import(crowd(60, 20));
  resolve();
  split_records(*home_, {record("d30")}, "", false);
  const auto report = grade();
  const auto errors = find_grading_errors(*home_, report.graded, cancel_);
  for (auto language : {Language::en, Language::zh}) {
    const auto page = evaluate_html(report, errors, language);
    EXPECT_EQ(page.find("138001"), std::string::npos);
    EXPECT_EQ(page.find("@163.com"), std::string::npos);
    EXPECT_EQ(page.find("秀英"), std::string::npos);
    EXPECT_NE(page.find("id=\"sweep\""), std::string::npos);
    EXPECT_EQ(page.find("漏合并") != std::string::npos, language == Language::zh);
  }
}

}  // namespace
}  // namespace kith::service
