#include "service/lens_feed.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/error.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/change_log.h"
#include "ledger/customers.h"
#include "ledger/endings.h"
#include "ledger/records.h"
#include "service/record_decoder.h"

namespace kith::service {
namespace {

struct Range {
  std::int64_t first, last;
};

constexpr std::int64_t everything = INT64_MAX;

// Joins touching ranges; past `limit` of them, one range from the first to the last serves as well and costs
// less.
std::vector<Range> joined(std::vector<Range> ranges, std::size_t limit = 64) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> out;
  for (const auto& range : ranges) {
    if (!out.empty() && range.first - id_step <= out.back().last) {  // the last may be the greatest there is
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  if (out.size() > limit) out = {{out.front().first, out.back().last}};
  return out;
}

// What the change log says has changed since the watermark.
struct Touched {
  bool sources = false, attributes = false;
  std::set<std::int64_t> batches;                      // rows of the batch table, and rejects
  std::map<std::int64_t, std::vector<Range>> records;  // by batch
  std::map<std::int64_t, std::vector<Range>> facts;    // by batch; ranges of records
  std::vector<Range> pointers, customers, ended;
};

Touched read_changes(ledger::Statements& sql, std::int64_t after) {
  Touched touched;
  ledger::each_change(sql, after, everything, [&](const ledger::ChangeEntry& change) {
    Range range{change.first, change.last};
    auto batch = change.batch.value;
    if (change.entity == "source") touched.sources = true;
    if (change.entity == "attribute") touched.attributes = true;
    if (change.entity == "batch" || change.entity == "reject") touched.batches.insert(batch);
    if (change.entity == "record")
      batch != 0 ? touched.records[batch].push_back(range) : touched.pointers.push_back(range);
    if (change.entity == "fact") touched.facts[batch].push_back(range);
    if (change.entity == "end") touched.ended.push_back(range);
    if (change.entity == "customer") touched.customers.push_back(range);
    return true;
  });
  return touched;
}

class Feed {
 public:
  Feed(ledger::Statements& sql, lens::Lens& lens, Progress& progress, const Cancel& cancel)
      : sql_(sql), decoder_(sql), lens_(lens), progress_(progress), cancel_(cancel) {}

  void set_attributes() {
    std::vector<lens::LensAttribute> attributes;
    for (const auto& a : ledger::all_attributes(sql_)) {
      attributes.push_back(
          {a.id.value, a.name, a.type, a.attribute_class, a.sensitivity, a.label_en, a.label_zh, a.multiple});
    }
    lens_.set_attributes(attributes);
  }

  // Room for what the batches supply that are about to be read. Which those are is cheap to overestimate.
  void supply_attributes(std::int64_t after) {
    std::vector<std::string> names;
    for (auto batch : ledger::batches_with_records_since(sql_, after)) {
      if (!ledger::find_batch(sql_, batch)) continue;
      for (const auto& output : decoder_.layout_of(batch).layout.outputs) names.push_back(output.attribute);
    }
    lens_.supply(names);
  }

  void supply_attributes_of(BatchId batch) {
    std::vector<std::string> names;
    for (const auto& output : decoder_.layout_of(batch).layout.outputs) names.push_back(output.attribute);
    lens_.supply(names);
  }

  void index_attributes() {
    const auto& attributes = lens_.attributes();
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      position_by_name_[attributes[i].name] = i;
      position_by_id_[attributes[i].id] = i;
    }
    fields_.resize(attributes.size());
    golden_.resize(attributes.size());
  }

  void set_sources(lens::LensUpdate& update) {
    std::vector<lens::LensSource> sources;
    for (const auto& s : ledger::all_sources(sql_)) {
      sources.push_back({s.id.value, s.name, s.owner, s.purpose, s.trust, s.retention_days});
    }
    update.set_sources(sources);
  }

  void set_batches(lens::LensUpdate& update) {
    std::vector<lens::LensBatch> batches;
    for (const auto& b : ledger::all_batches(sql_)) {
      batches.push_back({b.id.value, b.number, b.source.value, b.kind, b.file,
                         std::string(ledger::name_of(b.state)), b.started_at, b.records, b.facts, b.rejects});
    }
    update.set_batches(batches);
  }

  void add_records(lens::LensUpdate& update, const Range& range, std::optional<std::int64_t> batch) {
    ledger::each_record(sql_, range.first, range.last, [&](const ledger::RecordView& record) {
      if (batch && record.batch.value != *batch) return;
      add_record(update, record, update.keep(record.cells), update.keep(record.standard));
      tick();
    });
  }

  void add_records(lens::LensUpdate& update, const FreshRecords& fresh) {
    fresh.each([&](const ledger::RecordView& record) {
      add_record(update, record, record.cells, record.standard);
      tick();
    });
  }

  void add_rejects(lens::LensUpdate& update, std::optional<BatchId> batch) {
    ledger::each_reject(sql_, batch, [&](const ledger::Reject& reject) {
      auto reason = reject.reason.render(Language::en);
      update.add(lens::LensReject{reject.id.value, reject.batch.value, static_cast<std::int64_t>(reject.row),
                                  static_cast<std::int64_t>(reject.line), reject.column, reason});
    });
  }

  void add_pointers(lens::LensUpdate& update, const Range& range) {
    ledger::each_membership(sql_, range.first, range.last, [&](RecordId record, CustomerId customer) {
      update.point(record.value, customer.value);
      tick();
    });
  }

  void set_ended(lens::LensUpdate& update, const Range& range) {
    std::vector<std::int64_t> ended;
    ledger::each_ended(sql_, range.first, range.last,
                       [&](RecordId record) { ended.push_back(record.value); });
    update.set_ended(range.first, range.last, ended);
  }

  void add_customers(lens::LensUpdate& update, const Range& range) {
    ledger::each_customer(sql_, range.first, range.last,
                          [&](const ledger::Customer& customer, std::span<const ledger::GoldenValue> values) {
                            std::fill(golden_.begin(), golden_.end(), std::nullopt);
                            for (const auto& value : values) {
                              update.add(lens::LensCustomerValue{
                                  customer.id.value, value.attribute.value, value.ordinal, value.value,
                                  value.verdict, value.record.value, value.rule, value.support});
                              auto position = position_by_id_.find(value.attribute.value);
                              if (value.ordinal == 0 && position != position_by_id_.end())
                                golden_[position->second] = value.value;
                            }
                            update.add(lens::LensCustomer{customer.id.value, customer.created_at,
                                                          customer.updated_at, customer.records, golden_});
                            tick();
                          });
  }

  void add_facts(lens::LensUpdate& update, const Range& records, std::optional<std::int64_t> batch) {
    add_orders(update, records, batch);
    add_items(update, records, batch);
    add_events(update, records, batch);
    add_interactions(update, records, batch);
  }

  void phase(Text name) {
    done_ = 0;
    progress_.phase(std::move(name), 0);
  }

 private:
  static std::optional<double> money(std::optional<std::int64_t> e4) {
    if (!e4) return std::nullopt;
    return static_cast<double>(*e4) / 10000.0;
  }

  void tick() {
    if (++done_ % 8192 != 0) return;
    cancel_.check();
    progress_.at(done_);
  }

  // `cells` and `standard` lie where they stay until the update is committed.
  void add_record(lens::LensUpdate& update, const ledger::RecordView& record,
                  std::span<const unsigned char> cells, std::span<const unsigned char> standard) {
    const auto& batch = batch_of(record.batch);
    const auto& values = decoder_.values(batch, cells, standard);
    auto& positions = positions_of(record.batch, batch);
    for (auto position : used_) fields_[position].supplied = false;
    used_.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      auto position = positions[i];
      if (position < 0) continue;
      auto& field = fields_[static_cast<std::size_t>(position)];
      field.supplied = true;
      field.value = values[i].value;
      field.raw = decoder_.raw_of(batch.layout.outputs[i]);
      field.verdict = values[i].verdict;
      field.reason = values[i].reason;
      used_.push_back(static_cast<std::size_t>(position));
    }
    extra_.clear();
    decoder_.append_extra(batch, extra_);
    update.add(lens::LensRecord{record.id.value, record.source.value, record.batch.value,
                                record.customer.value, static_cast<std::int64_t>(record.row),
                                static_cast<std::int64_t>(record.line), record.received_at,
                                batch.layout.key_output < 0 ? record.source_key : std::string_view(), extra_,
                                fields_, true, record.ended});
  }

