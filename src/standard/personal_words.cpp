#include "standard/personal_words.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "standard/company_parts.h"
#include "standard/divisions.h"
#include "standard/han_name.h"
#include "standard/us_address.h"
#include "standard/western_name_words.h"

namespace kith::standard {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }
bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

// The offset after `count` Chinese characters at `at`, npos where fewer stand there.
std::size_t after_han(std::string_view text, std::size_t at, std::size_t count) noexcept {
  for (; count > 0; --count) {
    if (at >= text.size() || !is_han(next_code_point(text, at))) return std::string_view::npos;
  }
  return at;
}

bool starts(std::string_view text, std::size_t at, std::string_view word) noexcept {
  return at <= text.size() && text.substr(at).starts_with(word);
}

std::size_t skip_colon(std::string_view text, std::size_t at) noexcept {
  for (bool more = true; more;) {
    more = false;
    for (std::string_view mark : {" ", ":", "：", "是", "叫", "为", "　"}) {
      if (!starts(text, at, mark)) continue;
      at += mark.size();
      more = true;
    }
  }
  return at;
}

// Characters that are in no given name: what follows a name in a sentence.
bool ends_name(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size()) return true;
  std::size_t next = at;
  char32_t c = next_code_point(text, next);
  if (!is_han(c)) return true;
  return std::u32string_view(
             U"的了在来已要说是有和与跟及或先女小老总经主教医律您你我他她地电手于被把给让向对住从到请将")
             .find(c) != std::u32string_view::npos;
}

// 康伊芬咨询, 王先生来电: what people do who write or call.
bool is_act(std::string_view text, std::size_t at) noexcept {
  for (std::string_view act :
       {"咨询", "来电",   "反映", "反馈", "投诉", "要求",   "询问", "表示", "购买", "申请", "预约", "催",
        "致电", "打电话", "下单", "退货", "退款", "已付款", "签收", "想",   "称",   "提出", "希望"}) {
    if (starts(text, at, act)) return true;
  }
  return false;
}

// 武汉盛博教育咨询有限公司来电: who acts is a company.
bool is_company(std::string_view text, std::size_t at) noexcept {
  std::size_t end = at;
  for (int characters = 0; characters < 24 && end < text.size(); ++characters) {
    std::size_t next = end;
    char32_t c = next_code_point(text, next);
    if (!is_han(c) && c != '(' && c != ')' && c != 0xFF08 && c != 0xFF09) break;
    end = next;
  }
  std::string_view run = text.substr(at, end - at);
  for (std::string_view word : {"公司", "集团", "事务所", "工作室", "商行", "经营部"}) {
    if (run.find(word) != std::string_view::npos) return true;
  }
  return false;
}

void find_labelled_han_names(std::string_view text, std::vector<PersonalSpan>& spans) {
  for (std::string_view label :
       {"姓名", "联系人", "收件人", "收货人", "寄件人", "客户名", "我叫", "名叫", "名字", "本人", "户名",
        "持卡人", "申请人", "法人", "负责人", "用户", "客户"}) {
    for (std::size_t at = text.find(label); at != std::string_view::npos; at = text.find(label, at + 1)) {
      std::size_t from = skip_colon(text, at + label.size());
      bool has_mark = from > at + label.size();
      std::size_t family =
          is_act(text, from) || is_company(text, from) ? 0 : han_family_length(text.substr(from));
      if (family == 0 ||
          (!has_mark && label != "我叫" && label != "名叫" && label != "客户" && label != "用户"))
        continue;
      std::size_t end = std::string_view::npos;
      for (std::size_t given : {std::size_t{2}, std::size_t{1}, std::size_t{3}}) {
        std::size_t to = after_han(text, from + family, given);
        if (to == std::string_view::npos || !(ends_name(text, to) || is_act(text, to))) continue;
        end = to;
        break;
      }
      if (end == std::string_view::npos) continue;
      bool is_loose = !has_mark && (label == "客户" || label == "用户");
      spans.push_back({from, end, PersonalKind::name, is_loose ? 0.6 : 0.9});
    }
  }
}

