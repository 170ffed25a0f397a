#include "standard/street_parts.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include "base/utf8.h"
#include "standard/characters.h"
#include "standard/divisions.h"
#include "standard/towns.h"

namespace kith::standard {
namespace {

constexpr std::size_t most_characters = 160;

bool is_number_word(char32_t c) noexcept {
  return std::u32string_view(U"一二三四五六七八九十百零〇甲乙丙丁").find(c) != std::u32string_view::npos;
}
bool is_side(char32_t c) noexcept {
  return std::u32string_view(U"东西南北中前后上下内外左右").find(c) != std::u32string_view::npos;
}
bool is_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char32_t c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_dash(char32_t c) noexcept {
  return c == '-' || c == '_' || c == '/' || c == 0x2014 || c == 0x2013 || c == '~';
}
bool is_mark(char32_t c) noexcept {
  return is_dash(c) || c == ' ' || c == ',' || c == '.' || c == '(' || c == ')' || c == 0x3001 ||
         c == 0x3002 || c == ';' || c == ':' || c == '#' || c == '*' || c == '+';
}

class Splitter {
 public:
  Splitter(std::string_view text, std::uint32_t division_code) : text_(text), division_code_(division_code) {
    for (std::size_t at = 0; at < text.size() && count_ < most_characters;) {
      offset_[count_] = at;
      character_[count_++] = next_tidy(text, at);
      offset_[count_] = at;
    }
  }

  StreetParts split() {
    skip_marks();
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
    return parts_;
  }

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

  // The characters from at_ on that can be a name: the index of the first digit, mark or end.
  std::size_t name_end(std::size_t from, std::size_t most) const noexcept {
    std::size_t i = from;
    while (i < count_ && i - from < most && !is_digit(at(i)) && !is_mark(at(i))) ++i;
    return i;
  }

  // The end of the first of `words` within the name at at_, at least `least` characters before it; 0 for
  // none.
  std::size_t find_ending(std::initializer_list<std::string_view> words, std::size_t least,
                          std::size_t most) const noexcept {
    std::size_t end = name_end(at_, most);
    for (std::size_t i = at_ + least; i < end; ++i) {
      for (std::string_view word : words) {
        if (starts(i, word)) return i + word.size() / 3;
      }
    }
    return 0;
  }

  void read_zone() {
    if (!parts_.zone.empty()) return;
    std::size_t end =
        find_ending({"开发区", "高新区", "保税区", "示范区", "开发新区", "集聚区", "经开区"}, 0, 14);
    if (end == 0) return;
    std::size_t road = road_end(), town = town_end();
    if ((road != 0 && road < end) || (town != 0 && town < end)) return;
    take(end, parts_.zone);
  }

  std::size_t town_end() const noexcept {
    std::size_t end = name_end(at_, 9);
    for (std::size_t i = at_ + 1; i < end; ++i) {
      if (starts(i, "办事处")) return i + 3;
      if (starts(i, "街道")) {
        std::size_t after = i + 2;
        if (starts(after, "办事处")) after += 3;
        return after;
      }
      char32_t c = at(i);
      if (c == U'路' || c == U'巷' || c == U'村') return 0;
      if (c != U'镇' && c != U'乡') continue;
      char32_t next = at(i + 1);
      if (next == U'路' || next == U'街' || next == U'政' || next == U'人' || next == U'大' ||
          next == U'中' || next == U'医' || next == U'卫' || next == U'小' || next == U'西' || next == U'东')
        if (next != U'大' && next != U'中' && next != U'小' && next != U'西' && next != U'东') continue;
      return i + 1;
    }
    return 0;
  }

  void read_town() {
    if (!parts_.town.empty()) return;
    if (std::size_t length = match_town(rest_from(at_), division_code_); length != 0) {
      std::size_t end = at_;
      while (offset_[end] < offset_[at_] + length) ++end;
      for (std::string_view kind : {"街道办事处", "办事处", "街道", "镇", "乡"}) {
        if (!starts(end, kind)) continue;
        end += kind.size() / 3;
        break;
      }
      return take_town(end);
    }
    if (std::size_t end = town_end(); end != 0) take_town(end);
  }

