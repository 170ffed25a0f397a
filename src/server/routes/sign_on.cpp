// Signing in by a provider of sign-on: its settings, the way there, and the way back.
#include "service/sign_on.h"

#include "server/api.h"

namespace kith::server {
namespace {

// Of the browser that began, until it comes back from the provider.
constexpr std::string_view begun_cookie = "kith-sign-on";
constexpr std::string_view way_back = "/api/v1/session/sign-on/callback";

std::string base_of(const Request& request) {
  return std::string(request.secure ? "https://" : "http://") + std::string(request.header("host"));
}

json settings_json(const std::optional<service::SignOnSettings>& settings) {
  if (!settings) return {{"enabled", false}};
  return {{"enabled", true},
          {"issuer", settings->issuer},
          {"client_id", settings->client_id},
          {"label", settings->label},
          {"base_url", settings->base_url},
          {"by_email", settings->by_email},
          {"second_factor", service::name_of(settings->factor)},
          {"level", settings->level}};
}

Response get(Call& call) {
  auto answer = settings_json(call.base.sign_on.settings(call.actor()));
  answer["callback"] = base_of(call.request) + std::string(way_back);
  return json_response(200, answer);
}

Response put(Call& call) {
  service::SignOnSettings wanted;
  wanted.issuer = call.body["issuer"];
  wanted.client_id = call.body["client_id"];
  wanted.client_secret = call.body.value("client_secret", "");
  wanted.label = call.body.value("label", "");
  wanted.base_url = call.body.value("base_url", "");
  wanted.by_email = call.body.value("by_email", true);
  // Who does not speak of the second factor must not weaken it.
  if (auto present = call.base.sign_on.settings(call.actor())) {
    wanted.factor = present->factor;
    wanted.level = present->level;
  }
  if (call.body.contains("second_factor"))
    wanted.factor = service::second_factor(call.body["second_factor"].get<std::string>()).value();
  wanted.level = call.body.value("level", wanted.level);
  while (!wanted.base_url.empty() && wanted.base_url.back() == '/') wanted.base_url.pop_back();
  call.base.sign_on.set(call.actor(), wanted);
  return get(call);
}

Response nothing() {
  Response response;
  response.status = 204;
  return response;
}

Response drop(Call& call) {
  call.base.sign_on.drop(call.actor());
  return nothing();
}

Response forget(Call& call) {
  call.base.sign_on.forget_accounts(call.actor(), call.place("user"));
  return nothing();
}

std::string cookie_of(const Request& request, const std::string& value) {
  return std::string(begun_cookie) + "=" + value + "; Path=" + std::string(way_back) +
         "; HttpOnly; SameSite=Lax; Max-Age=" + (value.empty() ? "0" : "600") +
         (request.secure ? "; Secure" : "");
}

Response to(std::string_view place) {
  Response response;
  response.status = 303;
  response.set("Location", place);
  return response;
}

Response begin(Call& call) {
  auto begun = call.base.sign_on.begin(base_of(call.request));
  auto response = to(begun.url);
  response.set("Set-Cookie", cookie_of(call.request, begun.cookie));
  return response;
}

std::string session_cookie_of(const Request& request, const std::string& token) {
  return std::string(session_cookie(request.secure)) + "=" + token +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000" + (request.secure ? "; Secure" : "");
}

std::string waiting_cookie_of(const Request& request, const std::string& value) {
  return std::string(waiting_cookie) + "=" + value +
         "; Path=/api/v1/session; HttpOnly; SameSite=Lax; Max-Age=" + (value.empty() ? "0" : "600") +
         (request.secure ? "; Secure" : "");
}

// The own second factor of one who came back from the provider.
Response bring_code(Call& call) {
  auto result = call.base.sign_on.bring_code(std::string(call.request.cookie(waiting_cookie)),
                                             call.body["code"].get<std::string>(), call.request.peer);
  if (result.refusal == service::Refusal::wrong)
    return problem_response(
        401, "wrong", call.say("This is not the code of now."),
        call.say("Type the six digits that the app shows; check the clock of the phone."));
  if (result.refusal != service::Refusal::none) return refused_sign_in(call, result);
  auto response = nothing();
  response.set("Set-Cookie", session_cookie_of(call.request, result.token));
  return response;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

// A browser comes here by itself: what went wrong is a page.
Response refused(Call& call, const Error& error) {
  auto response = problem_of(error, call.language);
  response.set("Content-Type", "text/html; charset=utf-8");
  response.body =
      "<!doctype html><html><head><meta charset=\"utf-8\"><title>Kith</title><link "
      "rel=\"stylesheet\" href=\"/f/form.css\"></head><body><main><h1>" +
      escaped(error.sentence().render(call.language)) + "</h1><p>" +
      escaped(error.hint().render(call.language)) + "</p><p><a href=\"/\">" +
      escaped(call.say("Back to the door")) + "</a></p></main></body></html>";
  return response;
}

Response come_back(Call& call) {
  try {
    auto back = call.base.sign_on.come_back(base_of(call.request), call.text("state"), call.text("code"),
                                            std::string(call.request.cookie(begun_cookie)));
    auto response = to("/");
    response.set("Set-Cookie", back.waiting.empty() ? session_cookie_of(call.request, back.token)
                                                    : waiting_cookie_of(call.request, back.waiting));
    return response;
  } catch (const Error& error) {
    return refused(call, error);
  }
}

}  // namespace

void add_sign_on_routes(Api& api) {
  api.add(Method::get, "/api/v1/sign-on", Door::signed_in, "", get);
  api.add(Method::put, "/api/v1/sign-on", Door::signed_in, "SignOnEdit", put);
  api.add(Method::del, "/api/v1/sign-on", Door::signed_in, "", drop);
  api.add(Method::del, "/api/v1/users/{user}/accounts", Door::signed_in, "", forget);
  api.add(Method::get, "/api/v1/session/sign-on", Door::open, "", begin);
  api.add(Method::post, "/api/v1/session/sign-on", Door::open, "SignOnCode", bring_code);
  api.add(Method::get, std::string(way_back), Door::open, "", come_back);
}

}  // namespace kith::server
