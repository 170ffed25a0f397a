#include "service/restandardise.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/executor.h"
#include "base/nearest_word.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/corrections.h"
#include "ledger/record_values.h"
#include "service/dictionary.h"
#include "service/golden.h"
#include "service/prepare_rows.h"
#include "service/record_decoder.h"
#include "service/resolve_new_records.h"

namespace kith::service {
namespace {

constexpr std::size_t records_per_write = 8192;
constexpr std::size_t rows_per_block = 1024;
constexpr std::size_t examples_shown = 20;
// Past so many different ones new ones are not told apart: memory does not grow with the base.
constexpr std::size_t changes_remembered = 20'000;
// Up to so many ids get an entry of their own in the change log; more share one range.
constexpr std::size_t single_entries = 32;

// Ids as entries of the change log, so that the lens reads again little more than what changed.
template <typename Ids>
std::int64_t log_ids(ledger::Write& write, ledger::Entity entity, const Ids& ids, std::int64_t batch = 0) {
  std::int64_t change = 0;
  if (ids.size() <= single_entries) {
    for (auto id : ids) change = write.changed(entity, "put", id.value, id.value, batch);
  } else {
    change = write.changed(entity, "put", ids.begin()->value, std::prev(ids.end())->value, batch);
  }
  return change;
}

void refresh_customers(ledger::Write& write, const std::set<CustomerId>& customers) {
  if (customers.empty()) return;
  const auto change = log_ids(write, ledger::Entity::customer, customers);
  GoldenBuilder builder(write.sql);
  for (auto customer : customers) refresh_customer(write, builder, customer, change);
}

// One record whose values become others.
struct Changed {
  RecordId record;
  CustomerId customer;
  std::string standard;
};

class ChangeTally {
 public:
  void note(const std::string& attribute, const ledger::StandardValue& before,
            const ledger::StandardValue& after) {
    auto& mine = of_[attribute];
    ++mine.values;
    const bool was_doubtful = before.verdict == Verdict::suspect || before.verdict == Verdict::invalid;
    const bool is_doubtful = after.verdict == Verdict::suspect || after.verdict == Verdict::invalid;
    mine.mended += was_doubtful && !is_doubtful;
    mine.doubted += is_doubtful && !was_doubtful;
    Key key{std::string(before.value), std::string(after.value), before.verdict, after.verdict, after.reason};
    auto known = mine.changes.find(key);
    if (known != mine.changes.end()) {
      ++known->second;
    } else if (mine.changes.size() < changes_remembered) {
      mine.changes.emplace(std::move(key), 1);
    }
  }

  void add(ChangeTally&& other) {
    for (auto& [attribute, theirs] : other.of_) {
      auto& mine = of_[attribute];
      mine.values += theirs.values;
      mine.mended += theirs.mended;
      mine.doubted += theirs.doubted;
      for (const auto& [key, values] : theirs.changes) {
        if (mine.changes.size() < changes_remembered || mine.changes.count(key) != 0)
          mine.changes[key] += values;
      }
    }
    other.of_.clear();
  }

  std::vector<AttributeChanges> report() const {
    std::vector<AttributeChanges> all;
    for (const auto& attribute : built_in_attributes()) {
      auto found = of_.find(attribute.name);
      if (found == of_.end()) continue;
      AttributeChanges changes{
          attribute.name, found->second.values, found->second.mended, found->second.doubted, {}};
      for (const auto& [key, values] : found->second.changes) {
        const auto& [before, after, verdict_before, verdict, reason] = key;
        changes.examples.push_back({before, after, verdict_before, verdict, reason, values});
      }
      std::stable_sort(changes.examples.begin(), changes.examples.end(),
                       [](const auto& a, const auto& b) { return a.values > b.values; });
      if (changes.examples.size() > examples_shown) changes.examples.resize(examples_shown);
      all.push_back(std::move(changes));
    }
    return all;
  }

