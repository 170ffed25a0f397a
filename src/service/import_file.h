// Importing a file: collect, standardise, store. All or nothing: a batch is there whole, or not at all.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "lens/file_reader.h"
#include "service/home.h"
#include "service/layout.h"
#include "service/prepare_rows.h"

namespace kith::service {

struct ImportRequest {
  std::string file;
  std::string source;             ///< name
  std::optional<BatchKind> kind;  ///< open: decided from the headers
  lens::ReadOptions read;
  std::string
      mapping;  ///< TOML file that says what the columns are; empty: as the source's last one, or found
  std::string mapping_text;  ///< the same as text; goes before the file
  bool dry_run = false;      ///< reads and standardises everything, writes nothing
  bool again = false;        ///< import a file that was imported before all the same
  bool refresh_lens = true;  ///< bring the lens up to date before returning
  unsigned threads = 0;      ///< workers that standardise; 0: one a core
};

struct ImportReport {
  std::int64_t batch = 0;  ///< its number; 0 for a dry run
  lens::FileShape shape;
  Layout layout;
  std::vector<Text> drift;  ///< what differs from the source's last file
  std::uint64_t rows = 0, records = 0, facts = 0, rejects = 0;
  std::vector<OutputCounts> counts;  ///< one an output
  std::vector<Example> examples;
  std::vector<RejectedRow> first_rejects;  ///< at most ten
  double seconds = 0;
};

/// Imports one file. Throws Error: not_found (no such source), conflict (the same bytes were imported
/// before), what lens::FileReader throws, cancelled. After any error the ledger is as it was.
ImportReport import_file(Home& home, const ImportRequest& request, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
