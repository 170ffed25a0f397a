#include "service/match_base.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "base/error.h"
#include "base/hash.h"
#include "ledger/catalogue.h"
#include "ledger/match_sketches.h"
#include "ledger/record_bytes.h"
#include "match/compare/value_shape.h"
#include "match/model/sketch.h"
#include "service/match_table.h"
#include "service/model_json.h"
#include "service/value_dictionary.h"

namespace kith::service {
namespace {

void append_number(std::string& out, std::uint64_t number) {
  char bytes[8];
  std::memcpy(bytes, &number, 8);
  out.append(bytes, 8);
}

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    std::memcpy(&value, take(8).data(), 8);
    return value;
  }
  std::string_view text() { return take(number()); }
  /// How many things of that size follow.
  std::uint64_t count(std::size_t size) {
    const auto n = number();
    if (n > (bytes_.size() - at_) / size) damaged();
    return n;
  }

 private:
  std::string_view take(std::uint64_t n) {
    if (n > bytes_.size() - at_) damaged();
    auto part = bytes_.substr(at_, n);
    at_ += n;
    return part;
  }
  [[noreturn]] static void damaged() {
    throw Error(ErrorCode::corrupt, "The stored matching model is damaged.", "Run `kith resolve` again.");
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

bool by_record(const ledger::MatchKey& a, const ledger::MatchKey& b) {
  return a.record != b.record ? a.record < b.record : a.key < b.key;
}

// Does the index bring the two together? REQUIRES base.keys by key.
bool meet(const IndexedBase& base, const ledger::MatchPair& pair) {
  auto keys_of = [&](RecordId record) {
    return std::lower_bound(base.apart_keys.begin(), base.apart_keys.end(), ledger::MatchKey{0, record},
                            by_record);
  };
  auto shared_by_few = [&](std::uint64_t key) {
    const auto range = std::equal_range(base.keys.begin(), base.keys.end(), ledger::MatchKey{key, RecordId()},
                                        [](const auto& x, const auto& y) { return x.key < y.key; });
    return static_cast<std::size_t>(range.second - range.first) <= match::most_sharers;
  };
  const auto end = base.apart_keys.end();
  for (auto a = keys_of(pair.first), b = keys_of(pair.second);
       a != end && b != end && a->record == pair.first && b->record == pair.second;) {
    if (a->key == b->key && shared_by_few(a->key)) return true;
    a->key < b->key ? ++a : ++b;
  }
  return false;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> match_kinds(ledger::Statements& sql) {
  std::vector<std::pair<std::string, std::string>> kinds;
  for (const auto& attribute : ledger::all_attributes(sql)) {
    if (!attribute.match_kind.empty()) kinds.emplace_back(attribute.name, attribute.match_kind);
  }
  return kinds;
}

std::string pack_frequencies(const match::Frequencies& frequencies) {
  std::string out;
  append_number(out, frequencies.rows);
  append_number(out, frequencies.fields.size());
  for (const auto& field : frequencies.fields) {
    append_number(out, field.column.size());
    out += field.column;
    append_number(out, field.present);
    append_number(out, field.counts.size());
    for (const auto& [hash, count] : field.counts) {
      append_number(out, hash);
      append_number(out, count);
    }
    append_number(out, field.generic.size());
    for (auto hash : field.generic) append_number(out, hash);
  }
  return out;
}

match::Frequencies unpack_frequencies(std::string_view bytes) {
  Unpacker in(bytes);
  match::Frequencies frequencies;
  frequencies.rows = in.number();
  frequencies.fields.resize(in.count(32));
  for (auto& field : frequencies.fields) {
    field.column = in.text();
    field.present = in.number();
    field.counts.resize(in.count(16));
    for (auto& [hash, count] : field.counts) {
      hash = in.number();
      count = static_cast<std::uint32_t>(in.number());
    }
    field.generic.resize(in.count(8));
    for (auto& hash : field.generic) hash = in.number();
  }
  return frequencies;
}

bool MatchBase::exists(ledger::Statements& sql) {
  std::int64_t made_at = 0;
  return ledger::match_state_in_brief(sql, made_at).has_value();
}

MatchBase MatchBase::load(ledger::Statements& sql) {
  MatchBase base;
  auto state = ledger::match_state(sql);
  if (!state)
    throw Error(ErrorCode::conflict, "There is no matching model yet.", "Run `kith resolve` first.");
  base.state = std::move(*state);
  base.model = model_from_json(ledger::model_of(sql, base.state.model_id));
  base.frequencies = unpack_frequencies(base.state.frequencies);
  base.state.frequencies.clear();
  base.kinds = match_kinds(sql);
  for (const auto& field : base.model.fields) {
    for (const auto& kind : base.kinds) {
      if (kind.first == field.column && match_kind_named(kind.second) == field.kind)
        base.compared.push_back(kind);
    }
  }
  base.rules = match::index_rules(base.model);
  base.sketched = ledger::sketch_version(sql) == match::shape_version;
  return base;
}

std::shared_ptr<const MatchBase> MatchBase::kept(ledger::Statements& sql) {
  struct Kept {
    std::int64_t made_at = 0;
    std::uint64_t model = 0;  // hash of its text
    std::shared_ptr<const MatchBase> base;
  };
  static std::mutex mutex;
  static Kept last;
  std::int64_t made_at = 0;
  const auto state = ledger::match_state_in_brief(sql, made_at);
  const auto hash = state ? hash_bytes(ledger::model_of(sql, state->model_id)) : 0;
  {
    const std::scoped_lock lock(mutex);
    const bool same = state && last.base && last.made_at == made_at && last.model == hash &&
                      last.base->state.model_id == state->model_id && last.base->state.bits == state->bits &&
                      last.base->state.change == state->change && last.base->kinds == match_kinds(sql);
    if (same) return last.base;
  }
  auto base = std::make_shared<const MatchBase>(load(sql));
  const std::scoped_lock lock(mutex);
  last = {made_at, hash, base};
  return base;
}

RecordValues::RecordValues(ledger::Statements& sql,
                           const std::vector<std::pair<std::string, std::string>>& kinds)
    : sql_(sql), decoder_(sql), kinds_(kinds) {
  for (std::size_t i = 0; i < kinds.size(); ++i) position_[kinds[i].first] = i;
}

const std::vector<std::string>* RecordValues::of(RecordId record) {
  auto known = values_.find(record);
  if (known != values_.end()) return &known->second;
  std::vector<std::string> own(kinds_.size());
  const bool stands = ledger::see_standing_record(
      sql_, record, [&](BatchId batch, auto cells, auto standard) { read(batch, cells, standard, own); });
  return stands ? &values_.emplace(record, std::move(own)).first->second : nullptr;
}

void RecordValues::read_ahead(std::vector<RecordId> records, Snapshots* snapshots) {
  constexpr std::size_t piece = 256;
  if (snapshots == nullptr || records.size() < 2 * piece) return;
  std::erase_if(records, [&](RecordId record) { return knows(record); });
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  std::vector<std::unique_ptr<RecordValues>> readers(snapshots->executor().threads());
  snapshots->executor().for_each((records.size() + piece - 1) / piece, [&](std::size_t p, unsigned worker) {
    auto& reader = readers[worker];
    if (!reader) reader = std::make_unique<RecordValues>(snapshots->sql(worker), kinds_);
    for (auto i = p * piece; i < std::min(records.size(), (p + 1) * piece); ++i) reader->of(records[i]);
  });
  for (auto& reader : readers) {
    if (reader) take(*reader);
  }
}

void RecordValues::read(BatchId id, std::span<const unsigned char> cells,
                        std::span<const unsigned char> standard, std::vector<std::string>& own) {
  const auto& batch = decoder_.layout_of(id);
  auto& positions = positions_[id];
  if (positions.empty()) {
    for (const auto& output : batch.layout.outputs) {
      auto found = position_.find(output.attribute);
      positions.push_back(found == position_.end() ? -1 : static_cast<int>(found->second));
    }
  }
  const auto& values = decoder_.values(batch, cells, standard);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (positions[i] < 0) continue;
    const bool says_something =
        values[i].verdict <= Verdict::suspect && values[i].reason != Reason::placeholder;
    own[static_cast<std::size_t>(positions[i])] = says_something ? std::string(values[i].value) : "";
  }
}

match::Table RecordValues::table(const std::vector<RecordId>& records) { return table(records, {}); }

match::Table RecordValues::table(const std::vector<RecordId>& records,
                                 const std::vector<std::vector<std::string>>& given) {
  match::Table table;
  for (auto record : records) table.order.push_back(record.value);
  for (std::size_t i = 0; i < given.size(); ++i) table.order.push_back(-static_cast<std::int64_t>(i));
  std::vector<const std::vector<std::string>*> rows;
  for (auto record : records) rows.push_back(of(record));
  for (const auto& row : given) rows.push_back(&row);
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    match::Column column;
    column.name = kinds_[k].first;
    column.kind = match_kind_named(kinds_[k].second);
    column.values.push_back({});
    column.ids.reserve(rows.size());
    ValueDictionary dictionary(column.values);
    for (const auto* row : rows) column.ids.push_back((*row)[k].empty() ? 0 : dictionary.id_of((*row)[k]));
    table.columns.push_back(std::move(column));
  }
  return table;
}

IndexedBase index_base(const match::Table& table, const match::Model& model,
                       const std::vector<std::pair<std::uint32_t, std::uint32_t>>& apart,
                       Executor& executor) {
  IndexedBase base;
  const auto frequencies = match::count_frequencies(table, model);
  base.model = to_json(model);
  base.frequencies = pack_frequencies(frequencies);
  const auto keys = match::index_keys(table, model, frequencies, match::all_index_names, &executor);
  base.keys.reserve(keys.size());
  for (const auto& key : keys) base.keys.push_back({key.key, RecordId(table.order[key.row])});
  std::vector<char> is_apart(table.rows(), 0);
  for (const auto& [a, b] : apart) {
    is_apart[a] = is_apart[b] = 1;
    base.apart.emplace_back(table.order[a], table.order[b]);
  }
  const auto rules = match::index_rules(model);
  for (const auto& key : keys) {
    if (key.name < rules && is_apart[key.row])
      base.apart_keys.push_back({key.key, RecordId(table.order[key.row])});
  }
  std::sort(base.apart_keys.begin(), base.apart_keys.end(), by_record);
  match::Sketches sketches(model);
  sketches.add(table, frequencies, &executor);
  base.sketches.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row)
    base.sketches.emplace_back(RecordId(table.order[row]), sketches.packed(row));
  std::sort(base.sketches.begin(), base.sketches.end());
  return base;
}

void write_index(ledger::Write& write, IndexedBase base, std::int64_t change) {
  ledger::MatchState state;
  state.model_id = ledger::put_model(write, base.model);
  state.bits = ledger::build_match_index(write, base.keys);
  state.change = change;
  state.frequencies = std::move(base.frequencies);
  ledger::put_match_state(write, state);
  ledger::replace_sketches(write, base.sketches, match::shape_version);
  std::erase_if(base.apart, [&](const ledger::MatchPair& pair) { return !meet(base, pair); });
  ledger::replace_match_pairs(write, std::move(base.apart));
}

}  // namespace kith::service
