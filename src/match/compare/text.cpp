// Any other text: near in letters, or near in words.
#include <algorithm>
#include <vector>

#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/jaro.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.70},
    {"jaro_winkler ≥ 0.92", 0.10},
    {"half the words or jaro_winkler ≥ 0.8", 0.07},
    {"different", 0.13},
};
static_assert(std::size(shapes) <= most_levels);

class FreeText final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    values_.assign(values.begin(), values.end());
    words_.reserve(values.size());
    for (std::string_view value : values) words_.add(word_set(value));
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    if (values_[b] < values_[a]) std::swap(a, b);
    const double likeness = jaro_winkler(CodePoints(values_[a]), CodePoints(values_[b]), 0.8);
    if (likeness >= 0.92) return 1;
    const std::size_t shared = words_.shared(a, b);
    const bool half = shared > 0 && shared * 2 >= std::max(words_.size(a), words_.size(b));
    return half || likeness >= 0.8 ? 2 : 3;
  }

 private:
  std::vector<std::string_view> values_;
  TokenSets words_;
};

}  // namespace

std::unique_ptr<Comparator> make_text_comparator() { return std::make_unique<FreeText>(); }

}  // namespace kith::match