bool is_han_before(std::string_view text, std::size_t at) noexcept {
  if (at < 3) return false;
  std::size_t from = at - 3, next = from;
  return is_han(next_code_point(text, next)) && next == at;
}

// Words that end where a name can begin in the middle of a sentence.
bool is_connector_before(std::string_view text, std::size_t at) noexcept {
  for (std::string_view word : {"给", "找", "是", "和", "与", "由",   "为",   "叫",   "请", "跟",
                                "让", "向", "的", "及", "对", "联系", "客户", "用户", "说", "致电"}) {
    if (text.substr(0, at).ends_with(word)) return true;
  }
  return false;
}

// 总结, 总共: 总 is no form of address there.
bool goes_on_as_word(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size()) return false;
  char32_t c = next_code_point(text, at);
  return std::u32string_view(U"结是部量共会统经数体监计裁面价算之局署长目线").find(c) !=
         std::u32string_view::npos;
}

void find_titled_han_names(std::string_view text, std::vector<PersonalSpan>& spans) {
  for (std::string_view title : {"先生", "女士", "小姐", "太太", "老师", "经理", "总监", "医生", "主任",
                                 "师傅", "教授", "律师", "同学", "阿姨", "总"}) {
    for (std::size_t at = text.find(title); at != std::string_view::npos; at = text.find(title, at + 1)) {
      // The longest of up to four characters before the title that begins with a family name, at a break.
      std::size_t best = at, from = at;
      for (std::size_t n = 1; n <= 4 && is_han_before(text, from); ++n) {
        from -= 3;
        std::string_view name = text.substr(from, at - from);
        bool is_named = n == 1 ? is_han_family_name(name) : han_family_length(name) != 0;
        bool at_break = !is_han_before(text, from) || is_connector_before(text, from);
        if (is_named && (at_break || n == 1)) best = from;
      }
      std::size_t characters = (at - best) / 3;
      bool is_short_title = title.size() == 3;
      if (characters == 0 || (is_short_title && characters > 1)) continue;
      bool at_break = !is_han_before(text, best) || is_connector_before(text, best);
      if (is_short_title && (!at_break || goes_on_as_word(text, at + title.size()))) continue;
      spans.push_back({best, at + title.size(), PersonalKind::name,
                       characters > 1 ? 0.8
                       : at_break     ? 0.7
                                      : 0.55});
    }
  }
}

// A sentence that begins with a name and goes on with what its bearer does: 康伊芬咨询保修期.
void find_acting_han_names(std::string_view text, std::vector<PersonalSpan>& spans) {
  bool at_break = true;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t from = at;
    char32_t c = next_code_point(text, at);
    bool begins = at_break && is_han(c);
    at_break = !is_han(c);
    if (!begins) continue;
    std::size_t family =
        is_act(text, from) || is_company(text, from) ? 0 : han_family_length(text.substr(from));
    if (family == 0) continue;
    for (std::size_t given : {std::size_t{2}, std::size_t{1}}) {
      std::size_t to = after_han(text, from + family, given);
      if (to == std::string_view::npos) continue;
      // 王陶对维修表示满意: what is felt or done towards something.
      bool is_towards = starts(text, to, "对") && text.substr(to, 90).find("表示") != std::string_view::npos;
      if (!is_act(text, to) && !is_towards) continue;
      spans.push_back({from, to, PersonalKind::name, is_towards ? 0.65 : 0.7});
      break;
    }
  }
}

// One to three capitalised words from `at` on, in one line; the end of the last, `at` where there is none.
std::size_t capitalised_end(std::string_view text, std::size_t at) noexcept {
  std::size_t end = at;
  for (int words = 0; words < 3; ++words) {
    std::size_t from = words == 0 ? at : end + 1;
    if (words > 0 && (end >= text.size() || text[end] != ' ')) break;
    std::size_t to = from;
    while (to < text.size() && (is_letter(text[to]) || text[to] == '\'' || text[to] == '-' ||
                                static_cast<unsigned char>(text[to]) >= 0xC3)) {
      if (static_cast<unsigned char>(text[to]) >= 0xE0) break;
      to += static_cast<unsigned char>(text[to]) >= 0xC3 ? 2 : 1;
    }
    to = std::min(to, text.size());
    bool is_initial = to == from + 1 && to < text.size() && text[to] == '.';
    bool is_name = to > from && is_capital(text[from]) && (to - from > 1 || is_initial);
    if (!is_name) break;
    end = is_initial ? to + 1 : to;
    while (end > from && (text[end - 1] == '-' || text[end - 1] == '\'')) --end;
    if (end >= 2 && text.substr(0, end).ends_with("'s")) {
      end -= 2;
      break;
    }
  }
  return end;
}

