#include "service/decide.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/match_pairs.h"
#include "ledger/records.h"
#include "service/golden.h"
#include "standard/standardise.h"

namespace kith::service {
namespace {

void log_customers(ledger::Write& write, const std::vector<CustomerId>& customers) {
  for (auto customer : customers)
    write.changed(ledger::Entity::customer, "put", customer.value, customer.value);
}

// By its name, or by its label in either language.
const ledger::Attribute& attribute_named(const std::vector<ledger::Attribute>& attributes,
                                         const std::string& name) {
  auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) {
    return a.name == name || a.label_en == name || a.label_zh == name;
  });
  if (found == attributes.end()) {
    throw Error(ErrorCode::not_found, Text("There is no attribute {name}.", {{"name", name}}),
                "`kith show` lists a customer's attributes by their names.");
  }
  return *found;
}

// A "same" decision between two records undoes "different" ones that it contradicts.
void withdraw_contradicted(ledger::Write& write, const std::set<RecordId>& one,
                           const std::set<RecordId>& other, ledger::DecisionType kind) {
  for (const auto& decision : ledger::standing_links(write.sql)) {
    if (decision.kind != kind) continue;
    bool across = (one.count(decision.a) != 0 && other.count(decision.b) != 0) ||
                  (one.count(decision.b) != 0 && other.count(decision.a) != 0);
    if (across) ledger::withdraw_decision(write, decision.id);
  }
}

std::set<RecordId> set_of(const std::vector<RecordId>& records) { return {records.begin(), records.end()}; }

// Who speaks for a customer: a record that stands, where there is one. REQUIRES at least one record.
RecordId first_standing(ledger::Statements& sql, const std::vector<RecordId>& records) {
  auto stands = std::find_if_not(records.begin(), records.end(),
                                 [&](RecordId id) { return ledger::has_ended(sql, id); });
  return stands == records.end() ? records.front() : *stands;
}

// Adds to `leaving` who goes along: a record and those whose place it took stay together, and who is gone
// without an heir goes with those that a person said are the same, unless one of them stays.
void take_along(ledger::Statements& sql, const std::vector<RecordId>& members, std::set<RecordId>& leaving) {
  std::map<RecordId, RecordId> heirs;  // of each member; none of who is gone
  for (auto member : members) heirs[member] = ledger::standing_heir(sql, member);
  for (const auto& [member, heir] : heirs) {
    if (heir && leaving.count(member) != 0) leaving.insert(heir);
  }
  for (const auto& [member, heir] : heirs) {
    if (heir && leaving.count(heir) != 0) leaving.insert(member);
  }
  const auto decisions = ledger::standing_links(sql);
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [member, heir] : heirs) {
      if (heir || leaving.count(member) != 0) continue;
      bool goes = false, stays = false;
      for (const auto& decision : decisions) {
        const bool about =
            decision.kind == ledger::DecisionType::same && (decision.a == member || decision.b == member);
        const auto other = heirs.find(decision.a == member ? decision.b : decision.a);
        if (!about || other == heirs.end()) continue;
        goes |= leaving.count(other->first) != 0;
        stays |= leaving.count(other->first) == 0 && other->second;
      }
      if (goes && !stays) grew |= leaving.insert(member).second;
    }
  }
}

// Takes the pins off. The customers for whom they were golden, and `customer`.
std::set<CustomerId> withdraw_pins(ledger::Write& write, CustomerId customer,
                                   const std::vector<ledger::Decision>& pins) {
  std::set<CustomerId> customers{customer};
  for (const auto& pin : pins) {
    ledger::withdraw_decision(write, pin.id);
    customers.insert(ledger::customer_of_pin(write.sql, pin.a));
  }
  return customers;
}

void refresh(ledger::Write& write, GoldenBuilder& builder, const std::set<CustomerId>& customers) {
  for (auto customer : customers) {
    const auto change = write.changed(ledger::Entity::customer, "put", customer.value, customer.value);
    refresh_customer(write, builder, customer, change);
  }
}

std::map<std::string, std::string> values_together(ledger::Statements& sql,
                                                   const std::vector<CustomerId>& customers) {
  std::vector<ledger::StoredRecord> records;
  for (auto customer : std::set<CustomerId>(customers.begin(), customers.end())) {
    for (auto& record : ledger::records_of_customer(sql, customer)) records.push_back(std::move(record));
  }
  GoldenBuilder builder(sql, PinsRead::of_customer);
  std::map<AttributeId, std::string> names;
  for (const auto& attribute : builder.attributes()) names[attribute.id] = attribute.name;
  std::map<std::string, std::string> values;
  for (const auto& value : builder.build(records)) {
    if (value.ordinal == 0) values[names[value.attribute]] = value.value;
  }
  return values;
}

}  // namespace

