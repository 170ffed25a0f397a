#include "service/model_json.h"

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace kith::service {

std::string to_json(const match::Model& model) {
  nlohmann::json json = {{"lambda", model.lambda},
                         {"predicted_recall", model.predicted_recall},
                         {"partner_odds", model.partner_odds},
                         {"anchored", model.anchored}};
  json["fields"] = nlohmann::json::array();
  for (const auto& field : model.fields) {
    nlohmann::json entry = {{"column", field.column},
                            {"kind", static_cast<int>(field.kind)},
                            {"term_frequency", field.term_frequency},
                            {"levels", nlohmann::json::array()},
                            {"dependences", nlohmann::json::array()}};
    for (const auto& level : field.levels)
      entry["levels"].push_back({{"name", level.name}, {"m", level.m}, {"u", level.u}});
    for (const auto& dependence : field.dependences) {
      entry["dependences"].push_back({{"column", dependence.column}, {"u", dependence.u}});
    }
    json["fields"].push_back(std::move(entry));
  }
  json["rules"] = nlohmann::json::array();
  for (const auto& rule : model.rules) {
    json["rules"].push_back({{"name", rule.name},
                             {"pairs", rule.pairs},
                             {"predicted_recall", rule.predicted_recall},
                             {"dropped", rule.dropped}});
  }
  return json.dump();
}

match::Model model_from_json(std::string_view text) {
  try {
    auto json = nlohmann::json::parse(text);
    match::Model model;
    model.lambda = json.at("lambda").get<double>();
    model.predicted_recall = json.at("predicted_recall").get<double>();
    model.partner_odds = json.value("partner_odds", 0.0);
    model.anchored = json.value("anchored", false);
    for (const auto& entry : json.at("fields")) {
      match::FieldModel field;
      field.column = entry.at("column").get<std::string>();
      field.kind = static_cast<match::ColumnKind>(entry.at("kind").get<int>());
      field.term_frequency = entry.at("term_frequency").get<bool>();
      for (const auto& level : entry.at("levels")) {
        field.levels.push_back(
            {level.at("name").get<std::string>(), level.at("m").get<double>(), level.at("u").get<double>()});
      }
      for (const auto& dependence : entry.at("dependences")) {
        field.dependences.push_back(
            {dependence.at("column").get<std::string>(), dependence.at("u").get<std::vector<double>>()});
      }
      model.fields.push_back(std::move(field));
    }
    for (const auto& entry : json.at("rules")) {
      match::RuleModel rule;
      rule.name = entry.at("name").get<std::string>();
      rule.pairs = entry.at("pairs").get<std::uint64_t>();
      rule.predicted_recall = entry.at("predicted_recall").get<double>();
      rule.dropped = entry.value("dropped", std::uint64_t{0});
      model.rules.push_back(std::move(rule));
    }
    return model;
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::corrupt, "The stored matching model is damaged.", "Run `kith resolve` again.");
  }
}

}  // namespace kith::service
