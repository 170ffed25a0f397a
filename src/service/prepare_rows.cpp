#include "service/prepare_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/hash.h"
#include "base/house_reason.h"
#include "base/utf8.h"
#include "service/record_decoder.h"

namespace kith::service {
namespace {

constexpr std::size_t examples_per_output = 6;
// Few enough to stay near the processor: a miss there costs as much as standardising a short text.
constexpr std::size_t memo_entries = 512;
constexpr std::size_t tile_rows = 256;
constexpr std::size_t most_reject_bytes = 64 << 10;
constexpr std::size_t memo_longest = 64;        // bytes
constexpr std::uint32_t memo_trial = 1u << 14;  // looks after which a column must have shown that it repeats

std::optional<std::int64_t> read_integer(std::string_view text) {
  std::int64_t value = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || text.empty()) return std::nullopt;
  return value;
}

std::optional<double> number_of(const nlohmann::json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) {
    if (auto amount = read_amount(value.get<std::string>())) return static_cast<double>(*amount) / 10000.0;
  }
  return std::nullopt;
}

std::string text_of(const nlohmann::json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    auto found = object.find(name);
    if (found == object.end() || found->is_null()) continue;
    return found->is_string() ? found->get<std::string>() : found->dump();
  }
  return {};
}

std::optional<double> number_named(const nlohmann::json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    auto found = object.find(name);
    if (found != object.end()) return number_of(*found);
  }
  return std::nullopt;
}

// A JSON array of objects with sku, name, quantity and price under their usual names. False where it is none.
bool read_items(std::string_view text, std::vector<ledger::OrderItem>& items) {
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array()) return false;
  for (const auto& entry : json) {
    if (!entry.is_object()) return false;
    ledger::OrderItem item;
    item.sku = text_of(entry, {"sku", "id", "product_id", "code"});
    item.name = text_of(entry, {"name", "title", "product"});
    item.quantity = number_named(entry, {"quantity", "qty", "count"});
    if (auto price = number_named(entry, {"price", "unit_price", "amount"})) {
      item.price_e4 = static_cast<std::int64_t>(std::llround(*price * 10000));
    }
    items.push_back(std::move(item));
  }
  return true;
}

// As in a file, so that the row can be mended and brought again.
void append_csv_cell(std::string& out, Cell cell) {
  if (cell.find_first_of("\",\r\n") == Cell::npos) {
    out.append(cell);
    return;
  }
  out.push_back('"');
  for (char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

// The piece with that number, from the end where it is negative; nothing where there are fewer.
std::string_view piece_of(std::string_view whole, std::string_view separator, int number) {
  const bool from_end = number < 0;
  for (int left = from_end ? -number : number;; --left) {
    const auto at = from_end ? whole.rfind(separator) : whole.find(separator);
    const bool last = at == std::string_view::npos;
    if (left == 1) {
      if (last) return whole;
      return from_end ? whole.substr(at + separator.size()) : whole.substr(0, at);
    }
    if (last) return {};
    whole = from_end ? whole.substr(0, at) : whole.substr(at + separator.size());
  }
}

}  // namespace

std::optional<std::int64_t> read_amount(std::string_view text) {
  std::string digits;
  bool negative = false, point = false, any = false;
  int decimals = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c >= 0xFF10 && c <= 0xFF19) c -= 0xFEE0;
    if (c >= '0' && c <= '9') {
      any = true;
      if (point && ++decimals > 4) continue;
      if (digits.size() < 15) digits.push_back(static_cast<char>(c));
    } else if (c == '.' && !point) {
      point = true;
    } else if (c == '-' || c == '(' || c == 0xFF0D) {
      negative = true;
    } else if (c == ',' || c == ' ' || c == ')' || c == 0xA5 || c == 0xFFE5 || c == '$' || c == 0x20AC ||
               c == 0xA3 || c == 0x5143 || c == 0xFF0C) {
      continue;
    } else {
      return std::nullopt;
    }
  }
  if (!any) return std::nullopt;
  for (decimals = std::min(decimals, 4); decimals < 4; ++decimals) digits.push_back('0');
  auto value = read_integer(digits);
  if (value && negative) value = -*value;
  return value;
}

void OutputCounts::count(Verdict verdict, Reason reason) {
  ++verdicts[static_cast<std::size_t>(verdict)];
  auto number = static_cast<std::size_t>(reason);
  if (number >= reasons.size()) reasons.resize(number + 1);
  ++reasons[number];
}

