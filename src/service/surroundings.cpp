#include "service/surroundings.h"

#include <map>

#include "base/error.h"
#include "service/customer_list.h"
#include "service/customer_page.h"
#include "service/match_html.h"

namespace kith::service {

Surroundings surroundings_of(Office& office, const Actor& actor, CustomerId customer) {
  actor.require("customers.read");
  auto read = office.ledger().read();
  auto& sql = read->sql();
  if (!sees_customer(sql, actor, customer))
    throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", to_string(customer)}}));
  std::map<std::string, FieldAccess> access;
  for (const auto& attribute : ledger::all_attributes(sql))
    access[attribute.name] = actor.access_to(attribute);

  Surroundings found;
  const auto page = read_customer(*read, customer, {});
  for (const auto& link : links_between(*read, page.records))
    found.links.push_back({page.records[link.a].id, page.records[link.b].id, link.total});
  for (auto& relation : relations_of(sql, customer)) {
    if (access[relation.attribute] == FieldAccess::hide) continue;
    if (access[relation.attribute] == FieldAccess::mask) relation.value = masked(relation.value);
    std::erase_if(relation.others,
                  [&](const auto& other) { return !sees_customer(sql, actor, other.customer); });
    for (auto& other : relation.others) {
      if (access["name"] == FieldAccess::hide) other.name.clear();
      if (access["name"] == FieldAccess::mask) other.name = masked(other.name);
    }
    if (!relation.others.empty()) found.relations.push_back(std::move(relation));
  }
  office.trail().note(actor, "customer.read", to_string(customer), "{\"part\":\"surroundings\"}");
  return found;
}

}  // namespace kith::service
