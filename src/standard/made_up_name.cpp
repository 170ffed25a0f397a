#include "standard/made_up_name.h"

#include <algorithm>

#include "base/utf8.h"
#include "standard/characters.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow placeholders[] = {
    {"test", "-"},       {"tester", "-"},    {"testing", "-"},   {"test test", "-"},     {"test user", "-"},
    {"test name", "-"},  {"user", "-"},      {"admin", "-"},     {"administrator", "-"}, {"customer", "-"},
    {"guest", "-"},      {"anonymous", "-"}, {"john doe", "-"},  {"jane doe", "-"},      {"joe bloggs", "-"},
    {"asdf", "-"},       {"asdfgh", "-"},    {"asdf asdf", "-"}, {"qwerty", "-"},        {"qwer", "-"},
    {"zxcv", "-"},       {"abc", "-"},       {"abcd", "-"},      {"foo", "-"},           {"foo bar", "-"},
    {"bar", "-"},        {"name", "-"},      {"full name", "-"}, {"first last", "-"},    {"no name", "-"},
    {"noname", "-"},     {"dummy", "-"},     {"demo", "-"},      {"sample", "-"},        {"example", "-"},
    {"fake", "-"},       {"someone", "-"},   {"nobody", "-"},    {"lorem ipsum", "-"},   {"cash", "-"},
    {"walk in", "-"},    {"walk-in", "-"},   {"xx", "-"},        {"asd", "-"},           {"asdasd", "-"},
    {"sdf", "-"},        {"fdsa", "-"},      {"hjkl", "-"},      {"测试", "-"},          {"匿名", "-"},
    {"匿名用户", "-"},   {"佚名", "-"},      {"游客", "-"},      {"用户", "-"},          {"客户", "-"},
    {"顾客", "-"},       {"会员", "-"},      {"微信用户", "-"},  {"新用户", "-"},        {"散客", "-"},
    {"张三", "-"},       {"李四", "-"},      {"王五", "-"},      {"赵六", "-"},          {"某某", "-"},
    {"某人", "-"},       {"不愿透露", "-"},  {"管理员", "-"},    {"默认", "-"},          {"姓名", "-"},
    {"先生", "-"},       {"女士", "-"},      {"小姐", "-"},      {"隐藏", "-"},          {"已注销", "-"},
    {"用户已注销", "-"}, {"临时", "-"},      {"路人甲", "-"},    {"某先生", "-"},        {"某女士", "-"},
    {"淘宝用户", "-"},   {"京东用户", "-"},  {"普通用户", "-"},  {"无名", "-"},          {"无名氏", "-"},
    {"联系人", "-"},     {"收货人", "-"},    {"本人", "-"},      {"啊啊", "-"},
};

constexpr std::string_view organisation_words[] = {
    "公司", "集团", "工作室", "商行",   "酒店",   "医院",   "学校",     "大学",   "银行",
    "超市", "餐厅", "商店",   "经营部", "合作社", "委员会", "协会",     "事务所", "幼儿园",
    "中学", "小学", "宾馆",   "药房",   "研究院", "研究所", "服务中心", "门市部"};

constexpr WordRow organisation_endings[] = {
    {"inc", "-"},        {"inc.", "-"},     {"ltd", "-"},     {"ltd.", "-"},        {"llc", "-"},
    {"llp", "-"},        {"gmbh", "-"},     {"corp", "-"},    {"corp.", "-"},       {"plc", "-"},
    {"co.", "-"},        {"company", "-"},  {"limited", "-"}, {"corporation", "-"}, {"bank", "-"},
    {"university", "-"}, {"hospital", "-"}, {"hotel", "-"},   {"l.l.c.", "-"},      {"incorporated", "-"}};

// One letter or character and nothing else, three times or more; "啊啊啊".
bool is_one_repeated(std::string_view name) noexcept {
  if (name.empty()) return false;
  std::size_t at = 0, count = 1;
  char32_t first = next_tidy(name, at);
  if (first < 0x80 && (first | 0x20) >= 'a' && (first | 0x20) <= 'z') first |= 0x20;
  for (; at < name.size(); ++count) {
    char32_t c = next_tidy(name, at);
    if (c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z') c |= 0x20;
    if (c != first) return false;
  }
  return count >= 3;
}

bool is_masked(std::string_view name) noexcept {
  if (name.find('*') != std::string_view::npos || name.find("＊") != std::string_view::npos) return true;
  std::size_t at = 0;
  if (name.empty() || !is_han(next_tidy(name, at))) return false;
  std::string_view rest = name.substr(at);
  if (rest == "某" || rest == "某某" || rest == "某某某") return true;
  return !rest.empty() && rest.find_first_not_of("xX") == std::string_view::npos;
}

bool is_organisation(std::string_view name) noexcept {
  if (name.size() >= 12 && !is_ascii(name)) {
    for (std::string_view word : organisation_words) {
      if (name.find(word) != std::string_view::npos) return true;
    }
  }
  auto space = name.rfind(' ');
  return space != std::string_view::npos && !find_word<organisation_endings>(name.substr(space + 1)).empty();
}

// 小王, 老李, 阿强: two characters, the first of which only says that one knows him.
bool is_nickname(std::string_view name) noexcept {
  return name.size() == 6 && (name.starts_with("小") || name.starts_with("老") || name.starts_with("阿"));
}

}  // namespace

Reason reason_to_doubt_name(std::string_view name) noexcept {
  if (!find_word<placeholders>(name).empty() || is_one_repeated(name)) return Reason::placeholder;
  if (name.starts_with("测试") || (name.starts_with("用户") && name.size() > 6)) return Reason::placeholder;
  if (is_masked(name)) return Reason::masked;
  if (std::any_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return Reason::digits_in_name;
  if (is_organisation(name)) return Reason::organisation;
  return is_nickname(name) ? Reason::nickname : Reason::none;
}

}  // namespace kith::standard
