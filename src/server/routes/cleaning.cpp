// Values of the records: facets, clusters, corrections, standardising again, the company's standard, rules.
#include <charconv>

#include "server/api.h"
#include "server/routes/render.h"
#include "service/rule_file.h"
#include "service/value_desk.h"

namespace kith::server {
namespace {

// What is asked of values names values: it travels in the body, for addresses stand in logs and histories.
service::ValueScope scope_of(Call& call) {
  service::ValueScope scope;
  scope.attribute = call.place("attribute");
  scope.source = call.body.value("source", "");
  scope.batch = call.body.value("batch", std::int64_t{0});
  scope.where = call.body.value("where", std::vector<std::string>());
  return scope;
}

json counts_json(const std::vector<service::NamedCount>& counts) {
  json out = json::array();
  for (const auto& each : counts) out.push_back({{"name", each.name}, {"records", each.records}});
  return out;
}

std::string reason_label(const std::string& name, Language language) {
#define REASON(number, word, english, chinese) \
  if (name == #word) return std::string(text_of(static_cast<Reason>(number), language));
#include "base/house_reason.def"
#include "base/reason.def"
#undef REASON
  return name;
}

Response get_facets(Call& call) {
  const auto facets = service::value_facets(call.base.office, call.actor(), scope_of(call),
                                            call.body.value("limit", std::size_t{50}));
  json verdicts = json::object(), reasons = json::array(), values = json::array();
  for (std::size_t i = 0; i < facets.verdicts.size(); ++i)
    verdicts[std::string(name_of(static_cast<Verdict>(i)))] = facets.verdicts[i];
  for (const auto& reason : facets.reasons)
    reasons.push_back({{"name", reason.name},
                       {"label", reason_label(reason.name, call.language)},
                       {"records", reason.records}});
  for (const auto& value : facets.values)
    values.push_back(
        {{"value", value.value}, {"records", value.records}, {"verdict", name_of(value.verdict)}});
  return json_response(200, {{"records", facets.records},
                             {"supplied", facets.supplied},
                             {"distinct", facets.distinct},
                             {"verdicts", verdicts},
                             {"reasons", reasons},
                             {"values", values},
                             {"patterns", counts_json(facets.patterns)}});
}

Response get_clusters(Call& call) {
  const auto word = call.body.value("method", std::string("fingerprint"));
  const auto method = service::cluster_method(word);
  const auto found = service::value_clusters(call.base.office, call.actor(), scope_of(call), method,
                                             call.body.value("limit", std::size_t{50}));
  json items = json::array();
  for (const auto& cluster : found.found)
    items.push_back(
        {{"value", cluster.value}, {"records", cluster.records}, {"others", counts_json(cluster.others)}});
  return json_response(200, {{"method", word},
                             {"distinct", found.distinct},
                             {"clusters", found.clusters},
                             {"records", found.records},
                             {"items", items}});
}

json correction_json(const service::Correction& correction) {
  auto out = json::parse(service::to_json(correction));
  out["once"] = correction.until_batch != 0;
  out.erase("until_batch");
  return out;
}

Response list_corrections(Call& call) {
  json items = json::array();
  for (const auto& view : service::list_corrections(call.base.office, call.actor()))
    items.push_back({{"number", view.stored.number},
                     {"made_by", view.stored.made_by},
                     {"made_at", time_text(view.stored.made_at)},
                     {"batch", view.batch == 0 ? json(nullptr) : json(view.batch)},
                     {"stands", view.stored.withdrawn_at == 0},
                     {"correction", correction_json(view.correction)}});
  return json_response(200, {{"items", items}});
}

Response begun(Call& call, service::RestandardiseRequest request, const std::vector<bool>& once,
               const std::string& toml) {
  auto job = service::begin_restandardise(call.base.office, call.base.jobs, call.actor(), std::move(request),
                                          once, toml);
  return json_response(202, job_json({job, {}}, call.language));
}

Response correct_values(Call& call) {
  service::RestandardiseRequest request;
  std::vector<bool> once;
  request.dry_run = call.flag("dry_run");
  for (auto each : call.body["corrections"]) {
    once.push_back(each.value("once", false));
    each.erase("once");
    request.corrections.push_back(service::correction_from_json(each.dump()));
  }
  if (request.corrections.empty())
    throw Error(ErrorCode::bad_input, "There is no correction in the list.", "Give at least one.");
  return begun(call, std::move(request), once, {});
}

Response withdraw_correction(Call& call) {
  service::RestandardiseRequest request;
  request.dry_run = call.flag("dry_run");
  const auto& number = call.place("correction");
  const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), request.withdraw);
  // No correction has such a number; who may not ask must not learn even that.
  if (fault != std::errc() || end != number.data() + number.size() || request.withdraw <= 0)
    request.withdraw = -1;
  return begun(call, std::move(request), {}, {});
}

Response restandardise(Call& call) {
  service::RestandardiseRequest request;
  request.dry_run = call.flag("dry_run");
  request.attribute = call.body.value("attribute", "");
  request.source = call.body.value("source", "");
  return begun(call, std::move(request), {}, {});
}

Response try_standard(Call& call) {
  service::RestandardiseRequest request;
  request.dry_run = true;
  auto toml = call.body["toml"].get<std::string>();
  if (toml.empty()) toml = "\n";
  return begun(call, std::move(request), {}, toml);
}

json text_json(const ledger::HouseText& text) {
  return {{"version", text.version},
          {"toml", text.text},
          {"made_by", text.made_by},
          {"made_at", time_or_null(text.made_at)}};
}

Response get_standard(Call& call) {
  return json_response(200, text_json(service::house_text(call.base.office, call.actor(), "standard")));
}

Response put_standard(Call& call) {
  return json_response(
      200, text_json(service::put_house_text(call.base.office, call.actor(), "standard", call.body["toml"])));
}

json rules_json(Call& call, const ledger::HouseText& text) {
  auto out = text_json(text);
  out["rules"] = json::array();
  for (const auto& rule : service::rules_from_toml(text.text, "rules")) {
    json sources = json::object();
    for (const auto& [source, severity] : rule.sources)
      sources[source] = severity ? std::string(name_of(*severity)) : "off";
    out["rules"].push_back({{"name", rule.name},
                            {"attribute", rule.attribute},
                            {"check", name_of(rule.check)},
                            {"severity", name_of(rule.severity)},
                            {"sources", sources},
                            {"sentence", call.say(sentence_of(rule))}});
  }
  return out;
}

Response get_rules(Call& call) {
  return json_response(200, rules_json(call, service::house_text(call.base.office, call.actor(), "rules")));
}

Response put_rules(Call& call) {
  return json_response(200, rules_json(call, service::put_house_text(call.base.office, call.actor(), "rules",
                                                                     call.body["toml"])));
}

Response check_rules(Call& call) {
  const auto hits =
      service::check_rules(call.base.office, call.actor(), call.body.value("toml", ""),
                           call.body.value("rule", ""), call.body.value("rows", std::size_t{0}));
  json items = json::array();
  for (const auto& each : hits) {
    json rows = json::array();
    for (const auto& row : each.rows) {
      json entry = {{"record", to_string(row.record)},
                    {"source", row.source},
                    {"batch", row.batch},
                    {"row", row.row},
                    {"value", row.value}};
      if (!row.beside.empty()) entry["beside"] = row.beside;
      rows.push_back(std::move(entry));
    }
    items.push_back({{"rule", each.rule.name},
                     {"severity", name_of(each.rule.severity)},
                     {"sentence", call.say(sentence_of(each.rule))},
                     {"checked", each.checked},
                     {"hits", each.hits},
                     {"rows", rows}});
  }
  return json_response(200, {{"items", items}});
}

Response suggest_rules(Call& call) {
  return json_response(200, {{"toml", service::suggested_rules(call.base.office, call.actor())}});
}

}  // namespace