 private:
  using Key = std::tuple<std::string, std::string, Verdict, Verdict, Reason>;
  struct Of {
    std::uint64_t values = 0, mended = 0, doubted = 0;
    std::map<Key, std::uint64_t> changes;
  };
  std::map<std::string, Of> of_;
};

bool same(const ledger::StandardValue& a, const ledger::StandardValue& b) noexcept {
  return a.value == b.value && a.verdict == b.verdict && a.reason == b.reason;
}

// The forms of a run. Where it is about some corrections alone, also the form before it: a value that is the
// same under both is none of its business.
struct HouseForms {
  HouseForm now;
  std::optional<HouseForm> before;
  HouseForm differing;  // the corrections that stand in one of the two only
};

// The records of one import batch under the present forms.
class BatchAnew {
 public:
  BatchAnew(const ledger::Batch& batch, const ledger::Source& source, const HouseForms& house,
            const RestandardiseRequest& request, unsigned workers)
      : layout_(layout_from_json(batch.layout)), first_columns_(layout_.first_columns()) {
    kind_ = layout_;
    kind_.kind = BatchKind::customers;  // facts are not read again
    standard_.region = source.region;
    // As of the day it came: what was in the future then is told apart from what was not.
    standard_.today = batch.started_at / 86400000;
    form_ = house.now.for_batch(layout_, source.name, batch.number, standard_.today);
    if (house.before) {
      form_before_ = house.before->for_batch(layout_, source.name, batch.number, standard_.today);
      for (unsigned i = 0; i < workers; ++i)
        before_.emplace_back(kind_, standard_, &form_before_, RowPreparer::Blocked::kept);
      const auto& differing = house.differing;
      concerned_ = differing.last_concern(differing.corrections.size(), layout_, source.name, batch.number);
    }
    wanted_.assign(layout_.outputs.size(), false);
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      const auto& output = layout_.outputs[i];
      wanted_[i] = request.attribute.empty() || output.attribute == request.attribute ||
                   (output.from_output >= 0 && wanted_[static_cast<std::size_t>(output.from_output)]);
    }
    for (unsigned i = 0; i < workers; ++i)
      preparers_.emplace_back(kind_, standard_, &form_, RowPreparer::Blocked::kept);
  }

  bool concerned() const {
    return concerned_ && std::find(wanted_.begin(), wanted_.end(), true) != wanted_.end();
  }

  void look(std::span<const ledger::StoredRecord> records, unsigned worker, std::vector<Changed>& changed,
            ChangeTally& tally) {
    RowBlock block;
    block.columns.resize(layout_.columns.size());
    std::vector<Cell> cells;
    for (const auto& record : records) {
      ledger::unpack_cells(record.cells, layout_.columns.size(), cells);
      for (std::size_t i = 0; i < cells.size(); ++i) block.columns[i].push_back(cells[i]);
      block.row.push_back(record.row);
      block.line.push_back(record.line);
    }
    PreparedBlock without, prepared;
    if (!before_.empty()) before_[worker].prepare(RowBlock(block), without);
    preparers_[worker].prepare(std::move(block), prepared);
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto now = packed_values(prepared, i);
      const std::string_view was(reinterpret_cast<const char*>(records[i].standard.data()),
                                 records[i].standard.size());
      if (now == was || (!before_.empty() && now == packed_values(without, i))) continue;
      compare(records[i], now, before_.empty() ? std::string_view() : packed_values(without, i), changed,
              tally);
    }
  }

 private:
  static std::string_view packed_values(const PreparedBlock& block, std::size_t row) {
    const std::size_t from = row == 0 ? 0 : block.rows[row - 1].standard_end;
    return std::string_view(block.standard).substr(from, block.rows[row].standard_end - from);
  }

  // `without`: the values under the form before; empty where there is none.
  void compare(const ledger::StoredRecord& record, std::string_view now, std::string_view without,
               std::vector<Changed>& changed, ChangeTally& tally) {
    std::vector<Cell> cells;
    std::vector<ledger::StandardValue> before, after, otherwise;
    ledger::unpack_cells(record.cells, layout_.columns.size(), cells);
    auto unpack = [&](std::string_view packed, std::vector<ledger::StandardValue>& values) {
      ledger::unpack_standard({reinterpret_cast<const unsigned char*>(packed.data()), packed.size()},
                              first_columns_, cells, values);
    };
    ledger::unpack_standard(record.standard, first_columns_, cells, before);
    unpack(now, after);
    if (!without.empty()) unpack(without, otherwise);
    Changed result{record.id, record.customer, {}};
    bool any = false;
    for (std::size_t i = 0; i < after.size(); ++i) {
      const bool taken = wanted_[i] && (otherwise.empty() || !same(otherwise[i], after[i]));
      const bool differs = taken && !same(before[i], after[i]);
      if (differs) tally.note(layout_.outputs[i].attribute, before[i], after[i]);
      any |= differs;
      const auto& value = taken ? after[i] : before[i];
      const auto column = first_columns_[i];
      ledger::append_standard(result.standard, value.value, value.verdict, value.reason,
                              column < 0 ? null_cell : cells[static_cast<std::size_t>(column)]);
    }
    if (any) changed.push_back(std::move(result));
  }

