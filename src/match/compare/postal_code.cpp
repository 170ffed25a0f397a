// A postal code: its beginning names the area.
#include <algorithm>
#include <vector>

#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/osa.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.75},
    {"one character off", 0.06},
    {"same area", 0.06},
    {"different", 0.13},
};
static_assert(std::size(shapes) <= most_levels);

// "sw1a" of "sw1a 2aa"; of a code in one piece all but its last three characters.
std::string_view area_of(std::string_view code) noexcept {
  const std::size_t blank = code.find(' ');
  if (blank != std::string_view::npos && blank > 0) return code.substr(0, blank);
  return code.substr(0, code.size() > 5 ? code.size() - 3 : code.size() / 2);
}

class PostalCode final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override { values_ = values; }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    if (osa(CodePoints(values_[a]), CodePoints(values_[b]), 1) <= 1) return 1;
    return area_of(values_[a]) == area_of(values_[b]) ? 2 : 3;
  }

 private:
  std::span<const std::string_view> values_;
};

}  // namespace

std::unique_ptr<Comparator> make_postal_code_comparator() { return std::make_unique<PostalCode>(); }

}  // namespace kith::match
