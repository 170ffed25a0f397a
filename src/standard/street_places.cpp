#include <algorithm>

#include "standard/street_splitter.h"

namespace kith::standard::street {

// 交叉口东南角西溪智慧大厦, 与金华路交叉口: where roads meet, before the place.
void Splitter::skip_crossing() noexcept {
  if (parts_.road.empty()) return skip_where();
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
  skip_where();
}

// 附近, 村委会对面: where to look from what was named so far.
void Splitter::skip_where() noexcept {
  if (parts_.road.empty() && parts_.community.empty() && parts_.road_number.empty()) return;
  if (at(at_) == U'口' && at_ > 0 && (at(at_ - 1) == U'路' || at(at_ - 1) == U'街') && at_ + 2 < count_)
    ++at_;
  for (bool more = true; more;) {
    more = false;
    if (const std::size_t way = way_end(at_); way != at_) {
      at_ = way;
      more = true;
      continue;
    }
    for (std::string_view word :
         {"交叉口", "交汇处", "交界处", "交界口", "交汇",   "交叉",   "交界",   "交口", "路口", "东南角",
          "东北角", "西南角", "西北角", "东北侧", "东南侧", "西北侧", "西南侧", "东侧", "西侧", "南侧",
          "北侧",   "斜对面", "正对面", "对面",   "旁边",   "附近",   "隔壁",   "边上", "后面", "门口",
          "街口",   "转角",   "左边",   "右边",   "左侧",   "右侧",   "旁"}) {
      if (!starts(at_, word) || at_ + word.size() / 3 > count_) continue;
      at_ += word.size() / 3;
      more = true;
      break;
    }
  }
  // 李屋路口: the mouth of the road, where nothing else is named.
  const bool is_last = at_ + 1 == count_ || is_mark(at(at_ + 1));
  if (is_last &&
      std::u32string_view(U"口内旁后前东西南北上下边外尾").find(at(at_)) != std::u32string_view::npos)
    ++at_;
  skip_marks();
}

// The end of how far and where to go at i, 往北100米, 以东, 西北侧200米; i for nothing of the kind.
std::size_t Splitter::way_end(std::size_t i) const noexcept {
  std::size_t end = i;
  const bool is_toward = at(end) == U'往' || at(end) == U'以' || at(end) == U'向';
  end += is_toward;
  const std::size_t side = end;
  while (end - side < 2 && is_compass(at(end))) ++end;
  if (end == side && !(is_toward && (at(end) == U'下' || at(end) == U'前'))) return i;
  if (end == side || at(end) == U'侧' || at(end) == U'面' || at(end) == U'边') ++end;
  const std::size_t number = end;
  while (is_digit(at(end))) ++end;
  if (end > number) return at(end) == U'米' ? end + 1 : i;
  return at(i) == U'以' || (is_toward && end == count_) ? end : i;
}

// 古荡新村东150幢, 旅馆北7号: the side of an estate that a number follows.
std::size_t Splitter::without_side(std::size_t end) const noexcept {
  const bool is_side_of = end > at_ + 3 && is_compass(at(end - 1)) && is_digit(at(end));
  return is_side_of && (is_estate_before(end - 1) || starts(end - 3, "新村")) ? end - 1 : end;
}

// Where a second name begins behind 对面, 旁边 …; `end` where none does. `name` gets the end of the first.
std::size_t Splitter::second_name(std::size_t end, std::size_t& name) const noexcept {
  for (std::size_t i = at_ + 2; i + 3 < end; ++i) {
    for (std::string_view word : {"斜对面", "正对面", "对面", "对过", "旁边", "隔壁", "院内", "内部", "边上",
                                  "侧边",   "楼下",   "附近", "左边", "右边", "右面", "左侧", "右侧", "后面",
                                  "南侧",   "北侧",   "东侧", "西侧", "北面", "南面", "旁"}) {
      const std::size_t after = i + word.size() / 3;
      if (!starts(i, word) || after + 2 > end) continue;
      name = i;
      return after;
    }
  }
  return end;
}

// 佳和佳和: a name that stands twice.
void Splitter::skip_repeated(std::size_t end) noexcept {
  for (std::size_t length = (end - at_) / 2; length >= 2; --length) {
    if (piece(at_, at_ + length) != piece(at_ + length, at_ + 2 * length)) continue;
    at_ += length;
    return;
  }
}

void Splitter::read_place() {
  skip_crossing();
  while (at(at_) == U'号' || at(at_) == U'的') ++at_;
  skip_own_division();
  // 2302号东10幢
  if (!parts_.road_number.empty() && is_compass(at(at_)) && is_digit(at(at_ + 1))) ++at_;
  std::size_t end = at_;
  while (end < count_ && !begins_tail(end)) {
    if (is_mark(at(end)) && end > at_ && at(end) != '(' && at(end) != ')') break;
    ++end;
  }
  while (end > at_ && is_mark(at(end - 1))) --end;
  std::size_t stop = end;
  end = without_assist(without_side(end));
  if (end == at_ || is_note(piece(at_, end))) {
    at_ = stop;
    return skip_marks();
  }
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
    take(end, is_desk(piece(at_, end)) ? spare_ : parts_.section);
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

// 福州市环球广场: the city or the district once more.
void Splitter::skip_own_division() noexcept {
  for (std::string_view name : {city_, district_}) {
    if (name.size() < 6 || !starts(at_, name)) continue;
    const std::size_t behind = offset_[at_] + name.size();
    while (at_ < count_ && offset_[at_] < behind) ++at_;
    skip_marks();
  }
}

// What is asked of who delivers, and names no place.
bool Splitter::is_note(std::string_view text) noexcept {
  for (std::string_view word : {"电联", "里电联", "联系", "电话联系", "自取", "自提", "丰巢", "收", "转",
                                "店面", "商铺", "代收", "勿摔"}) {
    if (text == word) return true;
  }
  // Not 客服中心, 退货仓库, 派送点, 宴请楼: these are places.
  for (std::string_view word :
       {"请联系", "请客服", "请确认", "请务必", "请勿", "请派送", "联系客服", "联系主管", "联系电话",
        "疑问请", "拒签", "拒收", "正常派送", "原单号", "开箱"}) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// Without the words that say where to go from there: 对面, 附近, 交汇处.
std::size_t Splitter::without_assist(std::size_t end) const noexcept {
  for (bool more = true; more;) {
    more = false;
    for (std::string_view word :
         {"电联", "联系", "自提", "自取",   "丰巢快递柜", "快递柜", "丰巢", "斜对面", "正对面",
          "对面", "旁边", "左边", "右边",   "左侧",       "右侧",   "院内", "北面",   "南面",
          "东边", "西边", "边上", "附近",   "门口",       "后门",   "前门", "内",     "旁",
          "大门", "楼下", "隔壁", "交叉口", "交汇处",     "交界处", "路口", "收",     "后面",
          "西侧", "东侧", "南侧", "北侧",   "往东",       "往西",   "以东", "以西"}) {
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
std::size_t Splitter::section_start(std::size_t end) const noexcept {
  if (end - at_ < 4) return end;
  for (std::size_t i = at_; i + 3 < end; ++i) {
    for (std::string_view word :
         {"小区",   "家园",   "花园", "大厦",   "大楼",   "万达广场", "广场",     "工业区", "工业园",
          "商务区", "科技园", "园区", "科技城", "公寓",   "新村",     "市场",     "商贸城", "商城",
          "创业园", "集团",   "大学", "软件园", "产业园", "购物中心", "万达",     "公司",   "医院",
          "校区",   "酒店",   "饭店", "宾馆",   "火车站", "汽车站",   "汽车东站", "地铁站", "机场",
          "中学",   "法院",   "超市", "皮革城", "商业城", "自在城",   "印象城",   "监狱",   "立交桥",
          "转盘",   "山庄",   "景苑", "名苑"}) {
      std::size_t after = i + word.size() / 3;
      if (!starts(i, word)) continue;
      if (at(after) == U'区' && at(after - 1) == U'园') ++after;
      if (after + 2 > end || (i == at_ && word.size() < 9 && word != "广场" && word != "公司")) continue;
      const bool is_office = word == "集团" || word == "公司" || word == "大学" || word == "医院" ||
                             word == "法院" || word == "中学" || word == "万达" || word == "酒店";
      if (goes_on_behind(after, end, is_office)) return end;
      if (is_letter(at(after)) && at(after + 1) == U'区' && after + 2 == end && !is_quarter_apart(after))
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
  // 碧海莲缘赤枫苑
  if (kind == U'苑' && end >= at_ + 6 && at(end - 2) != U'花') return end - 3;
  if (const std::size_t branch = branch_start(end); branch < end) return branch;
  if (kind != U'区' && kind != U'期' && kind != U'门') return end;
  std::size_t i = end - 1;
  while (i > at_ + 2 && (is_number_word(at(i - 1)) || is_side(at(i - 1)) || is_letter(at(i - 1)))) --i;
  if (kind == U'区' && !is_quarter_apart(i)) return end;
  return i < end - 1 ? i : end;
}

// 国际商贸城四区 and 新天地东区 are quarters; 春晗四区, 望花东区 and 柳青A区 the names of estates.
bool Splitter::is_quarter_apart(std::size_t i) const noexcept {
  if (is_letter(at(i))) return i >= at_ + 2 && starts(i - 2, "市场");
  if (is_estate_before(i) || at(i - 1) == U'都') return true;
  return i - at_ >= (is_side(at(i)) ? 3u : 4u);
}

// 温岭分公司, 西溪校区 of an office, 东侧 of anything: what follows from `after` to `end` belongs to the
// name before it.
bool Splitter::goes_on_behind(std::size_t after, std::size_t end, bool is_office) const noexcept {
  if (is_side(at(after))) {
    std::size_t kind = after + 1;
    while (is_number_word(at(kind))) ++kind;
    if (!is_quarter_kind(at(kind)) && !starts(kind, "大门")) return true;
  }
  if (starts(after, "股份") || starts(after, "有限") || starts(after, "城") || starts(after, "小区"))
    return true;
  if (!is_office) return false;
  for (std::string_view word : {"校区", "学院", "医院", "公司", "支行", "分行", "分局", "支队", "大队",
                                "小学", "中学", "幼儿园", "管委会", "居委会", "村委会"}) {
    const std::size_t width = word.size() / 3;
    if (end >= after + width && starts(end - width, word)) return true;
  }
  return false;
}

// 前台, 财务部: who is asked for there, and not where it is.
bool Splitter::is_desk(std::string_view text) noexcept {
  for (std::string_view word :
       {"前台", "总台", "大堂", "大厅", "财务部", "财务室", "财务科", "财务处", "办公室", "仓库", "门卫",
        "门卫处", "保安室", "销售部", "质检部", "工地", "门面"}) {
    if (text == word) return true;
  }
  return false;
}

// 中铁十九局项目部, 工业城大墩机械有限公司: the department within an office, the firm within a quarter of
// firms.
std::size_t Splitter::branch_start(std::size_t end) const noexcept {
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

// The name that ends at `end` is that of an estate, market or building by its last word.
bool Splitter::is_estate_before(std::size_t end) const noexcept {
  for (std::string_view word : {"小区", "家园", "花园", "大厦", "广场", "市场", "城", "园", "苑", "湾", "府",
                                "郡", "公寓", "中心", "大学", "学院", "医院"}) {
    std::size_t width = word.size() / 3;
    if (end >= at_ + width && end >= width && starts(end - width, word)) return true;
  }
  return false;
}

// 南下朱B区, 柳青2区: the quarter belongs to the name before it, unless that is an estate's already.
bool Splitter::extend_place(std::size_t end) noexcept {
  const char* from = parts_.place.data();
  bool adjoins = !parts_.place.empty() && parts_.section.empty() &&
                 from + parts_.place.size() == text_.data() + offset_[at_];
  if (!adjoins || ends_in_estate(parts_.place)) return false;
  parts_.place = {from, parts_.place.size() + offset_[end] - offset_[at_]};
  at_ = end;
  skip_marks();
  return true;
}

bool Splitter::ends_in_estate(std::string_view place) noexcept {
  for (std::string_view word : {"小区", "家园", "花园", "大厦", "广场", "市场", "城", "园", "苑", "湾", "府",
                                "郡", "公寓", "中心", "大学", "学院", "医院", "区"}) {
    if (place.ends_with(word)) return true;
  }
  return false;
}

// 华一路5号6楼明峰医疗: who is there, behind the numbers.
void Splitter::read_last_name() noexcept {
  const bool is_within = !parts_.place.empty();
  if (is_within && (!parts_.section.empty() || !parts_.floor.empty() || !parts_.room.empty())) return;
  std::size_t end = at_;
  while (end < count_ && !is_mark(at(end)) && !is_digit(at(end))) ++end;
  end = without_assist(end);
  if (end < at_ + 2 || is_letter(at(at_)) || is_note(piece(at_, end)) || is_desk(piece(at_, end))) return;
  take(end, is_within ? parts_.section : parts_.place);
}

}  // namespace kith::standard::street
