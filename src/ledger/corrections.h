// Corrections: which values people set right, and what they become.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

struct StoredCorrection {
  std::int64_t number = 0;  ///< 1, 2, 3 …: what people call it
  std::string words;        ///< JSON: see service/correction.h
  std::string made_by;
  std::int64_t made_at = 0;
  BatchId batch;                  ///< that carried it out in the records that were there
  std::int64_t withdrawn_at = 0;  ///< 0: it stands
};

/// Fills number, made_by and made_at.
void add_correction(Write& write, StoredCorrection& correction);
void set_correction_batch(Write& write, std::int64_t number, BatchId batch);
/// `batch`: that took it out of the records that are there. No error where it is withdrawn already.
void withdraw_correction(Write& write, std::int64_t number, BatchId batch);
/// Those that the batch withdrew stand again.
void reinstate_corrections_of(Write& write, BatchId batch);
/// Those that the batch carried out are withdrawn for good.
void withdraw_corrections_of(Write& write, BatchId batch);
std::optional<StoredCorrection> find_correction(Statements& sql, std::int64_t number);
/// In order of number.
std::vector<StoredCorrection> all_corrections(Statements& sql);

}  // namespace kith::ledger
