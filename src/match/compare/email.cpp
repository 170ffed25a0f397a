// An e-mail address: the part before the @ names the person, the domain mostly the provider.
#include <algorithm>
#include <vector>

#include "base/text_list.h"
#include "base/utf8.h"
#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/jaro.h"
#include "match/compare/look_alikes.h"
#include "match/compare/osa.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.70},
    {"same local part", 0.06},
    {"one or two characters off", 0.08},
    {"local part jaro_winkler ≥ 0.88", 0.04},
    {"different", 0.12},
};
static_assert(std::size(shapes) <= most_levels);

class Email final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    values_.reserve(values.size());
    for (std::string_view value : values) {
      if (!is_ascii(value)) {
        own_.push_back(by_shape(value));
        value = own_[own_.size() - 1];
      }
      values_.push_back(value);
    }
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    std::string_view x = values_[a], y = values_[b];
    if (y < x) std::swap(x, y);
    const std::string_view x_local = x.substr(0, x.rfind('@')), y_local = y.substr(0, y.rfind('@'));
    if (x_local == y_local && !x_local.empty()) return 1;
    if (osa(CodePoints(x), CodePoints(y), 2) <= 2) return 2;
    return jaro_winkler(CodePoints(x_local), CodePoints(y_local), 0.88) >= 0.88 ? 3 : 4;
  }

 private:
  std::vector<std::string_view>
      values_;    // as they look: a Cyrillic а is typed for a Latin one, or to deceive
  TextList own_;  // those that look otherwise than they are written
};

}  // namespace

std::unique_ptr<Comparator> make_email_comparator() { return std::make_unique<Email>(); }

}  // namespace kith::match
