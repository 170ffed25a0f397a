#include "service/resolve_new_records.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <unordered_set>

#include "ledger/match_index.h"
#include "ledger/match_pairs.h"
#include "ledger/match_sketches.h"
#include "ledger/records.h"
#include "ledger/reviews.h"
#include "match/model/sketch.h"
#include "service/match_base.h"
#include "service/match_neighbours.h"
#include "service/point_customers.h"

namespace kith::service {
namespace {

class Job {
 public:
  /// `snapshots`: where the records were there before this transaction, and nothing else changed in it.
  Job(ledger::Write& write, ResolveNewReport& report, Executor& executor, Progress& progress,
      const Cancel& cancel, Snapshots* snapshots = nullptr)
      : write_(write),
        snapshots_(snapshots),
        kept_(MatchBase::kept(write.sql)),
        base_(*kept_),
        values_(write.sql, base_.compared),
        report_(report),
        executor_(executor),
        progress_(progress),
        cancel_(cancel) {}

  // Records of done batches that came since the last resolve and point at nobody, or took another's place.
  std::vector<RecordId> new_records() {
    std::vector<RecordId> records;
    for (const auto& range : ledger::batches_since(write_.sql, base_.state.change))
      ledger::unresolved_records(write_.sql, range, records);
    std::sort(records.begin(), records.end());
    records.erase(std::unique(records.begin(), records.end()), records.end());
    return records;
  }

  void index(const std::vector<RecordId>& records) {
    constexpr std::size_t at_once = 20'000, most_kept = 200'000;
    std::vector<ledger::MatchKey> keys;
    for (std::size_t at = 0; at < records.size(); at += at_once) {
      cancel_.check();
      const std::vector<RecordId> piece(
          records.begin() + static_cast<std::ptrdiff_t>(at),
          records.begin() + static_cast<std::ptrdiff_t>(std::min(records.size(), at + at_once)));
      values_.read_ahead(piece, snapshots_);
      const auto table = values_.table(piece);
      keys.clear();
      for (const auto& key : match::index_keys(table, base_.model, base_.frequencies))
        keys.push_back({key.key, piece[key.row]});
      std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
        return std::pair(static_cast<std::int64_t>(a.key), a.record.value) <
               std::pair(static_cast<std::int64_t>(b.key), b.record.value);
      });
      ledger::add_match_keys(write_, keys);
      match::Sketches sketches(base_.model);
      if (base_.sketched) sketches.add(table, base_.frequencies);
      for (std::size_t row = 0; row < sketches.rows(); ++row)
        ledger::put_sketch(write_, piece[row], sketches.packed(row));
      if (values_.kept() > most_kept) values_.forget();
    }
  }

  void match(const std::vector<RecordId>& seeds, const std::vector<RecordId>& beside = {}) {
    progress_.phase("Matching new records", seeds.size());
    Neighbours neighbours(write_.sql, base_, values_, snapshots_, executor_, cancel_);
    const auto parts = neighbours.cluster(seeds, beside, progress_);
    Clustered rows;
    rows.cluster = parts.cluster;
    rows.clusters = parts.clusters;
    std::unordered_set<std::uint32_t> known;
    for (std::size_t i = 0; i < parts.records.size(); ++i) {
      const auto record = parts.records[i];
      rows.record.push_back(record.value);
      rows.present.push_back(parts.customer[i].value);
      rows.former.push_back(unless_of_others(parts.former[i], parts.records).value);
      if (rows.present.back() != 0) known.insert(parts.cluster[i]);
    }
    for (std::size_t i = 0; i < rows.record.size(); ++i)
      report_.joined += rows.present[i] == 0 && known.count(rows.cluster[i]) != 0;
    const auto pointed = point_customers(write_, rows, false, snapshots_, progress_, cancel_);
    for (const auto& pair : neighbours.uncertain()) ledger::put_uncertain_pair(write_, pair);
    keep_pairs(neighbours);
    report_.touched = parts.records.size();
    report_.compared = neighbours.candidates();
    report_.weighed = neighbours.weighed();
    report_.stopped_short = neighbours.stopped_short();
    report_.created = pointed.created;
    report_.merged = pointed.merged;
    report_.split = pointed.split;
    report_.moved = pointed.moved;
  }

  // A customer that a record was of, none where others are it now who are not looked at.
  CustomerId unless_of_others(CustomerId former, const std::vector<RecordId>& among) {
    if (!former) return former;
    const auto members = ledger::standing_members_of(write_.sql, former);
    const bool known = std::all_of(members.begin(), members.end(), [&](RecordId member) {
      return std::binary_search(among.begin(), among.end(), member);
    });
    return known ? former : CustomerId();
  }