CustomerId customer_named(ledger::Statements& sql, const std::string& name) {
  if (auto record = parse_id<RecordKind>(name)) {
    auto customer = ledger::customer_of(sql, *record);
    if (customer) return customer;
    if (ledger::find_record(sql, *record)) {
      throw Error(ErrorCode::conflict, Text("{id} belongs to no customer yet.", {{"id", name}}),
                  "Run `kith resolve` first.");
    }
    throw Error(ErrorCode::not_found, Text("There is no record {id}.", {{"id", name}}));
  }
  auto id = parse_id<CustomerKind>(name);
  if (!id) {
    throw Error(ErrorCode::usage, Text("{id} is not the id of a customer.", {{"id", name}}),
                "Customers are called cus_… and records rec_…; `kith customers` lists them.");
  }
  auto present = ledger::present_customer(sql, *id);
  if (!present)
    throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", name}}),
                "`kith customers` lists them.");
  return *present;
}

RecordId record_named(ledger::Statements& sql, const std::string& name) {
  auto id = parse_id<RecordKind>(name);
  if (!id) {
    throw Error(ErrorCode::usage, Text("{id} is not the id of a record.", {{"id", name}}),
                "Records are called rec_…; `kith how` lists those of a customer.");
  }
  if (!ledger::find_record(sql, *id))
    throw Error(ErrorCode::not_found, Text("There is no record {id}.", {{"id", name}}));
  return *id;
}

MergeReport merge_customers(Home& home, const std::vector<CustomerId>& customers, const std::string& reason,
                            bool dry_run) {
  MergeReport report;
  for (auto customer : customers) {
    if (!report.into) {
      report.into = customer;
    } else if (customer != report.into &&
               std::find(report.merged.begin(), report.merged.end(), customer) == report.merged.end()) {
      report.merged.push_back(customer);
    }
  }
  if (report.merged.empty()) {
    throw Error(ErrorCode::usage, "A merge needs two different customers.",
                "Name the one to keep first, then the others.");
  }
  auto read = home.ledger().read();
  for (auto customer : report.merged) {
    report.records += static_cast<std::int64_t>(ledger::members_of(read->sql(), customer).size());
    auto facts = ledger::facts_of_customer(read->sql(), customer);
    report.orders += facts.orders;
    report.events += facts.events;
    report.interactions += facts.interactions;
  }
  if (dry_run) {
    report.values = values_together(read->sql(), customers);
    return report;
  }
  home.ledger().write([&](ledger::Write& write) {
    auto kept = ledger::members_of(write.sql, report.into);
    auto change = write.changed(ledger::Entity::customer, "put", report.into.value, report.into.value);
    for (auto customer : report.merged) {
      auto records = ledger::members_of(write.sql, customer);
      withdraw_contradicted(write, set_of(kept), set_of(records), ledger::DecisionType::different);
      if (!kept.empty() && !records.empty()) {
        ledger::Decision decision;
        decision.kind = ledger::DecisionType::same;
        decision.a = first_standing(write.sql, kept);
        decision.b = first_standing(write.sql, records);
        decision.reason = reason;
        decision.made_by = write.actor();
        ledger::put_decision(write, decision);
      }
      for (auto record : records) {
        ledger::point_record(write, record, report.into, change);
        write.changed(ledger::Entity::record, "put", record.value, record.value);
      }
      ledger::replace_values(write, customer, {}, change);
      ledger::set_customer(write, customer, 0, report.into);
      kept.insert(kept.end(), records.begin(), records.end());
    }
    GoldenBuilder builder(write.sql, PinsRead::of_customer);
    refresh_customer(write, builder, report.into, change);
    log_customers(write, report.merged);
    std::string ids;
    for (auto customer : report.merged) ids += (ids.empty() ? "\"" : ",\"") + to_string(customer) + "\"";
    write.audit("customer.merge", to_string(report.into), "{\"merged\":[" + ids + "]}");
  });
  return report;
}

