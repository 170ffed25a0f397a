#include "ledger/people.h"

#include <algorithm>

#include "base/error.h"

namespace kith::ledger {
namespace {

#define USER_COLUMNS                                                                                     \
  "id, login, name, role, team, region, language, password, totp_secret, totp_on, totp_last, disabled, " \
  "created_at, signed_in_at"

Digest digest_of(std::span<const unsigned char> bytes) {
  Digest digest{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
  return digest;
}

User read_user(Statement& row) {
  User user;
  user.id = UserId(row.integer(0));
  user.login = row.text(1);
  user.name = row.text(2);
  user.role = row.text(3);
  user.team = row.text(4);
  user.region = row.text(5);
  user.language = row.text(6);
  user.password = row.text(7);
  auto secret = row.blob(8);
  user.totp_secret.assign(secret.begin(), secret.end());
  user.totp_on = row.integer(9) != 0;
  user.totp_last = row.integer(10);
  user.disabled = row.integer(11) != 0;
  user.created_at = row.integer(12);
  user.signed_in_at = row.integer(13);
  return user;
}

std::optional<User> first_user(Statement& row) {
  if (!row.step()) return std::nullopt;
  auto user = read_user(row);
  row.reset();
  return user;
}

ApiKey read_key(Statement& row) {
  ApiKey key;
  key.id = KeyId(row.integer(0));
  key.name = row.text(1);
  key.kind = row.text(2);
  key.hash = digest_of(row.blob(3));
  key.role = row.text(4);
  key.scopes = row.text(5);
  key.source = SourceId(row.integer(6));
  key.created_at = row.integer(7);
  key.created_by = row.text(8);
  key.expires_at = row.integer(9);
  key.ended_at = row.integer(10);
  return key;
}

void bind_time(Statement& statement, int parameter, std::int64_t time) {
  time != 0 ? statement.bind(parameter, time) : statement.bind_null(parameter);
}

}  // namespace

UserId add_user(Write& write, const User& user) {
  if (find_user_by_login(write.sql, user.login)) {
    throw Error(ErrorCode::conflict, "A user of that login exists already.", "Choose another login.");
  }
  UserId id(write.take_ids());
  write
      .sql("INSERT INTO user_account(" USER_COLUMNS
           ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, 0, 0, $9, NULL)")
      .bind(1, id.value)
      .bind(2, std::string_view(user.login))
      .bind(3, std::string_view(user.name))
      .bind(4, std::string_view(user.role))
      .bind(5, std::string_view(user.team))
      .bind(6, std::string_view(user.region))
      .bind(7, std::string_view(user.language))
      .bind(8, std::string_view(user.password))
      .bind(9, write.now())
      .run();
  write.audit("user.add", to_string(id), "{\"role\":\"" + user.role + "\"}");
  return id;
}

void update_user(Write& write, const User& user) {
  auto& update = write.sql(
      "UPDATE user_account SET name = $1, role = $2, team = $3, region = $4, language = $5, password = $6, "
      "totp_secret = $7, totp_on = $8, totp_last = $9, disabled = $10, signed_in_at = $11 WHERE id = $12");
  update.bind(1, std::string_view(user.name))
      .bind(2, std::string_view(user.role))
      .bind(3, std::string_view(user.team))
      .bind(4, std::string_view(user.region))
      .bind(5, std::string_view(user.language))
      .bind(6, std::string_view(user.password));
  user.totp_secret.empty() ? update.bind_null(7) : update.bind_blob(7, user.totp_secret);
  update.bind(8, user.totp_on ? 1 : 0).bind(9, user.totp_last).bind(10, user.disabled ? 1 : 0);
  bind_time(update, 11, user.signed_in_at);
  update.bind(12, user.id.value).run();
}

std::optional<User> find_user(Statements& sql, UserId id) {
  auto& row = sql("SELECT " USER_COLUMNS " FROM user_account WHERE id = $1");
  return first_user(row.bind(1, id.value));
}

std::optional<User> find_user_by_login(Statements& sql, std::string_view login) {
  auto& row = sql("SELECT " USER_COLUMNS " FROM user_account WHERE login = $1");
  return first_user(row.bind(1, login));
}

std::vector<User> all_users(Statements& sql) {
  std::vector<User> users;
  auto& row = sql("SELECT " USER_COLUMNS " FROM user_account ORDER BY login");
  while (row.step()) users.push_back(read_user(row));
  return users;
}

std::int64_t count_users(Statements& sql) {
  auto& row = sql("SELECT count(*) FROM user_account");
  row.step();
  auto count = row.integer(0);
  row.reset();
  return count;
}

void replace_recovery_codes(Write& write, UserId user, const std::vector<Digest>& hashes) {
  write.sql("DELETE FROM recovery_code WHERE user_id = $1").bind(1, user.value).run();
  for (const auto& hash : hashes) {
    write.sql("INSERT INTO recovery_code(user_id, hash) VALUES ($1, $2)")
        .bind(1, user.value)
        .bind_blob(2, hash)
        .run();
  }
}

bool use_recovery_code(Write& write, UserId user, const Digest& hash) {
  write.sql("DELETE FROM recovery_code WHERE user_id = $1 AND hash = $2")
      .bind(1, user.value)
      .bind_blob(2, hash)
      .run();
  return write.sql.connection().changed() > 0;
}

void add_session(Write& write, const Digest& hash, UserId user) {
  write.sql("INSERT INTO session(hash, user_id, created_at, seen_at) VALUES ($1, $2, $3, $4)")
      .bind_blob(1, hash)
      .bind(2, user.value)
      .bind(3, write.now())
      .bind(4, write.now())
      .run();
}

std::optional<StoredSession> find_session(Statements& sql, const Digest& hash) {
  auto& row = sql("SELECT user_id, created_at, seen_at FROM session WHERE hash = $1");
  if (!row.bind_blob(1, hash).step()) return std::nullopt;
  StoredSession session{UserId(row.integer(0)), row.integer(1), row.integer(2)};
  row.reset();
  return session;
}

void touch_session(Write& write, const Digest& hash) {
  write.sql("UPDATE session SET seen_at = $1 WHERE hash = $2").bind(1, write.now()).bind_blob(2, hash).run();
}

void end_session(Write& write, const Digest& hash) {
  write.sql("DELETE FROM session WHERE hash = $1").bind_blob(1, hash).run();
}

void end_sessions(Write& write, UserId user, const std::optional<Digest>& except) {
  Digest kept = except.value_or(Digest{});
  write.sql("DELETE FROM session WHERE user_id = $1 AND hash <> $2")
      .bind(1, user.value)
      .bind_blob(2, kept)
      .run();
}

void end_sessions_before(Write& write, std::int64_t created_at, std::int64_t seen_at) {
  write.sql("DELETE FROM session WHERE created_at < $1 OR seen_at < $2")
      .bind(1, created_at)
      .bind(2, seen_at)
      .run();
}

void put_role(Write& write, const StoredRole& role) {
  write
      .sql(
          "INSERT INTO role(name, rights, row_rules, field_rules) VALUES ($1, $2, $3, $4) ON CONFLICT (name) "
          "DO "
          "UPDATE SET rights = excluded.rights, row_rules = excluded.row_rules, field_rules = "
          "excluded.field_rules")
      .bind(1, std::string_view(role.name))
      .bind(2, std::string_view(role.rights))
      .bind(3, std::string_view(role.rows))
      .bind(4, std::string_view(role.fields))
      .run();
  write.audit("role.put", "role:" + role.name, "{}");
}

void remove_role(Write& write, std::string_view name) {
  write.sql("DELETE FROM role WHERE name = $1").bind(1, name).run();
  write.audit("role.remove", "role:" + std::string(name), "{}");
}

std::vector<StoredRole> all_roles(Statements& sql) {
  std::vector<StoredRole> roles;
  auto& row = sql("SELECT name, rights, row_rules, field_rules FROM role ORDER BY name");
  while (row.step())
    roles.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                     std::string(row.text(3))});
  return roles;
}

