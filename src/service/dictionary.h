// The attributes that every base begins with.
#pragma once
#include <vector>

#include "ledger/catalogue.h"

namespace kith::service {

/// In order of id; ids are fixed for ever.
const std::vector<ledger::Attribute>& built_in_attributes();

}  // namespace kith::service
