// Mappings and import reports as the JSON of the contract.
#pragma once
#include <string>

#include "service/import_file.h"
#include "service/layout.h"

namespace kith::service {

/// {kind, key, attributes, facts, extra}
std::string mapping_json(const Layout& layout);
/// The same as the TOML that imports take. Throws Error(bad_input) for a kind, attribute or part that is
/// none.
std::string mapping_toml(const std::string& json);
/// An import's or preview's report.
std::string report_json(const ImportReport& report);

}  // namespace kith::service
