#include "service/relations.h"

#include <algorithm>
#include <map>
#include <set>

#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "service/match_base.h"

namespace kith::service {
namespace {

constexpr std::size_t largest_household = 12;
constexpr std::size_t most_shown = 30;

struct Sharing {
  std::string_view attribute;
  RelationKind kind;
};
constexpr Sharing sharings[] = {{"address", RelationKind::household},
                                {"landline", RelationKind::household},
                                {"phone", RelationKind::household},
                                {"company", RelationKind::company}};

const Sharing* sharing_named(std::string_view attribute) {
  for (const auto& sharing : sharings) {
    if (sharing.attribute == attribute) return &sharing;
  }
  return nullptr;
}

std::string golden_name(ledger::Statements& sql, AttributeId name, CustomerId customer) {
  for (const auto& value : ledger::values_of(sql, customer)) {
    if (value.attribute == name && value.ordinal == 0) return value.value;
  }
  return {};
}

}  // namespace

std::string_view name_of(RelationKind kind) noexcept {
  return kind == RelationKind::household ? "household" : "company";
}

std::vector<Relation> relations_of(ledger::Statements& sql, CustomerId customer) {
  if (!MatchBase::exists(sql)) return {};
  const auto base = MatchBase::load(sql);
  const auto names = match::index_names(base.model);
  RecordValues values(sql, base.kinds);
  auto members = ledger::standing_members_of(sql, customer);
  std::erase_if(members, [&](RecordId record) { return values.of(record) == nullptr; });
  const auto table = values.table(members);
  // By attribute and value, the customers that share it.
  std::map<std::pair<std::string, std::string>, std::set<CustomerId>> shared;
  for (const auto& key : match::index_keys(table, base.model, base.frequencies)) {
    if (sharing_named(names[key.name]) == nullptr) continue;
    std::size_t column = 0;
    while (base.kinds[column].first != names[key.name]) ++column;
    const auto value = (*values.of(members[key.row]))[column];
    auto& others = shared[{names[key.name], value}];
    if (!others.empty()) continue;
    std::vector<RecordId> records;
    ledger::records_of_match_key(sql, base.state.bits, key.key, match::most_sharers, records);
    for (auto record : records) {
      const auto* theirs = values.of(record);
      if (theirs == nullptr || (*theirs)[column] != value) continue;
      const auto other = ledger::customer_of(sql, record);
      if (other && other != customer) others.insert(other);
    }
  }
  AttributeId name;
  for (const auto& attribute : ledger::all_attributes(sql)) {
    if (attribute.name == "name") name = attribute.id;
  }
  std::vector<Relation> relations;
  for (const auto& [what, others] : shared) {
    const auto kind = sharing_named(what.first)->kind;
    if (others.empty() || (kind == RelationKind::household && others.size() >= largest_household)) continue;
    Relation relation{kind, what.first, what.second, {}, others.size() > most_shown};
    for (auto other : others) {
      if (relation.others.size() == most_shown) break;
      relation.others.push_back({other, golden_name(sql, name, other)});
    }
    relations.push_back(std::move(relation));
  }
  return relations;
}

}  // namespace kith::service
