// Rejected rows to mend, and the folders of sources, for who comes through the server.
#pragma once
#include <optional>
#include <string>

#include "ledger/folders.h"
#include "service/jobs.h"
#include "service/office.h"

namespace kith::service {

/// The open rejects of a batch as a file (rejects_file.h), in the actor's language. Throws Error(denied) for
/// who may not export, or does not see every row and attribute: a rejected row is text of any of them.
std::string take_rejects(Office& office, const Actor& actor, std::int64_t batch);

struct FolderView {
  std::string source, path, pattern;
  std::optional<ledger::Schedule> schedule;
};
/// Throws Error(not_found) where the source has none. A folder is set at the machine alone (`kith source
/// folder`): a path that came over the network could name any file that the server can read.
FolderView view_folder(Office& office, const Actor& actor, const std::string& source);
/// Begins a job that imports what lies ready there.
ledger::Job collect_folder(Office& office, JobDesk& jobs, const Actor& actor, const std::string& source);

}  // namespace kith::service
