// The API: finds the route of a call, who makes it, whether the call may be trusted, and what it answers.
// Nothing here decides about permission: the verbs of the service do.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "server/http/message.h"
#include "server/http/web_call.h"
#include "service/collect.h"
#include "service/confirm_consent.h"
#include "service/consent_desk.h"
#include "service/forms.h"
#include "service/hooks.h"
#include "service/jobs.h"
#include "service/office.h"
#include "service/schedules.h"
#include "service/sign_in.h"
#include "service/sign_on.h"
#include "service/webhooks.h"

namespace kith::server {

using nlohmann::json;

/// What every route may use.
struct Base {
  service::Home& home;
  service::Office office;
  service::SignIn sign_in;
  service::JobDesk jobs;
  service::Scheduler scheduler;
  service::Collector collector;
  service::FormDesk forms;
  service::ConfirmDesk confirmations;
  service::ConsentDesk consents;
  service::WebhookDesk webhooks;
  service::HookDesk hooks;
  service::SignOn sign_on;
  Topic topic;  ///< job and change events
  std::string version;

  Base(service::Home& opened, std::string its_version, WebCallRules web = {});
};

/// One call on its way through a route.
class Call {
 public:
  Call(Base& base, const Request& request) : base(base), request(request) {}

  Base& base;
  const Request& request;
  std::vector<std::pair<std::string, std::string>> places;  ///< {name} of the path → what stood there
  service::Session session;
  bool signed_in = false;
  Language language = Language::en;
  json body;
  bool answers_secret = false;  ///< the answer holds something that is shown once and kept nowhere

  const service::Actor& actor() const noexcept { return session.actor; }
  const std::string& place(std::string_view name) const;
  std::string say(const Text& text) const { return text.render(language); }
  /// A parameter as a whole number in [least, most]; `otherwise` where it is not there. Throws
  /// Error(bad_input).
  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most,
                      std::int64_t otherwise) const;
  bool flag(std::string_view name) const;
  std::string text(std::string_view name) const { return std::string(request.parameter(name)); }
};

/// Where the caller of a route comes from.
enum class Door {
  open,       ///< anybody: signing in, the state of the session
  signed_in,  ///< a session or an API key
  write_key,  ///< a write key of a collecting program
  stranger    ///< anybody, from any page: forms
};

using Route = std::function<Response(Call&)>;

class Api {
 public:
  explicit Api(Base& base);

  /// `path` with {places}; `fields` is the name of the body's shape in shapes.cpp, empty for no JSON body.
  void add(Method method, std::string path, Door door, std::string shape, Route route);
  /// Answers anything under /api and /v1, and never throws.
  Response handle(const Request& request);

  struct Entry {
    Method method;
    std::string path;
    std::vector<std::string> segments;
    Door door;
    std::string shape;
    Route route;
  };
  const std::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  Response run(const Entry& entry, Call& call);
  void identify(const Entry& entry, Call& call);
  Response once(const Entry& entry, Call& call);

  Base& base_;
  std::vector<Entry> entries_;
  std::mutex answering_mutex_;
  std::map<std::string, int> answering_;  // Idempotency-Keys whose first call is under way
};

Response json_response(int status, const json& value);
/// `text`: JSON as it goes out.
Response text_response(int status, std::string text);
/// As it goes out: bytes that are no UTF-8 become U+FFFD.
std::string dumped(const json& value);
/// A problem of RFC 9457.
Response problem_response(int status, std::string_view type, const std::string& title,
                          const std::string& detail = {});
Response problem_of(const Error& error, Language language);
/// Where an object {"en": …, "zh": …} stands, puts the text of the language.
void localise(json& value, Language language);
/// The JSON that a problem of a job was stored as, in the contract's form.
json stored_problem(const std::string& text);

std::string time_text(std::int64_t ms_since_1970);
json time_or_null(std::int64_t ms_since_1970);

/// The name of the session's cookie: with the prefix that ties it to the host where TLS allows it.
std::string_view session_cookie(bool secure) noexcept;
/// Of a browser that came back from the provider of sign-on and still owes the user's own second factor.
constexpr std::string_view waiting_cookie = "kith-second";
/// The answer to a sign-in that was refused.
Response refused_sign_in(Call& call, const service::SignInResult& result);

void add_session_routes(Api& api);
void add_base_routes(Api& api);
void add_source_routes(Api& api);
void add_import_routes(Api& api);
void add_customer_routes(Api& api);
void add_matching_routes(Api& api);
void add_cleaning_routes(Api& api);
void add_work_routes(Api& api);
void add_people_routes(Api& api);
void add_collection_routes(Api& api);
void add_form_routes(Api& api);
void add_webhook_routes(Api& api);
void add_docs_routes(Api& api);
void add_sign_on_routes(Api& api);
void add_hook_routes(Api& api);
void add_confirmation_routes(Api& api);

}  // namespace kith::server
