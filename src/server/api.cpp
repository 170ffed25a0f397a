#include "server/api.h"

#include <algorithm>
#include <charconv>

#include "base/date.h"
#include "base/utf8.h"
#include "ledger/dry_run.h"
#include "ledger/work.h"
#include "server/shapes.h"
#include "service/dictionary.h"

namespace kith::server {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  std::size_t begin = 1;
  while (begin <= path.size()) {
    auto end = path.find('/', begin);
    segments.emplace_back(path.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) break;
    begin = end + 1;
  }
  return segments;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
             std::vector<std::pair<std::string, std::string>>& places) {
  if (pattern.size() != path.size()) return false;
  places.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].front() == '{') {
      if (path[i].empty()) return false;
      places.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), path[i]);
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

// Begins a job, which nobody can take back; the job knows itself how to try.
constexpr std::string_view tried_by_its_job = "/api/v1/corrections/{correction}";

bool changes_something(Method method) noexcept {
  return method != Method::get && method != Method::head && method != Method::options;
}

// "zh-CN,zh;q=0.9,en" → zh: the first that is one of ours.
Language accepted_language(std::string_view header) noexcept {
  for (std::size_t i = 0; i + 1 < header.size(); ++i) {
    bool begins = i == 0 || header[i - 1] == ',' || header[i - 1] == ' ';
    if (!begins) continue;
    if (header.substr(i, 2) == "zh") return Language::zh;
    if (header.substr(i, 2) == "en") return Language::en;
  }
  return Language::en;
}

int status_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::usage:
    case ErrorCode::bad_input:
      return 422;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
    case ErrorCode::cancelled:
      return 409;
    case ErrorCode::denied:
      return 403;
    case ErrorCode::stale:
      return 412;
    case ErrorCode::busy:
      return 503;
    case ErrorCode::no_space:
      return 507;
    default:
      return 500;
  }
}

std::string_view type_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::usage:
    case ErrorCode::bad_input:
      return "validation";
    case ErrorCode::denied:
      return "denied";
    default:
      return name_of(code);
  }
}

// JSON nested deeper than anything of ours is an attack on the parser's stack.
bool too_deep(std::string_view text) noexcept {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_text) {
      if (text[i] == '\\') ++i;
      if (i < text.size() && text[i] == '"') in_text = false;
    } else if (text[i] == '"') {
      in_text = true;
    } else if (text[i] == '{' || text[i] == '[') {
      if (++depth > 32) return true;
    } else if (text[i] == '}' || text[i] == ']') {
      --depth;
    }
  }
  return false;
}

json body_of(const Request& request) {
  auto type = request.header("content-type");
  if (type.substr(0, 16) != "application/json")
    throw Error(ErrorCode::usage, "The body must be JSON.", "Send it with Content-Type: application/json.");
  if (!is_utf8(request.body) || too_deep(request.body))
    throw Error(ErrorCode::usage, "The body is no JSON that can be read.",
                "Send one object in UTF-8, not nested deeply.");
  auto body = json::parse(request.body, nullptr, false);
  if (body.is_discarded())
    throw Error(ErrorCode::usage, "The body is no JSON that can be read.",
                "Send one object in UTF-8, not nested deeply.");
  return body;
}

}  // namespace

Base::Base(service::Home& opened, std::string its_version, WebCallRules web)
    : home(opened),
      office(opened),
      sign_in(opened),
      jobs(office),
      scheduler(office, jobs),
      collector(office),
      forms(office),
      confirmations(office),
      webhooks(
          office, [web](const service::WebCall& call) { return call_web(call, web); },
          [web](const std::string& url) { check_web_address(url, web); }),
      hooks(office, jobs),
      sign_on(
          opened, sign_in, [web](const service::WebCall& call) { return call_web(call, web); },
          [web](const std::string& url) { check_web_address(url, web); }),
      version(std::move(its_version)) {}

const std::string& Call::place(std::string_view name) const {
  for (const auto& [key, value] : places) {
    if (key == name) return value;
  }
  static const std::string none;
  return none;
}

std::int64_t Call::number(std::string_view name, std::int64_t least, std::int64_t most,
                          std::int64_t otherwise) const {
  auto text = request.parameter(name);
  if (text.empty()) return otherwise;
  std::int64_t value = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < least || value > most)
    throw Error(ErrorCode::bad_input, "This number is out of range.",
                Text("It goes from {least} to {most}.",
                     {{"least", std::to_string(least)}, {"most", std::to_string(most)}}),
                {{}, 0, std::string(name)});
  return value;
}

bool Call::flag(std::string_view name) const {
  auto text = request.parameter(name);
  if (text.empty() || text == "false") return false;
  if (text == "true") return true;
  throw Error(ErrorCode::bad_input, "This must be true or false.", "Write it without quotes.",
              {{}, 0, std::string(name)});
}

std::string_view session_cookie(bool secure) noexcept { return secure ? "__Host-kith" : "kith"; }

std::string time_text(std::int64_t ms) { return to_iso_time(ms); }
json time_or_null(std::int64_t ms) { return ms != 0 ? json(to_iso_time(ms)) : json(nullptr); }

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

