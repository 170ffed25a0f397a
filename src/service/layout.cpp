#include "service/layout.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace kith::service {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(FactRole::count_)> fact_names = {
    "",
    "order_key",
    "placed_at",
    "status",
    "currency",
    "amount",
    "items",
    "event_key",
    "event_name",
    "event_at",
    "properties",
    "interaction_key",
    "interaction_kind",
    "direction",
    "agent",
    "interaction_at",
    "duration",
    "subject"};

standard::Part part_of(std::string_view name) {
  for (int i = 0; i < static_cast<int>(standard::Part::count_); ++i) {
    if (standard::name_of(static_cast<standard::Part>(i)) == name) return static_cast<standard::Part>(i);
  }
  return standard::Part::family_name;
}

struct Currency {
  std::string_view name, code;
};
constexpr Currency currencies[] = {
    {"人民币", "CNY"}, {"cny", "CNY"}, {"rmb", "CNY"},    {"￥", "CNY"},   {"¥", "CNY"},    {"美元", "USD"},
    {"usd", "USD"},    {"us$", "USD"}, {"$", "USD"},      {"欧元", "EUR"}, {"eur", "EUR"},  {"€", "EUR"},
    {"英镑", "GBP"},   {"gbp", "GBP"}, {"£", "GBP"},      {"港币", "HKD"}, {"港元", "HKD"}, {"hkd", "HKD"},
    {"日元", "JPY"},   {"jpy", "JPY"}, {"新台币", "TWD"}, {"台币", "TWD"}, {"twd", "TWD"},  {"chf", "CHF"},
    {"aud", "AUD"},    {"cad", "CAD"}, {"sgd", "SGD"},    {"元", ""},
};

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

// The unit without its currency: "万" of "万美元".
std::string without_currency(std::string_view unit, std::string_view& code) {
  auto text = lower_case(unit);
  std::erase(text, ' ');
  for (const auto& [name, iso] : currencies) {
    auto at = text.find(name);
    if (at == std::string::npos) continue;
    code = iso;
    text.erase(at, name.size());
    break;
  }
  return text;
}

// The column that was the key so far is kept as it is.
void keep_former_key(Layout& layout) {
  if (layout.key_column < 0) return;
  for (const auto& output : layout.outputs) {
    if (std::count(output.columns.begin(), output.columns.end(), layout.key_column) != 0) return;
  }
  layout.extra.push_back(layout.key_column);
}

// The column that numbers the facts. Another that did so is kept as it is.
void set_fact_key(Layout& layout, const std::string& name) {
  const auto column = std::find(layout.columns.begin(), layout.columns.end(), name) - layout.columns.begin();
  const int chosen = static_cast<int>(column);
  if (chosen == static_cast<int>(layout.columns.size()) || chosen == layout.key_column) {
    throw Error(ErrorCode::bad_input,
                Text(chosen == layout.key_column ? "{name} says whom the rows are about, not which is which."
                                                 : "{name} is no column of the file.",
                     {{"name", name}}),
                "Say --key with the column that numbers the rows, for example the number of the order.");
  }
  layout.key_said = name;
  const auto role = key_role(layout.kind);
  const int before = layout.column_of(role);
  if (before == chosen) return;
  layout.facts.resize(layout.columns.size(), FactRole::none);
  if (before >= 0) {
    layout.facts[static_cast<std::size_t>(before)] = FactRole::none;
    layout.extra.push_back(before);
  }
  layout.facts[static_cast<std::size_t>(chosen)] = role;
  std::erase(layout.extra, chosen);
}

}  // namespace

double scale_of_unit(std::string_view unit) noexcept {
  std::string_view code;
  const auto before = unit.size();
  auto text = without_currency(unit, code);
  if (text.empty()) return before == 0 ? 0 : 1;
  struct Scale {
    std::string_view name;
    double factor;
  };
  constexpr Scale scales[] = {{"十", 10},        {"百", 100},        {"千", 1e3},       {"k", 1e3},
                              {"thousand", 1e3}, {"thousands", 1e3}, {"000s", 1e3},     {"万", 1e4},
                              {"萬", 1e4},       {"十万", 1e5},      {"百万", 1e6},     {"m", 1e6},
                              {"mn", 1e6},       {"million", 1e6},   {"millions", 1e6}, {"千万", 1e7},
                              {"亿", 1e8},       {"億", 1e8},        {"角", .1},        {"分", .01},
                              {"cent", .01},     {"cents", .01}};
  for (const auto& [name, factor] : scales) {
    if (text == name) return factor;
  }
  return 0;
}

