// Files on their way into the base: uploaded in pieces, looked at, corrected, committed.
//
// Uploaded bytes lie in <home>/uploads/<id>, each piece sealed under a key of the upload's own, which stands
// in the ledger. They are opened into memory only (an unnamed file of the kernel), never onto a disk.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/work.h"
#include "service/import_file.h"
#include "service/jobs.h"
#include "service/office.h"

namespace kith::service {

constexpr std::int64_t most_upload_bytes = 4ll << 30;
constexpr std::size_t most_piece_bytes = 8u << 20;

ledger::Upload begin_upload(Office& office, const Actor& actor, const std::string& name, std::int64_t bytes);
/// Throws Error(not_found).
ledger::Upload find_upload(Office& office, const Actor& actor, ledger::UploadId id);
/// Appends a piece; durable when it returns. Throws Error(conflict) where `offset` is not what has arrived,
/// or the piece is more than was announced.
ledger::Upload continue_upload(Office& office, const Actor& actor, ledger::UploadId id, std::int64_t offset,
                               std::string_view piece);
void drop_upload(Office& office, const Actor& actor, ledger::UploadId id);

struct DraftView {
  ledger::Draft draft;
  std::string file;
  std::int64_t bytes = 0;
};
/// `draft`: upload, source, kind, read, options. Throws Error(not_found), Error(conflict) where bytes are
/// missing.
DraftView add_draft(Office& office, const Actor& actor, const ledger::Draft& draft);
DraftView find_draft(Office& office, const Actor& actor, ledger::DraftId id);
std::vector<DraftView> list_drafts(Office& office, const Actor& actor);
/// Stores source, kind, read, options and mapping (JSON of the contract, empty for none); the preview goes.
DraftView edit_draft(Office& office, const Actor& actor, ledger::Draft draft);
void drop_draft(Office& office, const Actor& actor, ledger::DraftId id);

ledger::Job preview_draft(Office& office, JobDesk& jobs, const Actor& actor, ledger::DraftId id);
struct CommitOptions {
  bool again = false, resolve = false;
  std::optional<std::int64_t> confirmed_gone;  ///< see ImportRequest
};
ledger::Job commit_draft(Office& office, JobDesk& jobs, const Actor& actor, ledger::DraftId id,
                         const CommitOptions& options);

/// The work of the jobs "preview" and "import".
std::string run_preview(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel);
std::string run_import(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel);

/// The part of JSON that says how to read a file. Throws Error(bad_input) for a format that is none.
lens::ReadOptions read_options_of(const std::string& json);

}  // namespace kith::service
