// What the commands call an attribute and a blocking rule, and how they list them.
#pragma once
#include <string>

#include "cli/session.h"

namespace kith::cli {

/// In Chinese the label of the data dictionary; in English, and for an attribute that is not in it, the name,
/// which is what commands take.
std::string attribute_label(const Session& session, const std::string& name);

/// What stands between the words of a list.
const char* comma(const Session& session);

/// A rule such as "gender + birth_date:month and day", its parts in the reader's language.
std::string rule_label(const Session& session, const std::string& name);

}  // namespace kith::cli
