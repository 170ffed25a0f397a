// Secrets and digests, by libsodium. Keys are wiped when they go.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

using Bytes = std::vector<unsigned char>;
using Digest = std::array<unsigned char, 32>;

/// 32 secret bytes. Copies are as secret as the original; each wipes itself when it goes.
class SecretKey {
 public:
  static constexpr std::size_t size = 32;
  SecretKey() = default;
  ~SecretKey();
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;

  static SecretKey random();
  /// REQUIRES bytes.size() == 32.
  static SecretKey from_bytes(std::span<const unsigned char> bytes);

  std::span<const unsigned char, size> bytes() const noexcept { return bytes_; }
  bool operator==(const SecretKey& other) const noexcept;

 private:
  std::array<unsigned char, size> bytes_{};
};

void random_bytes(std::span<unsigned char> out);

std::string to_hex(std::span<const unsigned char> bytes);
/// False where the text is not an even number of hex digits.
bool from_hex(std::string_view hex, Bytes& out);

Digest sha256(std::span<const unsigned char> bytes);

/// Cost of a passphrase. The defaults are libsodium's "moderate": 256 MiB and 3 passes.
struct PassphraseCost {
  std::uint64_t passes = 3;
  std::uint64_t memory_bytes = 256ull << 20;
};

/// Argon2id (RFC 9106) of a passphrase; `salt` has 16 bytes.
SecretKey derive_key(std::string_view passphrase, std::span<const unsigned char> salt, PassphraseCost cost);

/// A password as a libsodium string of Argon2id: salt and cost stand in it. The cost is 2 passes over 19 MiB
/// or `cost`'s; some tens of milliseconds, so the caller bounds how many run at once.
std::string hash_password(std::string_view password, PassphraseCost cost = {2, 19ull << 20});
/// Constant time in the password's content. False too where the string is no hash.
bool verify_password(const std::string& hash, std::string_view password) noexcept;
/// The hash was made at another cost than hash_password() takes now.
bool is_outdated_password(const std::string& hash) noexcept;

/// HMAC (RFC 2104) with SHA-256.
Digest hmac_sha256(std::span<const unsigned char> key, std::string_view text);
/// Constant time in the content.
bool equal_secrets(std::span<const unsigned char> a, std::span<const unsigned char> b) noexcept;

/// base64url without padding (RFC 4648 section 5).
std::string to_base64url(std::span<const unsigned char> bytes);
/// Standard base64, with or without padding. False where a character is none of it.
bool from_base64(std::string_view text, Bytes& out);
/// Standard base64 with padding.
std::string to_base64(std::span<const unsigned char> bytes);

/// XChaCha20-Poly1305 with a random nonce before the ciphertext; `context` is authenticated, not stored.
Bytes seal(const SecretKey& key, std::span<const unsigned char> plain, std::string_view context);
/// False where key, context or bytes are not those of seal().
bool open_sealed(const SecretKey& key, std::span<const unsigned char> sealed, std::string_view context,
                 Bytes& plain);

/// A running BLAKE2b-256 of a stream.
class StreamDigest {
 public:
  StreamDigest();
  ~StreamDigest();
  StreamDigest(const StreamDigest&) = delete;
  StreamDigest& operator=(const StreamDigest&) = delete;
  void add(std::span<const unsigned char> bytes);
  Digest finish();

 private:
  void* state_;
};

}  // namespace kith
