#include "match/model/field_weights.h"

#include <algorithm>
#include <cmath>

#include "match/model/records.h"

namespace kith::match {

std::size_t field_named(const Model& model, const std::string& column) noexcept {
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    if (model.fields[f].column == column) return f;
  }
  return model.fields.size();
}

bool is_rarer(const Model& model, std::size_t a, std::size_t b) noexcept {
  const double x = model.fields[a].levels[0].u, y = model.fields[b].levels[0].u;
  return x != y ? x < y : a < b;
}

// The two rows of the pair itself prove nothing about how common their value is: of those that hold it, half
// a row is left when there are no others. In a large table the difference drowns. Of a phone or an e-mail
// that a few rows share most of these are the same person for all we know; that many strangers have it takes
// many.
double log_frequency(ColumnKind kind, std::uint64_t count, std::uint64_t present) noexcept {
  constexpr double records_of_one = 2;
  double others = std::max(static_cast<double>(count) - 1.5, 0.5);
  if (is_nearly_unique(kind)) others *= others / (others + records_of_one);
  const double frequency = others / static_cast<double>(std::max<std::uint64_t>(present, 1));
  return std::log2(std::max(frequency, least_frequency));
}

FieldWeights::FieldWeights(const Model& model) {
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    const FieldModel& field = model.fields[f];
    std::vector<Weights> all;
    auto add = [&](const Dependence* dependence) {
      Weights weights;
      weights.best_unequal = -1e9;
      for (std::size_t l = 0; l < field.levels.size(); ++l) {
        const double u = dependence != nullptr ? dependence->u[l] : field.levels[l].u;
        weights.level[l] = std::log2(field.levels[l].m / u);
        if (l > 0) weights.best_unequal = std::max(weights.best_unequal, weights.level[l]);
      }
      for (unsigned set = 0; set < std::size(weights.best_of); ++set) {
        weights.best_of[set] = -1e9;
        for (std::size_t l = 1; l < field.levels.size(); ++l) {
          if (set >> l & 1) weights.best_of[set] = std::max(weights.best_of[set], weights.level[l]);
        }
      }
      weights.least = -1e9;
      if (dependence != nullptr) {
        const std::size_t parent = field_named(model, dependence->column);
        weights.parent = 1u << parent;
        weights.rarer = is_rarer(model, parent, f);
        weights.least = std::log2(dependence->u[0]);
      }
      all.push_back(weights);
    };
    for (const Dependence& dependence : field.dependences) {
      // Of a table without the other column it does not matter.
      if (field_named(model, dependence.column) < model.fields.size()) add(&dependence);
    }
    add(nullptr);
    weights_.push_back(std::move(all));
    log_m_.push_back(std::log2(field.levels[0].m));
    uses_frequency_.push_back(field.term_frequency);
  }
}

const FieldWeights::Weights& FieldWeights::choose(std::size_t field, std::uint32_t equal) const noexcept {
  const auto& all = weights_[field];
  const bool itself = equal >> field & 1;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if ((all[i].parent & equal) != 0 && (!itself || all[i].rarer)) return all[i];
  }
  return all.back();
}

}  // namespace kith::match
