// What rules hit: for people and as JSON.
#pragma once
#include <string>
#include <vector>

#include "cli/session.h"
#include "service/check_rules.h"

namespace kith::cli {

std::string hits_text(const Session& session, const std::vector<service::RuleHits>& hits);
nlohmann::json hits_json(const Session& session, const std::vector<service::RuleHits>& hits);

}  // namespace kith::cli
