#include "service/layout.h"

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

}  // namespace

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

std::string to_json(const Layout& layout) {
  nlohmann::json json;
  json["kind"] = name_of(layout.kind);
  json["columns"] = layout.columns;
  json["key"] = layout.key_column;
  if (layout.told) json["told"] = true;
  if (!layout.known_as.empty()) json["known_as"] = layout.known_as;
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
      if (output.columns.size() > 1) entry["joiner"] = output.joiner;
      if (output.type == "date" || output.type == "timestamp")
        entry["date_order"] = static_cast<int>(output.date_order);
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
    layout.known_as = json.value("known_as", std::string());
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
      output.date_order = static_cast<standard::DateOrder>(entry.value("date_order", 1));
      layout.outputs.push_back(std::move(output));
    }
    return layout;
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::corrupt, "The layout of a batch is damaged.",
                "Run `kith verify`, and restore the base from a backup.");
  }
}

}  // namespace kith::service
