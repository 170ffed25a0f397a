#include "service/sign_in.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <unordered_map>

#include "base/error.h"
#include "base/one_time_code.h"
#include "base/utf8.h"
#include "service/people.h"

namespace kith::service {
namespace {

constexpr std::int64_t minute = 60000, day = 86400000;

// The passwords that guessing begins with, in lower case without digits at the end.
constexpr std::string_view guessed_first[] = {
    "password", "passw0rd", "p@ssw0rd", "qwerty",   "qwertyuiop", "iloveyou", "admin",   "administrator",
    "welcome",  "letmein",  "abc",      "abcd",     "abcdefgh",   "monkey",   "dragon",  "football",
    "baseball", "sunshine", "princess", "woaini",   "asdfghjkl",  "asdfgh",   "zxcvbnm", "changeme",
    "kith",     "secret",   "master",   "superman", "trustno",    "aini",     "nihao",   "mima"};

// How long a session lasts, in ms: at most, and without a call.
struct SessionLength {
  std::int64_t longest = 0, most_idle = 0;

  static SessionLength of(ledger::Statements& sql) {
    auto number = [&](std::string_view name, std::int64_t otherwise) {
      std::int64_t value = otherwise;
      auto text = ledger::setting(sql, name);
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value;
    };
    return {number("session_days", 14) * day, number("session_idle_minutes", 12 * 60) * minute};
  }
};

Digest digest_of(std::string_view text) {
  return sha256({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

std::string fresh_token(std::string_view prefix) {
  unsigned char bytes[32];
  random_bytes(bytes);
  return std::string(prefix) + to_base64url(bytes);
}

// What was tried and failed, by account or address.
struct Tries {
  int failed = 0;
  std::int64_t last = 0;
};

// After four free tries 1, 2, 4 … 300 seconds.
std::int64_t wait_after(int failed) noexcept {
  if (failed < 5) return 0;
  return std::min<std::int64_t>(300, 1ll << std::min(failed - 5, 9)) * 1000;
}

}  // namespace

struct SignIn::State {
  std::mutex mutex;
  std::condition_variable freed;
  int hashing = 0;
  std::string first_run;
  std::unordered_map<std::string, Tries> tries;
  std::string dummy;  // a hash that unknown logins are tried against
  std::optional<std::vector<Role>> roles;

  // Two at a time: each takes 19 MiB and a core.
  class Turn {
   public:
    explicit Turn(State& state) : state_(state) {
      std::unique_lock lock(state_.mutex);
      state_.freed.wait(lock, [this] { return state_.hashing < 2; });
      ++state_.hashing;
    }
    ~Turn() {
      std::lock_guard lock(state_.mutex);
      --state_.hashing;
      state_.freed.notify_one();
    }

   private:
    State& state_;
  };

  std::int64_t wait_for(const std::string& key, std::int64_t now) {
    std::lock_guard lock(mutex);
    auto found = tries.find(key);
    if (found == tries.end()) return 0;
    if (now - found->second.last > day) {
      tries.erase(found);
      return 0;
    }
    return std::max<std::int64_t>(0, found->second.last + wait_after(found->second.failed) - now);
  }
  void failed(const std::string& key, std::int64_t now) {
    std::lock_guard lock(mutex);
    if (tries.size() > 100000) tries.clear();
    auto& entry = tries[key];
    ++entry.failed;
    entry.last = now;
  }
  void succeeded(const std::string& key) {
    std::lock_guard lock(mutex);
    tries.erase(key);
  }
};

SignIn::SignIn(Home& home) : home_(home), state_(std::make_unique<State>()) {
  state_->dummy = hash_password(fresh_token(""));
  if (ledger::count_users(home_.ledger().read()->sql()) == 0) state_->first_run = fresh_token("");
}
SignIn::~SignIn() = default;

std::string SignIn::first_run_token() {
  std::lock_guard lock(state_->mutex);
  return state_->first_run;
}

void SignIn::forget() {
  std::lock_guard lock(state_->mutex);
  state_->roles.reset();
}

void SignIn::check_password(const std::string& password, const std::string& login) {
  auto length = count_code_points(password);
  if (length < 8) {
    throw Error(ErrorCode::bad_input, "The password is too short.",
                "Take 8 characters or more; 15 and more are hard to guess, four words make a good one.",
                {{}, 0, "password"});
  }
  if (password.size() > 512 || length > 128)
    throw Error(ErrorCode::bad_input, "The password is too long.", "Take at most 128 characters.",
                {{}, 0, "password"});
  std::string core;
  for (char c : password) core.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  bool one_character = core.find_first_not_of(core[0]) == std::string::npos;
  while (!core.empty() && (core.back() < 'a' || core.back() > 'z') && is_ascii(core)) core.pop_back();
  bool known = core.empty() || one_character || core == login;
  for (auto word : guessed_first) known = known || core == word;
  if (known && length < 15) {
    throw Error(ErrorCode::bad_input, "This password is among the first that are guessed.",
                "Take another: four words that nobody puts together make a good one.", {{}, 0, "password"});
  }
}

std::string SignIn::hash(const std::string& password) {
  State::Turn turn(*state_);
  return hash_password(password);
}

std::string SignIn::create_owner(const std::string& token, ledger::User owner, const std::string& password) {
  auto expected = first_run_token();
  auto given = digest_of(token), wanted = digest_of(expected);
  if (expected.empty() || !equal_secrets(given, wanted)) {
    throw Error(ErrorCode::denied, "This link does not count, or no longer.",
                "`kith serve` prints a fresh one when it begins and there is no user yet.");
  }
  check_password(password, owner.login);
  owner.role = "owner";
  owner.password = hash(password);
  auto session = fresh_token("");
  home_.ledger().write([&](ledger::Write& write) {
    if (ledger::count_users(write.sql) > 0)
      throw Error(ErrorCode::denied, "This link does not count, or no longer.",
                  "`kith serve` prints a fresh one when it begins and there is no user yet.");
    owner.id = ledger::add_user(write, owner);
    owner.signed_in_at = write.now();
    ledger::update_user(write, owner);
    ledger::add_session(write, digest_of(session), owner.id);
    write.audit("session.begin", to_string(owner.id), "{\"first\":true}");
  });
  std::lock_guard lock(state_->mutex);
  state_->first_run.clear();
  return session;
}

// Whether it is the code of now, which does not count again, or a recovery code, which is used up.
bool SignIn::holds(ledger::User& user, const std::string& code, bool& by_recovery) {
  if (auto step = step_of_code(user.totp_secret, code, home_.ledger().now(), user.totp_last); step != 0) {
    user.totp_last = step;
    return true;
  }
  home_.ledger().write([&](ledger::Write& write) {
    by_recovery = ledger::use_recovery_code(write, user.id, digest_of(code));
  });
  return by_recovery;
}

SignInResult SignIn::sign_in(const SignInWords& words) {
  auto now = home_.ledger().now();
  auto account = "a:" + words.login, both = "b:" + words.login + "\n" + words.address;
  auto address = "p:" + words.address;
  // The account's wait holds strangers up, not an address that has signed in to it before.
  auto wait = std::max(state_->wait_for(both, now), state_->wait_for(address, now));
  if (wait == 0) wait = std::min(state_->wait_for(account, now), 5000 + state_->wait_for(both, now));
  if (wait > 0) return {Refusal::wait, {}, (wait + 999) / 1000};
  auto user = ledger::find_user_by_login(home_.ledger().read()->sql(), words.login);
  bool right = false;
  {
    State::Turn turn(*state_);
    right = verify_password(user ? user->password : state_->dummy, words.password);
  }
  auto refuse = [&]() -> SignInResult {
    for (const auto& key : {account, both, address}) state_->failed(key, now);
    home_.ledger().write([&](ledger::Write& write) {
      write.audit("session.refuse", user ? to_string(user->id) : "unknown", "{}");
    });
    return {Refusal::wrong, {}, 0};
  };
  if (!user || !right || user->disabled) return refuse();
  bool by_recovery = false;
  if (user->totp_on) {
    if (words.code.empty()) return {Refusal::code_needed, {}, 0};
    if (!holds(*user, words.code, by_recovery)) return refuse();
  }
  if (is_outdated_password(user->password)) user->password = hash(words.password);
  auto token = fresh_token("");
  home_.ledger().write([&](ledger::Write& write) {
    user->signed_in_at = write.now();
    ledger::update_user(write, *user);
    auto length = SessionLength::of(write.sql);
    ledger::end_sessions_before(write, write.now() - length.longest, write.now() - length.most_idle);
    ledger::add_session(write, digest_of(token), user->id);
    write.audit("session.begin", to_string(user->id), by_recovery ? "{\"recovery\":true}" : "{}");
  });
  for (const auto& key : {account, both, address}) state_->succeeded(key);
  return {Refusal::none, token, 0};
}

std::string SignIn::let_in(ledger::UserId id) {
  auto token = fresh_token("");
  home_.ledger().write([&](ledger::Write& write) {
    auto user = ledger::find_user(write.sql, id);
    if (!user || user->disabled)
      throw Error(ErrorCode::denied, "There is no user for this account.",
                  "Ask somebody who manages users to make one whose login is your e-mail address.");
    user->signed_in_at = write.now();
    ledger::update_user(write, *user);
    auto length = SessionLength::of(write.sql);
    ledger::end_sessions_before(write, write.now() - length.longest, write.now() - length.most_idle);
    ledger::add_session(write, digest_of(token), id);
    write.audit("session.begin", to_string(id), "{\"sign_on\":true}");
  });
  return token;
}

SignInResult SignIn::let_in(ledger::UserId id, const std::string& code, const std::string& address) {
  const auto now = home_.ledger().now();
  const auto name = to_string(id);
  const auto both = "s:" + name + "\n" + address, from = "p:" + address;
  const auto wait = std::max(state_->wait_for(both, now), state_->wait_for(from, now));
  if (wait > 0) return {Refusal::wait, {}, (wait + 999) / 1000};
  auto user = ledger::find_user(home_.ledger().read()->sql(), id);
  bool by_recovery = false;
  if (!user || user->disabled || !user->totp_on || !holds(*user, code, by_recovery)) {
    for (const auto& key : {both, from}) state_->failed(key, now);
    home_.ledger().write([&](ledger::Write& write) { write.audit("session.refuse", name, "{}"); });
    return {Refusal::wrong, {}, 0};
  }
  home_.ledger().write([&](ledger::Write& write) { ledger::update_user(write, *user); });
  for (const auto& key : {both, from}) state_->succeeded(key);
  return {Refusal::none, let_in(id), 0};
}

void SignIn::sign_out(const Session& session) {
  home_.ledger().write([&](ledger::Write& write) {
    ledger::end_session(write, session.hash);
    write.audit("session.end", session.actor.id, "{}");
  });
}

std::optional<Session> SignIn::session_of(std::string_view token) {
  if (token.empty() || token.size() > 100) return std::nullopt;
  Session session;
  session.hash = digest_of(token);
  std::int64_t seen_at = 0;
  auto now = home_.ledger().now();
  {
    auto read = home_.ledger().read();
    auto stored = ledger::find_session(read->sql(), session.hash);
    if (!stored) return std::nullopt;
    auto length = SessionLength::of(read->sql());
    if (now - stored->created_at > length.longest || now - stored->seen_at > length.most_idle)
      return std::nullopt;
    auto actor = actor_of_user(read->sql(), stored->user);
    if (!actor) return std::nullopt;
    session.actor = std::move(*actor);
    seen_at = stored->seen_at;
  }
  if (now - seen_at > minute)
    home_.ledger().write_soon(
        [hash = session.hash](ledger::Write& write) { ledger::touch_session(write, hash); });
  return session;
}

std::optional<Session> SignIn::key_of(std::string_view secret, bool write) {
  if (secret.empty() || secret.size() > 200) return std::nullopt;
  auto read = home_.ledger().read();
  auto key = ledger::find_key(read->sql(), digest_of(secret));
  if (!key || key->ended_at != 0 || (key->kind == "write") != write) return std::nullopt;
  if (key->expires_at != 0 && key->expires_at < home_.ledger().now()) return std::nullopt;
  Session session;
  session.by_key = true;
  session.source = key->source;
  session.actor.id = to_string(key->id);
  session.actor.login = session.actor.name = key->name;
  if (!write) {
    auto role = role_named(read->sql(), key->role);
    put_on(session.actor, role);
    limit_to_scopes(session.actor, key->scopes);
  }
  return session;
}

Actor SignIn::viewing_as(const Actor& actor, const std::string& role) {
  actor.require("users.manage");
  auto other = actor;
  put_on(other, role_named(home_.ledger().read()->sql(), role));
  other.viewing_as = true;
  return other;
}

void SignIn::change_password(const Session& session, const std::string& current, const std::string& next) {
  auto id = parse_id<ledger::UserKind>(session.actor.id);
  auto user = id ? ledger::find_user(home_.ledger().read()->sql(), *id) : std::nullopt;
  if (!user) throw Error(ErrorCode::denied, "Only a user has a password.");
  SignIn::check_password(next, user->login);
  auto key = "c:" + user->login;
  bool right = state_->wait_for(key, home_.ledger().now()) == 0;
  if (right) {
    State::Turn turn(*state_);
    right = verify_password(user->password, current);
  }
  if (!right) {
    state_->failed(key, home_.ledger().now());
    throw Error(ErrorCode::denied, "The present password is wrong.", "Type the one you sign in with.",
                {{}, 0, "current"});
  }
  auto hashed = hash(next);
  home_.ledger().write([&](ledger::Write& write) {
    auto stored = ledger::find_user(write.sql, *id);
    if (!stored) return;
    stored->password = hashed;
    ledger::update_user(write, *stored);
    ledger::end_sessions(write, *id, session.hash);
    write.audit("user.password", to_string(*id), "{}");
  });
}

namespace {

ledger::UserId user_of(const Session& session) {
  auto id = parse_id<ledger::UserKind>(session.actor.id);
  if (!id) throw Error(ErrorCode::denied, "Only a user has a second factor.");
  return *id;
}

}  // namespace

Bytes SignIn::begin_second_factor(const Session& session) {
  auto id = user_of(session);
  Bytes secret(20);
  random_bytes(secret);
  home_.ledger().write([&](ledger::Write& write) {
    auto user = ledger::find_user(write.sql, id);
    if (!user) return;
    if (user->totp_on)
      throw Error(ErrorCode::conflict, "The second factor is on already.", "Turn it off first.");
    user->totp_secret = secret;
    ledger::update_user(write, *user);
  });
  return secret;
}

std::vector<std::string> SignIn::confirm_second_factor(const Session& session, const std::string& code) {
  auto id = user_of(session);
  std::vector<std::string> codes;
  std::vector<Digest> hashes;
  for (int i = 0; i < 10; ++i) {
    unsigned char bytes[10];
    random_bytes(bytes);
    codes.push_back(to_base32(bytes));
    hashes.push_back(digest_of(codes.back()));
  }
  home_.ledger().write([&](ledger::Write& write) {
    auto user = ledger::find_user(write.sql, id);
    if (!user || user->totp_secret.empty())
      throw Error(ErrorCode::conflict, "No second factor was begun.", "Ask for a secret first.");
    auto step = step_of_code(user->totp_secret, code, write.now(), user->totp_last);
    if (step == 0)
      throw Error(ErrorCode::bad_input, "This is not the code of now.",
                  "Type the six digits that the app shows; check the clock of the phone.", {{}, 0, "code"});
    user->totp_on = true;
    user->totp_last = step;
    ledger::update_user(write, *user);
    ledger::replace_recovery_codes(write, id, hashes);
    write.audit("user.second_factor", to_string(id), "{\"on\":true}");
  });
  return codes;
}

void SignIn::drop_second_factor(const Session& session, const std::string& password) {
  auto id = user_of(session);
  auto user = ledger::find_user(home_.ledger().read()->sql(), id);
  auto key = "c:" + session.actor.login;
  bool right = user && state_->wait_for(key, home_.ledger().now()) == 0;
  if (right) {
    State::Turn turn(*state_);
    right = verify_password(user->password, password);
  }
  if (!right) {
    state_->failed(key, home_.ledger().now());
    throw Error(ErrorCode::denied, "The present password is wrong.", "Type the one you sign in with.",
                {{}, 0, "password"});
  }
  home_.ledger().write([&](ledger::Write& write) {
    auto stored = ledger::find_user(write.sql, id);
    if (!stored) return;
    stored->totp_on = false;
    stored->totp_secret.clear();
    ledger::update_user(write, *stored);
    ledger::replace_recovery_codes(write, id, {});
    write.audit("user.second_factor", to_string(id), "{\"on\":false}");
  });
}

}  // namespace kith::service
