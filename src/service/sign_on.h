// Signing in by a provider of sign-on: OpenID Connect, authorisation code with PKCE (RFC 7636).
//
//   begun      the browser is sent to the provider with state, nonce and the hash of a verifier; a cookie
//              ties what comes back to this browser
//   come back  state and cookie are looked up once and forgotten; the code is changed into an ID token by a
//              call of ours; the token is checked (id_token.h)
//   let in     the account is a user's already, or its verified e-mail address is a user's login and the two
//              are tied together for good; nobody is made by signing in
// A second factor is the provider's matter then. What was begun is kept in memory for ten minutes.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "service/home.h"
#include "service/sign_in.h"
#include "service/webhooks.h"

namespace kith::service {

struct SignOnSettings {
  std::string issuer;  ///< https://…, as the provider calls itself
  std::string client_id, client_secret;
  std::string label;     ///< what the button says
  std::string base_url;  ///< of this server as browsers see it; empty: as each call says
  bool by_email = true;  ///< a verified e-mail address ties an account to the user of that login
};

class SignOn {
 public:
  /// `send` makes calls and keeps their answers; `may_call` throws Error(bad_input) for an address that may
  /// not be called.
  SignOn(Home& home, SignIn& sign_in, WebSender send, std::function<void(const std::string&)> may_call);
  ~SignOn();

  /// Without the secret. None where nothing is set up.
  std::optional<SignOnSettings> settings(const Actor& actor);
  /// Asks the provider what it is. An empty secret keeps the one that is there for the same client. Throws
  /// Error(bad_input) with the place "issuer" where it does not answer as a provider does.
  void set(const Actor& actor, SignOnSettings wanted);
  void drop(const Actor& actor);
  /// Forgets which accounts are that user. Throws Error(not_found).
  void forget_accounts(const Actor& actor, const std::string& user);
  /// What the button says; none where nothing is set up.
  std::optional<std::string> label();

  struct Begun {
    std::string url;     ///< of the provider
    std::string cookie;  ///< for this browser, until it comes back
  };
  /// `base`: scheme and host of the call. Throws Error(not_found) where nothing is set up, Error(busy) where
  /// the provider does not answer.
  Begun begin(const std::string& base);
  /// The token of a session. Throws Error(denied).
  std::string come_back(const std::string& base, const std::string& state, const std::string& code,
                        const std::string& cookie);

 private:
  struct State;
  Home& home_;
  SignIn& sign_in_;
  WebSender send_;
  std::function<void(const std::string&)> may_call_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
