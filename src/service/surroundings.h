// What stands around a customer: how strongly its records speak for one another, and who else shares its
// household or company.
#pragma once
#include <string>
#include <vector>

#include "service/office.h"
#include "service/relations.h"

namespace kith::service {

/// Of two records of the customer: the log2 odds that they are one, by the model of the last resolve.
struct MemberLink {
  RecordId a, b;
  double weight = 0;
};
struct Surroundings {
  std::vector<MemberLink> links;  ///< of every two of the first 60 records
  std::vector<Relation>
      relations;  ///< with those alone whom the actor may see; values and names masked where they must be
};

/// Empty before the first resolve. Throws Error(denied) without customers.read, Error(not_found) for a
/// customer that the actor may not see.
Surroundings surroundings_of(Office& office, const Actor& actor, CustomerId customer);

}  // namespace kith::service
