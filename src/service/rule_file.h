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

/// Throws Error(bad_input) with the line, and the nearest known word, for what is no rule; `file` names the
/// text.
std::vector<quality::Rule> rules_from_toml(std::string_view toml, const std::string& file);
std::string rules_to_toml(const std::vector<quality::Rule>& rules);

/// Those that stand; none where none were set.
std::vector<quality::Rule> standing_rules(ledger::Statements& sql);

/// What a value of one attribute implies about another: an identity number about birth date and gender, a
/// phone and a postal code about province and city.
std::string implied_value(std::string_view attribute, std::string_view with, std::string_view value);

}  // namespace kith::service