// "Liz Grodon wants the invoice": a sentence that begins with two or three capitalised words and goes on with
// what a customer does.
void find_acting_western_names(std::string_view text, std::vector<PersonalSpan>& spans) {
  static constexpr std::string_view no_names[] = {
      "The",  "This",     "That",   "It",     "We",   "He",    "She",     "They",    "Our",   "My",
      "Your", "Please",   "Thank",  "Thanks", "No",   "Not",   "Very",    "Good",    "Great", "All",
      "New",  "Customer", "Client", "If",     "When", "Order", "Account", "Support", "Sales", "Service"};
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool begins =
        is_capital(text[at]) && (at == 0 || text[at - 1] == '\n' ||
                                 (at > 1 && text[at - 1] == ' ' &&
                                  (text[at - 2] == '.' || text[at - 2] == '!' || text[at - 2] == '?' ||
                                   text[at - 2] == ':' || text[at - 2] == ';')));
    if (!begins) continue;
    std::size_t to = capitalised_end(text, at);
    std::string_view name = text.substr(at, to - at);
    if (name.find(' ') == std::string_view::npos) continue;
    std::string_view first = name.substr(0, name.find(' '));
    if (std::find(std::begin(no_names), std::end(no_names), first) != std::end(no_names)) continue;
    bool acts = false;
    for (std::string_view act :
         {" wants",      " wanted",    " asked",      " asks",      " called",   " calls",
          " says",       " said",      " requested",  " requests",  " reported", " reports",
          " complained", " complains", " would like", " needs",     " cannot",   " has ",
          " emailed",    " phoned",    " wrote",      " cancelled", " ordered",  " paid",
          " returned",   " is not",    " did not",    " confirmed", " agreed"}) {
      acts |= starts(text, to, act);
    }
    if (acts && split_company(name).form.empty()) spans.push_back({at, to, PersonalKind::name, 0.65});
  }
}

void find_western_names(std::string_view text, std::vector<PersonalSpan>& spans) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool begins = is_letter(text[at]) && (at == 0 || !is_letter(text[at - 1]));
    if (!begins) continue;
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    std::string_view word = text.substr(at, end - at);
    bool is_title = is_capital(word.front()) && !prefix_of(word).empty() && word != "Father" &&
                    word != "Miss" && word != "Officer" && word != "Judge";
    if (!is_title && word != "Miss") continue;
    std::size_t from = end;
    if (starts(text, from, ".")) ++from;
    if (!starts(text, from, " ")) continue;
    std::size_t to = capitalised_end(text, from + 1);
    if (to > from + 1) spans.push_back({at, to, PersonalKind::name, 0.9});
  }
  for (std::string_view cue :
       {"my name is ", "My name is ", "name is ",    "Name: ",     "name: ",      "Contact: ", "contact: ",
        "Customer: ",  "customer ",   "Attn: ",      "attn: ",     "Attention: ", "Dear ",     "Regards, ",
        "regards, ",   "Thanks, ",    "Sincerely, ", "signed by ", "spoke with ", "spoke to ", "Spoke with ",
        "Spoke to ",   "called by ",  "Caller: ",    "This is ",   "this is ",    "I am ",     "I'm "}) {
    for (std::size_t at = text.find(cue); at != std::string_view::npos; at = text.find(cue, at + 1)) {
      std::size_t from = at + cue.size(), to = capitalised_end(text, from);
      if (to == from) continue;
      std::string_view name = text.substr(from, to - from);
      bool is_single = name.find(' ') == std::string_view::npos;
      bool is_loose =
          cue == "This is " || cue == "this is " || cue == "I am " || cue == "I'm " || cue == "customer ";
      if (is_single && (is_loose || name == "Sir" || name == "Madam" || name == "Customer" ||
                        name == "Team" || name == "All"))
        continue;
      spans.push_back({from, to, PersonalKind::name, is_single ? 0.6 : is_loose ? 0.75 : 0.85});
    }
  }
}

