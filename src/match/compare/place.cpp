// A city, district or birth place: spelling slips, and one name within the other ("Beijing" / "Beijing
// Haidian").
#include <algorithm>
#include <vector>

#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/jaro.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.75},
    {"jaro_winkler ≥ 0.92", 0.08},
    {"one within the other", 0.04},
    {"jaro_winkler ≥ 0.8", 0.03},
    {"different", 0.10},
};
static_assert(std::size(shapes) <= most_levels);

class PlaceName final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    values_ = values;
    words_.reserve(values.size());
    for (std::string_view value : values) words_.add_words(value);
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    if (values_[b] < values_[a]) std::swap(a, b);
    const double likeness = jaro_winkler(CodePoints(values_[a]), CodePoints(values_[b]), 0.8);
    if (likeness >= 0.92) return 1;
    const std::size_t shared = words_.shared(a, b);
    if (shared > 0 && shared == std::min(words_.size(a), words_.size(b))) return 2;
    return likeness >= 0.8 ? 3 : 4;
  }

 private:
  std::span<const std::string_view> values_;
  TokenSets words_;
};

}  // namespace

std::unique_ptr<Comparator> make_place_comparator() { return std::make_unique<PlaceName>(); }

}  // namespace kith::match
