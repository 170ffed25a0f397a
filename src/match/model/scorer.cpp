#include "match/model/scorer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "base/error.h"

namespace kith::match {
namespace {

// What comparing two values takes, roughly, in the time that two dates take.
double cost_of(ColumnKind kind) noexcept {
  switch (kind) {
    case ColumnKind::phone:
    case ColumnKind::date:
    case ColumnKind::postal_code:
    case ColumnKind::id_number:
    case ColumnKind::category:
    case ColumnKind::number:
    case ColumnKind::coordinates:
      return 1;
    case ColumnKind::given_name:
    case ColumnKind::family_name:
    case ColumnKind::place:
    case ColumnKind::email:
      return 3;
    case ColumnKind::full_name:
    case ColumnKind::address:
    case ColumnKind::company:
    case ColumnKind::text:
      return 6;
  }
  return 6;
}

// By id. Most values are held by few rows: a logarithm is taken once for each of the small counts.
std::vector<float> log_frequencies(ColumnKind kind, const Records::Field& field) {
  auto of_count = [&](std::uint64_t count) {
    return static_cast<float>(log_frequency(kind, count, field.present));
  };
  std::array<float, 256> small;
  for (std::size_t count = 0; count < small.size(); ++count) small[count] = of_count(count);
  std::vector<float> frequency(field.counts.size(), 0.0f);
  for (std::size_t id = 1; id < frequency.size(); ++id) {
    const auto count = field.counts[id];
    frequency[id] = count < small.size() ? small[count] : of_count(count);
  }
  return frequency;
}

}  // namespace

Model fitted(const Model& model, const Comparison& comparison) {
  Model fit = model;
  fit.fields.clear();
  for (std::size_t f = 0; f < comparison.fields(); ++f) {
    const auto& field = comparison.records().fields[f];
    const auto found = std::find_if(model.fields.begin(), model.fields.end(), [&](const FieldModel& known) {
      return known.column == field.name && known.kind == field.kind &&
             known.levels.size() == comparison.levels(f).size();
    });
    if (found == model.fields.end()) {
      throw Error(ErrorCode::bad_input, Text("The model does not know the column {column} with these levels.",
                                             {{"column", field.name}}));
    }
    fit.fields.push_back(*found);
  }
  for (FieldModel& field : fit.fields) {
    std::erase_if(field.dependences, [&](const Dependence& dependence) {
      return std::none_of(fit.fields.begin(), fit.fields.end(),
                          [&](const FieldModel& other) { return other.column == dependence.column; });
    });
  }
  return fit;
}

ExactWeight exact_weight(const FieldModel& field, const Dependence* dependence, std::uint64_t count,
                         std::uint64_t present) noexcept {
  const double u = dependence != nullptr ? dependence->u[0] : field.levels[0].u;
  ExactWeight weight{std::log2(field.levels[0].m / u), 0};
  if (!field.term_frequency) return weight;
  double frequency = log_frequency(field.kind, count, present);
  if (dependence != nullptr) frequency = std::max(frequency, std::log2(u));
  weight.term_frequency = std::log2(u) - frequency;
  return weight;
}

const Dependence* dependence_of(const Model& model, std::size_t field, std::uint32_t equal) {
  const bool itself = equal >> field & 1;
  for (const Dependence& dependence : model.fields[field].dependences) {
    const std::size_t parent = field_named(model, dependence.column);
    if (parent < model.fields.size() && equal >> parent & 1 && (!itself || is_rarer(model, parent, field))) {
      return &dependence;
    }
  }
  return nullptr;
}

Scorer::Scorer(const Comparison& comparison, const Model& model) : comparison_(&comparison), weights_(model) {
  std::vector<double> drop;
  for (std::size_t f = 0; f < comparison.fields(); ++f) {
    const FieldModel& field = model.fields[f];
    const auto& counted = comparison.records().fields[f];
    const Weights& own = weights_.of(f).back();
    drop.push_back((own.best_unequal - *std::min_element(own.level, own.level + field.levels.size())) /
                   cost_of(field.kind));
    frequency_.push_back(log_frequencies(field.kind, counted));
  }
  order_.resize(comparison.fields());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::size_t a, std::size_t b) { return drop[a] > drop[b]; });
}

double Scorer::exact(std::size_t field, std::uint32_t id, const Weights& weights) const noexcept {
  return weights_.exact(field, static_cast<double>(frequency_[field][id]), weights);
}

