#include "service/collect.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <unordered_map>

#include "base/date.h"
#include "base/hash.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/consents.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "service/mapping_file.h"
#include "service/prepare_rows.h"
#include "service/tracking_call.h"

namespace kith::service {
namespace {

constexpr std::int64_t most_facts_of_batch = 50000;
constexpr std::size_t most_calls_together = 10000;

// What one caller sent, on its way into the ledger.
struct Parcel {
  SourceId source;
  std::string by;
  bool objects = false;
  std::vector<TrackingCall> calls;
  std::vector<RefusedCall> refused;
  Collected collected;
  std::exception_ptr failure;
  bool done = false;
  std::condition_variable turn;  // done, or the first to carry what waits
};

// The newest record of each id of a source, as of the change that the ledger is to number next.
struct KnownSubjects {
  std::int64_t next_change = 0;
  std::unordered_map<std::string, RecordId> newest;
};
constexpr std::size_t most_known_subjects = 100000;

}  // namespace

struct Collector::State {
  // Parcels that wait. One of those who wait carries all of one sender into the ledger in one transaction,
  // so that what a durable commit costs is shared by whoever came meanwhile.
  std::mutex mutex;
  std::deque<Parcel*> waiting;
  bool carrying = false;
  // The layout that records of collected people have, and how their rows are made ready.
  Layout layout;
  // The batch of each source that is written to; told anew where it was undone meanwhile. Of who carries.
  std::unordered_map<SourceId, ledger::Batch> batches;
  // Whose newest record is known, as long as nobody else changes the ledger. Of who carries.
  std::unordered_map<SourceId, KnownSubjects> known;
  ledger::FreshEvents fresh;

  std::vector<Parcel*> next_load();
  void carry(ledger::Ledger& ledger, const std::vector<Parcel*>& load);
  void store(ledger::Write& write, const std::vector<Parcel*>& load);
};

Collector::Collector(Office& office) : office_(office), state_(std::make_unique<State>()) {
  Layout told;
  told.told = true;
  told.kind = BatchKind::events;
  for (auto [trait, attribute] : tracking_traits) {
    Output output;
    output.attribute = attribute;
    auto attributes = ledger::all_attributes(office.ledger().read()->sql());
    for (const auto& known : attributes) {
      if (known.name == attribute) output.type = known.type;
    }
    output.columns = {static_cast<int>(told.columns.size())};
    output.reason = "mapping";
    told.outputs.push_back(output);
    told.columns.emplace_back(trait);
  }
  told.columns.emplace_back("traits");
  told.facts.assign(told.columns.size(), FactRole::none);
  state_->layout = layout_for(told, told.columns);
  state_->layout.kind = BatchKind::events;
}

Collector::~Collector() = default;

namespace {

// One transaction's worth of calls on its way into the ledger.
class Storing {
 public:
  Storing(ledger::Write& write, SourceId source, const Layout& layout, ledger::Batch& batch,
          KnownSubjects& known, ledger::FreshEvents& fresh)
      : write_(write), source_(source), layout_(layout), batch_(batch), known_(known.newest), fresh_(fresh) {}

  /// `objects`: the caller sent Sec-GPC: 1.
  bool store(const TrackingCall& call, bool objects) {
    if (!call.message.empty() && !ledger::note_message(write_, source_, call.message)) return false;
    auto subject = subject_of(call);
    if (call.type == "alias") {
      join(call.previous, subject);
      return true;
    }
    if (!objects && !call.anonymous.empty() && call.type == "identify") join(call.anonymous, subject);
    if (call.type == "identify") {
      if (objects) object(subject);
      return true;
    }
    ledger::Event event;
    event.id = EventId(take_id());
    event.record = subject;
    event.batch = batch_.id;
    event.key = call.message;
    event.name = call.name;
    event.at = call.at;
    event.properties = call.properties;
    ledger::insert_fresh_event(write_, event, fresh_);
    ++batch_.facts;
    lowest_ = lowest_ == 0 ? subject.value : std::min(lowest_, subject.value);
    highest_ = std::max(highest_, subject.value);
    if (objects) object(subject);
    return true;
  }

  void refuse(std::uint64_t row, const Text& reason, std::string raw) {
    RejectedRow reject;
    reject.row = row;
    reject.reason = reason;
    reject.raw = std::move(raw);
    ledger::insert_reject(write_, batch_.id, RejectId(take_id()), reject);
    ++batch_.rejects;
  }

