#include "service/webhooks.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::array<std::int64_t, 9> waits = {5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour,
                                               10 * hour,  14 * hour,  20 * hour,   24 * hour};
constexpr std::int64_t kept = 30 * day;
constexpr std::size_t events_a_round = 500, calls_a_round = 8, most_webhooks = 50;
constexpr std::size_t secret_bytes = 32;
constexpr std::string_view cursor_setting = "webhook_cursor";

bool wants(const ledger::Webhook& webhook, std::string_view event) {
  for (const auto& wanted : json::parse(webhook.events)) {
    const auto& name = wanted.get_ref<const std::string&>();
    if (name == event) return true;
    if (name.ends_with('*') && event.starts_with(std::string_view(name).substr(0, name.size() - 1)))
      return true;
  }
  return false;
}

std::string cloud_event(const std::string& type, std::int64_t at, const std::string& object,
                        const std::string& by, const json& detail) {
  json event = {{"specversion", "1.0"},
                {"source", "/kith"},
                {"type", type},
                {"time", to_iso_time(at)},
                {"datacontenttype", "application/json"},
                {"data", {{"by", by}, {"detail", detail}}}};
  if (!object.empty()) event["subject"] = object;
  return event.dump();
}

std::string shown(const Bytes& secret) { return "whsec_" + to_base64(secret); }

ledger::WebhookId id_of(const std::string& text) {
  auto id = parse_id<ledger::WebhookKind>(text);
  if (!id)
    throw Error(ErrorCode::not_found, "There is no such webhook.", "The list of webhooks has them all.");
  return *id;
}

ledger::Webhook found(ledger::Statements& sql, const std::string& id) {
  auto webhook = ledger::find_webhook(sql, id_of(id));
  if (!webhook)
    throw Error(ErrorCode::not_found, "There is no such webhook.", "The list of webhooks has them all.");
  return *webhook;
}

std::int64_t cursor_of(ledger::Statements& sql) {
  auto text = ledger::setting(sql, cursor_setting);
  return text.empty() ? 0 : std::stoll(text);
}

}  // namespace

const std::vector<std::string>& webhook_events() {
  static const std::vector<std::string> events = {
      "batch.collect",   "batch.import",    "batch.undo",     "consent.add",       "consent.ask",
      "consent.confirm", "customer.edit",   "customer.enter", "customer.merge",    "customer.pin",
      "customer.split",  "customer.unedit", "customer.unpin", "decision.withdraw", "export",
      "form.put",        "form.remove",     "ping",           "resolve",           "resolve.new",
      "review",          "source.add",      "source.mapping", "source.set"};
  return events;
}

std::string webhook_signature(std::span<const unsigned char> secret, std::string_view id,
                              std::int64_t seconds, std::string_view body) {
  auto text = std::string(id) + "." + std::to_string(seconds) + "." + std::string(body);
  return "v1," + to_base64(hmac_sha256(secret, text));
}

struct WebhookDesk::State {
  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  std::thread thread;
};

WebhookDesk::WebhookDesk(Office& office, WebSender sender, std::function<void(const std::string&)> may_call)
    : office_(office),
      sender_(std::move(sender)),
      may_call_(std::move(may_call)),
      state_(std::make_unique<State>()) {}

WebhookDesk::~WebhookDesk() { stop(); }

void WebhookDesk::start() {
  state_->thread = std::thread([this] {
    std::unique_lock lock(state_->mutex);
    while (!state_->stopping) {
      lock.unlock();
      std::size_t sent = 0;
      try {
        sent = round();
      } catch (const std::exception&) {
        // The ledger takes no writes just now: what is due stays due.
      }
      lock.lock();
      if (sent == 0)
        state_->changed.wait_for(lock, std::chrono::seconds(1), [this] { return state_->stopping; });
    }
  });
}

void WebhookDesk::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

