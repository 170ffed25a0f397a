#include "service/import_file.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/records.h"
#include "service/mapping_file.h"
#include "service/take_back.h"

namespace kith::service {
namespace {

constexpr std::size_t rows_per_write = 16384;
constexpr std::size_t examples_kept_per_output = 8;
constexpr std::size_t rejects_shown = 10;

Digest digest_of_file(const std::string& path, const Cancel& cancel) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw_system_error(errno, path);
  StreamDigest digest;
  std::vector<unsigned char> buffer(1 << 20);
  for (;;) {
    ssize_t got = ::read(file, buffer.data(), buffer.size());
    if (got < 0) {
      int number = errno;
      ::close(file);
      throw_system_error(number, path);
    }
    if (got == 0) break;
    digest.add({buffer.data(), static_cast<std::size_t>(got)});
    if (cancel.requested()) break;
  }
  ::close(file);
  cancel.check();
  return digest.finish();
}

// Blocks go through numbered: the reader gives numbers, workers prepare in any order, the writer takes in
// order. A fixed number of blocks is under way, so memory does not grow with the file.
class Pipeline {
 public:
  Pipeline(lens::FileReader& reader, RowBlock first, bool has_first, const Layout& layout,
           const standard::Standard& standard, unsigned threads, const Cancel& cancel)
      : reader_(reader), cancel_(cancel), limit_(threads * 2 + 2) {
    threads_.emplace_back(
        [this, first = std::move(first), has_first]() mutable { read(std::move(first), has_first); });
    for (unsigned i = 0; i < threads; ++i) {
      threads_.emplace_back([this, &layout, &standard] { work(layout, standard); });
    }
  }
  ~Pipeline() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// The next block in file order; nothing at the end. Throws what reading or preparing threw.
  std::unique_ptr<PreparedBlock> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
      return failure_ || ready_.count(wanted_) != 0 || (read_all_ && wanted_ == numbered_);
    });
    if (failure_) std::rethrow_exception(failure_);
    auto found = ready_.find(wanted_);
    if (found == ready_.end()) return nullptr;
    auto block = std::move(found->second);
    ready_.erase(found);
    ++wanted_;
    --under_way_;
    changed_.notify_all();
    return block;
  }

  /// Gives a block back, so that its buffers serve again.
  void recycle(std::unique_ptr<PreparedBlock> block) {
    block->storage.reset();
    std::lock_guard lock(mutex_);
    spare_.push_back(std::move(block));
  }

 private:
  void fail() {
    std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    stopping_ = true;
    changed_.notify_all();
  }

  void read(RowBlock block, bool has) {
    try {
      while (has) {
        {
          std::unique_lock lock(mutex_);
          changed_.wait(lock, [this] { return stopping_ || under_way_ < limit_; });
          if (stopping_) return;
          raw_.emplace_back(numbered_++, std::move(block));
          ++under_way_;
        }
        changed_.notify_all();
        block = RowBlock();
        has = reader_.next(block, cancel_);
      }
      std::lock_guard lock(mutex_);
      read_all_ = true;
      changed_.notify_all();
    } catch (...) {
      fail();
    }
  }

  void work(const Layout& layout, const standard::Standard& standard) {
    try {
      RowPreparer preparer(layout, standard);
      for (;;) {
        std::pair<std::uint64_t, RowBlock> raw;
        std::unique_ptr<PreparedBlock> out;
        {
          std::unique_lock lock(mutex_);
          changed_.wait(lock, [this] { return stopping_ || !raw_.empty() || read_all_; });
          if (stopping_ || raw_.empty()) return;
          raw = std::move(raw_.front());
          raw_.pop_front();
          if (!spare_.empty()) {
            out = std::move(spare_.back());
            spare_.pop_back();
          }
        }
        if (!out) out = std::make_unique<PreparedBlock>();
        preparer.prepare(std::move(raw.second), *out);
        {
          std::lock_guard lock(mutex_);
          ready_.emplace(raw.first, std::move(out));
        }
        changed_.notify_all();
      }
    } catch (...) {
      fail();
    }
  }

  lens::FileReader& reader_;
  const Cancel& cancel_;
  std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::uint64_t, RowBlock>> raw_;
  std::map<std::uint64_t, std::unique_ptr<PreparedBlock>> ready_;
  std::vector<std::unique_ptr<PreparedBlock>> spare_;
  std::uint64_t numbered_ = 0, wanted_ = 0;
  std::size_t under_way_ = 0;
  bool read_all_ = false, stopping_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