Response text_response(int status, std::string text) {
  Response response;
  response.status = status;
  response.set("Content-Type", "application/json");
  response.body = std::move(text);
  return response;
}

Response json_response(int status, const json& value) { return text_response(status, dumped(value)); }

Response problem_response(int status, std::string_view type, const std::string& title,
                          const std::string& detail) {
  json problem = {{"type", type}, {"title", title}, {"status", status}};
  if (!detail.empty()) problem["detail"] = detail;
  auto response = json_response(status, problem);
  response.set("Content-Type", "application/problem+json");
  return response;
}

namespace {

// A verdict's reason travels in English inside a sentence: put it into the reader's language.
Text with_reason_in(const Text& sentence, Language language) {
  auto arguments = sentence.arguments();
  if (language == Language::en || arguments.empty()) return sentence;
  for (auto& [name, value] : arguments) {
    if (name == "attribute") value = service::attribute_label(value, language);
    if (name != "reason") continue;
#define REASON(number, id, english, chinese) \
  if (value == english) value = chinese;
#include "base/reason.def"
#undef REASON
  }
  return Text(sentence.key(), arguments);
}

}  // namespace

Response problem_of(const Error& error, Language language) {
  auto sentence = with_reason_in(error.sentence(), language);
  json problem = {{"type", type_of(error.code())},
                  {"title", sentence.render(language)},
                  {"status", status_of(error.code())}};
  if (!error.hint().empty()) problem["detail"] = error.hint().render(language);
  if (!error.place().column.empty()) {
    problem["errors"] = json::array({{{"field", error.place().column},
                                      {"message", problem["title"]},
                                      {"fix", error.hint().render(language)}}});
  }
  auto response = json_response(status_of(error.code()), problem);
  response.set("Content-Type", "application/problem+json");
  if (error.code() == ErrorCode::busy) response.set("Retry-After", "2");
  return response;
}

void localise(json& value, Language language) {
  if (value.is_object() && value.size() == 2 && value.contains("en") && value.contains("zh") &&
      value["en"].is_string()) {
    value = std::string(value[language == Language::zh ? "zh" : "en"]);
    return;
  }
  if (value.is_structured()) {
    for (auto& inner : value) localise(inner, language);
  }
}

json stored_problem(const std::string& text) {
  auto stored = json::parse(text, nullptr, false);
  if (!stored.is_object()) return nullptr;
  json problem = {{"type", stored.value("code", "internal")},
                  {"title", stored.value("title", "")},
                  {"status", 422},
                  {"detail", stored.value("detail", "")}};
  if (stored.contains("line") || stored.contains("column")) {
    std::string field = stored.contains("column")
                            ? stored["column"].get<std::string>()
                            : "line " + std::to_string(stored["line"].get<std::int64_t>());
    problem["errors"] =
        json::array({{{"field", field}, {"message", problem["title"]}, {"fix", problem["detail"]}}});
  }
  return problem;
}

Api::Api(Base& base) : base_(base) {
  add_session_routes(*this);
  add_base_routes(*this);
  add_source_routes(*this);
  add_import_routes(*this);
  add_customer_routes(*this);
  add_matching_routes(*this);
  add_cleaning_routes(*this);
  add_work_routes(*this);
  add_people_routes(*this);
  add_collection_routes(*this);
  add_form_routes(*this);
  add_webhook_routes(*this);
  add_docs_routes(*this);
  add_sign_on_routes(*this);
  add_hook_routes(*this);
  add_confirmation_routes(*this);
}

void Api::add(Method method, std::string path, Door door, std::string shape, Route route) {
  auto segments = segments_of(path);
  entries_.push_back(
      {method, std::move(path), std::move(segments), door, std::move(shape), std::move(route)});
}

// Who calls, and whether a browser was talked into it by another site.
void Api::identify(const Entry& entry, Call& call) {
  const auto& request = call.request;
  auto authorization = request.header("authorization");
  if (entry.door != Door::write_key && entry.door != Door::stranger) {
    if (authorization.substr(0, 7) == "Bearer ") {
      if (auto session = base_.sign_in.key_of(authorization.substr(7), false)) {
        call.session = std::move(*session);
        call.signed_in = true;
      }
    } else if (auto session = base_.sign_in.session_of(request.cookie(session_cookie(request.secure)))) {
      call.session = std::move(*session);
      call.signed_in = true;
      call.language = call.session.actor.language;
    }
    if (changes_something(request.method) && !call.session.by_key) {
      auto origin = request.header("origin");
      auto own = std::string(request.secure ? "https://" : "http://") + std::string(request.header("host"));
      if (request.header("x-kith").empty() || (!origin.empty() && origin != own))
        throw Error(ErrorCode::denied, "This call does not come from the workspace.",
                    "Send the header X-Kith: 1, from a page of this server.");
    }
  }
  if (!request.header("accept-language").empty())
    call.language = accepted_language(request.header("accept-language"));
  call.session.actor.language = call.language;
  auto view_as = request.header("x-kith-view-as");
  if (call.signed_in && !view_as.empty())
    call.session.actor = base_.sign_in.viewing_as(call.session.actor, std::string(view_as));
}

