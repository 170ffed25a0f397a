// The shapes of bodies: which fields, of which types, within which limits. What is not in a shape is refused.
#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace kith::server {

/// Throws Error(bad_input) whose place is the field at fault ("read.format"), for an unknown field, a missing
/// one, a wrong type, a text too long, a number out of range, a word that is not among those allowed.
void check_shape(const std::string& shape, const nlohmann::json& body);

}  // namespace kith::server
