// Records to customers: match the whole base, keep ids stable, compute golden values.
#pragma once
#include <string>
#include <vector>

#include "base/progress.h"
#include "match/resolve.h"
#include "service/home.h"

namespace kith::service {

struct ResolveReport {
  match::Statistics statistics;
  match::Model model;
  std::uint64_t generic_values = 0;  ///< phones, e-mails … that too many share, taken for null
  std::uint64_t records = 0, customers = 0;
  std::uint64_t created = 0;         ///< customers that are new
  std::uint64_t merged = 0;          ///< customers whose records went to another
  std::uint64_t split = 0;           ///< customers that gave records away and stayed
  std::uint64_t moved = 0;           ///< records that point elsewhere than before
  std::uint64_t contradictions = 0;  ///< "different" decisions that "same" decisions override
  double seconds = 0, seconds_read = 0, seconds_write = 0, seconds_lens = 0;
};

/// Matches all records of done batches and points each at its customer, in one transaction. Decisions bind.
/// The same base gives the same customers; a customer keeps its id as long as any of its records stays with
/// it.
ResolveReport resolve_records(Home& home, Progress& progress, const Cancel& cancel, unsigned threads = 0);

/// Which customer each cluster is to be. `present[i]` and `former[i]` are the customer row i points at and
/// pointed at before (0: none). A cluster claims, in this order: the present customer that gives it most
/// rows; then, for clusters left without, a former one that nobody claims; else 0: a new one. Ties go to the
/// smaller customer id, then to the smaller cluster. Pure; O(n log n).
std::vector<std::int64_t> assign_customers(const std::vector<std::uint32_t>& cluster, std::size_t clusters,
                                           const std::vector<std::int64_t>& present,
                                           const std::vector<std::int64_t>& former);

}  // namespace kith::service
