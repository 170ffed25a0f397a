#include "service/earlier_facts.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "ledger/endings.h"
#include "ledger/records.h"
#include "service/end_records.h"

namespace kith::service {

EarlierFacts::Answer EarlierFacts::look(ledger::Statements& sql, std::string_view key, std::int64_t digest) {
  if (key.empty()) {
    ledger::standing_facts_of_content(sql, source_, kind_, std::string_view("", 0), digest, batch_,
                                      standing_);
    if (standing_.empty()) return Answer::fresh;
    seen_.push_back(standing_.front().fact);
    return Answer::unchanged;
  }
  ledger::standing_facts_of_key(sql, source_, kind_, key, batch_, standing_);
  if (standing_.empty()) return Answer::fresh;
  std::size_t same = 0;
  for (const auto& fact : standing_) {
    if (fact.digest != digest) continue;
    seen_.push_back(fact.fact);
    ++same;
  }
  if (same < standing_.size()) named_.emplace_back(key);
  return same > 0 ? Answer::unchanged : Answer::replaces;
}

void EarlierFacts::rewind(const Mark& mark) {
  seen_.resize(mark.seen);
  named_.resize(mark.named);
}

bool EarlierFacts::was_seen(std::int64_t fact) const {
  return std::binary_search(seen_.begin(), seen_.end(), fact);
}

EarlierFacts::Outcome EarlierFacts::outcome(ledger::Statements& sql) {
  auto settle = [](auto& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  settle(seen_);
  settle(named_);
  Outcome outcome;
  std::unordered_set<std::int64_t> replaced;
  for (const auto& key : named_) {
    ledger::standing_facts_of_key(sql, source_, kind_, key, batch_, standing_);
    const auto subjects = ledger::subjects_of_key(sql, source_, kind_, key, batch_);
    for (const auto& fact : standing_) {
      if (was_seen(fact.fact)) continue;
      outcome.replaced.push_back({fact, subjects.size() == 1 ? subjects.front() : RecordId()});
      replaced.insert(fact.fact);
    }
  }
  if (mode_ != ledger::BatchMode::snapshot) return outcome;
  ledger::each_standing_fact(sql, source_, kind_, batch_, [&](const ledger::KeyedFact& fact) {
    ++outcome.standing;
    if (!was_seen(fact.fact) && replaced.count(fact.fact) == 0) outcome.gone.push_back(fact);
  });
  return outcome;
}

void end_facts(ledger::Write& write, const ledger::Batch& batch, const EarlierFacts::Outcome& outcome,
               std::size_t first, std::size_t last) {
  std::vector<ledger::KeyedFact> facts;
  std::map<RecordId, RecordId> heirs;  // of subjects that may have lost all of their facts
  for (std::size_t i = first; i < last; ++i) {
    if (i >= outcome.replaced.size()) {
      facts.push_back(outcome.gone[i - outcome.replaced.size()]);
      continue;
    }
    const auto& [fact, heir] = outcome.replaced[i];
    facts.push_back(fact);
    if (fact.record != heir) heirs.emplace(fact.record, heir);
  }
  ledger::end_facts(write, batch.id, facts);
  std::vector<EarlierRows::Ending> endings;
  for (auto [record, heir] : heirs) {
    if (ledger::has_ended(write.sql, record) || !ledger::has_lost_its_facts(write.sql, record)) continue;
    const auto before = ledger::find_record(write.sql, record),
               after = heir ? ledger::find_record(write.sql, heir) : std::nullopt;
    // A successor is younger than what it succeeds (ledger/endings.h), and the source says that they are one.
    const bool one =
        after && heir > record && !before->source_key.empty() && before->source_key == after->source_key;
    endings.push_back({record, one ? heir : RecordId()});
  }
  if (!endings.empty()) end_records(write, batch.id, endings);
}

}  // namespace kith::service
