#include "service/import_file.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>
#include <unordered_set>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/records.h"
#include "service/batch_writer.h"
#include "service/column_region.h"
#include "service/expected_duplicates.h"
#include "service/file_digest.h"
#include "service/import_pipeline.h"
#include "service/lens_follower.h"
#include "service/mapping_file.h"
#include "service/match_base.h"
#include "service/rejects_file.h"
#include "service/take_back.h"
#include "service/value_kinds.h"

namespace kith::service {
namespace {

// The lens takes what several writes wrote. While others wait for the writer, a write holds it for some tens
// of milliseconds only.
constexpr std::size_t rows_per_write = rows_per_lens_refresh / 8, rows_while_others_wait = rows_per_write / 8;
constexpr std::size_t examples_kept_per_output = 8;
constexpr std::size_t rejects_shown = 10;
constexpr const char* known_file = "{file} was imported already, as batch {number}.";

// Cuts the rows of blocks into writes; `rows` is asked before each how many it may have.
class SliceGatherer {
 public:
  SliceGatherer(std::function<std::size_t()> rows, std::function<void(std::vector<BlockSlice>)> write)
      : most_rows_(std::move(rows)), write_(std::move(write)), limit_(most_rows_()) {}

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
    limit_ = most_rows_();
  }

 private:
  std::function<std::size_t()> most_rows_;
  std::function<void(std::vector<BlockSlice>)> write_;
  std::size_t limit_, rows_ = 0, rejects_ = 0;
  std::vector<BlockSlice> slices_;
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
  if (name.empty())
    throw Error(ErrorCode::usage, "It is not said which source supplies the file.", "Say --source NAME.");
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
              Text(known_file, {{"file", request.file}, {"number", std::to_string(earlier->number)}}),
              "Undo that batch first, or say --again to import the same rows once more.");
}

// What the columns hold, so that the source's next file can be told to differ.
std::vector<std::string> contents_of(const std::vector<std::vector<std::string_view>>& sample) {
  constexpr std::size_t most_columns = 1000, few = 5;
  constexpr double nearly_all = 0.9;
  if (sample.size() > most_columns) return {};
  const standard::Standard standard;
  std::vector<std::string> contents;
  for (const auto& cells : sample) {
    const auto kinds = kinds_of(cells, standard);
    const bool clear = kinds.seen >= few && kinds.share(kinds.most()) >= nearly_all;
    contents.emplace_back(clear ? name_of(kinds.most()) : std::string_view());
  }
  return contents;
}

ledger::Source source_of(ledger::Ledger& ledger, const ledger::Batch& batch) {
  auto read = ledger.read();
  auto sources = ledger::all_sources(read->sql());
  // A batch names a source that is there: nothing ever removes one.
  return *std::find_if(sources.begin(), sources.end(),
                       [&](const ledger::Source& source) { return source.id == batch.source; });
}

// Mended rows are read as the file was that they stood in. They are some of its rows: nothing is gone that
// they lack.
Layout layout_of_mended(const ledger::Batch& batch, const std::vector<std::string>& columns) {
  auto layout = layout_from_json(batch.layout);
  if (layout.columns != columns) {
    const auto mode = layout.mode;
    layout = layout_for(layout, columns);
    layout.mode = mode;
  }
  if (layout.mode == ledger::BatchMode::snapshot) layout.mode = ledger::BatchMode::upsert;
  return layout;
}

// What the source's last file of that kind was read by: one that gives customers and orders in turn has two
// ways. Mended rejects are no file of the source's own.
Layout last_of_kind(ledger::Ledger& ledger, SourceId source, const Layout& newest, BatchKind kind) {
  if (newest.kind == kind && !newest.columns.empty()) return newest;
  auto read = ledger.read();
  const auto batches = ledger::all_batches(read->sql());
  for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch) {
    const bool theirs = batch->source == source && batch->kind == name_of(kind) && batch->mended == 0 &&
                        batch->state == ledger::BatchState::done;
    if (theirs) return layout_from_json(batch->layout);
  }
  return {};
}

