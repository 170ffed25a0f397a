#include "server/api.h"
#include "server/routes/render.h"
#include "service/base_desk.h"
#include "service/import_life_desk.h"
#include "service/mapping_file.h"
#include "service/mapping_json.h"

namespace kith::server {
namespace {

json source_json(const service::SourceView& view) {
  const auto& s = view.source;
  json out = {{"id", to_string(s.id)},
              {"name", s.name},
              {"owner", s.owner},
              {"purpose", s.purpose},
              {"lawful_basis", s.lawful_basis},
              {"retention_days", s.retention_days},
              {"trust", s.trust},
              {"region", s.region},
              {"created_at", time_text(s.created_at)},
              {"batches", view.batches},
              {"records", view.records},
              {"has_mapping", view.has_mapping}};
  if (view.last) out["last_batch"] = batch_json(*view.last, s.name);
  return out;
}

Response source_response(int status, const service::SourceView& view) {
  auto response = json_response(status, source_json(view));
  response.set("ETag", view.etag);
  return response;
}

void fill(ledger::Source& source, const json& body) {
  if (body.contains("owner")) source.owner = body["owner"];
  if (body.contains("purpose")) source.purpose = body["purpose"];
  if (body.contains("lawful_basis")) source.lawful_basis = body["lawful_basis"];
  if (body.contains("retention_days")) source.retention_days = body["retention_days"];
  if (body.contains("trust")) source.trust = body["trust"];
  if (!body.contains("region")) return;
  source.region = body["region"];
  for (char c : source.region) {
    if (c < 'A' || c > 'Z')
      throw Error(ErrorCode::bad_input, "This is no country code.",
                  "Write two capital letters, as CN, US, GB.", {{}, 0, "region"});
  }
}

Response list(Call& call) {
  json items = json::array();
  for (const auto& view : service::list_sources(call.base.office, call.actor()))
    items.push_back(source_json(view));
  return json_response(200, {{"items", items}});
}

Response create(Call& call) {
  ledger::Source source;
  source.name = call.body["name"];
  fill(source, call.body);
  return source_response(201, service::add_source(call.base.office, call.actor(), source));
}

Response get(Call& call) {
  return source_response(200, service::find_source(call.base.office, call.actor(), call.place("source")));
}

Response edit(Call& call) {
  return source_response(200, service::edit_source(call.base.office, call.actor(), call.place("source"),
                                                   std::string(call.request.header("if-match")),
                                                   [&](ledger::Source& source) { fill(source, call.body); }));
}

Response mapping_response(const std::string& name, const service::Layout& layout) {
  return json_response(200, {{"source", name},
                             {"toml", service::to_toml(layout, name)},
                             {"columns", layout.columns},
                             {"mapping", json::parse(service::mapping_json(layout))}});
}

Response get_mapping(Call& call) {
  const auto& name = call.place("source");
  return mapping_response(name, service::mapping_of_source(call.base.office, call.actor(), name));
}

Response put_mapping(Call& call) {
  const auto& name = call.place("source");
  return mapping_response(name, service::put_mapping(call.base.office, call.actor(), name, call.body["toml"],
                                                     call.flag("dry_run")));
}

Response get_folder(Call& call) {
  auto view = service::view_folder(call.base.office, call.actor(), call.place("source"));
  json out = {{"source", view.source}, {"path", view.path}, {"pattern", view.pattern}, {"schedule", nullptr}};
  if (view.schedule) out["schedule"] = schedule_json(*view.schedule);
  return json_response(200, out);
}

Response collect(Call& call) {
  auto job = service::collect_folder(call.base.office, call.base.jobs, call.actor(), call.place("source"));
  return json_response(202, job_json({job, {}}, call.language));
}

}  // namespace

void add_source_routes(Api& api) {
  api.add(Method::get, "/api/v1/sources", Door::signed_in, "", list);
  api.add(Method::post, "/api/v1/sources", Door::signed_in, "SourceNew", create);
  api.add(Method::get, "/api/v1/sources/{source}", Door::signed_in, "", get);
  api.add(Method::patch, "/api/v1/sources/{source}", Door::signed_in, "SourceEdit", edit);
  api.add(Method::get, "/api/v1/sources/{source}/mapping", Door::signed_in, "", get_mapping);
  api.add(Method::get, "/api/v1/sources/{source}/folder", Door::signed_in, "", get_folder);
  api.add(Method::post, "/api/v1/sources/{source}/collect", Door::signed_in, "", collect);
  api.add(Method::put, "/api/v1/sources/{source}/mapping", Door::signed_in, "MappingText", put_mapping);
}

}  // namespace kith::server
