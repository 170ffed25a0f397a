// The waterfall of one pair, by the same parts that scored it, on a table of just two rows.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "match/frozen.h"
#include "match/model/pattern.h"
#include "match/model/records.h"
#include "match/model/scorer.h"
#include "match/resolve.h"

namespace kith::match {
namespace {

struct Frequency {
  std::uint64_t count = 0, present = 0;
};

// How many rows hold the value, and any: generic values apart, as in the whole table.
Frequency frequency_of(const Column& column, std::uint32_t id, std::uint64_t rows,
                       const Frequencies* frozen) {
  if (const auto* field = frozen != nullptr ? frozen->of(column.name) : nullptr)
    return {field->count_of(column.values[id]), std::max<std::uint64_t>(field->present, 1)};
  std::vector<std::uint32_t> counts(column.values.size(), 0);
  for (std::uint32_t other : column.ids) ++counts[other];
  Frequency frequency{counts[id], 0};
  for (std::size_t v = 1; v < counts.size(); ++v) {
    if (!is_nearly_unique(column.kind) || counts[v] <= generic_limit(rows)) frequency.present += counts[v];
  }
  return frequency;
}

bool is_generic(const Column& column, std::uint32_t id, std::uint64_t rows, const Frequencies* frozen) {
  if (id == 0 || !is_nearly_unique(column.kind)) return false;
  if (frozen != nullptr) {
    const auto* field = frozen->of(column.name);
    return field != nullptr && field->is_generic(column.values[id]);
  }
  return static_cast<std::uint64_t>(std::count(column.ids.begin(), column.ids.end(), id)) >
         generic_limit(rows);
}

// The model's columns for the two rows alone; `columns` gets their places in the table.
Table two_rows(const Table& table, const Model& model, std::uint32_t a, std::uint32_t b,
               const Frequencies* frozen, std::vector<std::size_t>& columns) {
  Table pair;
  pair.order = {0, 1};
  for (const FieldModel& field : model.fields) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& column) {
      return column.name == field.column && column.kind == field.kind;
    });
    if (found == table.columns.end()) {
      throw Error(ErrorCode::internal,
                  Text("The model compares a column {column} that the table does not have.",
                       {{"column", field.column}}));
    }
    columns.push_back(static_cast<std::size_t>(found - table.columns.begin()));
    Column two{found->name, found->kind, {}, {std::string()}};
    for (std::uint32_t row : {a, b}) {
      const std::uint32_t id =
          is_generic(*found, found->ids[row], table.rows(), frozen) ? 0 : found->ids[row];
      const auto known = std::find(two.values.begin() + 1, two.values.end(), found->values[id]);
      two.ids.push_back(id == 0 ? 0 : static_cast<std::uint32_t>(known - two.values.begin()));
      if (id != 0 && known == two.values.end()) two.values.push_back(found->values[id]);
    }
    pair.columns.push_back(std::move(two));
  }
  return pair;
}

}  // namespace

PairExplanation explain(const Table& table, const Model& model, std::uint32_t a, std::uint32_t b,
                        const Frequencies* frozen) {
  std::vector<std::size_t> columns;
  const Table pair = two_rows(table, model, a, b, frozen, columns);
  const Records records = make_records(pair);
  const Comparison comparison(records);
  Comparison::Memo memo(comparison.fields());

  // The model's fields by their place among the two rows' own, which leave out what both lack.
  std::vector<std::uint8_t> levels(model.fields.size(), null_level);
  std::uint32_t equal = 0;
  for (std::size_t own = 0; own < records.fields.size(); ++own) {
    const std::size_t f = records.fields[own].column;
    levels[f] = comparison.level(own, records.row(0), records.row(1), memo);
    if (levels[f] == 0) equal |= 1u << f;
  }

  PairExplanation explanation;
  explanation.prior = log2_odds(model.lambda);
  explanation.total = explanation.prior;
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    const FieldModel& field = model.fields[f];
    const std::uint8_t level = levels[f];
    Weight weight;
    weight.column = field.column;
    weight.level = "null";
    const Column& compared = table.columns[columns[f]];
    const bool both = !is_generic(compared, compared.ids[a], table.rows(), frozen) && compared.ids[a] != 0 &&
                      !is_generic(compared, compared.ids[b], table.rows(), frozen) && compared.ids[b] != 0;
    if (both && field.kind == ColumnKind::email) weight.level = level_of_names;
    if (both && field.kind == ColumnKind::full_name) weight.level = level_of_parts;
    if (level != null_level) {
      const Dependence* dependence = dependence_of(model, f, equal);
      weight.level = field.levels[level].name;
      if (dependence != nullptr) weight.given = dependence->column;
      if (level == 0) {
        const auto frequency = frequency_of(compared, compared.ids[a], table.rows(), frozen);
        const ExactWeight exact = exact_weight(field, dependence, frequency.count, frequency.present);
        weight.weight = exact.level;
        weight.term_frequency = exact.term_frequency;
      } else {
        weight.weight = std::log2(field.levels[level].m /
                                  (dependence != nullptr ? dependence->u[level] : field.levels[level].u));
      }
    }
    explanation.total += weight.weight + weight.term_frequency;
    explanation.weights.push_back(std::move(weight));
  }
  explanation.probability = probability_of(explanation.total);
  return explanation;
}

}  // namespace kith::match
