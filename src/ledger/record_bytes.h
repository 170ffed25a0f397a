// What a record says, without where it came from and whom it points at: for those who look at many.
#pragma once
#include <functional>
#include <span>

#include "ledger/ledger.h"

namespace kith::ledger {

/// Calls `see` with the record's batch and its two byte strings (record_codec.h), which live until it
/// returns. False, without a call, where no such record stands.
bool see_standing_record(Statements& sql, RecordId record,
                         const std::function<void(BatchId batch, std::span<const unsigned char> cells,
                                                  std::span<const unsigned char> standard)>& see);

}  // namespace kith::ledger
