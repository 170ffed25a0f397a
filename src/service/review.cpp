#include "service/review.h"

#include <set>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/records.h"
#include "ledger/review.h"
#include "service/customer_desk.h"
#include "service/customer_list.h"

namespace kith::service {
namespace {

std::map<std::string, std::string> values_of_record(ledger::Read& read, const Actor& actor, RecordId record) {
  std::map<std::string, FieldAccess> access;
  for (const auto& a : ledger::all_attributes(read.sql())) access[a.name] = actor.access_to(a);
  std::map<std::string, std::string> values;
  for (const auto& value : read_record(read, record).values) {
    if (access[value.attribute] == FieldAccess::hide || value.verdict == Verdict::empty) continue;
    values[value.attribute] =
        access[value.attribute] == FieldAccess::mask ? masked(value.value) : value.value;
  }
  return values;
}

RecordId record_of(ledger::Statements& sql, const Actor& actor, const std::string& name, std::size_t which) {
  RecordId record;
  CustomerId customer;
  if (parse_id<RecordKind>(name)) {
    record = record_named(sql, name);
    customer = ledger::customer_of(sql, record);
  } else {
    customer = customer_named(sql, name);
  }
  if (customer ? !sees_customer(sql, actor, customer) : !actor.sees_all_rows())
    throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", name}}));
  if (record) return record;
  auto members = ledger::members_of(sql, customer);
  if (members.size() <= which)
    throw Error(ErrorCode::conflict, "The customer has only one record.",
                "Name two records, or two customers.");
  return members[which];
}

}  // namespace

PairView why_pair(Office& office, const Actor& actor, const std::string& a, const std::string& b) {
  actor.require("customers.read");
  PairView view;
  {
    auto read = office.ledger().read();
    auto& sql = read->sql();
    view.a = record_of(sql, actor, a, 0);
    view.b = b.empty() ? record_of(sql, actor, a, 1) : record_of(sql, actor, b, 0);
    if (view.a == view.b)
      throw Error(ErrorCode::usage, "A record is the same customer as itself.", "Name two records.");
    view.one_customer = ledger::customer_of(sql, view.a) == ledger::customer_of(sql, view.b);
    for (auto& decision : ledger::standing_decisions(sql)) {
      bool these =
          (decision.a == view.a && decision.b == view.b) || (decision.a == view.b && decision.b == view.a);
      if (these && decision.kind != ledger::DecisionType::pin) view.decisions.push_back(std::move(decision));
    }
    view.values_a = values_of_record(*read, actor, view.a);
    view.values_b = values_of_record(*read, actor, view.b);
  }
  auto turn = office.lens_turn();
  Progress silent;
  Cancel never;
  view.explanation = why_same(office.home(), view.a, view.b, silent, never);
  // A level says how alike two values are: for who may not see an attribute, that is too much.
  std::map<std::string, FieldAccess> access;
  for (const auto& attribute : ledger::all_attributes(office.ledger().read()->sql()))
    access[attribute.name] = actor.access_to(attribute);
  for (auto& weight : view.explanation.weights) {
    if (access[weight.column] == FieldAccess::hide) weight.level = weight.given = "";
  }
  office.trail().note(actor, "record.compare", to_string(view.a), "{\"with\":\"" + to_string(view.b) + "\"}");
  return view;
}

ReviewPage list_review(Office& office, const Actor& actor, std::size_t skip, std::size_t limit) {
  actor.require("matching.review");
  ReviewPage page;
  auto read = office.ledger().read();
  auto& sql = read->sql();
  std::set<std::pair<RecordId, RecordId>> settled;
  for (const auto& decision : ledger::standing_decisions(sql)) {
    if (decision.kind == ledger::DecisionType::different)
      settled.insert({std::min(decision.a, decision.b), std::max(decision.a, decision.b)});
  }
  std::set<std::pair<CustomerId, CustomerId>> seen;
  for (const auto& [a, b, weight, probability] : ledger::review_pairs(sql)) {
    if (settled.count({std::min(a, b), std::max(a, b)}) != 0) continue;
    auto customer_a = ledger::customer_of(sql, a), customer_b = ledger::customer_of(sql, b);
    if (!customer_a || !customer_b || customer_a == customer_b) continue;
    if (!seen.insert({std::min(customer_a, customer_b), std::max(customer_a, customer_b)}).second) continue;
    if (!sees_customer(sql, actor, customer_a) || !sees_customer(sql, actor, customer_b)) continue;
    auto index = page.total++;
    if (index < skip) continue;
    if (page.items.size() == limit) {
      page.next = skip + limit;
      continue;
    }
    ReviewPair pair;
    pair.weight = weight;
    pair.probability = probability;
    auto fill = [&](ReviewSide& side, RecordId record, CustomerId customer) {
      side.record = record;
      side.customer = customer;
      if (auto found = ledger::find_customer(sql, customer)) side.records = found->records;
      for (auto& [name, value] : values_of_record(*read, actor, record))
        side.values.emplace_back(name, value);
    };
    fill(pair.a, a, customer_a);
    fill(pair.b, b, customer_b);
    page.items.push_back(std::move(pair));
  }
  office.trail().note(actor, "review.list", "base", "{\"pairs\":" + std::to_string(page.items.size()) + "}");
  return page;
}

Settled settle_pair(Office& office, const Actor& actor, const std::string& a, const std::string& b, bool same,
                    const std::string& reason) {
  actor.require("matching.review");
  Settled settled;
  RecordId one, other;
  {
    auto read = office.ledger().read();
    one = record_of(read->sql(), actor, a, 0);
    other = record_of(read->sql(), actor, b, 0);
    settled.customer = ledger::customer_of(read->sql(), one);
    if (ledger::customer_of(read->sql(), other) == settled.customer)
      throw Error(ErrorCode::conflict, "They are one customer already.", "Split it where they are not.");
  }
  if (same) {
    auto report = merge(office, actor, {a, b}, reason, false, &settled.moved);
    settled.customer = report.into;
    return settled;
  }
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    for (auto left : ledger::members_of(write.sql, ledger::customer_of(write.sql, one))) {
      for (auto right : ledger::members_of(write.sql, ledger::customer_of(write.sql, other))) {
        if (settled.decisions.size() >= 400) break;  // enough to keep two crowds apart
        ledger::Decision decision;
        decision.kind = ledger::DecisionType::different;
        decision.a = left;
        decision.b = right;
        decision.reason = reason;
        decision.made_by = write.actor();
        settled.decisions.push_back(ledger::put_decision(write, decision));
      }
    }
    write.audit("decision.different", to_string(one), "{\"with\":\"" + to_string(other) + "\"}");
  });
  return settled;
}

std::pair<std::int64_t, std::string> last_model(Office& office, const Actor& actor) {
  actor.require("matching.review");
  auto read = office.ledger().read();
  auto model = ledger::last_model(read->sql());
  if (!model) throw Error(ErrorCode::not_found, "There is no matching model yet.", "Resolve first.");
  return {model->made_at, model->json};
}

}  // namespace kith::service
