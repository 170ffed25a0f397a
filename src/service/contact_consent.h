// May a customer be contacted? The ledger of what they said, and the answer with its reason.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/consents.h"
#include "service/office.h"

namespace kith::service {

/// States of a consent, the stricter later.
constexpr std::string_view consent_states[] = {"given", "pending", "withdrawn", "objected"};
/// The place of a state among them.
std::size_t strictness_of(std::string_view state) noexcept;

/// The words of channels; "all" stands for every one.
bool is_channel(std::string_view word) noexcept;

struct ContactAnswer {
  bool allowed = false;
  std::string reason;  ///< given, none, pending, withdrawn, objected
  std::optional<ledger::Consent> consent;
};

/// Pure. Of each record the newest entry for the purpose and the channel (or "all") counts; among records the
/// strictest: objected before withdrawn before pending before given. So a merge can only take a permission
/// away: whoever said no as one of the two stays protected.
ContactAnswer answer_of(const std::vector<ledger::Consent>& newest_first, std::string_view purpose,
                        std::string_view channel);

ContactAnswer may_contact(Office& office, const Actor& actor, CustomerId customer, const std::string& purpose,
                          const std::string& channel);
/// With `stands`: whether each is what its record says now for its purpose and channel.
std::vector<std::pair<ledger::Consent, bool>> consents_of(Office& office, const Actor& actor,
                                                          CustomerId customer);
/// Enters it with every record of the customer, so that it holds wherever they go. Throws Error(bad_input).
/// `confirm`: as pending, until the customer follows a link (confirm_consent.h).
ledger::Consent add_consent(Office& office, const Actor& actor, CustomerId customer, ledger::Consent consent,
                            bool confirm = false);

}  // namespace kith::service
