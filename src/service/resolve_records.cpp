#include "service/resolve_records.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/error.h"
#include "ledger/customers.h"
#include "ledger/endings.h"
#include "ledger/records.h"
#include "ledger/reviews.h"
#include "service/compatible_links.h"
#include "service/match_base.h"
#include "service/match_table.h"
#include "service/point_customers.h"
#include "service/tune_model.h"

namespace kith::service {
namespace {

// As many pairs as reviewers can look at in weeks.
constexpr std::size_t uncertain_kept = 5000;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Decisions between records, and rows that a source gave under one key: they are the same subject by its own
// word.
match::Constraints constraints_of(ledger::Statements& sql, const match::Table& table) {
  match::Constraints constraints;
  for (const auto& decision : ledger::decisions_on_heirs(sql)) {
    if (decision.kind == ledger::DecisionType::pin) continue;
    auto a = row_of(table, decision.a), b = row_of(table, decision.b);
    if (a < 0 || b < 0) continue;
    auto& list = decision.kind == ledger::DecisionType::same ? constraints.same : constraints.different;
    list.emplace_back(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b));
  }
  ledger::each_shared_key(sql, [&](RecordId first, RecordId second) {
    auto a = row_of(table, first), b = row_of(table, second);
    if (a >= 0 && b >= 0)
      constraints.same.emplace_back(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b));
  });
  // A record that took another's place stays with those that the other was with, unless a person says
  // otherwise.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> links;
  ledger::each_newest_heir(sql, [&](CustomerId customer, RecordId heir) {
    std::int64_t before = -1;
    for (auto member : ledger::standing_members_of(sql, customer)) {
      if (heir < member) break;
      const auto row = row_of(table, member);
      if (before >= 0 && row >= 0)
        links.emplace_back(static_cast<std::uint32_t>(before), static_cast<std::uint32_t>(row));
      if (row >= 0) before = row;
    }
  });
  add_compatible_links(constraints, table.rows(), links);
  return constraints;
}

// The customer each row pointed at before its present one, for those that ever moved.
std::vector<std::int64_t> former_customers(ledger::Statements& sql, const match::Table& table) {
  std::vector<std::int64_t> former(table.rows(), 0);
  ledger::each_past_membership(sql, [&](RecordId record, CustomerId customer) {
    if (auto row = row_of(table, record); row >= 0) former[static_cast<std::size_t>(row)] = customer.value;
  });
  return former;
}

}  // namespace

ResolveReport resolve_records(Home& home, Progress& progress, const Cancel& cancel, unsigned threads) {
  ResolveReport report;
  double begun = seconds_now();
  std::int64_t change = 0;
  {
    auto read = home.ledger().read();
    change = ledger::settled_change(read->sql(), ledger::newest_change(*read));
  }
  auto& lens = home.lens(progress, cancel);
  report.seconds_lens = seconds_now() - begun;
  std::vector<std::pair<std::string, std::string>> kinds;
  MatchInput input;
  match::Constraints constraints;
  std::vector<std::int64_t> former;
  {
    auto read = home.ledger().read();
    kinds = match_kinds(read->sql());
    double before = seconds_now();
    progress.phase("Reading records", 0);
    try {
      input = read_match_input(lens, kinds);
    } catch (const Error& error) {
      // Damage inside the lens shows itself only where it is read.
      if (error.code() != ErrorCode::corrupt) throw;
      input = read_match_input(home.rebuild_lens(progress, cancel), kinds);
    }
    report.seconds_read = seconds_now() - before;
    constraints = constraints_of(read->sql(), input.table);
    former = former_customers(read->sql(), input.table);
  }
  // The lens is big and not needed while matching: its memory serves better here.
  home.close_lens();
  report.records = input.table.rows();
  if (input.table.rows() == 0) {
    throw Error(ErrorCode::conflict, "There are no records to resolve.",
                "Import a file first: kith import FILE --source NAME");
  }
  report.contradictions = match::contradictions(input.table.rows(), constraints).size();

  Executor executor(threads != 0 ? threads : std::max(1u, std::thread::hardware_concurrency()));
  match::Options options;
  options.clock = seconds_now;
  options.uncertain = uncertain_kept;
  options.apart = true;
  options.tuning = tuning_of(home.ledger().read()->sql());
  auto resolution = match::resolve(input.table, constraints, options, executor, progress, cancel);
  report.statistics = resolution.statistics;
  report.model = resolution.model;
  report.generic_values = resolution.generic.size();
  report.customers = resolution.statistics.clusters;
  auto indexed = index_base(input.table, resolution.model, resolution.apart, executor);
  std::vector<ledger::UncertainPair> uncertain;
  for (const auto& pair : resolution.uncertain) {
    uncertain.push_back(
        {RecordId(input.table.order[pair.a]), RecordId(input.table.order[pair.b]), pair.total});
  }
  for (auto& column : input.table.columns) {
    std::vector<std::uint32_t>().swap(column.ids);
    column.values = {};
  }
  const Clustered clustered{std::move(input.table.order), std::move(input.customer), std::move(former),
                            std::move(resolution.cluster), resolution.statistics.clusters};

  double before = seconds_now();
  home.ledger().write([&](ledger::Write& write) {
    const auto snapshots = Snapshots::within(write, home.ledger(), executor.threads());
    auto pointed = point_customers(write, clustered, true, snapshots.get(), progress, cancel);
    report.created = pointed.created;
    report.merged = pointed.merged;
    report.split = pointed.split;
    report.moved = pointed.moved;
    progress.phase("Writing the index", indexed.keys.size());
    write_index(write, std::move(indexed), change);
    ledger::replace_uncertain_pairs(write, uncertain);
    write.audit("resolve", "base",
                "{\"customers\":" + std::to_string(report.customers) +
                    ",\"moved\":" + std::to_string(report.moved) + "}");
  });
  report.seconds_write = seconds_now() - before;
  before = seconds_now();
  home.lens(progress, cancel);
  report.seconds_lens += seconds_now() - before;
  progress.done();
  report.seconds = seconds_now() - begun;
  return report;
}

}  // namespace kith::service
