#include "service/customer_desk.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "ledger/bulk_edits.h"
#include "ledger/decisions_of_record.h"
#include "ledger/dry_run.h"
#include "service/customer_list.h"
#include "service/hand_entry.h"

namespace kith::service {
namespace {

[[noreturn]] void not_there(const std::string& name) {
  throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", name}}));
}

void mask_values(std::vector<PageRecord::Value>& values, const std::map<std::string, FieldAccess>& access) {
  auto access_to = [&](const std::string& attribute) {
    auto found = access.find(attribute);
    return found == access.end() ? FieldAccess::hide : found->second;
  };
  std::erase_if(values, [&](const auto& v) { return access_to(v.attribute) == FieldAccess::hide; });
  for (auto& value : values) {
    if (access_to(value.attribute) != FieldAccess::mask) continue;
    value.value = masked(value.value);
    value.raw = masked(value.raw);
  }
}

std::map<std::string, FieldAccess> access_of(const std::vector<ledger::Attribute>& attributes,
                                             const Actor& actor) {
  std::map<std::string, FieldAccess> access;
  for (const auto& attribute : attributes) access[attribute.name] = actor.access_to(attribute);
  return access;
}

// Columns that no attribute takes have no class of their own: only who may see the most sensitive sees them.
bool sees_extra(const Actor& actor) {
  for (const char* sensitivity : {"personal", "sensitive"}) {
    ledger::Attribute any;
    any.sensitivity = sensitivity;
    if (actor.access_to(any) < FieldAccess::read) return false;
  }
  return true;
}

std::string etag_of(ledger::Statements& sql, CustomerId customer) {
  auto text = ledger::stamp_of(sql, customer);
  auto digest = sha256({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
  return "\"" + to_hex(digest).substr(0, 16) + "\"";
}

void collect_alternatives(CustomerView& view) {
  std::map<std::string, std::set<std::string>> golden;
  for (const auto& value : view.page.values) golden[value.attribute.name].insert(value.golden.value);
  for (const auto& record : view.page.records) {
    for (const auto& value : record.values) {
      if (value.verdict == Verdict::empty || golden[value.attribute].count(value.value) != 0) continue;
      auto& others = view.others[value.attribute];
      auto same = std::find_if(others.begin(), others.end(),
                               [&](const Alternative& other) { return other.value == value.value; });
      if (same != others.end()) {
        ++same->support;
      } else {
        others.push_back({value.value, record.source, value.verdict, 1, record.id});
      }
    }
  }
  for (auto& [attribute, others] : view.others) {
    std::stable_sort(others.begin(), others.end(), [](const Alternative& a, const Alternative& b) {
      return a.verdict != b.verdict ? a.verdict < b.verdict : a.support > b.support;
    });
  }
}

// What people said of these records, in the order they said it.
void collect_decisions(ledger::Statements& sql, const std::set<RecordId>& members, CustomerView& view) {
  std::map<DecisionId, ledger::Decision> decisions;
  for (const auto member : members) {
    for (auto& decision : ledger::decisions_of_record(sql, member))
      decisions.try_emplace(decision.id, std::move(decision));
  }
  std::map<AttributeId, std::string> names;
  for (const auto& attribute : view.attributes) names[attribute.id] = attribute.name;
  for (auto& [id, decision] : decisions) {
    if (decision.kind == ledger::DecisionType::pin &&
        view.access[names[decision.attribute]] < FieldAccess::read)
      decision.value.clear();
    view.decisions.push_back(std::move(decision));
  }
}

CustomerId resolve_name(ledger::Statements& sql, const Actor& actor, const std::string& name) {
  auto customer = customer_named(sql, name);
  if (!sees_customer(sql, actor, customer)) not_there(name);
  return customer;
}

}  // namespace

CustomerId customer_seen(Office& office, const Actor& actor, const std::string& name) {
  actor.require("customers.read");
  auto read = office.ledger().read();
  return resolve_name(read->sql(), actor, name);
}

CustomerView view_customer(Office& office, const Actor& actor, const std::string& name,
                           std::optional<std::int64_t> as_of) {
  actor.require("customers.read");
  CustomerView view;
  auto read = office.ledger().read();
  auto& sql = read->sql();
  auto customer = resolve_name(sql, actor, name);
  view.page = read_customer(*read, customer, as_of);
  if (auto asked = parse_id<CustomerKind>(name); asked && *asked != customer) view.page.asked = *asked;
  view.attributes = ledger::all_attributes(sql);
  view.access = access_of(view.attributes, actor);
  view.etag = etag_of(sql, customer);
  collect_alternatives(view);
  auto hidden = [&](const std::string& attribute) { return view.access[attribute] == FieldAccess::hide; };
  std::erase_if(view.page.values, [&](const PageValue& value) { return hidden(value.attribute.name); });
  std::erase_if(view.others, [&](const auto& entry) { return hidden(entry.first); });
  for (auto& value : view.page.values) {
    if (view.access[value.attribute.name] != FieldAccess::mask) continue;
    value.golden.value = masked(value.golden.value);
    value.shown = masked(value.shown);
  }
  for (auto& [attribute, others] : view.others) {
    if (view.access[attribute] == FieldAccess::mask) others.clear();
  }
  bool extra = sees_extra(actor);
  std::set<RecordId> members;
  for (auto& record : view.page.records) {
    mask_values(record.values, view.access);
    if (!extra) record.extra.clear();
    members.insert(record.id);
  }
  collect_decisions(sql, members, view);
  if (actor.may("consents.read")) view.consents = ledger::consents_of(sql, customer);
  office.trail().note(actor, "customer.read", to_string(customer));
  return view;
}

RecordView view_record(Office& office, const Actor& actor, const std::string& name) {
  actor.require("customers.read");
  auto read = office.ledger().read();
  auto& sql = read->sql();
  auto id = record_named(sql, name);
  RecordView view;
  view.customer = ledger::customer_of(sql, id);
  bool seen = view.customer ? sees_customer(sql, actor, view.customer) : actor.sees_all_rows();
  if (!seen) throw Error(ErrorCode::not_found, Text("There is no record {id}.", {{"id", name}}));
  view.record = read_record(*read, id);
  view.access = access_of(ledger::all_attributes(sql), actor);
  mask_values(view.record.values, view.access);
  if (!sees_extra(actor)) view.record.extra.clear();
  office.trail().note(actor, "record.read", to_string(id));
  return view;
}

std::vector<HistoryStep> history_of(Office& office, const Actor& actor, CustomerId customer) {
  actor.require("customers.read");
  auto read = office.ledger().read();
  auto& sql = read->sql();
  if (!sees_customer(sql, actor, customer)) not_there(to_string(customer));
  std::map<AttributeId, std::pair<std::string, FieldAccess>> attributes;
  for (const auto& a : ledger::all_attributes(sql)) attributes[a.id] = {a.name, actor.access_to(a)};
  auto golden_after = [&](std::int64_t change) {
    std::map<std::string, std::string> values;
    for (const auto& value : ledger::values_as_of(sql, customer, change)) {
      const auto& [name, access] = attributes[value.attribute];
      if (value.ordinal != 0 || access == FieldAccess::hide) continue;
      values[name] = access == FieldAccess::mask ? masked(value.value) : value.value;
    }
    return values;
  };
  std::vector<HistoryStep> history;
  std::map<std::string, std::string> before;
  for (const auto& step : story_of(*read, customer)) {
    HistoryStep next{step.change, step.at, step.joined, step.left, step.ended, {}};
    auto after = golden_after(step.change);
    for (const auto& name : step.values_changed) {
      auto was = before.find(name), is = after.find(name);
      if (was == before.end() && is == after.end()) continue;
      HistoryStep::Value value{name, {}, {}};
      if (was != before.end()) value.before = was->second;
      if (is != after.end()) value.after = is->second;
      if (value.before != value.after) next.values.push_back(std::move(value));
    }
    before = std::move(after);
    history.push_back(std::move(next));
  }
  office.trail().note(actor, "customer.history", to_string(customer));
  return history;
}

void check_fields(ledger::Statements& sql, const Actor& actor, const HandEdit& edit) {
  for (const auto& attribute : ledger::all_attributes(sql)) {
    if (edit.values.count(attribute.name) != 0 && actor.access_to(attribute) != FieldAccess::edit)
      throw Error(ErrorCode::denied, Text("You may not change {attribute}.", {{"attribute", attribute.name}}),
                  "Ask somebody who manages users for it.", {{}, 0, "values." + attribute.name});
  }
}

BulkEdited edit_customers(Office& office, const Actor& actor, const std::vector<std::string>& names,
                          const HandEdit& edit, bool dry_run) {
  actor.require("customers.write");
  BulkEdited report;
  ledger::ActingAs as(actor.id);
  ledger::DryRun dry(dry_run);
  office.ledger().write([&](ledger::Write& write) {
    check_fields(write.sql, actor, edit);
    report = {};
    std::set<CustomerId> customers;
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::optional<CustomerId> customer;
      try {
        customer = customer_named(write.sql, names[i]);
      } catch (const Error&) {
        // As one that the actor may not see.
      }
      if (!customer || !sees_customer(write.sql, actor, *customer))
        throw Error(ErrorCode::bad_input, Text("There is no customer {id}.", {{"id", names[i]}}),
                    "Leave it out, or look it up anew.", {{}, 0, "customers." + std::to_string(i)});
      customers.insert(*customer);
    }
    report.order = ledger::JobId(write.take_ids());
    ValuePinner pinner(write, edit.values, edit.reason);
    for (auto customer : customers) {
      const auto before = ledger::values_of(write.sql, customer);
      for (const auto& change : pinner.pin(customer))
        ledger::add_bulk_change(write, report.order, {customer, change.made, change.withdrawn});
      for (const auto& [name, value] : edit.values)
        write.audit(value ? "customer.pin" : "customer.unpin", to_string(customer),
                    "{\"attribute\":\"" + name + "\"}");
      const auto after = ledger::values_of(write.sql, customer);
      report.changed += !std::equal(
          before.begin(), before.end(), after.begin(), after.end(),
          [](const auto& a, const auto& b) { return a.attribute == b.attribute && a.value == b.value; });
    }
    report.customers = customers.size();
  });
  return report;
}

void edit_customer(Office& office, const Actor& actor, CustomerId customer, const HandEdit& edit) {
  actor.require("customers.write");
  {
    auto read = office.ledger().read();
    if (!sees_customer(read->sql(), actor, customer)) not_there(to_string(customer));
    check_fields(read->sql(), actor, edit);
  }
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    if (!edit.if_match.empty() && edit.if_match != "*" && edit.if_match != etag_of(write.sql, customer))
      throw Error(ErrorCode::stale, "Somebody has changed this customer meanwhile.",
                  "Look at it again, then make your change.");
    pin_values(write, customer, edit.values, edit.reason);
  });
}

