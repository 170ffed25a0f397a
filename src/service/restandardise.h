// Standardising again what is in the base, under the standard that the company has now.
//
// A run is a batch of kind "standard": it changes no cell, writes only records whose values become others,
// keeps what they were (ledger/record_values.h), and is taken back by its number like an import. Records that
// have ended (ledger/endings.h) are left as they are; one that a later undo lets stand again gets the present
// form with the next run. Customers
// and lens follow; records whose values matter to matching are matched again where they are not too many.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "ledger/batches.h"
#include "service/home.h"
#include "service/take_back.h"
#include "service/value_form.h"

namespace kith::service {

struct RestandardiseRequest {
  std::string attribute;  ///< only its values, and those made from its parts; empty: all
  std::string source;     ///< only records of this one; empty: all
  bool dry_run = false;   ///< counts and examples; writes nothing
  /// Takes this in place of the company standard that stands; only for a dry run.
  std::optional<CompanyStandard> trial;
  /// Carries out these corrections as well, and changes nothing that they do not. Where it is not a dry run
  /// they are stored with the batch.
  std::vector<Correction> corrections;
  /// Takes the correction of this number out again, and changes nothing that it does not; 0: none. Where it
  /// is not a dry run it is withdrawn with the batch, and undoing that lets it stand again.
  std::int64_t withdraw = 0;
  unsigned threads = 0;  ///< 0: one a core
};

/// Values of one attribute that became another in the same way.
struct ValueChange {
  std::string before, after;
  Verdict verdict_before = Verdict::kept, verdict = Verdict::kept;
  Reason reason = Reason::none;
  std::uint64_t values = 0;
};
struct AttributeChanges {
  std::string attribute;
  std::uint64_t values = 0;           ///< that change in any way
  std::uint64_t mended = 0;           ///< were suspect or invalid and are not any more
  std::uint64_t doubted = 0;          ///< the other way round
  std::vector<ValueChange> examples;  ///< the commonest first, at most twenty
};

struct RestandardiseReport {
  std::int64_t batch = 0;                 ///< its number; 0 where nothing was written
  std::vector<std::int64_t> corrections;  ///< numbers of those stored
  std::uint64_t records = 0;              ///< looked at
  std::uint64_t changed = 0;
  std::uint64_t customers = 0;               ///< that have changed records
  std::vector<AttributeChanges> attributes;  ///< in the order of the dictionary
  /// Of a trial: golden values that would be shown otherwise, `values` of them; the caller fills it in with
  /// shown_changes().
  std::vector<AttributeChanges> shown;
  bool matched_again = false;   ///< records that changed were matched again
  bool resolve_wanted = false;  ///< too many changed for that: `kith resolve`
  double seconds = 0;
};

/// Throws Error: not_found (no such source, no such correction), conflict (the correction is withdrawn
/// already), usage (no such attribute, a correction that cannot be), cancelled. After any error the base is
/// as it was.
RestandardiseReport restandardise(Home& home, const RestandardiseRequest& request, Progress& progress,
                                  const Cancel& cancel);

/// Puts back what the batch changed, withdraws the corrections it carried out and lets those stand that it
/// withdrew. A value that a later batch
/// changed again stays as that one left it. Customers follow. May be called again where it was interrupted;
/// ends with the batch undone. Returns the records that were put back.
std::vector<RecordId> put_values_back(ledger::Ledger& ledger, const ledger::Batch& batch, Progress& progress);

/// What put_values_back would do.
UndoReport preview_put_back(ledger::Statements& sql, const ledger::Batch& batch);

}  // namespace kith::service