constexpr std::string_view street_ends[] = {"号楼", "单元", "号", "室", "栋", "幢", "座", "楼", "层", "弄",
                                            "路",   "街",   "巷", "道", "村", "镇", "乡", "区", "苑", "园",
                                            "院",   "厦",   "里", "组", "庄", "城", "场", "户", "房"};

// Where the address that begins at `from` ends: at the last word of an address before a mark or a gap.
std::size_t chinese_address_end(std::string_view text, std::size_t from, bool& has_street,
                                bool& has_number) noexcept {
  constexpr std::size_t longest = 150;
  std::size_t end = from;
  for (std::size_t at = from; at < text.size() && at - from < longest;) {
    bool ended = false;
    for (std::string_view word : street_ends) {
      if (!starts(text, at, word) || at == from) continue;
      end = at + word.size();
      bool is_number = is_digit(text[at - 1]);
      has_number |= is_number && (word == "号" || word == "室" || word == "栋" || word == "弄" ||
                                  word == "号楼" || word == "单元" || word == "幢");
      has_street |= word == "路" || word == "街" || word == "巷" || word == "道" || word == "弄" ||
                    word == "村" || word == "苑" || word == "园" || word == "里" || word == "镇";
      at = end;
      ended = true;
      break;
    }
    if (ended) continue;
    std::size_t start = at;
    char32_t c = next_code_point(text, at);
    bool goes_on = is_han(c) ||
                   (c < 0x80 && (is_digit(static_cast<char>(c)) || is_letter(static_cast<char>(c)))) ||
                   c == '-' || c == '#' || c == '(' || c == ')' || c == 0xFF08 || c == 0xFF09;
    if (!goes_on) break;
    // A room's number at the end of all: 3-2-501.
    bool is_last_number = c < 0x80 && is_digit(static_cast<char>(c)) && end == start && has_street;
    if (is_last_number) {
      std::size_t to = start;
      while (to < text.size() && (is_digit(text[to]) || text[to] == '-' || is_letter(text[to]))) ++to;
      std::size_t next = to;
      bool is_followed = to < text.size() && is_han(next_code_point(text, next));
      at = to;
      if (!is_followed) end = to;
      has_number |= !is_followed;
    }
    // Words of a sentence end it: 收, 电话, 请.
    if (std::u32string_view(U"请您我你他她们但因已要想说让给电寄送").find(c) != std::u32string_view::npos)
      break;
  }
  return end;
}

void find_chinese_addresses(std::string_view text, std::vector<PersonalSpan>& spans) {
  std::size_t done = 0, break_at = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t from = at;
    char32_t c = next_code_point(text, at);
    if (!is_han(c) || from < done) continue;
    // 住在人民路12号: the address begins behind the verb.
    for (std::string_view verb : {"住在", "家住", "位于", "寄到", "送到", "地址", "搬到", "改为", "改到"}) {
      if (!starts(text, from, verb)) continue;
      from += verb.size();
      break_at = from;
    }
    if (from >= text.size()) break;
    std::string_view rest = text.substr(from);
    DivisionMatch match;
    for (Level level : {Level::province, Level::city, Level::district}) {
      match = match_division(rest, level, -1, level != Level::district);
      if (match.length != 0) break;
    }
    bool is_road = false;
    if (match.length == 0) {
      // Without a division: a road and its number, behind a break.
      bool at_break = from == break_at || !is_han_before(text, from);
      for (std::size_t n = 2; n <= 6 && at_break && !is_road; ++n) {
        std::size_t road = after_han(text, from, n);
        if (road == std::string_view::npos) break;
        bool is_kind = starts(text, road, "路") || starts(text, road, "街") || starts(text, road, "巷") ||
                       starts(text, road, "大道");
        std::size_t number = road + (starts(text, road, "大道") ? 6 : 3);
        is_road = is_kind && number < text.size() && is_digit(text[number]);
      }
      if (!is_road) continue;
    }
    bool has_street = false, has_number = false;
    std::size_t end = chinese_address_end(text, from, has_street, has_number);
    if (!has_street && !has_number) continue;
    if (is_road && !has_number) continue;
    if (end - from < 15) continue;
    spans.push_back({from, end, PersonalKind::address,
                     is_road                    ? 0.7
                     : has_number && has_street ? 0.92
                     : has_number               ? 0.8
                                                : 0.55});
    done = end;
  }
}

