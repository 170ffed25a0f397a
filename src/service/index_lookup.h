// Which stored records given rows could be: asked of the match index, weighed by the model.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "service/match_base.h"

namespace kith::service {

class IndexLookup {
 public:
  /// Rows that are best looked up together.
  static constexpr std::size_t rows_at_once = 64;

  /// Throws Error(conflict) before the first resolve.
  IndexLookup(ledger::Statements& sql, const Cancel& cancel);

  /// By kind, empty for null: what is compared of a row that is not stored. `cells`, `standard`: packed as a
  /// record's.
  std::vector<std::string> values_of(const BatchLayout& batch, std::string_view cells,
                                     std::string_view standard);
  /// The same of a stored record; nullptr where it does not stand. Valid until the next look().
  const std::vector<std::string>* values_of(RecordId record) { return values_.of(record); }

  struct Likely {
    std::size_t row = 0;
    RecordId record;
    double total = 0;  ///< log2 odds that they are one customer, the prior included
  };
  /// Pairs of a row (place in `rows`) and a standing record that `wanted` lets through, of a total above
  /// `least`, by row. Records are found that were there at the last resolve of theirs. About a millisecond a
  /// row.
  std::vector<Likely> look(const std::vector<std::vector<std::string>>& rows, double least,
                           const std::function<bool(RecordId)>& wanted);

 private:
  ledger::Statements& sql_;
  const Cancel& cancel_;
  std::shared_ptr<const MatchBase> base_;
  RecordValues values_;
  RecordDecoder decoder_;
  Executor alone_{1};
};

}  // namespace kith::service
