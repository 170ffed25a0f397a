// Outgoing webhooks: programs elsewhere are told what happened in the base.
//
// Events are the entries of the audit that tell of changes of data; they hold ids and counts and no personal
// data, and whoever wants more asks the API with a key that may. Each is sent as a CloudEvent
// (CloudEvents 1.0, structured JSON), signed by Standard Webhooks 1.0: webhook-id, webhook-timestamp,
// webhook-signature "v1," and the base64 of the HMAC-SHA256 over "id.timestamp.body". What is not answered by
// 2xx is tried again after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, then given up and kept until
// somebody replays it. 410 switches the webhook off.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/webhooks.h"
#include "service/office.h"

namespace kith::service {

/// The events there are, sorted.
const std::vector<std::string>& webhook_events();

struct WebCall {
  std::string url, body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool get = false;      ///< else the body is POSTed
  std::size_t keep = 0;  ///< bytes of the answer that are kept; one that is longer is none
};
struct WebAnswer {
  int status = 0;       ///< 0: none came
  std::string problem;  ///< why not, without the body or anything personal
  std::string body;     ///< where the call keeps it
};
/// Makes one call and never throws.
using WebSender = std::function<WebAnswer(const WebCall&)>;

struct WebhookEdit {
  std::string url, description;
  std::vector<std::string> events;  ///< names, or beginnings that end in "*"
  bool enabled = true;
};
struct WebhookMade {
  ledger::Webhook webhook;
  std::string secret;  ///< "whsec_…", shown once
};

class WebhookDesk {
 public:
  /// `may_call`: whether a URL may be called at all; throws Error(bad_input) with the place "url" where not.
  WebhookDesk(Office& office, WebSender sender, std::function<void(const std::string& url)> may_call);
  ~WebhookDesk();
  WebhookDesk(const WebhookDesk&) = delete;
  WebhookDesk& operator=(const WebhookDesk&) = delete;

  /// Begins to deliver, on a thread of its own.
  void start();
  void stop();
  /// One round, for tests: takes what the audit has new, and sends what is due. Returns how many calls were
  /// made.
  std::size_t round();

  // Reading needs settings.read, changing settings.write. Throw Error(not_found, bad_input).
  std::vector<ledger::Webhook> list(const Actor& actor);
  WebhookMade add(const Actor& actor, const WebhookEdit& edit);
  ledger::Webhook edit(const Actor& actor, const std::string& id, const WebhookEdit& edit);
  /// A new secret; the old one ends at once.
  WebhookMade rotate(const Actor& actor, const std::string& id);
  void remove(const Actor& actor, const std::string& id);
  /// Sends the event "ping" with the next round.
  ledger::Delivery ping(const Actor& actor, const std::string& id);
  std::vector<ledger::Delivery> deliveries(const Actor& actor, const std::string& id, std::int64_t before,
                                           std::size_t limit);
  /// Sends what was given up or done once more.
  ledger::Delivery replay(const Actor& actor, const std::string& id, const std::string& delivery);

 private:
  struct State;
  void take_events();
  std::size_t send_due(const ledger::Webhook& webhook);
  void check(const WebhookEdit& edit);

  Office& office_;
  WebSender sender_;
  std::function<void(const std::string&)> may_call_;
  std::unique_ptr<State> state_;
};

/// Pure. The value of webhook-signature.
std::string webhook_signature(std::span<const unsigned char> secret, std::string_view id,
                              std::int64_t seconds, std::string_view body);

}  // namespace kith::service
