#include "service/import_file.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "service/batch_writer.h"
#include "service/file_digest.h"
#include "service/import_pipeline.h"
#include "service/lens_follower.h"
#include "service/mapping_file.h"
#include "service/take_back.h"

namespace kith::service {
namespace {

// Few enough that others who write need not wait long; the lens takes what several of them wrote.
constexpr std::size_t rows_per_write = rows_per_lens_refresh / 8;
constexpr std::size_t examples_kept_per_output = 8;
constexpr std::size_t rejects_shown = 10;

// Cuts the rows of blocks into writes of an even size.
class SliceGatherer {
 public:
  SliceGatherer(std::size_t rows, std::function<void(std::vector<BlockSlice>)> write)
      : limit_(rows), write_(std::move(write)) {}

  void add(std::shared_ptr<const PreparedBlock> block) {
    std::size_t first = 0, end = block->rows.size();
    do {
      std::size_t last = std::min(end, first + limit_ - rows_);
      slices_.push_back({block, first, last});
      rows_ += last - first;
      first = last;
      if (rows_ == limit_) flush();
    } while (first < end);
    // Rejects hold their rows as received: a file of nothing else must not be gathered whole.
    rejects_ += block->rejects.size();
    if (rejects_ >= limit_) flush();
  }

  void flush() {
    if (slices_.empty()) return;
    write_(std::exchange(slices_, {}));
    rows_ = rejects_ = 0;
  }

 private:
  std::size_t limit_, rows_ = 0, rejects_ = 0;
  std::vector<BlockSlice> slices_;
  std::function<void(std::vector<BlockSlice>)> write_;
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

// A workbook, database or zip holds several tables, each of which is imported by itself.
Digest digest_of_table(const Digest& file, const std::string& sheet) {
  if (sheet.empty()) return file;
  StreamDigest digest;
  digest.add(file);
  digest.add({reinterpret_cast<const unsigned char*>(sheet.data()), sheet.size()});
  return digest.finish();
}

void refuse_known_file(ledger::Ledger& ledger, const ImportRequest& request, const Digest& digest) {
  if (request.again) return;
  auto earlier = ledger::find_batch_of_file(ledger.read()->sql(), digest);
  if (!earlier) return;
  throw Error(ErrorCode::conflict,
              Text("{file} was imported already, as batch {number}.",
                   {{"file", request.file}, {"number", std::to_string(earlier->number)}}),
              "Undo that batch first, or say --again to import the same rows once more.");
}

}  // namespace

ImportReport import_file(Home& home, const ImportRequest& request, Progress& progress, const Cancel& cancel) {
  auto begun = std::chrono::steady_clock::now();
  auto& ledger = home.ledger();
  auto source = source_named(ledger, request.source);
  auto reader = lens::FileReader::open(request.file, request.read);

  RowBlock first;
  bool has_first = reader->next(first, cancel);
  std::vector<std::vector<std::string_view>> sample;
  for (const auto& column : first.columns) sample.emplace_back(column.begin(), column.end());

  ImportReport report;
  report.shape = reader->shape();
  auto stored = ledger::mapping_of(ledger.read()->sql(), source.id);
  Layout before = stored.empty() ? Layout() : layout_from_json(stored);
  if (!request.mapping_text.empty())
    report.layout = layout_from_toml(request.mapping_text, "mapping", report.shape.columns);
  else if (!request.mapping.empty())
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
  const auto house = HouseForm::load(ledger.read()->sql());
  const auto form = house.for_batch(report.layout, source.name, 0, standard.today);
  unsigned threads =
      request.threads != 0 ? request.threads : std::max(1u, std::thread::hardware_concurrency());

  ledger::Batch batch;
  batch.source = source.id;
  batch.kind = name_of(report.layout.kind);
  batch.file = std::filesystem::path(request.file).filename().string();
  batch.file_bytes = static_cast<std::int64_t>(report.shape.bytes);
  batch.layout = to_json(report.layout);
  BatchWriter writer(ledger, batch, report.layout.kind);
  FileDigest file_digest(request.file);
  auto open_batch = [&](LensFollower* follower) {
    auto digest = digest_of_table(file_digest.wait(), report.shape.sheet);
    refuse_known_file(ledger, request, digest);
    if (follower) follower->catch_up();
    writer.open(digest);
  };

  progress.phase(Text(request.dry_run ? "Checking {file}" : "Importing {file}", {{"file", batch.file}}),
                 report.shape.bytes);
  try {
    ImportPipeline pipeline(*reader, std::move(first), has_first, report.layout, standard, threads, cancel,
                            &form);
    std::optional<LensFollower> follower;
    if (!request.dry_run && request.refresh_lens) follower.emplace(home, cancel);
    SliceGatherer gatherer(rows_per_write, [&](std::vector<BlockSlice> slices) {
      if (request.dry_run) return;
      if (!writer.opened()) open_batch(follower ? &*follower : nullptr);
      auto written = writer.write(std::move(slices));
      if (follower) follower->written(std::move(written));
    });
    while (auto block = pipeline.next()) {
      cancel.check();
      add_to_report(report, *block);
      gatherer.add(std::move(block));
      progress.at(reader->position());
    }
    gatherer.flush();
    cancel.check();
    if (!request.dry_run) {
      if (!writer.opened()) open_batch(nullptr);
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
