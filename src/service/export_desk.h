// Exports of a served base: written into memory, kept sealed for a day, fetched by who may export.
#pragma once
#include <memory>
#include <string>

#include "service/jobs.h"
#include "service/office.h"
#include "service/sealed_file.h"

namespace kith::service {

/// Throws Error(denied) for an actor who sees only some customers or not every attribute: an export has all.
ledger::Job begin_export(Office& office, JobDesk& jobs, const Actor& actor, const std::string& words);

struct OpenedExport {
  std::string name, path;
  std::shared_ptr<MemoryFile> keeps;  ///< the path is good as long as this lives
};
/// Entered in the audit. Several files (of a table too long for one) come as the first; `part` names another.
OpenedExport open_export(Office& office, JobDesk& jobs, const Actor& actor, ledger::JobId id,
                         std::size_t part = 0);

std::string run_export(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