  // Change log and counts, once for all.
  void finish() {
    if (first_record_ != 0)
      write_.changed(ledger::Entity::record, "put", first_record_, last_record_, batch_.id.value);
    if (highest_ != 0) write_.changed(ledger::Entity::fact, "put", lowest_, highest_, batch_.id.value);
    ledger::update_batch(write_, batch_);
    if (highest_ != 0) ledger::settle_events(write_, fresh_);
  }

 private:
  std::int64_t take_id() {
    auto id = write_.take_ids();
    if (batch_.first_id == 0) batch_.first_id = id;
    batch_.last_id = std::max(batch_.last_id, id);
    return id;
  }

  // The newest record of that id; a new one for traits that say something new, or for somebody new.
  RecordId subject_of(const TrackingCall& call) {
    auto known = known_.find(call.key);
    RecordId newest;
    if (known != known_.end()) {
      newest = known->second;
    } else {
      auto records = ledger::records_of_key(write_.sql, source_, call.key);
      if (!records.empty()) newest = records.back();
    }
    bool says_something = !call.values.empty() || !call.extra.empty();
    if (!newest || says_something) newest = insert_record(call);
    known_[call.key] = newest;
    return newest;
  }

  RecordId insert_record(const TrackingCall& call) {
    std::vector<std::string> cells(layout_.columns.size());
    for (std::size_t i = 0; i < std::size(tracking_traits); ++i) {
      auto value = call.values.find(tracking_traits[i].second);
      if (value != call.values.end()) cells[i] = value->second;
    }
    cells.back() = call.extra;
    std::uint64_t digest = 1;
    RowBlock block;
    for (const auto& cell : cells) {
      digest = hash_bytes(cell, digest);
      block.columns.push_back({cell.empty() ? null_cell : Cell(cell)});
    }
    auto signed_digest = static_cast<std::int64_t>(digest);
    if (auto same = ledger::record_of_key(write_.sql, source_, call.key, signed_digest)) return *same;
    block.row = {static_cast<std::uint64_t>(batch_.records + 1)};
    block.line = {0};
    preparer().prepare(std::move(block), prepared_);
    ledger::NewRecord record;
    record.id = RecordId(take_id());
    record.source = source_;
    record.batch = batch_.id;
    record.row = static_cast<std::uint64_t>(batch_.records + 1);
    record.source_key = call.key;
    record.cells = std::string_view(prepared_.cells).substr(0, prepared_.rows[0].cells_end);
    record.standard = std::string_view(prepared_.standard).substr(0, prepared_.rows[0].standard_end);
    ledger::insert_records(write_, {&record, 1});
    ledger::NewRecordKey key{call.key, signed_digest, record.id};
    ledger::insert_record_keys(write_, source_, {&key, 1});
    if (first_record_ == 0) first_record_ = record.id.value;
    last_record_ = record.id.value;
    ++batch_.records;
    ++batch_.file_rows;
    return record.id;
  }

  // The visitor of that anonymous id is this user.
  void join(const std::string& other, RecordId subject) {
    if (other.empty()) return;
    auto records = ledger::records_of_key(write_.sql, source_, other);
    if (records.empty() || records.back() == subject) return;
    // Said before: once is enough.
    auto said = other + "\n" + to_string(subject);
    if (!ledger::note_message(write_, source_, "join " + said)) return;
    ledger::Decision decision;
    decision.kind = ledger::DecisionType::same;
    decision.a = subject;
    decision.b = records.back();
    decision.made_by = write_.actor();
    decision.reason = "identify";
    ledger::put_decision(write_, decision);
  }

  void object(RecordId subject) {
    if (!ledger::note_message(write_, source_, "gpc " + to_string(subject))) return;
    for (const char* purpose : {"tracking", "marketing"}) {
      ledger::Consent consent;
      consent.record = subject;
      consent.purpose = purpose;
      consent.channel = "all";
      consent.state = "objected";
      consent.at = write_.now();
      consent.evidence = "Sec-GPC: 1";
      ledger::add_consent(write_, consent);
    }
  }

  // Made once for all calls of the transaction: it costs more than the rows that it prepares.
  RowPreparer& preparer() {
    if (preparer_) return *preparer_;
    standard::Standard standard;
    standard.today = write_.now() / 86400000;
    house_ = HouseForm::load(write_.sql);
    std::string name;
    for (const auto& source : ledger::all_sources(write_.sql)) {
      if (source.id == source_) name = source.name;
    }
    form_.emplace(house_.for_batch(layout_, name, 0, standard.today));
    // Events are evidence of what happened: rules hold their values back, and turn none of them away.
    return preparer_.emplace(layout_, standard, &*form_, RowPreparer::Blocked::kept);
  }