SplitReport split_records(Home& home, const std::vector<RecordId>& records, const std::string& reason,
                          bool dry_run) {
  SplitReport report;
  auto leaving = set_of(records);
  std::vector<RecordId> members;
  CustomerId came_from;
  {
    auto read = home.ledger().read();
    for (auto record : leaving) {
      auto customer = ledger::customer_of(read->sql(), record);
      if (!customer)
        throw Error(ErrorCode::conflict,
                    Text("{id} belongs to no customer yet.", {{"id", to_string(record)}}),
                    "Run `kith resolve` first.");
      if (report.from && customer != report.from) {
        throw Error(ErrorCode::usage, "The records belong to different customers.",
                    "Split one customer at a time.");
      }
      report.from = customer;
    }
    if (!report.from) throw Error(ErrorCode::usage, "A split needs at least one record.");
    members = ledger::members_of(read->sql(), report.from);
    take_along(read->sql(), members, leaving);
    const auto standing = ledger::standing_members_of(read->sql(), report.from);
    if (std::all_of(standing.begin(), standing.end(), [&](RecordId id) { return leaving.count(id) != 0; })) {
      throw Error(ErrorCode::usage, "Some record must stay with the customer.", "Name fewer records.");
    }
    // Records that were another customer before a merge become that one again, where nobody uses its id now.
    std::set<CustomerId> before;
    ledger::each_past_membership(read->sql(), [&](RecordId record, CustomerId customer) {
      if (leaving.count(record) != 0) before.insert(customer);
    });
    for (auto candidate : before) {
      auto customer = ledger::find_customer(read->sql(), candidate);
      if (customer && customer->records == 0 && !came_from) came_from = candidate;
    }
  }
  report.to = came_from;
  report.records = static_cast<std::int64_t>(leaving.size());
  for (auto member : members)
    (leaving.count(member) != 0 ? report.leaving : report.staying).push_back(member);
  if (dry_run) return report;
  home.ledger().write([&](ledger::Write& write) {
    auto to = came_from ? came_from : ledger::create_customer(write);
    report.to = to;
    auto change = write.changed(ledger::Entity::customer, "put", report.from.value, report.from.value);
    const auto staying = set_of(report.staying);
    ledger::part_match_groups(write, std::vector{report.leaving, report.staying});
    withdraw_contradicted(write, leaving, staying, ledger::DecisionType::same);
    for (auto record : leaving) {
      for (auto other : staying) {
        ledger::Decision decision;
        decision.kind = ledger::DecisionType::different;
        decision.a = record;
        decision.b = other;
        decision.reason = reason;
        decision.made_by = write.actor();
        ledger::put_decision(write, decision);
      }
      ledger::point_record(write, record, to, change);
      write.changed(ledger::Entity::record, "put", record.value, record.value);
    }
    GoldenBuilder builder(write.sql, PinsRead::of_customer);
    refresh_customer(write, builder, report.from, change);
    refresh_customer(write, builder, to, change);
    log_customers(write, {to});
    write.audit("customer.split", to_string(report.from), "{\"to\":\"" + to_string(to) + "\"}");
  });
  return report;
}

std::string pin_value(Home& home, CustomerId customer, const std::string& attribute, const std::string& value,
                      const std::string& reason) {
  std::string pinned;
  home.ledger().write([&](ledger::Write& write) {
    auto attributes = ledger::all_attributes(write.sql);
    const auto& wanted = attribute_named(attributes, attribute);
    standard::Standardised result;
    standard::Standard standard;
    standard.today = write.now() / 86400000;
    standard::standardiser_for(wanted.type).function(value, standard, result);
    if (result.verdict == Verdict::invalid || result.verdict == Verdict::empty) {
      throw Error(
          ErrorCode::bad_input,
          Text("This cannot be a value of {attribute}: {reason}.",
               {{"attribute", attribute}, {"reason", std::string(text_of(result.reason, Language::en))}}),
          "Give the value as it should stand.");
    }
    pinned = result.value;
    auto members = ledger::members_of(write.sql, customer);
    if (members.empty()) throw Error(ErrorCode::conflict, "This customer has no records any more.");
    auto customers = withdraw_pins(write, customer, ledger::pins_of(write.sql, members, wanted.id));
    ledger::Decision decision;
    decision.kind = ledger::DecisionType::pin;
    decision.a = first_standing(write.sql, members);
    decision.attribute = wanted.id;
    decision.value = pinned;
    decision.reason = reason;
    decision.made_by = write.actor();
    ledger::put_decision(write, decision);
    customers.insert(ledger::customer_of_pin(write.sql, decision.a));
    GoldenBuilder builder(write.sql, PinsRead::of_customer);
    refresh(write, builder, customers);
    write.audit("customer.pin", to_string(customer), "{\"attribute\":\"" + wanted.name + "\"}");
  });
  return pinned;
}

