// A whole person name: its words may change places, be left out or be given by their initial. A name in Han
// characters is compared by its reading and by characters.
#include <algorithm>
#include <string>
#include <vector>

#include "base/hash.h"
#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/jaro.h"
#include "match/compare/look_alikes.h"
#include "match/compare/osa.h"
#include "match/compare/romanize.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.60},
    {"same words or same sound", 0.08},
    {"jaro_winkler ≥ 0.92", 0.12},
    {"words of one within the other", 0.08},
    {"jaro_winkler ≥ 0.8", 0.06},
    {"a word or character shared", 0.04},
    {"different", 0.02},
};
static_assert(std::size(shapes) == most_levels);

class FullName final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    values_ = values;
    romanizer_.learn(values);
    words_.reserve(values.size());
    for (std::string_view value : values) {
      sounds_.push_back(hash_bytes(romanizer_.fold(value)));
      words_.add_words(value);
      han_.push_back(has_han(value));
    }
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    if (sounds_[a] == sounds_[b]) return 1;
    if (values_[b] < values_[a]) std::swap(a, b);
    return han_[a] && han_[b] ? level_of_han(a, b) : level_of_words(a, b);
  }

 private:
  std::uint8_t level_of_han(std::uint32_t a, std::uint32_t b) const {
    const CodePoints x(values_[a]), y(values_[b]);
    const std::string x_sound = romanizer_.fold(values_[a]), y_sound = romanizer_.fold(values_[b]);
    if (osa(CodePoints(x_sound), CodePoints(y_sound), 1) <= 1 || look_alike(x, y)) return 2;
    const std::size_t longer = std::max(x.size(), y.size());
    if (longer >= 3 && osa(x, y, 1) <= 1) return x[0] == y[0] ? 3 : 4;
    return words_.shared(a, b) > 0 ? 5 : 6;
  }

  std::uint8_t level_of_words(std::uint32_t a, std::uint32_t b) const {
    const std::size_t shared = words_.shared(a, b);
    const std::size_t fewer = std::min(words_.size(a), words_.size(b)),
                      more = std::max(words_.size(a), words_.size(b));
    if (shared == more && shared > 0) return 1;
    const double likeness = jaro_winkler(CodePoints(values_[a]), CodePoints(values_[b]), 0.8);
    if (likeness >= 0.92) return 2;
    if (shared >= 2 && shared == fewer) return 3;
    if (likeness >= 0.8) return 4;
    return shared > 0 ? 5 : 6;
  }

  std::span<const std::string_view> values_;
  std::vector<std::uint64_t> sounds_;
  std::vector<char> han_;
  TokenSets words_;
  Romanizer romanizer_;
};

}  // namespace

std::unique_ptr<Comparator> make_full_name_comparator() { return std::make_unique<FullName>(); }

}  // namespace kith::match