  Layout layout_, kind_;
  std::vector<int> first_columns_;
  BatchForm form_, form_before_;
  standard::Standard standard_;
  std::vector<bool> wanted_;
  bool concerned_ = true;
  std::vector<RowPreparer> preparers_;  // one a worker
  std::vector<RowPreparer> before_;     // the same under the form before; empty where there is none
};

class Run {
 public:
  Run(Home& home, const RestandardiseRequest& request, Progress& progress, const Cancel& cancel)
      : home_(home),
        request_(request),
        progress_(progress),
        cancel_(cancel),
        executor_(request.threads != 0 ? request.threads
                                       : std::max(1u, std::thread::hardware_concurrency())) {}

  RestandardiseReport run() {
    check();
    std::vector<ledger::Batch> batches;
    {
      auto read = home_.ledger().read();
      house_.now = HouseForm::load(read->sql());
      for (auto& source : ledger::all_sources(read->sql())) sources_[source.id] = source;
      for (auto& batch : ledger::all_batches(read->sql())) {
        if (batch.state == ledger::BatchState::done && batch.kind != ledger::standard_kind &&
            (request_.source.empty() || sources_[batch.source].name == request_.source))
          batches.push_back(std::move(batch));
      }
    }
    if (request_.trial) house_.now.standard = *request_.trial;
    change_corrections();
    std::uint64_t all = 0;
    for (const auto& batch : batches) all += static_cast<std::uint64_t>(batch.records);
    progress_.phase(request_.dry_run ? "Comparing values" : "Standardising again", all);
    try {
      if (house_.before && !request_.dry_run) open();
      for (const auto& batch : batches) take(batch);
      if (opened_) finish();
    } catch (...) {
      progress_.done();
      if (opened_) take_back_open_batches(home_.ledger());
      throw;
    }
    report_.attributes = tally_.report();
    report_.customers = customers_.size();
    return report_;
  }

  const std::vector<RecordId>& matter_to_matching() const noexcept { return changed_; }

