// Loading the made-up company into a base: its sources, its files, and one resolve.
#pragma once
#include <string>

#include "service/jobs.h"

namespace kith::cli {

/// The work of the job "sample". Throws Error(conflict) where the base has records already.
std::string load_sample(service::Office& office, const ledger::Job& job, Progress& progress,
                        const Cancel& cancel);

}  // namespace kith::cli
