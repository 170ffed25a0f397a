#include "standard/types.h"

namespace kith::standard {
namespace {

#define TYPE(name, ...) constexpr std::array parts_of_##name = {Part::count_ __VA_OPT__(, ) __VA_ARGS__};
#include "standard/types.def"
#undef TYPE

// Part::count_ stands first in each list, so that a type without parts is a list too.
template <std::size_t n>
constexpr std::span<const Part> listed(const std::array<Part, n>& parts) {
  return std::span<const Part>(parts).subspan(1);
}

constexpr Standardiser table[] = {
#define TYPE(name, ...) {#name, standardise_##name, listed(parts_of_##name)},
#include "standard/types.def"
#undef TYPE
};

}  // namespace

std::string_view name_of(Part part) noexcept {
  static constexpr std::string_view names[] = {
      "family_name", "given_name", "middle_name", "name_title", "name_suffix", "country",
      "province",    "city",       "district",    "street",     "house",       "unit",
      "postal_code", "extension",  "local_part",  "domain",
  };
  static_assert(std::size(names) == static_cast<std::size_t>(Part::count_));
  return names[static_cast<std::size_t>(part)];
}

std::span<const Standardiser> standardisers() noexcept { return table; }

const Standardiser& standardiser_for(std::string_view type) noexcept {
  for (const Standardiser& row : table) {
    if (row.type == type) return row;
  }
  return table[0];
}

}  // namespace kith::standard
