// Pointing records at the customers of their clusters: the writing half of every resolve.
#pragma once
#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "ledger/ledger.h"
#include "service/golden_ahead.h"

namespace kith::service {

/// Records with the clusters that matching put them in. All standing members of every customer named are
/// among them.
struct Clustered {
  std::vector<std::int64_t> record;   ///< rising
  std::vector<std::int64_t> present;  ///< the customer each points at; 0 for none
  std::vector<std::int64_t> former;   ///< the one it pointed at before; 0 for none
  std::vector<std::uint32_t> cluster;
  std::size_t clusters = 0;
};

struct PointReport {
  std::uint64_t created = 0;  ///< customers that are new
  std::uint64_t merged = 0;   ///< customers whose records went to another
  std::uint64_t split = 0;    ///< customers that gave records away and stayed
  std::uint64_t moved = 0;    ///< records that point elsewhere than before
};

/// Points each record at its cluster's customer (see assign_customers), computes golden values, retires
/// customers without records, and enters it all in the change log. With `whole` the values of every cluster
/// are computed and the log has one entry for all; without, only what moved is touched and named.
/// `snapshots`: see golden_ahead.h; null where records are as new as the transaction.
PointReport point_customers(ledger::Write& write, const Clustered& rows, bool whole, Snapshots* snapshots,
                            Progress& progress, const Cancel& cancel);

}  // namespace kith::service
