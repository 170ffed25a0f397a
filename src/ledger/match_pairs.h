// What matching knows of its records beyond their keys: the likely pairs that it left between two customers.
//
// Invariant: while the pairs are known (match_pairs_known), every pair of two standing records of the match
// index that share a key, are likely to be one, and point at different customers stands here; records of
// customers that are not looked around from yet are marked unseen. More pairs may stand here, of records that
// are gone or were joined since: they cost a look and change nothing.
#pragma once
#include <span>
#include <utility>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

using MatchPair = std::pair<RecordId, RecordId>;

/// False before the first resolve of the whole base since the ledger learned to keep them, and after
/// doubt_match_pairs().
bool match_pairs_known(Statements& sql);
/// Replaces all pairs and forgets who is unseen; from now on they are known.
void replace_match_pairs(Write& write, std::vector<MatchPair> pairs);
/// Pairs that are there already stay.
void add_match_pairs(Write& write, std::span<const MatchPair> pairs);
/// Those that the record is in.
void forget_match_pairs(Write& write, RecordId record);
/// Appends the other records of the pairs, rising.
void match_pairs_of(Statements& sql, RecordId record, std::vector<RecordId>& others);

/// Every record of each group with every one of the other groups: of customers that a person parts. Where
/// these are too many (10,000), all pairs are in doubt until the next resolve of the whole base.
void part_match_groups(Write& write, std::span<const std::vector<RecordId>> groups);
/// After something that may have made pairs which nobody looked for.
void doubt_match_pairs(Write& write);

/// The record points at a customer, but nobody looked for its likely pairs.
void mark_unseen(Write& write, RecordId record);
bool is_unseen(Statements& sql, RecordId record);
void mark_seen(Write& write, RecordId record);

}  // namespace kith::ledger
