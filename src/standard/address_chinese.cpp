#include <string>

#include "base/utf8.h"
#include "standard/address_parts.h"
#include "standard/characters.h"
#include "standard/divisions.h"
#include "standard/towns.h"

namespace kith::standard {
namespace {

// No space stands beside a Chinese character.
void join_han(std::string_view tidy, std::string& joined) {
  joined.clear();
  bool last_is_han = true;
  for (std::size_t at = 0; at < tidy.size();) {
    std::size_t start = at;
    char32_t c = next_tidy(tidy, at);
    if (c == ' ') {
      std::size_t ahead = at;
      if (last_is_han || at == tidy.size() || is_han(next_tidy(tidy, ahead))) continue;
    }
    joined.append(tidy.substr(start, at - start));
    last_is_han = is_han(c);
  }
}

bool skip(std::string_view& text, std::string_view what) noexcept {
  if (what.empty() || !text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

void skip_marks(std::string_view& text) noexcept {
  while (!text.empty()) {
    char c = text.front();
    if (c == ' ' || c == ',' || c == '-' || c == '_' || c == '/' || c == '|' || c == '.' || c == ':') {
      text.remove_prefix(1);
    } else if (static_cast<unsigned char>(c) >= 0xE4 || static_cast<unsigned char>(c) < 0x80) {
      return;
    } else if (!skip(text, "、") && !skip(text, "，") && !skip(text, "。") && !skip(text, "·")) {
      return;
    }
  }
}

bool has_han(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (is_han(next_tidy(text, at))) return true;
  }
  return false;
}

// "收货地址:", where an address follows.
void skip_label(std::string_view& text) noexcept {
  static const HanSet first("收联详地住");
  if (!first.has(first_tidy(text))) return;
  for (std::string_view label : {"收货地址:", "联系地址:", "详细地址:", "地址:", "住址:"}) {
    std::string_view rest = text;
    if (!skip(rest, label)) continue;
    while (skip(rest, " ")) continue;
    if (has_han(rest)) text = rest;
  }
}

bool are_digits(std::string_view text) noexcept {
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

// Six digits at either end: the postal code.
std::string_view take_postal_code(std::string_view& text) noexcept {
  std::string_view rest = text;
  if (!is_ascii(text.substr(0, 1))) {
    for (std::string_view label : {"邮编", "邮政编码", ":"}) skip(rest, label);
  }
  skip(rest, ":");
  std::string_view code = rest.substr(0, 6);
  if (rest.size() > 6 && are_digits(code) && !are_digits(rest.substr(6, 1)) && rest[6] != '-') {
    rest.remove_prefix(6);
    skip_marks(rest);
    std::size_t at = 0;
    if (!rest.empty() && is_han(next_tidy(rest, at))) {
      text = rest;
      return code;
    }
  }
  rest = text;
  if (rest.find("邮") == std::string_view::npos) return {};
  auto open = rest.rfind("邮编");
  if (open == std::string_view::npos) open = rest.rfind("邮政编码");
  if (open == std::string_view::npos || open == 0) return {};
  std::string_view tail = rest.substr(open);
  if (!skip(tail, "邮编")) skip(tail, "邮政编码");
  skip_marks(tail);
  code = tail.substr(0, 6);
  if (code.size() != 6 || !are_digits(code)) return {};
  tail.remove_prefix(6);
  skip_marks(tail);
  skip(tail, ")");
  if (!tail.empty()) return {};
  text = rest.substr(0, open);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '('))
    text.remove_suffix(1);
  return code;
}

// What makes a stem the beginning of another name: 北京路, 朝阳门, 南京东路, 海南大厦.
bool goes_on_as_name(std::string_view rest) noexcept {
  static const HanSet first("路街道巷桥门村镇乡弄里大东西南北中广花公苑银宾酒饭小新国");
  if (!first.has(first_tidy(rest))) return false;
  for (std::string_view follower :
       {"路",   "街",   "道",   "巷",   "桥",   "门",   "村",   "镇",   "乡",   "弄",   "里",   "大厦",
        "大街", "大道", "东路", "西路", "南路", "北路", "中路", "东街", "西街", "南街", "北街", "广场",
        "花园", "公园", "苑",   "大学", "银行", "宾馆", "酒店", "饭店", "小区", "新村", "公寓", "国际"}) {
    if (rest.starts_with(follower)) return true;
  }
  return false;
}

// The same, but for a district of the place that is named: 宁波镇海区, 台州路桥区.
bool goes_on_as_name(std::string_view rest, std::int32_t within) noexcept {
  return goes_on_as_name(rest) && match_division(rest, Level::district, within, false).id < 0;
}

// Districts merged into others since about 1995, which addresses still name, and the city (or municipality)
// of each. Sources: the yearly notices of changes in divisions at county level and above, Ministry of Civil
// Affairs.
struct Former {
  std::string_view name, city;
};
constexpr Former former_districts[] = {
    {"江干区", "杭州市"},   {"下城区", "杭州市"},   {"江东区", "宁波市"}, {"闸北区", "上海市"},
    {"卢湾区", "上海市"},   {"南市区", "上海市"},   {"南汇区", "上海市"}, {"崇文区", "北京市"},
    {"宣武区", "北京市"},   {"塘沽区", "天津市"},   {"汉沽区", "天津市"}, {"大港区", "天津市"},
    {"东山区", "广州市"},   {"芳村区", "广州市"},   {"萝岗区", "广州市"}, {"下关区", "南京市"},
    {"白下区", "南京市"},   {"沧浪区", "苏州市"},   {"平江区", "苏州市"}, {"金阊区", "苏州市"},
    {"崇安区", "无锡市"},   {"南长区", "无锡市"},   {"北塘区", "无锡市"}, {"戚墅堰区", "常州市"},
    {"四方区", "青岛市"},   {"胶南市", "青岛市"},   {"绍兴县", "绍兴市"}, {"港闸区", "南通市"},
    {"元宝山区", "赤峰市"}, {"万盛区", "重庆市"},   {"双桥区", "重庆市"}, {"高淳县", "南京市"},
    {"动力区", "哈尔滨市"}, {"太平区", "哈尔滨市"}, {"东陵区", "沈阳市"}, {"硚口区", "武汉市"},
    {"新浦区", "连云港市"}, {"维扬区", "扬州市"},   {"江都市", "扬州市"}, {"楚州区", "淮安市"},
    {"清河区", "淮安市"},   {"清浦区", "淮安市"},   {"郊区", "太原市"},   {"北市区", "保定市"},
    {"南市区", "保定市"},   {"桥东区", "石家庄市"}, {"三元区", "三明市"}, {"梅列区", "三明市"},
};

const Former* former_district(std::string_view text, std::string_view city) noexcept {
  static const HanSet first = [] {
    HanSet set;
    for (const Former& one : former_districts) set.add(first_tidy(one.name));
    return set;
  }();
  const Former* found = nullptr;
  if (!first.has(first_tidy(text))) return found;
  for (const Former& one : former_districts) {
    if (!text.starts_with(one.name) || (!city.empty() && city != one.city)) continue;
    if (found != nullptr) return nullptr;
    found = &one;
  }
  return found;
}

struct Place {
  std::int32_t province = -1, city = -1, district = -1;
  std::string_view loose_district;  // a name that several places have, none of them proved
  std::string_view rest;
  std::string_view leading_town;  // that stood before everything and nowhere else
  bool filled = false, spelled_out = false;

