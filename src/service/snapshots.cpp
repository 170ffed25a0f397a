#include "service/snapshots.h"

#include <algorithm>

namespace kith::service {
namespace {

constexpr unsigned most_snapshots = 4;

}  // namespace

Snapshots::Snapshots(ledger::Ledger& ledger, unsigned threads)
    : ledger_(ledger), executor_(std::clamp(threads, 1u, most_snapshots)), reads_(executor_.threads()) {}

std::unique_ptr<Snapshots> Snapshots::within(const ledger::Write& write, ledger::Ledger& ledger,
                                             unsigned threads) {
  if (!write.is_first() || threads < 2) return nullptr;
  return std::make_unique<Snapshots>(ledger, threads);
}

ledger::Statements& Snapshots::sql(unsigned worker) {
  if (!reads_[worker]) reads_[worker] = ledger_.read();
  return reads_[worker]->sql();
}

}  // namespace kith::service
