// A gender, title or occupation: the same, or not.
#include "match/compare/comparator.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {{"exact", 0.90}, {"different", 0.10}};

class Category final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }
  void prepare(std::span<const std::string_view>) override {}
  std::uint8_t level(std::uint32_t, std::uint32_t) const override { return 1; }
};

}  // namespace

std::unique_ptr<Comparator> make_category_comparator() { return std::make_unique<Category>(); }

}  // namespace kith::match
