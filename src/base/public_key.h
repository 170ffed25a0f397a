// Signatures of others, checked by OpenSSL: the two algorithms that providers of sign-on use.
#pragma once
#include <span>
#include <string_view>

namespace kith {

/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, RS256). `modulus` and `exponent` are big-endian. False too for a
/// key below 2,048 or above 8,192 bits, or one that is none.
bool verify_rs256(std::span<const unsigned char> modulus, std::span<const unsigned char> exponent,
                  std::string_view text, std::span<const unsigned char> signature) noexcept;

/// ECDSA on P-256 with SHA-256 (RFC 7518, ES256). `x`, `y`: 32 bytes each; `signature`: r and s, 64 bytes.
/// False too for a point that is not on the curve.
bool verify_es256(std::span<const unsigned char> x, std::span<const unsigned char> y, std::string_view text,
                  std::span<const unsigned char> signature) noexcept;

}  // namespace kith
