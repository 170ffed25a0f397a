// Who belongs together without being one: the people of a household, the contacts of a company. Found from
// what the records say, shown, never merged.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "ledger/ledger.h"

namespace kith::service {

enum class RelationKind : std::uint8_t { household, company };
std::string_view name_of(RelationKind kind) noexcept;

/// What one customer shares with others.
struct Relation {
  RelationKind kind = RelationKind::household;
  std::string attribute;  ///< that says so: "address", "phone", "landline" or "company"
  std::string value;      ///< personal data
  struct Member {
    CustomerId customer;
    std::string name;  ///< golden; personal data
  };
  std::vector<Member> others;  ///< by id, at most 30
  bool more = false;           ///< there are others still
};

/// A household is customers with one address or one phone; where more than 12 customers share it, it is a
/// dormitory, an office or a shop and no household. A company is customers that name the same one. Empty
/// before the first resolve. A few index look-ups.
std::vector<Relation> relations_of(ledger::Statements& sql, CustomerId customer);

}  // namespace kith::service