void revert_value(Office& office, const Actor& actor, CustomerId customer, const std::string& attribute,
                  std::int64_t change, const std::string& reason) {
  HandEdit edit;
  edit.reason = reason;
  {
    actor.require("customers.write");
    auto read = office.ledger().read();
    AttributeId id;
    for (const auto& a : ledger::all_attributes(read->sql())) {
      if (a.name == attribute) id = a.id;
    }
    if (!id)
      throw Error(ErrorCode::bad_input, Text("There is no attribute {name}.", {{"name", attribute}}),
                  "The data dictionary lists them.", {{}, 0, "attribute"});
    for (const auto& value : ledger::values_as_of(read->sql(), customer, change)) {
      if (value.attribute == id && value.ordinal == 0) edit.values[attribute] = value.value;
    }
  }
  if (edit.values.empty())
    throw Error(ErrorCode::conflict, "It had no value at that moment.", "Choose another moment.");
  edit_customer(office, actor, customer, edit);
}

Entered enter_customer(Office& office, const Actor& actor, const HandEntry& entry) {
  actor.require("customers.write");
  if (!actor.sees_all_rows()) {
    for (const auto& rule : actor.rows) {
      auto value = entry.values.find(rule.attribute);
      bool own = value != entry.values.end() &&
                 std::find(rule.values.begin(), rule.values.end(), value->second) != rule.values.end();
      if (!own)
        throw Error(ErrorCode::denied, "This customer would be outside of what you see.",
                    Text("Give {attribute} a value of yours.", {{"attribute", rule.attribute}}),
                    {{}, 0, "values." + rule.attribute});
    }
  }
  {
    auto read = office.ledger().read();
    for (const auto& attribute : ledger::all_attributes(read->sql())) {
      if (entry.values.count(attribute.name) != 0 && actor.access_to(attribute) != FieldAccess::edit)
        throw Error(ErrorCode::denied,
                    Text("You may not change {attribute}.", {{"attribute", attribute.name}}),
                    "Ask somebody who manages users for it.", {{}, 0, "values." + attribute.name});
    }
  }
  ledger::ActingAs as(actor.id);
  Entered entered;
  office.ledger().write([&](ledger::Write& write) {
    auto prepared = prepare_entry(write, entry.values);
    if (!entry.despite_duplicates) {
      for (auto customer : sharing_with(write.sql, prepared)) {
        if (sees_customer(write.sql, actor, customer)) entered.duplicates.push_back(customer);
      }
      if (!entered.duplicates.empty()) return;
    }
    entered.customer = store_entry(write, prepared, entry.reason);
  });
  return entered;
}

