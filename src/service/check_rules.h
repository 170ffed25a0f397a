// Asking rules of everything in the base: counts, and the records that a rule hits. Reads the lens; writes
// nothing.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "quality/rules.h"
#include "service/explore_values.h"

namespace kith::service {

struct RuleRow {
  RecordId record;
  std::string source;
  std::int64_t batch = 0, row = 0;
  std::string value;
  std::string beside;  ///< the value of the other attribute; empty where the rule has none
};
struct RuleHits {
  quality::Rule rule;
  std::int64_t checked = 0;  ///< records it was asked of
  std::int64_t hits = 0;
  std::vector<std::pair<std::string, std::int64_t>> by_source;  ///< hits, by name
  std::vector<RuleRow> rows;                                    ///< the first `rows` in order of record
};

/// One for each rule, in their order. `today`: days since 1970. One scan for the rules of one record, one
/// query for each that looks across records. Throws what the lens throws, and Error(cancelled).
std::vector<RuleHits> check_rules(const RunQuery& query, const std::vector<quality::Rule>& rules,
                                  std::int64_t today, std::size_t rows, const Cancel& cancel);

/// Rules that nearly all records keep already: attributes nearly always filled, of few values, of one
/// pattern, unique ones, and those that every base should have (births before today, papers that agree).
std::vector<quality::Rule> suggest_rules(const RunQuery& query);

}  // namespace kith::service
