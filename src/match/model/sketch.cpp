#include "match/model/sketch.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "base/hash.h"
#include "match/compare/comparator.h"
#include "match/compare/value_shape.h"
#include "match/model/pattern.h"
#include "match/model/records.h"

namespace kith::match {
namespace {

std::uint32_t code_of(std::string_view value) noexcept {
  const auto code = static_cast<std::uint32_t>(hash_bytes(value) >> 32);
  return code == 0 ? 1 : code;
}

const Column* column_of(const Table& table, const std::string& name, ColumnKind kind) noexcept {
  for (const Column& column : table.columns) {
    if (column.name == name && column.kind == kind) return &column;
  }
  return nullptr;
}

std::size_t first_of(const Model& model, ColumnKind kind) noexcept {
  const auto found = std::find_if(model.fields.begin(), model.fields.end(),
                                  [&](const FieldModel& field) { return field.kind == kind; });
  return static_cast<std::size_t>(found - model.fields.begin());
}

template <class Number>
void append(std::string& out, Number number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

template <class Number>
Number take(std::string_view& bytes) {
  Number number = 0;
  if (bytes.size() < sizeof number)
    throw Error(ErrorCode::corrupt, "The stored matching model is damaged.", "Run `kith resolve` again.");
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

}  // namespace

Sketches::Sketches(const Model& model) : fields_(model.fields.size()) {
  for (const auto& field : model.fields) kinds_.push_back({field.column, field.kind, has_shape(field.kind)});
}

void Sketches::reserve(std::size_t rows) {
  codes_.reserve(rows * fields_);
  shapes_.reserve(rows * fields_);
}

void Sketches::clear() noexcept {
  codes_.clear();
  shapes_.clear();
}

void Sketches::add(const Table& table, const Frequencies& frequencies, Executor* executor) {
  const std::size_t before = rows();
  codes_.resize((before + table.rows()) * fields_, 0);
  shapes_.resize((before + table.rows()) * fields_, 0);
  std::vector<std::string_view> values;
  std::vector<std::uint32_t> code;
  for (std::size_t f = 0; f < fields_; ++f) {
    const Column* column = column_of(table, kinds_[f].column, kinds_[f].kind);
    if (column == nullptr) continue;
    const auto* common = frequencies.of(column->name);
    values.assign(column->values.begin(), column->values.end());
    const auto shapes = shapes_of(column->kind, values, executor);
    code.assign(values.size(), 0);
    for (std::size_t id = 1; id < values.size(); ++id) {
      const bool says_nothing =
          is_nearly_unique(column->kind) && common != nullptr && common->is_generic(values[id]);
      if (!says_nothing) code[id] = code_of(values[id]);
    }
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const auto id = column->ids[row];
      codes_[(before + row) * fields_ + f] = code[id];
      if (code[id] != 0) shapes_[(before + row) * fields_ + f] = shapes[id];
    }
  }
}

// Which fields there are, as bits; of each its code, and its shape where the kind has one.
std::string Sketches::packed(std::size_t row) const {
  std::uint32_t there = 0;
  for (std::size_t f = 0; f < fields_; ++f) there |= static_cast<std::uint32_t>(codes(row)[f] != 0) << f;
  std::string out;
  append(out, there);
  for (std::size_t f = 0; f < fields_; ++f) {
    if (codes(row)[f] == 0) continue;
    append(out, codes(row)[f]);
    if (kinds_[f].shaped) append(out, shapes(row)[f]);
  }
  return out;
}

void Sketches::add_packed(std::string_view bytes) {
  const auto there = take<std::uint32_t>(bytes);
  for (std::size_t f = 0; f < fields_; ++f) {
    const bool has = there >> f & 1;
    codes_.push_back(has ? take<std::uint32_t>(bytes) : 0);
    shapes_.push_back(has && kinds_[f].shaped ? take<std::uint64_t>(bytes) : 0);
  }
}

SketchWeights::SketchWeights(const Model& model, const Frequencies& frequencies)
    : model_(model),
      frequencies_(frequencies),
      weights_(model),
      given_(first_of(model, ColumnKind::given_name)),
      family_(first_of(model, ColumnKind::family_name)),
      full_(first_of(model, ColumnKind::full_name)),
      named_(std::min({given_, family_, full_}) < model.fields.size()) {
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    kinds_.push_back(model.fields[f].kind);
  }
}

std::vector<float> SketchWeights::frequencies_of(const Table& table) const {
  const std::size_t fields = model_.fields.size();
  std::vector<float> all(table.rows() * fields, 0.0f), own;
  for (std::size_t f = 0; f < fields; ++f) {
    const Column* column = column_of(table, model_.fields[f].column, kinds_[f]);
    const auto* common = column != nullptr ? frequencies_.of(column->name) : nullptr;
    if (common == nullptr) continue;
    own.assign(column->values.size(), 0.0f);
    for (std::size_t id = 1; id < own.size(); ++id)
      own[id] = static_cast<float>(log_frequency(kinds_[f], common->count_of(column->values[id]),
                                                 std::max<std::uint64_t>(common->present, 1)));
    for (std::size_t row = 0; row < table.rows(); ++row) all[row * fields + f] = own[column->ids[row]];
  }
  return all;
}

// The relations between columns are those of Comparison: a full name is null beside a given and a family
// name, and these may have changed places; e-mails that are alike may be so because the names are.
double SketchWeights::most_weight(const Sketches& a, std::size_t a_row, const float* a_frequencies,
                                  const Sketches& b, std::size_t b_row) const noexcept {
  const std::uint32_t *x = a.codes(a_row), *y = b.codes(b_row);
  const std::uint64_t *p = a.shapes(a_row), *q = b.shapes(b_row);
  const std::size_t fields = kinds_.size();
  const bool named = given_ < fields && family_ < fields;
  const bool repeated = named && x[given_] != 0 && x[family_] != 0 && y[given_] != 0 && y[family_] != 0;
  const bool swapped = repeated && x[given_] == y[family_] && y[given_] == x[family_];
  std::uint32_t equal = 0;
  for (std::size_t f = 0; f < fields; ++f) {
    if (repeated && f == full_) continue;
    equal |= static_cast<std::uint32_t>(x[f] == y[f] && x[f] != 0) << f;
  }
  double sum = 0;
  for (std::size_t f = 0; f < fields; ++f) {
    if (x[f] == 0 || y[f] == 0 || (repeated && f == full_)) continue;
    const auto& weights = weights_.choose(f, equal);
    if (equal >> f & 1) {
      sum += weights_.exact(f, static_cast<double>(a_frequencies[f]), weights);
      continue;
    }
    auto levels = static_cast<std::uint8_t>(possible_levels(kinds_[f], p[f], q[f]) & 127);
    if (swapped && (f == given_ || f == family_)) levels |= 1u << swapped_names_level;
    const bool may_be_null = named_ && kinds_[f] == ColumnKind::email && (levels & alike_emails) != 0;
    sum += may_be_null ? std::max(weights.best_of[levels], 0.0) : weights.best_of[levels];
  }
  // Sums made in another order differ in their last digits.
  return sum + 1e-6;
}

}  // namespace kith::match
