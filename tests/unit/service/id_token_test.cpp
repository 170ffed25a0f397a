// Forged tokens: another key, another algorithm, another client, another time, another sign-in; each is
// refused.
#include "service/id_token.h"

#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/crypto.h"
#include "base/error.h"

namespace kith::service {
namespace {

using nlohmann::json;

std::string coded(const std::string& text) {
  return to_base64url({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

std::string number_in(EVP_PKEY* key, const char* name, int size = 0) {
  BIGNUM* number = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &number), 1) << name;
  Bytes bytes(static_cast<std::size_t>(size > 0 ? size : BN_num_bytes(number)));
  BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size()));
  BN_free(number);
  return to_base64url(bytes);
}

struct Signer {
  EVP_PKEY* key;
  bool rsa;

  explicit Signer(bool is_rsa, unsigned bits = 2048)
      : key(is_rsa ? EVP_RSA_gen(bits) : EVP_EC_gen("P-256")), rsa(is_rsa) {}
  ~Signer() { EVP_PKEY_free(key); }
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;

  json shown(const std::string& id) const {
    if (rsa)
      return {{"kty", "RSA"},
              {"kid", id},
              {"use", "sig"},
              {"n", number_in(key, OSSL_PKEY_PARAM_RSA_N)},
              {"e", number_in(key, OSSL_PKEY_PARAM_RSA_E)}};
    return {{"kty", "EC"},
            {"kid", id},
            {"crv", "P-256"},
            {"x", number_in(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)},
            {"y", number_in(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
  }
  std::string sign(const std::string& text) const {
    Bytes bytes(1024);
    std::size_t size = bytes.size();
    auto* context = EVP_MD_CTX_new();
    EXPECT_EQ(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key), 1);
    EXPECT_EQ(EVP_DigestSign(context, bytes.data(), &size,
                             reinterpret_cast<const unsigned char*>(text.data()), text.size()),
              1);
    EVP_MD_CTX_free(context);
    bytes.resize(size);
    if (rsa) return to_base64url(bytes);
    const unsigned char* at = bytes.data();
    auto* both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
    Bytes flat(64);
    BN_bn2binpad(ECDSA_SIG_get0_r(both), flat.data(), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both), flat.data() + 32, 32);
    ECDSA_SIG_free(both);
    return to_base64url(flat);
  }
  std::string token(const json& header, const json& claims) const {
    auto text = coded(header.dump()) + "." + coded(claims.dump());
    return text + "." + sign(text);
  }
};

const IdTokenRules rules{"https://id.example", "kith", "n-1", 1700000000};
const json good = {{"iss", "https://id.example"}, {"aud", "kith"},         {"sub", "u-1"},
                   {"exp", 1700000300},           {"iat", 1700000000},     {"nonce", "n-1"},
                   {"email", "li@example.com"},   {"email_verified", true}};

std::string set_of(std::initializer_list<json> keys) { return json({{"keys", json(keys)}}).dump(); }

class IdToken : public testing::TestWithParam<bool> {
 protected:
  Signer signer{GetParam()};
  json header = {{"alg", GetParam() ? "RS256" : "ES256"}, {"kid", "k1"}};
  std::string keys = set_of({signer.shown("k1")});