// Feeds the lens on a thread of its own while the import goes on, a row group at a time. What fails here is
// left to the next refresh: the lens is a copy.
class LensFollower {
 public:
  LensFollower(Home& home, const Cancel& cancel) : home_(home), cancel_(cancel), thread_([this] { run(); }) {}
  ~LensFollower() { finish(); }
  LensFollower(const LensFollower&) = delete;
  LensFollower& operator=(const LensFollower&) = delete;

  /// Waits while the lens is far behind: what it has left to do when the file ends, it does on one core while
  /// the others are idle.
  void written(std::uint64_t records) {
    std::unique_lock lock(mutex_);
    waiting_ += records;
    changed_.notify_all();
    changed_.wait(lock, [this] { return ended_ || waiting_ < farthest_behind || cancel_.requested(); });
  }
  void finish() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || waiting_ >= records_per_refresh; });
      if (stopping_) break;
      auto taken = waiting_;
      lock.unlock();
      bool fed = feed();
      lock.lock();
      waiting_ -= taken;
      changed_.notify_all();
      if (!fed) break;
    }
    ended_ = true;
    changed_.notify_all();
  }

  bool feed() {
    try {
      Progress silent;
      home_.lens(silent, cancel_);
      return true;
    } catch (const std::exception&) {
      home_.close_lens();
      return false;
    }
  }

  static constexpr std::uint64_t records_per_refresh = 122880, farthest_behind = 2 * records_per_refresh;
  Home& home_;
  const Cancel& cancel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t waiting_ = 0;  // records written and not yet fed
  bool stopping_ = false, ended_ = false;
  std::thread thread_;
};

// Writes prepared blocks into the ledger.
class BatchWriter {
 public:
  BatchWriter(ledger::Ledger& ledger, ledger::Batch batch, BatchKind kind)
      : ledger_(ledger), batch_(std::move(batch)), kind_(kind) {}

  const ledger::Batch& batch() const noexcept { return batch_; }

  void open() {
    ledger_.write([&](ledger::Write& write) { ledger::open_batch(write, batch_); });
    opened_ = true;
  }
  bool opened() const noexcept { return opened_; }

  void write(const std::vector<std::unique_ptr<PreparedBlock>>& blocks) {
    auto before = batch_;
    auto subjects_before = subjects_.size();
    try {
      ledger_.write([&](ledger::Write& write) {
        std::int64_t ids = 0;
        for (const auto& block : blocks) {
          ids += static_cast<std::int64_t>(block->rows.size() * (kind_ == BatchKind::customers ? 1 : 2) +
                                           block->rejects.size());
        }
        if (ids == 0) return;
        next_id_ = write.take_ids(ids);
        if (batch_.first_id == 0) batch_.first_id = next_id_;
        std::int64_t first_record = 0, last_record = 0;
        for (const auto& block : blocks) insert(write, *block, first_record, last_record);
        batch_.last_id = next_id_ - id_step;
        if (first_record != 0)
          write.changed(ledger::Entity::record, "put", first_record, last_record, batch_.id.value);
        ledger::update_batch(write, batch_);
      });
    } catch (...) {
      batch_ = before;
      if (subjects_.size() != subjects_before) subjects_.clear();
      throw;
    }
  }

  void finish(const std::string& mapping, std::int64_t rows) {
    ledger_.write([&](ledger::Write& write) {
      batch_.state = ledger::BatchState::done;
      batch_.ended_at = write.now();
      batch_.file_rows = rows;
      ledger::put_mapping(write, batch_.source, mapping);
      if (batch_.facts > 0)
        write.changed(ledger::Entity::fact, "put", lowest_subject_, highest_subject_, batch_.id.value);
      ledger::update_batch(write, batch_);
      write.audit("batch.import", to_string(batch_.id),
                  "{\"records\":" + std::to_string(batch_.records) + ",\"facts\":" +
                      std::to_string(batch_.facts) + ",\"rejects\":" + std::to_string(batch_.rejects) + "}");
    });
  }

 private:
  std::int64_t take_id() {
    auto id = next_id_;
    next_id_ += id_step;
    return id;
  }

