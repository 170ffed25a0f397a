#include "service/id_token.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/error.h"
#include "base/public_key.h"
#include "base/utf8.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::int64_t clocks_differ = 60, oldest = 3600;
constexpr std::size_t longest_token = 64 << 10, longest_subject = 255;

[[noreturn]] void refuse(Text what) {
  throw Error(ErrorCode::denied, std::move(what),
              "Sign in again; if it stays so, ask who runs the provider.");
}

bool from_base64url(std::string_view text, Bytes& out) {
  if (text.find_first_of("+/=") != std::string_view::npos) return false;
  std::string standard(text);
  for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return from_base64(standard, out);
}

json object_in(std::string_view part) {
  Bytes bytes;
  if (!from_base64url(part, bytes)) refuse("The provider's token cannot be read.");
  std::string text(bytes.begin(), bytes.end());
  auto value = is_utf8(text) ? json::parse(text, nullptr, false) : json();
  if (!value.is_object()) refuse("The provider's token cannot be read.");
  return value;
}

std::string text_in(const json& object, const char* name) {
  return object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : std::string();
}

std::int64_t moment_in(const json& object, const char* name) {
  if (!object.contains(name) || !object[name].is_number()) return 0;
  auto value = object[name].get<double>();
  return value > 0 && value < 1e12 ? static_cast<std::int64_t>(value) : 0;
}

Bytes bytes_in(const json& key, const char* name) {
  Bytes bytes;
  from_base64url(text_in(key, name), bytes);
  return bytes;
}

bool fits(const json& key, const std::string& algorithm, const std::string& id) {
  if (!key.is_object() || text_in(key, "kty") != (algorithm == "RS256" ? "RSA" : "EC")) return false;
  if (algorithm == "ES256" && text_in(key, "crv") != "P-256") return false;
  if (key.contains("alg") && text_in(key, "alg") != algorithm) return false;
  if (key.contains("use") && text_in(key, "use") != "sig") return false;
  return id.empty() || text_in(key, "kid") == id;
}

bool verifies(const json& key, const std::string& algorithm, std::string_view text, const Bytes& signature) {
  if (algorithm == "RS256") return verify_rs256(bytes_in(key, "n"), bytes_in(key, "e"), text, signature);
  return verify_es256(bytes_in(key, "x"), bytes_in(key, "y"), text, signature);
}

void check_signature(const json& header, const std::string& keys, std::string_view text,
                     const Bytes& signature) {
  const auto algorithm = text_in(header, "alg"), id = text_in(header, "kid");
  if (algorithm != "RS256" && algorithm != "ES256")
    refuse("The provider's token is not signed in a way that is taken.");
  if (header.contains("crit")) refuse("The provider's token asks for what is not known here.");
  auto set = json::parse(keys, nullptr, false);
  std::vector<json> candidates;
  if (set.is_object() && set.contains("keys") && set["keys"].is_array())
    std::copy_if(set["keys"].begin(), set["keys"].end(), std::back_inserter(candidates),
                 [&](const json& key) { return fits(key, algorithm, id); });
  if (candidates.empty())
    throw Error(ErrorCode::not_found, "The provider has no key of this token.",
                "Sign in again; if it stays so, ask who runs the provider.");
  for (const auto& key : candidates) {
    if (verifies(key, algorithm, text, signature)) return;
  }
  refuse("The signature of the provider's token does not hold.");
}

bool is_meant_for(const json& claims, const std::string& client) {
  if (!claims.contains("aud")) return false;
  const auto& audience = claims["aud"];
  if (audience.is_string()) return audience == client && (!claims.contains("azp") || claims["azp"] == client);
  if (!audience.is_array() || std::find(audience.begin(), audience.end(), json(client)) == audience.end())
    return false;
  if (audience.size() > 1 && text_in(claims, "azp") != client) return false;
  return !claims.contains("azp") || claims["azp"] == client;
}

}  // namespace

IdClaims check_id_token(const std::string& token, const std::string& keys, const IdTokenRules& rules) {
  const auto first = token.find('.');
  const auto second = first == std::string::npos ? first : token.find('.', first + 1);
  if (token.size() > longest_token || second == std::string::npos ||
      token.find('.', second + 1) != std::string::npos)
    refuse("The provider's token cannot be read.");
  const auto header = object_in(std::string_view(token).substr(0, first));
  Bytes signature;
  if (!from_base64url(std::string_view(token).substr(second + 1), signature) || signature.empty())
    refuse("The provider's token is not signed in a way that is taken.");
  check_signature(header, keys, std::string_view(token).substr(0, second), signature);

  const auto claims = object_in(std::string_view(token).substr(first + 1, second - first - 1));
  if (text_in(claims, "iss") != rules.issuer) refuse("The token is of another provider.");
  if (!is_meant_for(claims, rules.client_id)) refuse("The token is meant for another program.");
  const auto ends = moment_in(claims, "exp"), made = moment_in(claims, "iat"),
             begins = moment_in(claims, "nbf");
  if (ends == 0 || ends + clocks_differ <= rules.seconds) refuse("The provider's token has expired.");
  if (made == 0 || made > rules.seconds + clocks_differ || made < rules.seconds - oldest ||
      begins > rules.seconds + clocks_differ)
    refuse("The provider's token is of another time.");
  if (rules.nonce.empty() || text_in(claims, "nonce") != rules.nonce)
    refuse("The token answers another sign-in.");
  IdClaims told;
  told.subject = text_in(claims, "sub");
  if (told.subject.empty() || told.subject.size() > longest_subject) refuse("The token names nobody.");
  told.email = text_in(claims, "email");
  told.name = text_in(claims, "name");
  told.level = text_in(claims, "acr");
  if (claims.contains("amr") && claims["amr"].is_array()) {
    for (const auto& method : claims["amr"]) {
      if (method.is_string()) told.methods.push_back(method.get<std::string>());
    }
  }
  told.email_verified = claims.contains("email_verified") && claims["email_verified"] == true;
  return told;
}

}  // namespace kith::service
