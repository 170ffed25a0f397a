#include "base/ids.h"

#include <algorithm>

namespace kith {
namespace {

constexpr std::int64_t epoch_ms = 1577836800000;  // 2020-01-01T00:00:00Z
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int digit_count = 13;  // 65 bits hold 63

int digit_value(char c) noexcept {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  auto at = digits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

namespace detail {

std::string format_id(std::string_view prefix, std::int64_t value) {
  std::string text(prefix);
  text.push_back('_');
  auto bits = static_cast<std::uint64_t>(value);
  for (int i = digit_count - 1; i >= 0; --i) text.push_back(digits[(bits >> (5 * i)) & 31]);
  return text;
}

std::optional<std::int64_t> parse_id(std::string_view prefix, std::string_view text) noexcept {
  if (text.size() != prefix.size() + 1 + digit_count || text[prefix.size()] != '_') return std::nullopt;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if ((text[i] | 0x20) != prefix[i]) return std::nullopt;
  }
  text.remove_prefix(prefix.size() + 1);
  if (digit_value(text[0]) < 0 || digit_value(text[0]) > 7) return std::nullopt;
  std::uint64_t bits = 0;
  for (char c : text) {
    int digit = digit_value(c);
    if (digit < 0) return std::nullopt;
    bits = bits << 5 | static_cast<std::uint64_t>(digit);
  }
  auto value = static_cast<std::int64_t>(bits);
  if (value <= 0) return std::nullopt;
  return value;
}

}  // namespace detail

std::int64_t IdSource::take(std::int64_t count, std::int64_t now_ms) noexcept {
  std::int64_t by_clock = (std::max<std::int64_t>(now_ms - epoch_ms, 1) << 22) | node_;
  std::int64_t after_last = (last_ & ~(id_step - 1)) + id_step + node_;
  std::int64_t first = std::max(by_clock, after_last);
  last_ = first + (count - 1) * id_step;
  return first;
}

}  // namespace kith
