#include "service/people.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/catalogue.h"

namespace kith::service {
namespace {

using nlohmann::json;

std::vector<std::string> texts_of(const std::string& text) {
  auto parsed = json::parse(text, nullptr, false);
  if (!parsed.is_array()) return {};
  return parsed.get<std::vector<std::string>>();
}

Role from_stored(const ledger::StoredRole& stored) {
  Role role;
  role.name = stored.name;
  role.rights = texts_of(stored.rights);
  for (const auto& row : json::parse(stored.rows, nullptr, false))
    role.rows.push_back({row.value("attribute", ""), row.value("values", std::vector<std::string>())});
  for (const auto& field : json::parse(stored.fields, nullptr, false)) {
    FieldRule rule{field.value("attribute", ""), field.value("sensitivity", ""), FieldAccess::hide};
    read_access(field.value("access", "hide"), rule.access);
    role.fields.push_back(rule);
  }
  return role;
}

ledger::StoredRole to_stored(const Role& role) {
  auto rows = json::array(), fields = json::array();
  for (const auto& rule : role.rows) rows.push_back({{"attribute", rule.attribute}, {"values", rule.values}});
  for (const auto& rule : role.fields)
    fields.push_back(
        {{"attribute", rule.attribute}, {"sensitivity", rule.sensitivity}, {"access", name_of(rule.access)}});
  return {role.name, json(role.rights).dump(), rows.dump(), fields.dump()};
}

[[noreturn]] void not_good(Text what, Text hint, const char* field) {
  throw Error(ErrorCode::bad_input, std::move(what), std::move(hint), {{}, 0, field});
}

void check_role(ledger::Statements& sql, const Role& role) {
  auto known = all_rights();
  for (const auto& right : role.rights) {
    if (std::find(known.begin(), known.end(), right) == known.end())
      not_good(Text("There is no right {right}.", {{"right", right}}), "The list of roles names all rights.",
               "rights");
  }
  auto attributes = ledger::all_attributes(sql);
  auto is_attribute = [&](const std::string& name) {
    return std::any_of(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == name; });
  };
  for (const auto& rule : role.rows) {
    if (!is_attribute(rule.attribute))
      not_good(Text("There is no attribute {name}.", {{"name", rule.attribute}}),
               "The data dictionary lists them.", "rows");
  }
  for (const auto& rule : role.fields) {
    if (rule.attribute.empty() == rule.sensitivity.empty())
      not_good("A field rule is for one attribute or for one sensitivity.", "Name the one or the other.",
               "fields");
    if (!rule.attribute.empty() && !is_attribute(rule.attribute))
      not_good(Text("There is no attribute {name}.", {{"name", rule.attribute}}),
               "The data dictionary lists them.", "fields");
  }
}

}  // namespace

std::vector<Role> all_roles(ledger::Statements& sql) {
  auto roles = built_in_roles();
  for (const auto& stored : ledger::all_roles(sql)) {
    auto role = from_stored(stored);
    auto same = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.name == role.name; });
    if (same == roles.end()) {
      roles.push_back(std::move(role));
    } else if (same->name != "owner") {
      role.built_in = true;
      *same = std::move(role);
    }
  }
  return roles;
}

Role role_named(ledger::Statements& sql, const std::string& name) {
  if (name == "owner") return built_in_roles().front();
  for (auto& role : service::all_roles(sql)) {
    if (role.name == name) return role;
  }
  throw Error(ErrorCode::not_found, Text("There is no role {name}.", {{"name", name}}),
              "The list of roles has them all.", {{}, 0, "role"});
}

void put_on(Actor& actor, const Role& role) {
  actor.role = role.name;
  actor.rights = role.rights;
  actor.rows = role.rows;
  actor.fields = role.fields;
  for (auto& rule : actor.rows) {
    std::vector<std::string> values;
    for (const auto& value : rule.values) {
      auto filled = value == "$login"    ? actor.login
                    : value == "$team"   ? actor.team
                    : value == "$region" ? actor.region
                                         : value;
      if (!filled.empty()) values.push_back(filled);
    }
    rule.values = std::move(values);
  }
}

std::optional<Actor> actor_of_user(ledger::Statements& sql, ledger::UserId id) {
  auto user = ledger::find_user(sql, id);
  if (!user || user->disabled) return std::nullopt;
  Actor actor;
  actor.id = to_string(user->id);
  actor.login = user->login;
  actor.name = user->name;
  actor.team = user->team;
  actor.region = user->region;
  actor.language = user->language == "zh" ? Language::zh : Language::en;
  put_on(actor, role_named(sql, user->role));
  return actor;
}

void limit_to_scopes(Actor& actor, const std::string& scopes) {
  if (scopes.empty()) return;
  auto kept = texts_of(scopes);
  std::erase_if(actor.rights, [&](const std::string& right) {
    return std::find(kept.begin(), kept.end(), right) == kept.end();
  });
}

void put_role(Home& home, const Actor& actor, const Role& role) {
  actor.require("users.manage");
  if (role.name == "owner")
    throw Error(ErrorCode::denied, "The role owner cannot be changed.", "Make another role.");
  home.ledger().write([&](ledger::Write& write) {
    check_role(write.sql, role);
    ledger::put_role(write, to_stored(role));
  });
}

