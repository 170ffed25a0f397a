// A date of birth: slips of digits, day and month in each other's place, a year only known roughly.
#include <cstdlib>
#include <string>
#include <vector>

#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/osa.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.80},
    {"one digit off", 0.06},
    {"day and month swapped", 0.01},
    {"two of year, month and day the same", 0.04},
    {"same year", 0.03},
    {"year one or ten off", 0.02},
    {"different", 0.04},
};
static_assert(std::size(shapes) == most_levels);

class Date final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    parts_.reserve(values.size());
    for (std::string_view value : values) parts_.push_back(read(value));
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const Parts &x = parts_[a], &y = parts_[b];
    if (x.digits.size() == y.digits.size() && osa(CodePoints(x.digits), CodePoints(y.digits), 1) <= 1)
      return 1;
    if (x.year < 0 || y.year < 0) return 6;
    const bool same_year = x.year == y.year, same_month = x.month == y.month, same_day = x.day == y.day;
    if (same_year && x.month == y.day && x.day == y.month) return 2;
    if (same_year + same_month + same_day == 2) return 3;
    if (same_year) return 4;
    const int years = std::abs(x.year - y.year);
    return years == 1 || years == 10 ? 5 : 6;
  }

 private:
  struct Parts {
    int year = -1, month = 0, day = 0;
    std::string digits;
  };

  // "1971-06-24" or "19710624"; any other text keeps only its digits.
  static Parts read(std::string_view value) {
    Parts parts;
    for (char c : value) {
      if (c >= '0' && c <= '9') parts.digits.push_back(c);
    }
    if (parts.digits.size() != 8) return parts;
    auto number = [&](std::size_t from, std::size_t n) {
      return std::atoi(parts.digits.substr(from, n).c_str());
    };
    parts.year = number(0, 4);
    parts.month = number(4, 2);
    parts.day = number(6, 2);
    return parts;
  }

  std::vector<Parts> parts_;
};

}  // namespace

std::unique_ptr<Comparator> make_date_comparator() { return std::make_unique<Date>(); }

}  // namespace kith::match
