// Identifiers: 64-bit, positive, time-ordered, unique across nodes without coordination.
//
// Layout from the high bit: 1 zero, 41 bits of milliseconds since 2020-01-01T00:00Z (to 2089),
// 12 bits of sequence, 10 bits of node. Consecutive ids of one node differ by 1024, and a run that
// outgrows a millisecond's 4096 simply borrows from the next, so a block of n ids is an arithmetic
// progression: `first + i * id_step`.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kith {

inline constexpr std::int64_t id_step = 1024;

/// An id of one kind of thing; ids of different kinds do not mix. Zero means none.
template <class Kind>
struct Id {
  std::int64_t value = 0;
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t v) : value(v) {}
  constexpr explicit operator bool() const noexcept { return value != 0; }
  constexpr auto operator<=>(const Id&) const = default;
};

struct SourceKind {
  static constexpr std::string_view prefix = "src";
};
struct BatchKind {
  static constexpr std::string_view prefix = "bat";
};
struct RecordKind {
  static constexpr std::string_view prefix = "rec";
};
struct CustomerKind {
  static constexpr std::string_view prefix = "cus";
};
struct RejectKind {
  static constexpr std::string_view prefix = "rej";
};
struct DecisionKind {
  static constexpr std::string_view prefix = "dec";
};
struct OrderKind {
  static constexpr std::string_view prefix = "ord";
};
struct EventKind {
  static constexpr std::string_view prefix = "evt";
};
struct InteractionKind {
  static constexpr std::string_view prefix = "int";
};
struct AttributeKind {
  static constexpr std::string_view prefix = "att";
};

using SourceId = Id<SourceKind>;
using BatchId = Id<BatchKind>;
using RecordId = Id<RecordKind>;
using CustomerId = Id<CustomerKind>;
using RejectId = Id<RejectKind>;
using DecisionId = Id<DecisionKind>;
using OrderId = Id<OrderKind>;
using EventId = Id<EventKind>;
using InteractionId = Id<InteractionKind>;
using AttributeId = Id<AttributeKind>;

namespace detail {
std::string format_id(std::string_view prefix, std::int64_t value);
std::optional<std::int64_t> parse_id(std::string_view prefix, std::string_view text) noexcept;
}  // namespace detail

/// "cus_" and 13 digits of Crockford base 32 (no I, L, O, U): sorts as the number does.
template <class Kind>
std::string to_string(Id<Kind> id) {
  return detail::format_id(Kind::prefix, id.value);
}

/// The inverse of to_string, in either case; nothing where the prefix or a digit is wrong.
template <class Kind>
std::optional<Id<Kind>> parse_id(std::string_view text) noexcept {
  auto value = detail::parse_id(Kind::prefix, text);
  if (!value) return std::nullopt;
  return Id<Kind>(*value);
}

/// Hands out ids of one node. Not thread-safe: the ledger's single writer owns it.
class IdSource {
 public:
  /// `node` in [0, 1023]; `last` the greatest id known to be taken (0 for none), so that ids keep
  /// growing when the clock goes back.
  explicit IdSource(int node, std::int64_t last = 0) noexcept : node_(node), last_(last) {}

  /// The first of `count` fresh consecutive ids; the others follow in steps of id_step.
  std::int64_t take(std::int64_t count, std::int64_t now_ms_since_1970) noexcept;

 private:
  int node_;
  std::int64_t last_;
};

}  // namespace kith

template <class Kind>
struct std::hash<kith::Id<Kind>> {
  std::size_t operator()(kith::Id<Kind> id) const noexcept {
    std::uint64_t x = static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15ull;
    return static_cast<std::size_t>(x ^ (x >> 32));
  }
};
