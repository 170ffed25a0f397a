// Signing in by a provider of sign-on: OpenID Connect, authorisation code with PKCE (RFC 7636).
//
//   begun      the browser is sent to the provider with state, nonce and the hash of a verifier; a cookie
//              ties what comes back to this browser
//   come back  state and cookie are looked up once and forgotten; the code is changed into an ID token by a
//              call of ours; the token is checked (id_token.h)
//   let in     the account is a user's already, or its verified e-mail address is a user's login and the two
//              are tied together for good; nobody is made by signing in
//   code       where the setting asks for it, the user's own second factor comes last (SecondFactor)
// What was begun is kept in memory for ten minutes.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "service/home.h"
#include "service/sign_in.h"
#include "service/webhooks.h"

namespace kith::service {

/// Whose word suffices for a second factor.
enum class SecondFactor {
  provider,  ///< the provider's, whatever it says: signing in there is enough
  proven,    ///< the provider's, where its token says so (`amr` has mfa, or `acr` is the level of the
             ///< settings); else the user's own is asked, and who has none is not let in
  own        ///< nobody's: who has set one up here is asked for it, as with a password
};
std::string_view name_of(SecondFactor whose) noexcept;
std::optional<SecondFactor> second_factor(std::string_view name) noexcept;

struct SignOnSettings {
  std::string issuer;  ///< https://…, as the provider calls itself
  std::string client_id, client_secret;
  std::string label;     ///< what the button says
  std::string base_url;  ///< of this server as browsers see it; empty: as each call says
  bool by_email = true;  ///< a verified e-mail address ties an account to the user of that login
  SecondFactor factor = SecondFactor::provider;
  std::string level;  ///< asked of the provider as acr_values; empty: none
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
  struct Back {
    std::string token;    ///< of the session; empty where the own second factor comes first
    std::string waiting;  ///< a cookie by which this browser may bring its code within ten minutes
  };
  /// Throws Error(denied).
  Back come_back(const std::string& base, const std::string& state, const std::string& code,
                 const std::string& cookie);
  /// Whether a code is waited for from the browser with that cookie.
  bool waits_for_code(const std::string& cookie);
  /// Ends what waited where it is right, or was wrong five times. Throws Error(denied) where nothing waits.
  SignInResult bring_code(const std::string& cookie, const std::string& code, const std::string& address);

 private:
  struct State;
  Home& home_;
  SignIn& sign_in_;
  WebSender send_;
  std::function<void(const std::string&)> may_call_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