  ErrorCode refusal(const std::string& token) {
    try {
      check_id_token(token, keys, rules);
    } catch (const Error& error) {
      EXPECT_EQ(error.sentence().render(Language::en).find("example"), std::string::npos);
      return error.code();
    }
    return ErrorCode::internal;
  }
};

TEST_P(IdToken, AGoodOneTellsWhoItIs) {
  auto claims = check_id_token(signer.token(header, good), keys, rules);
  EXPECT_EQ(claims.subject, "u-1");
  EXPECT_EQ(claims.email, "li@example.com");
  EXPECT_TRUE(claims.email_verified);
  auto several = good;
  several["aud"] = {"other", "kith"};
  several["azp"] = "kith";
  EXPECT_EQ(check_id_token(signer.token(header, several), keys, rules).subject, "u-1");
  auto unverified = good;
  unverified["email_verified"] = "true";
  EXPECT_FALSE(check_id_token(signer.token(header, unverified), keys, rules).email_verified);
}

TEST_P(IdToken, HowTheProviderMadeSureIsReadWhereItIsSaid) {
  EXPECT_TRUE(check_id_token(signer.token(header, good), keys, rules).methods.empty());
  auto proven = good;
  proven["amr"] = {"pwd", "mfa", 7};
  proven["acr"] = "urn:acme:gold";
  auto claims = check_id_token(signer.token(header, proven), keys, rules);
  EXPECT_EQ(claims.methods, (std::vector<std::string>{"pwd", "mfa"}));
  EXPECT_EQ(claims.level, "urn:acme:gold");
  proven["amr"] = "mfa";
  proven["acr"] = 2;
  claims = check_id_token(signer.token(header, proven), keys, rules);
  EXPECT_TRUE(claims.methods.empty() && claims.level.empty()) << "what is no list and no text proves nothing";
}

TEST_P(IdToken, WhatItSaysMustFit) {
  const std::pair<const char*, json> wrong[] = {{"iss", "https://evil.example"},
                                                {"iss", "https://id.example/"},
                                                {"aud", "other"},
                                                {"aud", json::array({"kith", "other"})},
                                                {"aud", nullptr},
                                                {"azp", "other"},
                                                {"exp", 1699999000},
                                                {"exp", "1700000300"},
                                                {"exp", nullptr},
                                                {"iat", 1700009999},
                                                {"iat", 1600000000},
                                                {"nbf", 1700009999},
                                                {"nonce", "n-2"},
                                                {"nonce", nullptr},
                                                {"sub", ""},
                                                {"sub", 7},
                                                {"sub", std::string(300, 'x')}};
  for (const auto& [name, value] : wrong) {
    auto claims = good;
    claims[name] = value;
    EXPECT_EQ(refusal(signer.token(header, claims)), ErrorCode::denied) << name << value;
  }
}

TEST_P(IdToken, TheSignatureMustHold) {
  auto token = signer.token(header, good);
  auto changed = good;
  changed["sub"] = "u-2";
  auto end = token.rfind('.');
  EXPECT_EQ(refusal(coded(header.dump()) + "." + coded(changed.dump()) + token.substr(end)),
            ErrorCode::denied);
  EXPECT_EQ(refusal(token.substr(0, end + 1)), ErrorCode::denied) << "none";
  EXPECT_EQ(refusal(coded(R"({"alg":"none"})") + "." + coded(good.dump()) + "."), ErrorCode::denied);
  EXPECT_EQ(refusal(token + ".x"), ErrorCode::denied);
  EXPECT_EQ(refusal("x"), ErrorCode::denied);
  EXPECT_EQ(refusal(""), ErrorCode::denied);
  Signer other(GetParam());
  EXPECT_EQ(refusal(other.token(header, good)), ErrorCode::denied);
  auto own = header;
  own["jwk"] = other.shown("k1");
  EXPECT_EQ(refusal(other.token(own, good)), ErrorCode::denied) << "a key that the token brings along";
  auto critical = header;
  critical["crit"] = {"x"};
  EXPECT_EQ(refusal(signer.token(critical, good)), ErrorCode::denied);
  auto fresh = header;
  fresh["kid"] = "k2";
  EXPECT_EQ(refusal(signer.token(fresh, good)), ErrorCode::not_found) << "the set may be old";
  // The public key as the secret of an HMAC.
  auto text = coded(R"({"alg":"HS256","kid":"k1"})") + "." + coded(good.dump());
  auto shown = signer.shown("k1").dump();
  EXPECT_EQ(refusal(text + "." + to_base64url(hmac_sha256(Bytes(shown.begin(), shown.end()), text))),
            ErrorCode::denied);
  // A key that is meant for something else.
  auto sealing = signer.shown("k1");
  sealing["use"] = "enc";
  keys = set_of({sealing});
  EXPECT_EQ(refusal(token), ErrorCode::not_found);
}

INSTANTIATE_TEST_SUITE_P(Algorithms, IdToken, testing::Bool());

TEST(IdTokenKeys, SmallOrBrokenKeysVerifyNothing) {
  Signer small(true, 1024);
  const json header = {{"alg", "RS256"}, {"kid", "k1"}};
  EXPECT_THROW(check_id_token(small.token(header, good), set_of({small.shown("k1")}), rules), Error);
  Signer curve(false);
  auto off = curve.shown("k1");
  off["x"] = off["y"];
  EXPECT_THROW(check_id_token(curve.token({{"alg", "ES256"}, {"kid", "k1"}}, good), set_of({off}), rules),
               Error);
  for (const char* keys : {"", "{}", "[]", R"({"keys":[1,null,{}]})", R"({"keys":{}})"})
    EXPECT_THROW(check_id_token(curve.token({{"alg", "ES256"}}, good), keys, rules), Error) << keys;
}

}  // namespace
}  // namespace kith::service
