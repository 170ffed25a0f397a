#include "ledger/hooks.h"

namespace kith::ledger {
namespace {

Hook hook_in(Statement& row) {
  Hook hook;
  hook.id = HookId(row.integer(0));
  hook.name = row.text(1);
  hook.source = SourceId(row.integer(2));
  hook.kind = row.text(3);
  hook.scheme = row.text(4);
  hook.header = row.text(5);
  auto secret = row.blob(6);
  hook.secret.assign(secret.begin(), secret.end());
  hook.row_path = row.text(7);
  hook.enabled = row.integer(8) != 0;
  hook.problem = row.text(9);
  hook.failed_at = row.integer(10);
  hook.created_by = row.text(11);
  hook.created_at = row.integer(12);
  return hook;
}

}  // namespace

HookId put_hook(Write& write, const Hook& hook) {
  const HookId id = hook.id ? hook.id : HookId(write.take_ids());
  write
      .sql(
          "INSERT INTO hook(id, name, source_id, kind, scheme, header, secret, row_path, enabled, problem, "
          "failed_at, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
          "$13) ON CONFLICT (id) DO UPDATE SET name = excluded.name, source_id = excluded.source_id, kind = "
          "excluded.kind, scheme = excluded.scheme, header = excluded.header, secret = excluded.secret, "
          "row_path = excluded.row_path, enabled = excluded.enabled, problem = excluded.problem, failed_at = "
          "excluded.failed_at")
      .bind(1, id.value)
      .bind(2, std::string_view(hook.name))
      .bind(3, hook.source.value)
      .bind(4, std::string_view(hook.kind))
      .bind(5, std::string_view(hook.scheme))
      .bind(6, std::string_view(hook.header))
      .bind_blob(7, hook.secret)
      .bind(8, std::string_view(hook.row_path))
      .bind(9, static_cast<std::int64_t>(hook.enabled))
      .bind(10, std::string_view(hook.problem))
      .bind(11, hook.failed_at)
      .bind(12, std::string_view(hook.created_by))
      .bind(13, hook.created_at)
      .run();
  return id;
}

void remove_hook(Write& write, HookId id) {
  write.sql("DELETE FROM hook_message WHERE hook_id = $1").bind(1, id.value).run();
  write.sql("DELETE FROM hook WHERE id = $1").bind(1, id.value).run();
}

#define HOOK_FIELDS                                                                                   \
  "SELECT id, name, source_id, kind, scheme, header, secret, row_path, enabled, problem, failed_at, " \
  "created_by, created_at FROM hook"

std::optional<Hook> find_hook(Statements& sql, HookId id) {
  auto& row = sql(HOOK_FIELDS " WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto hook = hook_in(row);
  row.reset();
  return hook;
}

std::vector<Hook> all_hooks(Statements& sql) {
  std::vector<Hook> hooks;
  auto& row = sql(HOOK_FIELDS " ORDER BY id");
  while (row.step()) hooks.push_back(hook_in(row));
  return hooks;
}

#undef HOOK_FIELDS

void add_hook_message(Write& write, HookId hook, const HookMessage& message) {
  write.sql("INSERT INTO hook_message(hook_id, id, message, rows, arrived_at) VALUES ($1, $2, $3, $4, $5)")
      .bind(1, hook.value)
      .bind(2, write.take_ids())
      .bind(3, std::string_view(message.message))
      .bind(4, std::string_view(message.rows))
      .bind(5, write.now())
      .run();
}

std::vector<HookMessage> waiting_messages(Statements& sql, HookId hook, std::int64_t last,
                                          std::size_t limit) {
  std::vector<HookMessage> messages;
  auto& row =
      sql("SELECT id, arrived_at, message, rows FROM hook_message WHERE hook_id = $1 AND ($2 = 0 OR id <= "
          "$2) ORDER BY id LIMIT $3");
  row.bind(1, hook.value).bind(2, last).bind(3, static_cast<std::int64_t>(limit));
  while (row.step())
    messages.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), std::string(row.text(3))});
  return messages;
}

void remove_messages(Write& write, HookId hook, std::int64_t last) {
  write.sql("DELETE FROM hook_message WHERE hook_id = $1 AND id <= $2")
      .bind(1, hook.value)
      .bind(2, last)
      .run();
}

HookQueue queue_of(Statements& sql, HookId hook) {
  auto& row = sql("SELECT count(*), coalesce(min(arrived_at), 0) FROM hook_message WHERE hook_id = $1");
  HookQueue queue;
  if (row.bind(1, hook.value).step()) queue = {row.integer(0), row.integer(1)};
  row.reset();
  return queue;
}

}  // namespace kith::ledger
