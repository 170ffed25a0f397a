// Matching models as JSON, for the ledger and for --json.
#pragma once
#include <string>
#include <string_view>

#include "match/resolve.h"

namespace kith::service {

std::string to_json(const match::Model& model);
/// Throws Error(corrupt) where the text is no model.
match::Model model_from_json(std::string_view json);

}  // namespace kith::service