  std::int32_t deepest() const noexcept { return district >= 0 ? district : city >= 0 ? city : province; }
};

void read_province(Place& place) {
  DivisionMatch match = match_division(place.rest, Level::province, -1, true);
  if (match.id < 0) return;
  std::string_view after = place.rest.substr(match.length);
  if (match.by_stem) {
    if (goes_on_as_name(after)) return;
    // 吉林市 and 海南州 are cities, though 吉林 and 海南 are provinces.
    if (DivisionMatch city = match_division(place.rest, Level::city, -1, false); city.length > match.length)
      return;
    if (DivisionMatch district = match_division(place.rest, Level::district, -1, false);
        district.length > match.length)
      return;
    skip(after, "省");
    skip(after, "自治区");
    place.spelled_out = true;
  }
  place.province = match.id;
  skip_marks(after);
  std::string_view name = division(match.id).name;
  if (name.ends_with("市")) {
    while (skip(after, name) || skip(after, "市辖区")) skip_marks(after);
    std::string_view again = after;
    if (skip(again, division(match.id).stem) && !goes_on_as_name(again) &&
        match_division(again, Level::district, match.id, false).id >= 0) {
      after = again;
    }
  }
  place.rest = after;
}

void read_city(Place& place) {
  if (place.province >= 0 && division(place.province).name.ends_with("市")) return;
  DivisionMatch match = match_division(place.rest, Level::city, place.province, true);
  if (match.id < 0) return;
  std::string_view after = place.rest.substr(match.length);
  if (match.by_stem) {
    if (goes_on_as_name(after, match.id)) return;
    // 绍兴县 is not 绍兴市.
    for (std::string_view kind : {"县", "区", "旗"}) {
      if (after.starts_with(kind)) return;
    }
    DivisionMatch district = match_division(place.rest, Level::district, place.province, false);
    if (district.length > match.length) return;
    skip(after, division(match.id).name.ends_with("州") ? "州" : "市");
    place.spelled_out = true;
  }
  place.city = match.id;
  skip_marks(after);
  while (skip(after, division(match.id).name) || skip(after, "市辖区")) skip_marks(after);
  if (place.province < 0) place.filled = true;
  place.province = province_of(match.id);
  place.rest = after;
}

// 江干区, 绍兴县: what stands where a district stands and is called one, but is in no table of today.
std::string_view unlisted_district(std::string_view text) noexcept {
  char32_t last = 0;
  std::size_t at = 0;
  for (int characters = 0; characters < 4 && at < text.size(); ++characters) {
    std::size_t start = at;
    char32_t c = next_tidy(text, at);
    if (!is_han(c)) return {};
    bool is_kind = c == U'区' || c == U'县';
    bool is_common = std::u32string_view(U"小社园校厂工业发学住宅新院矿库商技术街郊片东西南北").find(last) !=
                     std::u32string_view::npos;
    if (is_kind && characters >= 2 && !is_common) return text.substr(0, at);
    if (is_kind || c == U'路' || c == U'街' || c == U'镇' || c == U'村') return {};
    last = c;
    if (start == at) return {};
  }
  return {};
}

// 江干区: a district of yesterday tells its city all the same.
bool read_former_district(Place& place) {
  std::int32_t deepest = place.deepest();
  const Former* former =
      former_district(place.rest, deepest >= 0 ? city_name_of(deepest) : std::string_view());
  if (former == nullptr) return false;
  DivisionMatch city = match_division(former->city, Level::city, place.province, false);
  if (city.id < 0) city = match_division(former->city, Level::province, -1, false);
  if (city.id < 0) return false;
  if (deepest < 0 || place.city < 0) {
    place.filled |= place.deepest() != city.id;
    if (division(city.id).level == Level::city) place.city = city.id;
    place.province = province_of(city.id);
  }
  place.loose_district = former->name;
  place.rest.remove_prefix(former->name.size());
  return true;
}

// 黄宅镇 of 浦江黄宅镇: a town of the division, called one.
bool names_town_of(const Division& division, std::string_view text) {
  const std::size_t length = match_town(text, division.code).length;
  for (std::string_view kind : {"街道", "镇", "乡"}) {
    if (text.substr(0, length).ends_with(kind) || (length != 0 && text.substr(length).starts_with(kind)))
      return true;
  }
  return false;
}

// 义乌, 昆山: a city below a city is known by its bare name; a county or a district where one of its towns
// follows.
bool read_county_city(Place& place) {
  DivisionMatch match = match_division(place.rest, Level::district, -1, true);
  if (match.id < 0 || !match.by_stem) return false;
  std::string_view after = place.rest.substr(match.length);
  // 奉化市 is 奉化区 by now.
  bool is_renamed = skip(after, "市") || skip(after, "县") || skip(after, "区");
  if (!is_renamed && (!division(match.id).name.ends_with("市") || goes_on_as_name(after)) &&
      !names_town_of(division(match.id), after))
    return false;
  place.district = match.id;
  place.city = city_of(match.id);
  place.province = province_of(match.id);
  place.filled = true;
  skip_marks(after);
  place.rest = after;
  return true;
}

void read_district(Place& place) {
  bool is_anchored = place.deepest() >= 0;
  DivisionMatch match = match_division(place.rest, Level::district, place.deepest(), is_anchored);
  if (match.is_ambiguous && !match.by_stem && !is_anchored) {
    place.loose_district = place.rest.substr(0, match.length);
    place.rest.remove_prefix(match.length);
    return;
  }
  if (match.id < 0) {
    if (read_former_district(place)) return;
    if (!is_anchored) return void(read_county_city(place));
    place.loose_district = unlisted_district(place.rest);
    place.rest.remove_prefix(place.loose_district.size());
    return;
  }
  std::string_view after = place.rest.substr(match.length);
  if (match.by_stem) {
    if (goes_on_as_name(after)) return;
    for (std::string_view kind : {"区", "县", "市"}) {
      if (skip(after, kind)) break;
    }
    place.spelled_out = true;
  }
  bool is_gap = place.province < 0 || (place.city < 0 && city_of(match.id) >= 0);
  place.filled |= is_gap;
  place.district = match.id;
  place.city = city_of(match.id);
  place.province = province_of(match.id);
  skip_marks(after);
  place.rest = after;
}

// 溆浦县低庄镇湖南省怀化市溆浦县低庄镇: the divisions stand again behind the town, which then follows again
// or does not.
void drop_inner_divisions(Place& place) {
  constexpr std::size_t farthest = 60;
  if (place.province < 0 || place.city < 0) return;
  std::string_view name = division(place.province).name, city = division(place.city).name,
                   district = place.district >= 0 ? division(place.district).name : std::string_view();
  auto at = place.rest.substr(0, farthest).find(name);
  const bool from_city = at == std::string_view::npos;
  if (from_city) at = place.rest.substr(0, farthest).find(city);
  if (at == std::string_view::npos || at == 0) return;
  std::string_view after = place.rest.substr(at);
  if (!from_city) skip(after, name);
  skip_marks(after);
  if (!skip(after, city)) return;
  skip_marks(after);
  // City and district together are no name of anything else.
  const bool has_district = skip(after, district);
  if (from_city && !has_district) return;
  skip_marks(after);
  std::string_view before = place.rest.substr(0, at);
  while (!before.empty() &&
         (before.back() == ' ' || before.back() == '-' || before.back() == '_' || before.back() == ','))
    before.remove_suffix(1);
  if (before.empty() || after.find(before) != std::string_view::npos) {
    place.rest = after;
    return;
  }
  thread_local std::string joined;
  std::string both = std::string(before).append(after);
  joined.swap(both);
  place.rest = joined;
}

// 浙江杭州西湖区 behind 浙江省杭州市: province and city once more by their short names.
bool repeats_by_stems(const Place& place, std::string_view text) noexcept {
  if (place.province < 0 || place.city < 0 || !skip(text, division(place.province).stem)) return false;
  const Division& city = division(place.city);
  if (text.starts_with(city.name)) return true;
  return skip(text, city.stem) && match_division(text, Level::district, place.city, true).id >= 0;
}

// Forms that were filled by two programs say the divisions twice: 浙江省温州市浙江省温州市乐清市.
void read_again(Place& place) {
  for (int round = 0; round < 3; ++round) {
    std::string_view after = place.rest;
    skip(after, "null");
    skip_marks(after);
    bool repeats = false;
    for (std::int32_t id : {place.province, place.city, place.district}) {
      if (id < 0) continue;
      const Division& one = division(id);
      if (skip(after, one.name)) {
        repeats = true;
      } else if (id == place.province && repeats_by_stems(place, after)) {
        after.remove_prefix(one.stem.size());
        skip(after, division(place.city).name) || skip(after, division(place.city).stem);
        repeats = true;
      }
      skip_marks(after);
    }
    // 金华金华九州西路
    std::string_view bare = after, city = place.city >= 0 ? division(place.city).stem : std::string_view();
    if (!repeats && skip(bare, city) && !goes_on_as_name(bare) && !bare.empty() && !bare.starts_with("城") &&
        (match_division(bare, Level::district, place.city, true).id >= 0 || place.spelled_out)) {
      after = bare;
      repeats = true;
    }
    if (!repeats) break;
    place.rest = after;
    if (place.city < 0 && place.district < 0) read_city(place);
    if (place.district < 0) read_district(place);
  }
  drop_inner_divisions(place);
}

// 花桥镇四川省成都市新津县花桥镇, 汊河街道江苏省扬州市邗江区运西镇: a town before everything, which stands
// behind the district again or is put there, where no other does.
void read_leading_town(Place& place) {
  constexpr std::size_t longest_town = 30;
  std::string_view text = place.rest;
  if (place.province >= 0 || text.empty() || static_cast<unsigned char>(text.front()) < 0xE4) return;
  for (std::string_view kind : {"街道", "镇", "乡"}) {
    auto end = text.find(kind);
    if (end == std::string_view::npos || end == 0 || end > longest_town) continue;
    end += kind.size();
    std::string_view town = text.substr(0, end), rest = text.substr(end);
    skip_marks(rest);
    skip(rest, "中国");
    DivisionMatch province = match_division(rest, Level::province, -1, true);
    if (province.id < 0) continue;
    if (rest.find(town) == std::string_view::npos) {
      std::string_view after = rest.substr(province.length);
      const bool is_spelled = !province.by_stem || skip(after, "省") || skip(after, "市");
      skip_marks(after);
      const bool goes_down = match_division(after, Level::city, province.id, true).id >= 0 ||
                             match_division(after, Level::district, province.id, false).id >= 0;
      if (!is_spelled || !goes_down) continue;
      place.leading_town = town;
    }
    place.rest = rest;
    return;
  }
}

bool begins_with_town(std::string_view text) noexcept {
  constexpr std::size_t longest_town = 18;
  const auto head = text.substr(0, longest_town);
  return head.find("镇") != std::string_view::npos || head.find("街道") != std::string_view::npos ||
         head.find("乡") != std::string_view::npos;
}

// REQUIRES that all divisions are read.
void put_leading_town(Place& place) {
  if (place.leading_town.empty() || begins_with_town(place.rest)) return;
  thread_local std::string joined;
  std::string both = std::string(place.leading_town).append(place.rest);
  joined.swap(both);
  place.rest = joined;
}

void write(const Place& place, Standardised& out) {
  std::int32_t deepest = place.deepest();
  if (deepest >= 0) {
    std::string_view province = division(place.province).name, city = city_name_of(deepest);
    out.value.append(province);
    out.set_part(Part::province, province);
    if (city != province) out.value.append(city);
    if (!city.empty()) out.set_part(Part::city, city);
  }
  std::string_view district = place.district >= 0 ? division(place.district).name : place.loose_district;
  if (!district.empty()) {
    out.value.append(district);
    out.set_part(Part::district, district);
  }
  out.value.append(place.rest);
  if (!place.rest.empty()) out.set_part(Part::street, place.rest);
}

}  // namespace

Reason read_chinese_address(std::string_view tidy, Standardised& out) {
  thread_local std::string joined;
  Place place;
  place.rest = tidy;
  if (tidy.find(' ') != std::string_view::npos) {
    join_han(tidy, joined);
    place.rest = joined;
  }
  skip_label(place.rest);
  std::string_view code = take_postal_code(place.rest);
  // Written several times: what is left must not be read anew when the address is standardised again.
  while (!code.empty() && !take_postal_code(place.rest).empty()) {
  }
  bool names_country = skip(place.rest, "中华人民共和国") || skip(place.rest, "中国");
  std::string_view unread = place.rest;
  skip_marks(place.rest);
  read_province(place);
  if (place.province < 0) {
    read_leading_town(place);
    read_province(place);
  }
  read_city(place);
  read_district(place);
  read_again(place);
  put_leading_town(place);
  if (place.deepest() < 0 && place.loose_district.empty()) {
    // 中国银行大厦: no division follows, so the country may be part of a name.
    if (names_country) out.value.assign("中国");
    place.rest = unread;
  } else if (names_country) {
    out.set_part(Part::country, "CN");
  }
  if (!code.empty()) out.set_part(Part::postal_code, code);
  write(place, out);
  return place.filled ? Reason::completed : Reason::reformatted;
}

}  // namespace kith::standard
