// Takes the street of a Chinese address apart from its beginning to its end, a part at a time: zone, town,
// community, road and its number, place, and the numbers within it. For street_parts.cpp alone.
//
// Each read_…() takes what it knows from at_ on and leaves at_ behind it, or leaves both as they were. A text
// of more than 160 characters is read so far.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "standard/characters.h"
#include "standard/street_features.h"
#include "standard/street_parts.h"

namespace kith::standard::street {

constexpr std::size_t most_characters = TagText::most;

inline bool is_number_word(char32_t c) noexcept {
  return std::u32string_view(U"一二三四五六七八九十百零〇甲乙丙丁").find(c) != std::u32string_view::npos;
}
inline bool is_side(char32_t c) noexcept {
  return std::u32string_view(U"东西南北中前后上下内外左右").find(c) != std::u32string_view::npos;
}
inline bool is_compass(char32_t c) noexcept { return c == U'东' || c == U'西' || c == U'南' || c == U'北'; }
inline bool is_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }
inline bool is_letter(char32_t c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
inline bool is_dash(char32_t c) noexcept {
  return c == '-' || c == '_' || c == '/' || c == 0x2014 || c == 0x2013 || c == '~';
}
inline bool is_mark(char32_t c) noexcept {
  return is_dash(c) || c == ' ' || c == ',' || c == '.' || c == '(' || c == ')' || c == 0x3001 ||
         c == 0x3002 || c == ';' || c == ':' || c == '#' || c == '*' || c == '+';
}

class Splitter {
 public:
  /// `division_code`: of the district or city that the address names, 0 for none; `city` and `district`:
  /// their names, empty for none.
  Splitter(std::string_view text, std::uint32_t division_code, std::string_view city,
           std::string_view district);
  /// What the rules make of it, and then what the tagger makes of both.
  StreetParts split();
  /// The same in two steps, for who learns the tagger's weights: the text with the tags of the rules; where
  /// the characters of `text` begin, in bytes.
  TagText split_by_rules();
  std::size_t offset(std::size_t character) const noexcept { return offset_[character]; }

 private:
  char32_t at(std::size_t i) const noexcept { return i < count_ ? character_[i] : 0; }
  std::string_view piece(std::size_t from, std::size_t to) const noexcept {
    return text_.substr(offset_[from], offset_[to] - offset_[from]);
  }
  std::string_view rest_from(std::size_t i) const noexcept {
    return i < count_ ? text_.substr(offset_[i]) : std::string_view();
  }
  bool starts(std::size_t i, std::string_view word) const noexcept { return rest_from(i).starts_with(word); }
  void skip_marks() noexcept {
    while (at_ < count_ && is_mark(at(at_))) ++at_;
  }
  void take(std::size_t end, std::string_view& part) noexcept {
    part = piece(at_, end);
    at_ = end;
    skip_marks();
  }
  bool follows_house_kind(std::size_t i) const noexcept {
    char32_t c = at(i);
    return c == U'幢' || c == U'栋' || c == U'座' || c == U'排' || c == U'撞' || c == U'棟' ||
           starts(i, "号楼");
  }
  // What a side of an estate or a building ends in: 东区, 南苑, 西楼.
  static bool is_quarter_kind(char32_t c) noexcept {
    return std::u32string_view(U"区苑园门楼座馆塔期").find(c) != std::u32string_view::npos;
  }

  // rules and tags: street_splitter.cpp
  void mark(std::string_view part, std::uint8_t first_tag, TagText& tagged) const noexcept;
  StreetParts parts_of(const std::array<std::uint8_t, TagText::most>& tags) const noexcept;
  StreetParts with_certain(StreetParts parts) const noexcept;

  // zones, towns, communities: street_areas.cpp
  std::size_t name_end(std::size_t from, std::size_t most) const noexcept;
  std::size_t find_ending(std::initializer_list<std::string_view> words, std::size_t least,
                          std::size_t most) const noexcept;
  void read_zone();
  bool is_zone(std::size_t end) const noexcept;
  std::size_t town_end() const noexcept;
  void read_town();
  std::size_t town_start(std::size_t end) const noexcept;
  void take_town(std::size_t end) noexcept;
  void read_community();

  // roads and their numbers: street_roads.cpp
  bool is_road_kind(std::size_t i, std::size_t& width) const noexcept;
  std::size_t road_end() const noexcept;
  bool is_numbered_road(std::size_t i) const noexcept;
  std::size_t with_side(std::size_t end) const noexcept;
  bool is_market_lane(std::size_t end) const noexcept;
  std::size_t place_end_before(std::size_t end) const noexcept;
  void skip_division(std::size_t end) noexcept;
  std::size_t road_name_start(std::size_t end) const noexcept;
  void skip_prefix(std::size_t end) noexcept;
  void read_road();
  void read_group();
  void read_number_of_road();
  std::uint32_t number_at(std::size_t i) const noexcept;
  bool is_range(std::size_t from, std::size_t i) const noexcept;
  void take_gate(std::size_t end) noexcept;
  bool sign_after(std::size_t i) const noexcept;

  // estates, buildings, firms: street_places.cpp
  void skip_crossing() noexcept;
  void skip_where() noexcept;
  std::size_t way_end(std::size_t i) const noexcept;
  std::size_t without_side(std::size_t end) const noexcept;
  void skip_own_division() noexcept;
  std::size_t second_name(std::size_t end, std::size_t& name) const noexcept;
  void skip_repeated(std::size_t end) noexcept;
  void read_place();
  static bool is_note(std::string_view text) noexcept;
  std::size_t without_assist(std::size_t end) const noexcept;
  std::size_t section_start(std::size_t end) const noexcept;
  bool is_quarter_apart(std::size_t i) const noexcept;
  bool goes_on_behind(std::size_t after, std::size_t end, bool is_office) const noexcept;
  static bool is_desk(std::string_view text) noexcept;
  std::size_t branch_start(std::size_t end) const noexcept;
  bool is_estate_before(std::size_t end) const noexcept;
  bool extend_place(std::size_t end) noexcept;
  static bool ends_in_estate(std::string_view place) noexcept;
  void read_last_name() noexcept;

  // houses, units, floors, rooms: street_numbers.cpp
  std::size_t number_end(std::size_t i) const noexcept;
  bool begins_tail(std::size_t i) const noexcept;
  bool is_hamlet() const noexcept;
  bool is_stall(std::size_t from, std::size_t end) const noexcept;
  void house_was_gate() noexcept;
  bool unit_follows(std::size_t i) const noexcept;
  bool room_follows(std::size_t i) const noexcept;
  void read_tail();
  void place_bare(const std::array<std::string_view, 4>& bare, std::size_t count);

  std::string_view text_;
  std::uint32_t division_code_;
  std::string_view city_, district_;
  std::array<char32_t, most_characters> character_{};
  std::array<std::size_t, most_characters + 1> offset_{};
  std::size_t count_ = 0, at_ = 0, certain_ = 0;  // certain_: up to where the divisions tell the town
  std::string_view spare_;
  StreetParts parts_;
};

/// For the street of a standardised Chinese address, which must outlive it; none where it holds no Chinese.
std::optional<Splitter> splitter_for(const Standardised& address);

}  // namespace kith::standard::street
