#include "service/match_neighbours.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/match_pairs.h"
#include "ledger/records.h"
#include "service/compatible_links.h"

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
      values_(sql, base.compared),
      pairs_known_(ledger::match_pairs_known(sql)) {}

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
        if (before) together_.emplace_back(before, member);
        // What took another record's place stays with those that the other was with.
        if (before && member <= heir) kept_.emplace_back(before, member);
        before = member;
      }
    }
  }
}

// Whoever was looked around from before is likely one with members of their customer and along the pairs that
// were kept, and with nobody else but those who came since, who are looked around from themselves.
void Neighbours::follow_pairs(RecordId record) {
  std::vector<RecordId> others;
  ledger::match_pairs_of(sql_, record, others);
  for (auto other : others) {
    if (values_.of(other) == nullptr) continue;
    reach(other);
    followed_.emplace_back(record, other);
  }
}

void Neighbours::look_around(const std::vector<RecordId>& frontier) {
  if (frontier.empty()) return;
  seen_.insert(seen_.end(), frontier.begin(), frontier.end());
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
  if (pairs.empty()) return;
  pairs = match::FrozenRows::hopeful(values_.table(rows), base_.model, base_.frequencies, pairs,
                                     match::edge_bits);
  // Getting a row ready to be compared costs more than comparing it: only those that have hope.
  std::vector<RecordId> left;
  std::vector<std::uint32_t> number(rows.size(), ~0u);
  auto keep = [&](std::uint32_t row) {
    if (number[row] == ~0u) {
      number[row] = static_cast<std::uint32_t>(left.size());
      left.push_back(rows[row]);
    }
    return number[row];
  };
  for (auto& [a, b] : pairs) {
    a = keep(a);
    b = keep(b);
  }
  const auto table = values_.table(left);
  const match::FrozenRows scored(table, base_.model, base_.frequencies);
  for (const auto& edge : scored.weigh(pairs, match::edge_bits, executor_)) {
    const auto [a, b] = std::minmax(left[edge.pair.first], left[edge.pair.second]);
    edges_.emplace_back(a, b);
    if (std::fabs(edge.total) < -match::edge_bits) uncertain_.push_back({a, b, edge.total});
  }
}

void Neighbours::look(const std::vector<RecordId>& records) {
  look_around(records);
  apart_ = edges_;
}

void Neighbours::grow(const std::vector<RecordId>& seeds, Progress& progress) {
  most_ = seeds.size() + most_rows;
  seeds_.insert(seeds.begin(), seeds.end());
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
      std::vector<RecordId> unseen;
      for (auto record : piece) {
        if (!pairs_known_ || seeds_.count(record) != 0 || ledger::is_unseen(sql_, record)) {
          unseen.push_back(record);
        } else {
          follow_pairs(record);
        }
      }
      const auto edges = edges_.size();
      look_around(unseen);
      for (auto i = edges; i < edges_.size(); ++i) {
        reach(edges_[i].first);
        reach(edges_[i].second);
      }
      if (values_.kept() > values_kept) values_.forget();
      progress.at(done += piece.size());
    }
  }
}

// The records that could be one component: a likely pair never leads from one group to another.
std::vector<std::uint32_t> Neighbours::groups_of(const std::vector<RecordId>& records) const {
  std::unordered_map<RecordId, std::uint32_t> place;
  for (std::uint32_t i = 0; i < records.size(); ++i) place.emplace(records[i], i);
  std::vector<std::uint32_t> parent(records.size());
  std::iota(parent.begin(), parent.end(), 0u);
  auto find = [&](std::uint32_t row) {
    while (parent[row] != row) row = parent[row] = parent[parent[row]];
    return row;
  };
  for (const auto* pairs : {&edges_, &same_, &together_, &followed_}) {
    for (const auto& [a, b] : *pairs) {
      const auto x = place.find(a), y = place.find(b);
      if (x == place.end() || y == place.end()) continue;
      const auto low = find(x->second), high = find(y->second);
      parent[std::max(low, high)] = std::min(low, high);
    }
  }
  for (std::uint32_t row = 0; row < parent.size(); ++row) parent[row] = find(row);
  return parent;
}

// All likely pairs between the records, and of `keys` only those by which some of them meet.
Neighbours::Edges Neighbours::edges_within(const std::vector<RecordId>& records, const match::Table& table,
                                           const match::FrozenRows& rows,
                                           std::vector<match::IndexKey>& keys) {
  const auto group = groups_of(records);
  std::erase_if(keys, [&](const match::IndexKey& key) { return key.name >= base_.rules; });
  auto order = [&](const match::IndexKey& x, const match::IndexKey& y) {
    return std::tuple(group[x.row], x.key, x.row) < std::tuple(group[y.row], y.key, y.row);
  };
  std::sort(keys.begin(), keys.end(), order);
  std::vector<match::FrozenRows::Pair> pairs;
  std::vector<match::IndexKey> shared;
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t end = i + 1;
    while (end < keys.size() && group[keys[end].row] == group[keys[i].row] && keys[end].key == keys[i].key)
      ++end;
    if (end - i > 1 && !sharers(keys[i].key).empty()) {
      for (auto a = i; a < end; ++a) {
        shared.push_back(keys[a]);
        for (auto b = a + 1; b < end; ++b) pairs.emplace_back(keys[a].row, keys[b].row);
      }
    }
    i = end;
  }
  keys = std::move(shared);
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  if (pairs.empty()) return {};
  pairs = match::FrozenRows::hopeful(table, base_.model, base_.frequencies, pairs, match::edge_bits);
  return rows.weigh(pairs, match::edge_bits, executor_);
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
  add_compatible_links(constraints, parts.records.size(), rows_of(kept_));
  const auto table = values_.table(parts.records);
  auto keys = match::index_keys(table, base_.model, base_.frequencies);
  const match::FrozenRows rows(table, base_.model, base_.frequencies);
  for (const auto& edge : edges_within(parts.records, table, rows, keys)) {
    const auto [a, b] = std::minmax(parts.records[edge.pair.first], parts.records[edge.pair.second]);
    edges_.emplace_back(a, b);
    if (std::fabs(edge.total) < -match::edge_bits) uncertain_.push_back({a, b, edge.total});
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  parts.cluster = rows.cluster(rows_of(edges_), keys, constraints, executor_);
  for (const auto& [a, b] : edges_) {
    const auto x = place.find(a), y = place.find(b);
    if (x == place.end() || y == place.end() || parts.cluster[x->second] != parts.cluster[y->second])
      apart_.emplace_back(a, b);
  }
  for (auto cluster : parts.cluster) parts.clusters = std::max<std::size_t>(parts.clusters, cluster + 1);
  return parts;
}

}  // namespace kith::service
