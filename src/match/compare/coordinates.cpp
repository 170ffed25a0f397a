// A point on the earth: how far it is from another, as the crow flies.
#include <charconv>
#include <cmath>
#include <numbers>
#include <vector>

#include "match/compare/comparator.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.60},        {"within 100 m", 0.12},  {"within a kilometre", 0.08},
    {"within 10 km", 0.06}, {"within 100 km", 0.04}, {"different", 0.10},
};
static_assert(std::size(shapes) <= most_levels);

// Mean radius of the earth in metres (IUGG, R1).
constexpr double radius = 6'371'008.8;

// The square of the straight line, through the earth of radius one, between points so far apart on it.
double chord_squared(double metres) noexcept {
  const double half = std::sin(metres / radius / 2);
  return 4 * half * half;
}

class Coordinates final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    points_.reserve(values.size());
    for (std::string_view value : values) points_.push_back(read(value));
  }

  // The longer the way over the earth the longer the straight line: no angle need be known of a pair.
  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const Point &p = points_[a], &q = points_[b];
    const double x = p.x - q.x, y = p.y - q.y, z = p.z - q.z, line = x * x + y * y + z * z;
    for (std::uint8_t l = 0; l < std::size(reach_); ++l) {
      if (line <= reach_[l]) return static_cast<std::uint8_t>(l + 1);  // never where one is no point
    }
    return 5;
  }

 private:
  struct Point {
    double x = NAN, y = NAN, z = NAN;  // on the sphere of radius one
  };

  static Point read(std::string_view value) {
    constexpr double degree = std::numbers::pi / 180;
    double latitude = 0, longitude = 0;
    const char* const end = value.data() + value.size();
    const auto first = std::from_chars(value.data(), end, latitude);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ' ') return {};
    const auto second = std::from_chars(first.ptr + 1, end, longitude);
    if (second.ec != std::errc() || second.ptr != end) return {};
    const double across = std::cos(latitude * degree);
    return {across * std::cos(longitude * degree), across * std::sin(longitude * degree),
            std::sin(latitude * degree)};
  }

  std::vector<Point> points_;
  const double reach_[4] = {chord_squared(100), chord_squared(1'000), chord_squared(10'000),
                            chord_squared(100'000)};
};

}  // namespace

std::unique_ptr<Comparator> make_coordinates_comparator() { return std::make_unique<Coordinates>(); }

}  // namespace kith::match
