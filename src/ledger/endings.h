// Records that no longer stand. A record is never changed and never removed by a later file: a batch ends it,
// with the record that took its place where there is one. It keeps its customer, facts and place in the
// history; golden values, quality, matching, search, lists and exports are made from records that stand.
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "ledger/customers.h"
#include "ledger/records.h"

namespace kith::ledger {

struct RecordEnd {
  RecordId record;
  BatchId batch;       ///< that ended it
  RecordId successor;  ///< none: the source does not name it any more
  std::int64_t change = 0;
};

/// REQUIRES that the record stands. The change log entry (Entity::end) is the caller's; `change` its number.
void end_record(Write& write, const RecordEnd& end);
bool has_ended(Statements& sql, RecordId record);
std::optional<RecordEnd> end_of(Statements& sql, RecordId record);
/// The record that stands at the end of the line of successors; none where the line ends in nobody.
RecordId standing_heir(Statements& sql, RecordId record);
/// The record and all those whose place it took, one after the other.
std::vector<RecordId> line_of(Statements& sql, RecordId record);
bool any_ended(Statements& sql);
/// Ended records with ids in [first, last], rising.
void each_ended(Statements& sql, std::int64_t first, std::int64_t last,
                const std::function<void(RecordId)>& each);
/// Of the records that the batch ended, up to `limit`, rising from `after`.
std::vector<RecordId> ended_by(Statements& sql, BatchId batch, RecordId after, std::int64_t limit);
/// Lets the records that the batch ended stand again.
void restore_ended(Write& write, BatchId batch, std::span<const RecordId> records);
/// The customer's members that have ended, rising.
std::vector<RecordId> ended_members_of(Statements& sql, CustomerId customer);
/// The newest standing member of the customer that took another record's place; none where none did.
RecordId newest_heir_of(Statements& sql, CustomerId customer);
/// The same of every customer that has one.
void each_newest_heir(Statements& sql, const std::function<void(CustomerId, RecordId)>& each);
/// Where records that have ended belong: with those that took their place, or, of who has no heir, with those
/// that a person said are the same; never with those that a person said are others.
class EndedPlaces {
 public:
  explicit EndedPlaces(Statements& sql);
  /// The customer to whom the ended record should point, as pointers are now; none: where it does point.
  CustomerId place_of(RecordId ended) const;
  /// Whether a person parted the record from somebody who points at the customer.
  bool is_parted(RecordId record, CustomerId customer) const;

 private:
  Statements& sql_;
  std::vector<Decision> decisions_;  // same and different, as they were said
};
/// Every ended record whose place is elsewhere, with that customer.
std::vector<std::pair<RecordId, CustomerId>> strayed_records(Statements& sql);

/// What people decided, said of the records that stand in the place of those it was said of. A pin of a
/// record that is gone goes over to the oldest record that stands with its customer; another decision about
/// one binds nobody.
std::vector<Decision> decisions_on_heirs(Statements& sql);

/// The customer for whom what is pinned on the record is golden: that of who stands in its place, or its own
/// where nobody does. Until the next resolve who took its place may be with another customer than the record.
CustomerId customer_of_pin(Statements& sql, RecordId record);

/// A record under a source's key. `digest`: hash of its cells.
struct KeyedRecord {
  RecordId record;
  std::int64_t digest = 0;
};
/// The standing records that batches before `batch` gave under the key, rising. The empty key: the records
/// of batches that compared (BatchMode) whose rows had none.
void standing_of_key(Statements& sql, SourceId source, std::string_view key, BatchId batch,
                     std::vector<KeyedRecord>& records);
/// Those of one content only.
RecordId standing_of_content(Statements& sql, SourceId source, std::string_view key, std::int64_t digest,
                             BatchId batch);
/// The lowest record that `batch` itself gave under the key; none where it gave none.
RecordId first_of_key(Statements& sql, SourceId source, std::string_view key, BatchId batch);
/// The newest record that earlier batches gave under the key, standing or not; none where there is none.
RecordId newest_of_key(Statements& sql, SourceId source, std::string_view key, BatchId batch);
/// Every standing record with a key that batches before `batch` gave, in order of key.
void each_standing_key(Statements& sql, SourceId source, BatchId batch,
                       const std::function<void(RecordId)>& each);
/// How many records each_standing_key() tells of.
std::int64_t count_standing_keys(Statements& sql, SourceId source, BatchId batch);

}  // namespace kith::ledger
