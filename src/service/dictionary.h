// The attributes that every base begins with.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "ledger/catalogue.h"

namespace kith::service {

/// In order of id; ids are fixed for ever.
const std::vector<ledger::Attribute>& built_in_attributes();
/// The one of that name; null where there is none.
const ledger::Attribute* built_in_attribute(std::string_view name);
/// In Chinese the label of the data dictionary; in English, and for an attribute that is not in it, the name,
/// which is what commands take.
std::string attribute_label(std::string_view name, Language language);

}  // namespace kith::service
