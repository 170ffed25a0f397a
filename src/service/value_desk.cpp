#include "service/value_desk.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/batches.h"
#include "service/dictionary.h"
#include "service/rule_file.h"
#include "service/shown_changes.h"

namespace kith::service {
namespace {

using nlohmann::json;

// Figures over all records would tell of customers that the actor does not see.
void require_all_customers(const Actor& actor) {
  if (actor.sees_all_rows()) return;
  throw Error(ErrorCode::denied, "Your role sees only some customers; this is about all of them.",
              "Ask somebody who sees all.");
}

void require_reading(Office& office, const Actor& actor, const std::string& attribute) {
  for (const auto& each : ledger::all_attributes(office.ledger().read()->sql())) {
    if (each.name == attribute && actor.access_to(each) < FieldAccess::read)
      throw Error(ErrorCode::denied,
                  Text("Values of {attribute} are not for you to read.", {{"attribute", attribute}}),
                  "Ask somebody who may read them.");
  }
}

void require_reading_all(Office& office, const Actor& actor) {
  for (const auto& each : ledger::all_attributes(office.ledger().read()->sql()))
    require_reading(office, actor, each.name);
}

RunQuery query_of(LensView& view) {
  return
      [&view](std::string_view sql, std::span<const lens::LensValue> parameters,
              const std::function<void(const lens::LensRow&)>& each) { view->query(sql, parameters, each); };
}

void require_scope(Office& office, const Actor& actor, const ValueScope& scope) {
  actor.require("quality.read");
  require_all_customers(actor);
  require_reading(office, actor, scope.attribute);
  for (const auto& each : scope.where) require_reading(office, actor, each.substr(0, each.find(':')));
}

void require_standing(Office& office, std::int64_t number) {
  const auto found = ledger::find_correction(office.ledger().read()->sql(), number);
  const Text::Arguments arguments{{"number", std::to_string(number)}};
  if (!found) throw Error(ErrorCode::not_found, Text("There is no correction {number}.", arguments));
  if (found->withdrawn_at != 0)
    throw Error(ErrorCode::conflict, Text("Correction {number} is withdrawn already.", arguments));
}

json request_json(const RestandardiseRequest& request, const std::string& toml) {
  json words = {{"dry_run", request.dry_run}, {"attribute", request.attribute}, {"source", request.source}};
  if (!toml.empty()) words["toml"] = toml;
  if (request.withdraw != 0) words["withdraw"] = request.withdraw;
  words["corrections"] = json::array();
  for (const auto& correction : request.corrections)
    words["corrections"].push_back(json::parse(to_json(correction)));
  return words;
}

}  // namespace

ValueFacets value_facets(Office& office, const Actor& actor, const ValueScope& scope, std::size_t limit) {
  require_scope(office, actor, scope);
  auto view = office.lens();
  auto facets = facets_of(query_of(view), scope, limit);
  office.trail().note(actor, "values.read", "attribute:" + scope.attribute);
  return facets;
}

FoundClusters value_clusters(Office& office, const Actor& actor, const ValueScope& scope,
                             ClusterMethod method, std::size_t limit) {
  require_scope(office, actor, scope);
  auto view = office.lens();
  auto clusters = clusters_of(query_of(view), scope, method, limit);
  office.trail().note(actor, "values.read", "attribute:" + scope.attribute);
  return clusters;
}

std::vector<CorrectionView> list_corrections(Office& office, const Actor& actor) {
  actor.require("quality.read");
  require_reading_all(office, actor);
  auto read = office.ledger().read();
  std::vector<CorrectionView> views;
  for (auto& stored : ledger::all_corrections(read->sql())) {
    CorrectionView view;
    view.correction = correction_from_json(stored.words);
    if (auto batch = ledger::find_batch(read->sql(), stored.batch)) view.batch = batch->number;
    view.stored = std::move(stored);
    views.insert(views.begin(), std::move(view));
  }
  return views;
}

ledger::Job begin_restandardise(Office& office, JobDesk& jobs, const Actor& actor,
                                RestandardiseRequest request, const std::vector<bool>& once,
                                const std::string& toml) {
  actor.require("imports.write");
  require_all_customers(actor);
  // The job's result shows values before and after.
  require_reading_all(office, actor);
  if (!toml.empty()) {
    if (!request.dry_run)
      throw Error(ErrorCode::usage, "A standard is tried without writing.", "Set it first.");
    standard_from_toml(toml, "toml");
  }
  if (request.withdraw != 0) require_standing(office, request.withdraw);
  std::int64_t newest = 0;
  for (const auto& batch : ledger::all_batches(office.ledger().read()->sql())) newest = batch.number;
  for (std::size_t i = 0; i < request.corrections.size(); ++i) {
    check_correction(request.corrections[i]);
    if (i < once.size() && once[i]) request.corrections[i].until_batch = newest;
  }
  return jobs.enqueue(actor, "restandardise", request_json(request, toml).dump());
}

std::string run_restandardise(Office& office, const ledger::Job& job, Progress& progress,
                              const Cancel& cancel) {
  const auto words = json::parse(job.words);
  RestandardiseRequest request;
  request.dry_run = words.value("dry_run", false);
  request.attribute = words.value("attribute", "");
  request.source = words.value("source", "");
  request.withdraw = words.value("withdraw", std::int64_t{0});
  if (words.contains("toml")) request.trial = standard_from_toml(words["toml"].get<std::string>(), "toml");
  for (const auto& each : words.value("corrections", json::array()))
    request.corrections.push_back(correction_from_json(each.dump()));
  ledger::ActingAs as(job.created_by);
  auto report = restandardise(office.home(), request, progress, cancel);
  if (report.batch != 0) office.home().lens(progress, cancel);
  if (request.trial) {
    auto& lens = office.home().lens(progress, cancel);
    const RunQuery run = [&](std::string_view sql, std::span<const lens::LensValue> parameters,
                             const std::function<void(const lens::LensRow&)>& each) {
      lens.query(sql, parameters, each);
    };
    report.shown =
        shown_changes(run, company_standard(office.ledger().read()->sql()), *request.trial, cancel);
  }
  return restandardised_json(report);
}

ledger::HouseText house_text(Office& office, const Actor& actor, const std::string& name) {
  actor.require("quality.read");
  auto text = ledger::house_text(office.ledger().read()->sql(), name);
  if (text.version == 0 && name == "standard")
    text.text = example_standard(actor.language == Language::zh, actor.language);
  return text;
}

ledger::HouseText put_house_text(Office& office, const Actor& actor, const std::string& name,
                                 const std::string& toml) {
  actor.require("settings.write");
  if (name == "standard") {
    standard_from_toml(toml, "toml");
  } else {
    rules_from_toml(toml, "toml");
  }
  ledger::ActingAs as(actor.id);
  ledger::HouseText text;
  office.ledger().write([&](ledger::Write& write) {
    ledger::put_house_text(write, name, toml);
    text = ledger::house_text(write.sql, name);
    write.audit(name + ".put", name, "{\"version\":" + std::to_string(text.version) + "}");
  });
  return text;
}

std::vector<RuleHits> check_rules(Office& office, const Actor& actor, const std::string& toml,
                                  const std::string& only, std::size_t rows) {
  actor.require("quality.read");
  require_all_customers(actor);
  auto rules = toml.empty() ? standing_rules(office.ledger().read()->sql()) : rules_from_toml(toml, "toml");
  if (!only.empty()) std::erase_if(rules, [&](const auto& rule) { return rule.name != only; });
  if (!only.empty() && rules.empty())
    throw Error(ErrorCode::not_found, Text("There is no rule {word}.", {{"word", only}}),
                "`kith rules list` lists them.");
  if (rows != 0) {
    for (const auto& rule : rules) {
      require_reading(office, actor, rule.attribute);
      require_reading(office, actor, rule.with);
    }
    office.trail().note(actor, "values.read", "rules");
  }
  auto view = office.lens();
  Cancel never;
  return check_rules(query_of(view), rules, office.ledger().now() / 86400000, rows, never);
}

std::string suggested_rules(Office& office, const Actor& actor) {
  actor.require("quality.read");
  require_all_customers(actor);
  require_reading_all(office, actor);  // lists of values stand in them
  auto view = office.lens();
  return rules_to_toml(suggest_rules(query_of(view)));
}

std::string restandardised_json(const RestandardiseReport& report) {
  json out = {{"batch", report.batch == 0 ? json(nullptr) : json(report.batch)},
              {"corrections", report.corrections},
              {"records", report.records},
              {"changed", report.changed},
              {"customers", report.customers},
              {"resolve_wanted", report.resolve_wanted},
              {"seconds", report.seconds},
              {"attributes", json::array()}};
  for (const auto& attribute : report.attributes) {
    json entry = {{"attribute", attribute.attribute},
                  {"values", attribute.values},
                  {"mended", attribute.mended},
                  {"doubted", attribute.doubted},
                  {"examples", json::array()}};
    for (const auto& change : attribute.examples)
      entry["examples"].push_back({{"before", change.before},
                                   {"after", change.after},
                                   {"verdict_before", name_of(change.verdict_before)},
                                   {"verdict", name_of(change.verdict)},
                                   {"reason", name_of(change.reason)},
                                   {"values", change.values}});
    out["attributes"].push_back(std::move(entry));
  }
  if (!report.shown.empty()) out["shown"] = json::array();
  for (const auto& attribute : report.shown) {
    json entry = {
        {"attribute", attribute.attribute}, {"values", attribute.values}, {"examples", json::array()}};
    for (const auto& change : attribute.examples)
      entry["examples"].push_back(
          {{"before", change.before}, {"after", change.after}, {"values", change.values}});
    out["shown"].push_back(std::move(entry));
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace kith::service
