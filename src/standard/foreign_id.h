// Identity numbers of persons outside the mainland, with their check digits.
#pragma once
#include <string_view>

#include "standard/standardise.h"

namespace kith::standard {

struct ForeignId {
  bool is_known = false;  ///< the form is that of the region, or of no other paper
  Reason failure = Reason::none;
  std::string_view kind;  ///< "hong_kong_id", "dni" …
};

/// `code`: capitals and digits; `tidy`: as written; `region`: ISO 3166-1 alpha-2. For "CN" the numbers of
/// Hong Kong, Macao and Taiwan that can be told by their form alone.
ForeignId read_foreign_id(std::string_view code, std::string_view tidy, std::string_view region) noexcept;

}  // namespace kith::standard
