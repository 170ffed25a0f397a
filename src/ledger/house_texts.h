// Texts that a company writes for its base: its standard, its rules. Every version stays.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/ledger.h"

namespace kith::ledger {

struct HouseText {
  std::int64_t version = 0;  ///< 0: there is none
  std::string text, made_by;
  std::int64_t made_at = 0;
};

/// The newest version of the text of that name.
HouseText house_text(Statements& sql, std::string_view name);
/// Stores a new version unless it equals the newest. Returns the version that stands.
std::int64_t put_house_text(Write& write, std::string_view name, std::string_view text);

}  // namespace kith::ledger