  // Looks for the likely pairs of records that somebody else pointed at their customers.
  void look(const std::vector<RecordId>& records) {
    Neighbours neighbours(write_.sql, base_, values_, snapshots_, executor_, cancel_);
    neighbours.look(records);
    keep_pairs(neighbours);
  }

  // Their values changed: what they were likely one with tells nothing any more. Returns those.
  std::vector<RecordId> forget_pairs(const std::vector<RecordId>& records) {
    std::vector<RecordId> others;
    for (auto record : records) {
      ledger::match_pairs_of(write_.sql, record, others);
      ledger::forget_match_pairs(write_, record);
    }
    return others;
  }

  void finish(std::int64_t change) {
    ledger::put_match_change(write_, change);
    write_.audit("resolve.new", "base",
                 "{\"records\":" + std::to_string(report_.records) +
                     ",\"moved\":" + std::to_string(report_.moved) + "}");
  }

 private:
  void keep_pairs(const Neighbours& neighbours) {
    ledger::add_match_pairs(write_, neighbours.apart());
    for (auto record : neighbours.seen()) ledger::mark_seen(write_, record);
  }

  ledger::Write& write_;
  Snapshots* snapshots_;
  std::shared_ptr<const MatchBase> kept_;
  const MatchBase& base_;
  RecordValues values_;
  ResolveNewReport& report_;
  Executor& executor_;
  Progress& progress_;
  const Cancel& cancel_;
};

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

bool can_resolve_new(Home& home) { return MatchBase::exists(home.ledger().read()->sql()); }

ResolveNewReport resolve_new_records(Home& home, Progress& progress, const Cancel& cancel, unsigned threads,
                                     std::uint64_t most) {
  const double begun = seconds_now();
  ResolveNewReport report;
  Executor executor(threads != 0 ? threads : std::max(1u, std::thread::hardware_concurrency()));
  home.ledger().write([&](ledger::Write& write) {
    report = {};
    const auto snapshots = Snapshots::within(write, home.ledger(), executor.threads());
    Job job(write, report, executor, progress, cancel, snapshots.get());
    const auto seen = ledger::settled_change(write.sql, write.next_change() - 1);
    const auto records = job.new_records();
    if (records.size() > most) {
      report.waiting = records.size();
      return;
    }
    report.records = records.size();
    if (records.empty()) return;
    job.index(records);
    job.match(records);
    job.finish(seen);
  });
  progress.done();
  report.seconds = seconds_now() - begun;
  return report;
}

ResolveNewReport resolve_in(ledger::Write& write, const std::vector<RecordId>& records,
                            const Cancel& cancel) {
  ResolveNewReport report;
  Executor executor(1);
  Progress silent;
  Job job(write, report, executor, silent, cancel);
  job.index(records);
  job.match(records);
  report.records = records.size();
  return report;
}

void index_in(ledger::Write& write, const std::vector<RecordId>& records) {
  if (!MatchBase::exists(write.sql)) return;
  ResolveNewReport report;
  Executor executor(1);
  Progress silent;
  const Cancel cancel;
  Job job(write, report, executor, silent, cancel);
  job.index(records);
  job.look(records);
}

namespace {

ResolveNewReport match_again(Home& home, const std::vector<RecordId>& records, bool values_changed,
                             Progress& progress, const Cancel& cancel) {
  const double begun = seconds_now();
  ResolveNewReport report;
  Executor executor(1);
  home.ledger().write([&](ledger::Write& write) {
    report = {};
    std::vector<RecordId> there;
    for (auto record : records) {
      if (ledger::customer_of(write.sql, record)) there.push_back(record);
    }
    if (there.empty()) return;
    Job job(write, report, executor, progress, cancel);
    std::vector<RecordId> beside;
    if (values_changed) {
      job.index(there);
      beside = job.forget_pairs(there);
    }
    job.match(there, beside);
  });
  progress.done();
  report.seconds = seconds_now() - begun;
  return report;
}

}  // namespace

ResolveNewReport resolve_again(Home& home, const std::vector<RecordId>& records, Progress& progress,
                               const Cancel& cancel) {
  return match_again(home, records, false, progress, cancel);
}

ResolveNewReport resolve_changed(Home& home, const std::vector<RecordId>& records, Progress& progress,
                                 const Cancel& cancel) {
  return match_again(home, records, true, progress, cancel);
}

}  // namespace kith::service