FactView facts_of(Office& office, const Actor& actor, CustomerId customer) {
  actor.require("customers.read");
  FactView facts;
  auto read = office.ledger().read();
  auto& sql = read->sql();
  if (!sees_customer(sql, actor, customer)) not_there(to_string(customer));
  for (auto member : ledger::members_of(sql, customer)) {
    auto append = [](auto& all, auto some) { std::move(some.begin(), some.end(), std::back_inserter(all)); };
    append(facts.orders, ledger::orders_of_record(sql, member));
    append(facts.events, ledger::events_of_record(sql, member));
    append(facts.interactions, ledger::interactions_of_record(sql, member));
  }
  auto newest_first = [](auto& list, auto time) {
    std::stable_sort(list.begin(), list.end(),
                     [&](const auto& a, const auto& b) { return time(a) > time(b); });
  };
  newest_first(facts.orders, [](const ledger::Order& o) { return o.placed_at.value_or(0); });
  newest_first(facts.events, [](const ledger::Event& e) { return e.at.value_or(0); });
  newest_first(facts.interactions, [](const ledger::Interaction& i) { return i.at.value_or(0); });
  office.trail().note(actor, "customer.facts", to_string(customer));
  return facts;
}

MergeReport merge(Office& office, const Actor& actor, const std::vector<std::string>& customers,
                  const std::string& reason, bool dry_run, std::vector<RecordId>* moved) {
  actor.require("customers.merge");
  std::vector<CustomerId> ids;
  {
    auto read = office.ledger().read();
    for (const auto& name : customers) ids.push_back(resolve_name(read->sql(), actor, name));
    for (auto id : ids) {
      if (moved == nullptr || id == ids.front()) continue;
      auto members = ledger::members_of(read->sql(), id);
      moved->insert(moved->end(), members.begin(), members.end());
    }
  }
  ledger::ActingAs as(actor.id);
  auto report = merge_customers(office.home(), ids, reason, dry_run);
  if (!actor.may("customers.read")) report.values.clear();
  if (report.values.empty()) return report;
  office.trail().note(actor, "customer.read", to_string(report.into));
  const auto access = access_of(ledger::all_attributes(office.ledger().read()->sql()), actor);
  std::erase_if(report.values,
                [&](const auto& value) { return access.at(value.first) == FieldAccess::hide; });
  for (auto& [attribute, value] : report.values) {
    if (access.at(attribute) == FieldAccess::mask) value = masked(value);
  }
  return report;
}