  // Records come batch by batch, so that the batch is looked up when it changes.
  const BatchLayout& batch_of(BatchId id) {
    if (batch_ == nullptr || batch_id_ != id) {
      batch_ = &decoder_.layout_of(id);
      batch_id_ = id;
    }
    return *batch_;
  }

  const std::vector<int>& positions_of(BatchId id, const BatchLayout& batch) {
    auto& positions = positions_[id.value];
    if (positions.empty()) {
      for (const auto& output : batch.layout.outputs) {
        auto found = position_by_name_.find(output.attribute);
        positions.push_back(found == position_by_name_.end() ? -1 : static_cast<int>(found->second));
      }
    }
    return positions;
  }

  void add_orders(lens::LensUpdate& update, const Range& records, std::optional<std::int64_t> batch) {
    ledger::each_order(sql_, records.first, records.last, [&](const ledger::Order& order) {
      if (batch && order.batch.value != *batch) return;
      update.add(lens::LensOrder{order.id.value, order.record.value, order.batch.value, order.key,
                                 order.status, order.currency, order.placed_at, money(order.amount_e4)});
      tick();
    });
  }

  void add_items(lens::LensUpdate& update, const Range& records, std::optional<std::int64_t> batch) {
    ledger::each_order_item(
        sql_, records.first, records.last,
        [&](const ledger::Order& key, std::int64_t line, const ledger::OrderItem& item) {
          if (batch && key.batch.value != *batch) return;
          update.add(lens::LensOrderItem{key.id.value, key.record.value, key.batch.value, line, item.sku,
                                         item.name, item.quantity, money(item.price_e4)});
          tick();
        });
  }

