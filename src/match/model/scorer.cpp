#include "match/model/scorer.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace kith::match {

double term_frequency_weight(double u_exact, std::uint64_t count, std::uint64_t present) noexcept {
  const double frequency =
      static_cast<double>(count) / static_cast<double>(std::max<std::uint64_t>(present, 1));
  return std::log2(u_exact) - std::log2(std::max(frequency, least_frequency));
}

Scorer::Scorer(const Comparison& comparison, const Model& model)
    : comparison_(&comparison), level_(comparison.fields() * 8, 0.0) {
  std::vector<double> drop(comparison.fields());
  for (std::size_t f = 0; f < comparison.fields(); ++f) {
    const FieldModel& field = model.fields[f];
    const auto& counted = comparison.records().fields[f];
    double best = -1e9, worst = 1e9;
    for (std::size_t l = 0; l < field.levels.size(); ++l) {
      const double weight = std::log2(field.levels[l].m / field.levels[l].u);
      level_[f * 8 + l] = weight;
      if (l > 0) best = std::max(best, weight);
      worst = std::min(worst, weight);
    }
    best_unequal_.push_back(best);
    drop[f] = best - worst;
    std::vector<double> exact(counted.counts.size(), 0.0);
    for (std::size_t id = 1; id < exact.size(); ++id) {
      exact[id] =
          level_[f * 8] + (field.term_frequency
                               ? term_frequency_weight(field.levels[0].u, counted.counts[id], counted.present)
                               : 0);
    }
    exact_.push_back(std::move(exact));
  }
  order_.resize(comparison.fields());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::size_t a, std::size_t b) { return drop[a] > drop[b]; });
}

double Scorer::weight(std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const {
  return weight_above(-1e300, a, b, memo);
}

double Scorer::weight_above(double bound, std::uint32_t a, std::uint32_t b, Comparison::Memo& memo) const {
  const std::uint32_t *x = comparison_->records().row(a), *y = comparison_->records().row(b);
  std::array<double, most_fields> upper;
  double hope = 0;
  for (std::size_t f : order_) {
    if (x[f] == 0 || y[f] == 0) {
      upper[f] = 0;
    } else {
      upper[f] = x[f] == y[f] ? exact_[f][x[f]] : best_unequal_[f];
    }
    // A full name may yet turn out to be null.
    if (comparison_->repeats(f) != 1u << f) upper[f] = std::max(upper[f], 0.0);
    hope += upper[f];
  }
  double sum = 0;
  for (std::size_t f : order_) {
    if (hope <= bound) return hope;
    if (upper[f] == 0 && (x[f] == 0 || y[f] == 0)) continue;
    const std::uint8_t level = comparison_->level(f, x, y, memo);
    const double weight = level == 0 ? exact_[f][x[f]] : level_[f * 8 + level];
    hope += weight - upper[f];
    sum += weight;
  }
  return sum;
}

}  // namespace kith::match
