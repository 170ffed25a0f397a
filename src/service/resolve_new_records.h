// New records to customers: match them against the living base, touch nothing else.
#pragma once
#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "base/progress.h"
#include "service/home.h"

namespace kith::service {

struct ResolveNewReport {
  std::uint64_t records = 0;   ///< that were new
  std::uint64_t touched = 0;   ///< records looked at again, the new ones among them
  std::uint64_t compared = 0;  ///< candidates: records that share a key with a new one
  std::uint64_t weighed = 0;   ///< of these, the pairs that were read; sketches ruled the others out
  std::uint64_t created = 0, merged = 0, split = 0, moved = 0;  ///< as ResolveReport
  std::uint64_t joined = 0;    ///< new records that went to customers which were there before
  std::uint64_t waiting = 0;   ///< new records that were left, being more than was asked for
  bool stopped_short = false;  ///< so many records hang together that not all of them were looked at
  double seconds = 0;
};

/// True after the first resolve: there is a model that new records can be matched by.
bool can_resolve_new(Home& home);

/// Matches the records that came since the last resolve with the base by the stored model, in one
/// transaction, and points them at customers. Decisions bind. Only the components that new records touch are
/// clustered anew, from their records alone: with one model, any order and any batches of arrival give the
/// same customers (see docs/architecture.md for what bounds this). Where more than `most` are new nothing is
/// done: from some number on, a resolve of the whole base is faster. Throws Error(conflict) before the first
/// resolve.
ResolveNewReport resolve_new_records(Home& home, Progress& progress, const Cancel& cancel,
                                     unsigned threads = 0, std::uint64_t most = ~std::uint64_t{0});
/// What an import takes upon itself.
inline constexpr std::uint64_t most_after_import = 20'000;

/// The same for records that were just stored and point at nobody, within the transaction that stored them:
/// they get their keys and their customers, and whoever they join is clustered anew. Rising, each once.
ResolveNewReport resolve_in(ledger::Write& write, const std::vector<RecordId>& records, const Cancel& cancel);

/// Gives records that somebody pointed at a customer by hand their keys, so that later ones find them. Does
/// nothing before the first resolve. Rising, each once.
void index_in(ledger::Write& write, const std::vector<RecordId>& records);

/// The same for records that are in the base already: after their batch's neighbours were taken back, or a
/// person changed something about them. Records that are gone are left out.
ResolveNewReport resolve_again(Home& home, const std::vector<RecordId>& records, Progress& progress,
                               const Cancel& cancel);

/// The same for records whose values were standardised anew: what they can be found by is entered first.
ResolveNewReport resolve_changed(Home& home, const std::vector<RecordId>& records, Progress& progress,
                                 const Cancel& cancel);

}  // namespace kith::service
