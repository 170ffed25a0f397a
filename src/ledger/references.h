// No foreign key crosses distribution keys; what would be one is asked here.
#pragma once
#include <cstdint>
#include <vector>

#include "base/text.h"
#include "ledger/ledger.h"

namespace kith::ledger {

/// What points at nothing, or is counted wrongly: a sentence a kind, nothing where all is sound. Linear in
/// the ledger.
std::vector<Text> broken_references(Statements& sql);

struct LedgerSize {
  std::int64_t records = 0;
  std::int64_t customers = 0;  ///< those with records
};
LedgerSize size_of(Statements& sql);

}  // namespace kith::ledger
