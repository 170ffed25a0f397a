// The rules that act when a row comes: block turns it away, quarantine keeps a value from feeding golden
// ones.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/record_codec.h"
#include "quality/rules.h"
#include "service/layout.h"

namespace kith::service {

/// For the rows of one batch. Thread-safe.
class RuleGate {
 public:
  /// Takes from `rules` those that act on rows of this source and can be asked of its outputs. `today`: days
  /// since 1970.
  RuleGate(const std::vector<quality::Rule>& rules, const Layout& layout, const std::string& source,
           std::int64_t today);

  bool acts() const noexcept { return !rules_.empty(); }

  struct Verdict {
    const quality::Rule* blocked_by = nullptr;  ///< the first that turns the row away
    std::vector<std::size_t> held_back;         ///< outputs whose values are quarantined, rising
  };
  /// `values`: of one row, in the order of the layout's outputs.
  Verdict judge(std::span<const ledger::StandardValue> values) const;

 private:
  const Layout& layout_;
  std::vector<quality::RowRule> rules_;
  std::vector<quality::RuleSeverity> severities_;  // of each
};

}  // namespace kith::service