// How the file stands to those before it: as asked, else as the source's last file did.
void settle_mode(Layout& layout, const Layout& before, const ImportRequest& request) {
  // A mapping that a person hands over says all of it; one that a screen sends need not.
  const bool as_before = request.mapping.empty();
  if (as_before && layout.mode == ledger::BatchMode::add) layout.mode = before.mode;
  if (!request.key.empty() && layout.mode == ledger::BatchMode::add) layout.mode = ledger::BatchMode::upsert;
  if (request.mode) layout.mode = *request.mode;
  auto key = request.key;
  if (key.empty() && as_before && layout.key_said.empty()) key = before.key_said;
  // Rows that are only added need no key: another kind of file from the same source may lack the usual one.
  const bool needed = !request.key.empty() || layout.mode != ledger::BatchMode::add;
  if (!key.empty() && (needed || can_be_key(layout, key))) set_key(layout, key);
  if (layout.mode == ledger::BatchMode::add) return;
  if (layout.mode == ledger::BatchMode::upsert && !has_key(layout)) {
    throw Error(
        ErrorCode::bad_input, "No column says which row is which, so none can replace another.",
        layout.kind == BatchKind::customers
            ? Text("Say --key with a column or an attribute, for example --key email, or --key match.")
            : Text("Say --key with the column that numbers the rows, for example the number of the order."));
  }
  if (layout.kind == BatchKind::customers && layout.key_said.empty() && layout.key_column >= 0)
    layout.key_said = layout.columns[static_cast<std::size_t>(layout.key_column)];
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  return std::to_string(whole == 0 ? 0 : (part * 100 + whole / 2) / whole);
}

// A snapshot that lacks much is more often half a file than half of the customers gone; and a row that could
// not be read is no row that is gone.
bool too_much_goes(const ImportReport& report, const ImportRequest& request) {
  if (report.gone == 0) return false;
  if (request.confirmed_gone && static_cast<std::int64_t>(report.gone) <= *request.confirmed_gone)
    return false;
  return report.rejects > 0 ||
         static_cast<double>(report.gone) > most_gone * static_cast<double>(report.stood);
}

void refuse_too_much(const ImportReport& report, const ImportRequest& request) {
  if (!too_much_goes(report, request)) return;
  Text::Arguments arguments{{"gone", grouped(static_cast<long long>(report.gone))},
                            {"stood", grouped(static_cast<long long>(report.stood))},
                            {"share", share_of(report.gone, report.stood)},
                            {"rejects", grouped(static_cast<long long>(report.rejects))},
                            {"count", std::to_string(report.gone)}};
  auto hint = Text("Is the file whole? If they are to end, say --confirm-gone {count}.", arguments);
  if (report.rejects > 0) {
    throw Error(
        ErrorCode::conflict,
        Text(
            "The file lacks {gone} of {stood} records, and {rejects} of its rows could not be read: they may "
            "be among them. Nothing was changed.",
            arguments),
        hint);
  }
  throw Error(
      ErrorCode::conflict,
      Text("The file lacks {gone} of the {stood} records of its source, {share} %. Nothing was changed.",
           arguments),
      hint);
}

template <typename Outcome>
void tell_outcome(ImportReport& report, const Outcome& outcome) {
  report.replaced = outcome.replaced.size();
  report.gone = outcome.gone.size();
  report.stood = static_cast<std::uint64_t>(outcome.standing);
}

// What a dry run asks the base about its rows: what a real one would, and which customers are there already.
class Foretelling {
 public:
  Foretelling(ledger::Ledger& ledger, SourceId source, const Layout& layout, const Cancel& cancel)
      : base_(ledger.read()),
        compares_(layout.mode != ledger::BatchMode::add),
        has_key_(has_key(layout) && !layout.key_matched),
        kind_(layout.kind),
        source_(source),
        batch_{layout, layout.first_columns(), 0, {}, source},
        earlier_(source, layout.mode, BatchId(INT64_MAX)),
        earlier_facts_(source, std::string(name_of(layout.kind)), layout.mode, BatchId(INT64_MAX)),
        duplicates_(batch_) {
    if (compares_ && layout.key_matched) matched_.emplace(base_->sql(), source, BatchId(INT64_MAX), cancel);
  }

