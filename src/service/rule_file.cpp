#include "service/rule_file.h"

#include <algorithm>
#include <set>

#include <toml++/toml.h>

#include "base/error.h"
#include "base/nearest_word.h"
#include "ledger/house_texts.h"
#include "service/dictionary.h"
#include "service/toml_text.h"
#include "standard/phone_place.h"

namespace kith::service {
namespace {

using quality::Rule;
using quality::RuleCheck;
using quality::RuleSeverity;
using Words = std::vector<std::string>;

const Words check_words = {"required", "format", "range",     "list", "compare",
                           "agrees",   "unique", "reference", "fresh"};
const Words severity_words = {"warn", "quarantine", "block"};
const Words relation_words = {"=", "<>", "<", "<=", ">", ">="};
const Words keys = {"name", "attribute", "check",    "severity", "sources", "when",   "pattern", "least",
                    "most", "values",    "relation", "with",     "source",  "within", "days"};

class RuleReader {
 public:
  RuleReader(const std::string& file, bool strict) : file_(file), strict_(strict) {}

  Rule read(const toml::table& entry) const {
    for (const auto& [key, node] : entry) {
      const std::string word(key.str());
      if (std::find(keys.begin(), keys.end(), word) == keys.end())
        refuse(Text("A rule has no key {word}.", {{"word", word}}), nearest(word, keys), &node);
    }
    Rule rule;
    rule.attribute = attribute_of(entry, "attribute", true);
    rule.check = static_cast<RuleCheck>(place_of(text_of(entry, "check", true), check_words,
                                                 "There is no check {word}.", entry.get("check")));
    rule.name = text_of(entry, "name", false);
    if (rule.name.empty()) rule.name = rule.attribute + " " + std::string(name_of(rule.check));
    if (entry.contains("severity"))
      rule.severity =
          static_cast<RuleSeverity>(place_of(text_of(entry, "severity", true), severity_words,
                                             "There is no severity {word}.", entry.get("severity")));
    rule.pattern = text_of(entry, "pattern", rule.check == RuleCheck::format);
    rule.least = bound_of(entry, "least");
    rule.most = bound_of(entry, "most");
    rule.values = texts_of(entry, "values");
    rule.relation = text_of(entry, "relation", false);
    rule.in_source = text_of(entry, "source", rule.check == RuleCheck::reference);
    rule.in_base = text_of(entry, "within", false) == "base";
    rule.days = entry["days"].value_or(std::int64_t{0});
    read_with(entry, rule);
    read_sources(entry, rule);
    read_condition(entry, rule);
    limit_severity(entry, rule);
    if (rule.check == RuleCheck::range && rule.least.empty() && rule.most.empty())
      refuse("A range needs least, most or both.", {}, &entry);
    if (rule.check == RuleCheck::list && rule.values.empty()) refuse("A list needs values.", {}, &entry);
    if (rule.check == RuleCheck::fresh && rule.days <= 0) refuse("How fresh is said in days.", {}, &entry);
    // Patterns and bounds are read once here, so that the fault is told with its line.
    if (!looks_across(rule.check)) {
      try {
        quality::RowRule(rule, 0, {});
      } catch (const Error& error) {
        throw Error(error.code(), error.sentence(), error.hint(), place_of_node(&entry));
      }
    }
    return rule;
  }

  [[noreturn]] void refuse(Text sentence, Text hint, const toml::node* node) const {
    throw Error(ErrorCode::bad_input, std::move(sentence), std::move(hint), place_of_node(node));
  }

 private:
  Place place_of_node(const toml::node* node) const {
    return {file_, node ? static_cast<std::uint64_t>(node->source().begin.line) : 0, {}};
  }

  static Text nearest(const std::string& word, const Words& known) {
    auto near = nearest_word(word, known);
    std::string list;
    for (const auto& each : known) list += (list.empty() ? "" : ", ") + each;
    return near.empty() ? Text("Known are: {words}.", {{"words", list}})
                        : Text("Did you mean {word}?", {{"word", near}});
  }