// From the audit into deliveries, in one transaction with the place up to which it was read: each event once.
void WebhookDesk::take_events() {
  bool any = false;
  {
    auto read = office_.ledger().read();
    any = ledger::newest_audit(read->sql()) > cursor_of(read->sql());
  }
  if (!any) return;
  office_.ledger().write([&](ledger::Write& write) {
    const auto webhooks = ledger::all_webhooks(write.sql);
    auto cursor = cursor_of(write.sql);
    const auto& known = webhook_events();
    for (const auto& entry : ledger::audit_after(write.sql, cursor, events_a_round)) {
      cursor = entry.number;
      if (!std::binary_search(known.begin(), known.end(), entry.action)) continue;
      for (const auto& webhook : webhooks) {
        if (!webhook.enabled || entry.number <= webhook.since || !wants(webhook, entry.action)) continue;
        ledger::Delivery delivery;
        delivery.webhook = webhook.id;
        delivery.event = entry.action;
        delivery.body = cloud_event(entry.action, entry.at, entry.object, entry.actor,
                                    json::parse(entry.detail, nullptr, false));
        delivery.next_at = write.now();
        ledger::add_delivery(write, delivery);
      }
    }
    ledger::put_setting(write, cursor_setting, std::to_string(cursor));
    ledger::forget_deliveries(write, write.now() - kept);
  });
}

std::size_t WebhookDesk::send_due(const ledger::Webhook& webhook) {
  auto& ledger = office_.ledger();
  auto due = ledger::due_deliveries(ledger.read()->sql(), webhook.id, ledger.now(), calls_a_round);
  bool gone = false;
  for (auto& delivery : due) {
    {
      std::lock_guard lock(state_->mutex);
      if (state_->stopping) return 0;
    }
    const auto seconds = ledger.now() / 1000;
    const auto id = to_string(delivery.id);
    auto body = json::parse(delivery.body);
    body["id"] = id;
    WebCall call{webhook.url, body.dump(), {}};
    call.headers = {{"Content-Type", "application/cloudevents+json"},
                    {"webhook-id", id},
                    {"webhook-timestamp", std::to_string(seconds)},
                    {"webhook-signature", webhook_signature(webhook.secret, id, seconds, call.body)}};
    const auto answer = sender_(call);
    ++delivery.attempts;
    delivery.answered_at = ledger.now();
    delivery.status = answer.status;
    delivery.problem = answer.problem;
    gone |= answer.status == 410;
    if (answer.status >= 200 && answer.status < 300) {
      delivery.state = ledger::DeliveryState::done;
    } else if (gone || delivery.attempts > static_cast<std::int64_t>(waits.size())) {
      delivery.state = ledger::DeliveryState::dead;
    } else {
      delivery.next_at = delivery.answered_at + waits[static_cast<std::size_t>(delivery.attempts - 1)];
    }
    ledger.write([&](ledger::Write& write) {
      ledger::update_delivery(write, delivery);
      if (!gone) return;
      if (auto stored = ledger::find_webhook(write.sql, webhook.id)) {
        stored->enabled = false;
        ledger::put_webhook(write, *stored);
        write.audit("webhook.gone", to_string(webhook.id), "{}");
      }
    });
    if (gone) break;
  }
  return due.size();
}

std::size_t WebhookDesk::round() {
  auto webhooks = ledger::all_webhooks(office_.ledger().read()->sql());
  std::erase_if(webhooks, [](const ledger::Webhook& webhook) { return !webhook.enabled; });
  if (webhooks.empty()) return 0;
  take_events();
  // One that does not answer keeps no other waiting.
  std::vector<std::size_t> sent(webhooks.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < webhooks.size(); ++i) {
    threads.emplace_back([&, i] {
      try {
        sent[i] = send_due(webhooks[i]);
      } catch (const std::exception&) {
        // As in start(): it stays due.
      }
    });
  }
  std::exception_ptr failed;
  try {
    sent[0] = send_due(webhooks[0]);
  } catch (const std::exception&) {
    failed = std::current_exception();
  }
  for (auto& thread : threads) thread.join();
  if (failed) std::rethrow_exception(failed);
  std::size_t all = 0;
  for (auto count : sent) all += count;
  return all;
}

void WebhookDesk::check(const WebhookEdit& edit) {
  may_call_(edit.url);
  const auto& known = webhook_events();
  for (const auto& name : edit.events) {
    const bool beginning = name.ends_with('*');
    const auto stem = std::string_view(name).substr(0, name.size() - (beginning ? 1 : 0));
    const bool fits = std::any_of(known.begin(), known.end(), [&](const std::string& event) {
      return beginning ? event.starts_with(stem) : event == stem;
    });
    if (!fits)
      throw Error(ErrorCode::bad_input, Text("There is no event {name}.", {{"name", name}}),
                  "The list of events has them all.", {{}, 0, "events"});
  }
}

