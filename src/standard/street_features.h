// What is looked at when the characters of a street are given to its parts: the same for who learns the
// weights (bench/bench_street_weights.cpp) and for who uses them (street_tagger.cpp).
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace kith::standard::street {

/// Parts of a street by letter, in the order of their tags: zone, town, community, road, number of the road,
/// side road, its number, place, section, house, unit, floor, room.
inline constexpr std::string_view part_letters = "ztcrnsqpehufm";
inline constexpr std::size_t part_count = part_letters.size();
/// A tag is 2·part where the part begins and 2·part + 1 within it; the last is for what belongs to no part.
inline constexpr std::uint8_t no_part = 2 * part_count;
inline constexpr std::size_t tag_count = 2 * part_count + 1;

/// A tag in one character: the letter, large where the part begins; '-' for none.
constexpr char sign_of(std::uint8_t tag) noexcept {
  if (tag >= no_part) return '-';
  const char letter = part_letters[tag / 2];
  return tag % 2 == 0 ? static_cast<char>(letter - 0x20) : letter;
}

/// A street as it is looked at.
struct TagText {
  static constexpr std::size_t most = 160;

  std::size_t count = 0;
  std::array<char32_t, most> sign{};      ///< digits as 0, letters small, marks as _
  std::array<char, most> kind{};          ///< D digit, C word of number, L letter, M mark, S side, H other
  std::array<std::uint8_t, most> rule{};  ///< the tag that the rules give
  std::size_t certain = 0;                ///< up to here what the rules give to a part is beyond doubt
  bool has_road = false, has_town = false, has_community = false;  ///< by the rules
};

/// Something that holds at a character: what was looked at, and what was seen there.
struct Feature {
  std::uint8_t look = 0;
  std::uint8_t size = 0;
  std::array<char32_t, 5> seen{};

  std::uint64_t hash() const noexcept {
    std::uint64_t h = 0x9E3779B97F4A7C15u * (look + 1u);
    for (std::size_t i = 0; i < size; ++i) {
      h = (h ^ seen[i]) * 0xFF51AFD7ED558CCDu;
      h ^= h >> 32;
    }
    return h;
  }
};

/// Names of what is looked at; digits say how far from the character. In order of Feature::look.
inline constexpr std::array<std::string_view, 28> looks = {
    "always",  "char-2",   "char-1", "char+0",  "char+1", "char+2",    "char+3",
    "pair-2",  "pair-1",   "pair+0", "pair+1",  "pair+2", "three-2",   "three-1",
    "three+0", "three+1",  "kinds",  "kinds-5", "run",    "behind",    "before",
    "around",  "run-kind", "rule",   "rule-1",  "rule+1", "part-next", "part-last"};
inline constexpr std::uint8_t look_has = looks.size();  ///< one more: which parts the rules found
inline constexpr std::string_view look_has_name = "found";

constexpr std::string_view name_of_look(std::uint8_t look) noexcept {
  return look < looks.size() ? looks[look] : look_has_name;
}

/// Calls `take(feature)` for each feature of the character at i < text.count. O(run of equal kinds).
template <class Take>
void features_at(const TagText& text, std::size_t i, Take&& take) {
  const auto n = static_cast<std::ptrdiff_t>(text.count), at = static_cast<std::ptrdiff_t>(i);
  auto sign = [&](std::ptrdiff_t k) {
    return k < 0 ? U'^' : k >= n ? U'$' : text.sign[static_cast<std::size_t>(k)];
  };
  auto kind = [&](std::ptrdiff_t k) {
    return static_cast<char32_t>(k < 0 ? '^' : k >= n ? '$' : text.kind[static_cast<std::size_t>(k)]);
  };
  auto rule = [&](std::ptrdiff_t k) {
    return static_cast<char32_t>(k < 0    ? '^'
                                 : k >= n ? '$'
                                          : sign_of(text.rule[static_cast<std::size_t>(k)]));
  };
  std::uint8_t look = 0;
  auto see = [&](std::initializer_list<char32_t> seen) {
    Feature feature{look++, static_cast<std::uint8_t>(seen.size()), {}};
    std::copy(seen.begin(), seen.end(), feature.seen.begin());
    take(feature);
  };
  see({});
  for (int d = -2; d <= 3; ++d) see({sign(at + d)});
  for (int d = -2; d <= 2; ++d) see({sign(at + d), sign(at + d + 1)});
  for (int d = -2; d <= 1; ++d) see({sign(at + d), sign(at + d + 1), sign(at + d + 2)});
  see({kind(at - 1), kind(at), kind(at + 1)});
  see({kind(at - 2), kind(at - 1), kind(at), kind(at + 1), kind(at + 2)});
  const char32_t own = kind(at);
  if (own == 'D' || own == 'C' || own == 'L') {
    std::ptrdiff_t first = at, end = at;
    while (kind(first - 1) == own) --first;
    while (kind(end) == own) ++end;
    const auto length = static_cast<char32_t>('0' + std::min<std::ptrdiff_t>(end - first, 5));
    see({own, length});
    see({own, sign(end)});
    see({own, sign(first - 1)});
    see({own, sign(first - 1), sign(end)});
    see({own, length, kind(first - 1), kind(end)});
  } else {
    look += 5;
  }
  see({rule(at)});
  see({rule(at - 1), rule(at)});
  see({rule(at), rule(at + 1)});
  auto part = [&](std::ptrdiff_t k) { return rule(k) | 0x20; };
  const bool is_part = rule(at) != '-';
  std::ptrdiff_t next = at, last = at;
  while (next < n && (rule(next) == '-' || (is_part && part(next) == part(at)))) ++next;
  while (last >= 0 && (rule(last) == '-' || (is_part && part(last) == part(at)))) --last;
  see({rule(at), next < n ? part(next) : U'$'});
  see({rule(at), last >= 0 ? part(last) : U'^'});
  see({rule(at), static_cast<char32_t>('0' + text.has_road + 2 * text.has_town + 4 * text.has_community)});
}

}  // namespace kith::standard::street