void add_cleaning_routes(Api& api) {
  api.add(Method::post, "/api/v1/values/{attribute}/facets", Door::signed_in, "ValueSearch", get_facets);
  api.add(Method::post, "/api/v1/values/{attribute}/clusters", Door::signed_in, "ClusterSearch",
          get_clusters);
  api.add(Method::get, "/api/v1/corrections", Door::signed_in, "", list_corrections);
  api.add(Method::post, "/api/v1/corrections", Door::signed_in, "CorrectionsNew", correct_values);
  api.add(Method::del, "/api/v1/corrections/{correction}", Door::signed_in, "", withdraw_correction);
  api.add(Method::post, "/api/v1/restandardise", Door::signed_in, "Restandardise", restandardise);
  api.add(Method::get, "/api/v1/standard", Door::signed_in, "", get_standard);
  api.add(Method::put, "/api/v1/standard", Door::signed_in, "HouseTextEdit", put_standard);
  api.add(Method::post, "/api/v1/standard/try", Door::signed_in, "HouseTextEdit", try_standard);
  api.add(Method::get, "/api/v1/rules", Door::signed_in, "", get_rules);
  api.add(Method::put, "/api/v1/rules", Door::signed_in, "HouseTextEdit", put_rules);
  api.add(Method::post, "/api/v1/rules/check", Door::signed_in, "RuleCheck", check_rules);
  api.add(Method::get, "/api/v1/rules/suggested", Door::signed_in, "", suggest_rules);
}

}  // namespace kith::server
