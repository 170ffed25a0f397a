// An amount, a year, a measure: near on the scale over which the column's values spread.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "match/compare/comparator.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.75},
    {"within a fiftieth of the spread", 0.08},
    {"within a tenth of the spread", 0.05},
    {"within a third of the spread", 0.04},
    {"different", 0.08},
};
static_assert(std::size(shapes) <= most_levels);

// Between the quarters: what half of the values lie within. 0 for values that are nearly all the same.
double spread_of(std::vector<double> values) {
  if (values.size() < 2) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() * 3 / 4] - values[values.size() / 4];
}

class Number final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  // Amounts that run over a hundredfold and more are measured by their ratio, others by their difference.
  void prepare(std::span<const std::string_view> values) override {
    for (std::string_view value : values) {
      double number = NAN;
      std::from_chars(value.data(), value.data() + value.size(), number);
      numbers_.push_back(number);
    }
    std::vector<double> known;
    for (std::size_t id = 1; id < numbers_.size(); ++id) {
      if (std::isfinite(numbers_[id])) known.push_back(numbers_[id]);
    }
    const auto [low, high] = std::minmax_element(known.begin(), known.end());
    if (!known.empty() && *low > 0 && *high > 100 * *low) {
      for (double& number : numbers_) number = std::log(number);
      for (double& number : known) number = std::log(number);
    }
    spread_ = spread_of(std::move(known));
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const double gap = std::abs(numbers_[a] - numbers_[b]);
    if (!(gap <= spread_ / 3)) return 4;
    if (gap <= spread_ / 50) return 1;
    return gap <= spread_ / 10 ? 2 : 3;
  }

 private:
  std::vector<double> numbers_;
  double spread_ = 0;
};

}  // namespace

std::unique_ptr<Comparator> make_number_comparator() { return std::make_unique<Number>(); }

}  // namespace kith::match