  // 彭埠镇彭埠镇: forms that ask for the town once more than people think.
  void take_town(std::size_t end) noexcept {
    take(end, parts_.town);
    while (!parts_.town.empty() && starts(at_, parts_.town)) {
      std::string_view again = parts_.town;
      const std::size_t behind = offset_[at_] + again.size();
      while (at_ < count_ && offset_[at_] < behind) ++at_;
      skip_marks();
    }
  }

  void read_community() {
    std::size_t end = name_end(at_, 8);
    for (std::size_t i = at_ + 1; i < end; ++i) {
      char32_t c = at(i);
      const bool is_other = c == U'路' || c == U'街' || c == U'巷' || c == U'园' || c == U'苑' || c == U'厦';
      if (is_other && at(i + 1) != U'村' && !starts(i + 1, "社区")) return;
      bool is_village = c == U'村' && at(i - 1) != U'新';
      std::size_t after = 0;
      if (starts(i, "社区") || starts(i, "行政村")) after = i + (c == U'行' ? 3 : 2);
      if (starts(i, "居委会") || starts(i, "村委会")) after = i + 3;
      if (is_village && after == 0) after = i + 1;
      if (after == 0) continue;
      char32_t next = at(after);
      if (next == U'路' || next == U'街' || next == U'口' || starts(after, "小学") || starts(after, "小区") ||
          starts(after, "大道") || starts(after, "大街") || starts(after, "大厦"))
        continue;
      return take(after, parts_.community);
    }
  }

