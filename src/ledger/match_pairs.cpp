#include "ledger/match_pairs.h"

#include <algorithm>
#include <array>

namespace kith::ledger {
namespace {

constexpr std::size_t most_parted = 10'000;

void insert(Write& write, RecordId a, RecordId b) {
  write.sql("INSERT INTO match_pair(record_id, other_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
      .bind(1, a.value)
      .bind(2, b.value)
      .run();
}

}  // namespace

bool match_pairs_known(Statements& sql) {
  auto& row = sql("SELECT pairs_known FROM match_state WHERE id = 1");
  const bool known = row.step() && row.integer(0) != 0;
  row.reset();
  return known;
}

void replace_match_pairs(Write& write, std::vector<MatchPair> pairs) {
  write.sql("DELETE FROM match_pair").run();
  write.sql("DELETE FROM match_unseen").run();
  const auto one_way = pairs.size();
  for (std::size_t i = 0; i < one_way; ++i) pairs.emplace_back(pairs[i].second, pairs[i].first);
  std::sort(pairs.begin(), pairs.end());
  for (const auto& [a, b] : pairs) insert(write, a, b);
  write.sql("UPDATE match_state SET pairs_known = 1 WHERE id = 1").run();
}

void add_match_pairs(Write& write, std::span<const MatchPair> pairs) {
  for (const auto& [a, b] : pairs) {
    insert(write, a, b);
    insert(write, b, a);
  }
}

void forget_match_pairs(Write& write, RecordId record) {
  std::vector<RecordId> others;
  match_pairs_of(write.sql, record, others);
  for (auto other : others) {
    write.sql("DELETE FROM match_pair WHERE record_id = $1 AND other_id = $2")
        .bind(1, other.value)
        .bind(2, record.value)
        .run();
  }
  write.sql("DELETE FROM match_pair WHERE record_id = $1").bind(1, record.value).run();
}

void match_pairs_of(Statements& sql, RecordId record, std::vector<RecordId>& others) {
  auto& row = sql("SELECT other_id FROM match_pair WHERE record_id = $1 ORDER BY other_id");
  row.bind(1, record.value);
  while (row.step()) others.emplace_back(row.integer(0));
}

void part_match_groups(Write& write, std::span<const std::vector<RecordId>> groups) {
  std::size_t pairs = 0, before = 0;
  for (const auto& group : groups) {
    pairs += before * group.size();
    before += group.size();
  }
  if (pairs > most_parted) return doubt_match_pairs(write);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t j = i + 1; j < groups.size(); ++j) {
      for (auto a : groups[i]) {
        for (auto b : groups[j]) add_match_pairs(write, std::array{MatchPair(a, b)});
      }
    }
  }
}

void doubt_match_pairs(Write& write) {
  write.sql("UPDATE match_state SET pairs_known = 0 WHERE id = 1").run();
}

void mark_unseen(Write& write, RecordId record) {
  write.sql("INSERT INTO match_unseen(record_id) VALUES ($1) ON CONFLICT DO NOTHING")
      .bind(1, record.value)
      .run();
}

bool is_unseen(Statements& sql, RecordId record) {
  auto& row = sql("SELECT 1 FROM match_unseen WHERE record_id = $1");
  const bool unseen = row.bind(1, record.value).step();
  row.reset();
  return unseen;
}

void mark_seen(Write& write, RecordId record) {
  write.sql("DELETE FROM match_unseen WHERE record_id = $1").bind(1, record.value).run();
}

}  // namespace kith::ledger
