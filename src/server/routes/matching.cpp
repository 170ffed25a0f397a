// Why, duplicates, decisions, merge, split, resolve, the model.
#include <charconv>

#include "ledger/dry_run.h"
#include "server/api.h"
#include "server/routes/render.h"
#include "service/base_desk.h"
#include "service/customer_desk.h"
#include "service/duplicates.h"

namespace kith::server {
namespace {

json why_json(Call& call, const service::PairView& why) {
  json out = {{"a", to_string(why.a)},
              {"b", to_string(why.b)},
              {"one_customer", why.one_customer},
              {"prior", why.explanation.prior},
              {"total", why.explanation.total},
              {"probability", why.explanation.probability},
              {"weights", json::array()},
              {"decisions", json::array()}};
  auto attributes = ledger::all_attributes(call.base.home.ledger().read()->sql());
  for (const auto& w : why.explanation.weights) {
    std::string label = w.column;
    for (const auto& attribute : attributes) {
      if (attribute.name == w.column) label = label_of(attribute, call.language);
    }
    json entry = {{"attribute", w.column}, {"label", label},     {"level", tr(call.language, w.level)},
                  {"given", w.given},      {"weight", w.weight}, {"term_frequency", w.term_frequency}};
    if (auto a = why.values_a.find(w.column); a != why.values_a.end()) entry["a"] = a->second;
    if (auto b = why.values_b.find(w.column); b != why.values_b.end()) entry["b"] = b->second;
    out["weights"].push_back(std::move(entry));
  }
  for (const auto& decision : why.decisions) out["decisions"].push_back(decision_json(decision, attributes));
  return out;
}

Response get_why(Call& call) {
  return json_response(
      200, why_json(call, service::why_pair(call.base.office, call.actor(), call.text("a"), call.text("b"))));
}

json side_json(const service::DuplicateSide& side) {
  json values = json::object();
  for (const auto& [name, value] : side.values) values[name] = value;
  return {{"customer", to_string(side.customer)},
          {"record", to_string(side.record)},
          {"records", side.records},
          {"values", values}};
}

Response list_duplicates(Call& call) {
  std::size_t skip = 0;
  if (auto cursor = call.text("cursor"); !cursor.empty())
    skip = static_cast<std::size_t>(
        std::strtoull(service::open_cursor(call.base.home, cursor).c_str(), nullptr, 10));
  auto page =
      service::list_review(call.base.office, call.actor(), skip,
                           static_cast<std::size_t>(call.number("limit", 1, 200, 50)), call.flag("blind"));
  json items = json::array();
  for (const auto& pair : page.items)
    items.push_back({{"a", side_json(pair.a)},
                     {"b", side_json(pair.b)},
                     {"facts", pair.facts},
                     {"probability", pair.probability ? json(*pair.probability) : json(nullptr)},
                     {"weight", pair.weight ? json(*pair.weight) : json(nullptr)}});
  json next =
      page.next == 0 ? json(nullptr) : json(service::seal_cursor(call.base.home, std::to_string(page.next)));
  return json_response(200, {{"items", items}, {"next", next}, {"total", page.total}});
}

Response list_decisions(Call& call) {
  std::int64_t before = 0;
  if (auto cursor = call.text("cursor"); !cursor.empty())
    before = std::strtoll(service::open_cursor(call.base.home, cursor).c_str(), nullptr, 10);
  auto page = service::list_decisions(call.base.office, call.actor(), before,
                                      static_cast<std::size_t>(call.number("limit", 1, 200, 50)));
  auto attributes = ledger::all_attributes(call.base.home.ledger().read()->sql());
  json items = json::array();
  for (const auto& decision : page.items) items.push_back(decision_json(decision, attributes));
  json next =
      page.next == 0 ? json(nullptr) : json(service::seal_cursor(call.base.home, std::to_string(page.next)));
  return json_response(200, {{"items", items}, {"next", next}});
}

service::PairWord word_of(const json& body) {
  service::PairWord word{body["a"], body["b"]};
  for (auto verdict :
       {ledger::ReviewVerdict::same, ledger::ReviewVerdict::different, ledger::ReviewVerdict::unsure}) {
    if (body["kind"] == ledger::name_of(verdict)) word.verdict = verdict;
  }
  word.blind = body.value("blind", false);
  word.reason = body.value("reason", "");
  return word;
}

Response decide(Call& call) {
  auto made = service::settle_pair(call.base.office, call.actor(), word_of(call.body));
  json moved = json::array(), decisions = json::array();
  for (auto record : made.moved) moved.push_back(to_string(record));
  for (auto id : made.decisions) decisions.push_back(to_string(id));
  return json_response(201, {{"kind", call.body["kind"]},
                             {"customer", to_string(made.customer)},
                             {"decisions", decisions},
                             {"moved_records", moved}});
}

// One pair of many: what became of it, its failure with it.
json settled_json(Call& call, const json& wanted, bool dry_run) {
  json item = {{"a", wanted["a"]}, {"b", wanted["b"]}, {"kind", wanted["kind"]}, {"problem", nullptr}};
  try {
    ledger::DryRun dry(dry_run);
    auto made = service::settle_pair(call.base.office, call.actor(), word_of(wanted));
    item["customer"] = to_string(made.customer);
    item["records"] = made.moved.size();
    item["decisions"] = json::array();
    for (auto id : made.decisions) {
      if (!dry_run) item["decisions"].push_back(to_string(id));
    }
  } catch (const Error& error) {
    item["problem"] = json::parse(problem_of(error, call.language).body);
  }
  return item;
}

Response decide_many(Call& call) {
  call.actor().require("matching.review");
  const bool dry_run = call.flag("dry_run");
  json items = json::array();
  int failed = 0;
  for (const auto& wanted : call.body["decisions"]) {
    items.push_back(settled_json(call, wanted, dry_run));
    failed += !items.back()["problem"].is_null();
  }
  return json_response(200, {{"items", items}, {"done", !dry_run}, {"failed", failed}});
}

Response get_reviews(Call& call) {
  auto progress = service::review_progress(call.base.office, call.actor());
  json reviewers = json::array(), agreement = json::array();
  for (const auto& one : progress.reviewers)
    reviewers.push_back({{"reviewer", one.name}, {"pairs", one.pairs}, {"blind", one.blind}});
  for (const auto& both : progress.agreement)
    agreement.push_back({{"reviewers", {both.one, both.other}},
                         {"pairs", both.pairs},
                         {"agreed", both.agreed},
                         {"kappa", both.kappa}});
  return json_response(200, {{"waiting", progress.waiting},
                             {"same", progress.same},
                             {"different", progress.different},
                             {"unsure", progress.unsure},
                             {"reviewers", reviewers},
                             {"agreement", agreement},
                             {"precision", progress.precision ? json(*progress.precision) : json(nullptr)},
                             {"recall", progress.recall ? json(*progress.recall) : json(nullptr)}});
}

Response withdraw(Call& call) {
  service::withdraw_decision(call.base.office, call.actor(), call.place("decision"));
  Response response;
  response.status = 204;
  return response;
}

Response merge(Call& call) {
  auto customers = call.body["customers"].get<std::vector<std::string>>();
  bool dry_run = call.flag("dry_run");
  std::vector<RecordId> moved;
  auto report = service::merge(call.base.office, call.actor(), customers, call.body.value("reason", ""),
                               dry_run, &moved);
  json merged = json::array(), records = json::array();
  for (auto id : report.merged) merged.push_back(to_string(id));
  for (std::size_t i = 0; i < moved.size() && i < 1000; ++i) records.push_back(to_string(moved[i]));
  json out = {{"into", to_string(report.into)}, {"merged", merged},
              {"records", report.records},      {"orders", report.orders},
              {"events", report.events},        {"interactions", report.interactions},
              {"moved_records", records},       {"done", !dry_run}};
  if (dry_run) out["values"] = report.values;
  return json_response(200, out);
}

Response split(Call& call) {
  bool dry_run = call.flag("dry_run");
  auto report =
      service::split(call.base.office, call.actor(), call.body["records"].get<std::vector<std::string>>(),
                     call.body.value("reason", ""), dry_run, call.body.value("undo", false));
  return json_response(200, {{"from", to_string(report.from)},
                             {"to", report.to ? json(to_string(report.to)) : json(nullptr)},
                             {"records", report.records},
                             {"done", !dry_run}});
}

Response resolve(Call& call) {
  auto job = call.base.jobs.enqueue(call.actor(), "resolve", "{}");
  return json_response(202, job_json({job, {}}, call.language));
}

Response get_model(Call& call) {
  auto [made_at, model] = service::last_model(call.base.office, call.actor());
  auto told = json::parse(model);
  for (auto& field : told["fields"]) {
    for (auto& level : field["levels"]) level["label"] = tr(call.language, level["name"].get<std::string>());
  }
  return json_response(200, {{"made_at", time_text(made_at)}, {"model", std::move(told)}});
}

Response get_sweep(Call& call) {
  const auto sweep = service::threshold_sweep(call.base.office, call.actor());
  json effects = json::array();
  for (const auto& effect : sweep.effects)
    effects.push_back({{"threshold", effect.threshold},
                       {"joined", effect.joined},
                       {"expected_wrong", effect.wrong},
                       {"expected_missed", effect.missed}});
  return json_response(
      200,
      {{"pairs", sweep.pairs}, {"lowest", sweep.lowest}, {"highest", sweep.highest}, {"effects", effects}});
}

}  // namespace

void add_matching_routes(Api& api) {
  api.add(Method::get, "/api/v1/why", Door::signed_in, "", get_why);
  api.add(Method::get, "/api/v1/duplicates", Door::signed_in, "", list_duplicates);
  api.add(Method::get, "/api/v1/reviews", Door::signed_in, "", get_reviews);
  api.add(Method::get, "/api/v1/decisions", Door::signed_in, "", list_decisions);
  api.add(Method::post, "/api/v1/decisions", Door::signed_in, "DecisionNew", decide);
  api.add(Method::post, "/api/v1/decisions/bulk", Door::signed_in, "DecisionsNew", decide_many);
  api.add(Method::del, "/api/v1/decisions/{decision}", Door::signed_in, "", withdraw);
  api.add(Method::post, "/api/v1/merge", Door::signed_in, "Merge", merge);
  api.add(Method::post, "/api/v1/split", Door::signed_in, "Split", split);
  api.add(Method::post, "/api/v1/resolve", Door::signed_in, "", resolve);
  api.add(Method::get, "/api/v1/model", Door::signed_in, "", get_model);
  api.add(Method::get, "/api/v1/model/sweep", Door::signed_in, "", get_sweep);
}

}  // namespace kith::server