void OutputCounts::add(const OutputCounts& other) {
  for (std::size_t i = 0; i < verdicts.size(); ++i) verdicts[i] += other.verdicts[i];
  if (other.reasons.size() > reasons.size()) reasons.resize(other.reasons.size());
  for (std::size_t i = 0; i < other.reasons.size(); ++i) reasons[i] += other.reasons[i];
}

RowPreparer::RowPreparer(const Layout& layout, const standard::Standard& standard, const BatchForm* form,
                         Blocked blocked)
    : layout_(layout),
      gate_(form != nullptr ? form->gate.get() : nullptr),
      blocked_(blocked),
      first_columns_(layout.first_columns()),
      time_standard_(standard) {
  for (const auto& output : layout.outputs) {
    Step step;
    step.standardiser = &standard::standardiser_for(output.type);
    const auto place = steps_.size();
    if (form != nullptr && place < form->values.size() && form->values[place])
      step.form = &*form->values[place];
    step.standard = standard;
    step.standard.date_order = output.date_order;
    if (!output.region.empty()) step.standard.region = output.region;
    if (output.from_output >= 0)
      steps_[static_cast<std::size_t>(output.from_output)].children.push_back(steps_.size());
    steps_.push_back(std::move(step));
  }
  for (std::size_t role = 0; role < role_column_.size(); ++role) {
    role_column_[role] = layout.column_of(static_cast<FactRole>(role));
  }
  role_column_[0] = -1;
  if (!layout.amount_unit.empty()) amount_scale_ = scale_of_unit(layout.amount_unit);

  std::vector<bool> subject(layout.columns.size(), layout.kind == BatchKind::customers);
  if (layout.kind != BatchKind::customers) {
    for (const auto& output : layout.outputs) {
      for (int column : output.columns) subject[static_cast<std::size_t>(column)] = true;
    }
    // When a fact happened says nothing of whom it is about.
    for (std::size_t i = 0; i < layout.facts.size(); ++i) {
      if (layout.facts[i] != FactRole::none) subject[i] = false;
    }
    if (layout.key_column >= 0) subject[static_cast<std::size_t>(layout.key_column)] = true;
  }
  for (std::size_t i = 0; i < subject.size(); ++i) {
    if (subject[i]) subject_columns_.push_back(static_cast<int>(i));
  }
  if (layout.key_column < 0) {
    for (auto role : {FactRole::order_key, FactRole::event_key, FactRole::interaction_key}) {
      if (row_key_column_ < 0) row_key_column_ = layout.column_of(role);
    }
  }
}

std::string_view RowPreparer::joined(const RowBlock& block, std::size_t row, const Output& output) {
  joined_.clear();
  bool han = false;
  if (output.attribute == "name") {
    for (int column : output.columns) {
      auto cell = block.columns[static_cast<std::size_t>(column)][row];
      std::size_t at = 0;
      han |= !cell.empty() && is_han(next_code_point(cell, at));
    }
  }
  // Given before family, as it stands in Western names; a Chinese name is family and given without a blank.
  for (std::size_t i = 0; i < output.columns.size(); ++i) {
    std::size_t which = han ? output.columns.size() - 1 - i : i;
    auto cell = block.columns[static_cast<std::size_t>(output.columns[which])][row];
    if (cell.empty()) continue;
    if (!joined_.empty() && !han) joined_ += output.joiner;
    joined_ += cell;
  }
  return joined_;
}

void RowPreparer::note_example(std::size_t output, std::string_view before, const Outcome& after,
                               PreparedBlock& out) {
  std::size_t mine = 0;
  for (const auto& example : out.examples) {
    if (example.output != output) continue;
    if (example.reason == after.reason && example.verdict == after.verdict) return;
    ++mine;
  }
  if (mine < examples_per_output) {
    out.examples.push_back(
        {output, std::string(before), std::string(after.value), after.verdict, after.reason});
  }
}

RowPreparer::Outcome RowPreparer::compute(Step& step, std::string_view raw, const Layout& layout) {
  if (step.form != nullptr) {
    step.form->standardise(raw, *step.standardiser, step.standard, step.result);
  } else {
    step.standardiser->function(raw, step.standard, step.result);
  }
  step.parts.resize(step.children.size());
  for (std::size_t i = 0; i < step.children.size(); ++i) {
    step.parts[i] = step.result.part(layout.outputs[step.children[i]].part);
  }
  return {step.result.value, step.result.verdict, step.result.reason, step.parts};
}

