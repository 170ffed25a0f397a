// Outgoing webhooks: who is told, and what they were told.
#include "service/webhooks.h"

#include "server/api.h"

namespace kith::server {
namespace {

json webhook_json(const ledger::Webhook& webhook) {
  return {{"id", to_string(webhook.id)},
          {"url", webhook.url},
          {"description", webhook.description},
          {"events", json::parse(webhook.events)},
          {"enabled", webhook.enabled},
          {"created_by", webhook.created_by},
          {"created_at", time_text(webhook.created_at)}};
}

json delivery_json(const ledger::Delivery& delivery) {
  json out = {
      {"id", to_string(delivery.id)},
      {"event", delivery.event},
      {"state", ledger::name_of(delivery.state)},
      {"attempts", delivery.attempts},
      {"created_at", time_text(delivery.created_at)},
      {"answered_at", time_or_null(delivery.answered_at)},
      {"next_at", delivery.state == ledger::DeliveryState::waiting ? time_or_null(delivery.next_at) : json()},
      {"status", delivery.status == 0 ? json() : json(delivery.status)},
      {"problem", delivery.problem}};
  return out;
}

service::WebhookEdit edit_of(const json& body) {
  return {body["url"], body.value("description", ""), body["events"].get<std::vector<std::string>>(),
          body.value("enabled", true)};
}

Response list(Call& call) {
  json items = json::array();
  for (const auto& webhook : call.base.webhooks.list(call.actor())) items.push_back(webhook_json(webhook));
  return json_response(200, {{"items", items}, {"events", service::webhook_events()}});
}

Response create(Call& call) {
  call.answers_secret = true;
  auto made = call.base.webhooks.add(call.actor(), edit_of(call.body));
  return json_response(201, {{"webhook", webhook_json(made.webhook)}, {"secret", made.secret}});
}

Response put(Call& call) {
  return json_response(
      200, webhook_json(call.base.webhooks.edit(call.actor(), call.place("webhook"), edit_of(call.body))));
}

Response remove(Call& call) {
  call.base.webhooks.remove(call.actor(), call.place("webhook"));
  Response response;
  response.status = 204;
  return response;
}

Response rotate(Call& call) {
  call.answers_secret = true;
  auto made = call.base.webhooks.rotate(call.actor(), call.place("webhook"));
  return json_response(201, {{"webhook", webhook_json(made.webhook)}, {"secret", made.secret}});
}

Response ping(Call& call) {
  return json_response(202, delivery_json(call.base.webhooks.ping(call.actor(), call.place("webhook"))));
}

Response deliveries(Call& call) {
  const auto limit = static_cast<std::size_t>(call.number("limit", 1, 200, 50));
  const auto before = call.number("before", 0, INT64_MAX, 0);
  json items = json::array();
  std::int64_t last = 0;
  for (const auto& delivery :
       call.base.webhooks.deliveries(call.actor(), call.place("webhook"), before, limit)) {
    items.push_back(delivery_json(delivery));
    last = delivery.id.value;
  }
  return json_response(
      200, {{"items", items}, {"next", items.size() < limit ? json() : json(std::to_string(last))}});
}

Response replay(Call& call) {
  return json_response(202, delivery_json(call.base.webhooks.replay(call.actor(), call.place("webhook"),
                                                                    call.place("delivery"))));
}

}  // namespace

void add_webhook_routes(Api& api) {
  const std::string one = "/api/v1/webhooks/{webhook}";
  api.add(Method::get, "/api/v1/webhooks", Door::signed_in, "", list);
  api.add(Method::post, "/api/v1/webhooks", Door::signed_in, "WebhookNew", create);
  api.add(Method::put, one, Door::signed_in, "WebhookNew", put);
  api.add(Method::del, one, Door::signed_in, "", remove);
  api.add(Method::post, one + "/secret", Door::signed_in, "", rotate);
  api.add(Method::post, one + "/ping", Door::signed_in, "", ping);
  api.add(Method::get, one + "/deliveries", Door::signed_in, "", deliveries);
  api.add(Method::post, one + "/deliveries/{delivery}/replay", Door::signed_in, "", replay);
}

}  // namespace kith::server
