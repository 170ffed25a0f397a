// One message of an incoming webhook: is it from who it says it is, and which rows does it bring? Pure.
//
// Standard Webhooks 1.0: webhook-id, webhook-timestamp and webhook-signature, a list of "v1,BASE64" of the
// HMAC-SHA256 over "id.timestamp.body"; the timestamp may be five minutes off. Plain: one header with the
// HMAC-SHA256 of the body, in hex or base64, "sha256=" before it or not, as many shops and trackers send it;
// nothing but the body is signed there, so that its digest is the message's id.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/hooks.h"

namespace kith::service {

/// A header of the call by its name in lower case; empty for none.
using HeaderOf = std::function<std::string_view(std::string_view)>;

/// The message's id where its signature holds; none where it is missing, wrong or too old. Constant time in
/// the signature's content.
std::optional<std::string> signed_message(const ledger::Hook& hook, const HeaderOf& header,
                                          std::string_view body, std::int64_t seconds);

/// The rows of a body, each one line of JSON, `message` with it as the field _webhook. An object is one row,
/// a list its members, `path` ("data.items") where they stand. What is no object becomes {"value": …}.
/// Throws Error(bad_input) for no JSON, nothing at the path, or more than ten thousand rows.
std::vector<std::string> rows_of_message(std::string_view body, std::string_view path,
                                         const std::string& message);

}  // namespace kith::service
