// Review. The adversaries: a pair that was settled already and comes again; two reviewers at odds; decisions
// in a circle; a word that the next resolve forgets.
#include "service/review_pairs.h"

#include "service/match_base.h"
#include "service/resolve_new_records.h"
#include "service/tune_model.h"
#include "small_base.h"

namespace kith::service {
namespace {

class ReviewPairs : public SmallBase {
 protected:
  ReviewPairs() {
    import(crowd(60, 20));
    // One likeness that could be chance: a name and nothing else.
    import(
        "customer_id,name,phone,email\nu1,王小明,,wang.xm@163.com\nu2,李丽华,13911114444,\n"
        "u3,王小明,13911115555,\n");
    resolve();
  }
  ReviewEffect say(const std::string& a, const std::string& b, ledger::ReviewVerdict verdict,
                   const std::string& reviewer) {
    ReviewWord word;
    word.a = record(a);
    word.b = record(b);
    word.verdict = verdict;
    word.reviewer = reviewer;
    return review_pair(*home_, word, progress_, cancel_);
  }
};

using ledger::ReviewVerdict;

TEST_F(ReviewPairs, AWordTakesEffectAndBindsLaterRuns) {
  ASSERT_NE(customer("u1"), customer("u3"));
  auto effect = say("u1", "u3", ReviewVerdict::same, "ann");
  EXPECT_EQ(effect.customer_a, effect.customer_b);
  resolve();
  EXPECT_EQ(customer("u1"), customer("u3"));
  effect = say("u3", "u1", ReviewVerdict::different, "ann");
  EXPECT_NE(effect.customer_a, effect.customer_b) << "her later word holds";
  resolve();
  EXPECT_NE(customer("u1"), customer("u3"));
}

TEST_F(ReviewPairs, TheQueueLeavesOutWhatIsSettledAndWhatTheReviewerSaw) {
  home_->ledger().write([&](ledger::Write& write) {
    ledger::replace_uncertain_pairs(write, {{record("u1"), record("u3"), 0.1},
                                            {record("k1"), record("u1"), 2.5},
                                            {record("k2"), record("u2"), -1.0}});
  });
  auto queue = review_queue(*home_, {"ann", false, 10});
  ASSERT_EQ(queue.size(), 3u);
  EXPECT_EQ(queue.front().a.id, record("u1")) << "even odds teach most";
  EXPECT_TRUE(queue.front().explanation);
  EXPECT_FALSE(review_queue(*home_, {"ann", true, 10}).front().probability) << "blind is blind";
  say("u1", "u3", ReviewVerdict::unsure, "ann");
  EXPECT_EQ(review_queue(*home_, {"ann", false, 10}).size(), 2u);
  EXPECT_EQ(review_queue(*home_, {"bob", false, 10}).size(), 3u);
  say("u1", "u3", ReviewVerdict::different, "bob");
  for (const auto& pair : review_queue(*home_, {"cat", false, 10}))
    EXPECT_FALSE(pair.a.id == record("u1") && pair.b.id == record("u3")) << "it is settled";
  const auto progress = review_progress(*home_);
  EXPECT_EQ(progress.unsure, 1u);
  ASSERT_EQ(progress.agreement.size(), 1u);
  EXPECT_EQ(progress.agreement[0].agreed, 0u);
}

TEST_F(ReviewPairs, ContradictionsAreListedWithWhatLeadsToThem) {
  say("u1", "u2", ReviewVerdict::same, "ann");
  say("u2", "u3", ReviewVerdict::same, "bob");
  EXPECT_TRUE(contradictions_of(*home_).empty());
  const auto effect = say("u1", "u3", ReviewVerdict::different, "cat");
  EXPECT_TRUE(effect.contradicts);
  const auto found = contradictions_of(*home_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].different.made_by, "cat");
  ASSERT_EQ(found[0].steps.size(), 2u);
  EXPECT_EQ(found[0].steps[0].same->made_by, "ann");
  EXPECT_EQ(found[0].steps[1].same->made_by, "bob");
}

TEST_F(ReviewPairs, AgreementBeyondChance) {
  std::vector<ledger::Review> reviews;
  auto add = [&](int pair, const char* who, ReviewVerdict verdict) {
    ledger::Review review;
    review.a = RecordId(pair);
    review.b = RecordId(pair + 1);
    review.reviewer = who;
    review.verdict = verdict;
    reviews.push_back(review);
  };
  // The textbook's table: 20 both yes, 15 both no, 5 and 10 at odds; κ = 0.4.
  int pair = 1;
  auto both = [&](int n, ReviewVerdict one, ReviewVerdict other) {
    for (int i = 0; i < n; ++i, pair += 2) {
      add(pair, "ann", one);
      add(pair, "bob", other);
    }
  };
  both(20, ReviewVerdict::same, ReviewVerdict::same);
  both(15, ReviewVerdict::different, ReviewVerdict::different);
  both(5, ReviewVerdict::same, ReviewVerdict::different);
  both(10, ReviewVerdict::different, ReviewVerdict::same);
  const auto agreement = agreement_of(reviews);
  ASSERT_EQ(agreement.size(), 1u);
  EXPECT_EQ(agreement[0].pairs, 50u);
  EXPECT_EQ(agreement[0].agreed, 35u);
  EXPECT_NEAR(agreement[0].kappa, 0.4, 1e-9);
}

// Adversary: words too few to learn from; what was kept and then forgotten.
TEST_F(ReviewPairs, WordsTuneTheModelOfLaterResolves) {
  EXPECT_EQ(error_of([&] { tune_by_reviews(*home_, true); }), ErrorCode::conflict);
  // What the model is surest of is called wrong, as if twins shared phone and mail throughout this base.
  home_->ledger().write([&](ledger::Write& write) {
    for (int i = 0; i < 30; ++i) {
      auto say = [&](RecordId a, RecordId b, ReviewVerdict verdict) {
        const auto [low, high] = std::minmax(a, b);
        ledger::put_review(write, {low, high, "ann", verdict, true, std::nullopt, 1});
      };
      say(record("k" + std::to_string(i)), record("k" + std::to_string(i + 30)), ReviewVerdict::same);
      say(record("k" + std::to_string(i + 30)), record("d" + std::to_string(i + 30)),
          ReviewVerdict::different);
    }
  });
  auto lambda = [&] { return MatchBase::load(home_->ledger().read()->sql()).model.lambda; };
  const double learned = lambda();
  auto report = tune_by_reviews(*home_, false);
  EXPECT_EQ(report.pairs, 60u);
  EXPECT_EQ(report.result.before.pairs, 60u) << "each is held back once";
  EXPECT_TRUE(report.result.better);
  EXPECT_FALSE(report.kept);
  EXPECT_TRUE(tuning_of(home_->ledger().read()->sql()).empty()) << "nobody asked to keep it";
  report = tune_by_reviews(*home_, true);
  EXPECT_TRUE(report.kept);
  resolve();
  EXPECT_NE(lambda(), learned);
  forget_tuning(*home_);
  resolve();
  EXPECT_EQ(lambda(), learned);
}

TEST_F(ReviewPairs, WrongInput) {
  EXPECT_EQ(error_of([&] { say("u1", "u1", ReviewVerdict::same, "ann"); }), ErrorCode::usage);
  ReviewWord word;
  word.a = record("u1");
  word.b = RecordId(12345);
  EXPECT_EQ(error_of([&] { review_pair(*home_, word, progress_, cancel_); }), ErrorCode::not_found);
}

}  // namespace
}  // namespace kith::service
