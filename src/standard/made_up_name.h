// Names that no one has: what testers, and people who will not say, type into a name field.
#pragma once
#include <string_view>

#include "base/verdict.h"

namespace kith::standard {

/// Why the tidy name is doubtful (placeholder, masked, nickname, digits in it, an organisation); none where
/// nothing speaks against it.
Reason reason_to_doubt_name(std::string_view name) noexcept;

}  // namespace kith::standard
