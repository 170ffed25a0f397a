#include "base/public_key.h"

#include <algorithm>
#include <array>
#include <memory>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace kith {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* thing) const noexcept {
    Free(thing);
  }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Digester = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

Number number_of(std::span<const unsigned char> bytes) {
  return Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

Key key_of(const char* type, OSSL_PARAM* parameters) {
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || parameters == nullptr || EVP_PKEY_fromdata_init(context.get()) <= 0 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) <= 0)
    return nullptr;
  Key made(key);
  KeyContext check(EVP_PKEY_CTX_new(key, nullptr));
  if (!check || EVP_PKEY_public_check(check.get()) <= 0) return nullptr;
  return made;
}

bool verify(EVP_PKEY* key, std::string_view text, std::span<const unsigned char> signature) {
  Digester digester(EVP_MD_CTX_new());
  return key != nullptr && digester &&
         EVP_DigestVerifyInit(digester.get(), nullptr, EVP_sha256(), nullptr, key) > 0 &&
         EVP_DigestVerify(digester.get(), signature.data(), signature.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

}  // namespace

bool verify_rs256(std::span<const unsigned char> modulus, std::span<const unsigned char> exponent,
                  std::string_view text, std::span<const unsigned char> signature) noexcept {
  auto n = number_of(modulus), e = number_of(exponent);
  if (!n || !e || BN_num_bits(n.get()) < 2048 || BN_num_bits(n.get()) > 8192 || !BN_is_odd(e.get()) ||
      BN_num_bits(e.get()) > 64 || BN_is_one(e.get()))
    return false;
  Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) <= 0 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) <= 0)
    return false;
  Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  return verify(key_of("RSA", parameters.get()).get(), text, signature);
}

bool verify_es256(std::span<const unsigned char> x, std::span<const unsigned char> y, std::string_view text,
                  std::span<const unsigned char> signature) noexcept {
  if (x.size() != 32 || y.size() != 32 || signature.size() != 64) return false;
  std::array<unsigned char, 65> point{4};
  std::copy(x.begin(), x.end(), point.begin() + 1);
  std::copy(y.begin(), y.end(), point.begin() + 33);
  Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) <= 0 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) <=
          0)
    return false;
  Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  auto r = number_of(signature.first(32)), s = number_of(signature.last(32));
  Signature both(ECDSA_SIG_new());
  if (!r || !s || !both || ECDSA_SIG_set0(both.get(), r.get(), s.get()) != 1) return false;
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  std::array<unsigned char, 128> coded{};
  auto* end = coded.data();
  const int size = i2d_ECDSA_SIG(both.get(), &end);
  if (size <= 0 || static_cast<std::size_t>(size) > coded.size()) return false;
  return verify(key_of("EC", parameters.get()).get(), text, {coded.data(), static_cast<std::size_t>(size)});
}

}  // namespace kith