  void add_events(lens::LensUpdate& update, const Range& records, std::optional<std::int64_t> batch) {
    const auto add = [&](const ledger::Event& event) {
      update.add(lens::LensEvent{event.id.value, event.record.value, event.batch.value, event.key, event.name,
                                 event.properties, event.at});
      tick();
    };
    batch ? ledger::each_event_of_batch(sql_, BatchId(*batch), records.first, records.last, add)
          : ledger::each_event(sql_, records.first, records.last, add);
  }

  void add_interactions(lens::LensUpdate& update, const Range& records, std::optional<std::int64_t> batch) {
    ledger::each_interaction(sql_, records.first, records.last, [&](const ledger::Interaction& one) {
      if (batch && one.batch.value != *batch) return;
      update.add(lens::LensInteraction{one.id.value, one.record.value, one.batch.value, one.key, one.kind,
                                       one.direction, one.agent, one.subject, one.at, one.duration_s});
      tick();
    });
  }

  ledger::Statements& sql_;
  RecordDecoder decoder_;
  lens::Lens& lens_;
  Progress& progress_;
  const Cancel& cancel_;
  std::map<std::string, std::size_t> position_by_name_;
  std::map<std::int64_t, std::size_t> position_by_id_;
  std::map<std::int64_t, std::vector<int>> positions_;
  std::vector<lens::LensField> fields_;
  std::vector<std::size_t> used_;
  std::string extra_;
  const BatchLayout* batch_ = nullptr;  // of batch_id_
  BatchId batch_id_;
  std::vector<std::optional<std::string_view>> golden_;
  std::uint64_t done_ = 0;
};

void fill(Feed& feed, lens::Lens& lens, std::int64_t newest) {
  auto update = lens.update();
  feed.set_sources(*update);
  feed.set_batches(*update);
  feed.phase("Filling the lens: records");
  feed.add_records(*update, {0, everything}, std::nullopt);
  feed.add_rejects(*update, std::nullopt);
  feed.phase("Filling the lens: customers");
  feed.add_customers(*update, {0, everything});
  feed.phase("Filling the lens: facts");
  feed.add_facts(*update, {0, everything}, std::nullopt);
  update->commit(newest);
}

void apply(Feed& feed, lens::Lens& lens, const Touched& touched, std::int64_t newest) {
  auto update = lens.update();
  auto customers = joined(touched.customers);
  auto pointers = joined(touched.pointers);
  std::map<std::int64_t, std::vector<Range>> records, facts;
  for (const auto& [batch, ranges] : touched.records) records[batch] = joined(ranges);
  for (const auto& [batch, ranges] : touched.facts) facts[batch] = joined(ranges);

  if (touched.sources) feed.set_sources(*update);
  for (const auto& [batch, ranges] : records) {
    for (const auto& range : ranges) update->remove_records(range.first, range.last, batch);
  }
  for (auto batch : touched.batches) update->remove_rejects(batch);
  for (const auto& [batch, ranges] : facts) {
    for (const auto& range : ranges) update->remove_facts(range.first, range.last, batch);
  }
  for (const auto& range : customers) update->remove_customers(range.first, range.last);

  if (!touched.batches.empty()) feed.set_batches(*update);
  feed.phase("Refreshing the lens");
  for (const auto& [batch, ranges] : records) {
    for (const auto& range : ranges) feed.add_records(*update, range, batch);
  }
  for (auto batch : touched.batches) feed.add_rejects(*update, BatchId(batch));
  for (const auto& range : customers) feed.add_customers(*update, range);
  for (const auto& [batch, ranges] : facts) {
    for (const auto& range : ranges) feed.add_facts(*update, range, batch);
  }
  for (const auto& range : pointers) feed.add_pointers(*update, range);
  for (const auto& range : joined(touched.ended)) feed.set_ended(*update, range);
  update->commit(newest);
}

}  // namespace