  std::size_t place_of(const std::string& word, const Words& known, const char* sentence,
                       const toml::node* node) const {
    auto found = std::find(known.begin(), known.end(), word);
    if (found == known.end()) refuse(Text(sentence, {{"word", word}}), nearest(word, known), node);
    return static_cast<std::size_t>(found - known.begin());
  }

  std::string text_of(const toml::table& entry, const char* key, bool required) const {
    const auto* node = entry.get(key);
    if (node == nullptr) {
      if (required) refuse(Text("The rule lacks {word}.", {{"word", key}}), {}, &entry);
      return {};
    }
    if (auto text = node->value<std::string>()) return *text;
    refuse(Text("{key} takes a text in quotes.", {{"key", key}}), {}, node);
  }

  std::string bound_of(const toml::table& entry, const char* key) const {
    const auto* node = entry.get(key);
    if (node == nullptr) return {};
    if (const auto* number = node->as_integer()) return std::to_string(number->get());
    if (const auto* number = node->as_floating_point()) {
      auto text = std::to_string(number->get());
      while (text.back() == '0') text.pop_back();
      if (text.back() == '.') text.pop_back();
      return text;
    }
    return text_of(entry, key, true);
  }

  std::vector<std::string> texts_of(const toml::table& entry, const char* key) const {
    std::vector<std::string> texts;
    const auto* node = entry.get(key);
    if (node == nullptr) return texts;
    if (auto one = node->value<std::string>()) return {*one};
    const auto* list = node->as_array();
    if (list == nullptr) refuse(Text("{key} takes a list of words.", {{"key", key}}), {}, node);
    for (const auto& each : *list) {
      auto text = each.value<std::string>();
      if (!text) refuse(Text("{key} takes a list of words.", {{"key", key}}), {}, &each);
      texts.push_back(*text);
    }
    return texts;
  }

  std::string attribute_of(const toml::table& entry, const char* key, bool required) const {
    auto name = text_of(entry, key, required);
    if (name.empty() || built_in_attribute(name) != nullptr) return name;
    Words known;
    for (const auto& attribute : built_in_attributes()) known.push_back(attribute.name);
    refuse(Text("There is no attribute {word}.", {{"word", name}}), nearest(name, known), entry.get(key));
  }

  void read_with(const toml::table& entry, Rule& rule) const {
    const bool needed = rule.check == RuleCheck::compare || rule.check == RuleCheck::agrees;
    rule.with = text_of(entry, "with", needed);
    if (rule.check == RuleCheck::reference && rule.with.empty()) rule.with = rule.attribute;
    if (!rule.with.empty() && rule.with != "orders") rule.with = attribute_of(entry, "with", true);
    if (rule.check == RuleCheck::reference && entry.get("with") == nullptr) rule.with = rule.attribute;
    if (rule.check != RuleCheck::compare || rule.with == "orders") return;
    if (rule.relation.empty()) refuse(Text("The rule lacks {word}.", {{"word", "relation"}}), {}, &entry);
    place_of(rule.relation, relation_words, "There is no relation {word}.", entry.get("relation"));
  }

  void read_sources(const toml::table& entry, Rule& rule) const {
    const auto* sources = entry["sources"].as_table();
    if (sources == nullptr) return;
    for (const auto& [source, node] : *sources) {
      const auto word = node.value_or(std::string());
      auto& own = rule.sources[std::string(source.str())];
      if (word == "off") continue;
      own = static_cast<RuleSeverity>(place_of(word, severity_words, "There is no severity {word}.", &node));
    }
  }

  void read_condition(const toml::table& entry, Rule& rule) const {
    const auto* when = entry["when"].as_table();
    if (when == nullptr) return;
    quality::RuleCondition condition;
    condition.attribute = attribute_of(*when, "attribute", true);
    condition.values = texts_of(*when, "is");
    rule.when = std::move(condition);
  }

