#include "service/point_customers.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "ledger/customers.h"
#include "ledger/endings.h"
#include "ledger/records.h"
#include "service/resolve_records.h"

namespace kith::service {
namespace {

// Enters ids as runs without gaps.
void log_ids(ledger::Write& write, ledger::Entity entity, const std::set<std::int64_t>& ids) {
  for (auto at = ids.begin(); at != ids.end();) {
    const auto first = *at;
    auto last = first;
    while (++at != ids.end() && *at == last + id_step) last = *at;
    write.changed(entity, "put", first, last);
  }
}

class Writer {
 public:
  Writer(const Clustered& rows, bool whole, Snapshots* snapshots, Progress& progress, const Cancel& cancel)
      : rows_(rows),
        whole_(whole),
        snapshots_(snapshots),
        assigned_(assign_customers(rows.cluster, rows.clusters, rows.present, rows.former)),
        progress_(progress),
        cancel_(cancel) {}

  PointReport write(ledger::Write& write) {
    group_rows();
    create_customers(write);
    find_moves();
    if (!whole_ && report_.moved == 0) return report_;
    log_customers(write);
    point_rows(write);
    retire_customers(write);
    follow_heirs(write);
    compute_values(write);
    log_records(write);
    return report_;
  }

 private:
  std::int64_t target(std::size_t row) const { return assigned_[rows_.cluster[row]]; }

  // order_ lists the rows cluster by cluster; those of cluster c stand at [begin_[c], begin_[c + 1]).
  void group_rows() {
    begin_.assign(assigned_.size() + 1, 0);
    for (auto c : rows_.cluster) ++begin_[c + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    order_.resize(rows_.cluster.size());
    auto at = begin_;
    for (std::uint32_t row = 0; row < rows_.cluster.size(); ++row) order_[at[rows_.cluster[row]]++] = row;
  }

  void create_customers(ledger::Write& write) {
    new_.assign(assigned_.size(), false);
    const std::int64_t wanted = std::count(assigned_.begin(), assigned_.end(), 0);
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

  void find_moves() {
    for (std::size_t row = 0; row < rows_.record.size(); ++row) {
      if (rows_.present[row] == target(row)) continue;
      ++report_.moved;
      if (whole_) continue;
      touched_.insert(target(row));
      if (rows_.present[row] != 0) touched_.insert(rows_.present[row]);
    }
  }

  bool is_touched(std::int64_t customer) const { return whole_ || touched_.count(customer) != 0; }

  void log_customers(ledger::Write& write) {
    change_ = write.next_change();
    if (!whole_) return log_ids(write, ledger::Entity::customer, touched_);
    std::int64_t first = 0, last = 0;
    for (const auto& ids : {assigned_, rows_.present}) {
      for (auto id : ids) {
        if (id == 0) continue;
        first = first == 0 ? id : std::min(first, id);
        last = std::max(last, id);
      }
    }
    write.changed(ledger::Entity::customer, "put", first, last);
  }

  void point_rows(ledger::Write& write) {
    progress_.phase("Pointing records at customers", rows_.record.size());
    for (std::size_t row = 0; row < rows_.record.size(); ++row) {
      const auto to = target(row);
      if (rows_.present[row] != to) {
        const RecordId record(rows_.record[row]);
        if (rows_.present[row] == 0) {
          ledger::point_new_record(write, record, CustomerId(to), change_);
        } else {
          ledger::point_record(write, record, CustomerId(to), change_);
        }
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
    for (std::size_t row = 0; row < rows_.record.size(); ++row) {
      const auto from = rows_.present[row], to = target(row);
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
    const ledger::EndedPlaces places(write.sql);
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
      for (auto ended : ledger::ended_members_of(write.sql, CustomerId(from))) {
        if (ledger::standing_heir(write.sql, ended) || places.is_parted(ended, CustomerId(best))) continue;
        ledger::point_record(write, ended, CustomerId(best), change_);
        followed_.insert(ended.value);
      }
    }
  }

  // Records that have ended point where those do that took their place.
  void follow_heirs(ledger::Write& write) {
    auto follow = [&](RecordId record, CustomerId customer) {
      if (ledger::point_record(write, record, customer, change_)) followed_.insert(record.value);
    };
    if (whole_) {
      for (const auto& [record, customer] : ledger::strayed_records(write.sql)) follow(record, customer);
      return;
    }
    const ledger::EndedPlaces places(write.sql);
    for (auto touched : touched_) {
      for (auto ended : ledger::ended_members_of(write.sql, CustomerId(touched))) {
        if (auto place = places.place_of(ended)) follow(ended, place);
      }
    }
  }

  void compute_values(ledger::Write& write) {
    std::vector<std::size_t> touched;
    for (std::size_t c = 0; c < assigned_.size(); ++c) {
      if (is_touched(assigned_[c])) touched.push_back(c);
    }
    progress_.phase("Computing golden values", touched.size());
    auto ask = [&](std::size_t n, GoldenAsked& asked) {
      const auto c = touched[n];
      if (!new_[c]) asked.customer = CustomerId(assigned_[c]);
      for (auto i = begin_[c]; i < begin_[c + 1]; ++i) asked.records.emplace_back(rows_.record[order_[i]]);
    };
    auto take = [&](std::size_t n, const GoldenBuilt& built) {
      const auto c = touched[n];
      const CustomerId id(assigned_[c]);
      const auto records = static_cast<std::int64_t>(begin_[c + 1] - begin_[c]);
      if (new_[c]) {
        ledger::insert_customer(write, id, records, built.next, change_);
      } else {
        ledger::replace_values(write, id, built.present, built.next, change_);
        ledger::set_customer(write, id, records, CustomerId());
      }
      if (n % 1024 == 0) progress_.at(n);
    };
    build_golden_values(write, snapshots_, touched.size(), ask, take, cancel_);
  }

  void log_records(ledger::Write& write) {
    log_ids(write, ledger::Entity::record, followed_);
    if (report_.moved == 0) return;
    if (whole_) {
      write.changed(ledger::Entity::record, "put", rows_.record.front(), rows_.record.back());
      return;
    }
    std::set<std::int64_t> moved;
    for (std::size_t row = 0; row < rows_.record.size(); ++row) {
      if (rows_.present[row] != target(row)) moved.insert(rows_.record[row]);
    }
    log_ids(write, ledger::Entity::record, moved);
  }

  const Clustered& rows_;
  bool whole_;
  Snapshots* snapshots_;
  std::vector<std::int64_t> assigned_;
  Progress& progress_;
  const Cancel& cancel_;
  PointReport report_;
  std::int64_t change_ = 0;
  std::vector<bool> new_;
  std::set<std::int64_t> touched_, followed_;
  std::vector<std::size_t> begin_;
  std::vector<std::uint32_t> order_;
};

}  // namespace

PointReport point_customers(ledger::Write& write, const Clustered& rows, bool whole, Snapshots* snapshots,
                            Progress& progress, const Cancel& cancel) {
  return Writer(rows, whole, snapshots, progress, cancel).write(write);
}

}  // namespace kith::service
