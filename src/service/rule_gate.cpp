#include "service/rule_gate.h"

#include <algorithm>

#include "service/rule_file.h"

namespace kith::service {

RuleGate::RuleGate(const std::vector<quality::Rule>& rules, const Layout& layout, const std::string& source,
                   std::int64_t today)
    : layout_(layout) {
  for (const auto& rule : rules) {
    const auto severity = rule.severity_for(source);
    if (!severity || *severity == quality::RuleSeverity::warn || needs_others(rule)) continue;
    const bool supplied =
        std::any_of(layout.outputs.begin(), layout.outputs.end(),
                    [&](const Output& output) { return output.attribute == rule.attribute; });
    if (!supplied) continue;
    rules_.emplace_back(rule, today, implied_value);
    severities_.push_back(*severity);
  }
}

RuleGate::Verdict RuleGate::judge(std::span<const ledger::StandardValue> values) const {
  Verdict verdict;
  auto of = [&](std::string_view attribute) -> quality::RuleValue {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (layout_.outputs[i].attribute == attribute) return {true, values[i].value, values[i].verdict};
    }
    return {};
  };
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].ask(of) != quality::RuleOutcome::broken) continue;
    if (severities_[i] == quality::RuleSeverity::block) {
      verdict.blocked_by = &rules_[i].rule();
      return verdict;
    }
    for (std::size_t output = 0; output < values.size(); ++output) {
      const auto from = layout_.outputs[output].from_output;
      const bool held = layout_.outputs[output].attribute == rules_[i].rule().attribute ||
                        (from >= 0 && std::find(verdict.held_back.begin(), verdict.held_back.end(),
                                                static_cast<std::size_t>(from)) != verdict.held_back.end());
      if (held) verdict.held_back.push_back(output);
    }
  }
  std::sort(verdict.held_back.begin(), verdict.held_back.end());
  return verdict;
}

}  // namespace kith::service
