// Batches: one import from a source each, and what came with it.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/rows.h"
#include "ledger/ledger.h"

namespace kith::ledger {

enum class BatchState { open, done, undone };
std::string_view name_of(BatchState state) noexcept;

/// What a batch does to what its source gave before. add: nothing; upsert: a row whose key the source gave
/// before replaces those records or facts; snapshot: those whose key the file does not name end, too.
enum class BatchMode { add, upsert, snapshot };
std::string_view name_of(BatchMode mode) noexcept;
std::optional<BatchMode> batch_mode(std::string_view name) noexcept;

struct Batch {
  BatchId id;
  std::int64_t number = 0;  ///< 1, 2, 3 …: what people call it
  SourceId source;
  std::string kind;      ///< "customers", "orders", "events", "interactions"
  std::string file;      ///< the file's name without its folder
  Digest file_digest{};  ///< BLAKE2b-256 of its bytes, and of the sheet's name where it holds several
  std::int64_t file_bytes = 0;
  std::string layout;  ///< JSON: see service/layout.h
  BatchState state = BatchState::open;
  std::int64_t started_at = 0, ended_at = 0;
  std::int64_t first_id = 0, last_id = 0;  ///< its records, facts and rejects have ids in this range
  std::int64_t file_rows = 0, records = 0, facts = 0, rejects = 0;
  BatchMode mode = BatchMode::add;
  /// Rows that the source had given before, records that it replaced, records that its file lacks, rejects of
  /// earlier batches that it mends.
  std::int64_t unchanged = 0, replaced = 0, gone = 0, mended = 0;
  std::int64_t open_rejects = 0;  ///< of its rejects, those that did not come again
};

/// Inserts an open batch and fills id and number.
void open_batch(Write& write, Batch& batch);
/// Stores state, counts, id range and ended_at.
void update_batch(Write& write, const Batch& batch);

std::vector<Batch> all_batches(Statements& sql);
std::optional<Batch> find_batch(Statements& sql, std::int64_t number);
std::optional<Batch> find_batch(Statements& sql, BatchId id);
bool has_open_batch(Statements& sql);
/// The latest done batch with that digest.
std::optional<Batch> find_batch_of_file(Statements& sql, const Digest& digest);

/// A stored reject.
struct Reject {
  RejectId id;
  BatchId batch;
  std::uint64_t row = 0, line = 0;
  std::string column;
  Text reason;
  std::string raw;
  BatchId mended_by;  ///< the batch in which its row came again; none: it is open
  RecordId record;    ///< what came of it then; none where its row said nothing new, or was rejected again
};
void insert_reject(Write& write, BatchId batch, RejectId id, const RejectedRow& reject);
/// Calls `each` for the rejects of one batch, or of all done batches, in order.
void each_reject(Statements& sql, std::optional<BatchId> batch,
                 const std::function<void(const Reject&)>& each);

/// The batch that rejected the row; none where there is no such reject.
std::optional<BatchId> batch_of_reject(Statements& sql, RejectId id);

/// A reject whose row came again.
struct MendedReject {
  RejectId id;
  std::uint64_t row = 0;  ///< of the file that mends it; 0: it was rejected there, too
  RecordId record;
};
/// Closes rejects of `batch`.
void mend_rejects(Write& write, BatchId batch, BatchId mended_by, std::span<const MendedReject> rejects);
/// The records of a batch by the rows of its file.
void each_row_of_batch(Statements& sql, const Batch& batch,
                       const std::function<void(std::uint64_t row, RecordId)>& each);

/// Deletes up to `limit` records of the batch, from the last id down, with keys, consents and facts, and says
/// how many went. Their customers are not looked at. 0: none is left.
std::int64_t remove_records(Write& write, const Batch& batch, std::int64_t limit);
/// Deletes the facts that the batch gave to records of other batches, and its rejects.
void remove_facts_and_rejects(Write& write, const Batch& batch);

/// Later done batches of the source and of the same kind that compared themselves with what stood: by number,
/// rising.
std::vector<std::int64_t> comparing_batches_after(Statements& sql, const Batch& batch);

/// The numbers of other batches whose facts are about records of this one, rising.
std::vector<std::int64_t> batches_with_facts_of(Statements& sql, const Batch& batch);
/// The lowest and highest record that the batch's facts are about; none where it has no facts.
std::pair<RecordId, RecordId> subjects_of_facts(Statements& sql, BatchId batch);

}  // namespace kith::ledger