std::string_view currency_of_unit(std::string_view unit) noexcept {
  std::string_view code;
  without_currency(unit, code);
  return code;
}

std::string_view name_of(BatchKind kind) noexcept {
  switch (kind) {
    case BatchKind::customers:
      return "customers";
    case BatchKind::orders:
      return "orders";
    case BatchKind::events:
      return "events";
    case BatchKind::interactions:
      return "interactions";
  }
  return "customers";
}

std::optional<BatchKind> batch_kind(std::string_view name) noexcept {
  for (auto kind : {BatchKind::customers, BatchKind::orders, BatchKind::events, BatchKind::interactions}) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view name_of(FactRole role) noexcept { return fact_names[static_cast<std::size_t>(role)]; }

std::vector<int> Layout::first_columns() const {
  std::vector<int> first;
  first.reserve(outputs.size());
  for (const auto& output : outputs) first.push_back(output.first_column());
  return first;
}

int Layout::column_of(FactRole role) const noexcept {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i] == role) return static_cast<int>(i);
  }
  return -1;
}

FactRole key_role(BatchKind kind) noexcept {
  switch (kind) {
    case BatchKind::orders:
      return FactRole::order_key;
    case BatchKind::events:
      return FactRole::event_key;
    case BatchKind::interactions:
      return FactRole::interaction_key;
    case BatchKind::customers:
      break;
  }
  return FactRole::none;
}

bool has_key(const Layout& layout) noexcept {
  if (layout.kind != BatchKind::customers) return layout.column_of(key_role(layout.kind)) >= 0;
  return layout.key_column >= 0 || layout.key_output >= 0 || layout.key_matched;
}

std::string key_name(const Layout& layout) {
  if (layout.key_output >= 0 || layout.key_matched) return layout.key_said;
  const int column =
      layout.kind == BatchKind::customers ? layout.key_column : layout.column_of(key_role(layout.kind));
  return column < 0 ? std::string() : layout.columns[static_cast<std::size_t>(column)];
}

void set_key(Layout& layout, const std::string& name) {
  if (layout.kind != BatchKind::customers) return set_fact_key(layout, name);
  layout.key_said = name;
  layout.key_output = -1;
  layout.key_matched = false;
  auto column = std::find(layout.columns.begin(), layout.columns.end(), name);
  if (column != layout.columns.end()) {
    int chosen = static_cast<int>(column - layout.columns.begin());
    // The new one is the key besides whatever it feeds.
    if (layout.key_column != chosen) keep_former_key(layout);
    std::erase(layout.extra, chosen);
    layout.key_column = chosen;
    return;
  }
  for (std::size_t i = 0; i < layout.outputs.size(); ++i) {
    if (layout.outputs[i].attribute == name) layout.key_output = static_cast<int>(i);
  }
  if (layout.key_output >= 0) return;
  if (name == matched_key) {
    keep_former_key(layout);
    layout.key_column = -1;
    layout.key_matched = true;
    return;
  }
  throw Error(ErrorCode::bad_input,
              Text("{name} is no column of the file, nor an attribute that it supplies.", {{"name", name}}),
              "Say --key with the name of a column as the header writes it, or of an attribute, or `match`.");
}

bool can_be_key(const Layout& layout, const std::string& name) {
  const auto& outputs = layout.outputs;
  const bool column = std::find(layout.columns.begin(), layout.columns.end(), name) != layout.columns.end();
  if (layout.kind != BatchKind::customers) return column;
  return name == matched_key || column ||
         std::any_of(outputs.begin(), outputs.end(),
                     [&](const Output& output) { return output.attribute == name; });
}

