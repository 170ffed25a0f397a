// The word of a provider about who signed in: an ID token (OpenID Connect Core 1.0, section 3.1.3.7), checked
// against the provider's keys (RFC 7517). Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace kith::service {

struct IdTokenRules {
  std::string issuer, client_id, nonce;
  std::int64_t seconds = 0;  ///< now, since 1970
};

struct IdClaims {
  std::string subject, email, name;
  bool email_verified = false;
  /// How the provider made sure (`amr`, RFC 8176) and at what level (`acr`); empty where it does not say.
  std::vector<std::string> methods;
  std::string level;
};

/// `keys`: the JSON Web Key Set. Only RS256 and ES256 are taken; "none", keys that the token brings along and
/// secrets shared with the client never are. Clocks may differ by a minute. Throws Error(denied) whose
/// sentence says what does not hold, without the token's content; Error(not_found) where the set has no key
/// of the token's id, so that a fresh set may be fetched.
IdClaims check_id_token(const std::string& token, const std::string& keys, const IdTokenRules& rules);

}  // namespace kith::service
