// Importing a file: collect, standardise, store. All or nothing: a batch is there whole, or not at all.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "lens/file_reader.h"
#include "service/home.h"
#include "service/layout.h"
#include "service/prepare_rows.h"

namespace kith::service {

struct ImportRequest {
  std::string file;
  std::string source;             ///< name; may be empty for a file of mended rejects
  std::optional<BatchKind> kind;  ///< open: decided from the headers
  lens::ReadOptions read;
  std::string
      mapping;  ///< TOML file that says what the columns are; empty: as the source's last one, or found
  std::string mapping_text;               ///< the same as text; goes before the file
  std::optional<ledger::BatchMode> mode;  ///< open: as the source's last file
  std::string key;  ///< column or attribute that says which row is which; empty: as the source's last file
  /// A snapshot may end so many records although they are more than most_gone of those that stand.
  std::optional<std::int64_t> confirmed_gone;
  /// The batch whose rejects the file mends; open: found out by its columns (service/rejects_file.h).
  std::optional<std::int64_t> mends;
  bool dry_run = false;      ///< reads and standardises everything, writes nothing
  bool again = false;        ///< import a file that was imported before all the same
  bool refresh_lens = true;  ///< bring the lens up to date before returning
  unsigned threads = 0;      ///< workers that standardise; 0: one a core
  /// Done in the write that makes the batch stand, so that who ordered it knows of the batch whenever it is
  /// there.
  std::function<void(ledger::Write&, const ledger::Batch&)> on_stored;
};

struct ImportReport {
  std::int64_t batch = 0;  ///< its number; 0 for a dry run
  lens::FileShape shape;
  Layout layout;
  std::vector<Text> drift;  ///< what differs from the source's last file
  std::uint64_t rows = 0, records = 0, facts = 0, rejects = 0;
  /// Of a file that compares itself with what its source gave before: rows that say the same, records that
  /// others take the place of, records that the file lacks, keyed records that stood.
  std::uint64_t unchanged = 0, replaced = 0, gone = 0, stood = 0;
  std::int64_t mends = 0;                        ///< the batch whose rejects it mends; 0: none
  std::uint64_t mended = 0, rejected_again = 0;  ///< of those rejects
  /// Of a dry run that adds customers: rows that its source gave before word for word, and rows whose key it
  /// gave before with other content.
  std::uint64_t repeated = 0, known_keys = 0;
  /// Of a dry run: new rows, how many of them were looked up in the match index, how many of those are more
  /// likely than not a customer that is there, and how many of all that makes.
  std::uint64_t new_rows = 0, looked_up = 0, looked_alike = 0, expected_duplicates = 0;
  bool needs_confirmation = false;   ///< of a dry run: more would go than goes without confirmed_gone
  std::vector<OutputCounts> counts;  ///< one an output
  std::vector<Example> examples;
  std::vector<RejectedRow> first_rejects;  ///< at most ten
  double seconds = 0;
};

/// Of the records that stand, a snapshot ends no more than this share by itself.
constexpr double most_gone = 0.2;

/// Imports one file. Throws Error: not_found (no such source), conflict (the same bytes were imported
/// before; a snapshot would end too much), bad_input (a key that is none, a mode that its rows cannot have),
/// what lens::FileReader throws, cancelled. After any error the ledger is as it was.
ImportReport import_file(Home& home, const ImportRequest& request, Progress& progress, const Cancel& cancel);

/// Whether that is what import_file() says of a file whose bytes were imported before.
bool tells_known_file(const Error& error) noexcept;

}  // namespace kith::service
