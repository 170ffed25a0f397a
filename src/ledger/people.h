// Users, their sessions and recovery codes, roles, and keys of programs. Secrets are stored as hashes.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

struct UserKind {
  static constexpr std::string_view prefix = "usr";
};
struct KeyKind {
  static constexpr std::string_view prefix = "key";
};
using UserId = Id<UserKind>;
using KeyId = Id<KeyKind>;

struct User {
  UserId id;
  std::string login, name, role, team, region, language;
  std::string password;  ///< a hash; see base/crypto.h
  Bytes totp_secret;     ///< empty: none begun
  bool totp_on = false;
  std::int64_t totp_last = 0;  ///< the last step whose code was used
  bool disabled = false;
  std::int64_t created_at = 0, signed_in_at = 0;  ///< 0: never
};

/// Throws Error(conflict) where the login is taken.
UserId add_user(Write& write, const User& user);
/// Stores everything but id, login and created_at.
void update_user(Write& write, const User& user);
std::optional<User> find_user(Statements& sql, UserId id);
std::optional<User> find_user_by_login(Statements& sql, std::string_view login);
std::vector<User> all_users(Statements& sql);
std::int64_t count_users(Statements& sql);

void replace_recovery_codes(Write& write, UserId user, const std::vector<Digest>& hashes);
/// True where the code was there; it is gone then.
bool use_recovery_code(Write& write, UserId user, const Digest& hash);

struct StoredSession {
  UserId user;
  std::int64_t created_at = 0, seen_at = 0;
};
void add_session(Write& write, const Digest& hash, UserId user);
std::optional<StoredSession> find_session(Statements& sql, const Digest& hash);
void touch_session(Write& write, const Digest& hash);
void end_session(Write& write, const Digest& hash);
/// All of a user but `except`.
void end_sessions(Write& write, UserId user, const std::optional<Digest>& except);
void end_sessions_before(Write& write, std::int64_t created_at, std::int64_t seen_at);

/// Rights and rules as JSON; the service reads them.
struct StoredRole {
  std::string name, rights, rows, fields;
};
void put_role(Write& write, const StoredRole& role);
void remove_role(Write& write, std::string_view name);
std::vector<StoredRole> all_roles(Statements& sql);

struct ApiKey {
  KeyId id;
  std::string name, kind, role, scopes;  ///< scopes: JSON array; empty text: all of the role
  Digest hash{};
  SourceId source;
  std::int64_t created_at = 0, expires_at = 0, ended_at = 0;  ///< 0: none
  std::string created_by;
};
KeyId add_key(Write& write, const ApiKey& key);
void end_key(Write& write, KeyId key);
std::optional<ApiKey> find_key(Statements& sql, const Digest& hash);
/// Those not ended, newest first.
std::vector<ApiKey> all_keys(Statements& sql);

/// The value of a setting; empty where it is not set.
std::string setting(Statements& sql, std::string_view key);
void put_setting(Write& write, std::string_view key, std::string_view value);

/// An entry of the audit chain, as searched.
struct AuditEntry {
  std::int64_t number = 0, at = 0;
  std::string actor, action, object, detail, hash;
};
struct AuditQuery {
  std::string actor, action, object;  ///< empty: any; an action that ends in '.' is the beginning of one
  std::int64_t from = 0, to = 0;      ///< ms since 1970; 0: open
  std::int64_t before = 0;            ///< only entries with smaller numbers; 0: all
  std::size_t limit = 50;
};
/// Newest first.
std::vector<AuditEntry> search_audit(Statements& sql, const AuditQuery& query);

}  // namespace kith::ledger