#define KEY_COLUMNS \
  "id, name, kind, hash, role, scopes, source_id, created_at, created_by, expires_at, ended_at"

KeyId add_key(Write& write, const ApiKey& key) {
  KeyId id(write.take_ids());
  auto& insert = write.sql("INSERT INTO api_key(" KEY_COLUMNS
                           ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)");
  insert.bind(1, id.value)
      .bind(2, std::string_view(key.name))
      .bind(3, std::string_view(key.kind))
      .bind_blob(4, key.hash)
      .bind(5, std::string_view(key.role))
      .bind(6, std::string_view(key.scopes));
  bind_time(insert, 7, key.source.value);
  insert.bind(8, write.now()).bind(9, std::string_view(key.created_by));
  bind_time(insert, 10, key.expires_at);
  insert.run();
  write.audit("key.add", to_string(id), "{\"kind\":\"" + key.kind + "\"}");
  return id;
}

void end_key(Write& write, KeyId key) {
  write.sql("UPDATE api_key SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
      .bind(1, write.now())
      .bind(2, key.value)
      .run();
  write.audit("key.end", to_string(key), "{}");
}

std::optional<ApiKey> find_key(Statements& sql, const Digest& hash) {
  auto& row = sql("SELECT " KEY_COLUMNS " FROM api_key WHERE hash = $1");
  if (!row.bind_blob(1, hash).step()) return std::nullopt;
  auto key = read_key(row);
  row.reset();
  return key;
}

std::vector<ApiKey> all_keys(Statements& sql) {
  std::vector<ApiKey> keys;
  auto& row = sql("SELECT " KEY_COLUMNS " FROM api_key WHERE ended_at IS NULL ORDER BY id DESC");
  while (row.step()) keys.push_back(read_key(row));
  return keys;
}

std::string setting(Statements& sql, std::string_view key) {
  auto& row = sql("SELECT value FROM setting WHERE key = $1");
  std::string value;
  if (row.bind(1, key).step()) value = row.text(0);
  row.reset();
  return value;
}

void put_setting(Write& write, std::string_view key, std::string_view value) {
  write
      .sql(
          "INSERT INTO setting(key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = "
          "excluded.value")
      .bind(1, key)
      .bind(2, value)
      .run();
}

std::vector<AuditEntry> search_audit(Statements& sql, const AuditQuery& query) {
  constexpr std::int64_t for_ever = INT64_MAX;
  std::string action_end = query.action;
  if (!action_end.empty() && action_end.back() == '.') action_end.back() = '/';  // the character after '.'
  auto& row = sql(
      "SELECT seq, at, actor, action, object, detail, hash FROM audit WHERE seq < $1 AND at >= $2 AND at <= "
      "$3 "
      "AND ($4 = '' OR actor = $4) AND ($5 = '' OR action = $5 OR (action >= $5 AND action < $6)) "
      "AND ($7 = '' OR object = $7) ORDER BY seq DESC LIMIT $8");
  row.bind(1, query.before != 0 ? query.before : for_ever)
      .bind(2, query.from)
      .bind(3, query.to != 0 ? query.to : for_ever)
      .bind(4, std::string_view(query.actor))
      .bind(5, std::string_view(query.action))
      .bind(6, std::string_view(action_end))
      .bind(7, std::string_view(query.object))
      .bind(8, static_cast<std::int64_t>(query.limit));
  std::vector<AuditEntry> entries;
  while (row.step())
    entries.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), std::string(row.text(3)),
                       std::string(row.text(4)), std::string(row.text(5)), to_hex(row.blob(6))});
  return entries;
}

}  // namespace kith::ledger
