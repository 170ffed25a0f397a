// Folders in which sources leave their files: each file is imported once and then put away.
//
//   waiting   FOLDER/NAME           lies there; taken when its size and time no longer change
//   taken     FOLDER/.kith/NAME     moved out of everybody's reach while it is imported
//   done      FOLDER/done/NAME      imported, or known already
//   failed    FOLDER/failed/NAME    could not be imported; NAME.reason.txt says why, and nothing of its rows
// A file is moved, not remembered: whoever looks into the folder sees what became of it, and nobody reads the
// same bytes every five minutes. A process that dies leaves the file in .kith, from where the next one takes
// it; what of its batch was written was taken back (take_back.h), and a batch that was whole is known by its
// digest. Links are not followed, so that no name in the folder makes Kith read another place.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "ledger/folders.h"
#include "service/home.h"

namespace kith::service {

struct FolderRequest {
  std::string source, path, pattern = "*";
  std::string cron;  ///< empty: no schedule
  std::string zone = "UTC";
};
/// Sets, or replaces, the folder of a source and its schedule. Throws Error: not_found (source, folder),
/// bad_input (cron, zone, a folder within the home, one of another source), denied (may not be written).
ledger::SourceFolder set_folder(Home& home, const FolderRequest& request);
/// Throws Error(not_found) where the source has none.
void drop_folder(Home& home, const std::string& source);

/// "5m", "2h", "1d" as a cron. Throws Error(usage) for what no cron says: m must part an hour, h a day.
std::string cron_every(const std::string& text);

struct CollectedFile {
  enum class State { imported, known, failed, waiting, skipped };
  std::string source, name;
  State state = State::waiting;
  std::int64_t batch = 0;
  std::uint64_t records = 0, facts = 0, rejects = 0;
  Text reason;  ///< why not, or why not yet
};
std::string_view name_of(CollectedFile::State state) noexcept;

struct CollectOptions {
  std::string source;  ///< empty: every source that has a folder
  /// How long a file must have lain unchanged.
  std::chrono::milliseconds settled{2000};
  bool resolve = true;
};
/// Imports what lies ready, the oldest first, and says what became of every file. A failure of the base or
/// the system (no space, cancelled) puts the file back and is thrown on; one of the file is its reason.
/// Throws Error(not_found) where the source, or its folder, is not there.
std::vector<CollectedFile> collect_files(Home& home, const CollectOptions& options, Progress& progress,
                                         const Cancel& cancel);

}  // namespace kith::service