RowPreparer::Outcome RowPreparer::standardised(Step& step, std::string_view raw) {
  auto& memo = step.memo;
  if (!memo.on || raw.size() > memo_longest) return compute(step, raw, layout_);
  if (memo.entries.empty()) {
    memo.entries.resize(memo_entries);
    memo.hashes.assign(memo_entries, 0);
  }
  auto hash = hash_bytes(raw) | 1;
  auto place = (hash >> 1) % memo_entries;
  if (++memo.looks == memo_trial && memo.hits * 2 < memo.looks) {
    memo = Memo();
    memo.on = false;
    return compute(step, raw, layout_);
  }
  auto& entry = memo.entries[place];
  if (memo.hashes[place] == hash && entry.raw == raw) {
    ++memo.hits;
    return {entry.value, entry.verdict, entry.reason, entry.parts};
  }
  auto outcome = compute(step, raw, layout_);
  entry.raw = raw;
  entry.value = outcome.value;
  entry.verdict = outcome.verdict;
  entry.reason = outcome.reason;
  entry.parts = step.parts;
  memo.hashes[place] = hash;
  return outcome;
}

// Standardises one value and those made from its parts.
void RowPreparer::take_value(std::size_t output, std::string_view raw, Cell cell, PreparedBlock& out) {
  auto& step = steps_[output];
  bool is_part = layout_.outputs[output].from_output >= 0;
  auto outcome = is_part && raw.empty() ? Outcome() : standardised(step, raw);
  if (is_part) {
    // The part was cut out of a value in its true form: it was not changed, it was found.
    if (outcome.verdict == Verdict::changed) outcome.verdict = Verdict::kept;
  } else if (outcome.verdict != Verdict::kept && outcome.verdict != Verdict::empty) {
    note_example(output, raw, outcome, out);
  }
  out.counts[output].count(outcome.verdict, outcome.reason);
  ledger::append_standard(step.packed, outcome.value, outcome.verdict, outcome.reason, cell);
  if (static_cast<int>(output) == layout_.key_output)
    out.keys.emplace_back(outcome.verdict <= Verdict::suspect ? outcome.value : std::string_view());
  step.ends.push_back(static_cast<std::uint32_t>(step.packed.size()));
  for (std::size_t i = 0; i < step.children.size(); ++i) {
    take_value(step.children[i], outcome.parts.empty() ? std::string_view() : outcome.parts[i], null_cell,
               out);
  }
}

// Column by column, so that a standardiser finds its tables and memories at hand from row to row.
void RowPreparer::standardise_tile(const RowBlock& block, std::size_t first, std::size_t last,
                                   PreparedBlock& out) {
  for (auto& step : steps_) {
    step.packed.clear();
    step.ends.clear();
  }
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const auto& output = layout_.outputs[i];
    if (output.from_output >= 0) continue;
    if (output.columns.empty()) {
      for (std::size_t row = first; row < last; ++row) take_value(i, output.constant, null_cell, out);
      continue;
    }
    const auto& column = block.columns[static_cast<std::size_t>(output.first_column())];
    for (std::size_t row = first; row < last; ++row) {
      Cell cell = column[row];
      take_value(i, raw_of(block, row, output), cell, out);
    }
  }
}

std::string_view RowPreparer::raw_of(const RowBlock& block, std::size_t row, const Output& output) {
  const auto whole =
      output.columns.size() > 1
          ? joined(block, row, output)
          : std::string_view(block.columns[static_cast<std::size_t>(output.first_column())][row]);
  return output.piece == 0 ? whole : piece_of(whole, output.separator, output.piece);
}

std::int64_t RowPreparer::digest_of(const RowBlock& block, std::size_t row) const {
  std::uint64_t digest = 0;
  for (int column : subject_columns_) {
    auto cell = block.columns[static_cast<std::size_t>(column)][row];
    digest = hash_bytes(cell, digest + (is_null(cell) ? 1 : 2));
  }
  return static_cast<std::int64_t>(digest);
}

std::string RowPreparer::extra_of(const RowBlock& block, std::size_t row) const {
  std::string json;
  for (int column : layout_.extra) {
    auto cell = block.columns[static_cast<std::size_t>(column)][row];
    if (is_null(cell)) continue;
    json += json.empty() ? "{" : ",";
    append_json_string(json, layout_.columns[static_cast<std::size_t>(column)]);
    json.push_back(':');
    append_json_string(json, cell);
  }
  return json.empty() ? "{}" : json + "}";
}