std::string to_json(const Layout& layout) {
  nlohmann::json json;
  json["kind"] = name_of(layout.kind);
  json["columns"] = layout.columns;
  json["key"] = layout.key_column;
  if (layout.told) json["told"] = true;
  if (!layout.key_said.empty()) json["key_said"] = layout.key_said;
  if (layout.key_output >= 0) json["key_output"] = layout.key_output;
  if (layout.key_matched) json["key_matched"] = true;
  if (!layout.contents.empty()) json["contents"] = layout.contents;
  if (layout.mode != ledger::BatchMode::add) json["mode"] = ledger::name_of(layout.mode);
  if (!layout.known_as.empty()) json["known_as"] = layout.known_as;
  if (!layout.amount_unit.empty()) json["amount_unit"] = layout.amount_unit;
  if (!layout.currency.empty()) json["currency"] = layout.currency;
  if (!layout.origin.format.empty()) {
    json["origin"] = {{"format", layout.origin.format}, {"encoding", layout.origin.encoding}};
    if (layout.origin.format == "csv") {
      json["origin"]["delimiter"] = static_cast<int>(layout.origin.delimiter);
      json["origin"]["quote"] = static_cast<int>(layout.origin.quote);
    }
  }
  json["extra"] = layout.extra;
  json["facts"] = nlohmann::json::array();
  for (auto role : layout.facts) json["facts"].push_back(name_of(role));
  json["outputs"] = nlohmann::json::array();
  for (const auto& output : layout.outputs) {
    nlohmann::json entry = {
        {"attribute", output.attribute}, {"type", output.type}, {"reason", output.reason}};
    if (output.confidence < 1) entry["confidence"] = output.confidence;
    if (output.from_output >= 0) {
      entry["from"] = output.from_output;
      entry["part"] = standard::name_of(output.part);
    } else {
      entry["columns"] = output.columns;
      if (!output.constant.empty()) entry["value"] = output.constant;
      if (output.columns.size() > 1) entry["joiner"] = output.joiner;
      if (output.piece != 0) {
        entry["separator"] = output.separator;
        entry["piece"] = output.piece;
      }
      if (output.type == "date" || output.type == "timestamp")
        entry["date_order"] = static_cast<int>(output.date_order);
      if (!output.region.empty()) entry["region"] = output.region;
    }
    json["outputs"].push_back(std::move(entry));
  }
  return json.dump();
}

Layout layout_from_json(std::string_view text) {
  try {
    auto json = nlohmann::json::parse(text);
    Layout layout;
    layout.kind = batch_kind(json.at("kind").get<std::string>()).value_or(BatchKind::customers);
    layout.columns = json.at("columns").get<std::vector<std::string>>();
    layout.key_column = json.at("key").get<int>();
    layout.told = json.value("told", false);
    if (json.contains("origin")) {
      const auto& origin = json.at("origin");
      layout.origin = {origin.value("format", ""), origin.value("encoding", ""),
                       static_cast<char>(origin.value("delimiter", static_cast<int>(','))),
                       static_cast<char>(origin.value("quote", static_cast<int>('"')))};
    }
    layout.key_said = json.value("key_said", std::string());
    layout.key_output = json.value("key_output", -1);
    layout.key_matched = json.value("key_matched", false);
    layout.contents = json.value("contents", std::vector<std::string>());
    layout.mode = ledger::batch_mode(json.value("mode", std::string("add"))).value_or(ledger::BatchMode::add);
    layout.known_as = json.value("known_as", std::string());
    layout.amount_unit = json.value("amount_unit", std::string());
    layout.currency = json.value("currency", std::string());
    layout.extra = json.at("extra").get<std::vector<int>>();
    for (const auto& name : json.at("facts")) {
      auto role = FactRole::none;
      for (std::size_t i = 0; i < fact_names.size(); ++i) {
        if (fact_names[i] == name.get<std::string>()) role = static_cast<FactRole>(i);
      }
      layout.facts.push_back(role);
    }
    for (const auto& entry : json.at("outputs")) {
      Output output;
      output.attribute = entry.at("attribute").get<std::string>();
      output.type = entry.at("type").get<std::string>();
      output.reason = entry.value("reason", "");
      output.confidence = entry.value("confidence", 1.0);
      output.from_output = entry.value("from", -1);
      output.part = part_of(entry.value("part", ""));
      output.columns = entry.value("columns", std::vector<int>());
      output.joiner = entry.value("joiner", " ");
      output.separator = entry.value("separator", "");
      output.piece = output.separator.empty() ? 0 : entry.value("piece", 0);
      output.constant = entry.value("value", "");
      output.date_order = static_cast<standard::DateOrder>(entry.value("date_order", 1));
      output.region = entry.value("region", std::string());
      layout.outputs.push_back(std::move(output));
    }
    return layout;
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::corrupt, "The layout of a batch is damaged.",
                "Run `kith verify`, and restore the base from a backup.");
  }
}

}  // namespace kith::service