std::vector<ledger::Webhook> WebhookDesk::list(const Actor& actor) {
  actor.require("settings.read");
  return ledger::all_webhooks(office_.ledger().read()->sql());
}

WebhookMade WebhookDesk::add(const Actor& actor, const WebhookEdit& edit) {
  actor.require("settings.write");
  check(edit);
  ledger::Webhook webhook;
  webhook.url = edit.url;
  webhook.description = edit.description;
  webhook.events = json(edit.events).dump();
  webhook.enabled = edit.enabled;
  webhook.secret.resize(secret_bytes);
  random_bytes(webhook.secret);
  webhook.created_by = actor.id;
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) {
    const auto others = ledger::all_webhooks(write.sql);
    if (others.size() >= most_webhooks)
      throw Error(ErrorCode::conflict, Text("There are {count} webhooks already.", {{"count", "50"}}),
                  "Remove one that is not used.");
    webhook.since = ledger::newest_audit(write.sql);
    webhook.created_at = write.now();
    webhook.id = ledger::put_webhook(write, webhook);
    if (others.empty()) ledger::put_setting(write, cursor_setting, std::to_string(webhook.since));
    write.audit("webhook.add", to_string(webhook.id), "{}");
  });
  return {webhook, shown(webhook.secret)};
}

ledger::Webhook WebhookDesk::edit(const Actor& actor, const std::string& id, const WebhookEdit& edit) {
  actor.require("settings.write");
  check(edit);
  ledger::Webhook webhook;
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) {
    webhook = found(write.sql, id);
    webhook.url = edit.url;
    webhook.description = edit.description;
    webhook.events = json(edit.events).dump();
    webhook.enabled = edit.enabled;
    ledger::put_webhook(write, webhook);
    write.audit("webhook.edit", id, "{}");
  });
  return webhook;
}

WebhookMade WebhookDesk::rotate(const Actor& actor, const std::string& id) {
  actor.require("settings.write");
  WebhookMade made;
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) {
    made.webhook = found(write.sql, id);
    random_bytes(made.webhook.secret);
    ledger::put_webhook(write, made.webhook);
    write.audit("webhook.rotate", id, "{}");
  });
  made.secret = shown(made.webhook.secret);
  return made;
}

void WebhookDesk::remove(const Actor& actor, const std::string& id) {
  actor.require("settings.write");
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) {
    ledger::remove_webhook(write, found(write.sql, id).id);
    write.audit("webhook.remove", id, "{}");
  });
}

ledger::Delivery WebhookDesk::ping(const Actor& actor, const std::string& id) {
  actor.require("settings.write");
  ledger::Delivery delivery;
  office_.ledger().write([&](ledger::Write& write) {
    delivery.webhook = found(write.sql, id).id;
    delivery.event = "ping";
    delivery.body = cloud_event("ping", write.now(), "", actor.id, json::object());
    delivery.next_at = write.now();
    ledger::add_delivery(write, delivery);
  });
  return delivery;
}

std::vector<ledger::Delivery> WebhookDesk::deliveries(const Actor& actor, const std::string& id,
                                                      std::int64_t before, std::size_t limit) {
  actor.require("settings.read");
  auto read = office_.ledger().read();
  return ledger::list_deliveries(read->sql(), found(read->sql(), id).id, before, limit);
}

ledger::Delivery WebhookDesk::replay(const Actor& actor, const std::string& id, const std::string& which) {
  actor.require("settings.write");
  auto delivery_id = parse_id<ledger::DeliveryKind>(which);
  ledger::Delivery delivery;
  office_.ledger().write([&](ledger::Write& write) {
    auto stored =
        delivery_id ? ledger::find_delivery(write.sql, found(write.sql, id).id, *delivery_id) : std::nullopt;
    if (!stored)
      throw Error(ErrorCode::not_found, "There is no such delivery.",
                  "The list of deliveries has those of 30 days.");
    delivery = *stored;
    delivery.state = ledger::DeliveryState::waiting;
    delivery.attempts = 0;
    delivery.next_at = write.now();
    ledger::update_delivery(write, delivery);
  });
  return delivery;
}

}  // namespace kith::service
