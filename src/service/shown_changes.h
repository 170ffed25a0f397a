// Which golden values a company's standard shows otherwise than another.
#pragma once
#include <vector>

#include "base/progress.h"
#include "service/company_standard.h"
#include "service/explore_values.h"
#include "service/restandardise.h"

namespace kith::service {

/// By attribute, in the order of the dictionary, those that `after` shows otherwise than `before`; nothing of
/// an attribute that both show alike. Each different value is asked once: time grows with them, memory only
/// with what the lens needs to count them. Throws what the lens throws, and Error(cancelled).
std::vector<AttributeChanges> shown_changes(const RunQuery& query, const CompanyStandard& before,
                                            const CompanyStandard& after, const Cancel& cancel);

}  // namespace kith::service
