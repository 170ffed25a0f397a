// What a resolve of new records came to, as commands tell it.
#pragma once
#include <string>

#include "cli/session.h"
#include "service/resolve_new_records.h"

namespace kith::cli {

nlohmann::json as_json(const service::ResolveNewReport& report);
std::string describe(const Session& session, const service::ResolveNewReport& report);

}  // namespace kith::cli
