// Agreement: how far the records of one customer tell the same story.
//
// Rows come grouped by customer (the golden row of a customer before its records, records in the order
// of their batches); the accumulator looks at one customer at a time and adds to the counts of the batches.
// Memory is that of the largest customer. Time O(n·k) plus O(m log m · k) for customers of m > 8 records.
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "quality/scorecard.h"

namespace kith::quality {

/// A value for comparison: 0 none or not usable; else a 62-bit hash of the standard form, shifted left by
/// one, with the lowest bit set where the value is suspect. Values agree where all but that bit agree.
using ValueMark = std::int64_t;

class Agreement {
 public:
  static constexpr std::size_t golden = static_cast<std::size_t>(-1);

  /// Adds to `batches` (agreeing, comparable, contradicted, resolved, first), which must outlive this and
  /// keep its size. `sources` is their number.
  Agreement(std::span<Measurement> batches, std::size_t sources);

  /// A row of `customer`; `batch` an index, or `golden`. REQUIRES marks.size() == k. A new customer number
  /// closes the one before.
  void add(std::int64_t customer, std::size_t batch, std::span<const ValueMark> marks);
  /// Closes the last customer.
  void finish();

  /// Customers by their number of records.
  const std::map<std::int64_t, std::int64_t>& sizes() const noexcept { return sizes_; }
  /// Customers that both sources know: n × n, the diagonal those that the one source knows.
  const std::vector<std::int64_t>& shared() const noexcept { return shared_; }
  std::size_t sources() const noexcept { return sources_; }

 private:
  void close();
  void compare(std::size_t attribute);
  void compare_many(std::size_t attribute);

  std::span<Measurement> batches_;
  std::size_t sources_;
  std::size_t attributes_;
  std::int64_t customer_ = 0;
  std::vector<ValueMark> golden_;      // k; zeros where the customer has none
  std::vector<std::size_t> batch_of_;  // of the records of this customer
  std::vector<ValueMark> marks_;       // records × k
  std::vector<std::pair<ValueMark, std::size_t>> sorted_;
  std::vector<char> seen_;  // by source, of this customer
  std::vector<std::size_t> seen_list_;
  std::map<std::int64_t, std::int64_t> sizes_;
  std::vector<std::int64_t> shared_;
};

}  // namespace kith::quality
