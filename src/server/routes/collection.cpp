// Events from outside: the tracking protocol, its short names, and what a browser asks before it may.
#include "server/api.h"
#include "service/collect.h"
#include "service/tracking_call.h"

namespace kith::server {
namespace {

std::string basic_user(std::string_view authorization) {
  if (authorization.substr(0, 6) != "Basic ") return {};
  Bytes plain;
  if (!from_base64(authorization.substr(6), plain)) return {};
  std::string text(plain.begin(), plain.end());
  return text.substr(0, text.find(':'));
}

void let_pages_call(Response& response) {
  response.set("Access-Control-Allow-Origin", "*");
  response.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
  response.set("Access-Control-Allow-Methods", "POST");
  response.set("Access-Control-Max-Age", "86400");
}

Response collect_as(Call& call, const std::string& name) {
  auto key = basic_user(call.request.header("authorization"));
  if (key.empty()) key = service::write_key_in(call.request.body);
  auto session = call.base.sign_in.key_of(key, true);
  if (!session) {
    auto response = problem_response(401, "signed_out", call.say("There is no such write key, or no longer."),
                                     call.say("Make one for the source, and give it as the user name."));
    let_pages_call(response);
    return response;
  }
  call.session = *session;
  Response response;
  try {
    bool objects = call.request.header("sec-gpc") == "1";
    call.base.collector.collect(session->source, session->actor.id, name, call.request.body, objects);
    response = json_response(200, {{"success", true}});
  } catch (const Error& error) {
    response = problem_of(error, call.language);
    // The protocol's programs try 4xx once and 5xx again.
    if (response.status == 422) response.status = 400;
  }
  let_pages_call(response);
  return response;
}

}  // namespace

void add_collection_routes(Api& api) {
  constexpr std::pair<const char*, const char*> calls[] = {
      {"identify", "identify"}, {"track", "track"}, {"page", "page"},   {"screen", "screen"},
      {"group", "group"},       {"alias", "alias"}, {"batch", "batch"}, {"import", "batch"},
      {"i", "identify"},        {"t", "track"},     {"p", "page"},      {"s", "screen"},
      {"g", "group"},           {"a", "alias"},     {"b", "batch"}};
  for (auto [path, name] : calls) {
    std::string type = name;
    api.add(Method::post, "/v1/" + std::string(path), Door::write_key, "",
            [type](Call& call) { return collect_as(call, type); });
    api.add(Method::options, "/v1/" + std::string(path), Door::write_key, "", [](Call&) {
      Response response;
      response.status = 204;
      let_pages_call(response);
      return response;
    });
  }
}

}  // namespace kith::server
