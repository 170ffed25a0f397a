#include "service/rule_file.h"

#include <algorithm>
#include <set>

#include <toml++/toml.h>

#include "base/error.h"
#include "base/nearest_word.h"
#include "ledger/house_texts.h"
#include "service/dictionary.h"
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
  explicit RuleReader(const std::string& file) : file_(file) {}

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

  const std::string& file_;
};

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
  }
  return out + "\"";
}

std::string list_of(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "[" : ", ") + in_quotes(value);
  return out + "]";
}

}  // namespace

std::vector<Rule> rules_from_toml(std::string_view text, const std::string& file) {
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
  RuleReader reader(file);
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

std::string rules_to_toml(const std::vector<Rule>& rules) {
  std::string out;
  for (const auto& rule : rules) {
    out += out.empty() ? "[[rule]]\n" : "\n[[rule]]\n";
    auto put = [&](const char* key, const std::string& text) {
      if (!text.empty()) out += std::string(key) + " = " + in_quotes(text) + "\n";
    };
    put("name", rule.name);
    put("attribute", rule.attribute);
    put("check", std::string(name_of(rule.check)));
    put("severity", std::string(name_of(rule.severity)));
    put("pattern", rule.pattern);
    put("least", rule.least);
    put("most", rule.most);
    if (!rule.values.empty()) out += "values = " + list_of(rule.values) + "\n";
    put("with", rule.with);
    put("relation", rule.relation);
    put("source", rule.in_source);
    if (rule.in_base) put("within", "base");
    if (rule.days != 0) out += "days = " + std::to_string(rule.days) + "\n";
    if (rule.when)
      out += "when = { attribute = " + in_quotes(rule.when->attribute) +
             (rule.when->values.empty() ? "" : ", is = " + list_of(rule.when->values)) + " }\n";
    if (rule.sources.empty()) continue;
    std::string own;
    for (const auto& [source, severity] : rule.sources)
      own += (own.empty() ? " " : ", ") + in_quotes(source) + " = " +
             in_quotes(severity ? name_of(*severity) : std::string_view("off"));
    out += "sources = {" + own + " }\n";
  }
  return out;
}

std::vector<Rule> standing_rules(ledger::Statements& sql) {
  const auto stored = ledger::house_text(sql, "rules");
  if (stored.version == 0 || stored.text.empty()) return {};
  return rules_from_toml(stored.text, "rules");
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