  // What acts on rows as they come must be decided by the row alone: the same file in another order, or
  // before another file, would else give another base.
  void limit_severity(const toml::table& entry, Rule& rule) const {
    if (!needs_others(rule)) return;
    auto limit = [&](RuleSeverity& severity, const toml::node* node) {
      if (severity == RuleSeverity::warn) return;
      if (strict_)
        refuse(
            Text("A rule that looks at other records can only warn, not {severity}.",
                 {{"severity", std::string(name_of(severity))}}),
            "Rows come one by one, before those that they would be compared with. Let it warn, look at its "
            "hits with `kith rules check`, and set the values right with `kith fix`.",
            node);
      severity = RuleSeverity::warn;
    };
    limit(rule.severity, entry.get("severity"));
    for (auto& [source, severity] : rule.sources) {
      if (severity) limit(*severity, entry.get("sources"));
    }
  }

  const std::string& file_;
  bool strict_;
};

// What a key takes, as a person writes it in one word, as TOML.
std::string toml_of(const std::string& key, const std::string& text) {
  if (key == "values") return toml_list(words_between_commas(text));
  if (key == "days") {
    const bool number = text.size() < 8 && text.find_first_not_of("0123456789") == std::string::npos;
    return number ? text : toml_quoted(text);
  }
  if (key == "when") {
    const auto colon = std::min(text.find(':'), text.size());
    auto out = "{ attribute = " + toml_quoted(text.substr(0, colon));
    if (colon < text.size()) out += ", is = " + toml_list(words_between_commas(text.substr(colon + 1)));
    return out + " }";
  }
  if (key == "sources") {
    std::string own;
    for (const auto& each : words_between_commas(text)) {
      const auto colon = std::min(each.find(':'), each.size());
      own += (own.empty() ? " " : ", ") + toml_quoted(each.substr(0, colon)) + " = " +
             toml_quoted(each.substr(std::min(colon + 1, each.size())));
    }
    return "{" + own + " }";
  }
  return toml_quoted(text);
}

constexpr std::string_view rule_header = "[[rule]]";

// Which section of the text the rule is.
std::size_t section_of_rule(const TomlText& text, const std::vector<Rule>& rules, const std::string& name) {
  auto found = std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.name == name; });
  if (found == rules.end())
    throw Error(ErrorCode::not_found, Text("There is no rule {word}.", {{"word", name}}),
                "`kith rules list` lists them.");
  if (text.sections(rule_header) != rules.size())
    throw Error(ErrorCode::bad_input, "The rules are written in a way in which one cannot be changed alone.",
                "Change their text, and take it with `kith rules set FILE`.");
  return static_cast<std::size_t>(found - rules.begin());
}

void set_keys(TomlText& text, std::size_t nth, const std::vector<std::string>& assignments) {
  for (const auto& each : assignments) {
    const auto [key, value] = assignment_of(each);
    if (value.empty()) {
      text.remove_key(rule_header, nth, key);
    } else {
      text.put(rule_header, nth, key, toml_of(key, value));
    }
  }
}

}  // namespace

namespace {

std::vector<Rule> read_rules(std::string_view text, const std::string& file, bool strict) {
  toml::table table;
  try {
    table = toml::parse(text, file);
  } catch (const toml::parse_error& fault) {
    throw Error(
        ErrorCode::bad_input,
        Text("{file} is no TOML: {reason}", {{"file", file}, {"reason", std::string(fault.description())}}),
        "`kith rules suggest` prints rules to begin with.",
        {file, static_cast<std::uint64_t>(fault.source().begin.line), {}});
  }
  RuleReader reader(file, strict);
  std::vector<Rule> rules;
  std::set<std::string> names;
  for (const auto& [key, node] : table) {
    if (key.str() != "rule")
      reader.refuse(Text("The rules know no key {word}.", {{"word", std::string(key.str())}}),
                    "Every rule begins with [[rule]].", &node);
    const auto* list = node.as_array();
    if (list == nullptr) reader.refuse("The rules are no list.", "Every rule begins with [[rule]].", &node);
    for (const auto& entry : *list) {
      const auto* rule = entry.as_table();
      if (rule == nullptr)
        reader.refuse("The rules are no list.", "Every rule begins with [[rule]].", &entry);
      rules.push_back(reader.read(*rule));
      if (!names.insert(rules.back().name).second)
        reader.refuse(Text("Two rules have the name {word}.", {{"word", rules.back().name}}), {}, &entry);
    }
  }
  return rules;
}

}  // namespace

