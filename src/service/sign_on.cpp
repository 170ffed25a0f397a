#include "service/sign_on.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/identities.h"
#include "service/id_token.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::string_view setting_name = "sign_on";
constexpr std::int64_t begun_lasts = 600000, told_lasts = 3600000, keys_rest = 60000;
constexpr std::size_t most_begun = 10000, most_answer = 512 << 10;

std::string fresh() {
  unsigned char bytes[32];
  random_bytes(bytes);
  return to_base64url(bytes);
}

Digest digest_of(std::string_view text) {
  return sha256({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

std::string escaped(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      out += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

std::string form_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) out += (out.empty() ? "" : "&") + name + "=" + escaped(value);
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::optional<SignOnSettings> stored_settings(ledger::Statements& sql) {
  auto stored = json::parse(ledger::setting(sql, setting_name), nullptr, false);
  if (!stored.is_object()) return std::nullopt;
  return SignOnSettings{stored.value("issuer", ""),
                        stored.value("client_id", ""),
                        stored.value("client_secret", ""),
                        stored.value("label", ""),
                        stored.value("base_url", ""),
                        stored.value("by_email", true),
                        second_factor(stored.value("second_factor", "")).value_or(SecondFactor::provider),
                        stored.value("level", "")};
}

// Whether the provider says that more than one thing was asked.
bool is_proven(const SignOnSettings& settings, const IdClaims& claims) {
  const bool by_methods =
      std::find(claims.methods.begin(), claims.methods.end(), "mfa") != claims.methods.end();
  return by_methods || (!settings.level.empty() && claims.level == settings.level);
}

// What a provider tells of itself (OpenID Connect Discovery 1.0).
struct Provider {
  std::string issuer, authorise, token, keys_at;
  bool secret_in_body = false;
  std::int64_t told_at = 0;
  std::string keys;  // as they came
  std::int64_t keys_asked_at = 0;
};

[[noreturn]] void no_provider() {
  throw Error(ErrorCode::busy, "The provider of sign-on does not answer as one.",
              "Try again in a moment, or sign in with a password.");
}

[[noreturn]] void nothing_set_up() {
  throw Error(ErrorCode::not_found, "No provider of sign-on is set up.", "Sign in with a password.");
}

[[noreturn]] void not_begun() {
  throw Error(ErrorCode::denied, "This sign-in was not begun in this browser, or too long ago.",
              "Begin again.");
}

std::string text_in(const json& object, const char* name) {
  return object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : std::string();
}

}  // namespace

std::string_view name_of(SecondFactor whose) noexcept {
  switch (whose) {
    case SecondFactor::provider:
      return "provider";
    case SecondFactor::proven:
      return "proven";
    case SecondFactor::own:
      return "own";
  }
  return "provider";
}

std::optional<SecondFactor> second_factor(std::string_view name) noexcept {
  for (auto whose : {SecondFactor::provider, SecondFactor::proven, SecondFactor::own}) {
    if (name_of(whose) == name) return whose;
  }
  return std::nullopt;
}

struct SignOn::State {
  std::mutex mutex;
  // Those whom the provider has vouched for, and who still owe their own code; by the hash of their cookie.
  struct Waiting {
    ledger::UserId user;
    std::int64_t at = 0;
    int wrong = 0;
  };
  std::map<Digest, Waiting> waiting;
  struct Begun {
    Digest cookie{};
    std::string nonce, verifier, redirect;
    std::int64_t at = 0;
  };
  std::unordered_map<std::string, Begun> begun;
  Provider provider;

  WebSender& send;
  std::function<void(const std::string&)>& may_call;
  State(WebSender& sender, std::function<void(const std::string&)>& may) : send(sender), may_call(may) {}

  json fetch(const std::string& url) {
    WebCall call{url, {}, {{"Accept", "application/json"}}};
    call.get = true;
    call.keep = most_answer;
    auto answer = send(call);
    auto told = answer.status == 200 ? json::parse(answer.body, nullptr, false) : json();
    if (!told.is_object()) no_provider();
    return told;
  }

  Provider learn(const std::string& issuer, std::int64_t now) {
    auto at = issuer;
    while (!at.empty() && at.back() == '/') at.pop_back();
    auto told = fetch(at + "/.well-known/openid-configuration");
    Provider learned{text_in(told, "issuer"), text_in(told, "authorization_endpoint"),
                     text_in(told, "token_endpoint"), text_in(told, "jwks_uri")};
    // One that gives itself out for another could hand over tokens of the other's accounts.
    if (learned.issuer != issuer) no_provider();
    for (const auto* url : {&learned.authorise, &learned.token, &learned.keys_at}) may_call(*url);
    if (told.contains("token_endpoint_auth_methods_supported")) {
      bool basic = false, post = false;
      for (const auto& method : told["token_endpoint_auth_methods_supported"]) {
        basic |= method == "client_secret_basic";
        post |= method == "client_secret_post";
      }
      learned.secret_in_body = post && !basic;
    }
    learned.told_at = now;
    return learned;
  }

  Provider known(const std::string& issuer, std::int64_t now) {
    {
      std::lock_guard lock(mutex);
      if (provider.issuer == issuer && now - provider.told_at < told_lasts) return provider;
    }
    auto learned = learn(issuer, now);
    std::lock_guard lock(mutex);
    provider = learned;
    return learned;
  }

  // The keys, fetched anew at most once a minute.
  std::string keys_of(const Provider& of, std::int64_t now, bool anew) {
    {
      std::lock_guard lock(mutex);
      const bool rested = now - provider.keys_asked_at >= keys_rest;
      if (!provider.keys.empty() && (!anew || !rested)) return provider.keys;
    }
    auto keys = fetch(of.keys_at).dump();
    std::lock_guard lock(mutex);
    provider.keys = keys;
    provider.keys_asked_at = now;
    return keys;
  }
};

SignOn::SignOn(Home& home, SignIn& sign_in, WebSender send, std::function<void(const std::string&)> may_call)
    : home_(home),
      sign_in_(sign_in),
      send_(std::move(send)),
      may_call_(std::move(may_call)),
      state_(std::make_unique<State>(send_, may_call_)) {}
SignOn::~SignOn() = default;

std::optional<SignOnSettings> SignOn::settings(const Actor& actor) {
  actor.require("users.manage");
  auto stored = stored_settings(home_.ledger().read()->sql());
  if (stored) stored->client_secret.clear();
  return stored;
}

void SignOn::set(const Actor& actor, SignOnSettings wanted) {
  actor.require("users.manage");
  auto place = [](const char* field) { return Place{{}, 0, field}; };
  try {
    may_call_(wanted.issuer);
    state_->learn(wanted.issuer, home_.ledger().now());
  } catch (const Error& error) {
    if (error.code() != ErrorCode::busy)
      throw Error(error.code(), error.sentence(), error.hint(), place("issuer"));
    throw Error(
        ErrorCode::bad_input, "The provider of sign-on does not answer as one.",
        "Write its address exactly as it calls itself; .well-known/openid-configuration lies below it.",
        place("issuer"));
  }
  ledger::ActingAs as(actor.id);
  home_.ledger().write([&](ledger::Write& write) {
    auto before = stored_settings(write.sql);
    // Never to another provider: it would be told the secret.
    const bool same = before && before->issuer == wanted.issuer && before->client_id == wanted.client_id;
    if (wanted.client_secret.empty() && same) wanted.client_secret = before->client_secret;
    ledger::put_setting(write, setting_name,
                        json({{"issuer", wanted.issuer},
                              {"client_id", wanted.client_id},
                              {"client_secret", wanted.client_secret},
                              {"label", wanted.label},
                              {"base_url", wanted.base_url},
                              {"by_email", wanted.by_email},
                              {"second_factor", name_of(wanted.factor)},
                              {"level", wanted.level}})
                            .dump());
    write.audit("sign_on.set", "base", "{}");
  });
  std::lock_guard lock(state_->mutex);
  state_->provider = {};
}

void SignOn::drop(const Actor& actor) {
  actor.require("users.manage");
  ledger::ActingAs as(actor.id);
  home_.ledger().write([&](ledger::Write& write) {
    if (!stored_settings(write.sql)) nothing_set_up();
    ledger::put_setting(write, setting_name, "");
    write.audit("sign_on.drop", "base", "{}");
  });
  std::lock_guard lock(state_->mutex);
  state_->begun.clear();
  state_->waiting.clear();
}

void SignOn::forget_accounts(const Actor& actor, const std::string& name) {
  actor.require("users.manage");
  auto id = parse_id<ledger::UserKind>(name);
  ledger::ActingAs as(actor.id);
  home_.ledger().write([&](ledger::Write& write) {
    if (!id || !ledger::find_user(write.sql, *id))
      throw Error(ErrorCode::not_found, "There is no such user.", "The list of users has them all.");
    ledger::remove_identities(write, *id);
    ledger::end_sessions(write, *id, std::nullopt);
    write.audit("user.accounts", name, "{}");
  });
}

std::optional<std::string> SignOn::label() {
  auto stored = stored_settings(home_.ledger().read()->sql());
  if (!stored) return std::nullopt;
  return stored->label;
}

SignOn::Begun SignOn::begin(const std::string& base) {
  auto settings = stored_settings(home_.ledger().read()->sql());
  if (!settings) nothing_set_up();
  const auto now = home_.ledger().now();
  const auto provider = state_->known(settings->issuer, now);
  Begun out;
  out.cookie = fresh();
  State::Begun begun;
  begun.cookie = digest_of(out.cookie);
  begun.nonce = fresh();
  begun.verifier = fresh();
  begun.redirect =
      (settings->base_url.empty() ? base : settings->base_url) + "/api/v1/session/sign-on/callback";
  begun.at = now;
  const auto state = fresh();
  out.url = provider.authorise + (provider.authorise.find('?') == std::string::npos ? "?" : "&") +
            form_of({{"response_type", "code"},
                     {"client_id", settings->client_id},
                     {"redirect_uri", begun.redirect},
                     {"scope", "openid email profile"},
                     {"state", state},
                     {"nonce", begun.nonce},
                     {"code_challenge", to_base64url(digest_of(begun.verifier))},
                     {"code_challenge_method", "S256"}});
  if (!settings->level.empty()) out.url += "&" + form_of({{"acr_values", settings->level}});
  std::lock_guard lock(state_->mutex);
  std::erase_if(state_->begun, [&](const auto& entry) { return now - entry.second.at > begun_lasts; });
  if (state_->begun.size() >= most_begun)
    throw Error(ErrorCode::busy, "Too many begin to sign in just now.", "Try again in a moment.");
  state_->begun.emplace(state, std::move(begun));
  return out;
}

SignOn::Back SignOn::come_back(const std::string&, const std::string& state, const std::string& code,
                               const std::string& cookie) {
  auto settings = stored_settings(home_.ledger().read()->sql());
  if (!settings) nothing_set_up();
  const auto now = home_.ledger().now();
  State::Begun begun;
  {
    std::lock_guard lock(state_->mutex);
    auto found = state_->begun.find(state);
    if (found == state_->begun.end() || now - found->second.at > begun_lasts) not_begun();
    // Another browser's answer does not use up what this one began.
    if (!equal_secrets(found->second.cookie, digest_of(cookie))) not_begun();
    begun = std::move(found->second);
    state_->begun.erase(found);
  }
  if (code.empty())
    throw Error(ErrorCode::denied, "The provider did not let you in.",
                "Try again, or sign in with a password.");
  const auto provider = state_->known(settings->issuer, now);
  std::vector<std::pair<std::string, std::string>> fields = {{"grant_type", "authorization_code"},
                                                             {"code", code},
                                                             {"redirect_uri", begun.redirect},
                                                             {"code_verifier", begun.verifier}};
  WebCall call{provider.token,
               {},
               {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}}};
  call.keep = most_answer;
  if (settings->client_secret.empty() || provider.secret_in_body) {
    fields.emplace_back("client_id", settings->client_id);
    if (!settings->client_secret.empty()) fields.emplace_back("client_secret", settings->client_secret);
  } else {
    auto pair = escaped(settings->client_id) + ":" + escaped(settings->client_secret);
    call.headers.emplace_back(
        "Authorization",
        "Basic " + to_base64({reinterpret_cast<const unsigned char*>(pair.data()), pair.size()}));
  }
  call.body = form_of(fields);
  auto answer = send_(call);
  if (answer.status == 0 || answer.status >= 500) no_provider();
  auto told = json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || !told.is_object())
    throw Error(ErrorCode::denied, "The provider did not let you in.",
                "Try again, or sign in with a password.");
  const IdTokenRules rules{settings->issuer, settings->client_id, begun.nonce, now / 1000};
  IdClaims claims;
  try {
    claims = check_id_token(text_in(told, "id_token"), state_->keys_of(provider, now, false), rules);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
    try {
      claims = check_id_token(text_in(told, "id_token"), state_->keys_of(provider, now, true), rules);
    } catch (const Error& again) {
      throw Error(ErrorCode::denied, again.sentence(), again.hint());
    }
  }
  ledger::UserId user;
  home_.ledger().write([&](ledger::Write& write) {
    if (auto tied = ledger::user_of_identity(write.sql, settings->issuer, claims.subject)) {
      user = *tied;
      return;
    }
    if (settings->by_email && claims.email_verified && !claims.email.empty()) {
      for (const auto& known : ledger::all_users(write.sql)) {
        if (lower(known.login) == lower(claims.email)) user = known.id;
      }
    }
    if (!user) {
      write.audit("session.refuse", "unknown", "{\"sign_on\":true}");
      return;
    }
    ledger::add_identity(write, settings->issuer, claims.subject, user);
    write.audit("user.tie", to_string(user), "{}");
  });
  if (!user)
    throw Error(ErrorCode::denied, "There is no user for this account.",
                "Ask somebody who manages users to make one whose login is your e-mail address.");
  const bool own = settings->factor == SecondFactor::own ||
                   (settings->factor == SecondFactor::proven && !is_proven(*settings, claims));
  if (!own) return {sign_in_.let_in(user), {}};
  const auto known = ledger::find_user(home_.ledger().read()->sql(), user);
  if (!known || !known->totp_on) {
    if (settings->factor == SecondFactor::own) return {sign_in_.let_in(user), {}};
    throw Error(ErrorCode::denied, "The provider does not say that a second factor was asked.",
                "Set one up here after signing in with your password, or have the provider ask for one.");
  }
  Back back;
  back.waiting = fresh();
  std::lock_guard lock(state_->mutex);
  std::erase_if(state_->waiting, [&](const auto& entry) { return now - entry.second.at > begun_lasts; });
  if (state_->waiting.size() >= most_begun)
    throw Error(ErrorCode::busy, "Too many begin to sign in just now.", "Try again in a moment.");
  state_->waiting[digest_of(back.waiting)] = {user, now, 0};
  return back;
}

bool SignOn::waits_for_code(const std::string& cookie) {
  if (cookie.empty()) return false;
  std::lock_guard lock(state_->mutex);
  auto found = state_->waiting.find(digest_of(cookie));
  return found != state_->waiting.end() && home_.ledger().now() - found->second.at <= begun_lasts;
}

SignInResult SignOn::bring_code(const std::string& cookie, const std::string& code,
                                const std::string& address) {
  const auto key = digest_of(cookie);
  ledger::UserId user;
  {
    std::lock_guard lock(state_->mutex);
    auto found = state_->waiting.find(key);
    if (found == state_->waiting.end() || home_.ledger().now() - found->second.at > begun_lasts) not_begun();
    user = found->second.user;
  }
  auto result = sign_in_.let_in(user, code, address);
  std::lock_guard lock(state_->mutex);
  auto found = state_->waiting.find(key);
  if (found == state_->waiting.end()) return result;
  if (result.refusal == Refusal::wrong) ++found->second.wrong;
  if (result.refusal == Refusal::none || found->second.wrong >= 5) state_->waiting.erase(found);
  return result;
}

}  // namespace kith::service
