// The persistent index of matching: which records share a key, and what the model was made of.
//
// Invariants
// 1. Every record that points at a customer through a resolve has its keys here, written in the transaction
// that
//    pointed it. Records that are gone may still have entries: readers look whether the record is there.
// 2. A bucket's entries are sorted; each is four bytes (the bits of the key after the bucket's own, high bits
//    first) and eight bytes (the record). Two keys may therefore fall together, once in 16 million: a
//    candidate more, never one less.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

struct MatchKey {
  std::uint64_t key = 0;
  RecordId record;
};

struct MatchState {
  std::int64_t model_id = 0;
  int bits = 0;
  std::int64_t change = 0;  ///< records of changes up to here were resolved
  std::string frequencies;  ///< as service/match_base.h packs them
};

/// None before the first resolve.
std::optional<MatchState> match_state(Statements& sql);
/// The same without the frequencies, which are large; `made_at`: when the model was made.
std::optional<MatchState> match_state_in_brief(Statements& sql, std::int64_t& made_at);
void put_match_state(Write& write, const MatchState& state);

/// Only the change of the state that stands.
void put_match_change(Write& write, std::int64_t change);

/// The change up to which no batch can still grow: `newest`, or the last one before the first open batch.
std::int64_t settled_change(Statements& sql, std::int64_t newest);

/// A run of ids that a batch wrote.
struct BatchRange {
  BatchId batch;
  std::int64_t first = 0, last = 0;
};
/// The runs that done batches wrote after change `change`.
std::vector<BatchRange> batches_since(Statements& sql, std::int64_t change);
/// Appends the standing records of the run that point at no customer, or took the place of another, rising.
void unresolved_records(Statements& sql, const BatchRange& range, std::vector<RecordId>& records);

/// Replaces the whole index. `keys` is sorted here. Returns the number of bits of the buckets, which the
/// state must keep. O(n log n).
int build_match_index(Write& write, std::vector<MatchKey>& keys);
/// Adds keys of records that came since.
void add_match_keys(Write& write, std::span<const MatchKey> keys);
/// Appends the records that have the key, at most `limit` + 1; false where there are more than `limit`.
/// Records may be named that are gone.
bool records_of_match_key(Statements& sql, int bits, std::uint64_t key, std::size_t limit,
                          std::vector<RecordId>& records);

/// The same for many keys at once: appends to `records[i]` those of `keys[i]`, none where there are more than
/// `limit`. A bucket that many of the keys fall in is read once. `keys`: rising, each once.
void records_of_match_keys(Statements& sql, int bits, std::span<const std::uint64_t> keys, std::size_t limit,
                           std::vector<std::vector<RecordId>>& records);

}  // namespace kith::ledger
