// Jobs, exports.
#include <filesystem>

#include "server/api.h"
#include "server/routes/render.h"
#include "service/export_desk.h"

namespace kith::server {
namespace {

ledger::JobId job_at(Call& call, const char* place) {
  auto id = parse_id<ledger::JobKind>(call.place(place));
  if (!id) throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
  return *id;
}

Response list_jobs(Call& call) {
  std::int64_t before = 0;
  if (auto cursor = call.text("cursor"); !cursor.empty())
    before = std::strtoll(service::open_cursor(call.base.home, cursor).c_str(), nullptr, 10);
  auto limit = static_cast<std::size_t>(call.number("limit", 1, 200, 50));
  auto jobs = call.base.jobs.list(call.actor(), before, limit);
  json items = json::array();
  for (const auto& job : jobs) items.push_back(job_json(job, call.language));
  json next = jobs.size() < limit
                  ? json(nullptr)
                  : json(service::seal_cursor(call.base.home, std::to_string(jobs.back().job.id.value)));
  return json_response(200, {{"items", items}, {"next", next}});
}

Response get_job(Call& call) {
  return json_response(200, job_json(call.base.jobs.find(call.actor(), job_at(call, "job")), call.language));
}

Response cancel_job(Call& call) {
  return json_response(200,
                       job_json(call.base.jobs.cancel(call.actor(), job_at(call, "job")), call.language));
}

Response retry_job(Call& call) {
  return json_response(
      202, job_json({call.base.jobs.retry(call.actor(), job_at(call, "job")), {}}, call.language));
}

Response stream(Call& call) {
  call.actor().require("jobs.read");
  Response response;
  response.events = call.base.topic.subscribe();
  response.set("Cache-Control", "no-store");
  return response;
}

Response list_exports(Call& call) {
  call.actor().require("exports.run");
  auto all = call.actor();
  all.rights.emplace_back("jobs.read");
  json items = json::array();
  for (const auto& view : call.base.jobs.list(all, 0, 200)) {
    const auto& job = view.job;
    if (job.kind != "export" || job.state != ledger::JobState::done) continue;
    auto result = json::parse(job.result, nullptr, false);
    if (!result.is_object()) continue;
    if (!std::filesystem::exists(std::filesystem::path(call.base.home.folder()) / "exports" /
                                 to_string(job.id)))
      continue;
    result.erase("pieces");
    result["created_at"] = time_text(job.created_at);
    result["created_by"] = job.created_by;
    items.push_back(std::move(result));
  }
  return json_response(200, {{"items", items}});
}

Response create_export(Call& call) {
  auto words = call.body;
  words["language"] = call.language == Language::zh ? "zh" : "en";
  auto job = service::begin_export(call.base.office, call.base.jobs, call.actor(), words.dump());
  return json_response(202, job_json({job, {}}, call.language));
}

Response download(Call& call) {
  auto file = service::open_export(call.base.office, call.base.jobs, call.actor(), job_at(call, "export"));
  Response response;
  response.file = file.path;
  response.keeps = file.keeps;
  response.set("Content-Type", "application/octet-stream");
  response.set("Content-Disposition", "attachment; filename=\"" + file.name + "\"");
  return response;
}

ledger::ScheduleId schedule_at(Call& call) {
  auto id = parse_id<ledger::ScheduleKind>(call.place("schedule"));
  if (!id)
    throw Error(ErrorCode::not_found, "There is no such schedule.", "The list of schedules has them all.");
  return *id;
}

Response list_schedules(Call& call) {
  json items = json::array();
  for (const auto& schedule : call.base.scheduler.list(call.actor()))
    items.push_back(schedule_json(schedule));
  return json_response(200, {{"items", items}});
}

Response create_schedule(Call& call) {
  ledger::Schedule schedule;
  schedule.kind = call.body["kind"];
  schedule.cron = call.body["cron"];
  schedule.zone = call.body.value("zone", "UTC");
  schedule.enabled = call.body.value("on", true);
  return json_response(201, schedule_json(call.base.scheduler.add(call.actor(), schedule)));
}

Response edit_schedule(Call& call) {
  service::Scheduler::Edit edit;
  if (call.body.contains("cron")) edit.cron = call.body["cron"];
  if (call.body.contains("zone")) edit.zone = call.body["zone"];
  if (call.body.contains("on")) edit.enabled = call.body["on"];
  return json_response(200, schedule_json(call.base.scheduler.edit(call.actor(), schedule_at(call), edit)));
}

Response drop_schedule(Call& call) {
  call.base.scheduler.remove(call.actor(), schedule_at(call));
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

void add_work_routes(Api& api) {
  api.add(Method::get, "/api/v1/jobs", Door::signed_in, "", list_jobs);
  api.add(Method::get, "/api/v1/jobs/stream", Door::signed_in, "", stream);
  api.add(Method::get, "/api/v1/jobs/{job}", Door::signed_in, "", get_job);
  api.add(Method::post, "/api/v1/jobs/{job}/cancel", Door::signed_in, "", cancel_job);
  api.add(Method::post, "/api/v1/jobs/{job}/retry", Door::signed_in, "", retry_job);
  api.add(Method::get, "/api/v1/schedules", Door::signed_in, "", list_schedules);
  api.add(Method::post, "/api/v1/schedules", Door::signed_in, "ScheduleNew", create_schedule);
  api.add(Method::patch, "/api/v1/schedules/{schedule}", Door::signed_in, "ScheduleEdit", edit_schedule);
  api.add(Method::del, "/api/v1/schedules/{schedule}", Door::signed_in, "", drop_schedule);
  api.add(Method::get, "/api/v1/exports", Door::signed_in, "", list_exports);
  api.add(Method::post, "/api/v1/exports", Door::signed_in, "ExportNew", create_export);
  api.add(Method::get, "/api/v1/exports/{export}/file", Door::signed_in, "", download);
}

}  // namespace kith::server
