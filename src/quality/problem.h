// Top problems: what is wrong where, the costliest first.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/verdict.h"
#include "quality/scorecard.h"

namespace kith::quality {

enum class ProblemKind : std::uint8_t { invalid, suspect, contradicted, repeated, missing, stale };

/// "invalid", …: the word of --json.
std::string_view name_of(ProblemKind kind) noexcept;
Text label_of(ProblemKind kind);

/// What one row with the problem costs beside one invalid value (1). A suspect value may be right (½); a
/// contradicted one has a better one beside it, and a gap costs an opportunity (¼); a repeated one is what
/// resolving mends (1/10); an old one is often still true (1/20).
double severity_of(ProblemKind kind) noexcept;

/// A value as received beside what became of it (or, of a contradicted value, beside the golden one).
struct Example {
  std::string before;
  std::string after;
  std::int64_t rows = 0;  ///< that show exactly this
};

struct Problem {
  static constexpr std::size_t whole_record = static_cast<std::size_t>(-1);
  std::size_t source = 0;
  std::size_t attribute = 0;  ///< whole_record where it is the record
  ProblemKind kind = ProblemKind::invalid;
  Reason reason = Reason::none;  ///< of the standardiser, for invalid, suspect and missing
  std::int64_t rows = 0;
  double share = 0;   ///< rows ÷ the rows that could have the problem, in [0,1]
  double impact = 0;  ///< rows × severity × weight of the attribute
  std::vector<Example> examples;
};

/// How often a verdict was given for a reason.
struct ReasonCount {
  std::size_t source = 0;
  std::size_t attribute = 0;
  Verdict verdict = Verdict::kept;
  Reason reason = Reason::none;
  std::int64_t rows = 0;
};

/// The problems with at least one row, by falling impact, ties by source, attribute, kind, reason; at most
/// `limit` of them. `reasons` holds each (source, attribute, verdict, reason) once, in any order.
std::vector<Problem> rank_problems(const Scorecard& card, std::span<const ReasonCount> reasons,
                                   std::span<const double> attribute_weights, std::size_t limit,
                                   const Weights& weights = {});

}  // namespace kith::quality
