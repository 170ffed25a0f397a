// Users, roles, keys, audit.
#include "service/people.h"

#include <charconv>

#include "server/api.h"
#include "server/routes/render.h"
#include "service/base_desk.h"

namespace kith::server {
namespace {

json user_json(const ledger::User& user) {
  return {{"id", to_string(user.id)},
          {"login", user.login},
          {"name", user.name.empty() ? user.login : user.name},
          {"role", user.role},
          {"team", user.team},
          {"region", user.region},
          {"language", user.language == "zh" ? "zh" : "en"},
          {"disabled", user.disabled},
          {"second_factor", user.totp_on},
          {"created_at", time_text(user.created_at)},
          {"signed_in_at", time_or_null(user.signed_in_at)}};
}

Response nothing() {
  Response response;
  response.status = 204;
  return response;
}

ledger::UserId user_at(Call& call) {
  auto id = parse_id<ledger::UserKind>(call.place("user"));
  if (!id) throw Error(ErrorCode::not_found, "There is no such user.", "The list of users has them all.");
  return *id;
}

Response list_users(Call& call) {
  json items = json::array();
  for (const auto& user : service::list_users(call.base.home, call.actor())) items.push_back(user_json(user));
  return json_response(200, {{"items", items}});
}

Response create_user(Call& call) {
  call.actor().require("users.manage");
  const auto& body = call.body;
  ledger::User user;
  user.login = body["login"];
  user.name = body.value("name", user.login);
  user.role = body["role"];
  user.team = body.value("team", "");
  user.region = body.value("region", "");
  user.language = body.value("language", call.language == Language::zh ? "zh" : "en");
  service::SignIn::check_password(body["password"], user.login);
  user.password = call.base.sign_in.hash(body["password"]);
  ledger::ActingAs as(call.actor().id);
  return json_response(201, user_json(service::add_user(call.base.home, call.actor(), user)));
}

Response get_user(Call& call) {
  return json_response(200, user_json(service::find_user(call.base.home, call.actor(), user_at(call))));
}

Response edit_user(Call& call) {
  call.actor().require("users.manage");
  const auto& body = call.body;
  service::UserEdit edit;
  auto text = [&](const char* name, std::optional<std::string>& field) {
    if (body.contains(name)) field = body[name].get<std::string>();
  };
  text("name", edit.name);
  text("role", edit.role);
  text("team", edit.team);
  text("region", edit.region);
  if (body.contains("disabled")) edit.disabled = body["disabled"].get<bool>();
  if (body.contains("password")) {
    service::SignIn::check_password(body["password"], "");
    edit.password = call.base.sign_in.hash(body["password"]);
  }
  ledger::ActingAs as(call.actor().id);
  return json_response(200, user_json(service::edit_user(call.base.home, call.actor(), user_at(call), edit)));
}

json role_json(const service::Role& role, std::int64_t users) {
  json out = {{"name", role.name},       {"rights", role.rights},     {"rows", json::array()},
              {"fields", json::array()}, {"built_in", role.built_in}, {"users", users}};
  for (const auto& rule : role.rows)
    out["rows"].push_back({{"attribute", rule.attribute}, {"values", rule.values}});
  for (const auto& rule : role.fields) {
    json field = {{"access", name_of(rule.access)}};
    if (!rule.attribute.empty()) field["attribute"] = rule.attribute;
    if (!rule.sensitivity.empty()) field["sensitivity"] = rule.sensitivity;
    out["fields"].push_back(std::move(field));
  }
  return out;
}

Response list_roles(Call& call) {
  auto roles = service::list_roles(call.base.home, call.actor());
  auto users = service::list_users(call.base.home, call.actor());
  json items = json::array();
  for (const auto& role : roles) {
    std::int64_t count = 0;
    for (const auto& user : users) count += user.role == role.name ? 1 : 0;
    items.push_back(role_json(role, count));
  }
  json rights = json::array();
  for (auto right : service::all_rights()) rights.push_back(right);
  return json_response(200, {{"items", items}, {"rights", rights}});
}

service::Role role_of(const json& body) {
  service::Role role;
  role.name = body["name"];
  for (char c : role.name) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!plain || role.name[0] < 'a' || role.name[0] > 'z')
      throw Error(ErrorCode::bad_input, "The name of a role has small letters, digits, _ and - alone.",
                  "Take a name such as sales-south.", {{}, 0, "name"});
  }
  role.rights = body["rights"].get<std::vector<std::string>>();
  for (const auto& rule : body.value("rows", json::array()))
    role.rows.push_back({rule["attribute"], rule["values"].get<std::vector<std::string>>()});
  for (const auto& rule : body.value("fields", json::array())) {
    service::FieldRule field{rule.value("attribute", ""), rule.value("sensitivity", ""),
                             service::FieldAccess::hide};
    service::read_access(rule["access"].get<std::string>(), field.access);
    role.fields.push_back(field);
  }
  return role;
}