  void insert(ledger::Write& write, const PreparedBlock& block, std::int64_t& first_record,
              std::int64_t& last_record) {
    std::uint32_t cells_at = 0, standard_at = 0;
    keys_.clear();
    for (std::size_t i = 0; i < block.rows.size(); ++i) {
      const auto& row = block.rows[i];
      std::string_view cells(block.cells.data() + cells_at, row.cells_end - cells_at);
      std::string_view standard(block.standard.data() + standard_at, row.standard_end - standard_at);
      cells_at = row.cells_end;
      standard_at = row.standard_end;
      RecordId subject;
      std::uint64_t subject_hash = 0;
      if (kind_ != BatchKind::customers) {
        subject_hash = hash_bytes(row.key, static_cast<std::uint64_t>(row.digest));
        subject = known_subject(write, row, subject_hash);
      }
      if (!subject) {
        ledger::NewRecord record;
        record.id = RecordId(take_id());
        record.source = batch_.source;
        record.batch = batch_.id;
        record.row = row.row;
        record.line = row.line;
        record.source_key = row.key;
        record.digest = row.digest;
        record.cells = cells;
        record.standard = standard;
        ledger::insert_record(write, record);
        if (!row.key.empty()) keys_.push_back({row.key, row.digest, record.id});
        if (first_record == 0) first_record = record.id.value;
        last_record = record.id.value;
        ++batch_.records;
        subject = record.id;
        if (kind_ != BatchKind::customers) remember(subject_hash, subject);
      }
      if (kind_ != BatchKind::customers) insert_fact(write, block, i, subject);
    }
    // In order of key, so that neighbours in the tree are written together.
    std::sort(keys_.begin(), keys_.end(), [](const Key& a, const Key& b) { return a.key < b.key; });
    for (const auto& key : keys_)
      ledger::insert_record_key(write, batch_.source, key.key, key.digest, key.record);
    for (const auto& reject : block.rejects) {
      ledger::insert_reject(write, batch_.id, RejectId(take_id()), reject);
      ++batch_.rejects;
    }
  }

  // A fact joins the record that says the same of the same person: same source, same key, same cells about
  // them.
  RecordId known_subject(ledger::Write& write, const PreparedRow& row, std::uint64_t hash) {
    auto known = subjects_.find(hash);
    if (known != subjects_.end()) return known->second;
    if (row.key.empty()) return RecordId();
    auto stored = ledger::record_of_key(write.sql, batch_.source, row.key, row.digest);
    return stored.value_or(RecordId());
  }

  void remember(std::uint64_t hash, RecordId record) {
    // Past a million the ledger's own index answers; memory stays flat.
    if (subjects_.size() >= 1'000'000) subjects_.clear();
    subjects_.emplace(hash, record);
  }

  void insert_fact(ledger::Write& write, const PreparedBlock& block, std::size_t i, RecordId subject) {
    lowest_subject_ = lowest_subject_ == 0 ? subject.value : std::min(lowest_subject_, subject.value);
    highest_subject_ = std::max(highest_subject_, subject.value);
    ++batch_.facts;
    auto id = take_id();
    auto place = [&](auto fact, auto typed_id, auto insert) {
      fact.id = typed_id;
      fact.record = subject;
      fact.batch = batch_.id;
      insert(write, fact);
    };
    if (kind_ == BatchKind::orders) place(block.orders[i], OrderId(id), ledger::insert_order);
    if (kind_ == BatchKind::events) place(block.events[i], EventId(id), ledger::insert_event);
    if (kind_ == BatchKind::interactions)
      place(block.interactions[i], InteractionId(id), ledger::insert_interaction);
  }

  struct Key {
    Cell key;
    std::int64_t digest;
    RecordId record;
  };

  ledger::Ledger& ledger_;
  ledger::Batch batch_;
  BatchKind kind_;
  bool opened_ = false;
  std::int64_t next_id_ = 0;
  std::int64_t lowest_subject_ = 0, highest_subject_ = 0;
  std::unordered_map<std::uint64_t, RecordId> subjects_;
  std::vector<Key> keys_;
};

void add_to_report(ImportReport& report, const PreparedBlock& block) {
  report.rows += block.rows.size() + block.rejects.size();
  report.rejects += block.rejects.size();
  for (std::size_t i = 0; i < block.counts.size(); ++i) report.counts[i].add(block.counts[i]);
  for (const auto& example : block.examples) {
    std::size_t mine = 0;
    bool known = false;
    for (const auto& other : report.examples) {
      if (other.output != example.output) continue;
      ++mine;
      known |= other.reason == example.reason && other.verdict == example.verdict;
    }
    if (!known && mine < examples_kept_per_output) report.examples.push_back(example);
  }
  for (const auto& reject : block.rejects) {
    if (report.first_rejects.size() < rejects_shown) report.first_rejects.push_back(reject);
  }
}

ledger::Source source_named(ledger::Ledger& ledger, const std::string& name) {
  auto source = ledger::find_source(ledger.read()->sql(), name);
  if (!source) {
    throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", name}}),
                "Add it first: kith source add NAME --owner … --purpose … --basis … --retention …");
  }
  return *source;
}

}  // namespace

