#include "service/edit_matching.h"

#include <algorithm>
#include <set>
#include <span>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/bulk_edits.h"
#include "ledger/catalogue.h"
#include "ledger/decisions_of_record.h"
#include "ledger/dry_run.h"
#include "ledger/endings.h"
#include "ledger/records.h"
#include "service/customer_desk.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::size_t at_once = 500;  // customers in a transaction: others write between
constexpr int most_examples = 8;

using Values = std::map<std::string, std::optional<std::string>>;

Values pinned(const MatchingEdit& edit) { return {edit.values.begin(), edit.values.end()}; }

CustomerQuery query_of(const MatchingEdit& edit) {
  CustomerQuery query;
  query.search = edit.search;
  query.filters = edit.filters;
  return query;
}

void check(ledger::Statements& sql, const Actor& actor, const MatchingEdit& edit) {
  actor.require("customers.write");
  HandEdit fields;
  fields.values = pinned(edit);
  check_fields(sql, actor, fields);
}

std::map<std::string, std::string> values_now(ledger::Statements& sql, CustomerId customer,
                                              const std::map<AttributeId, std::string>& names) {
  std::map<std::string, std::string> values;
  for (const auto& value : ledger::values_of(sql, customer)) {
    const auto name = names.find(value.attribute);
    if (name != names.end() && value.ordinal == 0) values[name->second] = value.value;
  }
  return values;
}

// The values as they will stand. Throws for what cannot be one.
std::map<std::string, std::string> standardised(Office& office, const MatchingEdit& edit) {
  std::map<std::string, std::string> values;
  ledger::DryRun dry;
  office.ledger().write(
      [&](ledger::Write& write) { values = ValuePinner(write, pinned(edit), edit.reason).values(); });
  return values;
}

// What a person calls the customer.
std::string name_for(ledger::Statements& sql, const Actor& actor, CustomerId customer,
                     const std::vector<ledger::Attribute>& attributes) {
  const auto values = ledger::values_of(sql, customer);
  for (std::string_view wanted : {"name", "company"}) {
    for (const auto& attribute : attributes) {
      if (attribute.name != wanted || actor.access_to(attribute) == FieldAccess::hide) continue;
      const auto value = std::find_if(values.begin(), values.end(), [&](const auto& one) {
        return one.attribute == attribute.id && one.ordinal == 0;
      });
      if (value == values.end()) continue;
      return actor.access_to(attribute) == FieldAccess::mask ? masked(value->value) : value->value;
    }
  }
  return {};
}

std::vector<std::int64_t> ids_of(lens::Lens& lens, const std::string& sql) {
  std::vector<std::int64_t> ids;
  lens.query(sql + " ORDER BY c.id", {}, [&](const lens::LensRow& row) { ids.push_back(row.integer(0)); });
  return ids;
}

json names_of(const MatchingEdit& edit) {
  auto names = json::array();
  for (const auto& [name, value] : edit.values) names.push_back(name);
  return names;
}

MatchingEdit edit_in(const json& words) {
  MatchingEdit edit;
  edit.search = words.at("q");
  edit.filters = words.at("filters").get<std::vector<std::string>>();
  edit.values = words.at("values").get<std::map<std::string, std::string>>();
  edit.reason = words.at("reason");
  return edit;
}

// Of the customers of one transaction those that stand and do not have it yet.
std::int64_t edit_some(ledger::Write& write, ledger::JobId job, const MatchingEdit& edit,
                       std::span<const std::int64_t> customers) {
  std::int64_t changed = 0;
  ValuePinner pinner(write, pinned(edit), edit.reason);
  for (auto id : customers) {
    const CustomerId customer(id);
    const auto stored = ledger::find_customer(write.sql, customer);
    if (!stored || stored->records == 0 || stored->merged_into || pinner.holds(customer)) continue;
    for (const auto& change : pinner.pin(customer))
      ledger::add_bulk_change(write, job, {customer, change.made, change.withdrawn});
    ++changed;
  }
  if (changed > 0)
    write.audit("customer.edit", to_string(job),
                json({{"attributes", names_of(edit)}, {"customers", changed}}).dump());
  return changed;
}