  void ask(const std::vector<BlockSlice>& slices) {
    for (const auto& slice : slices) {
      if (kind_ != BatchKind::customers) {
        ask_of_facts(slice);
        continue;
      }
      slice.each_row(
          [&](std::size_t, const PreparedRow& row, std::string_view cells, std::string_view standard) {
            auto answer = EarlierRows::Answer::fresh;
            if (compares_ || (has_key_ && !row.key.empty()))
              answer = earlier_.look(base_->sql(), row.key, row.digest);
            (answer == EarlierRows::Answer::unchanged ? unchanged_ : replacing_) +=
                answer != EarlierRows::Answer::fresh;
            if (answer != EarlierRows::Answer::fresh) return;
            duplicates_.add(cells, standard);
            if (matched_) matched_->add(RecordId(), matched_->index().values_of(batch_, cells, standard));
          });
    }
  }

  void tell(ImportReport& report, const ImportRequest& request, const Cancel& cancel) {
    if (compares_) {
      report.unchanged = unchanged_;
      if (kind_ == BatchKind::customers) {
        const auto pairings = matched_ ? matched_->take() : std::vector<MatchedRows::Pairing>();
        tell_outcome(report, earlier_.outcome(base_->sql(), pairings));
      } else {
        tell_outcome(report, earlier_facts_.outcome(base_->sql()));
      }
      report.needs_confirmation = too_much_goes(report, request);
    } else {
      report.repeated = unchanged_;
      report.known_keys = replacing_;
    }
    const auto fresh = report.rows - report.rejects - report.unchanged;
    report.records = kind_ == BatchKind::customers ? fresh : new_subjects_;
    report.facts = kind_ == BatchKind::customers ? 0 : fresh;
    if (kind_ != BatchKind::customers) return;
    const auto answer = duplicates_.answer(base_->sql(), cancel);
    report.new_rows = answer.rows;
    report.looked_up = answer.looked_at;
    report.looked_alike = answer.found;
    report.expected_duplicates = answer.expected();
  }

 private:
  void ask_of_facts(const BlockSlice& slice) {
    slice.each_row([&](std::size_t i, const PreparedRow& row, std::string_view, std::string_view) {
      const auto key = slice.block->fact_key(kind_, i);
      auto answer = EarlierFacts::Answer::fresh;
      if (compares_ || !key.empty()) answer = earlier_facts_.look(base_->sql(), key, row.row_digest);
      unchanged_ += answer == EarlierFacts::Answer::unchanged;
      replacing_ += answer == EarlierFacts::Answer::replaces;
      if (compares_ && answer == EarlierFacts::Answer::unchanged) return;
      new_subjects_ += is_new_subject(row);
    });
  }
  // As BatchWriter::known_subject() finds them.
  bool is_new_subject(const PreparedRow& row) {
    if (subjects_.size() >= 1'000'000) subjects_.clear();
    if (!subjects_.insert(hash_bytes(row.key, static_cast<std::uint64_t>(row.digest))).second) return false;
    return row.key.empty() || !ledger::record_of_key(base_->sql(), source_, row.key, row.digest);
  }

  std::unique_ptr<ledger::Read> base_;
  bool compares_, has_key_;
  BatchKind kind_;
  SourceId source_;
  BatchLayout batch_;
  EarlierRows earlier_;
  EarlierFacts earlier_facts_;
  ExpectedDuplicates duplicates_;
  std::optional<MatchedRows> matched_;
  std::uint64_t unchanged_ = 0, replacing_ = 0;
  std::unordered_set<std::uint64_t> subjects_;  // that fact rows of this file spoke of
  std::uint64_t new_subjects_ = 0;
};

}  // namespace

