#include "base/one_time_code.h"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/crypto.h"

namespace kith {

// RFC 4226 section 5.3: four bytes of the HMAC from where its last four bits point to, modulo a million.
std::string one_time_code(std::span<const unsigned char> secret, std::int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (int i = 7; i >= 0; --i, step >>= 8) counter[static_cast<std::size_t>(i)] = step & 0xFF;
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  ::HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
         mac.data(), &size);
  std::size_t at = mac[19] & 0x0F;
  std::uint32_t number = (mac[at] & 0x7Fu) << 24 | static_cast<std::uint32_t>(mac[at + 1]) << 16 |
                         static_cast<std::uint32_t>(mac[at + 2]) << 8 | mac[at + 3];
  auto digits = std::to_string(number % 1000000);
  return std::string(6 - digits.size(), '0') + digits;
}

std::int64_t step_of_code(std::span<const unsigned char> secret, std::string_view code, std::int64_t now,
                          std::int64_t last) {
  std::int64_t found = 0;
  for (std::int64_t step = code_step(now) - 1; step <= code_step(now) + 1; ++step) {
    auto expected = one_time_code(secret, step);
    std::span given(reinterpret_cast<const unsigned char*>(code.data()), code.size());
    std::span wanted(reinterpret_cast<const unsigned char*>(expected.data()), expected.size());
    if (equal_secrets(given, wanted) && step > last) found = step;
  }
  return found;
}

std::string to_base32(std::span<const unsigned char> bytes) {
  constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  unsigned bits = 0, held = 0;
  for (unsigned char byte : bytes) {
    held = held << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(digits[held >> (bits - 5) & 31]);
    held &= (1u << bits) - 1;
  }
  if (bits > 0) text.push_back(digits[held << (5 - bits) & 31]);
  return text;
}

}  // namespace kith
