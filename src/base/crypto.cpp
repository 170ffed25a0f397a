#include "base/crypto.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include <sodium.h>

#include "base/error.h"

namespace kith {
namespace {

void ready() {
  static const bool works = sodium_init() >= 0;
  if (!works) throw Error(ErrorCode::internal, "The cryptography library could not be started.");
}

}  // namespace

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

SecretKey SecretKey::random() {
  SecretKey key;
  random_bytes(key.bytes_);
  return key;
}

SecretKey SecretKey::from_bytes(std::span<const unsigned char> bytes) {
  SecretKey key;
  std::copy_n(bytes.data(), size, key.bytes_.data());
  return key;
}

bool SecretKey::operator==(const SecretKey& other) const noexcept {
  return sodium_memcmp(bytes_.data(), other.bytes_.data(), size) == 0;
}

void random_bytes(std::span<unsigned char> out) {
  ready();
  randombytes_buf(out.data(), out.size());
}

std::string to_hex(std::span<const unsigned char> bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (unsigned char byte : bytes) {
    hex.push_back(digits[byte >> 4]);
    hex.push_back(digits[byte & 15]);
  }
  return hex;
}

bool from_hex(std::string_view hex, Bytes& out) {
  auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  out.clear();
  if (hex.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    int high = digit(hex[i]), low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return false;
    out.push_back(static_cast<unsigned char>(high << 4 | low));
  }
  return true;
}

Digest sha256(std::span<const unsigned char> bytes) {
  Digest digest;
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  return digest;
}

SecretKey derive_key(std::string_view passphrase, std::span<const unsigned char> salt, PassphraseCost cost) {
  ready();
  std::array<unsigned char, SecretKey::size> bytes;
  if (salt.size() != crypto_pwhash_SALTBYTES ||
      crypto_pwhash(bytes.data(), bytes.size(), passphrase.data(), passphrase.size(), salt.data(),
                    cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Error(ErrorCode::io, "There is not enough memory to derive the key from the passphrase.",
                "Free some memory and call again.");
  }
  auto key = SecretKey::from_bytes(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

Bytes seal(const SecretKey& key, std::span<const unsigned char> plain, std::string_view context) {
  constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  Bytes sealed(nonce_size + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  random_bytes({sealed.data(), nonce_size});
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce_size, nullptr, plain.data(), plain.size(),
                                             reinterpret_cast<const unsigned char*>(context.data()),
                                             context.size(), nullptr, sealed.data(), key.bytes().data());
  return sealed;
}

bool open_sealed(const SecretKey& key, std::span<const unsigned char> sealed, std::string_view context,
                 Bytes& plain) {
  constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < nonce_size + tag_size) return false;
  plain.resize(sealed.size() - nonce_size - tag_size);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr,
                                                    sealed.data() + nonce_size, sealed.size() - nonce_size,
                                                    reinterpret_cast<const unsigned char*>(context.data()),
                                                    context.size(), sealed.data(), key.bytes().data()) == 0;
}

std::string hash_password(std::string_view password, PassphraseCost cost) {
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(text, password.data(), password.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return text;
}

bool verify_password(const std::string& hash, std::string_view password) noexcept {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool is_outdated_password(const std::string& hash) noexcept {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), 2, 19ull << 20) != 0;
}

Digest hmac_sha256(std::span<const unsigned char> key, std::string_view text) {
  Digest digest;
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  crypto_auth_hmacsha256_final(&state, digest.data());
  return digest;
}

bool equal_secrets(std::span<const unsigned char> a, std::span<const unsigned char> b) noexcept {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

namespace {

std::string in_base64(std::span<const unsigned char> bytes, int variant) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the terminator
  return text;
}

}  // namespace

std::string to_base64url(std::span<const unsigned char> bytes) {
  return in_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string to_base64(std::span<const unsigned char> bytes) {
  return in_base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}

bool from_base64(std::string_view text, Bytes& out) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  out.resize(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0) {
    return false;
  }
  out.resize(size);
  return true;
}

// The state must lie on a 64-byte boundary (libsodium's contract).
StreamDigest::StreamDigest()
    : state_(std::aligned_alloc(64, (sizeof(crypto_generichash_state) + 63) / 64 * 64)) {
  if (state_ == nullptr) throw std::bad_alloc();
  crypto_generichash_init(static_cast<crypto_generichash_state*>(state_), nullptr, 0, 32);
}

StreamDigest::~StreamDigest() { std::free(state_); }

void StreamDigest::add(std::span<const unsigned char> bytes) {
  crypto_generichash_update(static_cast<crypto_generichash_state*>(state_), bytes.data(), bytes.size());
}

Digest StreamDigest::finish() {
  Digest digest;
  crypto_generichash_final(static_cast<crypto_generichash_state*>(state_), digest.data(), digest.size());
  return digest;
}

}  // namespace kith
