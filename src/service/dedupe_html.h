// What `kith dedupe` and `kith link` found, as a page that holds all it shows: charts and tables, no network.
// It names columns and levels, and no value of any row.
#pragma once
#include <string>

#include "base/text.h"
#include "service/dedupe_files.h"

namespace kith::service {

/// REQUIRES a report made with DedupeRequest::sweep.
std::string dedupe_html(const DedupeRequest& request, const DedupeReport& report, Language language);

}  // namespace kith::service
