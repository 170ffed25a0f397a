// What the tables of the commands call an attribute and a blocking rule.
#pragma once
#include <string>

#include "cli/session.h"

namespace kith::cli {

/// In Chinese the label of the data dictionary; in English, and for an attribute that is not in it, the name,
/// which is what commands take.
std::string attribute_label(const Session& session, const std::string& name);

/// A rule such as "gender + birth_date:month and day", its parts in the reader's language.
std::string rule_label(const Session& session, const std::string& name);

}  // namespace kith::cli
