// Several readers of one state of the ledger, for work that one connection would do row after row.
#pragma once
#include <memory>
#include <vector>

#include "base/executor.h"
#include "ledger/ledger.h"

namespace kith::service {

/// A few threads, each with a snapshot of its own that is opened when it is first asked for. Within a write
/// they see what stood before its transaction: only for the first write of one (ledger::Write::is_first), and
/// only for what the write itself did not change.
class Snapshots {
 public:
  /// `threads`: how many may work, the caller's among them. Four at most do, as each snapshot has a cache of
  /// its own.
  Snapshots(ledger::Ledger& ledger, unsigned threads);
  /// For a write: none where it is not the first, or where one thread alone may work.
  static std::unique_ptr<Snapshots> within(const ledger::Write& write, ledger::Ledger& ledger,
                                           unsigned threads);

  Executor& executor() noexcept { return executor_; }
  /// The snapshot of a worker of executor(); for one thread at a time.
  ledger::Statements& sql(unsigned worker);

 private:
  ledger::Ledger& ledger_;
  Executor executor_;
  std::vector<std::unique_ptr<ledger::Read>> reads_;
};

}  // namespace kith::service
