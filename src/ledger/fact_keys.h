// Orders, events and interactions under the keys of their sources, and those that no longer stand. As a
// record (ledger/endings.h) a fact is never changed and never removed by a later file: a batch ends it. Ended
// facts are kept, and left out wherever facts are read (ledger/records.h).
#pragma once
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// A fact: the id of an order, event or interaction, of which no two are alike.
struct NewFactKey {
  std::string_view key;     ///< empty: the row gave none
  std::int64_t digest = 0;  ///< hash of the row
  std::int64_t fact = 0;
  RecordId record;  ///< whom it is about
};
/// `kind`: of the batch, as name_of(BatchKind). Fastest in order of key.
void insert_fact_keys(Write& write, SourceId source, std::string_view kind, BatchId batch,
                      std::span<const NewFactKey> keys);

struct KeyedFact {
  std::int64_t fact = 0, digest = 0;
  RecordId record;
  BatchId batch;  ///< that brought it
};
/// The standing facts of that kind that batches before `batch` gave under the key, rising.
void standing_facts_of_key(Statements& sql, SourceId source, std::string_view kind, std::string_view key,
                           BatchId batch, std::vector<KeyedFact>& facts);
/// Those of one content only.
void standing_facts_of_content(Statements& sql, SourceId source, std::string_view kind, std::string_view key,
                               std::int64_t digest, BatchId batch, std::vector<KeyedFact>& facts);
/// Every standing fact of that kind that batches before `batch` gave, in order of key.
void each_standing_fact(Statements& sql, SourceId source, std::string_view kind, BatchId batch,
                        const std::function<void(const KeyedFact&)>& each);
/// The records that facts of `batch` under that key are about, rising.
std::vector<RecordId> subjects_of_key(Statements& sql, SourceId source, std::string_view kind,
                                      std::string_view key, BatchId batch);

/// REQUIRES that the facts stand. Enters the change for the lens.
void end_facts(Write& write, BatchId batch, std::span<const KeyedFact> facts);
/// Lets the facts that the batch ended stand again, and enters the change.
void restore_ended_facts(Write& write, BatchId batch);
/// Whether the record came with orders, events or interactions and none of its facts stands.
bool has_lost_its_facts(Statements& sql, RecordId record);
/// Forgets the keys of a batch that goes.
void remove_fact_keys(Write& write, SourceId source, std::string_view kind, BatchId batch);

}  // namespace kith::ledger
