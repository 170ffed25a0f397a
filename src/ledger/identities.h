// Accounts at a provider of sign-on, and the users that they are.
#pragma once
#include <optional>
#include <string_view>

#include "ledger/people.h"

namespace kith::ledger {

/// REQUIRES that nobody has the account yet.
void add_identity(Write& write, std::string_view issuer, std::string_view subject, UserId user);
std::optional<UserId> user_of_identity(Statements& sql, std::string_view issuer, std::string_view subject);
void remove_identities(Write& write, UserId user);

}  // namespace kith::ledger
