// Users, roles and keys, as those who manage them see them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/people.h"
#include "service/actor.h"
#include "service/home.h"

namespace kith::service {

/// Built in and stored; a stored one of the same name holds, but for owner's.
std::vector<Role> all_roles(ledger::Statements& sql);
/// Throws Error(not_found).
Role role_named(ledger::Statements& sql, const std::string& name);
/// Gives an actor the role's rights and rules, its placeholders filled in. A placeholder that stands for
/// nothing matches nobody.
void put_on(Actor& actor, const Role& role);
/// What a user may now; nothing where there is none, or it is disabled.
std::optional<Actor> actor_of_user(ledger::Statements& sql, ledger::UserId id);
/// Keeps of the rights those that the JSON array names; an empty text keeps all.
void limit_to_scopes(Actor& actor, const std::string& scopes);

/// Throws Error(bad_input) for unknown rights, attributes or a name that is none, Error(denied) for `owner`.
void put_role(Home& home, const Actor& actor, const Role& role);
/// Throws Error(conflict) while somebody has it.
void remove_role(Home& home, const Actor& actor, const std::string& name);
std::vector<Role> list_roles(Home& home, const Actor& actor);

std::vector<ledger::User> list_users(Home& home, const Actor& actor);
/// The password is hashed already. Throws Error(conflict) for a login that is taken.
ledger::User add_user(Home& home, const Actor& actor, ledger::User user);

struct UserEdit {
  std::optional<std::string> name, role, team, region, language;
  std::optional<std::string> password;  ///< hashed
  std::optional<bool> disabled;
};
/// Sessions end when the user is disabled or gets a password or another role. The last owner stays one.
ledger::User edit_user(Home& home, const Actor& actor, ledger::UserId id, const UserEdit& edit);
ledger::User find_user(Home& home, const Actor& actor, ledger::UserId id);
/// One's own name and language.
ledger::User edit_me(Home& home, const Actor& actor, const UserEdit& edit);

std::vector<ledger::ApiKey> list_keys(Home& home, const Actor& actor);
/// The key and its secret. `source`: its name, for a write key.
std::pair<ledger::ApiKey, std::string> add_key(Home& home, const Actor& actor, ledger::ApiKey key,
                                               const std::string& source);
void end_key(Home& home, const Actor& actor, ledger::KeyId id);

}  // namespace kith::service
