#include "service/collect.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/consents.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "service/mapping_file.h"
#include "service/prepare_rows.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::int64_t most_facts_of_batch = 50000;
constexpr std::size_t most_calls = 2500;

// Traits of the specification, and the attributes they are.
constexpr std::pair<const char*, const char*> traits[] = {{"name", "name"},
                                                          {"firstName", "given_name"},
                                                          {"lastName", "family_name"},
                                                          {"email", "email"},
                                                          {"phone", "phone"},
                                                          {"birthday", "birth_date"},
                                                          {"gender", "gender"},
                                                          {"company", "company"},
                                                          {"title", "job_title"},
                                                          {"address", "address"},
                                                          {"city", "city"},
                                                          {"country", "country"},
                                                          {"website", "website"},
                                                          {"username", "nickname"}};

std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  return {};
}

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// An address or company is a text or an object of parts.
std::string trait_of(const json& all, const char* name) {
  if (!all.contains(name)) return {};
  const auto& value = all[name];
  if (!value.is_object()) return text_of(value);
  if (value.contains("name")) return text_of(value["name"]);
  std::string joined;
  for (const char* part : {"street", "city", "state", "postalCode", "country"}) {
    if (!value.contains(part)) continue;
    joined += (joined.empty() ? "" : ", ") + text_of(value[part]);
  }
  return joined;
}

std::int64_t time_of(const json& call, std::int64_t now) {
  for (const char* name : {"timestamp", "originalTimestamp", "sentAt"}) {
    if (!call.contains(name) || !call[name].is_string()) continue;
    auto text = call[name].get<std::string>();
    std::int64_t time = 0;
    std::int64_t fraction = 0;
    if (auto dot = text.find('.'); dot != std::string::npos && text.back() == 'Z') {
      fraction = std::atoll((text.substr(dot + 1, 3) + "00").substr(0, 3).c_str());
      text = text.substr(0, dot) + "Z";
    }
    if (parse_iso_time(text, time)) return std::min(time + fraction, now + 3600000);
  }
  return now;
}

struct Call {
  std::string type, key, anonymous, previous, message, name, properties;
  std::int64_t at = 0;
  std::map<std::string, std::string> values;  // attribute → text as received
  std::string extra;                          // traits that no attribute takes
};

[[noreturn]] void no_call(Text what) {
  throw Error(ErrorCode::bad_input, std::move(what),
              "Send what the tracking protocol says: a type, and userId or anonymousId.");
}

std::string id_of(const json& call, const char* name) {
  if (!call.contains(name) || call[name].is_null()) return {};
  auto text = text_of(call[name]);
  if (text.size() > 500 || text.find('\0') != std::string::npos) no_call("An id is too long.");
  return text;
}

Call read_call(const json& body, std::string type, std::int64_t now) {
  if (!body.is_object()) no_call("A call must be an object.");
  if (type.empty()) type = body.contains("type") ? text_of(body["type"]) : "";
  Call call;
  call.type = type;
  call.anonymous = id_of(body, "anonymousId");
  auto user = id_of(body, "userId");
  call.key = user.empty() ? call.anonymous : user;
  if (user.empty()) call.anonymous.clear();
  call.previous = id_of(body, "previousId");
  call.message = id_of(body, "messageId");
  call.at = time_of(body, now);
  if (call.key.empty()) no_call("The call says of nobody: userId and anonymousId are missing.");
  const json none = json::object();
  auto part = [&](const char* name) -> const json& {
    return body.contains(name) && body[name].is_object() ? body[name] : none;
  };
  if (type == "track") {
    call.name = body.contains("event") ? text_of(body["event"]) : "";
    if (call.name.empty()) no_call("A track call needs the name of its event.");
    call.properties = dump(part("properties"));
  } else if (type == "page" || type == "screen") {
    call.name = type;
    auto properties = part("properties");
    for (const char* name : {"name", "category"}) {
      if (body.contains(name) && body[name].is_string()) properties[name] = body[name];
    }
    call.properties = dump(properties);
  } else if (type == "group") {
    call.name = "group";
    json properties = {{"groupId", id_of(body, "groupId")}, {"traits", part("traits")}};
    call.properties = dump(properties);
  } else if (type == "identify") {
    const auto& all = part("traits");
    json extra = json::object();
    for (const auto& [name, value] : all.items()) {
      bool taken = false;
      for (auto [trait, attribute] : traits) {
        if (name != trait) continue;
        auto text = trait_of(all, trait);
        if (!text.empty() && text.size() <= 10000) call.values[attribute] = text;
        taken = true;
      }
      if (!taken) extra[name] = value;
    }
    if (!extra.empty()) call.extra = dump(extra);
  } else if (type != "alias") {
    no_call(Text("There is no call {type}.", {{"type", type}}));
  }
  if (call.name.size() > 500 || call.properties.size() > 256 * 1024) no_call("An event is too large.");
  return call;
}

}  // namespace

struct Collector::State {
  std::mutex mutex;
  // The layout that records of collected people have, and how their rows are made ready.
  Layout layout;
  // The batch of each source that is written to; told anew where it was undone meanwhile.
  std::unordered_map<SourceId, ledger::Batch> batches;
};

