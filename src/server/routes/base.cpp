// The base as a whole: counts, dictionary, quality, settings, the sample, verifying.
#include "server/api.h"
#include "server/routes/render.h"
#include "service/base_desk.h"
#include "service/quality_desk.h"

namespace kith::server {
namespace {

Response get_summary(Call& call) {
  auto summary = service::summary_of(call.base.office, call.actor());
  json out = {{"customers", summary.customers},
              {"records", summary.records},
              {"unresolved", summary.unresolved},
              {"sources", summary.sources},
              {"batches", summary.batches},
              {"rejects", summary.rejects},
              {"orders", summary.orders},
              {"events", summary.events},
              {"interactions", summary.interactions},
              {"duplicates", summary.duplicates},
              {"jobs_running", call.base.jobs.open_jobs()},
              {"change", summary.change},
              {"recent", json::array()}};
  auto names = source_names(call.base.home.ledger().read()->sql());
  for (const auto& batch : summary.recent) out["recent"].push_back(batch_json(batch, names[batch.source]));
  return json_response(200, out);
}

Response list_attributes(Call& call) {
  json items = json::array();
  for (const auto& a : ledger::all_attributes(call.base.home.ledger().read()->sql())) {
    items.push_back({{"id", to_string(a.id)},
                     {"name", a.name},
                     {"label", label_of(a, call.language)},
                     {"label_en", a.label_en},
                     {"label_zh", a.label_zh},
                     {"type", a.type},
                     {"class", a.attribute_class},
                     {"sensitivity", a.sensitivity},
                     {"survivorship", a.survivorship},
                     {"multiple", a.multiple},
                     {"matching", a.match_kind},
                     {"access", name_of(call.actor().access_to(a))}});
  }
  return json_response(200, {{"items", items}});
}

Response get_quality(Call& call, service::QualityDesk& desk) {
  Response response;
  response.body = desk.report(call.base.office, call.actor());
  response.set("Content-Type", "application/json");
  return response;
}

Response settings_response(Call& call) {
  auto settings = service::settings_of(call.base.office, call.actor());
  auto number = [&](const char* name, int otherwise) {
    return settings[name].empty() ? otherwise : std::stoi(settings[name]);
  };
  json out = {{"name", settings["name"]},
              {"language", settings["language"].empty() ? "en" : settings["language"]},
              {"zone", settings["zone"].empty() ? "UTC" : settings["zone"]},
              {"session_idle_minutes", number("session_idle_minutes", 720)},
              {"session_days", number("session_days", 14)}};
  return json_response(200, out);
}

Response edit_settings(Call& call) {
  std::map<std::string, std::string> settings;
  for (const auto& [name, value] : call.body.items())
    settings[name] = value.is_string() ? value.get<std::string>() : value.dump();
  service::put_settings(call.base.office, call.actor(), settings);
  return settings_response(call);
}

Response begin(Call& call, const char* kind) {
  auto job = call.base.jobs.enqueue(call.actor(), kind, "{}");
  return json_response(202, job_json({job, {}}, call.language));
}

}  // namespace

void add_base_routes(Api& api) {
  api.add(Method::get, "/api/v1/summary", Door::signed_in, "", get_summary);
  api.add(Method::get, "/api/v1/attributes", Door::signed_in, "", list_attributes);
  api.add(Method::get, "/api/v1/quality", Door::signed_in, "",
          [desk = std::make_shared<service::QualityDesk>()](Call& call) { return get_quality(call, *desk); });
  api.add(Method::get, "/api/v1/settings", Door::signed_in, "", settings_response);
  api.add(Method::patch, "/api/v1/settings", Door::signed_in, "SettingsEdit", edit_settings);
  api.add(Method::post, "/api/v1/sample", Door::signed_in, "",
          [](Call& call) { return begin(call, "sample"); });
  api.add(Method::post, "/api/v1/verify", Door::signed_in, "",
          [](Call& call) { return begin(call, "verify"); });
}

}  // namespace kith::server
