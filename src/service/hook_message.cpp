#include "service/hook_message.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/utf8.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::int64_t most_seconds_off = 300;
constexpr std::size_t most_rows = 10000, longest_id = 200, most_signatures = 10;
constexpr int deepest = 64;

bool same_mac(const Digest& expected, std::string_view given) {
  Bytes bytes;
  const bool read = given.size() == 64 ? from_hex(given, bytes) : from_base64(given, bytes);
  return read && bytes.size() == expected.size() && equal_secrets(expected, bytes);
}

bool is_plain(std::string_view text) {
  if (text.empty() || text.size() > longest_id) return false;
  for (char c : text) {
    if (c < '!' || c > '~') return false;
  }
  return true;
}

std::optional<std::string> standard_message(const ledger::Hook& hook, const HeaderOf& header,
                                            std::string_view body, std::int64_t now) {
  auto id = header("webhook-id"), time = header("webhook-timestamp"), list = header("webhook-signature");
  std::int64_t seconds = 0;
  auto [end, fault] = std::from_chars(time.data(), time.data() + time.size(), seconds);
  if (!is_plain(id) || fault != std::errc() || end != time.data() + time.size()) return std::nullopt;
  if (seconds < now - most_seconds_off || seconds > now + most_seconds_off) return std::nullopt;
  auto text = std::string(id) + "." + std::string(time) + "." + std::string(body);
  const auto expected = hmac_sha256(hook.secret, text);
  bool right = false;
  for (std::size_t i = 0; i < most_signatures && !list.empty(); ++i) {
    auto one = list.substr(0, list.find(' '));
    list.remove_prefix(std::min(list.size(), one.size() + 1));
    if (one.substr(0, 3) == "v1,") right |= same_mac(expected, one.substr(3));
  }
  if (!right) return std::nullopt;
  return std::string(id);
}

std::optional<std::string> plain_message(const ledger::Hook& hook, const HeaderOf& header,
                                         std::string_view body) {
  auto given = header(hook.header);
  if (given.substr(0, 7) == "sha256=") given.remove_prefix(7);
  const auto expected = hmac_sha256(hook.secret, body);
  if (!same_mac(expected, given)) return std::nullopt;
  return to_hex(sha256({reinterpret_cast<const unsigned char*>(body.data()), body.size()}));
}

int depth_of(std::string_view text) {
  int depth = 0, most = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted) {
      if (text[i] == '\\') ++i;
      if (i < text.size() && text[i] == '"') quoted = false;
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == '{' || text[i] == '[') {
      most = std::max(most, ++depth);
    } else if (text[i] == '}' || text[i] == ']') {
      --depth;
    }
  }
  return most;
}

[[noreturn]] void no_rows(Text what, Text hint) {
  throw Error(ErrorCode::bad_input, std::move(what), std::move(hint));
}

}  // namespace

std::optional<std::string> signed_message(const ledger::Hook& hook, const HeaderOf& header,
                                          std::string_view body, std::int64_t seconds) {
  if (hook.secret.empty()) return std::nullopt;
  return hook.scheme == "standard" ? standard_message(hook, header, body, seconds)
                                   : plain_message(hook, header, body);
}

std::vector<std::string> rows_of_message(std::string_view body, std::string_view path,
                                         const std::string& message) {
  if (!is_utf8(body) || depth_of(body) > deepest)
    no_rows("The body is no JSON that can be read.", "Send one object or list in UTF-8, not nested deeply.");
  auto all = json::parse(body, nullptr, false);
  if (!all.is_structured())
    no_rows("The body is no JSON that can be read.", "Send one object or list in UTF-8, not nested deeply.");
  const json* at = &all;
  while (!path.empty()) {
    auto name = std::string(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    if (!at->is_object() || !at->contains(name))
      no_rows(Text("The body has no field {name} where the rows should stand.", {{"name", name}}),
              "Set the path of the rows in the settings of the webhook.");
    at = &(*at)[name];
  }
  std::vector<json> members;
  if (at->is_array())
    members.assign(at->begin(), at->end());
  else
    members.push_back(*at);
  if (members.size() > most_rows)
    no_rows("A message has too many rows.",
            Text("Send at most {count}.", {{"count", std::to_string(most_rows)}}));
  std::vector<std::string> rows;
  for (auto& member : members) {
    json row = member.is_object() ? std::move(member) : json({{"value", std::move(member)}});
    row["_webhook"] = message;
    rows.push_back(row.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return rows;
}

}  // namespace kith::service
