// Number plates of vehicles. China (GA 36-2018): 京A12345, 京AD12345 (new energy), 粤Z1234港, police,
// consular, learner and trailer plates, without a dot; others: capitals, one space or dash where several
// stood. Parts: province, kind.
#include <algorithm>

#include "base/utf8.h"
#include "standard/characters.h"
#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

struct Sign {
  std::string_view sign, province;
};
constexpr Sign signs[] = {
    {"京", "北京市"},           {"津", "天津市"},         {"沪", "上海市"}, {"渝", "重庆市"},
    {"冀", "河北省"},           {"豫", "河南省"},         {"云", "云南省"}, {"辽", "辽宁省"},
    {"黑", "黑龙江省"},         {"湘", "湖南省"},         {"皖", "安徽省"}, {"鲁", "山东省"},
    {"新", "新疆维吾尔自治区"}, {"苏", "江苏省"},         {"浙", "浙江省"}, {"赣", "江西省"},
    {"鄂", "湖北省"},           {"桂", "广西壮族自治区"}, {"甘", "甘肃省"}, {"晋", "山西省"},
    {"蒙", "内蒙古自治区"},     {"陕", "陕西省"},         {"吉", "吉林省"}, {"闽", "福建省"},
    {"贵", "贵州省"},           {"粤", "广东省"},         {"青", "青海省"}, {"藏", "西藏自治区"},
    {"川", "四川省"},           {"宁", "宁夏回族自治区"}, {"琼", "海南省"}, {"使", ""}};

// Capitals, digits and Chinese characters only.
bool write_bare(std::string_view tidy, std::string& code) {
  for (std::size_t at = 0; at < tidy.size();) {
    std::size_t from = at;
    char32_t c = next_tidy(tidy, at);
    if (c < 0x80) {
      char letter = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
      if (is_digit(letter) || is_capital(letter))
        code.push_back(letter);
      else if (letter != ' ' && letter != '-' && letter != '.')
        return false;
    } else if (is_han(c)) {
      code.append(tidy.substr(from, at - from));
    } else if (c != 0xB7 && c != 0x2022 && c != 0x30FB) {
      return false;
    }
  }
  return true;
}

// The kind of the plate after its province's character; empty where it has none of the forms.
std::string_view kind_of(std::string_view rest) noexcept {
  if (has_form(rest,
               "@D#####|@F#####|@#####D|@#####F|@D*####|@F*####|@A#####|@G#####|@B#####|@C#####|@E#####"))
    return "new_energy";
  if (rest.size() == 6 && is_capital(rest[0]) && has_form(rest, "@*****")) {
    bool has_no_io = rest.find_first_of("IO", 1) == std::string_view::npos;
    return has_no_io ? "car" : std::string_view();
  }
  auto ends_in = [&](std::string_view end) {
    return rest.ends_with(end) && has_form(rest.substr(0, rest.size() - end.size()), "@****|@*****");
  };
  if (ends_in("警")) return "police";
  if (ends_in("学")) return "learner";
  if (ends_in("挂")) return "trailer";
  if (ends_in("港") || ends_in("澳")) return "hong_kong_macao";
  if (ends_in("领")) return "consular";
  return {};
}

}  // namespace

void standardise_plate(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  if (tidy.size() > 40) return refuse(raw, Reason::not_a_plate, out);
  if (!is_ascii(tidy)) {
    if (!write_bare(tidy, code)) return refuse(raw, Reason::not_a_plate, out);
    for (const Sign& one : signs) {
      if (!code.starts_with(one.sign)) continue;
      std::string_view kind = kind_of(std::string_view(code).substr(one.sign.size()));
      if (kind.empty() && one.sign == "使" && are_digits(std::string_view(code).substr(3)) &&
          code.size() == 9)
        kind = "consular";
      if (kind.empty()) break;
      out.set_part(Part::kind, kind);
      if (!one.province.empty()) out.set_part(Part::province, one.province);
      return settle(raw, tidy, Reason::reformatted, out);
    }
    return refuse(raw, Reason::not_a_plate, out);
  }
  std::size_t letters = 0;
  for (char c : tidy) {
    char capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    bool is_mark = capital == ' ' || capital == '-' || capital == '.';
    if (!is_mark && !is_digit(capital) && !is_capital(capital)) return refuse(raw, Reason::not_a_plate, out);
    letters += !is_mark;
    code.push_back(capital);
  }
  bool has_digit = std::any_of(code.begin(), code.end(), is_digit);
  if (letters < 2 || letters > 9 || !has_digit) return refuse(raw, Reason::not_a_plate, out);
  settle(raw, tidy, Reason::letter_case, out);
}

}  // namespace kith::standard
