// Rules that a company sets for its records: what is demanded of a value, alone or beside the others of its
// record.
//
// A rule is asked of one record at a time; those that look across records (unique, reference, orders after
// registration) are carried out by whoever has them all, with the same Rule.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/verdict.h"

namespace kith::quality {

enum class RuleCheck : std::uint8_t {
  required,   ///< there is a value, and it is not invalid
  format,     ///< the value is as `pattern` says, all of it
  range,      ///< least ≤ value ≤ most; numbers by size, dates and times by day, texts by bytes
  list,       ///< the value is one of `values`
  compare,    ///< value `relation` that of the attribute `with`
  agrees,     ///< the value is what `with` implies: birth date and gender of an identity number, places of
              ///< phones
  unique,     ///< no other record of its source (or of the base) has the value
  reference,  ///< the value occurs in the attribute `with` of the source `in_source`
  fresh       ///< the time is at most `days` before today
};
std::string_view name_of(RuleCheck check) noexcept;

enum class RuleSeverity : std::uint8_t {
  warn,        ///< shown in quality
  quarantine,  ///< the value feeds no golden value
  block        ///< a row that comes is rejected
};
std::string_view name_of(RuleSeverity severity) noexcept;

/// Rules that look across records; the others are asked of one record.
bool looks_across(RuleCheck check) noexcept;

struct RuleCondition {
  std::string attribute;
  std::vector<std::string> values;  ///< holds where the value is one of these; where it is filled if empty
};

struct Rule {
  std::string name;
  std::string attribute;
  RuleCheck check = RuleCheck::required;
  RuleSeverity severity = RuleSeverity::warn;
  std::map<std::string, std::optional<RuleSeverity>> sources;  ///< by source; nothing: off there
  std::optional<RuleCondition> when;                           ///< else of every record
  std::string pattern;
  std::string least, most;  ///< a number, an ISO date, "today", "today-120y", "today+30d"; empty: open
  std::vector<std::string> values;
  std::string relation;  ///< "=", "<>", "<", "<=", ">", ">="
  std::string with;      ///< the other attribute; "orders" for orders after the time in `attribute`
  std::string in_source;
  bool in_base = false;  ///< unique in the whole base
  std::int64_t days = 0;

  /// Nothing where the rule is off for the source.
  std::optional<RuleSeverity> severity_for(std::string_view source) const;
};

/// What the rule demands, as a sentence.
Text sentence_of(const Rule& rule);

struct RuleValue {
  bool supplied = false;  ///< the record's batch has the attribute
  std::string_view value;
  Verdict verdict = Verdict::empty;
};

enum class RuleOutcome : std::uint8_t { not_asked, holds, broken };

/// What one value implies about another attribute, empty where nothing: (attribute, with, value of with).
using Implied = std::function<std::string(std::string_view, std::string_view, std::string_view)>;

/// A rule ready to be asked. Thread-safe.
class RowRule {
 public:
  /// `today`: days since 1970. Throws Error(bad_input) for a pattern or a bound that cannot be read. REQUIRES
  /// a rule that does not look across records.
  RowRule(Rule rule, std::int64_t today, Implied implied);
  ~RowRule();
  RowRule(RowRule&&) noexcept;

  const Rule& rule() const noexcept;
  /// `of` gives the record's value of an attribute. Not asked: the attribute is not supplied, its condition
  /// does not hold, or there is nothing (or nothing valid) to ask it of.
  RuleOutcome ask(const std::function<RuleValue(std::string_view attribute)>& of) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kith::quality