// Puts back what some changes of an order took away.
std::int64_t undo_some(ledger::Write& write, ledger::JobId edit,
                       const std::vector<ledger::BulkChange>& changes) {
  std::set<CustomerId> touched;
  std::set<DecisionId> taken_back;
  std::set<std::pair<CustomerId, AttributeId>> let_go;
  for (const auto& change : changes) {
    // What it said; where it only let go, what it let go of.
    const auto about = ledger::find_decision(write.sql, change.made ? change.made : change.withdrawn);
    const auto customer = about ? ledger::customer_of(write.sql, about->a) : CustomerId();
    const auto mine = [&] {
      if (change.made) return about->withdrawn_at == 0 || taken_back.count(change.made) != 0;
      return let_go.count({customer, about->attribute}) != 0 ||
             ledger::pins_of(write.sql, ledger::members_of(write.sql, customer), about->attribute).empty();
    };
    if (customer && mine()) {
      if (change.made && taken_back.insert(change.made).second) ledger::withdraw_decision(write, change.made);
      if (!change.made) let_go.insert({customer, about->attribute});
      if (change.withdrawn) ledger::reinstate_decision(write, change.withdrawn);
      touched.insert(customer);
      for (const auto id : {change.made, change.withdrawn}) {
        if (const auto pin = id ? ledger::find_decision(write.sql, id) : std::nullopt)
          touched.insert(ledger::customer_of_pin(write.sql, pin->a));
      }
    }
    ledger::remove_bulk_change(write, edit, change);
  }
  ValuePinner pinner(write, {}, {});
  for (auto customer : touched) pinner.refresh(customer);
  write.audit("customer.unedit", to_string(edit), json({{"customers", touched.size()}}).dump());
  return static_cast<std::int64_t>(touched.size());
}

// Who gave the order may take it back, and who sees everybody; what it is about they may change.
void check_undo(ledger::Statements& sql, const Actor& actor, std::string ordered_by,
                const ledger::BulkChange& change) {
  const auto decision = ledger::find_decision(sql, change.made ? change.made : change.withdrawn);
  if (ordered_by.empty() && change.made && decision) ordered_by = decision->made_by;
  if (ordered_by != actor.id && !actor.sees_all_rows())
    throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
  HandEdit fields;
  for (const auto& attribute : ledger::all_attributes(sql)) {
    if (decision && attribute.id == decision->attribute) fields.values[attribute.name];
  }
  check_fields(sql, actor, fields);
}

}  // namespace

std::string remembered(const Actor& actor) {
  json rows = json::array(), fields = json::array();
  for (const auto& rule : actor.rows)
    rows.push_back({{"attribute", rule.attribute}, {"values", rule.values}});
  for (const auto& rule : actor.fields)
    fields.push_back(
        {{"attribute", rule.attribute}, {"sensitivity", rule.sensitivity}, {"access", name_of(rule.access)}});
  return json({{"id", actor.id}, {"rights", actor.rights}, {"rows", rows}, {"fields", fields}}).dump();
}

Actor actor_remembered(const std::string& text) {
  const auto stored = json::parse(text);
  Actor actor;
  actor.id = stored.at("id");
  actor.rights = stored.at("rights").get<std::vector<std::string>>();
  for (const auto& rule : stored.at("rows"))
    actor.rows.push_back({rule.at("attribute"), rule.at("values").get<std::vector<std::string>>()});
  for (const auto& rule : stored.at("fields")) {
    FieldRule field{rule.at("attribute"), rule.at("sensitivity"), FieldAccess::hide};
    read_access(rule.at("access").get<std::string>(), field.access);
    actor.fields.push_back(std::move(field));
  }
  return actor;
}

TriedEdit try_edit(Office& office, const Actor& actor, const MatchingEdit& edit) {
  check(office.ledger().read()->sql(), actor, edit);
  const auto wanted = standardised(office, edit);
  const auto all = matching_sql(office, actor, query_of(edit)),
             changing = matching_sql(office, actor, query_of(edit), wanted);
  TriedEdit tried;
  std::vector<CustomerId> first;
  {
    auto lens = office.lens(LensFor::customers);
    auto count = [&](const std::string& sql) {
      std::int64_t number = 0;
      lens->query("SELECT count(*) FROM (" + sql + ")", {},
                  [&](const lens::LensRow& row) { number = row.integer(0); });
      return number;
    };
    tried.customers = count(all);
    tried.changed = count(changing);
    lens->query(changing + " ORDER BY c.id LIMIT " + std::to_string(most_examples), {},
                [&](const lens::LensRow& row) { first.emplace_back(row.integer(0)); });
  }
  ledger::DryRun dry;
  office.ledger().write([&](ledger::Write& write) {
    tried.examples.clear();
    const auto attributes = ledger::all_attributes(write.sql);
    std::map<AttributeId, std::string> names;
    for (const auto& attribute : attributes) {
      if (edit.values.count(attribute.name) != 0) names[attribute.id] = attribute.name;
    }
    ValuePinner pinner(write, pinned(edit), edit.reason);
    for (auto customer : first) {
      const auto stored = ledger::find_customer(write.sql, customer);
      if (!stored || stored->records == 0 || stored->merged_into) continue;
      TriedEdit::Example example{customer,
                                 name_for(write.sql, actor, customer, attributes),
                                 values_now(write.sql, customer, names),
                                 {}};
      pinner.pin(customer);
      example.after = values_now(write.sql, customer, names);
      tried.examples.push_back(std::move(example));
    }
  });
  office.trail().note(actor, "customer.list", "base",
                      "{\"rows\":" + std::to_string(tried.examples.size()) + "}");
  return tried;
}

