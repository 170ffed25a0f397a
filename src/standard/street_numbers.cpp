#include "standard/street_splitter.h"

namespace kith::standard::street {

// The end of a number at i: digits with dashes and letters between (12-3, 8A), or words of number; i for
// none.
std::size_t Splitter::number_end(std::size_t i) const noexcept {
  std::size_t from = i;
  if (is_letter(at(i)) && is_digit(at(i + 1))) ++i;
  while (is_digit(at(i))) ++i;
  if (i > from) {
    if (is_letter(at(i)) && !is_letter(at(i + 1))) ++i;
    return i;
  }
  if (at(i) == U'甲' && is_digit(at(i + 1))) {
    ++i;
    while (is_digit(at(i))) ++i;
    return i;
  }
  while (is_number_word(at(i))) ++i;
  return i;
}

// A number of a house, unit, floor or room begins here.
bool Splitter::begins_tail(std::size_t i) const noexcept {
  char32_t before = i > at_ ? at(i - 1) : 0;
  if (is_digit(before) || (is_letter(before) && is_letter(at(i)))) return false;
  if (is_letter(at(i))) {
    std::size_t end = i;
    while (is_letter(at(end)) && end - i < 2) ++end;
    if (follows_house_kind(end) || at(end) == U'馆') return true;
    if (at(end) == U'区' && (i == at_ || is_quarter_apart(i))) return true;
    if (end == count_ && end - i == 1) return true;
    if (!is_digit(at(end)) && !is_dash(at(end))) return false;
    return is_digit(at(end)) || is_digit(at(end + 1));
  }
  std::size_t end = number_end(i);
  if (end == i) return false;
  if (is_digit(at(i))) {
    if (end == count_ || is_mark(at(end)) || is_letter(at(end)) || is_letter(at(end - 1))) return true;
    // 广场2153喜阅
    const char32_t next = at(end);
    if (end >= i + 4 && next != U'部' && next != U'厂' && next != U'米' && next != U'年') return true;
  }
  if (follows_house_kind(end) || starts(end, "单元") || starts(end, "号门")) return true;
  char32_t sign = at(end);
  if (sign == U'室' || sign == U'层' || sign == U'房' || sign == U'铺') return true;
  if (is_digit(at(i)) && (sign == U'期' || (sign == U'区' && is_estate_before(i)))) return true;
  if (sign == U'楼') return true;
  if (sign == U'号') return is_digit(at(i)) || at(end + 1) == 0 || is_digit(at(end + 1));
  return is_digit(at(i)) && i == at_;
}

// 金家横10号: a short name with a number and no road, which is called neither an estate nor a firm, is one
// of the places that have numbers instead of roads.
bool Splitter::is_hamlet() const noexcept {
  if (!parts_.community.empty() || !parts_.road.empty() || !parts_.road_number.empty()) return false;
  const auto place = parts_.place;
  if (place.size() < 6 || place.size() > 12 || !parts_.section.empty() || ends_in_estate(place)) return false;
  for (std::string_view word :
       {"厂", "店", "馆", "行", "院", "校", "司", "局", "处", "所", "心", "楼", "座",
        "庭", "轩", "阁", "居", "门", "站", "场", "部", "港", "号", "期", "际", "庄园"}) {
    if (place.ends_with(word)) return false;
  }
  return true;
}

// 毛衫城2163号: a number of a hundred and more in a market, and of a thousand behind a road, is a stall's
// or a shop's.
bool Splitter::is_stall(std::size_t from, std::size_t end) const noexcept {
  if (!is_digit(at(from)) || end - from < 3) return false;
  const auto place = parts_.section.empty() ? parts_.place : parts_.section;
  if (end - from >= 4 && !parts_.road.empty()) return !place.empty();
  return parts_.place.ends_with("场") || parts_.place.ends_with("城");
}

// 11号B幢: where a building follows, the number before it was that of the gate.
void Splitter::house_was_gate() noexcept {
  if (!parts_.house.ends_with("号") || !parts_.road_number.empty()) return;
  parts_.road_number = parts_.house;
  parts_.house = {};
}

bool Splitter::unit_follows(std::size_t i) const noexcept {
  const std::size_t end = number_end(i);
  return end != i && starts(end, "单元");
}

// 12栋11号-301, 99幢897号574室: what is before is the door of the stairs.
bool Splitter::room_follows(std::size_t i) const noexcept {
  while (is_mark(at(i))) ++i;
  return is_digit(at(i));
}

void Splitter::read_tail() {
  std::size_t numbers = 0;
  std::array<std::string_view, 4> bare;
  for (int round = 0; round < 8 && at_ < count_; ++round) {
    std::size_t from = at_, end = at_;
    if (is_letter(at(end))) {
      while (is_letter(at(end)) && end - from < 3) ++end;
      if (is_digit(at(end))) end = number_end(end);
    } else {
      end = number_end(end);
    }
    if (end == from && is_side(at(end)) && starts(end + 1, "单元")) ++end;
    if (end == from) break;
    if (is_dash(at(end)) && is_digit(at(from)) && parts_.house.empty() && sign_after(end + 1) &&
        !is_range(from, end)) {
      take(end, parts_.house);  // 11-187号: a building and its door
      continue;
    }
    while (is_dash(at(end)) && is_digit(at(end + 1)) && sign_after(end + 1)) end = number_end(end + 1);
    if ((at(end - 1) | 0x20) == 'f' && end > from + 1 && is_digit(at(end)) && parts_.floor.empty()) {
      take(end, parts_.floor);  // 7F1040
      continue;
    }
    char32_t sign = at(end);
    if (starts(end, "号楼") || follows_house_kind(end)) {
      house_was_gate();
      take(end + (starts(end, "号楼") ? 2 : 1), parts_.house.empty() ? parts_.house : spare_);
      if (at(at_) == U'楼') ++at_;
    } else if (starts(end, "单元")) {
      take(end + 2, parts_.unit);
    } else if (sign == U'街' && at(end + 1) != U'道') {
      take(end + 1, parts_.unit);
    } else if (sign == U'楼' && parts_.house.empty() && unit_follows(end + 1)) {
      take(end + 1, parts_.house);
    } else if (sign == U'层' || sign == U'楼' || ((sign | 0x20) == 'f' && !is_letter(at(end + 1)))) {
      take(end + 1, parts_.floor);
    } else if (sign == U'室' || sign == U'房' || sign == U'铺') {
      if (at(end + 1) == U'间') ++end;
      take(end + 1, parts_.room);
    } else if (sign == U'区' || sign == U'期') {
      if (sign != U'区' || !extend_place(end + 1))
        take(end + 1, parts_.section.empty() ? parts_.section : spare_);
    } else if (sign == U'号') {
      const bool within = !parts_.house.empty() || !parts_.unit.empty() || !parts_.floor.empty();
      const bool is_door =
          within && parts_.unit.empty() && parts_.floor.empty() && (end - from <= 2 || room_follows(end + 1));
      // Villages count their doors: 小江村小宅里166号.
      const bool is_gate = !within && !parts_.community.empty() && parts_.road.empty() &&
                           parts_.road_number.empty() && !parts_.place.ends_with("小区") &&
                           !parts_.place.ends_with("园") && !parts_.place.ends_with("苑");
      if (!within && is_hamlet()) {
        take_gate(end + 1);
        read_place();
        continue;
      }
      take(end + 1, is_gate                         ? parts_.road_number
                    : is_door                       ? parts_.unit
                    : within || is_stall(from, end) ? parts_.room
                                                    : parts_.house);
    } else if (is_digit(at(from)) || is_letter(at(from))) {
      if (is_dash(sign) && end - from >= 3 && is_range(from, end)) end = number_end(end + 1);  // 322-324
      if (at(end) == U'室') {
        take(end + 1, parts_.room);
        continue;
      }
      if (numbers < bare.size()) bare[numbers++] = piece(from, end);
      at_ = end;
      skip_marks();
    } else {
      break;
    }
  }
  place_bare(bare, numbers);
}

// Numbers without a word: 3-2-501 is house, unit, room; 13-2021 house and room.
void Splitter::place_bare(const std::array<std::string_view, 4>& bare, std::size_t count) {
  std::size_t i = 0;
  if (count > 0 && parts_.house.empty() && (count > 1 || bare[0].size() < 3) && parts_.unit.empty() &&
      parts_.floor.empty())
    parts_.house = bare[i++];
  if (count - i > 1 && parts_.unit.empty()) parts_.unit = bare[i++];
  if (i < count && parts_.room.empty()) parts_.room = bare[i];
}

}  // namespace kith::standard::street
