// Signing in: passwords, second factors, sessions, keys of programs; and the throttle against guessing.
//
// Invariants
// 1. An unknown login costs as much time as a wrong password, and is answered alike.
// 2. Waiting grows by account and by address alike; nobody can lock another out: a wait ends by itself, and
// an
//    address that is right once is not held up by what others tried.
// 3. Tokens are 256 random bits, stored as their SHA-256; a secret is shown once, when it is made.
// 4. No more than two passwords are hashed at a time.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/people.h"
#include "service/actor.h"
#include "service/home.h"

namespace kith::service {

/// Why somebody is not let in.
enum class Refusal { none, wrong, code_needed, wait };

struct SignInResult {
  Refusal refusal = Refusal::none;
  std::string token;  ///< the session's, where it succeeded
  std::int64_t wait_seconds = 0;
};

struct SignInWords {
  std::string login, password, code, address;
};

struct Session {
  Actor actor;
  Digest hash{};  ///< of its token; all zero for a key
  bool by_key = false;
  SourceId source;  ///< of a write key
};

class SignIn {
 public:
  explicit SignIn(Home& home);
  ~SignIn();

  /// The token that makes the first user; empty where there is one already. New with every process.
  std::string first_run_token();
  /// Makes the owner and signs in. Throws Error(denied) for a wrong token or when there is a user already.
  std::string create_owner(const std::string& token, ledger::User owner, const std::string& password);

  SignInResult sign_in(const SignInWords& words);
  /// The token of a session for one whom a provider has vouched for. Throws Error(denied) for a disabled
  /// user.
  std::string let_in(ledger::UserId user);
  /// The same for one whose own second factor is asked as well: a code of the app or a recovery code. Wrong
  /// tries are held up like wrong passwords.
  SignInResult let_in(ledger::UserId user, const std::string& code, const std::string& address);
  void sign_out(const Session& session);
  /// None for a token that is unknown, expired, or of a disabled user.
  std::optional<Session> session_of(std::string_view token);
  /// None for a key that is unknown, ended or expired. `write`: a write key is asked for.
  std::optional<Session> key_of(std::string_view secret, bool write);
  /// The actor as one of that role would be: reads only. Throws Error(not_found), Error(denied).
  Actor viewing_as(const Actor& actor, const std::string& role);

  /// Error(denied) where `current` is wrong; every other session of the user ends.
  void change_password(const Session& session, const std::string& current, const std::string& next);
  Bytes begin_second_factor(const Session& session);
  /// Recovery codes, shown once. Throws Error(bad_input) for a wrong code.
  std::vector<std::string> confirm_second_factor(const Session& session, const std::string& code);
  void drop_second_factor(const Session& session, const std::string& password);

  /// Throws Error(bad_input) for one too short, too long, or known to everybody.
  static void check_password(const std::string& password, const std::string& login);
  std::string hash(const std::string& password);
  /// Forgets what is remembered of roles after they changed.
  void forget();

 private:
  struct State;
  bool holds(ledger::User& user, const std::string& code, bool& by_recovery);
  Home& home_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
