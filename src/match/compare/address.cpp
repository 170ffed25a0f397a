// A street line or a whole address: words shared, and the numbers in it (house, unit, lane), which tell
// neighbours apart.
#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/jaro.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.60},
    {"same words or jaro_winkler ≥ 0.95", 0.12},
    {"half the words and the numbers", 0.08},
    {"half the words or jaro_winkler ≥ 0.88", 0.05},
    {"a quarter of the words", 0.03},
    {"different", 0.12},
};
static_assert(std::size(shapes) <= most_levels);

// Of the first number, 0 where there is none.
std::uint64_t house_number(std::string_view text) noexcept {
  const auto number = first_number(text);
  return number.empty() ? 0 : hash_bytes(number) | 1;
}

class Address final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    values_ = values;
    words_.reserve(values.size());
    for (std::string_view value : values) {
      words_.add_words(value);
      numbers_.push_back(house_number(value));
    }
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    if (values_[b] < values_[a]) std::swap(a, b);
    const std::size_t shared = words_.shared(a, b), fewer = std::min(words_.size(a), words_.size(b)),
                      more = std::max(words_.size(a), words_.size(b));
    if (shared == more && shared > 0) return 1;
    const bool same_number = numbers_[a] == numbers_[b];
    const double likeness = jaro_winkler(CodePoints(values_[a]), CodePoints(values_[b]), 0.88);
    if (likeness >= 0.95 && same_number) return 1;
    const bool half = shared * 2 >= fewer && shared > 0;
    if (same_number && numbers_[a] != 0 && (half || likeness >= 0.88)) return 2;
    if (half || likeness >= 0.88) return 3;
    return shared * 4 >= fewer && shared > 0 ? 4 : 5;
  }

 private:
  std::span<const std::string_view> values_;
  std::vector<std::uint64_t> numbers_;
  TokenSets words_;
};

}  // namespace

std::unique_ptr<Comparator> make_address_comparator() { return std::make_unique<Address>(); }

}  // namespace kith::match
