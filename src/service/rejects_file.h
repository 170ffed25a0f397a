// Rejected rows as a file that a person mends and imports again.
//
// A CSV in UTF-8 with a byte order mark. Its first columns say whose rows these are and why; the others are
// those of the rejected file, filled as far as a row could be taken apart:
//   kith_reject   the row's id, by which it is known again
//   kith_line     where it stood
//   kith_reason   why it was rejected
//   kith_raw      its text, where it could not be taken apart
//   …             the columns of the file
//   kith_cell_15  what a row has beyond the columns: to be moved or emptied
// A cell that a spreadsheet would take for a formula has an apostrophe before it, which goes again when the
// file is imported: what was received comes back byte by byte.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/batches.h"
#include "lens/file_reader.h"
#include "service/home.h"
#include "service/layout.h"

namespace kith::service {

/// A rejected row's cells in the order of its batch's columns, perhaps more or fewer of them; none where it
/// cannot be taken apart. Bytes that are no text are U+FFFD.
std::vector<std::string> reject_cells(const ledger::Reject& reject, const FileOrigin& origin);

struct RejectsFile {
  std::uint64_t rows = 0;       ///< written
  std::uint64_t in_pieces = 0;  ///< of them, taken apart into cells
};
/// The file of a batch's open rejects. Throws Error: not_found (no such batch), conflict (no open reject).
std::string rejects_csv(ledger::Ledger& ledger, std::int64_t batch, Language language, RejectsFile& report);
/// Writes it to `path`, which must not be there yet unless `overwrite`. Throws
/// Error: not_found (no such batch), conflict (it has no open reject, the file is there), io.
RejectsFile write_rejects(Home& home, std::int64_t batch, const std::string& path, bool overwrite,
                          Language language);

/// A cell made harmless, and back. defused(x) differs from x only where a spreadsheet would calculate.
std::string defused(std::string_view cell);
std::string_view armed(std::string_view cell) noexcept;

/// Whether a file has the columns of write_rejects().
bool is_rejects_file(const std::vector<std::string>& columns) noexcept;

/// A file of mended rejects, read as a file of the columns of the batch that rejected them. Rows whose id is
/// no open reject of that batch, or that still have cells too many, are rejected (again).
class MendedRows final : public lens::FileReader {
 public:
  /// Finds the batch by the first row's id. `batch`: it must be that one. Throws Error(bad_input) where the
  /// file is none of these or names no reject that the base knows.
  MendedRows(std::unique_ptr<lens::FileReader> file, ledger::Ledger& ledger,
             std::optional<std::int64_t> batch, const Cancel& cancel);
  ~MendedRows() override;

  bool next(RowBlock& block, const Cancel& cancel) override;
  std::uint64_t position() const noexcept override;

  /// The batch whose rows these were.
  const ledger::Batch& mended() const noexcept;
  /// After the last block: the rejects whose rows are rows now, by row of this file, and those that were
  /// rejected once more (row 0).
  const std::vector<ledger::MendedReject>& rejects() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
