// Double opt-in: the queue of links under /api/v1/confirmations, the page behind a link under /c.
#include <set>

#include "base/text.h"
#include "server/api.h"
#include "server/routes/render.h"
#include "service/confirm_consent.h"
#include "service/contact_consent.h"

namespace kith::server {
namespace {

using State = service::ConfirmDesk::Answer::State;

json confirmation_json(const Call& call, const service::ConfirmationView& view) {
  const auto& it = view.confirmation;
  auto base =
      std::string(call.request.secure ? "https://" : "http://") + std::string(call.request.header("host"));
  return {{"id", to_string(it.id)},
          {"purpose", it.purpose},
          {"channel", it.channel},
          {"text", it.text},
          {"text_version", it.text_version},
          {"recipient", it.recipient},
          {"asked_by", it.asked_by},
          {"asked_at", time_text(it.asked_at)},
          {"expires_at", time_text(it.expires_at)},
          {"sent_at", time_or_null(it.sent_at)},
          {"confirmed_at", time_or_null(it.confirmed_at)},
          {"customer", view.customer ? json(to_string(view.customer)) : json()},
          {"link", view.token.empty() ? json() : json(base + "/c/" + view.token)}};
}

Response list(Call& call) {
  auto state = call.text("state");
  if (!state.empty() && state != "waiting" && state != "all")
    throw Error(ErrorCode::bad_input, "This word is not among those that are allowed.",
                Text("Write one of: {words}.", {{"words", "waiting|all"}}), {{}, 0, "state"});
  const auto limit = static_cast<std::size_t>(call.number("limit", 1, 200, 50));
  const auto before = call.number("cursor", 0, INT64_MAX, 0);
  json items = json::array();
  std::int64_t last = 0;
  for (const auto& view :
       service::list_confirmations(call.base.office, call.actor(), before, limit, state != "all")) {
    items.push_back(confirmation_json(call, view));
    last = view.confirmation.id.value;
  }
  return json_response(
      200, {{"items", items}, {"next", items.size() < limit ? json() : json(std::to_string(last))}});
}

Response sent(Call& call) {
  return json_response(200, confirmation_json(call, service::note_sent(call.base.office, call.actor(),
                                                                       call.place("confirmation"))));
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else
      out += c;
  }
  return out;
}

Response html(Call& call, int status, const std::string& body) {
  Response response;
  response.status = status;
  response.set("Content-Type", "text/html; charset=utf-8");
  auto title = escaped(call.say("Your consent"));
  response.body = "<!doctype html><html lang=\"" +
                  std::string(call.language == Language::zh ? "zh-CN" : "en") +
                  "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
                  "initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>" +
                  title + "</title><link rel=\"stylesheet\" href=\"/f/form.css\"></head><body><main><h1>" +
                  title + "</h1>" + body + "</main></body></html>";
  return response;
}

// The same to everybody: what a stranger tries tells nothing of who is in the base.
Response page(Call& call, bool confirms) {
  service::ConfirmDesk::Answer answer;
  try {
    answer = confirms ? call.base.confirmations.confirm(call.place("token"), call.request.peer)
                      : call.base.confirmations.look(call.place("token"), call.request.peer);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::busy) throw;
    return html(call, 429,
                "<p>" + escaped(error.sentence().render(call.language)) + "</p><p>" +
                    escaped(error.hint().render(call.language)) + "</p>");
  }
  if (answer.state == State::gone)
    return html(call, 404, "<p>" + escaped(call.say("This link does not count, or no longer.")) + "</p>");
  auto text = "<blockquote>" + escaped(answer.text) + "</blockquote>";
  if (answer.state == State::confirmed)
    return html(call, 200, text + "<p>" + escaped(call.say("It is confirmed. Thank you.")) + "</p>");
  return html(call, 200,
              text + "<form method=\"post\" class=\"kith-form\"><button type=\"submit\">" +
                  escaped(call.say("I confirm this")) + "</button></form>");
}

// Over the whole base; those of one customer stand with the customer.
Response list_consents(Call& call) {
  service::ConsentQuery query;
  query.purpose = call.text("purpose");
  query.channel = call.text("channel");
  query.state = call.text("state");
  if (!query.state.empty() && service::strictness_of(query.state) == std::size(service::consent_states))
    throw Error(ErrorCode::bad_input, "This word is not among those that are allowed.",
                Text("Write one of: {words}.", {{"words", "given|pending|withdrawn|objected"}}),
                {{}, 0, "state"});
  query.cursor = call.text("cursor");
  query.limit = static_cast<std::size_t>(call.number("limit", 1, 200, 50));
  const auto listing = call.base.consents.newest(call.base.office, call.actor(), query);
  json items = json::array(), counts = json::array();
  std::set<std::string> purposes;
  for (const auto& entry : listing.items) {
    items.push_back(consent_json(entry.consent, entry.stands));
    items.back()["customer"] = entry.customer ? json(to_string(entry.customer)) : json(nullptr);
  }
  for (const auto& count : call.base.consents.counts(call.base.office, call.actor())) {
    purposes.insert(count.purpose);
    counts.push_back({{"purpose", count.purpose},
                      {"channel", count.channel},
                      {"state", count.state},
                      {"customers", count.customers}});
  }
  return json_response(200, {{"purposes", purposes},
                             {"counts", counts},
                             {"items", items},
                             {"next", listing.next.empty() ? json(nullptr) : json(listing.next)}});
}

}  // namespace

void add_confirmation_routes(Api& api) {
  api.add(Method::get, "/api/v1/consents", Door::signed_in, "", list_consents);
  api.add(Method::get, "/api/v1/confirmations", Door::signed_in, "", list);
  api.add(Method::post, "/api/v1/confirmations/{confirmation}/sent", Door::signed_in, "", sent);
  api.add(Method::get, "/c/{token}", Door::stranger, "", [](Call& call) { return page(call, false); });
  api.add(Method::post, "/c/{token}", Door::stranger, "", [](Call& call) { return page(call, true); });
}

}  // namespace kith::server