// A POST that comes again with its key is answered as the first time.
Response Api::once(const Entry& entry, Call& call) {
  auto key = std::string(call.request.header("idempotency-key"));
  if (key.empty() || call.request.method != Method::post || !call.signed_in) return entry.route(call);
  if (key.size() > 200)
    throw Error(ErrorCode::usage, "The Idempotency-Key is too long.", "Take at most 200 characters.");
  auto text = call.request.path + "\n" + call.request.body;
  auto digest = sha256({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
  const auto& caller = call.actor().id;
  auto under_way = caller + "\n" + key;
  {
    std::lock_guard lock(answering_mutex_);
    if (answering_[under_way]++ > 0) {
      --answering_[under_way];
      throw Error(ErrorCode::conflict, "The same call is being answered just now.", "Wait for its answer.");
    }
  }
  struct Done {
    Api& api;
    const std::string& key;
    ~Done() {
      std::lock_guard lock(api.answering_mutex_);
      api.answering_.erase(key);
    }
  } done{*this, under_way};
  if (auto before = ledger::find_answered(base_.home.ledger().read()->sql(), caller, key)) {
    if (before->request != digest)
      throw Error(ErrorCode::conflict, "This Idempotency-Key was used for another call.",
                  "Take a fresh key.");
    if (before->body.empty() && before->status != 204)
      throw Error(ErrorCode::conflict, "This was done already, and its secret is shown only once.",
                  "Take a fresh key to make another one.");
    Response again;
    again.status = before->status;
    again.body = before->body;
    again.set("Content-Type", "application/json");
    again.set("Idempotent-Replay", "true");
    return again;
  }
  auto response = entry.route(call);
  if (response.status < 300) {
    base_.home.ledger().write([&](ledger::Write& write) {
      ledger::put_answered(write, caller, key,
                           {digest, response.status, call.answers_secret ? "" : response.body});
    });
  }
  return response;
}

Response Api::run(const Entry& entry, Call& call) {
  identify(entry, call);
  if (entry.door == Door::signed_in && !call.signed_in) {
    auto response = problem_response(401, "signed_out", call.say("You are not signed in, or no longer."),
                                     call.say("Sign in, then try again."));
    response.set("WWW-Authenticate", "Bearer");
    return response;
  }
  if (!entry.shape.empty()) {
    bool optional = entry.shape.back() == '?';
    if (optional && call.request.body.empty()) {
      call.body = json::object();
    } else {
      call.body = body_of(call.request);
      check_shape(optional ? entry.shape.substr(0, entry.shape.size() - 1) : entry.shape, call.body);
    }
  }
  // What a removal would refuse it refuses here, too; what it would do is done and taken back.
  const bool removes = entry.method == Method::del && entry.door == Door::signed_in;
  if (removes && entry.path != tried_by_its_job && call.flag("dry_run")) {
    ledger::DryRun dry;
    auto response = entry.route(call);
    return response.status < 300 ? json_response(200, {{"done", false}}) : response;
  }
  return once(entry, call);
}

Response Api::handle(const Request& request) {
  Call call(base_, request);
  call.language = accepted_language(request.header("accept-language"));
  Response response;
  std::string route = "none";
  try {
    auto segments = segments_of(request.path);
    const Entry* found = nullptr;
    std::string allowed;
    auto wanted = request.method == Method::head ? Method::get : request.method;
    for (const auto& entry : entries_) {
      std::vector<std::pair<std::string, std::string>> places;
      if (!matches(entry.segments, segments, places)) continue;
      const auto name = std::string(name_of(entry.method));
      if ((", " + allowed + ",").find(", " + name + ",") == std::string::npos)
        allowed += (allowed.empty() ? "" : ", ") + name + (entry.method == Method::get ? ", HEAD" : "");
      // A fixed word goes before a place: /jobs/stream before /jobs/{job}.
      if (entry.method == wanted && (found == nullptr || places.size() < call.places.size())) {
        found = &entry;
        call.places = std::move(places);
      }
    }
    if (found == nullptr && !allowed.empty()) {
      response = problem_response(405, "about:blank", call.say("This cannot be done here."));
      response.set("Allow", allowed);
    } else if (found == nullptr) {
      response = problem_response(404, "not_found", call.say("There is nothing at this address."));
    } else {
      route = found->path;
      response = run(*found, call);
    }
  } catch (const Error& error) {
    response = problem_of(error, call.language);
  } catch (const std::bad_alloc&) {
    response = problem_response(503, "busy", call.say("There was not enough memory."));
  } catch (const std::exception&) {
    response =
        problem_response(500, "internal", call.say("The server failed for a reason that Kith does not know."),
                         call.say("Look into the log of the server, then try again."));
  }
  response.route = route;
  response.caller = call.session.actor.id;
  if (response.header("Cache-Control").empty()) response.set("Cache-Control", "no-store");
  response.set("Vary", "Accept-Language, Cookie");
  return response;
}

}  // namespace kith::server
