// An identity number: equal, or a slip away from it.
#include <vector>

#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/osa.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.85},
    {"one character off", 0.07},
    {"two characters off", 0.02},
    {"different", 0.06},
};
static_assert(std::size(shapes) <= most_levels);

class IdNumber final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override { values_ = values; }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const std::size_t slips = osa(CodePoints(values_[a]), CodePoints(values_[b]), 2);
    return static_cast<std::uint8_t>(slips == 0 ? 1 : slips);
  }

 private:
  std::span<const std::string_view> values_;
};

}  // namespace

std::unique_ptr<Comparator> make_id_number_comparator() { return std::make_unique<IdNumber>(); }

}  // namespace kith::match