  ledger::Write& write_;
  HouseForm house_;
  std::optional<BatchForm> form_;
  std::optional<RowPreparer> preparer_;
  PreparedBlock prepared_;
  SourceId source_;
  const Layout& layout_;
  ledger::Batch& batch_;
  std::unordered_map<std::string, RecordId>& known_;
  ledger::FreshEvents& fresh_;
  std::int64_t first_record_ = 0, last_record_ = 0, lowest_ = 0, highest_ = 0;
};

}  // namespace

// The first that waits, and whatever else of its source and sender does.
std::vector<Parcel*> Collector::State::next_load() {
  std::vector<Parcel*> load;
  std::size_t calls = 0;
  const auto* first = waiting.front();
  for (auto at = waiting.begin(); at != waiting.end() && calls < most_calls_together;) {
    if ((*at)->source != first->source || (*at)->by != first->by) {
      ++at;
      continue;
    }
    load.push_back(*at);
    calls += (*at)->calls.size();
    at = waiting.erase(at);
  }
  return load;
}

void Collector::State::store(ledger::Write& write, const std::vector<Parcel*>& load) {
  const auto source = load.front()->source;
  auto& batch = batches[source];
  auto today = to_iso_time(write.now()).substr(0, 10);
  bool usable = batch.id && batch.facts < most_facts_of_batch && batch.file == "events-" + today;
  if (usable) {
    auto stored = ledger::find_batch(write.sql, batch.id);
    usable = stored && stored->state == ledger::BatchState::done;
  }
  auto before = batch;
  auto& subjects = known[source];
  if (subjects.next_change != write.next_change() || subjects.newest.size() > most_known_subjects)
    subjects.newest.clear();
  try {
    if (!usable) {
      batch = {};
      batch.source = source;
      batch.kind = name_of(BatchKind::events);
      batch.file = "events-" + today;
      auto number = write.take_ids();
      batch.file_digest = sha256({reinterpret_cast<const unsigned char*>(&number), sizeof number});
      batch.layout = to_json(layout);
      ledger::open_batch(write, batch);
      batch.state = ledger::BatchState::done;
      batch.ended_at = write.now();
      write.audit("batch.collect", to_string(batch.id), "{}");
    }
    Storing storing(write, source, layout, batch, subjects, fresh);
    for (auto* parcel : load) {
      parcel->collected = {};
      for (const auto& one : parcel->calls)
        ++(storing.store(one, parcel->objects) ? parcel->collected.stored : parcel->collected.repeated);
      for (const auto& one : parcel->refused) storing.refuse(one.row, one.reason, one.raw);
      parcel->collected.refused = static_cast<std::int64_t>(parcel->refused.size());
    }
    storing.finish();
    subjects.next_change = write.next_change();
  } catch (...) {
    batch = before;
    subjects = {};
    fresh = {};
    throw;
  }
}

void Collector::State::carry(ledger::Ledger& ledger, const std::vector<Parcel*>& load) {
  ledger::ActingAs as(load.front()->by);
  try {
    ledger.write([&](ledger::Write& write) { store(write, load); });
  } catch (...) {
    if (load.size() == 1) {
      load.front()->failure = std::current_exception();
      return;
    }
    // One that the ledger refuses must not take the others with it.
    for (auto* parcel : load) carry(ledger, {parcel});
  }
}

Collected Collector::collect(SourceId source, const std::string& by, const std::string& call,
                             const std::string& body, bool objects) {
  auto read = read_tracking(call, body, office_.ledger().now());
  Parcel mine;
  mine.source = source;
  mine.by = by;
  mine.objects = objects;
  mine.calls = std::move(read.calls);
  mine.refused = std::move(read.refused);
  std::unique_lock lock(state_->mutex);
  state_->waiting.push_back(&mine);
  for (;;) {
    mine.turn.wait(lock, [&] { return mine.done || !state_->carrying; });
    if (mine.done) break;
    state_->carrying = true;
    auto load = state_->next_load();
    lock.unlock();
    try {
      state_->carry(office_.ledger(), load);
    } catch (...) {
      for (auto* parcel : load) parcel->failure = std::current_exception();
    }
    lock.lock();
    state_->carrying = false;
    for (auto* parcel : load) {
      parcel->done = true;
      parcel->turn.notify_one();
    }
    if (!state_->waiting.empty()) state_->waiting.front()->turn.notify_one();
  }
  if (mine.failure) std::rethrow_exception(mine.failure);
  return mine.collected;
}

}  // namespace kith::service
