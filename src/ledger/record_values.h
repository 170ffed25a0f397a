// The standardised values of records that are there: replaced, and put back.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "ledger/records.h"

namespace kith::ledger {

/// The kind of a batch that brought nothing but standardised records anew (service/restandardise.h). It is of
/// no one source: Batch::source is none.
inline constexpr std::string_view standard_kind = "standard";

/// Gives the record these packed values and keeps those it had under the batch, unless some are kept there
/// already. The change log entry is the caller's.
void replace_record_values(Write& write, RecordId record, BatchId batch, std::string_view standard);

/// What a record held before each batch that changed it, in order of the batches.
struct PastValues {
  BatchId batch;
  Bytes standard;
};
std::vector<PastValues> past_values_of(Statements& sql, RecordId record);
/// Overwrites what is kept under the batch.
void put_past_values(Write& write, RecordId record, BatchId batch, std::span<const unsigned char> standard);
/// Gives the record these packed values; keeps nothing.
void set_record_values(Write& write, RecordId record, std::span<const unsigned char> standard);
void drop_past_values(Write& write, RecordId record, BatchId batch);

/// At most `limit` records with values kept under the batch, of ids above `after`, rising.
std::vector<RecordId> records_changed_by(Statements& sql, BatchId batch, RecordId after, std::size_t limit);
std::int64_t count_changed_by(Statements& sql, BatchId batch);

/// At most `limit` standing records of the import batch with ids in (after, last], in order of id.
std::vector<StoredRecord> records_of_batch(Statements& sql, BatchId batch, RecordId after, std::int64_t last,
                                           std::size_t limit);

}  // namespace kith::ledger
