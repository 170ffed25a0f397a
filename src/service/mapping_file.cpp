#include "service/mapping_file.h"

#include <algorithm>
#include <array>

#include <toml++/toml.h>

#include "base/error.h"
#include "service/dictionary.h"

namespace kith::service {
namespace {

constexpr std::int64_t most_pieces = 1000;

bool is_region(std::string_view text) {
  return text.size() == 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

constexpr std::array<std::string_view, 3> order_names = {"year_month_day", "day_month_year",
                                                         "month_day_year"};

[[noreturn]] void refuse(Text sentence, const std::string& name, const toml::node* node = nullptr) {
  std::uint64_t line = node ? node->source().begin.line : 0;
  throw Error(ErrorCode::bad_input, std::move(sentence),
              "`kith source mapping NAME` prints a mapping to begin with.", {name, line, {}});
}

int position(const std::vector<std::string>& columns, std::string_view name) {
  auto found = std::find(columns.begin(), columns.end(), name);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

const ledger::Attribute* attribute_named(std::string_view name) {
  for (const auto& attribute : built_in_attributes()) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

// Parts of names and addresses, and the columns that nothing takes.
void complete(Layout& layout) {
  auto output_of = [&](std::string_view name) {
    for (std::size_t i = 0; i < layout.outputs.size(); ++i) {
      if (layout.outputs[i].attribute == name) return static_cast<int>(i);
    }
    return -1;
  };
  for (const auto& each : derived_parts()) {
    int from = output_of(each.from);
    if (from < 0 || output_of(each.attribute) >= 0) continue;
    Output part;
    part.attribute = each.attribute;
    part.type = attribute_named(each.attribute)->type;
    part.from_output = from;
    part.part = each.part;
    part.reason = "part";
    layout.outputs.push_back(std::move(part));
  }
  std::vector<bool> used(layout.columns.size(), false);
  if (layout.key_column >= 0) used[static_cast<std::size_t>(layout.key_column)] = true;
  for (const auto& output : layout.outputs) {
    for (int column : output.columns) used[static_cast<std::size_t>(column)] = true;
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i] && layout.facts[i] == FactRole::none) layout.extra.push_back(static_cast<int>(i));
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
      out += c;
  }
  return out + "\"";
}

std::string names_of(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<std::string> columns_of(const Layout& layout, const Output& output) {
  std::vector<std::string> names;
  for (int column : output.columns) names.push_back(layout.columns[static_cast<std::size_t>(column)]);
  return names;
}

void read_attribute(const toml::table& entry, const std::string& file, Layout& layout, bool& any) {
  auto name = entry["name"].value<std::string>();
  const auto* attribute = name ? attribute_named(*name) : nullptr;
  if (!attribute) {
    refuse(Text("The mapping {file} names an unknown attribute {name}.",
                {{"file", file}, {"name", name.value_or("")}}),
           file, &entry);
  }
  Output output;
  output.attribute = attribute->name;
  output.type = attribute->type;
  output.reason = "mapping";
  output.joiner = entry["joiner"].value_or(std::string(" "));
  output.separator = entry["separator"].value_or(std::string());
  output.piece = static_cast<int>(
      std::clamp<std::int64_t>(entry["piece"].value_or(std::int64_t(0)), -most_pieces, most_pieces));
  if (output.separator.empty() != (output.piece == 0)) {
    refuse(Text("The mapping {file} says of {name} only one of separator and piece.",
                {{"file", file}, {"name", *name}}),
           file, &entry);
  }
  if (auto order = entry["date_order"].value<std::string>()) {
    auto found = std::find(order_names.begin(), order_names.end(), *order);
    if (found == order_names.end()) {
      refuse(Text("The mapping {file} names an unknown order of dates {name}.",
                  {{"file", file}, {"name", *order}}),
             file, &entry);
    }
    output.date_order = static_cast<standard::DateOrder>(found - order_names.begin());
  }
  if (auto region = entry["region"].value<std::string>()) {
    if (!is_region(*region)) {
      refuse(Text("The mapping {file} names an unknown region {name}.", {{"file", file}, {"name", *region}}),
             file, &entry);
    }
    output.region = *region;
  }
  auto add = [&](const toml::node& node) {
    auto column = node.value<std::string>();
    if (!column) refuse(Text("The mapping {file} is no mapping.", {{"file", file}}), file, &node);
    int at = position(layout.columns, *column);
    if (at >= 0) output.columns.push_back(at);
  };
  if (const auto* list = entry["columns"].as_array()) {
    for (const auto& node : *list) add(node);
  } else if (const auto* one = entry["columns"].node()) {
    add(*one);
  }
  for (const auto& other : layout.outputs) {
    if (other.attribute == output.attribute) {
      refuse(Text("The mapping {file} names the attribute {name} twice.", {{"file", file}, {"name", *name}}),
             file, &entry);
    }
  }
  if (auto constant = entry["value"].value<std::string>()) output.constant = *constant;
  if (output.columns.empty() && output.constant.empty()) return;
  if (!output.columns.empty() && !output.constant.empty()) {
    refuse(
        Text("The mapping {file} gives {name} both columns and a value.", {{"file", file}, {"name", *name}}),
        file, &entry);
  }
  any |= !output.columns.empty();
  layout.outputs.push_back(std::move(output));
}

// amount = "金额", or { column = "金额", unit = "万元" }; currency = { value = "CNY" }.
void read_fact(std::string_view key, const toml::node& node, const std::string& file, Layout& layout) {
  auto role = FactRole::none;
  for (int i = 1; i < static_cast<int>(FactRole::count_); ++i) {
    if (name_of(static_cast<FactRole>(i)) == key) role = static_cast<FactRole>(i);
  }
  if (role == FactRole::none)
    refuse(Text("{name} is no part of an order, event or interaction.", {{"name", std::string(key)}}), file,
           &node);
  auto column = node.value<std::string>();
  if (const auto* table = node.as_table()) {
    column = (*table)["column"].value<std::string>();
    layout.currency =
        role == FactRole::currency ? (*table)["value"].value_or(std::string()) : layout.currency;
    if (auto unit = (*table)["unit"].value<std::string>(); unit && role == FactRole::amount) {
      if (scale_of_unit(*unit) == 0)
        refuse(Text("The mapping {file} names an unknown unit of money {name}.",
                    {{"file", file}, {"name", *unit}}),
               file, &node);
      layout.amount_unit = *unit;
    }
  }
  if (!column) return;
  if (int at = position(layout.columns, *column); at >= 0) layout.facts[static_cast<std::size_t>(at)] = role;
}

// What has a form of its own; texts of several kinds pass into one another.
struct FormChange {
  std::string_view kind;
  const char *lost, *come;
};
constexpr FormChange form_changes[] = {
    {"email", "the cells of {column} are no e-mail addresses any more",
     "the cells of {column} are e-mail addresses now"},
    {"phone", "the cells of {column} are no phone numbers any more",
     "the cells of {column} are phone numbers now"},
    {"id_number", "the cells of {column} are no ID numbers any more",
     "the cells of {column} are ID numbers now"},
    {"url", "the cells of {column} are no web addresses any more",
     "the cells of {column} are web addresses now"},
    {"date", "the cells of {column} are no dates any more", "the cells of {column} are dates now"},
    {"number", "the cells of {column} are no numbers any more", "the cells of {column} are numbers now"},
    {"code", "the cells of {column} are no codes any more", "the cells of {column} are codes now"},
    {"gender", "the cells of {column} name no gender any more", "the cells of {column} name a gender now"},
};

const FormChange* form_of(std::string_view kind) {
  const auto* found = std::find_if(std::begin(form_changes), std::end(form_changes),
                                   [&](const FormChange& change) { return change.kind == kind; });
  return found == std::end(form_changes) ? nullptr : found;
}

void add_changed_contents(std::vector<Text>& drift, const Layout& before, const Layout& now) {
  if (before.contents.size() != before.columns.size() || now.contents.size() != now.columns.size()) return;
  for (std::size_t i = 0; i < now.columns.size(); ++i) {
    const int then = position(before.columns, now.columns[i]);
    if (then < 0) continue;
    const auto& was = before.contents[static_cast<std::size_t>(then)];
    const auto& is = now.contents[i];
    if (was == is || was.empty() || is.empty()) continue;
    const Text::Arguments column{{"column", now.columns[i]}};
    if (const auto* lost = form_of(was)) drift.emplace_back(lost->lost, column);
    if (const auto* come = form_of(is)) drift.emplace_back(come->come, column);
  }
}

}  // namespace

std::string to_toml(const Layout& layout, const std::string& source) {
  std::string out = "# kith: " + source + "\nkind = " + quoted(name_of(layout.kind)) + "\n";
  if (layout.key_column >= 0)
    out += "key = " + quoted(layout.columns[static_cast<std::size_t>(layout.key_column)]) + "\n";
  if (layout.key_output >= 0 || layout.key_matched)
    out += "key_attribute = " + quoted(layout.key_said) + "\n";
  if (layout.mode != ledger::BatchMode::add) out += "mode = " + quoted(ledger::name_of(layout.mode)) + "\n";
  for (const auto& output : layout.outputs) {
    if (output.from_output >= 0) continue;
    out += "\n[[attribute]]\nname = " + quoted(output.attribute);
    if (output.columns.empty()) {
      out += "\nvalue = " + quoted(output.constant) + "\n";
      continue;
    }
    out += "\ncolumns = [";
    bool first = true;
    for (const auto& column : columns_of(layout, output)) {
      out += (first ? "" : ", ") + quoted(column);
      first = false;
    }
    out += "]\n";
    if (output.columns.size() > 1) out += "joiner = " + quoted(output.joiner) + "\n";
    if (output.piece != 0)
      out += "separator = " + quoted(output.separator) + "\npiece = " + std::to_string(output.piece) + "\n";
    if (output.type == "date" || output.type == "timestamp")
      out += "date_order = " + quoted(order_names[static_cast<std::size_t>(output.date_order)]) + "\n";
    if (!output.region.empty()) out += "region = " + quoted(output.region) + "\n";
  }
  bool facts = false;
  for (std::size_t i = 0; i < layout.facts.size(); ++i) {
    if (layout.facts[i] == FactRole::none) continue;
    if (!facts) out += "\n[facts]\n";
    facts = true;
    const auto column = quoted(layout.columns[i]);
    const bool in_unit = layout.facts[i] == FactRole::amount && !layout.amount_unit.empty();
    out += std::string(name_of(layout.facts[i])) + " = " +
           (in_unit ? "{ column = " + column + ", unit = " + quoted(layout.amount_unit) + " }" : column) +
           "\n";
  }
  if (!layout.currency.empty()) {
    if (!facts) out += "\n[facts]\n";
    out += "currency = { value = " + quoted(layout.currency) + " }\n";
  }
  if (!layout.extra.empty()) {
    out += "\n# kept as they are:";
    for (int column : layout.extra) out += " " + quoted(layout.columns[static_cast<std::size_t>(column)]);
    out += "\n";
  }
  return out;
}

Layout layout_from_toml(std::string_view text, const std::string& name,
                        const std::vector<std::string>& columns) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw Error(ErrorCode::bad_input, Text("The mapping {file} is no TOML.", {{"file", name}}),
                "`kith source mapping NAME` prints a mapping to begin with.",
                {name, error.source().begin.line, {}});
  }
  Layout layout;
  layout.columns = columns;
  layout.told = true;
  layout.facts.assign(columns.size(), FactRole::none);
  auto kind = batch_kind(table["kind"].value_or(std::string("customers")));
  if (!kind) refuse(Text("The mapping {file} is no mapping.", {{"file", name}}), name, table["kind"].node());
  layout.kind = *kind;
  bool any = false;
  if (auto key = table["key"].value<std::string>()) {
    layout.key_column = position(columns, *key);
    any |= layout.key_column >= 0;
  }
  if (const auto* attributes = table["attribute"].as_array()) {
    for (const auto& node : *attributes) {
      const auto* entry = node.as_table();
      if (!entry) refuse(Text("The mapping {file} is no mapping.", {{"file", name}}), name, &node);
      read_attribute(*entry, name, layout, any);
    }
  }
  if (const auto* facts = table["facts"].as_table()) {
    for (const auto& [key, node] : *facts) read_fact(key.str(), node, name, layout);
  }
  if (!any)
    refuse(Text("The file has none of the columns that the mapping {file} names.", {{"file", name}}), name);
  complete(layout);
  if (auto mode = table["mode"].value<std::string>()) {
    auto known = ledger::batch_mode(*mode);
    if (!known)
      refuse(Text("The mapping {file} names an unknown mode {name}.", {{"file", name}, {"name", *mode}}),
             name, table["mode"].node());
    layout.mode = *known;
  }
  if (auto attribute = table["key_attribute"].value<std::string>()) {
    set_key(layout, *attribute);
  } else if (layout.kind == BatchKind::customers && layout.key_column >= 0) {
    layout.key_said = layout.columns[static_cast<std::size_t>(layout.key_column)];
  }
  return layout;
}

Layout layout_for(const Layout& told, const std::vector<std::string>& columns) {
  return layout_from_toml(to_toml(told, ""), "mapping", columns);
}

std::vector<Text> drift_between(const Layout& before, const Layout& now) {
  std::vector<Text> drift;
  if (before.columns.empty()) return drift;
  std::vector<std::string> gone, added;
  for (const auto& column : before.columns) {
    if (position(now.columns, column) < 0) gone.push_back(column);
  }
  for (const auto& column : now.columns) {
    if (position(before.columns, column) < 0) added.push_back(column);
  }
  // A column with another name that feeds what a vanished one fed was renamed.
  auto feeds = [](const Layout& layout, std::string_view attribute) -> std::vector<std::string> {
    for (const auto& output : layout.outputs) {
      if (output.attribute == attribute && output.from_output < 0) return columns_of(layout, output);
    }
    return {};
  };
  for (const auto& output : before.outputs) {
    if (output.from_output >= 0) continue;
    auto old_columns = columns_of(before, output), new_columns = feeds(now, output.attribute);
    if (old_columns == new_columns) continue;
    if (new_columns.empty()) {
      drift.emplace_back(
          "{attribute} came from {columns} and comes from nowhere now",
          Text::Arguments{{"attribute", output.attribute}, {"columns", names_of(old_columns)}});
    } else {
      drift.emplace_back("{attribute} came from {columns} and comes from {now} now",
                         Text::Arguments{{"attribute", output.attribute},
                                         {"columns", names_of(old_columns)},
                                         {"now", names_of(new_columns)}});
    }
  }
  if (!gone.empty())
    drift.emplace_back("columns gone: {columns}", Text::Arguments{{"columns", names_of(gone)}});
  if (!added.empty())
    drift.emplace_back("columns new: {columns}", Text::Arguments{{"columns", names_of(added)}});
  add_changed_contents(drift, before, now);
  if (now.mode != ledger::BatchMode::add && before.kind == now.kind && key_name(before) != key_name(now)) {
    drift.emplace_back(key_name(before).empty()
                           ? "earlier rows came without a key: rows of this file replace none of them"
                           : "the key was {before} and is {now} now: rows with the old one are not replaced",
                       Text::Arguments{{"before", key_name(before)}, {"now", key_name(now)}});
  }
  if (before.kind != now.kind) {
    drift.emplace_back("the rows were {before} and are {now} now",
                       Text::Arguments{{"before", std::string(name_of(before.kind))},
                                       {"now", std::string(name_of(now.kind))}});
  }
  return drift;
}

}  // namespace kith::service
