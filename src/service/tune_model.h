// The words of reviewers put to use: they tune the weights that every later resolve learns.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "match/model/tune.h"
#include "service/home.h"

namespace kith::service {

struct TuneReport {
  std::uint64_t pairs = 0;    ///< that reviewers agree on and whose records stand
  std::uint64_t at_odds = 0;  ///< on which as many said one thing as the other
  match::TuningResult result;
  struct Move {
    std::string attribute, level;
    double before = 0, after = 0;  ///< weights in bits
  };
  std::vector<Move> moves;  ///< of half a bit and more, the largest first
  bool kept = false;
};

/// Learns from all words "same" and "different" and checks it on each third of the pairs, held back in turn.
/// With `keep`, what proved better takes effect with the next resolve, on top of what was kept before. Throws
/// Error(conflict) before the first resolve, and where too few pairs were judged.
TuneReport tune_by_reviews(Home& home, bool keep);

/// What is kept; empty for nothing.
match::Tuning tuning_of(ledger::Statements& sql);
/// Weights are as learned again, from the next resolve on.
void forget_tuning(Home& home);

}  // namespace kith::service
