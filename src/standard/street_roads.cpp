#include "standard/street_splitter.h"

namespace kith::standard::street {

bool Splitter::is_road_kind(std::size_t i, std::size_t& width) const noexcept {
  char32_t c = at(i), next = at(i + 1);
  width = 1;
  if (c == U'路') return next != U'桥' && next != U'灯';
  if (c == U'街') return next != U'道' && next != U'心';
  if (c == U'巷') return true;
  if (c == U'道') {
    char32_t before = i > at_ ? at(i - 1) : 0;
    return before == U'大' || before == U'国' || before == U'省' || before == U'县' || is_digit(next) ||
           next == U'与';
  }
  if (starts(i, "胡同")) {
    width = 2;
    return true;
  }
  if (c == U'线') return is_digit(next) && i >= at_ + 2;
  if (c == U'弄') return i > at_ && !is_digit(at(i - 1));
  return false;
}

// Roads may hold a number before their kind: 12号大街, 104国道.
std::size_t Splitter::road_end() const noexcept {
  std::size_t i = at_;
  for (; i < count_ && i - at_ < 14; ++i) {
    if (is_mark(at(i))) return 0;
    std::size_t width = 0;
    if (i > at_ && is_road_kind(i, width)) {
      // 六楼7街, 79号门12街: a lane within a market.
      for (std::size_t k = i; k > at_ + 1 && is_digit(at(k - 1)); --k) {
        if (at(i) == U'街' && (at(k - 2) == U'楼' || at(k - 2) == U'门' || at(k - 2) == U'区')) return 0;
      }
      return i + width;
    }
    if (is_digit(at(i)) && i > at_ && !is_digit(at(i - 1)) && !is_numbered_road(i)) return 0;
  }
  return 0;
}

// 东苑3路, 长江12号大街: the number at i is the road's own.
bool Splitter::is_numbered_road(std::size_t i) const noexcept {
  while (is_digit(at(i))) ++i;
  if (at(i) == U'号' && (at(i + 1) == U'路' || at(i + 1) == U'大')) ++i;
  std::size_t width = 0;
  if (at(i) == U'大' && (at(i + 1) == U'街' || at(i + 1) == U'道')) return true;
  return at(i) != U'弄' && at(i) != U'线' && is_road_kind(i, width);
}

// 环市大道西1618号: where the number follows at once, the side is the road's; not in 路西100米.
std::size_t Splitter::with_side(std::size_t end) const noexcept {
  const char32_t kind = at(end - 1), side = at(end);
  if (kind != U'路' && kind != U'道' && kind != U'街') return end;
  if ((side != U'东' && side != U'西' && side != U'南' && side != U'北') || !is_digit(at(end + 1)))
    return end;
  std::size_t after = end + 1;
  while (is_digit(at(after))) ++after;
  return at(after) == U'米' || at(after) == U'公' || at(after) == U'里' ? end : end + 1;
}

// 箱包市场11街: the lanes of a market have numbers alone.
bool Splitter::is_market_lane(std::size_t end) const noexcept {
  if (at(end - 1) != U'街' || (!parts_.place.ends_with("场") && !parts_.place.ends_with("城"))) return false;
  for (std::size_t i = at_; i + 1 < end; ++i) {
    if (!is_digit(at(i))) return false;
  }
  return true;
}

// The end of the name of an estate or a building that stands before a road which ends at `end`; 0 for none.
std::size_t Splitter::place_end_before(std::size_t end) const noexcept {
  for (std::size_t i = at_ + 1; i < end; ++i) {
    for (std::string_view word :
         {"小区",   "大厦", "花园", "广场",   "公司",     "中心",   "大学",     "学院",   "医院", "公寓",
          "酒店",   "宾馆", "市场", "商城",   "工业园区", "工业园", "科技园",   "产业园", "家园", "花苑",
          "工业区", "新村", "园区", "创业园", "科技城",   "商务区", "高教园区", "公园"}) {
      // 公园南路 is a road.
      const std::size_t behind = i + word.size() / 3;
      const bool is_own = behind + 2 < end || (behind + 1 < end && !is_compass(at(behind)));
      if (starts(i, word) && is_own) return behind;
    }
  }
  return 0;
}

// 北苑区西城路: no road has a 区, 市 or 县 within its name; what ends in it is a place of its own.
void Splitter::skip_division(std::size_t end) noexcept {
  for (std::size_t i = end - 1; i > at_ + 2; --i) {
    const char32_t c = at(i - 1);
    if ((c != U'区' && c != U'市' && c != U'县') || i + 1 >= end) continue;
    if (c == U'市' && (at(i) == U'场' || at(i) == U'民' || at(i) == U'政' || at(i) == U'心')) continue;
    std::string_view before;
    return take(i, before);
  }
}

// Where the two characters, or the three of a hill or a water, begin that a road which ends at `end` is
// called by, without side, number and kind: 天荷 of 临平天荷路. at_ where the name has no more than three.
std::size_t Splitter::road_name_start(std::size_t end) const noexcept {
  if (end < at_ + 5) return at_;
  std::size_t i = end - 1;
  const char32_t before = at(i - 1);
  if (before == U'大' || before == U'公' || before == U'胡') --i;
  if (is_side(at(i - 1))) --i;
  while (i > at_ && is_number_word(at(i - 1))) --i;
  if (i > at_ && (at(i - 1) == U'横' || at(i - 1) == U'直' || at(i - 1) == U'支')) --i;
  if (i < at_ + 4) return at_;
  for (std::size_t k = at_; k < end; ++k) {
    if (is_digit(at(k)) || is_letter(at(k))) return at_;
  }
  const bool is_long = std::u32string_view(U"山江河湖桥塘浜").find(at(i - 1)) != std::u32string_view::npos;
  if (is_long && i < at_ + 5) return at_;
  for (std::string_view word : {"工业", "科技", "发展", "步行", "创业"}) {
    if (i < at_ + 6 && starts(i - 2, word)) return at_;
  }
  return i - (is_long ? 3 : 2);
}

// 临平天荷路, 下骆宅紫金北路: a town or a village that is named without its kind before the road.
void Splitter::skip_prefix(std::size_t end) noexcept {
  const std::size_t start = road_name_start(end), length = start - at_;
  if (length == 0) return;
  const bool is_quarter =
      std::u32string_view(U"区期城园座院会站门楼处").find(at(start - 1)) != std::u32string_view::npos;
  if (is_quarter)
    take(start, length >= 3 && parts_.place.empty() ? parts_.place : spare_);
  else if (parts_.town.empty())
    take(start, length <= 3 ? parts_.town : spare_);
  else
    take(start, length <= 4 && parts_.community.empty() ? parts_.community : spare_);
}

void Splitter::read_road() {
  std::size_t end = road_end();
  if (end == 0) return read_group();
  if (std::size_t place = place_end_before(end); place != 0) {
    take(place, is_zone(place) ? parts_.zone : parts_.place.empty() ? parts_.place : spare_);
    end = road_end();
    if (end == 0 || is_market_lane(end)) return;
  }
  skip_division(end);
  skip_prefix(end);
  take(with_side(end), parts_.road);
  // 西段, 东一段: a stretch of the road.
  std::size_t side = at_;
  while (side < count_ && side - at_ < 3 && (is_side(at(side)) || is_number_word(at(side)))) ++side;
  if (side > at_ && at(side) == U'段') return take(side + 1, parts_.side_road);
  std::size_t first = at_;
  if (at(at_) == U'与' || at(at_) == U'和') ++at_;
  if (std::size_t second = road_end(); second != 0 && place_end_before(second) == 0 && !is_digit(at(at_)))
    return take(second, parts_.side_road);
  at_ = first;
}

// 五组, 11组, 争上湾组: where a village is divided instead of having roads.
void Splitter::read_group() {
  std::size_t i = at_;
  while (i < count_ && i - at_ < 6 && !is_mark(at(i)) && at(i) != U'组' && at(i) != U'队' && at(i) != U'社')
    ++i;
  bool is_group = i > at_ && (at(i) == U'组' || (at(i) == U'队' && i > at_ + 1)) && at(i + 1) != U'团' &&
                  at(i + 1) != U'合';
  if (!is_group) return;
  // 永西六组: a village that is named without its kind.
  std::size_t number = i;
  while (number > at_ && (is_digit(at(number - 1)) || is_number_word(at(number - 1)))) --number;
  if (number < i && number >= at_ + 2 && parts_.community.empty()) take(number, parts_.community);
  take(i + 1, parts_.road);
}

void Splitter::read_number_of_road() {
  bool has_name = !parts_.road.empty() || !parts_.community.empty();
  if (!has_name || !parts_.road_number.empty()) return;
  std::size_t end = number_end(at_);
  if (end == at_ || follows_house_kind(end) || starts(end, "号楼") || starts(end, "单元")) return;
  while (is_dash(at(end)) && is_digit(at(end + 1)) && sign_after(end + 1)) end = number_end(end + 1);
  char32_t sign = at(end);
  if (sign == U'号' || sign == U'弄' || (sign == U'巷' && is_digit(at(at_)))) {
    if (starts(end, "号院")) ++end;
    take_gate(end + 1);
    if (sign == U'弄' || sign == U'巷') {
      std::size_t house = number_end(at_);
      if (house != at_ && at(house) == U'号' && at(house + 1) != U'楼') take(house + 1, parts_.house);
    }
    return;
  }
  bool is_plain = is_digit(at(at_)) && sign != U'楼' && sign != U'层' && sign != U'室' && sign != U'组' &&
                  sign != U'米' && sign != U'期' && sign != U'区' && sign != U'队' && sign != U'村';
  if (is_plain && !parts_.road.empty()) {
    if (is_dash(sign) && is_range(at_, end)) {
      const std::size_t last = number_end(end + 1);
      if (!is_dash(at(last)) && !follows_house_kind(last)) end = last;
    }
    take(end, parts_.road_number);
    if (sign == '#') skip_marks();
  }
}

std::uint32_t Splitter::number_at(std::size_t i) const noexcept {
  std::uint32_t number = 0;
  for (; is_digit(at(i)) && number < 1'000'000; ++i) number = number * 10 + (at(i) - '0');
  return number;
}

// 389-399: the gates of one front. The dash is at i.
bool Splitter::is_range(std::size_t from, std::size_t i) const noexcept {
  const std::uint32_t first = number_at(from), last = number_at(i + 1);
  return is_digit(at(from)) && first < last && last - first < 60;
}

// 75号; 75-10号 is gate 75 and in it house 10; 75-79号 are gates.
void Splitter::take_gate(std::size_t end) noexcept {
  for (std::size_t i = at_ + 1; i + 1 < end; ++i) {
    if (!is_dash(at(i)) || !is_digit(at(i + 1))) continue;
    if (is_range(at_, i)) break;
    parts_.road_number = piece(at_, i);
    at_ = i + 1;
    return take(end, parts_.house.empty() ? parts_.house : spare_);
  }
  take(end, parts_.road_number);
}

// Whether the number at i, after a dash, is followed by 号 (12-3号) and so belongs to the number before.
bool Splitter::sign_after(std::size_t i) const noexcept {
  std::size_t end = number_end(i);
  while (is_dash(at(end)) && is_digit(at(end + 1))) end = number_end(end + 1);
  return at(end) == U'号' && at(end + 1) != U'楼';
}

}  // namespace kith::standard::street
