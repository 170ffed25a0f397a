// Filling gaps of customers from what their other values imply.
//
// It is a habit of the base, not a copy: while it is on, a customer whose records give no value of an
// attribute has the one that a rule derives, marked with the rule, and loses it the moment a record gives
// one. Switched off, the values go. Nothing is ever filled over a value that is there.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/verdict.h"
#include "service/home.h"

namespace kith::service {

/// One way to derive a value. In the order of how sure they are, the surest first.
struct Completion {
  std::string_view attribute, from;
  double confidence = 0;  ///< 0–1: how often the derived value is the true one
};
std::span<const Completion> completions() noexcept;

/// Derived values that are at least so sure are taken as good; others are suspect.
inline constexpr double sure_completion = 0.9;
/// What the lineage of a derived value says: "completed from phone".
std::string completion_rule(const Completion& completion);
/// The derived value; empty where `value` implies none.
std::string completed_value(const Completion& completion, std::string_view value);

/// Whether it is on.
bool completes(ledger::Statements& sql);

struct CompletionGap {
  std::string attribute;
  std::int64_t customers = 0, empty = 0;
  double value = 0;  ///< of filling it: share empty × use, in [0,1]
  struct Source {
    std::string from;
    double confidence = 0;
    std::int64_t customers = 0;  ///< that this would fill, the surer ones first
    std::string example;         ///< a derived value
  };
  std::vector<Source> sources;
};
struct CompletionReport {
  std::vector<CompletionGap> gaps;  ///< the most valuable first
  std::int64_t filled = 0;          ///< values that are, or would be, derived
  std::int64_t customers = 0;
  bool on = false;
};

/// Where values are missing and which could be derived; nothing is written.
CompletionReport completion_gaps(Home& home, Progress& progress, const Cancel& cancel);
/// Switches it on or off and brings the customers it concerns up to date.
CompletionReport set_completion(Home& home, bool on, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
