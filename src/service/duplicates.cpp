#include "service/duplicates.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/decisions_of_record.h"
#include "ledger/records.h"
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
  auto members = ledger::standing_members_of(sql, customer);
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
    for (auto& decision : ledger::standing_links(sql)) {
      bool these =
          (decision.a == view.a && decision.b == view.b) || (decision.a == view.b && decision.b == view.a);
      if (these) view.decisions.push_back(std::move(decision));
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

DuplicatePage list_review(Office& office, const Actor& actor, std::size_t skip, std::size_t limit,
                          bool blind) {
  actor.require("matching.review");
  DuplicatePage page;
  auto read = office.ledger().read();
  auto& sql = read->sql();
  std::set<std::pair<RecordId, RecordId>> left;
  for (const auto& review : ledger::all_reviews(sql)) {
    if (review.reviewer == actor.id && review.verdict == ledger::ReviewVerdict::unsure)
      left.insert({review.a, review.b});
  }
  for (const auto& waiting : waiting_pairs(sql)) {
    if (waiting.customer_a == waiting.customer_b || left.count({waiting.a, waiting.b}) != 0) continue;
    if (!sees_customer(sql, actor, waiting.customer_a) || !sees_customer(sql, actor, waiting.customer_b))
      continue;
    auto index = page.total++;
    if (index < skip) continue;
    if (page.items.size() == limit) {
      page.next = skip + limit;
      continue;
    }
    DuplicatePair pair;
    pair.facts = waiting.facts;
    if (!blind) {
      pair.weight = waiting.total;
      pair.probability = 1 / (1 + std::exp2(-waiting.total));
    }
    auto fill = [&](DuplicateSide& side, RecordId record, CustomerId customer) {
      side.record = record;
      side.customer = customer;
      if (auto found = ledger::find_customer(sql, customer)) side.records = found->records;
      for (auto& [name, value] : values_of_record(*read, actor, record))
        side.values.emplace_back(name, value);
    };
    fill(pair.a, waiting.a, waiting.customer_a);
    fill(pair.b, waiting.b, waiting.customer_b);
    page.items.push_back(std::move(pair));
  }
  office.trail().note(actor, "review.list", "base", "{\"pairs\":" + std::to_string(page.items.size()) + "}");
  return page;
}

namespace {

constexpr std::size_t most_decisions = 400;  // enough to keep two crowds apart

void note_word(ledger::Write& write, const Actor& actor, const PairWord& word, RecordId one, RecordId other) {
  ledger::Review review;
  review.a = std::min(one, other);
  review.b = std::max(one, other);
  review.reviewer = actor.id;
  review.verdict = word.verdict;
  review.blind = word.blind;
  if (auto pair = ledger::find_uncertain_pair(write.sql, review.a, review.b)) review.total = pair->total;
  ledger::put_review(write, review);
  write.audit("review", to_string(one),
              "{\"with\":\"" + to_string(other) + "\",\"verdict\":\"" +
                  std::string(ledger::name_of(word.verdict)) + "\"}");
}

std::vector<DecisionId> keep_apart(ledger::Write& write, CustomerId one, CustomerId other,
                                   const std::string& reason) {
  std::vector<DecisionId> made;
  for (auto left : ledger::members_of(write.sql, one)) {
    for (auto right : ledger::members_of(write.sql, other)) {
      if (made.size() >= most_decisions) return made;
      ledger::Decision decision;
      decision.kind = ledger::DecisionType::different;
      decision.a = left;
      decision.b = right;
      decision.reason = reason;
      decision.made_by = write.actor();
      made.push_back(ledger::put_decision(write, decision));
    }
  }
  return made;
}

}  // namespace

Settled settle_pair(Office& office, const Actor& actor, const PairWord& word) {
  actor.require("matching.review");
  Settled settled;
  RecordId one, other;
  CustomerId joins;
  {
    auto read = office.ledger().read();
    one = record_of(read->sql(), actor, word.a, 0);
    other = record_of(read->sql(), actor, word.b, 0);
    settled.customer = ledger::customer_of(read->sql(), one);
    joins = ledger::customer_of(read->sql(), other);
    if (joins == settled.customer)
      throw Error(ErrorCode::conflict, "They are one customer already.", "Split it where they are not.");
  }
  if (word.verdict == ledger::ReviewVerdict::same) {
    auto report = merge(office, actor, {to_string(settled.customer), to_string(joins)}, word.reason, false,
                        &settled.moved);
    settled.customer = report.into;
  }
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    note_word(write, actor, word, one, other);
    if (word.verdict == ledger::ReviewVerdict::different)
      settled.decisions = keep_apart(write, settled.customer, joins, word.reason);
  });
  return settled;
}

ReviewProgress review_progress(Office& office, const Actor& actor) {
  actor.require("matching.review");
  return review_progress(office.home());
}

ThresholdSweep sweep_of(std::vector<double> totals) {
  constexpr double thresholds[] = {0.01, 0.05, 0.1,  0.15, 0.2,  0.25, 0.3,  0.35, 0.4,  0.45, 0.5,
                                   0.55, 0.6,  0.65, 0.7,  0.75, 0.8,  0.85, 0.9,  0.95, 0.99};
  ThresholdSweep sweep;
  sweep.pairs = totals.size();
  std::sort(totals.begin(), totals.end());
  std::vector<double> chances;
  for (double total : totals) chances.push_back(1 / (1 + std::exp2(-total)));
  if (!chances.empty()) {
    sweep.lowest = chances.front();
    sweep.highest = chances.back();
  }
  for (double threshold : thresholds) {
    ThresholdEffect effect;
    effect.threshold = threshold;
    for (double chance : chances) {
      if (chance < threshold) {
        effect.missed += chance;
      } else {
        ++effect.joined;
        effect.wrong += 1 - chance;
      }
    }
    sweep.effects.push_back(effect);
  }
  return sweep;
}

ThresholdSweep threshold_sweep(Office& office, const Actor& actor) {
  actor.require("matching.review");
  auto read = office.ledger().read();
  if (!ledger::last_model(read->sql()))
    throw Error(ErrorCode::not_found, "There is no matching model yet.", "Resolve first.");
  std::vector<double> totals;
  for (const auto& pair : ledger::all_uncertain_pairs(read->sql())) totals.push_back(pair.total);
  return sweep_of(std::move(totals));
}

std::pair<std::int64_t, std::string> last_model(Office& office, const Actor& actor) {
  actor.require("matching.review");
  auto read = office.ledger().read();
  auto model = ledger::last_model(read->sql());
  if (!model) throw Error(ErrorCode::not_found, "There is no matching model yet.", "Resolve first.");
  return {model->made_at, model->json};
}

}  // namespace kith::service
