// Writing the prepared rows of one import into the ledger, batch row included.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "ledger/batches.h"
#include "ledger/ledger.h"
#include "ledger/records.h"
#include "service/earlier_facts.h"
#include "service/earlier_rows.h"
#include "service/layout.h"
#include "service/prepare_rows.h"

namespace kith::service {

/// Rows [first, last) of a block, with where their packed bytes begin in it. The slice that ends a block
/// carries its rejects.
struct BlockSlice {
  std::shared_ptr<const PreparedBlock> block;
  std::size_t first = 0, last = 0;

  std::size_t rows() const noexcept { return last - first; }
  bool ends_block() const noexcept { return last == block->rows.size(); }
  std::uint32_t cells_begin() const noexcept { return first == 0 ? 0 : block->rows[first - 1].cells_end; }
  std::uint32_t standard_begin() const noexcept {
    return first == 0 ? 0 : block->rows[first - 1].standard_end;
  }
  /// Calls each(row, cells, standard) for its rows in order; the views point into the block.
  template <typename Each>
  void each_row(Each each) const {
    std::uint32_t cells_at = cells_begin(), standard_at = standard_begin();
    for (std::size_t i = first; i < last; ++i) {
      const auto& row = block->rows[i];
      each(i, row, std::string_view(block->cells.data() + cells_at, row.cells_end - cells_at),
           std::string_view(block->standard.data() + standard_at, row.standard_end - standard_at));
      cells_at = row.cells_end;
      standard_at = row.standard_end;
    }
  }
};

/// What one transaction of a batch wrote.
struct WrittenSlices {
  SourceId source;
  BatchId batch;
  std::vector<BlockSlice> slices;
  std::int64_t first_record = 0;  ///< its records' ids rise from here in steps of id_step; 0: none
  std::int64_t received_at = 0;   ///< ms since 1970
  std::int64_t change = 0;        ///< the newest change of the transaction
  bool record_per_row = false;    ///< each row made one record
};

class BatchWriter {
 public:
  BatchWriter(ledger::Ledger& ledger, ledger::Batch batch, BatchKind kind);

  const ledger::Batch& batch() const noexcept { return batch_; }
  /// Enters the batch; `digest` is that of its file. A batch whose mode compares asks for every row what its
  /// source gave before.
  void open(const Digest& digest);
  bool opened() const noexcept { return opened_; }
  /// One transaction; durable on return. Throws what the ledger throws, nothing of it written.
  WrittenSlices write(std::vector<BlockSlice> slices);
  /// Of a batch that compares, after its last row: finds out what ends by it. Counts are set in batch().
  /// `matched`: rows without a key are paired with earlier records by matching. Returns how many records, or
  /// facts, stood before.
  std::int64_t compare(bool matched, Progress& progress, const Cancel& cancel);
  /// Ends those, in several transactions, and points what took their place at their customers.
  void settle(Progress& progress, const Cancel& cancel);
  /// Rejects of an earlier batch are this one's rows now.
  void mend(BatchId rejected_by, std::vector<ledger::MendedReject> rejects);
  /// `mapping`: what the source's next file is read by; empty: as before. `also` is done in the write that
  /// makes the batch stand.
  void finish(const std::string& mapping, std::int64_t rows,
              const std::function<void(ledger::Write&, const ledger::Batch&)>& also = {});

 private:
  std::int64_t take_id();
  void insert(ledger::Write& write, const BlockSlice& slice, WrittenSlices& written, std::int64_t& last);
  RecordId take_record(const PreparedRow& row, std::string_view cells, std::string_view standard);
  RecordId known_subject(ledger::Write& write, const PreparedRow& row, std::uint64_t hash);
  void insert_fact(ledger::Write& write, const PreparedBlock& block, std::size_t i, RecordId subject);
  bool came_before(ledger::Write& write, const PreparedBlock& block, std::size_t i);
  void settle_records(Progress& progress, const Cancel& cancel);
  void settle_facts(Progress& progress, const Cancel& cancel);
  void insert_keys(ledger::Write& write);

  ledger::Ledger& ledger_;
  ledger::Batch batch_;
  BatchKind kind_;
  bool opened_ = false;
  std::int64_t next_id_ = 0;
  std::int64_t lowest_subject_ = 0, highest_subject_ = 0;
  std::unordered_map<std::uint64_t, RecordId> subjects_;
  std::optional<EarlierRows> earlier_;         // of a batch of customers that compares
  std::optional<EarlierFacts> earlier_facts_;  // of any other that does
  EarlierRows::Outcome ending_records_;
  EarlierFacts::Outcome ending_facts_;
  std::vector<ledger::NewRecord> records_;     // of the slice
  std::vector<ledger::NewRecordKey> keys_;     // of the transaction
  std::vector<ledger::NewFactKey> fact_keys_;  // of the transaction
};

}  // namespace kith::service
