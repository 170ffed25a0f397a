// Review: pairs that the model is unsure of, put before people in the order in which their word teaches most;
// what they say binds every later run.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/reviews.h"
#include "match/resolve.h"
#include "service/customer_page.h"
#include "service/home.h"

namespace kith::service {

/// A pair that no decision settles, in the order in which a person's word teaches most. Of two customers that
/// several pairs join only the most valuable one waits; pairs within one customer wait each for itself.
struct WaitingPair {
  RecordId a, b;  ///< a < b
  CustomerId customer_a, customer_b;
  double total = 0;                     ///< log2 odds that they are one
  std::int64_t records = 0, facts = 0;  ///< what hangs on the answer: of both customers
  double value = 0;                     ///< closeness to even odds (0–1) × what hangs on it
};
std::vector<WaitingPair> waiting_pairs(ledger::Statements& sql);

struct ReviewRequest {
  std::string reviewer;    ///< pairs that this one has spoken of are left out; empty: nobody in particular
  bool blind = false;      ///< neither the model's view nor other reviewers' words are given out
  std::size_t limit = 20;  ///< pairs wanted
};

/// A pair that waits. Reading one is reading personal data: masking and audit are the caller's.
struct UnsurePair {
  PageRecord a, b;
  CustomerId customer_a, customer_b;
  std::int64_t records = 0, facts = 0;                ///< what hangs on the answer: of both customers
  double value = 0;                                   ///< closeness to even odds (0–1) × what hangs on it
  std::optional<double> probability;                  ///< open when blind
  std::optional<match::PairExplanation> explanation;  ///< open when blind
  std::vector<ledger::Review> said;                   ///< by others; empty when blind
};

/// The pairs that no decision settles, most valuable first. Throws Error(conflict) before the first resolve.
std::vector<UnsurePair> review_queue(Home& home, const ReviewRequest& request);

struct ReviewWord {
  RecordId a, b;  ///< any two records; the pair need not wait in the queue
  ledger::ReviewVerdict verdict = ledger::ReviewVerdict::unsure;
  std::string reviewer;
  bool blind = false;
  std::string reason;
};
struct ReviewEffect {
  CustomerId customer_a, customer_b;  ///< afterwards
  std::uint64_t moved = 0;            ///< records that point elsewhere than before
  bool contradicts = false;           ///< other decisions say the opposite; see contradictions_of
};

/// Takes a reviewer's word. Same and different become a decision between the two records, in place of an
/// opposite one between them, and take effect at once; unsure is only noted. Throws Error(usage) for a record
/// with itself, Error(not_found) for one that is not there, Error(conflict) before the first resolve.
ReviewEffect review_pair(Home& home, const ReviewWord& word, Progress& progress, const Cancel& cancel);

/// How two reviewers agree on the pairs both have spoken of (unsure counts as an answer).
struct ReviewerAgreement {
  std::string one, other;
  std::uint64_t pairs = 0, agreed = 0;
  double kappa = 0;  ///< Cohen 1960: agreement beyond chance; 1 where both always say the same one thing
};
struct ReviewProgress {
  std::uint64_t waiting = 0;                          ///< pairs that no decision settles
  std::uint64_t same = 0, different = 0, unsure = 0;  ///< words of reviewers
  struct Reviewer {
    std::string name;
    std::uint64_t pairs = 0, blind = 0;
  };
  std::vector<Reviewer> reviewers;
  std::vector<ReviewerAgreement> agreement;
  /// Against the words same and different: of the pairs that the model took for one (probability ≥ .5), the
  /// share that people did; and the reverse. None without such pairs.
  std::optional<double> precision, recall;
};
ReviewProgress review_progress(Home& home);
/// Pure.
std::vector<ReviewerAgreement> agreement_of(const std::vector<ledger::Review>& reviews);

/// A decision "different" between records that decisions "same", or one source's key, join.
struct Contradiction {
  ledger::Decision different;
  struct Step {
    RecordId from, to;
    std::optional<ledger::Decision> same;  ///< none: one source gave both under one key
  };
  std::vector<Step> steps;  ///< the shortest way from one record of `different` to the other
};
std::vector<Contradiction> contradictions_of(Home& home);

}  // namespace kith::service