bool needs_others(const Rule& rule) noexcept { return looks_across(rule.check) || rule.with == "orders"; }

std::vector<Rule> rules_from_toml(std::string_view text, const std::string& file) {
  return read_rules(text, file, true);
}

std::string rules_to_toml(const std::vector<Rule>& rules) {
  std::string out;
  for (const auto& rule : rules) {
    out += out.empty() ? "[[rule]]\n" : "\n[[rule]]\n";
    auto put = [&](const char* key, const std::string& text) {
      if (!text.empty()) out += std::string(key) + " = " + toml_quoted(text) + "\n";
    };
    put("name", rule.name);
    put("attribute", rule.attribute);
    put("check", std::string(name_of(rule.check)));
    put("severity", std::string(name_of(rule.severity)));
    put("pattern", rule.pattern);
    put("least", rule.least);
    put("most", rule.most);
    if (!rule.values.empty()) out += "values = " + toml_list(rule.values) + "\n";
    put("with", rule.with);
    put("relation", rule.relation);
    put("source", rule.in_source);
    if (rule.in_base) put("within", "base");
    if (rule.days != 0) out += "days = " + std::to_string(rule.days) + "\n";
    if (rule.when)
      out += "when = { attribute = " + toml_quoted(rule.when->attribute) +
             (rule.when->values.empty() ? "" : ", is = " + toml_list(rule.when->values)) + " }\n";
    if (rule.sources.empty()) continue;
    std::string own;
    for (const auto& [source, severity] : rule.sources)
      own += (own.empty() ? " " : ", ") + toml_quoted(source) + " = " +
             toml_quoted(severity ? name_of(*severity) : std::string_view("off"));
    out += "sources = {" + own + " }\n";
  }
  return out;
}

std::string rules_with(std::string_view toml, const std::string& name,
                       const std::vector<std::string>& assignments) {
  TomlText text(toml);
  const auto rules = read_rules(toml, "rules", false);
  set_keys(text, name.empty() ? rules.size() : section_of_rule(text, rules, name), assignments);
  auto changed = text.text();
  rules_from_toml(changed, "rules");
  return changed;
}

std::string rules_without(std::string_view toml, const std::string& name) {
  TomlText text(toml);
  text.remove_section(rule_header, section_of_rule(text, read_rules(toml, "rules", false), name));
  return text.text();
}

std::vector<Rule> standing_rules(ledger::Statements& sql) {
  const auto stored = ledger::house_text(sql, "rules");
  if (stored.version == 0 || stored.text.empty()) return {};
  return read_rules(stored.text, "rules", false);
}

std::string implied_value(std::string_view attribute, std::string_view with, std::string_view value) {
  const bool is_resident_id = value.size() == 18 && std::all_of(value.begin(), value.begin() + 17,
                                                                [](char c) { return c >= '0' && c <= '9'; });
  if (with == "id_number" && is_resident_id) {
    if (attribute == "birth_date")
      return std::string(value.substr(6, 4))
          .append("-")
          .append(value.substr(10, 2))
          .append("-")
          .append(value.substr(12, 2));
    if (attribute == "gender") return (value[16] - '0') % 2 == 1 ? "male" : "female";
  }
  if (with == "phone" || with == "landline") {
    if (attribute == "city") return standard::place_of_phone(value).city;
    if (attribute == "province") return standard::place_of_phone(value).province;
  }
  if (with == "postal_code" && attribute == "province")
    return std::string(standard::province_of_postal_code(value));
  return {};
}

}  // namespace kith::service
