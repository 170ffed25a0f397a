// Webhooks and their deliveries.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/people.h"

namespace kith::ledger {

struct WebhookKind {
  static constexpr std::string_view prefix = "whk";
};
using WebhookId = Id<WebhookKind>;
struct DeliveryKind {
  static constexpr std::string_view prefix = "msg";
};
using DeliveryId = Id<DeliveryKind>;

struct Webhook {
  WebhookId id;
  std::string url, description;
  std::string events;  ///< JSON array of names, or of beginnings that end in "*"
  Bytes secret;
  bool enabled = true;
  std::int64_t since = 0;  ///< only audit entries after this number are told
  std::string created_by;
  std::int64_t created_at = 0;
};
/// Adds it where it has no id; returns the id.
WebhookId put_webhook(Write& write, const Webhook& webhook);
/// With its deliveries.
void remove_webhook(Write& write, WebhookId id);
std::optional<Webhook> find_webhook(Statements& sql, WebhookId id);
/// In order of making.
std::vector<Webhook> all_webhooks(Statements& sql);

enum class DeliveryState { waiting, done, dead };
std::string_view name_of(DeliveryState state) noexcept;

struct Delivery {
  DeliveryId id;
  WebhookId webhook;
  std::string event, body;
  DeliveryState state = DeliveryState::waiting;
  std::int64_t attempts = 0, next_at = 0, created_at = 0, answered_at = 0;
  std::int64_t status = 0;  ///< of the last answer; 0: none came
  std::string problem;      ///< why none came, in English; empty: one came
};
/// Fills id and created_at.
void add_delivery(Write& write, Delivery& delivery);
/// Stores state, attempts, next_at, answered_at, status and problem.
void update_delivery(Write& write, const Delivery& delivery);
std::optional<Delivery> find_delivery(Statements& sql, WebhookId webhook, DeliveryId id);
/// Those waiting whose time has come, the longest waiting first, at most `limit` of one webhook.
std::vector<Delivery> due_deliveries(Statements& sql, WebhookId webhook, std::int64_t now, std::size_t limit);
/// Newest first, with ids below `before` (0: all).
std::vector<Delivery> list_deliveries(Statements& sql, WebhookId webhook, std::int64_t before,
                                      std::size_t limit);
/// Forgets those that ended before `moment`.
void forget_deliveries(Write& write, std::int64_t moment);

/// The entries after `number`, oldest first.
std::vector<AuditEntry> audit_after(Statements& sql, std::int64_t number, std::size_t limit);
/// 0 where there is none.
std::int64_t newest_audit(Statements& sql);

}  // namespace kith::ledger
