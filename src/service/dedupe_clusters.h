// Clusters as a file: every row as it was read, with the cluster it belongs to.
#pragma once
#include <cstdint>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "service/dedupe_files.h"

namespace kith::service {

/// Writes request.out: cluster, file (where there are several), row, then the columns of the files as they
/// stand, all rows of a cluster together, clusters by their first row. Cells are as received, in UTF-8.
/// Throws Error: conflict where the file exists and may not be replaced, io, no_space, cancelled.
void write_clusters(const DedupeRequest& request, const RawTable& raw,
                    const std::vector<std::uint32_t>& cluster, Executor& executor, Progress& progress,
                    const Cancel& cancel);

}  // namespace kith::service