 private:
  void check() {
    if (!request_.attribute.empty() && built_in_attribute(request_.attribute) == nullptr) {
      std::vector<std::string> known;
      for (const auto& attribute : built_in_attributes()) known.push_back(attribute.name);
      auto near = nearest_word(request_.attribute, known);
      throw Error(ErrorCode::usage, Text("There is no attribute {word}.", {{"word", request_.attribute}}),
                  near.empty() ? Text() : Text("Did you mean {word}?", {{"word", near}}));
    }
    for (const auto& correction : request_.corrections) check_correction(correction);
    if (!request_.source.empty() && !ledger::find_source(home_.ledger().read()->sql(), request_.source))
      throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", request_.source}}),
                  "`kith source list` lists them.");
  }

  void change_corrections() {
    if (request_.corrections.empty() && request_.withdraw == 0) return;
    house_.before = house_.now;
    auto& stand = house_.now.corrections;
    house_.differing.corrections = request_.corrections;
    for (const auto& correction : request_.corrections) stand.push_back(correction);
    if (request_.withdraw == 0) return;
    auto mine = std::find_if(stand.begin(), stand.end(),
                             [&](const auto& each) { return each.number == request_.withdraw; });
    if (mine == stand.end()) refuse_withdrawal();
    house_.differing.corrections.push_back(*mine);
    stand.erase(mine);
  }

  [[noreturn]] void refuse_withdrawal() {
    const Text::Arguments arguments{{"number", std::to_string(request_.withdraw)}};
    if (ledger::find_correction(home_.ledger().read()->sql(), request_.withdraw))
      throw Error(ErrorCode::conflict, Text("Correction {number} is withdrawn already.", arguments),
                  "`kith fix --list` lists them.");
    throw Error(ErrorCode::not_found, Text("There is no correction {number}.", arguments),
                "`kith fix --list` lists them.");
  }

  void open() {
    home_.ledger().write([&](ledger::Write& write) {
      batch_.kind = ledger::standard_kind;
      ledger::open_batch(write, batch_);
      for (const auto& correction : request_.corrections) {
        ledger::StoredCorrection stored;
        stored.words = to_json(correction);
        stored.batch = batch_.id;
        ledger::add_correction(write, stored);
        report_.corrections.push_back(stored.number);
      }
    });
    opened_ = true;
  }

  void take(const ledger::Batch& batch) {
    if (batch.first_id == 0) return;
    BatchAnew anew(batch, sources_[batch.source], house_, request_, executor_.threads());
    if (!anew.concerned()) {
      looked_ += static_cast<std::uint64_t>(batch.records);
      return;
    }
    RecordId after(batch.first_id - 1);
    for (;;) {
      cancel_.check();
      std::vector<ledger::StoredRecord> records;
      {
        auto read = home_.ledger().read();
        records = ledger::records_of_batch(read->sql(), batch.id, after, batch.last_id, records_per_write);
      }
      if (records.empty()) return;
      after = records.back().id;
      looked_ += records.size();
      const auto changed = compare(anew, records);
      report_.records += records.size();
      report_.changed += changed.size();
      progress_.at(looked_);
      if (!changed.empty()) store(batch, changed);
    }
  }

  std::vector<Changed> compare(BatchAnew& anew, const std::vector<ledger::StoredRecord>& records) {
    const auto pieces = (records.size() + rows_per_block - 1) / rows_per_block;
    std::vector<std::vector<Changed>> changed(pieces);
    std::vector<ChangeTally> tallies(pieces);
    executor_.for_each(pieces, [&](std::size_t piece, unsigned worker) {
      const auto from = piece * rows_per_block;
      const auto count = std::min(rows_per_block, records.size() - from);
      anew.look(std::span(records).subspan(from, count), worker, changed[piece], tallies[piece]);
    });
    std::vector<Changed> all;
    for (std::size_t i = 0; i < pieces; ++i) {
      std::move(changed[i].begin(), changed[i].end(), std::back_inserter(all));
      tally_.add(std::move(tallies[i]));
    }
    return all;
  }

  void store(const ledger::Batch& of, const std::vector<Changed>& changed) {
    std::set<CustomerId> customers;
    std::vector<RecordId> records;
    for (const auto& each : changed) {
      records.push_back(each.record);
      if (each.customer) customers.insert(each.customer);
    }
    customers_.insert(customers.begin(), customers.end());
    if (request_.dry_run) return;
    if (!opened_) open();
    changed_.insert(changed_.end(), records.begin(), records.end());
    home_.ledger().write([&](ledger::Write& write) {
      for (const auto& each : changed)
        ledger::replace_record_values(write, each.record, batch_.id, each.standard);
      log_ids(write, ledger::Entity::record, records, of.id.value);
      refresh_customers(write, customers);
    });
  }

  void finish() {
    home_.ledger().write([&](ledger::Write& write) {
      batch_.state = ledger::BatchState::done;
      batch_.ended_at = write.now();
      batch_.records = static_cast<std::int64_t>(report_.changed);
      ledger::update_batch(write, batch_);
      write.audit("batch.standardise", to_string(batch_.id),
                  "{\"records\":" + std::to_string(report_.changed) +
                      ",\"corrections\":" + std::to_string(report_.corrections.size()) + "}");
      if (request_.withdraw == 0) return;
      ledger::withdraw_correction(write, request_.withdraw, batch_.id);
      write.audit("correction.withdraw", "correction:" + std::to_string(request_.withdraw),
                  "{\"batch\":" + std::to_string(batch_.number) + "}");
    });
    report_.batch = batch_.number;
  }

  Home& home_;
  const RestandardiseRequest& request_;
  Progress& progress_;
  const Cancel& cancel_;
  Executor executor_;
  HouseForms house_;
  std::unordered_map<SourceId, ledger::Source> sources_;
  ledger::Batch batch_;
  bool opened_ = false;
  std::uint64_t looked_ = 0;
  ChangeTally tally_;
  std::unordered_set<CustomerId> customers_;
  std::vector<RecordId> changed_;
  RestandardiseReport report_;
};

}  // namespace

RestandardiseReport restandardise(Home& home, const RestandardiseRequest& request, Progress& progress,
                                  const Cancel& cancel) {
  const auto begun = std::chrono::steady_clock::now();
  Run run(home, request, progress, cancel);
  auto report = run.run();
  const auto& records = run.matter_to_matching();
  if (!records.empty() && can_resolve_new(home)) {
    report.resolve_wanted = records.size() > most_after_import;
    if (!report.resolve_wanted) resolve_changed(home, records, progress, cancel);
    report.matched_again = !report.resolve_wanted;
  }
  progress.done();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return report;
}

