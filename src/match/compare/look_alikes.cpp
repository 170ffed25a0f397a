#include "match/compare/look_alikes.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "base/utf8.h"

namespace kith::match {
namespace {

struct LookAlike {
  char32_t letter;
  char latin;
};

constexpr LookAlike table[] = {
    // Greek capitals, then small letters
    {U'Α', 'a'},
    {U'Β', 'b'},
    {U'Ε', 'e'},
    {U'Ζ', 'z'},
    {U'Η', 'h'},
    {U'Ι', 'i'},
    {U'Κ', 'k'},
    {U'Μ', 'm'},
    {U'Ν', 'n'},
    {U'Ο', 'o'},
    {U'Ρ', 'p'},
    {U'Τ', 't'},
    {U'Υ', 'y'},
    {U'Χ', 'x'},
    {U'α', 'a'},
    {U'ι', 'i'},
    {U'κ', 'k'},
    {U'ν', 'v'},
    {U'ο', 'o'},
    {U'ρ', 'p'},
    {U'τ', 't'},
    {U'υ', 'u'},
    {U'χ', 'x'},
    // Cyrillic
    {U'Ѕ', 's'},
    {U'І', 'i'},
    {U'Ј', 'j'},
    {U'А', 'a'},
    {U'В', 'b'},
    {U'Е', 'e'},
    {U'К', 'k'},
    {U'М', 'm'},
    {U'Н', 'h'},
    {U'О', 'o'},
    {U'Р', 'p'},
    {U'С', 'c'},
    {U'Т', 't'},
    {U'У', 'y'},
    {U'Х', 'x'},
    {U'а', 'a'},
    {U'в', 'b'},
    {U'е', 'e'},
    {U'к', 'k'},
    {U'м', 'm'},
    {U'н', 'h'},
    {U'о', 'o'},
    {U'р', 'p'},
    {U'с', 'c'},
    {U'т', 't'},
    {U'у', 'y'},
    {U'х', 'x'},
    {U'ѕ', 's'},
    {U'і', 'i'},
    {U'ј', 'j'},
};
static_assert(std::is_sorted(std::begin(table), std::end(table),
                             [](const LookAlike& a, const LookAlike& b) { return a.letter < b.letter; }));

// Each character stands in one group.
constexpr std::u32string_view han_groups[] = {
    U"己已巳", U"土士",   U"日曰",   U"末未",       U"戊戌戍", U"天夭夫", U"大太犬",   U"人入八", U"千干于",
    U"刀刁力", U"木术本", U"目且",   U"田由甲申电", U"白百自", U"兵乒乓", U"冶治",     U"洛络骆", U"晴睛",
    U"师帅",   U"免兔",   U"爪瓜",   U"鸟乌",       U"贝见",   U"风凤",   U"今令",     U"冷泠",   U"幸辛",
    U"享亨",   U"孟盂",   U"宣宜",   U"薄簿",       U"柳抑",   U"柏拍",   U"梅海悔侮", U"波坡",   U"妹妺",
    U"媛暖",   U"彬杉",   U"赢羸嬴", U"昊吴",       U"栋拣",   U"欣炊",   U"沐沭",     U"若苦",   U"苗茁",
    U"汤扬",   U"汪注",   U"江汀",   U"汁汗",       U"沈沉",   U"陈阵",   U"阳阴",     U"邹邵",   U"郝郗",
    U"邓邢",   U"韦书",   U"车东",   U"龙尤",       U"毛手",   U"厂广",   U"牛午",     U"石右",   U"史吏",
    U"甘廿",   U"付什",   U"任仕",   U"余佘",       U"卞下",   U"周同",   U"唐康",     U"夏复",   U"姚桃",
    U"娄委",   U"宁宇",   U"席度",   U"庞宠",       U"徐徒",   U"戚咸",   U"文丈",     U"施拖",   U"景影",
    U"李季",   U"柴紫",   U"梁粱",   U"武式",       U"潘播",   U"熊能",   U"王玉主",   U"秦泰奏", U"章童",
    U"肖尚",   U"范苑",   U"袁哀",   U"裴斐",       U"贺货",   U"钱线",   U"雷雪",     U"项顶",   U"顾顿",
    U"侯候",   U"丁了",   U"斤斥",   U"折拆",       U"汩汨",   U"茶荼",   U"暑署",     U"狼狠",   U"拔拨",
    U"微徵",   U"崇祟",   U"壶壸",   U"盲肓",       U"佳隹",
};

}  // namespace

char32_t han_shape_of(char32_t c) noexcept {
  static const std::unordered_map<char32_t, char32_t> first_of = [] {
    std::unordered_map<char32_t, char32_t> map;
    for (auto group : han_groups) {
      for (char32_t member : group) map.emplace(member, group.front());
    }
    return map;
  }();
  const auto found = first_of.find(c);
  return found == first_of.end() ? c : found->second;
}

bool look_alike(std::span<const char32_t> a, std::span<const char32_t> b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char32_t x, char32_t y) { return x == y || han_shape_of(x) == han_shape_of(y); });
}

std::string by_shape(std::string_view text) {
  if (is_ascii(text)) return std::string(text);  // looks like nothing else
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const auto* found =
        std::lower_bound(std::begin(table), std::end(table), c,
                         [](const LookAlike& a, char32_t letter) { return a.letter < letter; });
    if (found != std::end(table) && found->letter == c) {
      out.push_back(found->latin);
    } else {
      out.append(text.substr(begin, at - begin));
    }
  }
  return out;
}

bool mixes_scripts(std::string_view text) noexcept {
  bool latin = false, other = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      latin |= (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
      ++at;
      continue;
    }
    const char32_t c = next_code_point(text, at);
    other |= c >= 0x370 && c <= 0x52F;  // Greek and Coptic, Cyrillic and its supplement
  }
  return latin && other;
}

}  // namespace kith::match