namespace {

// What splitting said of the two sides, unless it had been said before.
void withdraw_parting(Office& office, const SplitReport& report, DecisionId before) {
  const std::set<RecordId> staying(report.staying.begin(), report.staying.end());
  office.ledger().write([&](ledger::Write& write) {
    for (auto record : report.leaving) {
      for (const auto& decision : ledger::decisions_of_record(write.sql, record)) {
        const bool parts = decision.kind == ledger::DecisionType::different && before < decision.id &&
                           (staying.count(decision.a) != 0 || staying.count(decision.b) != 0);
        if (parts) ledger::withdraw_decision(write, decision.id);
      }
    }
  });
}

}  // namespace

SplitReport split(Office& office, const Actor& actor, const std::vector<std::string>& records,
                  const std::string& reason, bool dry_run, bool undo) {
  actor.require("customers.merge");
  std::vector<RecordId> ids;
  {
    auto read = office.ledger().read();
    for (const auto& name : records) {
      auto id = record_named(read->sql(), name);
      auto customer = ledger::customer_of(read->sql(), id);
      if (customer && !sees_customer(read->sql(), actor, customer))
        throw Error(ErrorCode::not_found, Text("There is no record {id}.", {{"id", name}}));
      ids.push_back(id);
    }
  }
  ledger::ActingAs as(actor.id);
  const auto last = ledger::newest_decisions(office.ledger().read()->sql(), 0, 1);
  auto report = split_records(office.home(), ids, reason, dry_run);
  if (undo && !dry_run) withdraw_parting(office, report, last.empty() ? DecisionId() : last.front().id);
  return report;
}

}  // namespace kith::service
