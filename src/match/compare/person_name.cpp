// A given or a family name. Western names by Jaro-Winkler; names in Han characters by their reading, their
// look and by characters, for two characters carry more than two letters do.
#include <algorithm>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/utf8.h"
#include "match/compare/code_points.h"
#include "match/compare/comparator.h"
#include "match/compare/jaro.h"
#include "match/compare/look_alikes.h"
#include "match/compare/nicknames.h"
#include "match/compare/osa.h"
#include "match/compare/romanize.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.78},
    {"sounds the same", 0.02},
    {"swapped names", 0.01},
    {"jaro_winkler ≥ 0.92", 0.07},
    {"jaro_winkler ≥ 0.85, initial or short form", 0.05},
    {"jaro_winkler ≥ 0.7 or a character shared", 0.02},
    {"different", 0.05},
};
static_assert(std::size(shapes) == most_levels);

class PersonName final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    values_ = values;
    romanizer_.learn(values);
    sounds_.reserve(values.size());
    han_.reserve(values.size());
    ascii_.reserve(values.size());
    for (std::string_view value : values) {
      sounds_.push_back(hash_bytes(romanizer_.fold(value)));
      han_.push_back(has_han(value));
      ascii_.push_back(is_ascii(value));
      nicknames_.push_back(&nickname_groups(small(value)));
    }
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    if (sounds_[a] == sounds_[b]) return 1;
    if (values_[b] < values_[a]) std::swap(a, b);
    return han_[a] && han_[b] ? level_of_han(a, b) : level_of_letters(a, b);
  }

 private:
  std::uint8_t level_of_han(std::uint32_t a, std::uint32_t b) const {
    const CodePoints x(values_[a]), y(values_[b]);
    const std::string x_sound = romanizer_.fold(values_[a]), y_sound = romanizer_.fold(values_[b]);
    if (osa(CodePoints(x_sound), CodePoints(y_sound), 1) <= 1 || look_alike(x, y)) return 3;
    std::size_t same = 0;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) same += x[i] == y[i];
    if (same == 0) return 6;
    return same * 2 > std::max(x.size(), y.size()) ? 4 : 5;
  }

  std::uint8_t level_of_letters(std::uint32_t a, std::uint32_t b) const {
    // Written in two ways, "Иванова" and "Ivanov", they are compared as they are read.
    const bool one_is_foreign = ascii_[a] != ascii_[b];
    const std::string x_read = one_is_foreign ? romanizer_.fold(values_[a]) : std::string();
    const std::string y_read = one_is_foreign ? romanizer_.fold(values_[b]) : std::string();
    const CodePoints x(one_is_foreign ? std::string_view(x_read) : values_[a]);
    const CodePoints y(one_is_foreign ? std::string_view(y_read) : values_[b]);
    const double likeness = jaro_winkler(x, y, 0.7);
    if (likeness >= 0.92) return 3;
    if (likeness >= 0.85 || begins_with(x, y) || share_a_group(a, b)) return 4;
    return likeness >= 0.7 ? 5 : 6;
  }

  static std::string small(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
  }

  bool share_a_group(std::uint32_t a, std::uint32_t b) const noexcept {
    for (std::uint16_t x : *nicknames_[a]) {
      for (std::uint16_t y : *nicknames_[b]) {
        if (x == y) return true;
      }
    }
    return false;
  }

  // An initial or a short form: "j" or "rob" for "robert".
  static bool begins_with(std::span<const char32_t> x, std::span<const char32_t> y) noexcept {
    const std::size_t shorter = std::min(x.size(), y.size());
    return shorter > 0 && std::equal(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(shorter), y.begin());
  }

  std::span<const std::string_view> values_;
  std::vector<std::uint64_t> sounds_;
  std::vector<char> han_, ascii_;
  std::vector<const std::vector<std::uint16_t>*> nicknames_;  // of each value
  Romanizer romanizer_;
};

}  // namespace

std::unique_ptr<Comparator> make_person_name_comparator() { return std::make_unique<PersonName>(); }

}  // namespace kith::match