double Scorer::weight(std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const {
  return weight_above(-1e300, a, b, memo);
}

double Scorer::weight(std::uint32_t a, std::uint32_t b, Pattern pattern) const noexcept {
  const std::uint32_t *x = comparison_->records().row(a), *y = comparison_->records().row(b);
  const std::uint32_t equal = comparison_->equal_fields(x, y);
  double sum = 0;
  for (std::size_t f = 0; f < weights_.fields(); ++f) {
    const std::uint8_t level = level_in(pattern, f);
    if (level == null_level) continue;
    const Weights& weights = weights_.choose(f, equal);
    sum += level == 0 ? exact(f, x[f], weights) : weights.level[level];
  }
  return sum;
}

// Each level's weight stands at the middle of its stretch of likeness; between two middles it runs straight.
double Scorer::smooth(std::size_t field, std::uint32_t x, std::uint32_t y, const Weights& weights) const {
  const auto steps = comparison_->steps(field);
  const double likeness = comparison_->likeness(field, x, y);
  double above = 1, last_middle = 0, last_weight = 0;
  for (std::size_t l = 1; l <= steps.size() + 1; ++l) {
    const double below = l <= steps.size() ? steps[l - 1] : 0, middle = (above + below) / 2;
    if (likeness >= middle) {
      if (l == 1) return weights.level[1];
      const double share = (likeness - middle) / (last_middle - middle);
      return weights.level[l] + share * (last_weight - weights.level[l]);
    }
    last_middle = middle;
    last_weight = weights.level[l];
    above = below;
  }
  return last_weight;
}

double Scorer::fine_weight(std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const {
  const std::uint32_t *x = comparison_->records().row(a), *y = comparison_->records().row(b);
  const std::uint32_t equal = comparison_->equal_fields(x, y);
  double sum = 0;
  for (std::size_t f = 0; f < weights_.fields(); ++f) {
    const std::uint8_t level = comparison_->level(f, x, y, memo);
    if (level == null_level) continue;
    const Weights& weights = weights_.choose(f, equal);
    if (level == 0) {
      sum += exact(f, x[f], weights);
    } else {
      sum += comparison_->steps(f).empty() ? weights.level[level] : smooth(f, x[f], y[f], weights);
    }
  }
  return sum;
}

// A full name or an e-mail may yet turn out to be null.
double Scorer::best_unequal(std::size_t field, const Weights& weights) const noexcept {
  return or_null(field, weights.best_unequal, any_level);
}

double Scorer::best_possible(std::size_t field, const Weights& weights, std::uint8_t levels) const noexcept {
  return or_null(field, weights.best_of[levels], levels);
}

double Scorer::or_null(std::size_t field, double weight, std::uint8_t levels) const noexcept {
  return comparison_->may_be_null(field, levels) ? std::max(weight, 0.0) : weight;
}

// Of equal values it is how common they are, of others their shapes.
std::uint32_t Scorer::ask_for_values(std::uint32_t a, std::uint32_t b) const noexcept {
  const std::uint32_t *x = comparison_->records().row(a), *y = comparison_->records().row(b);
  const std::uint32_t equal = comparison_->equal_fields(x, y);
  for (std::uint32_t left = equal; left != 0; left &= left - 1) {
    const auto f = static_cast<std::size_t>(std::countr_zero(left));
    __builtin_prefetch(&frequency_[f][x[f]]);
  }
  comparison_->ask_for_shapes(x, y, equal);
  return equal;
}

double Scorer::weight_above(double bound, std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const {
  return weight_above(bound, a, b,
                      comparison_->equal_fields(comparison_->records().row(a), comparison_->records().row(b)),
                      memo);
}

double Scorer::weight_above(double bound, std::uint32_t a, std::uint32_t b, std::uint32_t equal,
                            Comparison::Memo& memo) const {
  const std::uint32_t *x = comparison_->records().row(a), *y = comparison_->records().row(b);
  std::array<double, most_fields> upper;
  std::array<const Weights*, most_fields> weights;
  double hope = 0, sum = 0;
  for (std::size_t f : order_) {
    weights[f] = nullptr;
    if (x[f] == 0 || y[f] == 0) continue;
    if (equal >> f & 1) {
      sum += exact(f, x[f], weights_.choose(f, equal));
      continue;
    }
    weights[f] = &weights_.choose(f, equal);
    upper[f] = best_unequal(f, *weights[f]);
    hope += upper[f];
  }
  // What the shapes of the values still allow, then what the values say.
  const bool has_shapes = comparison_->has_shapes();
  for (std::size_t f : order_) {
    if (sum + hope <= bound) return sum + hope;
    if (!has_shapes) break;
    if (weights[f] == nullptr) continue;
    const double allowed = best_possible(f, *weights[f], comparison_->possible(f, x, y));
    hope -= upper[f] - allowed;
    upper[f] = allowed;
  }
  for (std::size_t f : order_) {
    if (sum + hope <= bound) return sum + hope;
    if (weights[f] == nullptr) continue;
    sum += weights[f]->level[comparison_->level(f, x, y, memo)];
    hope -= upper[f];
  }
  return sum;
}

}  // namespace kith::match