ImportReport import_file(Home& home, const ImportRequest& request, Progress& progress, const Cancel& cancel) {
  auto begun = std::chrono::steady_clock::now();
  auto& ledger = home.ledger();
  auto source = source_named(ledger, request.source);
  auto reader = lens::FileReader::open(request.file, request.read);
  auto digest = digest_of_file(request.file, cancel);
  if (auto earlier = ledger::find_batch_of_file(ledger.read()->sql(), digest);
      earlier && !request.again && !request.dry_run) {
    throw Error(ErrorCode::conflict,
                Text("{file} was imported already, as batch {number}.",
                     {{"file", request.file}, {"number", std::to_string(earlier->number)}}),
                "Undo that batch first, or say --again to import the same rows once more.");
  }

  RowBlock first;
  bool has_first = reader->next(first, cancel);
  std::vector<std::vector<std::string_view>> sample;
  for (const auto& column : first.columns) sample.emplace_back(column.begin(), column.end());

  ImportReport report;
  report.shape = reader->shape();
  auto stored = ledger::mapping_of(ledger.read()->sql(), source.id);
  Layout before = stored.empty() ? Layout() : layout_from_json(stored);
  if (!request.mapping.empty())
    report.layout = layout_from_toml(read_file(request.mapping), request.mapping, report.shape.columns);
  else if (before.told && !request.kind)
    report.layout = layout_for(before, report.shape.columns);
  else
    report.layout = map_columns(report.shape.columns, request.kind, sample);
  report.drift = drift_between(before, report.layout);
  report.counts.resize(report.layout.outputs.size());
  if (report.layout.outputs.empty() && report.layout.key_column < 0) {
    throw Error(ErrorCode::bad_input,
                Text("No column of {file} says who a row is about.", {{"file", request.file}}),
                "Name the columns in the first line, for example: name, phone, email, address.",
                {request.file, 1, {}});
  }

  standard::Standard standard;
  standard.region = source.region;
  standard.today = ledger.now() / 86400000;
  unsigned threads =
      request.threads != 0 ? request.threads : std::max(1u, std::thread::hardware_concurrency());

  ledger::Batch batch;
  batch.source = source.id;
  batch.kind = name_of(report.layout.kind);
  batch.file = std::filesystem::path(request.file).filename().string();
  batch.file_digest = digest;
  batch.file_bytes = static_cast<std::int64_t>(report.shape.bytes);
  batch.layout = to_json(report.layout);
  BatchWriter writer(ledger, batch, report.layout.kind);

  progress.phase(Text(request.dry_run ? "Checking {file}" : "Importing {file}", {{"file", batch.file}}),
                 report.shape.bytes);
  try {
    Pipeline pipeline(*reader, std::move(first), has_first, report.layout, standard, threads, cancel);
    std::optional<LensFollower> follower;
    if (!request.dry_run && request.refresh_lens) follower.emplace(home, cancel);
    std::vector<std::unique_ptr<PreparedBlock>> gathered;
    std::size_t gathered_rows = 0;
    auto flush = [&] {
      if (!request.dry_run && !gathered.empty()) {
        if (!writer.opened()) writer.open();
        writer.write(gathered);
        if (follower) follower->written(gathered_rows);
      }
      for (auto& block : gathered) pipeline.recycle(std::move(block));
      gathered.clear();
      gathered_rows = 0;
    };
    while (auto block = pipeline.next()) {
      cancel.check();
      add_to_report(report, *block);
      gathered_rows += block->rows.size();
      gathered.push_back(std::move(block));
      if (gathered_rows >= rows_per_write) flush();
      progress.at(reader->position());
    }
    flush();
    cancel.check();
    if (!request.dry_run) {
      if (!writer.opened()) writer.open();
      writer.finish(batch.layout, static_cast<std::int64_t>(report.rows));
    }
    if (follower) follower->finish();
  } catch (...) {
    progress.done();
    // What was written so far goes again; where even that fails, the next opening does it.
    if (writer.opened()) {
      try {
        take_back_open_batches(ledger);
      } catch (const std::exception&) {  // NOLINT: the first failure is the one to tell
      }
    }
    throw;
  }
  if (!request.dry_run && request.refresh_lens) home.lens(progress, cancel);
  progress.done();
  report.batch = request.dry_run ? 0 : writer.batch().number;
  report.records = static_cast<std::uint64_t>(writer.batch().records);
  report.facts = static_cast<std::uint64_t>(writer.batch().facts);
  if (request.dry_run) {
    report.records = report.rows - report.rejects;
    report.facts = report.layout.kind == BatchKind::customers ? 0 : report.records;
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return report;
}

}  // namespace kith::service
