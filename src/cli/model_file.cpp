#include "cli/model_file.h"

#include <algorithm>
#include <charconv>

#include <toml++/toml.h>

#include "base/error.h"
#include "base/file.h"
#include "service/dedupe_columns.h"

namespace kith::cli {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(c));
      out += escape;
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

// As few digits as bring the same number back, always with a point, as TOML wants it for a real number.
std::string real(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value);
  std::string out(text, end.ptr);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

std::string list(const std::vector<double>& values) {
  std::string out;
  for (double value : values) out += (out.empty() ? "" : ", ") + real(value);
  return "[" + out + "]";
}

class Reader {
 public:
  explicit Reader(std::string path) : path_(std::move(path)) {}

  match::Model read() {
    toml::table root;
    try {
      root = toml::parse(read_file(path_), path_);
    } catch (const toml::parse_error& fault) {
      throw Error(ErrorCode::bad_input, Text("{path} is no TOML.", {{"path", path_}}),
                  "Mend the line, or save the model again with --save-model.",
                  {path_, fault.source().begin.line, {}});
    }
    match::Model model;
    model.lambda = probability(root, "lambda");
    model.predicted_recall = root["predicted_recall"].value_or(0.0);
    model.partner_odds = std::max(0.0, root["partner_odds"].value_or(0.0));
    model.anchored = root["anchored"].value_or(false);
    for (const auto& node : array(root, "field")) model.fields.push_back(field(table_of(node)));
    if (const auto* rules = root["rule"].as_array()) {
      for (const auto& node : *rules) model.rules.push_back(rule(table_of(node)));
    }
    return model;
  }

 private:
  [[noreturn]] void refuse(const toml::node& node, const std::string& name) const {
    throw Error(ErrorCode::bad_input, Text("The model has no usable {name} here.", {{"name", name}}),
                "Compare with a model that --save-model has written.", {path_, node.source().begin.line, {}});
  }
  const toml::array& array(const toml::table& table, const char* name) const {
    const auto* found = table[name].as_array();
    if (found == nullptr || found->empty()) refuse(table, name);
    return *found;
  }
  const toml::table& table_of(const toml::node& node) const {
    const auto* found = node.as_table();
    if (found == nullptr) refuse(node, "table");
    return *found;
  }
  std::string text(const toml::table& table, const char* name) const {
    const auto found = table[name].value<std::string>();
    if (!found || found->empty()) refuse(table, name);
    return *found;
  }
  double probability(const toml::table& table, const char* name) const {
    const auto found = table[name].value<double>();
    if (!found || !(*found > 0 && *found < 1)) refuse(table, name);
    return *found;
  }

  match::FieldModel field(const toml::table& table) const {
    match::FieldModel field;
    field.column = text(table, "column");
    if (!service::column_kind_named(text(table, "kind"), field.kind)) refuse(table, "kind");
    field.term_frequency = table["term_frequency"].value_or(true);
    double m = 0, u = 0;
    for (const auto& node : array(table, "level")) {
      const auto& level = table_of(node);
      field.levels.push_back({text(level, "name"), probability(level, "m"), probability(level, "u")});
      m += field.levels.back().m;
      u += field.levels.back().u;
    }
    for (auto& level : field.levels) {
      level.m /= m;
      level.u /= u;
    }
    if (const auto* all = table["given"].as_array()) {
      for (const auto& node : *all)
        field.dependences.push_back(dependence(table_of(node), field.levels.size()));
    }
    return field;
  }

  match::Dependence dependence(const toml::table& table, std::size_t levels) const {
    match::Dependence dependence{text(table, "column"), {}};
    for (const auto& node : array(table, "u")) {
      const auto value = node.value<double>();
      if (!value || !(*value > 0 && *value <= 1)) refuse(node, "u");
      dependence.u.push_back(*value);
    }
    if (dependence.u.size() != levels) refuse(table, "u");
    return dependence;
  }

  match::RuleModel rule(const toml::table& table) const {
    match::RuleModel rule;
    rule.name = text(table, "name");
    rule.predicted_recall = table["predicted_recall"].value_or(0.0);
    return rule;
  }

  std::string path_;
};

}  // namespace

void write_model_file(const std::string& path, const match::Model& model) {
  std::string out =
      "# A matching model of Kith. weight = log2(m / u); edit m, u, lambda or the rules, and use it by "
      "--model.\n"
      "# m: share of the level among pairs that are one; u: among pairs that are not. Each sums to 1 over a "
      "field.\n";
  out += "lambda = " + real(model.lambda) + "  # probability that two rows taken at random are one\n";
  out += "predicted_recall = " + real(model.predicted_recall) + "\n";
  if (model.anchored)
    out +=
        "anchored = true  # what rows have most in common is not that they are one: m is mostly as "
        "expected\n";
  if (model.partner_odds > 0) {
    out += "partner_odds = " + real(model.partner_odds) +
           "  # that two rows without a partner are partners, where a row has at most one\n";
  }
  for (const auto& rule : model.rules) {
    out += "\n[[rule]]\nname = " + quoted(rule.name) + "\npredicted_recall = " + real(rule.predicted_recall) +
           "\n";
  }
  for (const auto& field : model.fields) {
    out += "\n[[field]]\ncolumn = " + quoted(field.column) +
           "\nkind = " + quoted(std::string(service::name_of(field.kind))) +
           "\nterm_frequency = " + (field.term_frequency ? "true" : "false") + "\n";
    out += "level = [\n";
    for (const auto& level : field.levels)
      out += "  {name = " + quoted(level.name) + ", m = " + real(level.m) + ", u = " + real(level.u) + "},\n";
    out += "]\n";
    if (field.dependences.empty()) continue;
    out += "# What u is once another column agrees, strongest first.\ngiven = [\n";
    for (const auto& dependence : field.dependences)
      out += "  {column = " + quoted(dependence.column) + ", u = " + list(dependence.u) + "},\n";
    out += "]\n";
  }
  write_file_atomically(path, out, 0600);
}

match::Model read_model_file(const std::string& path) { return Reader(path).read(); }

}  // namespace kith::cli