Collector::Collector(Office& office) : office_(office), state_(std::make_unique<State>()) {
  Layout told;
  told.told = true;
  told.kind = BatchKind::events;
  for (auto [trait, attribute] : traits) {
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
  Storing(ledger::Write& write, SourceId source, const Layout& layout, ledger::Batch& batch, bool objects)
      : write_(write), source_(source), layout_(layout), batch_(batch), objects_(objects) {}

  bool store(const Call& call) {
    if (!call.message.empty() && !ledger::note_message(write_, source_, call.message)) return false;
    auto subject = subject_of(call);
    if (call.type == "alias") {
      join(call.previous, subject);
      return true;
    }
    if (!objects_ && !call.anonymous.empty() && call.type == "identify") join(call.anonymous, subject);
    if (call.type == "identify") {
      if (objects_) object(subject);
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
    ledger::insert_event(write_, event);
    ++batch_.facts;
    lowest_ = lowest_ == 0 ? subject.value : std::min(lowest_, subject.value);
    highest_ = std::max(highest_, subject.value);
    if (objects_) object(subject);
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
  }

 private:
  std::int64_t take_id() {
    auto id = write_.take_ids();
    if (batch_.first_id == 0) batch_.first_id = id;
    batch_.last_id = std::max(batch_.last_id, id);
    return id;
  }

  // The newest record of that id; a new one for traits that say something new, or for somebody new.
  RecordId subject_of(const Call& call) {
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

  RecordId insert_record(const Call& call) {
    std::vector<std::string> cells(layout_.columns.size());
    for (std::size_t i = 0; i < std::size(traits); ++i) {
      auto value = call.values.find(traits[i].second);
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
    standard::Standard standard;
    standard.today = write_.now() / 86400000;
    PreparedBlock prepared;
    const auto& form = form_of_source(standard.today);
    // Events are evidence of what happened: rules hold their values back, and turn none of them away.
    RowPreparer(layout_, standard, &form, RowPreparer::Blocked::kept).prepare(std::move(block), prepared);
    ledger::NewRecord record;
    record.id = RecordId(take_id());
    record.source = source_;
    record.batch = batch_.id;
    record.row = static_cast<std::uint64_t>(batch_.records + 1);
    record.source_key = call.key;
    record.cells = std::string_view(prepared.cells).substr(0, prepared.rows[0].cells_end);
    record.standard = std::string_view(prepared.standard).substr(0, prepared.rows[0].standard_end);
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

  // Read once for all calls of the transaction.
  const BatchForm& form_of_source(std::int64_t today) {
    if (form_) return *form_;
    house_ = HouseForm::load(write_.sql);
    std::string name;
    for (const auto& source : ledger::all_sources(write_.sql)) {
      if (source.id == source_) name = source.name;
    }
    return form_.emplace(house_.for_batch(layout_, name, 0, today));
  }

  ledger::Write& write_;
  HouseForm house_;
  std::optional<BatchForm> form_;
  SourceId source_;
  const Layout& layout_;
  ledger::Batch& batch_;
  bool objects_;
  std::unordered_map<std::string, RecordId> known_;
  std::int64_t first_record_ = 0, last_record_ = 0, lowest_ = 0, highest_ = 0;
};

}  // namespace

Collected Collector::collect(SourceId source, const std::string& by, const std::string& call,
                             const std::string& body, bool objects) {
  auto parsed = json::parse(body, nullptr, false);
  if (parsed.is_discarded() || !parsed.is_object() || !is_utf8(body))
    no_call("The body is no JSON that can be read.");
  auto now = office_.ledger().now();
  Collected collected;
  std::vector<Call> calls;
  struct Refused {
    std::uint64_t row;
    Text reason;
    std::string raw;
  };
  std::vector<Refused> refused;
  if (call == "batch" || call == "import") {
    if (!parsed.contains("batch") || !parsed["batch"].is_array()) no_call("A batch needs a list of calls.");
    if (parsed["batch"].size() > most_calls) no_call("A batch has too many calls.");
    std::uint64_t row = 0;
    for (const auto& one : parsed["batch"]) {
      ++row;
      try {
        calls.push_back(read_call(one, "", now));
      } catch (const Error& error) {
        refused.push_back({row, error.sentence(), dump(one).substr(0, 65536)});
      }
    }
  } else {
    calls.push_back(read_call(parsed, call, now));
  }
  ledger::ActingAs as(by);
  office_.ledger().write([&](ledger::Write& write) {
    std::lock_guard lock(state_->mutex);
    auto& batch = state_->batches[source];
    auto today = to_iso_time(write.now()).substr(0, 10);
    bool usable = batch.id && batch.facts < most_facts_of_batch && batch.file == "events-" + today;
    if (usable) {
      auto stored = ledger::find_batch(write.sql, batch.id);
      usable = stored && stored->state == ledger::BatchState::done;
    }
    auto before = batch;
    try {
      if (!usable) {
        batch = {};
        batch.source = source;
        batch.kind = name_of(BatchKind::events);
        batch.file = "events-" + today;
        auto number = write.take_ids();
        batch.file_digest = sha256({reinterpret_cast<const unsigned char*>(&number), sizeof number});
        batch.layout = to_json(state_->layout);
        ledger::open_batch(write, batch);
        batch.state = ledger::BatchState::done;
        batch.ended_at = write.now();
        write.audit("batch.collect", to_string(batch.id), "{}");
      }
      Storing storing(write, source, state_->layout, batch, objects);
      collected = {};
      for (const auto& one : calls) ++(storing.store(one) ? collected.stored : collected.repeated);
      for (const auto& one : refused) storing.refuse(one.row, one.reason, one.raw);
      collected.refused = static_cast<std::int64_t>(refused.size());
      storing.finish();
    } catch (...) {
      batch = before;
      throw;
    }
  });
  return collected;
}

std::string write_key_in(const std::string& body) {
  auto parsed = json::parse(body, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("writeKey") || !parsed["writeKey"].is_string()) return {};
  return parsed["writeKey"].get<std::string>();
}

}  // namespace kith::service
