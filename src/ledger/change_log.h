// The change log: every change of data, numbered in the order of its writing.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// One entry: the ids first … last of `entity` may have changed.
struct ChangeEntry {
  std::string_view entity;  ///< as name_of(Entity); valid during the call
  std::int64_t first = 0, last = 0;
  BatchId batch;  ///< none where the change is not of a batch
};

/// Calls `each` for the changes in (after, up_to], in order; it says whether to go on. False where it did
/// not.
bool each_change(Statements& sql, std::int64_t after, std::int64_t up_to,
                 const std::function<bool(const ChangeEntry&)>& each);
/// The batches whose records were put after change `after`.
std::vector<BatchId> batches_with_records_since(Statements& sql, std::int64_t after);
/// The number of the change that opened the batch.
std::int64_t opening_change_of(Statements& sql, BatchId batch);

}  // namespace kith::ledger
