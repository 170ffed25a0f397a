#include "service/duplicates.h"

#include <set>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/near_pairs.h"
#include "ledger/records.h"
#include "service/customer_desk.h"
#include "service/customer_list.h"
#include "service/match_table.h"
#include "service/model_json.h"

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
  view.explanation = why_same(office.home(), view.a, view.b);
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

DuplicatePage list_review(Office& office, const Actor& actor, std::size_t skip, std::size_t limit) {
  actor.require("matching.review");
  DuplicatePage page;
  auto read = office.ledger().read();
  auto& sql = read->sql();
  std::set<std::pair<RecordId, RecordId>> settled;
  for (const auto& decision : ledger::standing_decisions(sql)) {
    if (decision.kind == ledger::DecisionType::different)
      settled.insert({std::min(decision.a, decision.b), std::max(decision.a, decision.b)});
  }
  std::set<std::pair<CustomerId, CustomerId>> seen;
  for (const auto& [a, b, weight, probability] : ledger::near_pairs(sql)) {
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
    DuplicatePair pair;
    pair.weight = weight;
    pair.probability = probability;
    auto fill = [&](DuplicateSide& side, RecordId record, CustomerId customer) {
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

namespace {

constexpr std::size_t most_pairs = 300;
constexpr double least_weight = -5;  // log2 odds: one in thirty-three

// Records of different customers that give the same phone, e-mail, number or name; those that share most
// first. A value that more than six customers have speaks for nobody.
constexpr const char* candidates_sql = R"sql(
  WITH keys AS (
    SELECT v.attribute_id, v.value, v.customer_id, v.record_id FROM customer_value v
    JOIN attribute a ON a.id = v.attribute_id
    WHERE a.name IN ('name', 'phone', 'landline', 'email', 'id_number', 'wechat', 'birth_date', 'address')),
  rare AS (
    SELECT attribute_id, value FROM keys GROUP BY 1, 2 HAVING count(DISTINCT customer_id) BETWEEN 2 AND 6)
  SELECT min(l.record_id), min(r.record_id), count(DISTINCT l.attribute_id) AS shared
  FROM rare k
  JOIN keys l ON l.attribute_id = k.attribute_id AND l.value = k.value
  JOIN keys r ON r.attribute_id = k.attribute_id AND r.value = k.value AND r.customer_id > l.customer_id
  GROUP BY l.customer_id, r.customer_id ORDER BY shared DESC, 1, 2 LIMIT 300)sql";

}  // namespace

void find_duplicates(Office& office, Progress& progress, const Cancel& cancel) {
  std::vector<std::pair<std::string, std::string>> kinds;
  std::string stored;
  {
    auto read = office.ledger().read();
    stored = ledger::latest_model(read->sql());
    for (const auto& attribute : ledger::all_attributes(read->sql())) {
      if (!attribute.match_kind.empty()) kinds.emplace_back(attribute.name, attribute.match_kind);
    }
  }
  if (stored.empty()) return;
  auto& lens = office.home().lens(progress, cancel);
  std::vector<ledger::NearPair> pairs;
  lens.query(candidates_sql, {}, [&](const lens::LensRow& row) {
    if (pairs.size() < most_pairs)
      pairs.push_back({RecordId(row.integer(0)), RecordId(row.integer(1)), 0, 0});
  });
  progress.phase("Looking for pairs that people should see", pairs.size());
  auto model = model_from_json(stored);
  auto input = read_match_input(lens, kinds);
  std::uint64_t looked_at = 0;
  for (auto& pair : pairs) {
    cancel.check();
    auto a = row_of(input.table, pair.a), b = row_of(input.table, pair.b);
    pair.weight = least_weight - 1;
    if (a >= 0 && b >= 0) {
      auto why =
          match::explain(input.table, model, static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b));
      pair.weight = why.total;
      pair.probability = why.probability;
    }
    progress.at(++looked_at);
  }
  std::erase_if(pairs, [](const ledger::NearPair& pair) { return pair.weight < least_weight; });
  office.ledger().write([&](ledger::Write& write) { ledger::replace_near_pairs(write, pairs); });
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
