// What standardising again changed, or would: for people and as JSON.
#pragma once
#include <string>

#include "cli/session.h"
#include "service/restandardise.h"

namespace kith::cli {

std::string change_text(const Session& session, const service::RestandardiseReport& report);
nlohmann::json change_json(const service::RestandardiseReport& report);

}  // namespace kith::cli