std::string_view PreparedBlock::fact_key(BatchKind kind, std::size_t row) const noexcept {
  if (kind == BatchKind::orders) return orders[row].key;
  if (kind == BatchKind::events) return events[row].key;
  return kind == BatchKind::interactions ? std::string_view(interactions[row].key) : std::string_view();
}

void RowPreparer::read_fact(const RowBlock& block, std::size_t row, PreparedBlock& out) {
  auto cell = [&](FactRole role) {
    int column = role_column_[static_cast<std::size_t>(role)];
    return column < 0 ? std::string_view()
                      : std::string_view(block.columns[static_cast<std::size_t>(column)][row]);
  };
  auto time = [&](FactRole role) -> std::optional<std::int64_t> {
    auto text = cell(role);
    if (text.empty()) return std::nullopt;
    static const auto& timestamp = standard::standardiser_for("timestamp");
    standard::Standardised result;
    timestamp.function(text, time_standard_, result);
    std::int64_t ms = 0;
    if (result.verdict > Verdict::suspect || !parse_iso_time(result.value, ms)) return std::nullopt;
    return ms;
  };
  // What a fact's own field cannot take is kept with it under the column's name, so that no cell is lost.
  auto extra = extra_of(block, row);
  auto keep = [&](FactRole role, std::string_view text) {
    if (text.empty()) return;
    extra.pop_back();
    if (extra.size() > 1) extra.push_back(',');
    append_json_string(
        extra, layout_.columns[static_cast<std::size_t>(role_column_[static_cast<std::size_t>(role)])]);
    extra.push_back(':');
    append_json_string(extra, text);
    extra.push_back('}');
  };
  switch (layout_.kind) {
    case BatchKind::customers:
      return;
    case BatchKind::orders: {
      ledger::Order order;
      order.key = cell(FactRole::order_key);
      order.status = cell(FactRole::status);
      order.currency = cell(FactRole::currency);
      order.placed_at = time(FactRole::placed_at);
      if (!order.placed_at) keep(FactRole::placed_at, cell(FactRole::placed_at));
      if (order.currency.empty()) order.currency = layout_.currency;
      order.amount_e4 = read_amount(cell(FactRole::amount));
      if (order.amount_e4 && amount_scale_ != 1)
        order.amount_e4 = std::llround(static_cast<double>(*order.amount_e4) * amount_scale_);
      if (!order.amount_e4) keep(FactRole::amount, cell(FactRole::amount));
      auto items = cell(FactRole::items);
      if (!items.empty() && !read_items(items, order.items)) {
        order.items.clear();
        keep(FactRole::items, items);
      }
      order.extra = std::move(extra);
      out.orders.push_back(std::move(order));
      return;
    }
    case BatchKind::events: {
      ledger::Event event;
      event.key = cell(FactRole::event_key);
      event.name = cell(FactRole::event_name);
      event.at = time(FactRole::event_at);
      if (!event.at) keep(FactRole::event_at, cell(FactRole::event_at));
      keep(FactRole::properties, cell(FactRole::properties));
      event.properties = std::move(extra);
      out.events.push_back(std::move(event));
      return;
    }
    case BatchKind::interactions: {
      ledger::Interaction interaction;
      interaction.key = cell(FactRole::interaction_key);
      interaction.kind = cell(FactRole::interaction_kind);
      if (interaction.kind.empty()) {
        auto column = role_column_[static_cast<std::size_t>(FactRole::interaction_key)];
        auto name = column < 0 ? std::string() : layout_.columns[static_cast<std::size_t>(column)];
        bool survey = name.find("answer") != std::string::npos ||
                      name.find("response") != std::string::npos || name.find("答") != std::string::npos;
        interaction.kind = survey ? "survey" : "call";
      }
      interaction.direction = cell(FactRole::direction);
      interaction.agent = cell(FactRole::agent);
      interaction.at = time(FactRole::interaction_at);
      if (!interaction.at) keep(FactRole::interaction_at, cell(FactRole::interaction_at));
      auto duration = cell(FactRole::duration);
      interaction.duration_s = read_integer(duration);
      if (!interaction.duration_s) keep(FactRole::duration, duration);
      interaction.subject = cell(FactRole::subject);
      interaction.extra = std::move(extra);
      out.interactions.push_back(std::move(interaction));
      return;
    }
  }
}

