// What holds a record to others for certain, and what it is likely one with, as the ledger has it.
#pragma once
#include <vector>

#include "base/ids.h"
#include "ledger/ledger.h"

namespace kith::service {

/// `same` and `different`: by people's word on the record and on those whose place it took, about records
/// that stand. `former`: the customer it was of before its present one. Null customers: none.
struct RecordTies {
  std::vector<RecordId> same, different;
  std::vector<RecordId> of_key;  ///< that its source gave under its key, itself among them
  std::vector<RecordId> likely;  ///< likely pairs of other customers, where it was looked around from
  CustomerId customer, former;
  bool seen = false;  ///< it was looked around from, and all its likely pairs are known
};

struct CustomerTies {
  std::vector<RecordId> members;  ///< that stand, rising
  RecordId newest_heir;           ///< the newest of them that took another's place
};

/// Reads them through one connection. What no record of the base has is not asked for each.
class TieReader {
 public:
  explicit TieReader(ledger::Statements& sql);
  /// Without `with_likely` the record counts as one that was not looked around from.
  RecordTies of(RecordId record, bool with_likely);
  CustomerTies of(CustomerId customer);

 private:
  void read_decisions(RecordId record, RecordTies& ties);

  ledger::Statements& sql_;
  bool pairs_known_, decided_, ended_, moved_;
};

}  // namespace kith::service
