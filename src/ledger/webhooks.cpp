#include "ledger/webhooks.h"

namespace kith::ledger {
namespace {

Webhook webhook_in(Statement& row) {
  Webhook webhook;
  webhook.id = WebhookId(row.integer(0));
  webhook.url = row.text(1);
  webhook.description = row.text(2);
  webhook.events = row.text(3);
  auto secret = row.blob(4);
  webhook.secret.assign(secret.begin(), secret.end());
  webhook.enabled = row.integer(5) != 0;
  webhook.since = row.integer(6);
  webhook.created_by = row.text(7);
  webhook.created_at = row.integer(8);
  return webhook;
}

Delivery delivery_in(Statement& row) {
  Delivery delivery;
  delivery.webhook = WebhookId(row.integer(0));
  delivery.id = DeliveryId(row.integer(1));
  delivery.event = row.text(2);
  delivery.body = row.text(3);
  for (auto state : {DeliveryState::waiting, DeliveryState::done, DeliveryState::dead}) {
    if (row.text(4) == name_of(state)) delivery.state = state;
  }
  delivery.attempts = row.integer(5);
  delivery.next_at = row.integer(6);
  delivery.created_at = row.integer(7);
  delivery.answered_at = row.integer(8);
  delivery.status = row.integer(9);
  delivery.problem = row.text(10);
  return delivery;
}

std::vector<Delivery> deliveries_in(Statement& row) {
  std::vector<Delivery> deliveries;
  while (row.step()) deliveries.push_back(delivery_in(row));
  return deliveries;
}

}  // namespace

std::string_view name_of(DeliveryState state) noexcept {
  constexpr std::string_view names[] = {"waiting", "done", "dead"};
  return names[static_cast<std::size_t>(state)];
}

WebhookId put_webhook(Write& write, const Webhook& webhook) {
  const WebhookId id = webhook.id ? webhook.id : WebhookId(write.take_ids());
  write
      .sql(
          "INSERT INTO webhook(id, url, description, events, secret, enabled, since, created_by, created_at) "
          "VALUES "
          "($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET url = excluded.url, "
          "description = "
          "excluded.description, events = excluded.events, secret = excluded.secret, enabled = "
          "excluded.enabled")
      .bind(1, id.value)
      .bind(2, std::string_view(webhook.url))
      .bind(3, std::string_view(webhook.description))
      .bind(4, std::string_view(webhook.events))
      .bind_blob(5, webhook.secret)
      .bind(6, webhook.enabled ? 1 : 0)
      .bind(7, webhook.since)
      .bind(8, std::string_view(webhook.created_by))
      .bind(9, write.now())
      .run();
  return id;
}

void remove_webhook(Write& write, WebhookId id) {
  write.sql("DELETE FROM webhook_delivery WHERE webhook_id = $1").bind(1, id.value).run();
  write.sql("DELETE FROM webhook WHERE id = $1").bind(1, id.value).run();
}

std::optional<Webhook> find_webhook(Statements& sql, WebhookId id) {
  auto& row =
      sql("SELECT id, url, description, events, secret, enabled, since, created_by, created_at FROM webhook "
          "WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto webhook = webhook_in(row);
  row.reset();
  return webhook;
}

std::vector<Webhook> all_webhooks(Statements& sql) {
  std::vector<Webhook> webhooks;
  auto& row =
      sql("SELECT id, url, description, events, secret, enabled, since, created_by, created_at FROM webhook "
          "ORDER BY id");
  while (row.step()) webhooks.push_back(webhook_in(row));
  return webhooks;
}

void add_delivery(Write& write, Delivery& delivery) {
  delivery.id = DeliveryId(write.take_ids());
  delivery.created_at = write.now();
  write
      .sql(
          "INSERT INTO webhook_delivery(webhook_id, id, event, body, state, attempts, next_at, created_at, "
          "answered_at, status, problem) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, 0, 0, '')")
      .bind(1, delivery.webhook.value)
      .bind(2, delivery.id.value)
      .bind(3, std::string_view(delivery.event))
      .bind(4, std::string_view(delivery.body))
      .bind(5, name_of(delivery.state))
      .bind(6, delivery.next_at)
      .bind(7, delivery.created_at)
      .run();
}

void update_delivery(Write& write, const Delivery& delivery) {
  write
      .sql(
          "UPDATE webhook_delivery SET state = $1, attempts = $2, next_at = $3, answered_at = $4, status = "
          "$5, problem = $6 WHERE webhook_id = $7 AND id = $8")
      .bind(1, name_of(delivery.state))
      .bind(2, delivery.attempts)
      .bind(3, delivery.next_at)
      .bind(4, delivery.answered_at)
      .bind(5, delivery.status)
      .bind(6, std::string_view(delivery.problem))
      .bind(7, delivery.webhook.value)
      .bind(8, delivery.id.value)
      .run();
}

std::optional<Delivery> find_delivery(Statements& sql, WebhookId webhook, DeliveryId id) {
  auto& row =
      sql("SELECT webhook_id, id, event, body, state, attempts, next_at, created_at, answered_at, status, "
          "problem FROM webhook_delivery WHERE webhook_id = $1 AND id = $2");
  if (!row.bind(1, webhook.value).bind(2, id.value).step()) return std::nullopt;
  auto delivery = delivery_in(row);
  row.reset();
  return delivery;
}

std::vector<Delivery> due_deliveries(Statements& sql, WebhookId webhook, std::int64_t now,
                                     std::size_t limit) {
  auto& row = sql(
      "SELECT webhook_id, id, event, body, state, attempts, next_at, created_at, answered_at, status, "
      "problem FROM webhook_delivery WHERE webhook_id = $1 AND state = 'waiting' AND next_at <= $2 ORDER BY "
      "next_at, id LIMIT $3");
  return deliveries_in(row.bind(1, webhook.value).bind(2, now).bind(3, static_cast<std::int64_t>(limit)));
}

std::vector<Delivery> list_deliveries(Statements& sql, WebhookId webhook, std::int64_t before,
                                      std::size_t limit) {
  auto& row =
      sql("SELECT webhook_id, id, event, body, state, attempts, next_at, created_at, answered_at, status, "
          "problem FROM webhook_delivery WHERE webhook_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
  return deliveries_in(row.bind(1, webhook.value)
                           .bind(2, before != 0 ? before : INT64_MAX)
                           .bind(3, static_cast<std::int64_t>(limit)));
}

void forget_deliveries(Write& write, std::int64_t moment) {
  write.sql("DELETE FROM webhook_delivery WHERE state <> 'waiting' AND answered_at < $1")
      .bind(1, moment)
      .run();
}

std::vector<AuditEntry> audit_after(Statements& sql, std::int64_t number, std::size_t limit) {
  auto& row = sql(
      "SELECT seq, at, actor, action, object, detail, hash FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2");
  row.bind(1, number).bind(2, static_cast<std::int64_t>(limit));
  std::vector<AuditEntry> entries;
  while (row.step())
    entries.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), std::string(row.text(3)),
                       std::string(row.text(4)), std::string(row.text(5)), to_hex(row.blob(6))});
  return entries;
}

std::int64_t newest_audit(Statements& sql) {
  auto& row = sql("SELECT coalesce(max(seq), 0) FROM audit");
  row.step();
  auto number = row.integer(0);
  row.reset();
  return number;
}

}  // namespace kith::ledger
