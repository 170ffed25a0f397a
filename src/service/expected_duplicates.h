// How many rows of a file are customers that the base has: asked of a sample, before anything is written.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "ledger/ledger.h"
#include "service/record_decoder.h"

namespace kith::service {

/// Takes rows as they come and keeps an even sample of them, in memory that does not grow. The same rows give
/// the same sample.
class ExpectedDuplicates {
 public:
  static constexpr std::size_t most_looked_at = 512;

  /// `batch` must outlive this.
  explicit ExpectedDuplicates(const BatchLayout& batch) : batch_(batch) {}

  void add(std::string_view cells, std::string_view standard);

  struct Answer {
    std::uint64_t rows = 0;       ///< that were taken
    std::uint64_t looked_at = 0;  ///< of them; 0 where the base was never resolved
    std::uint64_t found = 0;      ///< of those, more likely than not a customer that the base has
    /// Of all rows, were the others like those.
    std::uint64_t expected() const noexcept {
      return looked_at == 0 ? 0 : (found * rows + looked_at / 2) / looked_at;
    }
  };
  /// Looks the sample up in the match index: about a millisecond a row.
  Answer answer(ledger::Statements& sql, const Cancel& cancel);

 private:
  struct Row {
    std::string cells, standard;
  };
  const BatchLayout& batch_;
  std::vector<Row> rows_;
  std::uint64_t taken_ = 0, stride_ = 1;
};

}  // namespace kith::service
