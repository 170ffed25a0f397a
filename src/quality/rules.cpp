#include "quality/rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/date.h"
#include "base/error.h"
#include "quality/text_pattern.h"

namespace kith::quality {
namespace {

constexpr std::string_view checks[] = {"required", "format", "range",     "list", "compare",
                                       "agrees",   "unique", "reference", "fresh"};
constexpr std::string_view severities[] = {"warn", "quarantine", "block"};

bool is_usable(const RuleValue& value) noexcept {
  return value.supplied && value.verdict <= Verdict::suspect;
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The day of an ISO date or of the beginning of a time.
std::optional<std::int64_t> day_of(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  std::int64_t ms = 0;
  if (!parse_iso_time(std::string(text.substr(0, 10)), ms)) return std::nullopt;
  return (ms - (ms < 0 ? 86'399'999 : 0)) / 86'400'000;
}

// "today", "today-120y", "today+30d" as an ISO date; anything else as it is.
std::string bound_of(const std::string& text, std::int64_t today) {
  if (text.rfind("today", 0) != 0) return text;
  auto rest = std::string_view(text).substr(5);
  std::int64_t days = 0;
  if (!rest.empty()) {
    std::int64_t count = 0;
    const char* begin = rest.data() + (rest[0] == '+' ? 1 : 0);
    auto [end, failure] = std::from_chars(begin, rest.data() + rest.size(), count);
    const bool sound = failure == std::errc() && (rest[0] == '+' || rest[0] == '-') &&
                       end + 1 == rest.data() + rest.size() && (*end == 'y' || *end == 'd') &&
                       std::abs(count) <= 100'000;
    if (!sound)
      throw Error(ErrorCode::bad_input, Text("The bound {bound} cannot be read.", {{"bound", text}}),
                  "Write a number, a date as 2026-01-31, today, today-120y or today+30d.");
    days =
        *end == 'd' ? count : static_cast<std::int64_t>(std::llround(static_cast<double>(count) * 365.2425));
  }
  return to_iso(civil_from_days(today + days));
}

// -1, 0, 1: numbers by size, days by date, everything else by bytes.
int compared(std::string_view a, std::string_view b) {
  if (auto x = number_of(a), y = number_of(b); x && y) return *x < *y ? -1 : *x > *y ? 1 : 0;
  if (auto x = day_of(a), y = day_of(b); x && y && (a.size() == 10 || b.size() == 10))
    return *x < *y ? -1 : *x > *y ? 1 : 0;
  const int order = a.compare(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

bool relates(std::string_view relation, int order) noexcept {
  if (relation == "=") return order == 0;
  if (relation == "<>") return order != 0;
  if (relation == "<") return order < 0;
  if (relation == "<=") return order <= 0;
  if (relation == ">") return order > 0;
  return order >= 0;
}

std::string list_of(const std::vector<std::string>& values) {
  std::string list;
  for (std::size_t i = 0; i < values.size() && i < 8; ++i) list += (i == 0 ? "" : ", ") + values[i];
  return values.size() > 8 ? list + ", …" : list;
}

}  // namespace

std::string_view name_of(RuleCheck check) noexcept { return checks[static_cast<std::size_t>(check)]; }
std::string_view name_of(RuleSeverity severity) noexcept {
  return severities[static_cast<std::size_t>(severity)];
}

bool looks_across(RuleCheck check) noexcept {
  return check == RuleCheck::unique || check == RuleCheck::reference;
}

std::optional<RuleSeverity> Rule::severity_for(std::string_view source) const {
  auto own = sources.find(std::string(source));
  return own == sources.end() ? severity : own->second;
}

Text sentence_of(const Rule& rule) {
  const Text::Arguments names{
      {"attribute", rule.attribute}, {"with", rule.with},        {"least", rule.least},
      {"most", rule.most},           {"pattern", rule.pattern},  {"values", list_of(rule.values)},
      {"relation", rule.relation},   {"source", rule.in_source}, {"days", std::to_string(rule.days)}};
  switch (rule.check) {
    case RuleCheck::required:
      return Text("{attribute} must be there", names);
    case RuleCheck::format:
      return Text("{attribute} must be as {pattern} says", names);
    case RuleCheck::range:
      if (rule.most.empty()) return Text("{attribute} must be at least {least}", names);
      if (rule.least.empty()) return Text("{attribute} must be at most {most}", names);
      return Text("{attribute} must lie from {least} to {most}", names);
    case RuleCheck::list:
      return Text("{attribute} must be one of: {values}", names);
    case RuleCheck::compare:
      return rule.with == "orders" ? Text("no order may be before {attribute}", names)
                                   : Text("{attribute} must be {relation} {with}", names);
    case RuleCheck::agrees:
      return Text("{attribute} must agree with {with}", names);
    case RuleCheck::unique:
      return rule.in_base ? Text("no two records may share {attribute}", names)
                          : Text("no two records of a source may share {attribute}", names);
    case RuleCheck::reference:
      return Text("{attribute} must occur as {with} in {source}", names);
    case RuleCheck::fresh:
      return Text("{attribute} must be at most {days} days old", names);
  }
  return {};
}

struct RowRule::State {
  Rule rule;
  std::int64_t today = 0;
  Implied implied;
  std::optional<TextPattern> pattern;
  std::string least, most;
};

RowRule::RowRule(Rule rule, std::int64_t today, Implied implied) : state_(std::make_unique<State>()) {
  if (!rule.pattern.empty()) state_->pattern.emplace(rule.pattern);
  state_->least = bound_of(rule.least, today);
  state_->most = bound_of(rule.most, today);
  state_->today = today;
  state_->implied = std::move(implied);
  state_->rule = std::move(rule);
}

RowRule::~RowRule() = default;
RowRule::RowRule(RowRule&&) noexcept = default;
const Rule& RowRule::rule() const noexcept { return state_->rule; }

RuleOutcome RowRule::ask(const std::function<RuleValue(std::string_view attribute)>& of) const {
  const auto& rule = state_->rule;
  const auto value = of(rule.attribute);
  if (!value.supplied) return RuleOutcome::not_asked;
  if (rule.when) {
    const auto other = of(rule.when->attribute);
    const auto& wanted = rule.when->values;
    const bool met = is_usable(other) &&
                     (wanted.empty() || std::find(wanted.begin(), wanted.end(), other.value) != wanted.end());
    if (!met) return RuleOutcome::not_asked;
  }
  auto said = [](bool holds) { return holds ? RuleOutcome::holds : RuleOutcome::broken; };
  if (rule.check == RuleCheck::required) return said(is_usable(value));
  if (!is_usable(value)) return RuleOutcome::not_asked;
  switch (rule.check) {
    case RuleCheck::format:
      return said(state_->pattern && state_->pattern->matches(value.value));
    case RuleCheck::range:
      return said((state_->least.empty() || compared(value.value, state_->least) >= 0) &&
                  (state_->most.empty() || compared(value.value, state_->most) <= 0));
    case RuleCheck::list:
      return said(std::find(rule.values.begin(), rule.values.end(), value.value) != rule.values.end());
    case RuleCheck::compare: {
      const auto other = of(rule.with);
      if (!is_usable(other)) return RuleOutcome::not_asked;
      return said(relates(rule.relation, compared(value.value, other.value)));
    }
    case RuleCheck::agrees: {
      const auto other = of(rule.with);
      if (!is_usable(other) || !state_->implied) return RuleOutcome::not_asked;
      const auto implied = state_->implied(rule.attribute, rule.with, other.value);
      if (implied.empty()) return RuleOutcome::not_asked;
      return said(implied == value.value);
    }
    case RuleCheck::fresh: {
      const auto day = day_of(value.value);
      if (!day) return RuleOutcome::not_asked;
      return said(*day >= state_->today - rule.days);
    }
    case RuleCheck::required:
    case RuleCheck::unique:
    case RuleCheck::reference:
      break;
  }
  return RuleOutcome::not_asked;
}

}  // namespace kith::quality
