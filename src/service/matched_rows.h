// Rows without a key of their own: which earlier records of their source they take the place of is found out
// by matching.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "service/index_lookup.h"

namespace kith::service {

class MatchedRows {
 public:
  /// `before`: records of the source that batches before it gave are asked for. Throws Error(conflict) before
  /// the first resolve of the base.
  MatchedRows(ledger::Statements& sql, SourceId source, BatchId before, const Cancel& cancel);

  IndexLookup& index() noexcept { return index_; }
  /// A row by what is compared of it. `heir`: its record; none in a dry run.
  void add(RecordId heir, std::vector<std::string> values);

  struct Pairing {
    std::uint64_t row = 0;  ///< in the order of add()
    RecordId heir, record;
    double total = 0;  ///< log2 odds
  };
  /// Every row with every earlier record that it is with odds of nine to one or better, surest first. A row
  /// may stand there with several records, and a record with several rows.
  std::vector<Pairing> take();

 private:
  void ask();

  ledger::Statements& sql_;
  SourceId source_;
  BatchId before_;
  IndexLookup index_;
  std::vector<RecordId> heirs_;
  std::vector<std::vector<std::string>> rows_;
  std::uint64_t asked_ = 0;
  std::vector<Pairing> pairings_;
};

}  // namespace kith::service
