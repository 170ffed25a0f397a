#include "service/match_neighbours.h"

#include <algorithm>
#include <cmath>

#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/records.h"

namespace kith::service {
namespace {

constexpr std::size_t rows_at_once = 2048;
constexpr std::size_t values_kept = 400'000;
constexpr std::size_t keys_kept = 200'000;

}  // namespace

// Its own word and that said of the records whose place it took, about the records that stand.
const Decisions::Word& Decisions::of(RecordId record) {
  const auto [at, fresh] = known_.try_emplace(record);
  if (!fresh) return at->second;
  for (auto said_of : ledger::line_of(sql_, record))
    for (const auto& decision : ledger::decisions_of_record(sql_, said_of)) {
      if (decision.kind == ledger::DecisionType::pin) continue;
      auto& list = decision.kind == ledger::DecisionType::same ? at->second.same : at->second.different;
      const auto other = ledger::standing_heir(sql_, decision.a == said_of ? decision.b : decision.a);
      if (other && other != record) list.push_back(other);
    }
  return at->second;
}

Neighbours::Neighbours(ledger::Statements& sql, const MatchBase& base, Executor& executor,
                       const Cancel& cancel)
    : sql_(sql),
      base_(base),
      executor_(executor),
      cancel_(cancel),
      decisions_(sql),
      values_(sql, base.kinds) {}

const std::vector<RecordId>& Neighbours::sharers(std::uint64_t key) {
  if (sharers_.size() > keys_kept) sharers_.clear();
  const auto [at, fresh] = sharers_.try_emplace(key);
  if (fresh && !ledger::records_of_match_key(sql_, base_.state.bits, key, match::most_sharers, at->second))
    at->second.clear();
  return at->second;
}

std::vector<RecordId> Neighbours::same_key(RecordId record) {
  auto stored = ledger::find_record(sql_, record);
  if (!stored || stored->source_key.empty()) return {};
  return ledger::records_of_key(sql_, stored->source, stored->source_key);
}

void Neighbours::reach(RecordId record) {
  if (reached_.count(record) != 0 || ledger::has_ended(sql_, record)) return;
  if (reached_.size() >= most_) {
    stopped_short_ = true;
    return;
  }
  reached_.insert(record);
  next_.push_back(record);
}

// What joins records for certain, or did so far.
void Neighbours::follow(const std::vector<RecordId>& frontier) {
  for (auto record : frontier) {
    for (auto other : decisions_.same_as(record)) {
      if (values_.of(other) == nullptr) continue;
      reach(other);
      same_.emplace_back(record, other);
    }
    for (auto other : same_key(record)) {
      if (other == record) continue;
      reach(other);
      same_.emplace_back(record, other);
    }
    if (auto customer = ledger::customer_of(sql_, record)) {
      const auto heir = ledger::newest_heir_of(sql_, customer);
      RecordId before;
      for (auto member : ledger::standing_members_of(sql_, customer)) {
        reach(member);
        // What took another record's place stays with those that the other was with.
        if (before && member <= heir) same_.emplace_back(before, member);
        before = member;
      }
    }
  }
}

void Neighbours::look_around(const std::vector<RecordId>& frontier) {
  std::vector<RecordId> rows = frontier;
  std::unordered_map<RecordId, std::uint32_t> place;
  for (std::uint32_t i = 0; i < rows.size(); ++i) place.emplace(rows[i], i);
  const auto own = values_.table(frontier);
  std::vector<match::FrozenRows::Pair> pairs;
  std::uint32_t last_row = ~0u;
  auto keys = match::index_keys(own, base_.model, base_.frequencies);
  std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
  std::unordered_set<std::uint32_t> seen;
  for (const auto& key : keys) {
    if (key.name >= base_.rules) continue;
    if (key.row != last_row) seen.clear();
    last_row = key.row;
    for (auto other : sharers(key.key)) {
      if (other == frontier[key.row]) continue;
      auto at = place.find(other);
      if (at == place.end()) {
        if (values_.of(other) == nullptr) continue;
        at = place.emplace(other, static_cast<std::uint32_t>(rows.size())).first;
        rows.push_back(other);
      }
      // Two of the frontier meet once.
      if (at->second < frontier.size() && at->second < key.row) continue;
      if (seen.insert(at->second).second) pairs.emplace_back(key.row, at->second);
    }
  }
  compared_ += pairs.size();
  const auto table = values_.table(rows);
  const match::FrozenRows scored(table, base_.model, base_.frequencies);
  for (const auto& edge : scored.weigh(pairs, match::edge_bits, executor_)) {
    const auto [a, b] = std::minmax(rows[edge.pair.first], rows[edge.pair.second]);
    edges_.emplace_back(a, b);
    if (std::fabs(edge.total) < -match::edge_bits) uncertain_.push_back({a, b, edge.total});
    reach(a);
    reach(b);
  }
}

void Neighbours::grow(const std::vector<RecordId>& seeds, Progress& progress) {
  most_ = seeds.size() + most_rows;
  for (auto seed : seeds) reach(seed);
  std::uint64_t done = 0;
  while (!next_.empty()) {
    auto frontier = std::move(next_);
    next_.clear();
    std::sort(frontier.begin(), frontier.end());
    for (std::size_t at = 0; at < frontier.size(); at += rows_at_once) {
      cancel_.check();
      const std::vector<RecordId> piece(
          frontier.begin() + static_cast<std::ptrdiff_t>(at),
          frontier.begin() + static_cast<std::ptrdiff_t>(std::min(frontier.size(), at + rows_at_once)));
      follow(piece);
      look_around(piece);
      if (values_.kept() > values_kept) values_.forget();
      progress.at(done += piece.size());
    }
  }
}

Neighbours::Parts Neighbours::cluster() {
  Parts parts;
  parts.records.assign(reached_.begin(), reached_.end());
  std::sort(parts.records.begin(), parts.records.end());
  std::erase_if(parts.records, [&](RecordId record) { return values_.of(record) == nullptr; });
  std::unordered_map<RecordId, std::uint32_t> place;
  for (std::uint32_t i = 0; i < parts.records.size(); ++i) place.emplace(parts.records[i], i);
  auto rows_of = [&](const std::vector<RecordPair>& pairs) {
    std::vector<match::FrozenRows::Pair> rows;
    for (const auto& [a, b] : pairs) {
      const auto x = place.find(a), y = place.find(b);
      if (x != place.end() && y != place.end()) rows.emplace_back(x->second, y->second);
    }
    return rows;
  };
  match::Constraints constraints;
  constraints.same = rows_of(same_);
  for (auto record : parts.records) {
    for (auto other : decisions_.different_from(record)) {
      if (record < other && place.count(other) != 0)
        constraints.different.emplace_back(place.at(record), place.at(other));
    }
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  const auto table = values_.table(parts.records);
  auto keys = match::index_keys(table, base_.model, base_.frequencies);
  std::erase_if(
      keys, [&](const match::IndexKey& key) { return key.name >= base_.rules || sharers(key.key).empty(); });
  const match::FrozenRows rows(table, base_.model, base_.frequencies);
  parts.cluster = rows.cluster(rows_of(edges_), keys, constraints, executor_);
  for (auto cluster : parts.cluster) parts.clusters = std::max<std::size_t>(parts.clusters, cluster + 1);
  return parts;
}

}  // namespace kith::service