void remove_role(Home& home, const Actor& actor, const std::string& name) {
  actor.require("users.manage");
  home.ledger().write([&](ledger::Write& write) {
    if (role_named(write.sql, name).built_in)
      throw Error(ErrorCode::conflict, "A built-in role cannot be removed.", "Leave it unused.");
    for (const auto& user : ledger::all_users(write.sql)) {
      if (user.role == name)
        throw Error(ErrorCode::conflict, "Somebody still has this role.",
                    "Give its users another role first.");
    }
    for (const auto& key : ledger::all_keys(write.sql)) {
      if (key.role == name)
        throw Error(ErrorCode::conflict, "Somebody still has this role.",
                    "Give its users another role first.");
    }
    ledger::remove_role(write, name);
  });
}

std::vector<Role> list_roles(Home& home, const Actor& actor) {
  actor.require("users.manage");
  return service::all_roles(home.ledger().read()->sql());
}

std::vector<ledger::User> list_users(Home& home, const Actor& actor) {
  actor.require("users.manage");
  return ledger::all_users(home.ledger().read()->sql());
}

ledger::User add_user(Home& home, const Actor& actor, ledger::User user) {
  actor.require("users.manage");
  home.ledger().write([&](ledger::Write& write) {
    role_named(write.sql, user.role);
    user.id = ledger::add_user(write, user);
    user.created_at = write.now();
  });
  return user;
}

ledger::User find_user(Home& home, const Actor& actor, ledger::UserId id) {
  actor.require("users.manage");
  auto user = ledger::find_user(home.ledger().read()->sql(), id);
  if (!user) throw Error(ErrorCode::not_found, "There is no such user.", "The list of users has them all.");
  return *user;
}

ledger::User edit_user(Home& home, const Actor& actor, ledger::UserId id, const UserEdit& edit) {
  actor.require("users.manage");
  ledger::User user;
  home.ledger().write([&](ledger::Write& write) {
    auto stored = ledger::find_user(write.sql, id);
    if (!stored)
      throw Error(ErrorCode::not_found, "There is no such user.", "The list of users has them all.");
    user = *stored;
    if (edit.role) role_named(write.sql, *edit.role);
    if (edit.name) user.name = *edit.name;
    if (edit.role) user.role = *edit.role;
    if (edit.team) user.team = *edit.team;
    if (edit.region) user.region = *edit.region;
    if (edit.password) user.password = *edit.password;
    if (edit.disabled) user.disabled = *edit.disabled;
    bool was_owner = stored->role == "owner" && !stored->disabled;
    if (was_owner && (user.role != "owner" || user.disabled)) {
      auto users = ledger::all_users(write.sql);
      auto owners = std::count_if(users.begin(), users.end(),
                                  [](const auto& u) { return u.role == "owner" && !u.disabled; });
      if (owners < 2)
        throw Error(ErrorCode::conflict, "The base must keep an owner.", "Make somebody else owner first.");
    }
    ledger::update_user(write, user);
    if (user.disabled || edit.password || user.role != stored->role)
      ledger::end_sessions(write, id, std::nullopt);
    write.audit("user.edit", to_string(id), user.disabled ? "{\"disabled\":true}" : "{}");
  });
  return user;
}

ledger::User edit_me(Home& home, const Actor& actor, const UserEdit& edit) {
  auto id = parse_id<ledger::UserKind>(actor.id);
  if (!id || actor.viewing_as) throw Error(ErrorCode::denied, "Only a user has a name and a language.");
  ledger::User user;
  home.ledger().write([&](ledger::Write& write) {
    auto stored = ledger::find_user(write.sql, *id);
    if (!stored)
      throw Error(ErrorCode::not_found, "There is no such user.", "The list of users has them all.");
    user = *stored;
    if (edit.name) user.name = *edit.name;
    if (edit.language) user.language = *edit.language;
    ledger::update_user(write, user);
  });
  return user;
}

std::vector<ledger::ApiKey> list_keys(Home& home, const Actor& actor) {
  actor.require("users.manage");
  return ledger::all_keys(home.ledger().read()->sql());
}

std::pair<ledger::ApiKey, std::string> add_key(Home& home, const Actor& actor, ledger::ApiKey key,
                                               const std::string& source) {
  actor.require("users.manage");
  unsigned char bytes[32];
  random_bytes(bytes);
  auto secret = (key.kind == "write" ? "kithw_" : "kith_") + to_base64url(bytes);
  key.hash = sha256({reinterpret_cast<const unsigned char*>(secret.data()), secret.size()});
  key.created_by = actor.login;
  home.ledger().write([&](ledger::Write& write) {
    if (key.kind == "write") {
      auto found = ledger::find_source(write.sql, source);
      if (!found)
        throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", source}}),
                    "The list of sources has them all.", {{}, 0, "source"});
      key.source = found->id;
    } else {
      role_named(write.sql, key.role);
    }
    key.id = ledger::add_key(write, key);
    key.created_at = write.now();
  });
  return {key, secret};
}

void end_key(Home& home, const Actor& actor, ledger::KeyId id) {
  actor.require("users.manage");
  home.ledger().write([&](ledger::Write& write) { ledger::end_key(write, id); });
}

}  // namespace kith::service
