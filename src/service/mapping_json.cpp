#include "service/mapping_json.h"

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace kith::service {
namespace {

using nlohmann::json;

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json mapping_of(const Layout& layout) {
  json mapping = {{"kind", name_of(layout.kind)}, {"key", nullptr}};
  auto column = [&](int i) { return layout.columns[static_cast<std::size_t>(i)]; };
  if (layout.key_column >= 0) mapping["key"] = column(layout.key_column);
  if (layout.key_output >= 0 || layout.key_matched) mapping["key_attribute"] = layout.key_said;
  mapping["mode"] = ledger::name_of(layout.mode);
  mapping["attributes"] = json::array();
  for (const auto& output : layout.outputs) {
    json entry = {{"attribute", output.attribute},
                  {"columns", json::array()},
                  {"reason", output.reason},
                  {"confidence", output.confidence}};
    for (int i : output.columns) entry["columns"].push_back(column(i));
    if (output.columns.size() > 1) entry["joiner"] = output.joiner;
    if (output.piece != 0) {
      entry["separator"] = output.separator;
      entry["piece"] = output.piece;
    }
    if (!output.constant.empty()) entry["value"] = output.constant;
    if (output.from_output >= 0)
      entry["part_of"] = layout.outputs[static_cast<std::size_t>(output.from_output)].attribute;
    if (output.date_order == standard::DateOrder::month_day_year) entry["date_order"] = "month_day_year";
    if (!output.region.empty()) entry["region"] = output.region;
    mapping["attributes"].push_back(std::move(entry));
  }
  mapping["facts"] = json::object();
  for (std::size_t i = 0; i < layout.facts.size(); ++i) {
    if (layout.facts[i] != FactRole::none)
      mapping["facts"][std::string(name_of(layout.facts[i]))] = layout.columns[i];
  }
  if (!layout.amount_unit.empty()) mapping["amount_unit"] = layout.amount_unit;
  if (!layout.currency.empty()) mapping["currency"] = layout.currency;
  mapping["extra"] = json::array();
  for (int i : layout.extra) mapping["extra"].push_back(column(i));
  return mapping;
}

}  // namespace

std::string mapping_json(const Layout& layout) { return dump(mapping_of(layout)); }

std::string mapping_toml(const std::string& text) {
  auto mapping = json::parse(text);
  std::string toml = "kind = " + dump(mapping.value("kind", "customers")) + "\n";
  if (mapping.contains("key") && mapping["key"].is_string()) toml += "key = " + dump(mapping["key"]) + "\n";
  if (mapping.contains("key_attribute") && mapping["key_attribute"].is_string())
    toml += "key_attribute = " + dump(mapping["key_attribute"]) + "\n";
  if (mapping.contains("mode") && mapping["mode"].is_string())
    toml += "mode = " + dump(mapping["mode"]) + "\n";
  for (const auto& entry : mapping["attributes"]) {
    // Parts come with what they are taken from.
    const bool constant = !entry.value("value", "").empty();
    if (entry.contains("part_of") || (entry["columns"].empty() && !constant)) continue;
    toml += "[[attribute]]\nname = " + dump(entry["attribute"]) + "\n";
    if (!entry["columns"].empty()) toml += "columns = " + dump(entry["columns"]) + "\n";
    if (constant) toml += "value = " + dump(entry["value"]) + "\n";
    for (const char* word : {"separator", "piece"}) {
      if (entry.contains(word)) toml += std::string(word) + " = " + dump(entry[word]) + "\n";
    }
    if (entry.contains("joiner")) toml += "joiner = " + dump(entry["joiner"]) + "\n";
    if (entry.contains("date_order")) toml += "date_order = " + dump(entry["date_order"]) + "\n";
    if (!entry.value("region", "").empty()) toml += "region = " + dump(entry["region"]) + "\n";
  }
  const auto unit = mapping.value("amount_unit", ""), currency = mapping.value("currency", "");
  const bool facts = mapping.contains("facts") && !mapping["facts"].empty();
  if (facts || !currency.empty()) toml += "[facts]\n";
  if (!currency.empty()) toml += "currency = { value = " + dump(currency) + " }\n";
  if (facts) {
    for (const auto& [role, column] : mapping["facts"].items()) {
      bool known = false;
      for (int i = 1; i < static_cast<int>(FactRole::count_); ++i)
        known = known || name_of(static_cast<FactRole>(i)) == role;
      if (!known)
        throw Error(ErrorCode::bad_input,
                    Text("{name} is no part of an order, event or interaction.", {{"name", role}}),
                    "Leave it out.", {{}, 0, "mapping.facts"});
      if (role == "currency" && !currency.empty()) continue;
      toml += role + " = ";
      toml += role == "amount" && !unit.empty()
                  ? "{ column = " + dump(column) + ", unit = " + dump(unit) + " }\n"
                  : dump(column) + "\n";
    }
  }
  return toml;
}

std::string report_json(const ImportReport& report) {
  json out = {{"batch", report.batch},
              {"rows", report.rows},
              {"records", report.records},
              {"facts", report.facts},
              {"rejects", report.rejects},
              {"unchanged", report.unchanged},
              {"replaced", report.replaced},
              {"gone", report.gone},
              {"needs_confirmation", report.needs_confirmation},
              {"repeated", report.repeated},
              {"known_keys", report.known_keys},
              {"new_rows", report.new_rows},
              {"looked_up", report.looked_up},
              {"expected_duplicates", report.expected_duplicates},
              {"mends", report.mends},
              {"mended", report.mended},
              {"seconds", report.seconds},
              {"mapping", mapping_of(report.layout)}};
  const auto& shape = report.shape;
  out["shape"] = {{"format", lens::name_of(shape.format)},
                  {"encoding", shape.encoding},
                  {"compression", shape.compression},
                  {"header", shape.header},
                  {"header_line", shape.header_line},
                  {"sheet", shape.sheet},
                  {"columns", shape.columns}};
  if (shape.format == lens::FileFormat::csv) {
    out["shape"]["delimiter"] = shape.delimiter == '\t' ? "tab" : std::string(1, shape.delimiter);
    out["shape"]["quote"] = shape.quote == '\0' ? "" : std::string(1, shape.quote);
  }
  out["drift"] = json::array();
  for (const auto& change : report.drift)
    out["drift"].push_back({{"en", change.render(Language::en)}, {"zh", change.render(Language::zh)}});
  out["outputs"] = json::array();
  for (std::size_t i = 0; i < report.layout.outputs.size(); ++i) {
    json entry = {{"attribute", report.layout.outputs[i].attribute}, {"reasons", json::array()}};
    for (std::size_t v = 0; v < 5; ++v)
      entry["verdicts"][std::string(name_of(static_cast<Verdict>(v)))] = report.counts[i].verdicts[v];
    for (std::size_t r = 1; r < report.counts[i].reasons.size(); ++r) {
      if (report.counts[i].reasons[r] == 0) continue;
      auto reason = static_cast<Reason>(r);
      entry["reasons"].push_back(
          {{"reason", name_of(reason)},
           {"text", {{"en", text_of(reason, Language::en)}, {"zh", text_of(reason, Language::zh)}}},
           {"count", report.counts[i].reasons[r]}});
    }
    out["outputs"].push_back(std::move(entry));
  }
  out["examples"] = json::array();
  for (const auto& example : report.examples) {
    out["examples"].push_back(
        {{"attribute", report.layout.outputs[example.output].attribute},
         {"before", example.before},
         {"after", example.after},
         {"verdict", name_of(example.verdict)},
         {"reason", name_of(example.reason)},
         {"text",
          {{"en", text_of(example.reason, Language::en)}, {"zh", text_of(example.reason, Language::zh)}}}});
  }
  out["first_rejects"] = json::array();
  for (const auto& reject : report.first_rejects) {
    out["first_rejects"].push_back(
        {{"row", reject.row},
         {"line", reject.line},
         {"column", reject.column},
         {"reason", {{"en", reject.reason.render(Language::en)}, {"zh", reject.reason.render(Language::zh)}}},
         {"raw", reject.raw}});
  }
  return dump(out);
}

}  // namespace kith::service
