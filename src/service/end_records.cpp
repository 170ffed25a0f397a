#include "service/end_records.h"

#include <set>

#include "ledger/customers.h"
#include "ledger/endings.h"
#include "ledger/match_pairs.h"
#include "service/golden.h"

namespace kith::service {
namespace {

// Past as many the lens joins ranges itself.
constexpr std::size_t most_runs = 64;

void refresh(ledger::Write& write, const std::set<std::int64_t>& customers, std::int64_t change) {
  if (customers.empty()) return;
  GoldenBuilder builder(write.sql);
  for (auto customer : customers) refresh_customer(write, builder, CustomerId(customer), change);
}

}  // namespace

void log_changed(ledger::Write& write, ledger::Entity entity, const std::set<std::int64_t>& ids) {
  if (ids.empty()) return;
  if (ids.size() > most_runs) {
    write.changed(entity, "put", *ids.begin(), *ids.rbegin());
    return;
  }
  for (auto at = ids.begin(); at != ids.end();) {
    const auto first = *at;
    auto last = first;
    while (++at != ids.end() && *at == last + id_step) last = *at;
    write.changed(entity, "put", first, last);
  }
}

void end_records(ledger::Write& write, BatchId batch, std::span<const EarlierRows::Ending> endings) {
  const auto change = write.next_change();
  std::set<std::int64_t> ended, pointed, customers;
  for (const auto& ending : endings) {
    ended.insert(ending.record.value);
    ledger::end_record(write, {ending.record, batch, ending.heir, change});
    const auto customer = ledger::customer_of(write.sql, ending.record);
    if (!customer) continue;
    customers.insert(customer.value);
    if (!ending.heir) continue;
    if (const auto of_heir = ledger::customer_of(write.sql, ending.heir)) {
      customers.insert(of_heir.value);  // what a person said of the one holds for the other now
      continue;
    }
    ledger::point_new_record(write, ending.heir, customer, change);
    ledger::mark_unseen(write, ending.heir);
    pointed.insert(ending.heir.value);
  }
  log_changed(write, ledger::Entity::end, ended);
  log_changed(write, ledger::Entity::record, pointed);
  log_changed(write, ledger::Entity::customer, customers);
  refresh(write, customers, change);
}

void bring_back(ledger::Write& write, const ledger::Batch& batch, std::span<const std::string> keys) {
  const auto change = write.next_change();
  std::set<std::int64_t> pointed, customers;
  for (const auto& key : keys) {
    const auto record = ledger::first_of_key(write.sql, batch.source, key, batch.id);
    const auto before = ledger::newest_of_key(write.sql, batch.source, key, batch.id);
    const auto customer = before ? ledger::customer_of(write.sql, before) : CustomerId();
    if (!record || !customer || ledger::customer_of(write.sql, record)) continue;
    ledger::point_new_record(write, record, customer, change);
    ledger::mark_unseen(write, record);
    pointed.insert(record.value);
    customers.insert(customer.value);
  }
  log_changed(write, ledger::Entity::record, pointed);
  log_changed(write, ledger::Entity::customer, customers);
  refresh(write, customers, change);
}

}  // namespace kith::service
