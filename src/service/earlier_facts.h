// The orders, events or interactions that a source gave before, asked row by row by a file that replaces them
// (BatchMode upsert and snapshot). As EarlierRows of customers: under each key the rows of the file take the
// place of those that stand, whatever their order and however many; rows without a key are known by their
// content.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/batches.h"
#include "ledger/fact_keys.h"

namespace kith::service {

class EarlierFacts {
 public:
  /// `batch`: facts that came before it are the earlier ones; in a dry run a number above all.
  EarlierFacts(SourceId source, std::string kind, ledger::BatchMode mode, BatchId batch)
      : source_(source), kind_(std::move(kind)), mode_(mode), batch_(batch) {}

  enum class Answer { fresh, replaces, unchanged };
  /// `key` is empty for a row without one. O(log facts + those under the key).
  Answer look(ledger::Statements& sql, std::string_view key, std::int64_t digest);

  /// Where the asking stands, and back to there: a transaction may be run again.
  struct Mark {
    std::size_t seen, named;
  };
  Mark mark() const noexcept { return {seen_.size(), named_.size()}; }
  void rewind(const Mark& mark);

  struct Replaced {
    ledger::KeyedFact fact;
    RecordId heir;  ///< whom the fact of that key is about now; none where the file says it of several
  };
  struct Outcome {
    std::vector<Replaced> replaced;
    std::vector<ledger::KeyedFact> gone;
    std::int64_t standing = 0;  ///< facts that stood before, of a snapshot
  };
  /// What the file does, once every row was asked about.
  Outcome outcome(ledger::Statements& sql);

 private:
  bool was_seen(std::int64_t fact) const;

  SourceId source_;
  std::string kind_;
  ledger::BatchMode mode_;
  BatchId batch_;
  std::vector<std::int64_t> seen_;           // facts whose row came again unchanged
  std::vector<std::string> named_;           // keys with standing facts that were not repeated
  std::vector<ledger::KeyedFact> standing_;  // of the key last asked for
};

/// Ends by that batch what the outcome says, of which [first, last) of `replaced` and `gone`, one behind the
/// other. A record that came with facts and has none left ends with them, and the record that its source
/// names in its place under the same key takes its customer.
void end_facts(ledger::Write& write, const ledger::Batch& batch, const EarlierFacts::Outcome& outcome,
               std::size_t first, std::size_t last);

}  // namespace kith::service
