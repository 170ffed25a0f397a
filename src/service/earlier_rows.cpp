#include "service/earlier_rows.h"

#include <algorithm>
#include <unordered_set>

namespace kith::service {

EarlierRows::Answer EarlierRows::look(ledger::Statements& sql, std::string_view key, std::int64_t digest) {
  if (key.empty()) {
    auto same = ledger::standing_of_content(sql, source_, std::string_view("", 0), digest, batch_);
    if (!same) return Answer::fresh;
    seen_.push_back(same.value);
    return Answer::unchanged;
  }
  ledger::standing_of_key(sql, source_, key, batch_, standing_);
  if (standing_.empty()) {
    if (ledger::newest_of_key(sql, source_, key, batch_)) returned_.emplace_back(key);
    return Answer::fresh;
  }
  std::size_t same = 0;
  for (const auto& record : standing_) {
    if (record.digest != digest) continue;
    seen_.push_back(record.record.value);
    ++same;
  }
  if (same < standing_.size()) named_.emplace_back(key);
  return same > 0 ? Answer::unchanged : Answer::replaces;
}

void EarlierRows::rewind(const Mark& mark) {
  seen_.resize(mark.seen);
  named_.resize(mark.named);
  returned_.resize(mark.returned);
}

bool EarlierRows::was_seen(RecordId record) const {
  return std::binary_search(seen_.begin(), seen_.end(), record.value);
}

EarlierRows::Outcome EarlierRows::outcome(ledger::Statements& sql,
                                          std::span<const MatchedRows::Pairing> matched) {
  auto settle = [](auto& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  settle(seen_);
  settle(named_);
  settle(returned_);
  Outcome outcome;
  std::unordered_set<std::int64_t> replaced;
  for (const auto& key : named_) {
    ledger::standing_of_key(sql, source_, key, batch_, standing_);
    auto heir = ledger::first_of_key(sql, source_, key, batch_);
    for (const auto& record : standing_) {
      if (!heir && was_seen(record.record)) heir = record.record;
    }
    for (const auto& record : standing_) {
      if (was_seen(record.record)) continue;
      // A successor is younger than what it succeeds (ledger/endings.h), or the record simply goes.
      outcome.replaced.push_back({record.record, heir > record.record ? heir : RecordId()});
      replaced.insert(record.record.value);
    }
  }
  std::unordered_set<std::uint64_t> settled_rows;
  for (const auto& pairing : matched) {
    if (was_seen(pairing.record) || settled_rows.count(pairing.row) != 0) continue;
    if (!replaced.insert(pairing.record.value).second) continue;
    settled_rows.insert(pairing.row);
    outcome.replaced.push_back({pairing.record, pairing.heir});
  }
  if (mode_ != ledger::BatchMode::snapshot) return outcome;
  ledger::each_standing_key(sql, source_, batch_, [&](RecordId record) {
    ++outcome.standing;
    if (!was_seen(record) && replaced.count(record.value) == 0) outcome.gone.push_back({record, RecordId()});
  });
  return outcome;
}

}  // namespace kith::service