  bool is_road_kind(std::size_t i, std::size_t& width) const noexcept {
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
  std::size_t road_end() const noexcept {
    std::size_t i = at_;
    for (; i < count_ && i - at_ < 14; ++i) {
      if (is_mark(at(i))) return 0;
      std::size_t width = 0;
      if (i > at_ && is_road_kind(i, width)) {
        if (at(i) == U'路' &&
            (at(i + 1) == U'东' || at(i + 1) == U'西' || at(i + 1) == U'南' || at(i + 1) == U'北')) {
          std::size_t side = i + 1;
          if (at(side + 1) == U'段') return i + width;
        }
        return i + width;
      }
      if (is_digit(at(i)) && i > at_ && !is_digit(at(i - 1)) && !is_numbered_road(i)) return 0;
    }
    return 0;
  }

  // 东苑3路, 长江12号大街: the number at i is the road's own.
  bool is_numbered_road(std::size_t i) const noexcept {
    while (is_digit(at(i))) ++i;
    if (at(i) == U'号' && (at(i + 1) == U'路' || at(i + 1) == U'大')) ++i;
    std::size_t width = 0;
    if (at(i) == U'大' && (at(i + 1) == U'街' || at(i + 1) == U'道')) return true;
    return at(i) != U'弄' && at(i) != U'线' && is_road_kind(i, width);
  }

  // 环市大道西1618号: where the number follows at once, the side is the road's; not in 路西100米.
  std::size_t with_side(std::size_t end) const noexcept {
    const char32_t kind = at(end - 1), side = at(end);
    if (kind != U'路' && kind != U'道' && kind != U'街') return end;
    if ((side != U'东' && side != U'西' && side != U'南' && side != U'北') || !is_digit(at(end + 1)))
      return end;
    std::size_t after = end + 1;
    while (is_digit(at(after))) ++after;
    return at(after) == U'米' || at(after) == U'公' || at(after) == U'里' ? end : end + 1;
  }

  // The end of the name of an estate or a building that stands before a road which ends at `end`; 0 for none.
  std::size_t place_end_before(std::size_t end) const noexcept {
    for (std::size_t i = at_ + 1; i < end; ++i) {
      for (std::string_view word :
           {"小区",   "大厦", "花园", "广场",   "公司",     "中心",   "大学",     "学院",   "医院", "公寓",
            "酒店",   "宾馆", "市场", "商城",   "工业园区", "工业园", "科技园",   "产业园", "家园", "花苑",
            "工业区", "新村", "园区", "创业园", "科技城",   "商务区", "高教园区", "公园"}) {
        if (starts(i, word) && i + word.size() / 3 + 1 < end) return i + word.size() / 3;
      }
    }
    return 0;
  }

  // 北苑区西城路: no road has a 区, 市 or 县 within its name; what ends in it is a place of its own.
  void skip_division(std::size_t end) noexcept {
    for (std::size_t i = end - 1; i > at_ + 2; --i) {
      const char32_t c = at(i - 1);
      if ((c != U'区' && c != U'市' && c != U'县') || i + 1 >= end) continue;
      std::string_view before;
      return take(i, before);
    }
  }

  void read_road() {
    std::size_t end = road_end();
    if (end == 0) return read_group();
    if (std::size_t place = place_end_before(end); place != 0) {
      take(place, parts_.place.empty() ? parts_.place : spare_);
      end = road_end();
      if (end == 0) return;
    }
    skip_division(end);
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
  void read_group() {
    std::size_t i = at_;
    while (i < count_ && i - at_ < 6 && !is_mark(at(i)) && at(i) != U'组' && at(i) != U'队' && at(i) != U'社')
      ++i;
    bool is_group = i > at_ && (at(i) == U'组' || (at(i) == U'队' && i > at_ + 1)) && at(i + 1) != U'团' &&
                    at(i + 1) != U'合';
    if (is_group) take(i + 1, parts_.road);
  }

  // The end of a number at i: digits with dashes and letters between (12-3, 8A), or words of number; i for
  // none.
  std::size_t number_end(std::size_t i) const noexcept {
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

  bool follows_house_kind(std::size_t i) const noexcept {
    char32_t c = at(i);
    return c == U'幢' || c == U'栋' || c == U'座' || c == U'排' || c == U'撞' || c == U'棟' ||
           starts(i, "号楼");
  }

  void read_number_of_road() {
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
      take(end, parts_.road_number);
      if (sign == '#') skip_marks();
    }
  }

  // 75号; 75-10号 is gate 75 and in it house 10.
  void take_gate(std::size_t end) noexcept {
    for (std::size_t i = at_ + 1; i + 1 < end; ++i) {
      if (!is_dash(at(i)) || !is_digit(at(i + 1))) continue;
      parts_.road_number = piece(at_, i);
      at_ = i + 1;
      return take(end, parts_.house.empty() ? parts_.house : spare_);
    }
    take(end, parts_.road_number);
  }

  // Whether the number at i, after a dash, is followed by 号 (12-3号) and so belongs to the number before.
  bool sign_after(std::size_t i) const noexcept {
    std::size_t end = number_end(i);
    while (is_dash(at(end)) && is_digit(at(end + 1))) end = number_end(end + 1);
    return at(end) == U'号' && at(end + 1) != U'楼';
  }

  // A number of a house, unit, floor or room begins here.
  bool begins_tail(std::size_t i) const noexcept {
    char32_t before = i > at_ ? at(i - 1) : 0;
    if (is_digit(before) || (is_letter(before) && is_letter(at(i)))) return false;
    if (is_letter(at(i))) {
      std::size_t end = i;
      while (is_letter(at(end)) && end - i < 2) ++end;
      if (follows_house_kind(end) || at(end) == U'区' || at(end) == U'馆') return true;
      if (end == count_ && end - i == 1) return true;
      if (!is_digit(at(end)) && !is_dash(at(end))) return false;
      return is_digit(at(end)) || is_digit(at(end + 1));
    }
    std::size_t end = number_end(i);
    if (end == i) return false;
    if (is_digit(at(i))) {
      if (end == count_ || is_mark(at(end)) || is_letter(at(end))) return true;
    }
    if (follows_house_kind(end) || starts(end, "单元") || starts(end, "号门")) return true;
    char32_t sign = at(end);
    if (sign == U'室' || sign == U'层' || sign == U'房' || sign == U'铺') return true;
    if (is_digit(at(i)) && (sign == U'期' || (sign == U'区' && is_estate_before(i)))) return true;
    if (sign == U'楼') return true;
    if (sign == U'号') return is_digit(at(i)) || at(end + 1) == 0 || is_digit(at(end + 1));
    return is_digit(at(i)) && i == at_;
  }

  // 交叉口东南角西溪智慧大厦, 与金华路交叉口: where roads meet, before the place.
  void skip_crossing() noexcept {
    if (parts_.road.empty()) return;
    if (at(at_) == U'与' || at(at_) == U'和') {
      ++at_;
      std::size_t end = road_end();
      if (end == 0) {
        --at_;
      } else if (parts_.side_road.empty()) {
        take(end, parts_.side_road);
      } else {
        at_ = end;
      }
    }
    for (bool more = true; more;) {
      more = false;
      for (std::string_view word :
           {"交叉口", "交汇处", "交界处", "交汇", "交叉", "交口", "路口", "东南角", "东北角", "西南角",
            "西北角", "东侧", "西侧", "南侧", "北侧", "旁边", "对面", "旁"}) {
        if (!starts(at_, word) || at_ + word.size() / 3 > count_) continue;
        at_ += word.size() / 3;
        more = true;
        break;
      }
    }
    skip_marks();
  }

  // Where a second name begins behind 对面, 旁边 …; `end` where none does. `name` gets the end of the first.
  std::size_t second_name(std::size_t end, std::size_t& name) const noexcept {
    for (std::size_t i = at_ + 2; i + 3 < end; ++i) {
      for (std::string_view word : {"斜对面", "对面", "对过", "旁边", "隔壁", "院内", "旁"}) {
        const std::size_t after = i + word.size() / 3;
        if (!starts(i, word) || after + 2 > end) continue;
        name = i;
        return after;
      }
    }
    return end;
  }

  // 佳和佳和: a name that stands twice.
  void skip_repeated(std::size_t end) noexcept {
    for (std::size_t length = (end - at_) / 2; length >= 2; --length) {
      if (piece(at_, at_ + length) != piece(at_ + length, at_ + 2 * length)) continue;
      at_ += length;
      return;
    }
  }

  void read_place() {
    skip_crossing();
    while (at(at_) == U'号' || at(at_) == U'的') ++at_;
    std::size_t end = at_;
    while (end < count_ && !begins_tail(end)) {
      if (is_mark(at(end)) && end > at_ && at(end) != '(' && at(end) != ')') break;
      ++end;
    }
    while (end > at_ && is_mark(at(end - 1))) --end;
    std::size_t stop = end;
    end = without_assist(end);
    if (end == at_) return void(at_ = stop);
    skip_repeated(end);
    std::size_t name = end;
    if (const std::size_t second = second_name(end, name); second < end) {
      take(name, parts_.place.empty() ? parts_.place : spare_);
      at_ = second;
      take(end, parts_.section.empty() ? parts_.section : spare_);
      at_ = std::max(at_, stop);
      return skip_marks();
    }
    std::size_t section = section_start(end);
    if (section > at_ && section < end) {
      take(section, parts_.place.empty() ? parts_.place : spare_);
      take(end, parts_.section);
    } else {
      take(end, parts_.place.empty() ? parts_.place : parts_.section);
    }
    at_ = std::max(at_, stop);
    skip_marks();
    if (at_ < count_ && !begins_tail(at_) && parts_.section.empty() && !is_digit(at(at_))) {
      std::size_t more = at_;
      while (more < count_ && !begins_tail(more) && !is_mark(at(more))) ++more;
      take(more, parts_.section);
    }
  }

  // Without the words that say where to go from there: 对面, 附近, 交汇处.
  std::size_t without_assist(std::size_t end) const noexcept {
    for (bool more = true; more;) {
      more = false;
      for (std::string_view word :
           {"电联",   "对面", "旁边", "附近",   "门口",   "后门",   "前门", "内",   "旁",
            "大门",   "楼下", "隔壁", "交叉口", "交汇处", "交界处", "路口", "收",   "后面",
            "斜对面", "西侧", "东侧", "南侧",   "北侧",   "往东",   "往西", "以东", "以西"}) {
        std::size_t width = word.size() / 3;
        if (end >= at_ + width + 2 && starts(end - width, word)) {
          end -= width;
          more = true;
        }
      }
    }
    return end;
  }

  // Where 二期, 东区, 北门 begin at the end of a name.
  std::size_t section_start(std::size_t end) const noexcept {
    if (end - at_ < 4) return end;
    for (std::size_t i = at_ + 1; i + 3 < end; ++i) {
      for (std::string_view word :
           {"小区",   "家园",   "花园", "大厦",   "大楼",   "万达广场", "广场", "工业区",   "工业园",
            "商务区", "科技园", "园区", "科技城", "公寓",   "新村",     "市场", "商贸城",   "商城",
            "创业园", "集团",   "大学", "软件园", "产业园", "购物中心", "万达", "有限公司", "医院"}) {
        std::size_t after = i + word.size() / 3;
        if (!starts(i, word)) continue;
        if (at(after) == U'区' && at(after - 1) == U'园') ++after;
        if (after + 2 > end) continue;
        if (starts(after, "有限") || starts(after, "公司") || starts(after, "股份") || starts(after, "城") ||
            (is_side(at(after)) && !is_quarter_kind(at(after + 1))))
          return end;
        return after;
      }
      bool is_quarter = at(i + 1) == U'区' && (is_number_word(at(i)) || (is_letter(at(i))));
      if (is_quarter && i + 4 <= end) return i + 2;
    }
    char32_t kind = at(end - 1);
    // 太阳城秋水苑: an estate within an estate.
    bool is_estate =
        kind == U'苑' || kind == U'园' || kind == U'阁' || kind == U'轩' || kind == U'庭' || kind == U'居';
    for (std::size_t i = end - 5; is_estate && i + 2 < end && i > at_; ++i) {
      if (at(i) == U'城' && i > at_ + 1) return i + 1;
      if (starts(i, "国际") && i > at_ + 1 && i + 3 < end) return i + 2;
    }
    if (const std::size_t branch = branch_start(end); branch < end) return branch;
    if (kind != U'区' && kind != U'期' && kind != U'门') return end;
    std::size_t i = end - 1;
    while (i > at_ + 2 && (is_number_word(at(i - 1)) || is_side(at(i - 1)) || is_letter(at(i - 1)))) --i;
    // 春晗四区 is the estate's name itself; 国际商贸城四区 a quarter of it.
    if (kind == U'区' && !is_estate_before(i)) return end;
    return i < end - 1 ? i : end;
  }

  // 中铁十九局项目部, 工业城大墩机械有限公司: the department within an office, the firm within a quarter of
  // firms.
  std::size_t branch_start(std::size_t end) const noexcept {
    const char32_t kind = at(end - 1);
    const bool is_department = kind == U'部' || kind == U'科' || kind == U'队';
    const bool is_firm = kind == U'厂' || (kind == U'司' && at(end - 2) == U'公');
    if (!is_department && !is_firm) return end;
    for (std::size_t i = at_ + 2; i + 3 < end; ++i) {
      const char32_t c = at(i);
      if (is_department && (c == U'局' || c == U'厂' || c == U'院' || c == U'校' || starts(i - 1, "银行")))
        return i + 1;
      if (is_firm && c == U'城' && i + 5 < end) return i + 1;
    }
    return end;
  }

  // What a side of an estate or a building ends in: 东区, 南苑, 西楼.
  static bool is_quarter_kind(char32_t c) noexcept {
    return std::u32string_view(U"区苑园门楼座馆塔期").find(c) != std::u32string_view::npos;
  }

  // The name that ends at `end` is that of an estate, market or building by its last word.
  bool is_estate_before(std::size_t end) const noexcept {
    for (std::string_view word : {"小区", "家园", "花园", "大厦", "广场", "市场", "城", "园", "苑", "湾",
                                  "府", "郡", "公寓", "中心", "大学", "学院", "医院"}) {
      std::size_t width = word.size() / 3;
      if (end >= at_ + width && end >= width && starts(end - width, word)) return true;
    }
    return false;
  }

  // 南下朱B区, 柳青2区: the quarter belongs to the name before it, unless that is an estate's already.
  bool extend_place(std::size_t end) noexcept {
    const char* from = parts_.place.data();
    bool adjoins = !parts_.place.empty() && parts_.section.empty() &&
                   from + parts_.place.size() == text_.data() + offset_[at_];
    if (!adjoins || ends_in_estate(parts_.place)) return false;
    parts_.place = {from, parts_.place.size() + offset_[end] - offset_[at_]};
    at_ = end;
    skip_marks();
    return true;
  }
  static bool ends_in_estate(std::string_view place) noexcept {
    for (std::string_view word : {"小区", "家园", "花园", "大厦", "广场", "市场", "城", "园", "苑", "湾",
                                  "府", "郡", "公寓", "中心", "大学", "学院", "医院", "区"}) {
      if (place.ends_with(word)) return true;
    }
    return false;
  }

  // 金家横10号: a short name with a number and no road, which is called neither an estate nor a firm, is one
  // of the places that have numbers instead of roads.
  bool is_hamlet() const noexcept {
    if (!parts_.community.empty() || !parts_.road.empty() || !parts_.road_number.empty()) return false;
    const auto place = parts_.place;
    if (place.size() < 6 || place.size() > 12 || !parts_.section.empty() || ends_in_estate(place))
      return false;
    for (std::string_view word :
         {"厂", "店", "馆", "行", "院", "校", "司", "局", "处", "所", "心", "楼", "座",
          "庭", "轩", "阁", "居", "门", "站", "场", "部", "港", "号", "期", "际", "庄园"}) {
      if (place.ends_with(word)) return false;
    }
    return true;
  }

  // 11号B幢: where a building follows, the number before it was that of the gate.
  void house_was_gate() noexcept {
    if (!parts_.house.ends_with("号") || !parts_.road_number.empty()) return;
    parts_.road_number = parts_.house;
    parts_.house = {};
  }

  bool unit_follows(std::size_t i) const noexcept {
    const std::size_t end = number_end(i);
    return end != i && starts(end, "单元");
  }
  // 12栋11号-301, 99幢897号574室: what is before is the door of the stairs.
  bool room_follows(std::size_t i) const noexcept {
    while (is_mark(at(i))) ++i;
    return is_digit(at(i));
  }

  void read_tail() {
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
      while (is_dash(at(end)) && is_digit(at(end + 1)) && sign_after(end + 1)) end = number_end(end + 1);
      char32_t sign = at(end);
      if (starts(end, "号楼") || follows_house_kind(end)) {
        house_was_gate();
        take(end + (starts(end, "号楼") ? 2 : 1), parts_.house.empty() ? parts_.house : spare_);
        if (at(at_) == U'楼') ++at_;
      } else if (starts(end, "单元")) {
        take(end + 2, parts_.unit);
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
        const bool is_door = within && parts_.unit.empty() && parts_.floor.empty() &&
                             (end - from <= 2 || room_follows(end + 1));
        // Villages count their doors: 小江村小宅里166号.
        const bool is_gate = !within && !parts_.community.empty() && parts_.road.empty() &&
                             parts_.road_number.empty() && !ends_in_estate(parts_.place);
        if (!within && is_hamlet()) {
          parts_.community = parts_.place;
          parts_.place = {};
          take_gate(end + 1);
          read_place();
          continue;
        }
        take(end + 1, is_gate   ? parts_.road_number
                      : is_door ? parts_.unit
                      : within  ? parts_.room
                                : parts_.house);
      } else if (is_digit(at(from)) || is_letter(at(from))) {
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
  void place_bare(const std::array<std::string_view, 4>& bare, std::size_t count) {
    std::size_t i = 0;
    if (count > 0 && parts_.house.empty() && (count > 1 || bare[0].size() < 3) && parts_.unit.empty() &&
        parts_.floor.empty())
      parts_.house = bare[i++];
    if (count - i > 1 && parts_.unit.empty()) parts_.unit = bare[i++];
    if (i < count && parts_.room.empty()) parts_.room = bare[i];
  }

  std::string_view text_;
  std::uint32_t division_code_;
  std::array<char32_t, most_characters> character_{};
  std::array<std::size_t, most_characters + 1> offset_{};
  std::size_t count_ = 0, at_ = 0;
  std::string_view spare_;
  StreetParts parts_;
};

// The code of the lowest division that the address names; 0 where it names none of today's.
std::uint32_t division_code(const Standardised& address) {
  std::int32_t within = -1, id = -1;
  for (auto [part, level] : {std::pair(Part::province, Level::province), std::pair(Part::city, Level::city),
                             std::pair(Part::district, Level::district)}) {
    std::string_view name = address.part(part);
    if (name.empty()) continue;
    DivisionMatch match = match_division(name, level, within, false);
    if (match.id >= 0 && match.length == name.size()) id = within = match.id;
  }
  return id < 0 || division(id).level == Level::province ? 0 : division(id).code;
}

}  // namespace

StreetParts split_street(const Standardised& address) {
  bool is_chinese = false;
  std::string_view street = address.part(Part::street);
  for (std::size_t at = 0; at < street.size() && !is_chinese;) is_chinese = is_han(next_tidy(street, at));
  if (!is_chinese) return {};
  return Splitter(address.part(Part::street), division_code(address)).split();
}

}  // namespace kith::standard
