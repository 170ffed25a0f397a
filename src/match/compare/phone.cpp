// A phone number in E.164: slips of a digit or two, or written without its country and area.
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "base/text_list.h"
#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/osa.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.75},          {"same last 8 digits", 0.02}, {"one digit off", 0.05},
    {"two digits off", 0.01}, {"same last 4 digits", 0.02}, {"different", 0.15},
};
static_assert(std::size(shapes) <= most_levels);

class Phone final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    digits_.reserve(values.size());
    for (std::string_view value : values) digits_.push_back(digits_of(value));
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const std::string_view x = digits_[a], y = digits_[b];
    if (same_end(x, y, 8)) return 1;
    const std::size_t slips = osa(CodePoints(x), CodePoints(y), 2);
    if (slips <= 2) return slips <= 1 ? 2 : 3;
    return same_end(x, y, 4) ? 4 : 5;
  }

 private:
  // Mostly a view of the value, behind its plus sign.
  std::string_view digits_of(std::string_view value) {
    const std::string_view number = value.substr(value.starts_with('+') ? 1 : 0);
    if (std::all_of(number.begin(), number.end(), is_digit)) return number;
    std::string digits;
    std::copy_if(number.begin(), number.end(), std::back_inserter(digits), is_digit);
    own_.push_back(digits);
    return own_[own_.size() - 1];
  }

  static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

  static bool same_end(std::string_view x, std::string_view y, std::size_t n) noexcept {
    return x.size() >= n && y.size() >= n && x.substr(x.size() - n) == y.substr(y.size() - n);
  }

  std::vector<std::string_view> digits_;
  TextList own_;  // of values that hold other signs
};

}  // namespace

std::unique_ptr<Comparator> make_phone_comparator() { return std::make_unique<Phone>(); }

}  // namespace kith::match