ledger::Job begin_edit(Office& office, JobDesk& jobs, const Actor& actor, const MatchingEdit& edit) {
  check(office.ledger().read()->sql(), actor, edit);
  matching_sql(office, actor, query_of(edit));  // throws for what is no filter, or not theirs
  standardised(office, edit);
  return jobs.enqueue(actor, "edit",
                      json({{"q", edit.search},
                            {"filters", edit.filters},
                            {"values", edit.values},
                            {"reason", edit.reason},
                            {"actor", remembered(actor)}})
                          .dump());
}

ledger::Job begin_edit_undo(Office& office, JobDesk& jobs, const Actor& actor, ledger::JobId edit) {
  actor.require("customers.write");
  {
    auto read = office.ledger().read();
    const auto job = ledger::find_job(read->sql(), edit);
    const auto changes = ledger::bulk_changes(read->sql(), edit, 1);
    if (job ? job->kind != "edit" : changes.empty())
      throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
    if (job && (job->state == ledger::JobState::queued || job->state == ledger::JobState::running))
      throw Error(ErrorCode::conflict, "This order is still under way.", "Cancel it first, or wait.");
    if (changes.empty()) throw Error(ErrorCode::conflict, "Nothing of this order is left to take back.");
    check_undo(read->sql(), actor, job ? job->created_by : std::string(), changes.front());
  }
  return jobs.enqueue(actor, "unedit", json({{"edit", to_string(edit)}}).dump());
}

std::string run_edit(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  const auto words = json::parse(job.words);
  const auto edit = edit_in(words);
  const auto actor = actor_remembered(words.at("actor"));
  const auto wanted = standardised(office, edit);
  auto& lens = office.home().lens(progress, cancel);
  const auto customers = ids_of(lens, matching_sql(office, actor, query_of(edit), wanted));
  progress.phase("Editing customers", customers.size());
  std::int64_t changed = 0;
  for (std::size_t begin = 0; begin < customers.size(); begin += at_once) {
    cancel.check();
    const auto some = std::span(customers).subspan(begin, std::min(at_once, customers.size() - begin));
    std::int64_t now = 0;
    office.ledger().write([&](ledger::Write& write) { now = edit_some(write, job.id, edit, some); });
    changed += now;
    progress.at(begin + some.size());
  }
  office.home().lens(progress, cancel);
  return json({{"edit", to_string(job.id)}, {"customers", changed}, {"attributes", names_of(edit)}}).dump();
}

std::string run_edit_undo(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  const auto edit = parse_id<ledger::JobKind>(json::parse(job.words).at("edit").get<std::string>());
  if (!edit) throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
  progress.phase("Taking the edit back", static_cast<std::uint64_t>(ledger::count_bulk_customers(
                                             office.ledger().read()->sql(), *edit)));
  std::int64_t restored = 0, done = 0;
  for (bool more = true; more;) {
    cancel.check();
    std::int64_t now = 0, seen = 0;
    office.ledger().write([&](ledger::Write& write) {
      const auto changes = ledger::bulk_changes(write.sql, *edit, at_once);
      more = !changes.empty();
      now = more ? undo_some(write, *edit, changes) : 0;
      seen = static_cast<std::int64_t>(changes.size());
    });
    restored += now;
    progress.at(static_cast<std::uint64_t>(done += seen));
  }
  office.home().lens(progress, cancel);
  return json({{"edit", to_string(*edit)}, {"customers", restored}}).dump();
}

}  // namespace kith::service
