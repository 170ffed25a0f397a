#include "service/resolve_records.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "service/golden.h"
#include "service/match_table.h"
#include "service/model_json.h"

namespace kith::service {
namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Decisions between records, and rows that a source gave under one key: they are the same subject by its own
// word.
match::Constraints constraints_of(ledger::Statements& sql, const match::Table& table) {
  match::Constraints constraints;
  for (const auto& decision : ledger::standing_decisions(sql)) {
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

class Writer {
 public:
  Writer(const MatchInput& input, const match::Resolution& resolution, std::vector<std::int64_t> assigned,
         ResolveReport& report, Progress& progress, const Cancel& cancel)
      : input_(input),
        resolution_(resolution),
        assigned_(std::move(assigned)),
        report_(report),
        progress_(progress),
        cancel_(cancel) {}

  void write(ledger::Write& write) {
    group_rows();
    create_customers(write);
    std::int64_t first = 0, last = 0;
    for (auto id : assigned_) {
      first = first == 0 ? id : std::min(first, id);
      last = std::max(last, id);
    }
    for (auto id : input_.customer) {
      if (id == 0) continue;
      first = std::min(first, id);
      last = std::max(last, id);
    }
    change_ = write.changed(ledger::Entity::customer, "put", first, last);
    point_rows(write);
    retire_customers(write);
    compute_values(write);
    if (report_.moved > 0) {
      write.changed(ledger::Entity::record, "put", input_.table.order.front(), input_.table.order.back());
    }
    ledger::put_model(write, to_json(resolution_.model));
    write.audit("resolve", "base",
                "{\"customers\":" + std::to_string(assigned_.size()) +
                    ",\"moved\":" + std::to_string(report_.moved) + "}");
  }

 private:
  // rows_ lists the rows cluster by cluster; those of cluster c stand at [begin_[c], begin_[c + 1]).
  void group_rows() {
    begin_.assign(assigned_.size() + 1, 0);
    for (auto c : resolution_.cluster) ++begin_[c + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    rows_.resize(resolution_.cluster.size());
    auto at = begin_;
    for (std::uint32_t row = 0; row < resolution_.cluster.size(); ++row)
      rows_[at[resolution_.cluster[row]]++] = row;
  }

  void create_customers(ledger::Write& write) {
    std::unordered_set<std::int64_t> taken(assigned_.begin(), assigned_.end());
    new_.assign(assigned_.size(), false);
    std::int64_t wanted = std::count(assigned_.begin(), assigned_.end(), 0);
    report_.created = static_cast<std::uint64_t>(wanted);
    if (wanted == 0) return;
    auto next = write.take_ids(wanted);
    for (std::size_t c = 0; c < assigned_.size(); ++c) {
      if (assigned_[c] != 0) continue;
      assigned_[c] = next;
      new_[c] = true;
      next += id_step;
    }
  }

  void point_rows(ledger::Write& write) {
    progress_.phase("Pointing records at customers", input_.table.rows());
    for (std::size_t row = 0; row < input_.table.rows(); ++row) {
      auto to = assigned_[resolution_.cluster[row]];
      if (input_.customer[row] != to) {
        RecordId record(input_.table.order[row]);
        if (input_.customer[row] == 0) {
          ledger::point_new_record(write, record, CustomerId(to), change_);
        } else {
          ledger::point_record(write, record, CustomerId(to), change_);
        }
        ++report_.moved;
      }
      if (row % 8192 == 0) {
        cancel_.check();
        progress_.at(row);
      }
    }
  }

  // Customers that lost all their records: merged into the one that most of them went to.
  void retire_customers(ledger::Write& write) {
    std::unordered_set<std::int64_t> alive(assigned_.begin(), assigned_.end()), gave;
    std::unordered_map<std::int64_t, std::unordered_map<std::int64_t, std::uint64_t>> went;
    for (std::size_t row = 0; row < input_.table.rows(); ++row) {
      auto from = input_.customer[row], to = assigned_[resolution_.cluster[row]];
      if (from == 0 || from == to) continue;
      if (alive.count(from) != 0) {
        gave.insert(from);
      } else {
        ++went[from][to];
      }
    }
    report_.split = gave.size();
    report_.merged = went.size();
    std::vector<std::int64_t> retired;
    for (const auto& [from, targets] : went) retired.push_back(from);
    std::sort(retired.begin(), retired.end());
    for (auto from : retired) {
      std::int64_t best = 0;
      std::uint64_t votes = 0;
      for (const auto& [to, count] : went[from]) {
        if (count > votes || (count == votes && to < best)) {
          best = to;
          votes = count;
        }
      }
      ledger::replace_values(write, CustomerId(from), {}, change_);
      ledger::set_customer(write, CustomerId(from), 0, CustomerId(best));
    }
  }

  void compute_values(ledger::Write& write) {
    progress_.phase("Computing golden values", assigned_.size());
    GoldenBuilder builder(write.sql);
    std::vector<ledger::StoredRecord> records;
    for (std::size_t c = 0; c < assigned_.size(); ++c) {
      records.clear();
      for (auto i = begin_[c]; i < begin_[c + 1]; ++i) {
        records.push_back(*ledger::find_record(write.sql, RecordId(input_.table.order[rows_[i]])));
      }
      CustomerId id(assigned_[c]);
      auto values = builder.build(records);
      if (new_[c]) {
        ledger::insert_customer(write, id, static_cast<std::int64_t>(records.size()), values, change_);
      } else {
        ledger::replace_values(write, id, values, change_);
        ledger::set_customer(write, id, static_cast<std::int64_t>(records.size()), CustomerId());
      }
      if (c % 1024 == 0) {
        cancel_.check();
        progress_.at(c);
      }
    }
  }

  const MatchInput& input_;
  const match::Resolution& resolution_;
  std::vector<std::int64_t> assigned_;
  ResolveReport& report_;
  Progress& progress_;
  const Cancel& cancel_;
  std::int64_t change_ = 0;
  std::vector<bool> new_;
  std::vector<std::size_t> begin_;
  std::vector<std::uint32_t> rows_;
};

}  // namespace

ResolveReport resolve_records(Home& home, Progress& progress, const Cancel& cancel, unsigned threads) {
  ResolveReport report;
  double begun = seconds_now();
  auto& lens = home.lens(progress, cancel);
  report.seconds_lens = seconds_now() - begun;
  std::vector<std::pair<std::string, std::string>> kinds;
  MatchInput input;
  match::Constraints constraints;
  std::vector<std::int64_t> former;
  {
    auto read = home.ledger().read();
    for (const auto& attribute : ledger::all_attributes(read->sql())) {
      if (!attribute.match_kind.empty()) kinds.emplace_back(attribute.name, attribute.match_kind);
    }
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
  auto resolution = match::resolve(input.table, constraints, options, executor, progress, cancel);
  report.statistics = resolution.statistics;
  report.model = resolution.model;
  report.generic_values = resolution.generic.size();
  std::size_t clusters = resolution.statistics.clusters;
  report.customers = clusters;
  for (auto& column : input.table.columns) {
    std::vector<std::uint32_t>().swap(column.ids);
    std::vector<std::string>().swap(column.values);
  }
  auto assigned = assign_customers(resolution.cluster, clusters, input.customer, former);

  double before = seconds_now();
  home.ledger().write([&](ledger::Write& write) {
    Writer(input, resolution, std::move(assigned), report, progress, cancel).write(write);
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
