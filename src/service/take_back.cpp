#include "service/take_back.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "ledger/batches.h"
#include "ledger/change_log.h"
#include "ledger/consents.h"
#include "ledger/customers.h"
#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/fact_keys.h"
#include "ledger/match_pairs.h"
#include "ledger/record_values.h"
#include "ledger/records.h"
#include "service/end_records.h"
#include "service/golden.h"
#include "service/restandardise.h"

namespace kith::service {
namespace {

constexpr std::int64_t records_per_write = 20000;
constexpr std::int64_t everything = INT64_MAX;

ledger::Batch batch_of(ledger::Ledger& ledger, std::int64_t number) {
  auto read = ledger.read();
  auto batch = ledger::find_batch(read->sql(), number);
  if (!batch) {
    throw Error(ErrorCode::not_found,
                Text("There is no batch {number}.", {{"number", std::to_string(number)}}),
                "`kith batches` lists them.");
  }
  if (batch->state == ledger::BatchState::undone) {
    throw Error(ErrorCode::conflict,
                Text("Batch {number} is undone already.", {{"number", std::to_string(number)}}));
  }
  return *batch;
}

std::set<CustomerId> customers_of_batch(ledger::Statements& sql, const ledger::Batch& batch) {
  std::set<CustomerId> customers;
  ledger::each_pointer_of_batch(sql, batch,
                                [&](RecordId, CustomerId customer) { customers.insert(customer); });
  // Who stands again speaks again for those whose place it had taken, and who may be elsewhere now; who took
  // its place and was there before speaks for it no more.
  for (auto record : ledger::ended_by(sql, batch.id, RecordId(), everything)) {
    auto concerned = ledger::line_of(sql, record);
    if (const auto end = ledger::end_of(sql, record)) concerned.push_back(end->successor);
    for (auto one : concerned) {
      if (auto customer = one ? ledger::customer_of(sql, one) : CustomerId()) customers.insert(customer);
    }
  }
  return customers;
}

// What the batch ended stands again; those records, rising.
std::vector<RecordId> restore_ended(ledger::Write& write, const ledger::Batch& batch) {
  auto records = ledger::ended_by(write.sql, batch.id, RecordId(), everything);
  std::set<std::int64_t> ids;
  for (auto record : records) ids.insert(record.value);
  ledger::restore_ended(write, batch.id, records);
  ledger::restore_ended_facts(write, batch.id);
  // Whoever came in between was not compared with them.
  if (!records.empty()) ledger::doubt_match_pairs(write);
  log_changed(write, ledger::Entity::end, ids);
  return records;
}

// Calls `each` with every decision that links the record to another, and that other record, until it says
// true; whether it did.
template <class Each>
bool any_link(ledger::Statements& sql, RecordId record, Each each) {
  for (const auto& decision : ledger::decisions_of_record(sql, record)) {
    if (decision.kind == ledger::DecisionType::pin) continue;
    if (each(decision, decision.a == record ? decision.b : decision.a)) return true;
  }
  return false;
}

// Where the record was after that change, or, of who came later, the one whose place it took; none where
// neither was there.
CustomerId place_as_of(ledger::Statements& sql, RecordId record, std::int64_t change) {
  if (const auto was = ledger::customer_as_of(sql, record, change)) return was;
  for (auto one : ledger::line_of(sql, record)) {
    if (const auto was = ledger::customer_as_of(sql, one, change)) return was;
  }
  return CustomerId();
}

// Puts the records that stay where they were before change `before`, at the time `since`, unless a decision
// joined them meanwhile; appends to `moved` those that went.
void point_back(ledger::Write& write, CustomerId customer, std::int64_t before, std::int64_t since,
                std::int64_t change, std::set<CustomerId>& touched, std::vector<RecordId>& moved) {
  std::map<CustomerId, std::vector<RecordId>> earlier;
  std::map<RecordId, CustomerId> was_at;
  for (auto record : ledger::members_of(write.sql, customer)) {
    const auto was = place_as_of(write.sql, record, before - 1);
    earlier[was ? was : customer].push_back(record);
    was_at[record] = was ? was : customer;
  }
  if (earlier.size() == 1 && earlier.begin()->first == customer) return;
  std::vector<std::vector<RecordId>> groups;
  for (const auto& [was, records] : earlier) groups.push_back(records);
  ledger::part_match_groups(write, groups);
  // With whom a person joined them they stay here, and to those that a person has parted them from since they
  // do not go: what was said before did not keep them from being there.
  auto is_bound = [&](RecordId record) {
    return any_link(write.sql, record, [&](const ledger::Decision& decision, RecordId other) {
      if (decision.kind == ledger::DecisionType::different)
        return decision.made_at >= since && ledger::customer_of(write.sql, other) == was_at[record];
      const auto member = was_at.find(other);
      return member != was_at.end() && member->second != was_at[record];
    });
  };
  for (const auto& [was, records] : earlier) {
    if (was == customer || std::any_of(records.begin(), records.end(), is_bound)) continue;
    for (auto record : records) ledger::point_record(write, record, was, change);
    ledger::set_customer(write, was, static_cast<std::int64_t>(records.size()), CustomerId());
    touched.insert(was);
    moved.insert(moved.end(), records.begin(), records.end());
  }
}

// Whether a person parted one of the records from one that is_other(record) tells of.
template <class IsOther>
bool are_parted(ledger::Statements& sql, const std::vector<RecordId>& records, IsOther is_other) {
  return std::any_of(records.begin(), records.end(), [&](RecordId one) {
    return any_link(sql, one, [&](const ledger::Decision& decision, RecordId other) {
      return decision.kind == ledger::DecisionType::different && is_other(other);
    });
  });
}

// The record and those of its customer who are bound to it by a person's word, or have its place or had it.
std::vector<RecordId> bound_to(ledger::Statements& sql, RecordId record) {
  const auto customer = ledger::customer_of(sql, record);
  std::vector<RecordId> bound{record};
  auto add = [&](RecordId other) {
    if (other && ledger::customer_of(sql, other) == customer &&
        std::find(bound.begin(), bound.end(), other) == bound.end())
      bound.push_back(other);
  };
  for (std::size_t i = 0; i < bound.size(); ++i) {
    const auto one = bound[i];
    any_link(sql, one, [&](const ledger::Decision& decision, RecordId other) {
      if (decision.kind == ledger::DecisionType::same) add(other);
      return false;
    });
    add(ledger::standing_heir(sql, one));
    for (auto other : ledger::line_of(sql, one)) add(other);
  }
  return bound;
}

// What a person said of a record bound nobody while it did not stand, and a resolve may have parted those
// whom it holds together; who went back may have left one of them behind. They come together again: their
// whole customers, or, where a person parted others of those, as few of them as belong together, with the one
// customer, the other, or one of their own.
void rejoin(ledger::Write& write, const std::vector<RecordId>& records, std::int64_t change,
            std::set<CustomerId>& touched) {
  if (!ledger::any_decision(write.sql)) return;
  auto point = [&](const std::vector<RecordId>& members, CustomerId into) {
    for (auto member : members) ledger::point_record(write, member, into, change);
    touched.insert(into);
  };
  auto move = [&](const std::vector<RecordId>& members, CustomerId into) {
    const bool parted = are_parted(
        write.sql, members, [&](RecordId other) { return ledger::customer_of(write.sql, other) == into; });
    if (!parted) point(members, into);
    return !parted;
  };
  for (auto record : records) {
    std::vector<RecordId> same;
    for (auto one : ledger::line_of(write.sql, record)) {
      any_link(write.sql, one, [&](const ledger::Decision& decision, RecordId other) {
        if (decision.kind == ledger::DecisionType::same) same.push_back(other);
        return false;
      });
    }
    for (auto other : same) {
      const auto one_heir = ledger::standing_heir(write.sql, record),
                 other_heir = ledger::standing_heir(write.sql, other);
      if (!one_heir || !other_heir) continue;
      const auto into = ledger::customer_of(write.sql, one_heir),
                 from = ledger::customer_of(write.sql, other_heir);
      if (!into || !from || into == from) continue;
      touched.insert({into, from});
      if (move(ledger::members_of(write.sql, from), into)) {
        ledger::set_customer(write, from, 0, into);
        continue;
      }
      const auto one_part = bound_to(write.sql, one_heir), other_part = bound_to(write.sql, other_heir);
      if (move(other_part, into) || move(one_part, from)) continue;
      const bool parted = are_parted(write.sql, one_part, [&](RecordId record_there) {
        return std::find(other_part.begin(), other_part.end(), record_there) != other_part.end();
      });
      if (parted) continue;
      const auto own = ledger::create_customer(write);
      point(one_part, own);
      point(other_part, own);
    }
  }
}

// A pin is a person's word about a customer: it goes over to a record that stays with them.
void hand_over_pins(ledger::Write& write, const std::vector<std::int64_t>& leaving) {
  auto leaves = [&](RecordId id) { return std::binary_search(leaving.begin(), leaving.end(), id.value); };
  for (const auto& pin : ledger::standing_decisions(write.sql)) {
    if (pin.kind != ledger::DecisionType::pin || !leaves(pin.a)) continue;
    auto customer = ledger::customer_of(write.sql, pin.a);
    if (!customer) continue;
    auto members = ledger::members_of(write.sql, customer);
    auto heir = std::find_if_not(members.begin(), members.end(), leaves);
    if (heir == members.end()) continue;
    ledger::move_pin(write, pin.id, *heir);
  }
}

// What a person entered, and every no, is no part of the batch: it goes over to a record that stays. The rest
// came with the records and goes with them.
void hand_over_consents(ledger::Write& write, const std::vector<std::int64_t>& leaving) {
  if (leaving.empty()) return;
  auto leaves = [&](RecordId id) { return std::binary_search(leaving.begin(), leaving.end(), id.value); };
  for (const auto& consent :
       ledger::consents_of_records(write.sql, RecordId(leaving.front()), RecordId(leaving.back()))) {
    const bool no = consent.state == "withdrawn" || consent.state == "objected";
    const bool by_hand = consent.entered_by == "cli" || consent.entered_by.starts_with("usr_");
    if (!leaves(consent.record) || (!no && !by_hand)) continue;
    auto customer = ledger::customer_of(write.sql, consent.record);
    if (!customer) continue;
    auto members = ledger::members_of(write.sql, customer);
    auto heir = std::find_if_not(members.begin(), members.end(), leaves);
    if (heir != members.end()) ledger::move_consent(write, consent, *heir);
  }
}

// Facts of other batches that hang on records of this one would lose the person they are about.
void refuse_while_others_depend(ledger::Statements& sql, const ledger::Batch& batch) {
  auto others = ledger::batches_with_facts_of(sql, batch);
  if (others.empty()) return;
  std::string list;
  for (auto number : others) list += (list.empty() ? "" : ", ") + std::to_string(number);
  throw Error(ErrorCode::conflict,
              Text("Later batches ({others}) brought facts about people of batch {number}.",
                   {{"others", list}, {"number", std::to_string(batch.number)}}),
              Text("Undo {others} first, then this one, then import those files again.", {{"others", list}}));
}

// A batch that compared itself with what stood left out what it found: it would lose that with this one.
void refuse_while_compared_with(ledger::Statements& sql, const ledger::Batch& batch) {
  const auto later = ledger::comparing_batches_after(sql, batch);
  if (later.empty()) return;
  std::string list;
  for (auto number : later) list += (list.empty() ? "" : ", ") + std::to_string(number);
  throw Error(ErrorCode::conflict,
              Text("Later batches ({others}) of the source took batch {number} for granted: what came again "
                   "unchanged they did not store.",
                   {{"others", list}, {"number", std::to_string(batch.number)}}),
              Text("Undo {others} first, then this one, then import those files again.", {{"others", list}}));
}

// Detaches the batch from its customers: their other records go where they were, their values are computed
// anew.
void detach(ledger::Write& write, const ledger::Batch& batch, const std::set<CustomerId>& customers) {
  auto moved = restore_ended(write, batch);
  if (customers.empty()) return;
  auto before = ledger::opening_change_of(write.sql, batch.id);
  auto first = customers.begin()->value, last = customers.rbegin()->value;
  std::vector<std::int64_t> own_records;
  ledger::each_pointer_of_batch(write.sql, batch,
                                [&](RecordId record, CustomerId) { own_records.push_back(record.value); });
  std::sort(own_records.begin(), own_records.end());
  hand_over_pins(write, own_records);
  hand_over_consents(write, own_records);
  for (auto record : own_records) ledger::forget_pointers(write, RecordId(record));
  std::set<CustomerId> touched = customers;
  auto change = write.changed(ledger::Entity::customer, "put", first, last);
  for (auto customer : customers)
    point_back(write, customer, before, batch.started_at, change, touched, moved);
  rejoin(write, moved, change, touched);
  if (touched.begin()->value < first || touched.rbegin()->value > last) {
    write.changed(ledger::Entity::customer, "put", touched.begin()->value, touched.rbegin()->value);
  }
  std::int64_t lowest = INT64_MAX, highest = 0;
  GoldenBuilder builder(write.sql);
  for (auto customer : touched) {
    for (auto record : ledger::members_of(write.sql, customer)) {
      lowest = std::min(lowest, record.value);
      highest = std::max(highest, record.value);
    }
    refresh_customer(write, builder, customer, change);
  }
  if (highest != 0) write.changed(ledger::Entity::record, "put", lowest, highest);
}

// Facts of the batch may hang on records that came before it: the change log names those too, or the lens
// keeps the facts.
void log_facts_on_other_records(ledger::Write& write, const ledger::Batch& batch) {
  auto [first, last] = ledger::subjects_of_facts(write.sql, batch.id);
  if (last) write.changed(ledger::Entity::fact, "delete", first.value, last.value, batch.id.value);
}

void remove_all(ledger::Ledger& ledger, ledger::Batch batch, Progress& progress) {
  std::int64_t removed = 0;
  for (;;) {
    std::int64_t went = 0;
    ledger.write(
        [&](ledger::Write& write) { went = ledger::remove_records(write, batch, records_per_write); });
    if (went == 0) break;
    removed += went;
    progress.at(static_cast<std::uint64_t>(removed));
  }
  ledger.write([&](ledger::Write& write) {
    log_facts_on_other_records(write, batch);
    ledger::remove_facts_and_rejects(write, batch);
    batch.state = ledger::BatchState::undone;
    batch.ended_at = write.now();
    ledger::update_batch(write, batch);
    write.audit("batch.undo", to_string(batch.id), "{\"records\":" + std::to_string(removed) + "}");
  });
}

}  // namespace

std::vector<std::int64_t> take_back_open_batches(ledger::Ledger& ledger) {
  std::vector<ledger::Batch> open;
  {
    auto read = ledger.read();
    for (auto& batch : ledger::all_batches(read->sql())) {
      if (batch.state == ledger::BatchState::open) open.push_back(std::move(batch));
    }
  }
  std::vector<std::int64_t> numbers;
  Progress silent;
  for (const auto& batch : open) {
    if (batch.kind == ledger::standard_kind) {
      put_values_back(ledger, batch, silent);
      numbers.push_back(batch.number);
      continue;
    }
    std::set<CustomerId> customers;
    {
      auto read = ledger.read();
      customers = customers_of_batch(read->sql(), batch);
    }
    ledger.write([&](ledger::Write& write) { detach(write, batch, customers); });
    remove_all(ledger, batch, silent);
    numbers.push_back(batch.number);
  }
  return numbers;
}

UndoReport preview_undo(ledger::Ledger& ledger, std::int64_t number) {
  auto batch = batch_of(ledger, number);
  auto read = ledger.read();
  if (batch.kind == ledger::standard_kind) return preview_put_back(read->sql(), batch);
  refuse_while_others_depend(read->sql(), batch);
  refuse_while_compared_with(read->sql(), batch);
  return {number, batch.records, batch.facts, batch.rejects,
          static_cast<std::int64_t>(customers_of_batch(read->sql(), batch).size())};
}

UndoReport undo_batch(ledger::Ledger& ledger, std::int64_t number, Progress& progress, const Cancel& cancel) {
  auto batch = batch_of(ledger, number);
  auto report = preview_undo(ledger, number);
  cancel.check();
  if (batch.kind == ledger::standard_kind) {
    progress.phase("Undoing the batch", static_cast<std::uint64_t>(report.records));
    ledger.write([&](ledger::Write& write) {
      batch.state = ledger::BatchState::open;
      ledger::update_batch(write, batch);
    });
    put_values_back(ledger, batch, progress);
    progress.done();
    return report;
  }
  std::set<CustomerId> customers;
  {
    auto read = ledger.read();
    customers = customers_of_batch(read->sql(), batch);
  }
  progress.phase("Undoing the batch", static_cast<std::uint64_t>(batch.records));
  // From here on the batch is open: whoever finds it so finishes the work.
  ledger.write([&](ledger::Write& write) {
    batch.state = ledger::BatchState::open;
    ledger::update_batch(write, batch);
    detach(write, batch, customers);
  });
  remove_all(ledger, batch, progress);
  progress.done();
  return report;
}

}  // namespace kith::service
