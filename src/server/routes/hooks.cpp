// Incoming webhooks: set up under /api/v1/hooks, called by other systems under /hooks.
#include "service/hooks.h"

#include "server/api.h"
#include "server/routes/render.h"

namespace kith::server {
namespace {

json hook_json(const Call& call, const service::HookView& view) {
  const auto& hook = view.hook;
  auto base =
      std::string(call.request.secure ? "https://" : "http://") + std::string(call.request.header("host"));
  return {{"id", to_string(hook.id)},
          {"url", base + "/hooks/" + to_string(hook.id)},
          {"name", hook.name},
          {"source", view.source},
          {"kind", hook.kind.empty() ? json() : json(hook.kind)},
          {"scheme", hook.scheme},
          {"header", hook.header},
          {"rows", hook.row_path},
          {"enabled", hook.enabled},
          {"waiting", view.queue.messages},
          {"waiting_since", time_or_null(view.queue.oldest_at)},
          {"failed_at", time_or_null(hook.failed_at)},
          {"problem", hook.problem.empty() ? json() : stored_problem(hook.problem)},
          {"created_by", hook.created_by},
          {"created_at", time_text(hook.created_at)}};
}

service::HookEdit edit_of(const json& body) {
  service::HookEdit edit;
  edit.name = body["name"];
  edit.source = body["source"];
  edit.kind = body.value("kind", "");
  edit.scheme = body.value("scheme", "standard");
  edit.header = body.value("header", "");
  edit.row_path = body.value("rows", "");
  edit.secret = body.value("secret", "");
  edit.enabled = body.value("enabled", true);
  return edit;
}

Response list(Call& call) {
  json items = json::array();
  for (const auto& view : service::list_hooks(call.base.office, call.actor()))
    items.push_back(hook_json(call, view));
  return json_response(200, {{"items", items}});
}

Response made(Call& call, const service::HookMade& made) {
  call.answers_secret = true;
  return json_response(201, {{"hook", hook_json(call, made.view)}, {"secret", made.secret}});
}

Response create(Call& call) {
  return made(call, service::add_hook(call.base.office, call.actor(), edit_of(call.body)));
}

Response put(Call& call) {
  return json_response(200, hook_json(call, service::edit_hook(call.base.office, call.actor(),
                                                               call.place("hook"), edit_of(call.body))));
}

Response rotate(Call& call) {
  return made(call, service::rotate_hook(call.base.office, call.actor(), call.place("hook")));
}

Response remove(Call& call) {
  service::remove_hook(call.base.office, call.actor(), call.place("hook"), call.flag("drop"));
  Response response;
  response.status = 204;
  return response;
}

Response import_now(Call& call) {
  auto job = service::import_waiting(call.base.office, call.base.jobs, call.actor(), call.place("hook"));
  return json_response(202, job_json({job, {}}, call.language));
}

Response take(Call& call) {
  bool fresh = false;
  try {
    fresh = call.base.hooks.take(
        call.place("hook"), [&](std::string_view name) { return call.request.header(name); },
        call.request.body, call.request.peer);
  } catch (const Error& error) {
    auto response = problem_of(error, call.language);
    if (error.code() == ErrorCode::denied)
      response = problem_response(401, "signature", call.say(error.sentence()), call.say(error.hint()));
    if (error.code() == ErrorCode::busy) response.status = 429;
    return response;
  }
  return json_response(fresh ? 202 : 200, {{"received", true}});
}

}  // namespace

void add_hook_routes(Api& api) {
  const std::string one = "/api/v1/hooks/{hook}";
  api.add(Method::get, "/api/v1/hooks", Door::signed_in, "", list);
  api.add(Method::post, "/api/v1/hooks", Door::signed_in, "HookNew", create);
  api.add(Method::put, one, Door::signed_in, "HookNew", put);
  api.add(Method::del, one, Door::signed_in, "", remove);
  api.add(Method::post, one + "/secret", Door::signed_in, "", rotate);
  api.add(Method::post, one + "/import", Door::signed_in, "", import_now);
  api.add(Method::post, "/hooks/{hook}", Door::stranger, "", take);
}

}  // namespace kith::server
