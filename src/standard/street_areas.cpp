#include "standard/street_splitter.h"
#include "standard/towns.h"

namespace kith::standard::street {

// The characters from at_ on that can be a name: the index of the first digit, mark or end.
std::size_t Splitter::name_end(std::size_t from, std::size_t most) const noexcept {
  std::size_t i = from;
  while (i < count_ && i - from < most && !is_digit(at(i)) && !is_mark(at(i))) ++i;
  return i;
}

// The end of the first of `words` within the name at at_, at least `least` characters before it; 0 for
// none.
std::size_t Splitter::find_ending(std::initializer_list<std::string_view> words, std::size_t least,
                                  std::size_t most) const noexcept {
  std::size_t end = name_end(at_, most);
  for (std::size_t i = at_ + least; i < end; ++i) {
    for (std::string_view word : words) {
      if (starts(i, word)) return i + word.size() / 3;
    }
  }
  return 0;
}

void Splitter::read_zone() {
  if (!parts_.zone.empty()) return;
  std::size_t end =
      find_ending({"开发区", "高新区", "保税区", "示范区", "开发新区", "集聚区", "经开区"}, 0, 14);
  if (end == 0) return;
  std::size_t road = road_end(), town = town_end();
  if ((road != 0 && road < end) || (town != 0 && town < end)) return;
  take(end, parts_.zone);
}

// 长城工业区 before a road, where no town is named: a zone, which has roads and no houses of its own.
bool Splitter::is_zone(std::size_t end) const noexcept {
  if (!parts_.zone.empty() || !parts_.town.empty() || !parts_.community.empty()) return false;
  for (std::string_view word : {"工业区", "工业园区", "工业园", "园区", "开发区"}) {
    const std::size_t width = word.size() / 3;
    if (end >= at_ + width && starts(end - width, word)) return true;
  }
  return false;
}

std::size_t Splitter::town_end() const noexcept {
  std::size_t end = name_end(at_, 9);
  for (std::size_t i = at_ + 1; i < end; ++i) {
    if (starts(i, "办事处")) return i + 3;
    if (starts(i, "街道")) {
      std::size_t after = i + 2;
      if (starts(after, "办事处")) after += 3;
      return after;
    }
    const char32_t c = at(i), next = at(i + 1);
    if (c == U'路' && !starts(i + 1, "街道")) return 0;
    if (c == U'村' && next != U'镇' && next != U'乡') return 0;
    if (c == U'巷') return 0;
    if (c != U'镇' && c != U'乡') continue;
    if (next == U'路' || next == U'街' || starts(i + 1, "政府") || starts(i + 1, "人民政府") ||
        starts(i + 1, "中心小学"))
      continue;
    return i + 1;
  }
  return 0;
}

void Splitter::read_town() {
  if (!parts_.town.empty()) return;
  const auto match = match_town(rest_from(at_), division_code_);
  if (match.length != 0) {
    std::size_t end = at_;
    while (offset_[end] < offset_[at_] + match.length) ++end;
    if (match.is_whole) certain_ = end;
    for (std::string_view kind : {"街道办事处", "办事处", "街道", "镇", "乡"}) {
      if (!starts(end, kind)) continue;
      end += kind.size() / 3;
      break;
    }
    return take_town(end);
  }
  std::size_t end = town_end();
  if (end == 0) return;
  at_ = town_start(end);
  take_town(end);
}

// 慈溪观海卫镇, 上虞市东关街道: where the town that ends at `end` begins, behind a division named once more
// or in another form.
std::size_t Splitter::town_start(std::size_t end) const noexcept {
  for (std::size_t i = at_ + 1; division_code_ != 0 && i + 2 < end; ++i) {
    const std::size_t length = match_town(rest_from(i), division_code_).length;
    if (length != 0 && offset_[i] + length == offset_[end]) return i;
  }
  for (std::size_t i = end - 1; i > at_ + 2; --i) {
    const char32_t c = at(i - 1);
    if ((c == U'区' || c == U'市' || c == U'县' || c == U'省') && i + 2 < end) return i;
  }
  return at_;
}

// 彭埠镇彭埠镇: forms that ask for the town once more than people think.
void Splitter::take_town(std::size_t end) noexcept {
  take(end, parts_.town);
  while (!parts_.town.empty() && starts(at_, parts_.town)) {
    std::string_view again = parts_.town;
    const std::size_t behind = offset_[at_] + again.size();
    while (at_ < count_ && offset_[at_] < behind) ++at_;
    skip_marks();
  }
}

void Splitter::read_community() {
  std::size_t end = name_end(at_, 8);
  for (std::size_t i = at_ + 1; i < end; ++i) {
    char32_t c = at(i);
    const bool is_other =
        c == U'路' || c == U'街' || c == U'巷' || c == U'园' || c == U'苑' || c == U'厦' || starts(i, "大道");
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

}  // namespace kith::standard::street
