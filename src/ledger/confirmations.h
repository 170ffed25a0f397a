// Consents that wait for a link to be followed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/consents.h"

namespace kith::ledger {

struct ConfirmationKind {
  static constexpr std::string_view prefix = "cfm";
};
using ConfirmationId = Id<ConfirmationKind>;

struct Confirmation {
  ConfirmationId id;
  std::string purpose, channel, text, text_version;
  std::string recipient;  ///< where the link goes: an e-mail address, a number
  std::string asked_by;
  std::int64_t asked_at = 0, expires_at = 0;
  std::int64_t sent_at = 0, confirmed_at = 0;  ///< 0: not yet
};

/// Fills id, asked_by and asked_at. `pending`: the entries it is about.
void add_confirmation(Write& write, Confirmation& confirmation, const std::vector<Consent>& pending);
/// Stores sent_at and confirmed_at.
void update_confirmation(Write& write, const Confirmation& confirmation);
std::optional<Confirmation> find_confirmation(Statements& sql, ConfirmationId id);
/// Newest first, with ids below `before` (0: all). `waiting`: only those not confirmed that end after `now`.
std::vector<Confirmation> list_confirmations(Statements& sql, std::int64_t before, std::size_t limit,
                                             bool waiting, std::int64_t now);
/// Those that still hold where their link goes, oldest first.
std::vector<Confirmation> confirmations_with_recipient(Statements& sql);
void forget_recipient(Write& write, ConfirmationId id);
/// The entries it is about, where they stand now: record and id alone are filled.
std::vector<Consent> asked_consents(Statements& sql, ConfirmationId id);

}  // namespace kith::ledger