void refresh_lens(ledger::Ledger& ledger, lens::Lens& lens, Progress& progress, const Cancel& cancel) {
  auto read = ledger.read();
  std::int64_t newest = ledger::newest_change(*read);
  std::int64_t watermark = lens.watermark();
  if (watermark == newest) return;
  if (watermark > newest) {
    throw Error(ErrorCode::corrupt, "The lens is ahead of the ledger.", "Run `kith lens rebuild`.");
  }
  Feed feed(read->sql(), lens, progress, cancel);
  if (watermark == 0) {
    feed.set_attributes();
    feed.supply_attributes(0);
    feed.index_attributes();
    fill(feed, lens, newest);
    return;
  }
  auto touched = read_changes(read->sql(), watermark);
  if (touched.attributes) feed.set_attributes();
  feed.supply_attributes(watermark);
  feed.index_attributes();
  apply(feed, lens, touched, newest);
}

struct LensStream::State {
  State(ledger::Ledger& l, lens::Lens& le, BatchId b, const Cancel& cancel)
      : ledger(l), lens(le), batch(b), read(l.read()), feed(read->sql(), le, silent, cancel) {
    feed.supply_attributes_of(batch);
    feed.index_attributes();
    update = lens.update();
  }

  struct Added {
    std::int64_t first, last;
  };

  // Whether the changes from the lens's to the newest added are those of writing these records.
  bool nothing_else_changed(ledger::Statements& sql) {
    auto next = added.begin();
    bool nothing_else =
        ledger::each_change(sql, lens.watermark(), newest, [&](const ledger::ChangeEntry& change) {
          if (change.batch != batch) return false;
          if (change.entity == "batch") return true;
          if (change.entity != "record" || next == added.end()) return false;
          if (change.first != next->first || change.last != next->last) return false;
          ++next;
          return true;
        });
    return nothing_else && next == added.end();
  }

  ledger::Ledger& ledger;
  lens::Lens& lens;
  BatchId batch;
  Progress silent;
  std::unique_ptr<ledger::Read> read;
  Feed feed;
  std::unique_ptr<lens::LensUpdate> update;
  std::vector<Added> added;
  std::int64_t newest = 0;
};

LensStream::LensStream(ledger::Ledger& ledger, lens::Lens& lens, BatchId batch, const Cancel& cancel)
    : state_(std::make_unique<State>(ledger, lens, batch, cancel)) {}

LensStream::~LensStream() = default;

void LensStream::add(const FreshRecords& records) {
  state_->feed.add_records(*state_->update, records);
  state_->added.push_back({records.first, records.last});
  state_->newest = records.change;
}

bool LensStream::commit() {
  auto read = state_->ledger.read();
  if (!state_->nothing_else_changed(read->sql())) {
    state_->update.reset();
    return false;
  }
  Cancel never;
  Feed rest(read->sql(), state_->lens, state_->silent, never);
  state_->update->remove_rejects(state_->batch.value);
  rest.set_batches(*state_->update);
  rest.add_rejects(*state_->update, state_->batch);
  state_->update->commit(state_->newest);
  state_->update.reset();
  return true;
}

}  // namespace kith::service
