#include "match/model/records.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/largest_first.h"
#include "base/random.h"
#include "match/frozen.h"

namespace kith::match {
namespace {

std::vector<std::uint32_t> by_order(const Table& table) {
  std::vector<std::uint32_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), 0u);
  if (!std::is_sorted(table.order.begin(), table.order.end())) {
    std::sort(rows.begin(), rows.end(),
              [&](std::uint32_t a, std::uint32_t b) { return table.order[a] < table.order[b]; });
  }
  return rows;
}

void check(const Table& table, bool across) {
  if (table.source.size() != table.rows() && (across || !table.source.empty()))
    throw Error(ErrorCode::internal, "The sources are not one a row of the table to be matched.");
  for (const Column& column : table.columns) {
    const bool whole = column.ids.size() == table.rows() && (column.ids.empty() || !column.values.empty()) &&
                       std::all_of(column.ids.begin(), column.ids.end(),
                                   [&](std::uint32_t id) { return id < column.values.size(); });
    if (!whole) {
      throw Error(ErrorCode::internal, Text("The column {column} does not fit the table to be matched.",
                                            {{"column", column.name}}));
    }
  }
}

std::vector<char> find_generic(const Column& column, std::uint64_t rows, const Frequencies* frozen,
                               std::vector<GenericValue>& found) {
  std::vector<char> generic(column.values.size(), 0);
  if (!is_nearly_unique(column.kind)) return generic;
  if (frozen != nullptr) {
    const auto* field = frozen->of(column.name);
    for (std::size_t id = 1; field != nullptr && id < generic.size(); ++id)
      generic[id] = field->is_generic(column.values[id]);
    return generic;
  }
  std::vector<std::uint32_t> counts(column.values.size(), 0);
  for (std::uint32_t id : column.ids) ++counts[id];
  const std::size_t first = found.size();
  for (std::size_t id = 1; id < counts.size(); ++id) {
    if (counts[id] <= generic_limit(rows)) continue;
    generic[id] = 1;
    found.push_back({column.name, std::string(column.values[id]), counts[id]});
  }
  std::sort(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
            [](const GenericValue& a, const GenericValue& b) {
              return a.rows != b.rows ? a.rows > b.rows : a.value < b.value;
            });
  return generic;
}

// A column with its values by first appearance, generic ones taken for null.
struct Numbered {
  Records::Field field;
  std::vector<std::uint32_t> number;  // table id → id here
  std::vector<GenericValue> generic;
};

Numbered number_values(const Column& column, std::size_t place, const std::vector<std::uint32_t>& rows,
                       const Frequencies* frozen) {
  Numbered out;
  const auto generic = find_generic(column, rows.size(), frozen, out.generic);
  Records::Field field{column.name, column.kind, place, {std::string_view{}}, {0}, 0};
  field.is_own_name = column.is_own_name;
  field.values.reserve(column.values.size());
  field.counts.reserve(column.values.size());
  out.number.assign(column.values.size(), 0);
  for (std::uint32_t row : rows) {
    const std::uint32_t id = column.ids[row];
    if (id == 0 || generic[id]) {
      ++field.counts[0];
      continue;
    }
    std::uint32_t& number = out.number[id];
    if (number == 0) {
      number = static_cast<std::uint32_t>(field.values.size());
      field.values.push_back(column.values[id]);
      field.counts.push_back(0);
    }
    ++field.counts[number];
    ++field.present;
  }
  const auto* known = frozen != nullptr && field.present > 0 ? frozen->of(column.name) : nullptr;
  if (known != nullptr) {
    field.present = std::max<std::uint64_t>(known->present, 1);
    for (std::size_t id = 1; id < field.values.size(); ++id)
      field.counts[id] = known->count_of(field.values[id]);
  }
  out.field = std::move(field);
  return out;
}

}  // namespace

std::uint64_t generic_limit(std::uint64_t rows) noexcept { return std::max<std::uint64_t>(30, rows / 2000); }

bool is_nearly_unique(ColumnKind kind) noexcept {
  return kind == ColumnKind::phone || kind == ColumnKind::email || kind == ColumnKind::id_number;
}

RowSample sample_rows(std::size_t rows, std::size_t most, std::uint64_t seed) {
  RowSample sample;
  const double wanted = static_cast<double>(most) / static_cast<double>(std::max<std::size_t>(rows, 1));
  for (std::uint32_t r = 0; r < rows; ++r) {
    if (wanted >= 1 || Random(mix(seed ^ mix(r))).unit() < wanted) sample.rows.push_back(r);
  }
  if (wanted < 1) sample.share = static_cast<double>(sample.rows.size()) / static_cast<double>(rows);
  return sample;
}

std::uint64_t PairCount::take() noexcept {
  std::uint64_t pairs = rows_ * (rows_ - (rows_ > 0)) / 2;
  for (std::uint64_t& n : of_) {
    if (n > 1) pairs -= n * (n - 1) / 2;
    n = 0;
  }
  rows_ = 0;
  return pairs;
}

std::uint64_t all_pairs(const Records& records) {
  PairCount count(records);
  for (std::uint32_t r = 0; r < records.rows; ++r) count.add(r);
  return count.take();
}

Records make_records(const Table& table, bool across, const Frequencies* frozen, Executor* executor) {
  check(table, across);
  Records records;
  records.rows = table.rows();
  records.original = by_order(table);
  records.across = across;
  if (!table.source.empty()) {
    for (std::uint32_t row : records.original) {
      records.source.push_back(table.source[row]);
      records.sources = std::max(records.sources, table.source[row] + 1);
    }
  }
  // Columns side by side; then those that are fields, in the table's order.
  std::vector<Numbered> numbered(table.columns.size());
  const auto order =
      largest_first(numbered.size(), [&](std::size_t c) { return table.columns[c].values.size(); });
  Executor alone;
  Executor& threads = executor != nullptr ? *executor : alone;
  threads.for_each(numbered.size(), [&](std::size_t place, unsigned) {
    const std::size_t c = order[place];
    numbered[c] = number_values(table.columns[c], c, records.original, frozen);
  });
  std::vector<Numbered*> fields;
  for (auto& column : numbered) {
    if (fields.size() == most_fields) break;
    records.generic.insert(records.generic.end(), column.generic.begin(), column.generic.end());
    if (column.field.present > 0) fields.push_back(&column);
  }
  const std::size_t k = fields.size();
  records.ids.resize(records.rows * k);
  constexpr std::size_t piece = 50'000;
  threads.for_each((records.rows + piece - 1) / piece, [&](std::size_t p, unsigned) {
    const std::size_t end = std::min(records.rows, (p + 1) * piece);
    for (std::size_t f = 0; f < k; ++f) {
      const auto& ids = table.columns[fields[f]->field.column].ids;
      for (std::size_t r = p * piece; r < end; ++r)
        records.ids[r * k + f] = fields[f]->number[ids[records.original[r]]];
    }
  });
  for (Numbered* column : fields) records.fields.push_back(std::move(column->field));
  return records;
}

}  // namespace kith::match
