#include "standard/street_splitter.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "standard/street_tagger.h"

namespace kith::standard::street {
namespace {

constexpr std::string_view StreetParts::*fields[] = {
    &StreetParts::zone,        &StreetParts::town,      &StreetParts::community,   &StreetParts::road,
    &StreetParts::road_number, &StreetParts::side_road, &StreetParts::side_number, &StreetParts::place,
    &StreetParts::section,     &StreetParts::house,     &StreetParts::unit,        &StreetParts::floor,
    &StreetParts::room};
static_assert(std::size(fields) == part_count);

char kind_of(char32_t c) noexcept {
  if (is_digit(c)) return 'D';
  if (is_number_word(c)) return 'C';
  if (is_letter(c)) return 'L';
  if (is_mark(c)) return 'M';
  return is_side(c) ? 'S' : 'H';
}

char32_t sign_of_character(char32_t c) noexcept {
  if (is_digit(c)) return U'0';
  if (is_letter(c)) return c | 0x20;
  return is_mark(c) ? U'_' : c;
}

}  // namespace

Splitter::Splitter(std::string_view text, std::uint32_t division_code, std::string_view city,
                   std::string_view district)
    : text_(text), division_code_(division_code), city_(city), district_(district) {
  for (std::size_t at = 0; at < text.size() && count_ < most_characters;) {
    offset_[count_] = at;
    character_[count_++] = next_tidy(text, at);
    offset_[count_] = at;
  }
  // 17一10一6: written with what looks like a dash.
  for (std::size_t i = 1; i + 1 < count_; ++i) {
    const bool is_between = is_digit(character_[i - 1]) && is_digit(character_[i + 1]);
    if (character_[i] == U'一' && is_between) character_[i] = '-';
  }
}

TagText Splitter::split_by_rules() {
  skip_marks();
  skip_own_division();
  read_zone();
  read_town();
  read_zone();
  read_community();
  read_road();
  read_number_of_road();
  if (parts_.community.empty() && parts_.road.empty()) read_town();
  read_place();
  if (parts_.road.empty() && !parts_.place.empty()) {
    read_road();
    read_number_of_road();
  }
  read_tail();
  read_last_name();

  TagText tagged;
  tagged.count = count_;
  for (std::size_t i = 0; i < count_; ++i) {
    tagged.sign[i] = sign_of_character(character_[i]);
    tagged.kind[i] = kind_of(character_[i]);
    tagged.rule[i] = no_part;
  }
  for (std::size_t part = 0; part < part_count; ++part)
    mark(parts_.*fields[part], static_cast<std::uint8_t>(2 * part), tagged);
  tagged.certain = certain_;
  tagged.has_road = !parts_.road.empty();
  tagged.has_town = !parts_.town.empty();
  tagged.has_community = !parts_.community.empty();
  return tagged;
}

void Splitter::mark(std::string_view part, std::uint8_t first_tag, TagText& tagged) const noexcept {
  if (part.empty()) return;
  const auto from = static_cast<std::size_t>(part.data() - text_.data());
  auto tag = first_tag;
  for (std::size_t i = 0; i < count_; ++i) {
    if (offset_[i] < from || offset_[i] >= from + part.size()) continue;
    tagged.rule[i] = tag;
    tag = first_tag + 1;
  }
}

// Of what is found twice, the first.
StreetParts Splitter::parts_of(const std::array<std::uint8_t, TagText::most>& tags) const noexcept {
  StreetParts parts;
  for (std::size_t i = 0; i < count_;) {
    std::size_t end = i + 1;
    while (end < count_ && tags[end] == (tags[i] | 1) && tags[i] != no_part) ++end;
    if (tags[i] != no_part) {
      auto& part = parts.*fields[tags[i] / 2];
      if (part.empty()) part = piece(i, end);
    }
    i = end;
  }
  return parts;
}

StreetParts Splitter::split() {
  const auto parts = parts_of(Tagger::shared().tags_of(split_by_rules()));
  return with_certain(parts);
}

// What the rules know of towns and of the side in 环市大道西 is not given up for nothing.
StreetParts Splitter::with_certain(StreetParts parts) const noexcept {
  bool is_empty = true;
  auto is_taken = [&](std::string_view piece) {
    return std::any_of(std::begin(fields), std::end(fields), [&](auto field) {
      const auto other = parts.*field;
      return other.data() < piece.data() + piece.size() && piece.data() < other.data() + other.size();
    });
  };
  for (auto field : fields) is_empty &= (parts.*field).empty();
  if (is_empty) return parts_;
  if (parts.town.empty() && !parts_.town.empty() && !is_taken(parts_.town)) parts.town = parts_.town;
  const auto road = parts.road, by_rules = parts_.road;
  const bool is_cut = !road.empty() && road.data() == by_rules.data() && road.size() < by_rules.size();
  if (is_cut && !is_taken(by_rules.substr(road.size()))) parts.road = by_rules;
  return parts;
}

}  // namespace kith::standard::street
