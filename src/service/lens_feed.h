// Feeding the lens from the ledger's change log.
#pragma once
#include <functional>
#include <memory>

#include "base/progress.h"
#include "ledger/ledger.h"
#include "ledger/records.h"
#include "lens/lens.h"

namespace kith::service {

/// Brings the lens from its watermark to the ledger's newest change. An empty lens, or one ahead of the
/// ledger (the ledger was restored), is filled from scratch. Work is proportional to what changed. All or
/// nothing.
void refresh_lens(ledger::Ledger& ledger, lens::Lens& lens, Progress& progress, const Cancel& cancel);

/// Records that one transaction of a batch wrote, still in memory: they need not be read from the ledger
/// again.
struct FreshRecords {
  BatchId batch;
  std::int64_t first = 0, last = 0;  ///< as in the change log
  std::int64_t change = 0;           ///< the newest change of the transaction
  /// Calls its argument for each of them in order of id; the views live until the stream is committed or
  /// gone.
  std::function<void(const std::function<void(const ledger::RecordView&)>&)> each;
};

/// Takes the records of a batch into the lens while the batch is being written; they stand there after
/// commit(). The lens must be at the change before the first of them, and nobody else use it meanwhile.
class LensStream {
 public:
  LensStream(ledger::Ledger& ledger, lens::Lens& lens, BatchId batch, const Cancel& cancel);
  ~LensStream();
  LensStream(const LensStream&) = delete;
  LensStream& operator=(const LensStream&) = delete;

  void add(const FreshRecords& records);
  /// Brings the lens to the newest change of the records added. False where anything else changed before it:
  /// the lens is as it was, and refresh_lens has to be called.
  bool commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
