// One-time codes of an authenticator (TOTP, RFC 6238): SHA-1, 30 seconds, 6 digits, which every app knows.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kith {

/// The step that a moment belongs to: seconds since 1970 over 30.
constexpr std::int64_t code_step(std::int64_t ms_since_1970) noexcept { return ms_since_1970 / 30000; }

/// Six digits.
std::string one_time_code(std::span<const unsigned char> secret, std::int64_t step);

/// The step whose code this is: that of `now` or a neighbour, since clocks differ, but none up to `last`, so
/// that a code counts once. 0 where there is none.
std::int64_t step_of_code(std::span<const unsigned char> secret, std::string_view code, std::int64_t now,
                          std::int64_t last);

/// Base 32 without padding (RFC 4648), as authenticators take their secret.
std::string to_base32(std::span<const unsigned char> bytes);

}  // namespace kith
