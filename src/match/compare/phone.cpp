// A phone number in E.164: slips of a digit or two, or written without its country and area.
#include <string>
#include <vector>

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
    for (std::string_view value : values) {
      std::string digits;
      for (char c : value) {
        if (c >= '0' && c <= '9') digits.push_back(c);
      }
      digits_.push_back(std::move(digits));
    }
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const std::string &x = digits_[a], &y = digits_[b];
    if (same_end(x, y, 8)) return 1;
    const std::size_t slips = osa(CodePoints(x), CodePoints(y), 2);
    if (slips <= 2) return slips <= 1 ? 2 : 3;
    return same_end(x, y, 4) ? 4 : 5;
  }

 private:
  static bool same_end(std::string_view x, std::string_view y, std::size_t n) noexcept {
    return x.size() >= n && y.size() >= n && x.substr(x.size() - n) == y.substr(y.size() - n);
  }

  std::vector<std::string> digits_;
};

}  // namespace

std::unique_ptr<Comparator> make_phone_comparator() { return std::make_unique<Phone>(); }

}  // namespace kith::match
