// What a source gave before, asked row by row by a file that replaces it (BatchMode upsert and snapshot).
//
// For each key the rows of the new file are a set that takes the place of the set that stands: a row that
// says the same as a standing record is unchanged and not stored again, another is stored, and standing
// records under a named key that no row repeats end. So neither the order of rows nor several rows under one
// key make a difference. A snapshot ends also what stands under keys that the file does not name. Rows
// without a key are known by their content, or by matching.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/batches.h"
#include "ledger/endings.h"
#include "service/matched_rows.h"

namespace kith::service {

class EarlierRows {
 public:
  /// `batch`: records that came before it are the earlier ones; in a dry run a number above all.
  EarlierRows(SourceId source, ledger::BatchMode mode, BatchId batch)
      : source_(source), mode_(mode), batch_(batch) {}

  enum class Answer { fresh, replaces, unchanged };
  /// Two look-ups, of which one at most misses. `key` is empty for a row without one.
  Answer look(ledger::Statements& sql, std::string_view key, std::int64_t digest);

  /// Where the asking stands, and back to there: a transaction may be run again.
  struct Mark {
    std::size_t seen, named, returned;
  };
  Mark mark() const noexcept { return {seen_.size(), named_.size(), returned_.size()}; }
  void rewind(const Mark& mark);

  /// What the file does, once every row was asked about. Sorts what it remembers: eight bytes for an
  /// unchanged row, the key of a replaced one.
  struct Ending {
    RecordId record, heir;  ///< heir: none where the record is gone, or in a dry run
  };
  struct Outcome {
    std::vector<Ending> replaced, gone;
    std::int64_t standing = 0;  ///< keyed records that stood before
  };
  /// `matched`: rows that were fresh, with records that they are, surest first; each takes the place of one
  /// at most, and no two of the same.
  Outcome outcome(ledger::Statements& sql, std::span<const MatchedRows::Pairing> matched = {});

  /// Keys under which records stood before, but none does now: their rows belong to the same customer still.
  const std::vector<std::string>& returned() const noexcept { return returned_; }

 private:
  bool was_seen(RecordId record) const;

  SourceId source_;
  ledger::BatchMode mode_;
  BatchId batch_;
  std::vector<std::int64_t> seen_;             // records whose row came again unchanged
  std::vector<std::string> named_, returned_;  // keys with standing records that were not repeated; see above
  std::vector<ledger::KeyedRecord> standing_;  // of the key last asked for
};

}  // namespace kith::service
