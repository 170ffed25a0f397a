// Incoming webhooks, and what they left that is not imported yet.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

struct HookKind {
  static constexpr std::string_view prefix = "hok";
};
using HookId = Id<HookKind>;

struct Hook {
  HookId id;
  std::string name;
  SourceId source;
  std::string kind;    ///< of its rows; empty: found out
  std::string scheme;  ///< "standard" or "hmac"
  std::string header;  ///< of "hmac": the header with the signature, in lower case
  Bytes secret;
  std::string row_path;  ///< where the rows stand in the body; empty: the body itself
  bool enabled = true;
  std::string problem;         ///< JSON: why its last import failed; empty: it did not
  std::int64_t failed_at = 0;  ///< 0: it did not
  std::string created_by;
  std::int64_t created_at = 0;
};
/// Adds it where it has no id; returns the id.
HookId put_hook(Write& write, const Hook& hook);
/// With what waits.
void remove_hook(Write& write, HookId id);
std::optional<Hook> find_hook(Statements& sql, HookId id);
/// In order of making.
std::vector<Hook> all_hooks(Statements& sql);

struct HookMessage {
  std::int64_t id = 0, arrived_at = 0;
  std::string message;  ///< its id as the sender gave it, or the digest of its body
  std::string rows;     ///< one JSON object a line
};
void add_hook_message(Write& write, HookId hook, const HookMessage& message);
/// Oldest first, with ids up to `last` (0: all), at most `limit`.
std::vector<HookMessage> waiting_messages(Statements& sql, HookId hook, std::int64_t last, std::size_t limit);
void remove_messages(Write& write, HookId hook, std::int64_t last);

struct HookQueue {
  std::int64_t messages = 0, oldest_at = 0;
};
HookQueue queue_of(Statements& sql, HookId hook);

}  // namespace kith::ledger
