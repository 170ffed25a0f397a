// Rules as a TOML text, and the rules that stand in the base.
//
//   [[rule]]
//   name = "phone is there"
//   attribute = "phone"
//   check = "required"            # required format range list compare agrees unique reference fresh
//   severity = "warn"             # warn quarantine block
//   sources = { web = "block", old_crm = "off" }
//   when = { attribute = "gender", is = ["female"] }
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "quality/rules.h"

namespace kith::service {

/// Whether the rule needs other records or facts than the one it is asked of. Such a rule can only warn:
/// while a row comes, what it would be compared with is still on its way.
bool needs_others(const quality::Rule& rule) noexcept;

/// Throws Error(bad_input) with the line, and the nearest known word, for what is no rule, and for a rule
/// that needs other records (needs_others) and would do more than warn; `file` names the text.
std::vector<quality::Rule> rules_from_toml(std::string_view toml, const std::string& file);
std::string rules_to_toml(const std::vector<quality::Rule>& rules);

/// The text with keys of one rule set anew, or with a new rule where `name` is empty; an empty value takes
/// the key out. Each of `assignments` is KEY=VALUE with the keys of the text; `values` between commas, `when`
/// as ATTRIBUTE or ATTRIBUTE:VALUE,VALUE, `sources` as SOURCE:SEVERITY,SOURCE:off. Throws what
/// rules_from_toml throws of the result, Error(usage) for what is no assignment, Error(not_found) for a name
/// that is none.
std::string rules_with(std::string_view toml, const std::string& name,
                       const std::vector<std::string>& assignments);
/// Without the rule. Throws Error(not_found).
std::string rules_without(std::string_view toml, const std::string& name);

/// Those that stand; none where none were set. One that needs other records warns, whatever its text says.
std::vector<quality::Rule> standing_rules(ledger::Statements& sql);

/// What a value of one attribute implies about another: an identity number about birth date and gender, a
/// phone and a postal code about province and city.
std::string implied_value(std::string_view attribute, std::string_view with, std::string_view value);

}  // namespace kith::service