void unpin_value(Home& home, CustomerId customer, const std::string& attribute) {
  home.ledger().write([&](ledger::Write& write) {
    auto attributes = ledger::all_attributes(write.sql);
    const auto& wanted = attribute_named(attributes, attribute);
    auto members = ledger::members_of(write.sql, customer);
    const auto pins = ledger::pins_of(write.sql, members, wanted.id);
    if (pins.empty())
      throw Error(ErrorCode::not_found,
                  Text("Nothing is pinned for {attribute}.", {{"attribute", attribute}}));
    const auto customers = withdraw_pins(write, customer, pins);
    GoldenBuilder builder(write.sql, PinsRead::of_customer);
    refresh(write, builder, customers);
    write.audit("customer.unpin", to_string(customer), "{\"attribute\":\"" + wanted.name + "\"}");
  });
}

void withdraw_decision(ledger::Write& write, const ledger::Decision& decision) {
  ledger::withdraw_decision(write, decision.id);
  if (decision.kind != ledger::DecisionType::pin) return;
  const auto customer = ledger::customer_of_pin(write.sql, decision.a);
  if (!customer) return;
  GoldenBuilder builder(write.sql, PinsRead::of_customer);
  refresh(write, builder, {customer});
}

void pin_values(ledger::Write& write, CustomerId customer,
                const std::map<std::string, std::optional<std::string>>& values, const std::string& reason) {
  ValuePinner(write, values, reason).pin(customer);
  for (const auto& [name, value] : values)
    write.audit(value ? "customer.pin" : "customer.unpin", to_string(customer),
                "{\"attribute\":\"" + name + "\"}");
}

ValuePinner::ValuePinner(ledger::Write& write,
                         const std::map<std::string, std::optional<std::string>>& values, std::string reason)
    : write_(write), reason_(std::move(reason)), builder_(write.sql, PinsRead::of_customer) {
  for (const auto& [name, value] : values) {
    const auto& attributes = builder_.attributes();
    auto wanted = std::find_if(attributes.begin(), attributes.end(),
                               [&, key = name](const auto& a) { return a.name == key; });
    if (wanted == attributes.end())
      throw Error(ErrorCode::bad_input, Text("There is no attribute {name}.", {{"name", name}}),
                  "The data dictionary lists them.", {{}, 0, "values." + name});
    values_.push_back({name, wanted->id, {}});
    if (!value) continue;
    standard::Standardised result;
    standard::Standard standard;
    standard.today = write.now() / 86400000;
    standard::standardiser_for(wanted->type).function(*value, standard, result);
    if (result.verdict == Verdict::invalid || result.verdict == Verdict::empty)
      throw Error(ErrorCode::bad_input,
                  Text("This cannot be a value of {attribute}: {reason}.",
                       {{"attribute", name}, {"reason", std::string(text_of(result.reason, Language::en))}}),
                  "Give the value as it should stand.", {{}, 0, "values." + name});
    values_.back().value = result.value;
  }
}

std::vector<PinChange> ValuePinner::pin(CustomerId customer) {
  auto& sql = write_.sql;
  const auto members = ledger::members_of(sql, customer);
  if (members.empty()) throw Error(ErrorCode::conflict, "This customer has no records any more.");
  std::vector<PinChange> changes;
  std::set<CustomerId> customers{customer};
  for (const auto& [name, attribute, value] : values_) {
    const auto before = ledger::pins_of(sql, members, attribute);
    customers.merge(withdraw_pins(write_, customer, before));
    DecisionId made;
    if (value) {
      ledger::Decision decision;
      decision.kind = ledger::DecisionType::pin;
      decision.a = first_standing(sql, members);
      decision.attribute = attribute;
      decision.value = *value;
      decision.reason = reason_;
      decision.made_by = write_.actor();
      made = ledger::put_decision(write_, decision);
      customers.insert(ledger::customer_of_pin(sql, decision.a));
    }
    if (before.empty() && made) changes.push_back({made, {}});
    for (const auto& pin : before) changes.push_back({made, pin.id});
  }
  service::refresh(write_, builder_, customers);
  return changes;
}

bool ValuePinner::holds(CustomerId customer) const {
  const auto members = ledger::members_of(write_.sql, customer);
  return std::all_of(values_.begin(), values_.end(), [&](const auto& wanted) {
    const auto pins = ledger::pins_of(write_.sql, members, wanted.attribute);
    return wanted.value ? pins.size() == 1 && pins.front().value == *wanted.value : pins.empty();
  });
}

std::map<std::string, std::string> ValuePinner::values() const {
  std::map<std::string, std::string> values;
  for (const auto& wanted : values_) {
    if (wanted.value) values[wanted.name] = *wanted.value;
  }
  return values;
}

void ValuePinner::refresh(CustomerId customer) { service::refresh(write_, builder_, {customer}); }

}  // namespace kith::service