// Whether the row, packed last, stays; values that a rule holds back are marked.
bool RowPreparer::passes_gate(RowBlock& block, std::size_t row, std::size_t cells_at, std::size_t standard_at,
                              PreparedBlock& out) {
  auto bytes = [](std::string_view text) {
    return std::span(reinterpret_cast<const unsigned char*>(text.data()), text.size());
  };
  ledger::unpack_cells(bytes(std::string_view(out.cells).substr(cells_at)), layout_.columns.size(), cells_);
  ledger::unpack_standard(bytes(std::string_view(out.standard).substr(standard_at)), first_columns_, cells_,
                          values_);
  const auto verdict = gate_->judge(values_);
  if (verdict.blocked_by != nullptr && blocked_ == Blocked::rejected) {
    RejectedRow reject;
    reject.row = block.row[row];
    reject.line = block.line[row];
    reject.reason = Text("The rule \"{rule}\" turns this row away.", {{"rule", verdict.blocked_by->name}});
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (i != 0) reject.raw.push_back(',');
      append_csv_cell(reject.raw, cells_[i]);
    }
    if (reject.raw.size() > most_reject_bytes) reject.raw.resize(most_reject_bytes);
    out.rejects.push_back(std::move(reject));
    out.cells.resize(cells_at);
    out.standard.resize(standard_at);
    return false;
  }
  if (verdict.held_back.empty()) return true;
  std::string packed;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    auto value = values_[i];
    if (std::binary_search(verdict.held_back.begin(), verdict.held_back.end(), i) &&
        value.verdict != Verdict::empty) {
      value.verdict = std::max(value.verdict, Verdict::suspect);
      value.reason = house_reason::ruled_out;
    }
    const auto column = first_columns_[i];
    ledger::append_standard(packed, value.value, value.verdict, value.reason,
                            column < 0 ? null_cell : cells_[static_cast<std::size_t>(column)]);
  }
  out.standard.resize(standard_at);
  out.standard += packed;
  return true;
}

void RowPreparer::prepare(RowBlock&& block, PreparedBlock& out) {
  out.cells.clear();
  out.standard.clear();
  out.rows.clear();
  out.orders.clear();
  out.events.clear();
  out.interactions.clear();
  out.examples.clear();
  out.keys.clear();
  out.counts.assign(steps_.size(), {});
  out.rejects = std::move(block.rejects);
  std::size_t rows = block.rows();
  out.rows.reserve(rows);
  if (layout_.key_output >= 0) out.keys.reserve(rows);  // the rows' keys point into it
  int key_column = layout_.key_column >= 0 ? layout_.key_column : row_key_column_;
  for (std::size_t first = 0; first < rows; first += tile_rows) {
    std::size_t last = std::min(rows, first + tile_rows);
    standardise_tile(block, first, last, out);
    for (std::size_t row = first; row < last; ++row) {
      auto cells_at = out.cells.size(), standard_at = out.standard.size();
      for (const auto& column : block.columns) ledger::append_cell(out.cells, column[row]);
      for (const auto& step : steps_) {
        auto begin = row == first ? 0 : step.ends[row - first - 1];
        out.standard.append(step.packed, begin, step.ends[row - first] - begin);
      }
      if (gate_ != nullptr && !passes_gate(block, row, cells_at, standard_at, out)) continue;
      PreparedRow prepared;
      prepared.row = block.row[row];
      prepared.line = block.line[row];
      prepared.cells_end = static_cast<std::uint32_t>(out.cells.size());
      prepared.standard_end = static_cast<std::uint32_t>(out.standard.size());
      // Of a customer every cell says who it is: their packed form serves as well as they do.
      prepared.row_digest =
          static_cast<std::int64_t>(hash_bytes(std::string_view(out.cells).substr(cells_at)));
      prepared.digest = layout_.kind == BatchKind::customers ? prepared.row_digest : digest_of(block, row);
      if (key_column >= 0) prepared.key = block.columns[static_cast<std::size_t>(key_column)][row];
      if (layout_.key_output >= 0) prepared.key = out.keys[row];
      if (layout_.kind != BatchKind::customers) read_fact(block, row, out);
      out.rows.push_back(prepared);
    }
  }
  out.storage = std::move(block.storage);
}

}  // namespace kith::service
