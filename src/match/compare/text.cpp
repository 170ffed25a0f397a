// A title, a description, the name of a thing: what rare words and letter groups two texts share.
#include <algorithm>
#include <optional>

#include "match/compare/comparator.h"
#include "match/compare/idf_features.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.35},          {"likeness ≥ 0.85", 0.15}, {"likeness ≥ 0.7", 0.14}, {"likeness ≥ 0.55", 0.12},
    {"likeness ≥ 0.4", 0.10}, {"likeness ≥ 0.25", 0.07}, {"different", 0.07},
};
static_assert(std::size(shapes) == most_levels);
constexpr double likeness_steps[] = {0.85, 0.7, 0.55, 0.4, 0.25};

class FreeText final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override { features_.emplace(values); }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const double likeness = features_->cosine(a, b);
    for (std::uint8_t l = 1; l <= std::size(likeness_steps); ++l) {
      if (likeness >= likeness_steps[l - 1]) return l;
    }
    return 6;
  }

  std::span<const double> steps() const noexcept override { return likeness_steps; }
  double likeness(std::uint32_t a, std::uint32_t b) const override { return features_->cosine(a, b); }

 private:
  std::optional<IdfFeatures> features_;
};

}  // namespace

std::unique_ptr<Comparator> make_text_comparator() { return std::make_unique<FreeText>(); }

}  // namespace kith::match