namespace {

// Values of one record before and after each batch that changed it: takes what the first of them did out of
// all that follow. An output that a later batch changed again stays as that one left it.
void take_out_first(std::vector<std::vector<ledger::StandardValue>>& states) {
  const auto& before = states[0];
  const auto after = states[1];
  for (std::size_t output = 0; output < before.size(); ++output) {
    for (std::size_t i = 1; i < states.size() && same(states[i][output], after[output]); ++i)
      states[i][output] = before[output];
  }
}

void put_record_back(ledger::Write& write, RecordDecoder& decoder, RecordId id, BatchId batch) {
  auto record = ledger::find_record(write.sql, id);
  if (!record) return;
  auto past = ledger::past_values_of(write.sql, id);
  auto mine = std::find_if(past.begin(), past.end(), [&](const auto& each) { return each.batch == batch; });
  if (mine == past.end()) return;
  past.erase(past.begin(), mine);
  if (past.size() == 1) {
    ledger::set_record_values(write, id, past[0].standard);
  } else {
    const auto& layout = decoder.layout_of(record->batch);
    std::vector<Cell> cells;
    ledger::unpack_cells(record->cells, layout.layout.columns.size(), cells);
    std::vector<std::vector<ledger::StandardValue>> states;
    for (const auto& each : past)
      ledger::unpack_standard(each.standard, layout.first_columns, cells, states.emplace_back());
    ledger::unpack_standard(record->standard, layout.first_columns, cells, states.emplace_back());
    take_out_first(states);
    auto packed = [&](const std::vector<ledger::StandardValue>& values) {
      std::string out;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto column = layout.first_columns[i];
        ledger::append_standard(out, values[i].value, values[i].verdict, values[i].reason,
                                column < 0 ? null_cell : cells[static_cast<std::size_t>(column)]);
      }
      return Bytes(out.begin(), out.end());
    };
    // All packed before any is written: the values point into what is overwritten.
    std::vector<Bytes> next;
    for (std::size_t i = 1; i < states.size(); ++i) next.push_back(packed(states[i]));
    for (std::size_t i = 1; i < past.size(); ++i)
      ledger::put_past_values(write, id, past[i].batch, next[i - 1]);
    ledger::set_record_values(write, id, next.back());
  }
  ledger::drop_past_values(write, id, batch);
}

}  // namespace

std::vector<RecordId> put_values_back(ledger::Ledger& ledger, const ledger::Batch& batch,
                                      Progress& progress) {
  std::vector<RecordId> all;
  for (;;) {
    std::vector<RecordId> records;
    ledger.write([&](ledger::Write& write) {
      records = ledger::records_changed_by(write.sql, batch.id, RecordId(), records_per_write);
      RecordDecoder decoder(write.sql);
      std::set<CustomerId> customers;
      std::map<BatchId, std::vector<RecordId>> by_batch;
      for (auto id : records) {
        if (auto record = ledger::find_record(write.sql, id)) {
          by_batch[record->batch].push_back(id);
          if (record->customer) customers.insert(record->customer);
        }
        put_record_back(write, decoder, id, batch.id);
      }
      for (const auto& [of, ids] : by_batch) log_ids(write, ledger::Entity::record, ids, of.value);
      refresh_customers(write, customers);
    });
    if (records.empty()) break;
    all.insert(all.end(), records.begin(), records.end());
    progress.at(all.size());
  }
  ledger.write([&](ledger::Write& write) {
    ledger::withdraw_corrections_of(write, batch.id);
    ledger::reinstate_corrections_of(write, batch.id);
    auto undone = batch;
    undone.state = ledger::BatchState::undone;
    undone.ended_at = write.now();
    ledger::update_batch(write, undone);
    write.audit("batch.undo", to_string(batch.id), "{\"records\":" + std::to_string(all.size()) + "}");
  });
  return all;
}

UndoReport preview_put_back(ledger::Statements& sql, const ledger::Batch& batch) {
  UndoReport report;
  report.batch = batch.number;
  std::unordered_set<CustomerId> customers;
  RecordId after;
  for (;;) {
    const auto records = ledger::records_changed_by(sql, batch.id, after, records_per_write);
    if (records.empty()) break;
    after = records.back();
    report.records += static_cast<std::int64_t>(records.size());
    for (auto record : records) {
      if (auto customer = ledger::customer_of(sql, record)) customers.insert(customer);
    }
  }
  report.customers_changed = static_cast<std::int64_t>(customers.size());
  return report;
}

}  // namespace kith::service