// A number and a road: 1600 Amphitheatre Pkwy, Mountain View, CA 94043.
void find_western_addresses(std::string_view text, std::vector<PersonalSpan>& spans) {
  static constexpr std::string_view kinds[] = {
      "street", "st",      "avenue", "ave",     "road",   "rd",    "drive",    "dr",    "boulevard",
      "blvd",   "lane",    "ln",     "court",   "ct",     "place", "pl",       "way",   "parkway",
      "pkwy",   "highway", "hwy",    "terrace", "square", "sq",    "crescent", "close", "gardens"};
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool begins = is_digit(text[at]) && (at == 0 || text[at - 1] == ' ' || text[at - 1] == ':' ||
                                         text[at - 1] == '\n' || text[at - 1] == ',');
    if (!begins) continue;
    std::size_t i = at, road = 0;
    while (i < text.size() && (is_digit(text[i]) || is_letter(text[i]) || text[i] == '-')) ++i;
    if (i - at > 7) continue;
    bool has_capital = false;
    for (int words = 0; words < 5 && i < text.size() && text[i] == ' '; ++words) {
      std::size_t from = i + 1, to = from;
      while (to < text.size() && (is_letter(text[to]) || is_digit(text[to]) || text[to] == '\'')) ++to;
      if (to == from) break;
      std::string_view word = text.substr(from, to - from);
      bool is_kind =
          words > 0 && std::any_of(std::begin(kinds), std::end(kinds), [&](std::string_view kind) {
            return word.size() == kind.size() && std::equal(word.begin(), word.end(), kind.begin(),
                                                            [](char a, char b) { return (a | 0x20) == b; });
          });
      has_capital |= is_capital(word.front()) || is_digit(word.front());
      if (!is_capital(word.front()) && !is_digit(word.front()) && !is_kind) break;
      i = to;
      if (is_kind) road = to;
      if (is_kind && i < text.size() && text[i] == '.') road = ++i;
      if (is_kind) break;
    }
    if (road == 0 || !has_capital) continue;
    // The city, the state and its code may follow.
    std::size_t limit = std::min(text.size(), road + 80), line = std::min(text.find('\n', road), limit);
    std::size_t end = road;
    bool has_code = false;
    for (std::size_t to = road; to < line; ++to) {
      if (!is_digit(text[to])) continue;
      std::size_t stop = to;
      while (stop < line && (is_digit(text[stop]) || text[stop] == '-')) ++stop;
      if (stop - to >= 5) {
        UsAddress address = read_us_address(text.substr(at, stop - at));
        if (!address.state.empty() && !address.postal_code.empty()) {
          end = stop;
          has_code = true;
        }
      }
      to = stop;
    }
    spans.push_back({at, end, PersonalKind::address, has_code ? 0.93 : 0.7});
    at = end;
  }
}

}  // namespace

void find_personal_words(std::string_view text, const Standard&, std::vector<PersonalSpan>& spans) {
  if (!is_ascii(text)) {
    find_labelled_han_names(text, spans);
    find_titled_han_names(text, spans);
    find_acting_han_names(text, spans);
    find_chinese_addresses(text, spans);
  }
  find_western_names(text, spans);
  find_acting_western_names(text, spans);
  find_western_addresses(text, spans);
}

}  // namespace kith::standard