ImportReport import_file(Home& home, const ImportRequest& request, Progress& progress, const Cancel& cancel) {
  auto begun = std::chrono::steady_clock::now();
  auto& ledger = home.ledger();
  if (!request.source.empty()) source_named(ledger, request.source);
  auto reader = lens::FileReader::open(request.file, request.read);
  MendedRows* mended = nullptr;
  if (request.mends || is_rejects_file(reader->shape().columns)) {
    auto rows = std::make_unique<MendedRows>(std::move(reader), ledger, request.mends, cancel);
    mended = rows.get();
    reader = std::move(rows);
  }
  auto source = mended ? source_of(ledger, mended->mended()) : source_named(ledger, request.source);
  if (mended && !request.source.empty() && request.source != source.name) {
    throw Error(ErrorCode::bad_input,
                Text("The rejects came from source {theirs}, not from {name}.",
                     {{"theirs", source.name}, {"name", request.source}}),
                "Leave --source out: it is known.");
  }

  RowBlock first;
  bool has_first = reader->next(first, cancel);
  std::vector<std::vector<std::string_view>> sample;
  for (const auto& column : first.columns) sample.emplace_back(column.begin(), column.end());

  ImportReport report;
  report.shape = reader->shape();
  auto stored = ledger::mapping_of(ledger.read()->sql(), source.id);
  Layout before = stored.empty() ? Layout() : layout_from_json(stored);
  if (mended)
    report.layout = layout_of_mended(mended->mended(), report.shape.columns);
  else if (!request.mapping_text.empty())
    report.layout = layout_from_toml(request.mapping_text, "mapping", report.shape.columns);
  else if (!request.mapping.empty())
    report.layout = layout_from_toml(read_file(request.mapping), request.mapping, report.shape.columns);
  else if (before.told && !request.kind)
    report.layout = layout_for(before, report.shape.columns);
  else
    report.layout = map_columns(report.shape.columns, request.kind, sample);
  report.layout.contents = contents_of(sample);
  if (!report.layout.told) {
    standard::Standard home;
    home.region = source.region;
    settle_regions(report.layout, sample, home);
  }
  if (!mended) {
    settle_mode(report.layout, last_of_kind(ledger, source.id, before, report.layout.kind), request);
    report.drift = drift_between(before, report.layout);
  }
  const auto& shape = report.shape;
  report.layout.origin = {std::string(lens::name_of(shape.format)), shape.encoding, shape.delimiter,
                          shape.quote};
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
  batch.mode = report.layout.mode;
  const bool compares = batch.mode != ledger::BatchMode::add;
  BatchWriter writer(ledger, batch, report.layout.kind);
  if (report.layout.key_matched && batch.mode != ledger::BatchMode::add)
    MatchBase::kept(ledger.read()->sql());  // refuses before anything is written
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
    std::optional<Foretelling> foretelling;
    if (request.dry_run) foretelling.emplace(ledger, source.id, report.layout, cancel);
    const auto rows = [&ledger] { return ledger.others_wait() ? rows_while_others_wait : rows_per_write; };
    SliceGatherer gatherer(rows, [&](std::vector<BlockSlice> slices) {
      if (foretelling) foretelling->ask(slices);
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
      if (compares) {
        report.stood =
            static_cast<std::uint64_t>(writer.compare(report.layout.key_matched, progress, cancel));
        report.replaced = static_cast<std::uint64_t>(writer.batch().replaced);
        report.gone = static_cast<std::uint64_t>(writer.batch().gone);
        refuse_too_much(report, request);
        writer.settle(progress, cancel);
        report.unchanged = static_cast<std::uint64_t>(writer.batch().unchanged);
      }
      if (mended) writer.mend(mended->mended().id, mended->rejects());
      // The rows of a few rejects say nothing of what the source's next file will be.
      writer.finish(mended ? std::string() : batch.layout, static_cast<std::int64_t>(report.rows),
                    request.on_stored);
    }
    report.records = static_cast<std::uint64_t>(writer.batch().records);
    report.facts = static_cast<std::uint64_t>(writer.batch().facts);
    if (foretelling) foretelling->tell(report, request, cancel);
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
  if (!request.dry_run && request.refresh_lens) {
    try {
      home.lens(progress, cancel);
    } catch (const Error& error) {
      // The batch is stored and stays; the lens takes the rest when it is opened next.
      if (error.code() != ErrorCode::cancelled) throw;
    }
  }
  progress.done();
  if (mended) {
    report.mends = mended->mended().number;
    for (const auto& reject : mended->rejects())
      (reject.row != 0 ? report.mended : report.rejected_again) += 1;
  }
  report.batch = request.dry_run ? 0 : writer.batch().number;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return report;
}

bool tells_known_file(const Error& error) noexcept {
  return error.code() == ErrorCode::conflict && error.sentence().key() == known_file;
}

}  // namespace kith::service