Response put_role(Call& call, int status) {
  call.actor().require("users.manage");
  auto role = role_of(call.body);
  if (status == 201) {
    for (const auto& other : service::list_roles(call.base.home, call.actor())) {
      if (other.name == role.name)
        throw Error(ErrorCode::conflict, "There is a role of that name already.",
                    "Change it, or take another name.");
    }
  } else if (role.name != call.place("role")) {
    throw Error(ErrorCode::bad_input, "A role keeps its name.", "Make another role.", {{}, 0, "name"});
  }
  ledger::ActingAs as(call.actor().id);
  service::put_role(call.base.home, call.actor(), role);
  call.base.sign_in.forget();
  return json_response(status, role_json(role, 0));
}

Response drop_role(Call& call) {
  ledger::ActingAs as(call.actor().id);
  service::remove_role(call.base.home, call.actor(), call.place("role"));
  return nothing();
}

json key_json(Call& call, const ledger::ApiKey& key) {
  json out = {{"id", to_string(key.id)},
              {"name", key.name},
              {"kind", key.kind},
              {"role", key.role},
              {"scopes", key.scopes.empty() ? json::array() : json::parse(key.scopes)},
              {"created_at", time_text(key.created_at)},
              {"created_by", key.created_by},
              {"expires_at", time_or_null(key.expires_at)}};
  if (key.source) out["source"] = source_names(call.base.home.ledger().read()->sql())[key.source];
  return out;
}

Response list_keys(Call& call) {
  json items = json::array();
  for (const auto& key : service::list_keys(call.base.home, call.actor()))
    items.push_back(key_json(call, key));
  return json_response(200, {{"items", items}});
}

Response create_key(Call& call) {
  const auto& body = call.body;
  ledger::ApiKey key;
  key.name = body["name"];
  key.kind = body["kind"];
  key.role = body.value("role", "");
  if (body.contains("scopes")) key.scopes = body["scopes"].dump();
  key.expires_at = time_field(body, "expires_at");
  ledger::ActingAs as(call.actor().id);
  call.answers_secret = true;
  auto [made, secret] = service::add_key(call.base.home, call.actor(), key, body.value("source", ""));
  return json_response(201, {{"key", key_json(call, made)}, {"secret", secret}});
}

Response drop_key(Call& call) {
  auto id = parse_id<ledger::KeyKind>(call.place("key"));
  if (!id) throw Error(ErrorCode::not_found, "There is no such key.", "The list of keys has them all.");
  ledger::ActingAs as(call.actor().id);
  service::end_key(call.base.home, call.actor(), *id);
  return nothing();
}

Response search_audit(Call& call) {
  ledger::AuditQuery query;
  query.actor = call.text("actor");
  query.action = call.text("action");
  query.object = call.text("object");
  json times = json::object();
  for (const char* name : {"from", "to"}) {
    if (auto text = call.text(name); !text.empty()) times[name] = text;
  }
  query.from = time_field(times, "from");
  query.to = time_field(times, "to");
  query.limit = static_cast<std::size_t>(call.number("limit", 1, 200, 50));
  if (auto cursor = call.text("cursor"); !cursor.empty())
    query.before = std::strtoll(service::open_cursor(call.base.home, cursor).c_str(), nullptr, 10);
  auto entries = service::search_audit(call.base.office, call.actor(), query);
  json items = json::array();
  for (const auto& entry : entries) {
    auto detail = json::parse(entry.detail, nullptr, false);
    items.push_back({{"number", entry.number},
                     {"at", time_text(entry.at)},
                     {"actor", entry.actor},
                     {"action", entry.action},
                     {"object", entry.object},
                     {"detail", detail.is_object() ? detail : json::object()},
                     {"hash", entry.hash}});
  }
  json next = entries.size() < query.limit
                  ? json(nullptr)
                  : json(service::seal_cursor(call.base.home, std::to_string(entries.back().number)));
  return json_response(200, {{"items", items}, {"next", next}});
}

}  // namespace

void add_people_routes(Api& api) {
  api.add(Method::get, "/api/v1/users", Door::signed_in, "", list_users);
  api.add(Method::post, "/api/v1/users", Door::signed_in, "UserNew", create_user);
  api.add(Method::get, "/api/v1/users/{user}", Door::signed_in, "", get_user);
  api.add(Method::patch, "/api/v1/users/{user}", Door::signed_in, "UserEdit", edit_user);
  api.add(Method::get, "/api/v1/roles", Door::signed_in, "", list_roles);
  api.add(Method::post, "/api/v1/roles", Door::signed_in, "RoleNew",
          [](Call& call) { return put_role(call, 201); });
  api.add(Method::put, "/api/v1/roles/{role}", Door::signed_in, "RoleNew",
          [](Call& call) { return put_role(call, 200); });
  api.add(Method::del, "/api/v1/roles/{role}", Door::signed_in, "", drop_role);
  api.add(Method::get, "/api/v1/keys", Door::signed_in, "", list_keys);
  api.add(Method::post, "/api/v1/keys", Door::signed_in, "ApiKeyNew", create_key);
  api.add(Method::del, "/api/v1/keys/{key}", Door::signed_in, "", drop_key);
  api.add(Method::get, "/api/v1/audit", Door::signed_in, "", search_audit);
}

}  // namespace kith::server
