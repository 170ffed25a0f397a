// Survivorship: which of the values that a customer's records give becomes the golden one.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/verdict.h"

namespace kith::match {

enum class SurvivorshipRule : std::uint8_t {
  most_recent,
  most_trusted,
  most_frequent,
  most_complete,
  longest,
  pinned
};
std::string_view name_of(SurvivorshipRule rule) noexcept;

/// One record's value of an attribute.
struct Candidate {
  std::string_view value;  ///< standardised
  Verdict verdict = Verdict::kept;
  RecordId record;
  int trust = 50;         ///< of the source, 0–100
  std::int64_t time = 0;  ///< when the record says it was true, else when it came; ms since 1970
};

/// A distinct value with its lineage.
struct Survivor {
  std::string_view value;
  Verdict verdict = Verdict::kept;
  RecordId record;            ///< the record that speaks for it (by the rule, ties by the lowest id)
  std::uint32_t support = 0;  ///< records that hold it
};

/// The distinct values, best first. Verdict decides before the rule (kept and changed before suspect before
/// invalid; empty ones are left out); then the rule; ties by support, trust, time, then the lowest record id:
/// the order of `candidates` does not matter. O(n log n).
std::vector<Survivor> survive(std::span<const Candidate> candidates, SurvivorshipRule rule);

}  // namespace kith::match
