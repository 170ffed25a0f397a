// Signing in and out, the first run, one's own settings.
#include "base/one_time_code.h"
#include "server/api.h"
#include "service/people.h"

namespace kith::server {
namespace {

json me_json(Call& call, const service::Actor& actor) {
  auto id = parse_id<ledger::UserKind>(actor.id);
  bool second_factor = false;
  if (id) {
    auto user = ledger::find_user(call.base.home.ledger().read()->sql(), *id);
    second_factor = user && user->totp_on;
  }
  return {{"id", actor.id},
          {"login", actor.login},
          {"name", actor.name.empty() ? actor.login : actor.name},
          {"role", actor.role},
          {"team", actor.team},
          {"region", actor.region},
          {"rights", actor.rights},
          {"language", actor.language == Language::zh ? "zh" : "en"},
          {"second_factor", second_factor},
          {"viewing_as", actor.viewing_as ? json(actor.role) : json(nullptr)}};
}

json state_json(Call& call, const service::Session* session) {
  bool first = !call.base.sign_in.first_run_token().empty();
  json state = {{"state", session != nullptr ? "signed_in"
                          : first            ? "first_run"
                                             : "signed_out"},
                {"version", call.base.version}};
  if (session == nullptr &&
      call.base.sign_on.waits_for_code(std::string(call.request.cookie(waiting_cookie))))
    state["state"] = "code_needed";
  if (auto label = call.base.sign_on.label(); label && session == nullptr)
    state["sign_on"] = label->empty() ? "OpenID Connect" : *label;
  if (session != nullptr) state["me"] = me_json(call, session->actor);
  return state;
}

std::string cookie_of(const Request& request, const std::string& token, bool ends) {
  auto cookie =
      std::string(session_cookie(request.secure)) + "=" + token + "; Path=/; HttpOnly; SameSite=Lax";
  if (request.secure) cookie += "; Secure";
  return cookie + (ends ? "; Max-Age=0" : "; Max-Age=7776000");
}

Response signed_in(Call& call, const std::string& token) {
  auto session = call.base.sign_in.session_of(token);
  auto response = json_response(201, state_json(call, session ? &*session : nullptr));
  response.set("Set-Cookie", cookie_of(call.request, token, false));
  return response;
}

Response get_session(Call& call) {
  return json_response(200, state_json(call, call.signed_in ? &call.session : nullptr));
}

Response sign_in(Call& call) {
  auto result = call.base.sign_in.sign_in(
      {call.body["login"], call.body["password"], call.body.value("code", ""), call.request.peer});
  if (result.refusal == service::Refusal::none) return signed_in(call, result.token);
  return refused_sign_in(call, result);
}

}  // namespace

Response refused_sign_in(Call& call, const service::SignInResult& result) {
  switch (result.refusal) {
    case service::Refusal::code_needed:
      return problem_response(401, "code_needed", call.say("The code of the second factor is needed."),
                              call.say("Type the six digits that the app shows, or a recovery code."));
    case service::Refusal::wait: {
      auto seconds = std::to_string(result.wait_seconds);
      auto response =
          problem_response(429, "wait", call.say("There were too many wrong tries."),
                           call.say(Text("Try again in {seconds} seconds.", {{"seconds", seconds}})));
      response.set("Retry-After", seconds);
      return response;
    }
    default:
      return problem_response(401, "wrong", call.say("Login or password is wrong."),
                              call.say("Check both; capital letters count."));
  }
}

namespace {

Response sign_out(Call& call) {
  if (call.signed_in && !call.session.by_key) call.base.sign_in.sign_out(call.session);
  Response response;
  response.status = 204;
  response.set("Set-Cookie", cookie_of(call.request, "", true));
  return response;
}

Response create_owner(Call& call) {
  ledger::User owner;
  owner.login = call.body["login"];
  owner.name = call.body.value("name", owner.login);
  owner.language = call.body.value("language", call.language == Language::zh ? "zh" : "en");
  return signed_in(call, call.base.sign_in.create_owner(call.body["token"], owner, call.body["password"]));
}

Response get_me(Call& call) { return json_response(200, me_json(call, call.actor())); }

Response edit_me(Call& call) {
  service::UserEdit edit;
  if (call.body.contains("name")) edit.name = call.body["name"];
  if (call.body.contains("language")) edit.language = call.body["language"];
  auto user = service::edit_me(call.base.home, call.actor(), edit);
  auto actor = call.actor();
  actor.name = user.name;
  actor.language = user.language == "zh" ? Language::zh : Language::en;
  return json_response(200, me_json(call, actor));
}

Response nothing() {
  Response response;
  response.status = 204;
  return response;
}

Response change_password(Call& call) {
  call.base.sign_in.change_password(call.session, call.body["current"], call.body["next"]);
  return nothing();
}

Response begin_second_factor(Call& call) {
  call.answers_secret = true;
  auto secret = to_base32(call.base.sign_in.begin_second_factor(call.session));
  std::string login;
  for (char c : call.actor().login) {
    bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '@';
    login.push_back(plain ? c : '_');
  }
  return json_response(201, {{"secret", secret},
                             {"uri", "otpauth://totp/Kith:" + login + "?secret=" + secret + "&issuer=Kith"}});
}

Response confirm_second_factor(Call& call) {
  call.answers_secret = true;
  return json_response(200,
                       {{"codes", call.base.sign_in.confirm_second_factor(call.session, call.body["code"])}});
}

Response drop_second_factor(Call& call) {
  call.base.sign_in.drop_second_factor(call.session, std::string(call.request.header("x-kith-password")));
  return nothing();
}

}  // namespace

void add_session_routes(Api& api) {
  api.add(Method::get, "/api/v1/session", Door::open, "", get_session);
  api.add(Method::post, "/api/v1/session", Door::open, "SignIn", sign_in);
  api.add(Method::del, "/api/v1/session", Door::open, "", sign_out);
  api.add(Method::post, "/api/v1/first-run", Door::open, "FirstRun", create_owner);
  api.add(Method::get, "/api/v1/me", Door::signed_in, "", get_me);
  api.add(Method::patch, "/api/v1/me", Door::signed_in, "MeEdit", edit_me);
  api.add(Method::post, "/api/v1/me/password", Door::signed_in, "PasswordChange", change_password);
  api.add(Method::post, "/api/v1/me/second-factor", Door::signed_in, "", begin_second_factor);
  api.add(Method::put, "/api/v1/me/second-factor", Door::signed_in, "SecondFactorCode",
          confirm_second_factor);
  api.add(Method::del, "/api/v1/me/second-factor", Door::signed_in, "", drop_second_factor);
}

}  // namespace kith::server
