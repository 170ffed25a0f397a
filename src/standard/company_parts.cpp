#include "standard/company_parts.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "standard/divisions.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

struct Form {
  std::string_view written, form;
};

// Longer ones first: 股份有限公司 is not 有限公司.
constexpr Form chinese_forms[] = {{"股份有限公司", "joint_stock"},
                                  {"有限责任公司", "limited"},
                                  {"股份公司", "joint_stock"},
                                  {"有限公司", "limited"},
                                  {"合伙企业(有限合伙)", "limited_partnership"},
                                  {"(有限合伙)", "limited_partnership"},
                                  {"(普通合伙)", "partnership"},
                                  {"(特殊普通合伙)", "partnership"},
                                  {"合伙企业", "partnership"},
                                  {"个人独资企业", "sole_owner"},
                                  {"个体工商户", "sole_owner"},
                                  {"专业合作社", "cooperative"},
                                  {"合作社", "cooperative"},
                                  {"律师事务所", "firm"},
                                  {"会计师事务所", "firm"},
                                  {"事务所", "firm"},
                                  {"工作室", "studio"},
                                  {"经营部", "shop"},
                                  {"商行", "shop"},
                                  {"商店", "shop"},
                                  {"超市", "shop"},
                                  {"门市部", "shop"},
                                  {"集团公司", "group"},
                                  {"集团", "group"},
                                  {"总公司", "company"},
                                  {"公司", "company"},
                                  {"委员会", "authority"},
                                  {"研究院", "institute"},
                                  {"研究所", "institute"},
                                  {"大学", "school"},
                                  {"学院", "school"},
                                  {"中学", "school"},
                                  {"小学", "school"},
                                  {"学校", "school"},
                                  {"幼儿园", "school"},
                                  {"医院", "hospital"},
                                  {"银行", "bank"},
                                  {"协会", "association"},
                                  {"基金会", "foundation"},
                                  {"厂", "factory"},
                                  {"店", "shop"},
                                  {"中心", "centre"}};

constexpr std::string_view branch_ends[] = {
    "分公司", "子公司", "办事处", "分行",   "支行",   "分店",   "营业部", "营业厅", "门店", "分部",
    "分校",   "分院",   "服务部", "专卖店", "旗舰店", "代表处", "事业部", "储蓄所", "店"};

constexpr std::string_view trades[] = {
    "信息技术", "网络科技", "电子商务",   "电子科技", "生物科技",   "智能科技", "信息科技", "文化传媒",
    "文化传播", "广告传媒", "国际贸易",   "进出口",   "供应链管理", "供应链",   "物业管理", "企业管理",
    "投资管理", "资产管理", "房地产开发", "房地产",   "置业",       "建筑工程", "建设工程", "装饰工程",
    "工程",     "机械设备", "机械制造",   "机械",     "自动化",     "新能源",   "新材料",   "环保科技",
    "医疗器械", "医药",     "生物",       "食品",     "餐饮管理",   "餐饮",     "酒店管理", "酒店",
    "旅游",     "教育科技", "教育咨询",   "教育",     "咨询",       "科技发展", "科技",     "技术",
    "软件",     "网络",     "通信",       "电子",     "电器",       "电气",     "化工",     "纺织",
    "服饰",     "服装",     "家具",       "建材",     "物流",       "货运",     "运输",     "汽车销售",
    "汽车",     "保险",     "证券",       "金融",     "投资",       "实业",     "商贸",     "贸易",
    "工贸",     "农业",     "印刷",       "包装",     "广告",       "传媒",     "人力资源", "劳务",
    "安防",     "光电",     "照明",       "玩具",     "珠宝",       "美容",     "健康",     "文化",
    "服务",     "管理",     "控股",       "发展",     "制造",       "制品"};

constexpr WordRow western_forms[] = {{"inc", "corporation"},
                                     {"incorporated", "corporation"},
                                     {"corp", "corporation"},
                                     {"corporation", "corporation"},
                                     {"co", "company"},
                                     {"company", "company"},
                                     {"ltd", "limited"},
                                     {"limited", "limited"},
                                     {"llc", "limited"},
                                     {"l.l.c", "limited"},
                                     {"llp", "partnership"},
                                     {"lp", "limited_partnership"},
                                     {"plc", "joint_stock"},
                                     {"gmbh", "limited"},
                                     {"mbh", "limited"},
                                     {"ag", "joint_stock"},
                                     {"kg", "limited_partnership"},
                                     {"ohg", "partnership"},
                                     {"ug", "limited"},
                                     {"se", "joint_stock"},
                                     {"e.v", "association"},
                                     {"ev", "association"},
                                     {"kgaa", "joint_stock"},
                                     {"eg", "cooperative"},
                                     {"sa", "joint_stock"},
                                     {"s.a", "joint_stock"},
                                     {"sarl", "limited"},
                                     {"s.a.r.l", "limited"},
                                     {"sas", "joint_stock"},
                                     {"spa", "joint_stock"},
                                     {"s.p.a", "joint_stock"},
                                     {"srl", "limited"},
                                     {"s.r.l", "limited"},
                                     {"sl", "limited"},
                                     {"s.l", "limited"},
                                     {"bv", "limited"},
                                     {"b.v", "limited"},
                                     {"nv", "joint_stock"},
                                     {"n.v", "joint_stock"},
                                     {"ab", "joint_stock"},
                                     {"as", "joint_stock"},
                                     {"a/s", "joint_stock"},
                                     {"aps", "limited"},
                                     {"oy", "limited"},
                                     {"oyj", "joint_stock"},
                                     {"kk", "joint_stock"},
                                     {"k.k", "joint_stock"},
                                     {"pty", "limited"},
                                     {"pte", "limited"},
                                     {"pvt", "limited"},
                                     {"bhd", "limited"},
                                     {"sdn", "limited"},
                                     {"sp", "limited"},
                                     {"z.o.o", "limited"},
                                     {"kft", "limited"},
                                     {"zrt", "joint_stock"},
                                     {"d.o.o", "limited"},
                                     {"ltda", "limited"},
                                     {"lda", "limited"},
                                     {"cv", "limited_partnership"},
                                     {"pc", "corporation"},
                                     {"pllc", "limited"},
                                     {"l.p", "limited_partnership"},
                                     {"a.g", "joint_stock"}};

bool take_end(std::string_view& text, std::string_view end) noexcept {
  if (text.size() <= end.size() || !text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

// What stands behind the last legal form is a branch: …有限公司杭州分公司.
void take_branch(std::string_view& text, CompanyParts& parts) noexcept {
  for (std::string_view anchor : {"有限责任公司", "股份有限公司", "有限公司", "集团", "银行", "股份公司"}) {
    auto at = text.rfind(anchor);
    if (at == std::string_view::npos) continue;
    std::string_view rest = text.substr(at + anchor.size());
    bool is_branch = !rest.empty() &&
                     std::any_of(std::begin(branch_ends), std::end(branch_ends), [&](std::string_view end) {
                       return rest.ends_with(end) && rest.size() > end.size();
                     });
    if (!is_branch) continue;
    parts.branch = rest;
    text = text.substr(0, at + anchor.size());
    return;
  }
}

void take_region(std::string_view& text, CompanyParts& parts) {
  for (Level level : {Level::province, Level::city, Level::district}) {
    DivisionMatch match = match_division(text, level, -1, level != Level::district);
    if (match.length == 0 || match.length + 6 > text.size()) continue;
    std::size_t length = match.length;
    for (std::string_view kind : {"省", "市", "区", "县"}) {
      if (match.by_stem && text.substr(length).starts_with(kind)) {
        length += kind.size();
        break;
      }
    }
    // 中国银行 is no bank of a division, and 上海 alone is no name.
    parts.region = parts.region.empty()
                       ? text.substr(0, length)
                       : std::string_view(parts.region.data(), static_cast<std::size_t>(text.data() + length -
                                                                                        parts.region.data()));
    text.remove_prefix(length);
  }
}

CompanyParts split_chinese(std::string_view name) {
  CompanyParts parts;
  std::string_view text = name;
  take_branch(text, parts);
  for (const Form& form : chinese_forms) {
    std::string_view before = text;
    if (!take_end(text, form.written)) continue;
    parts.legal_form = before.substr(text.size());
    parts.form = form.form;
    break;
  }
  take_region(text, parts);
  // 知客(上海)科技: the brackets name a region, or belong to the name.
  auto open = text.find('('), close = text.find(')');
  if (open != std::string_view::npos && close != std::string_view::npos && close > open + 1) {
    if (parts.region.empty()) parts.region = text.substr(open + 1, close - open - 1);
    std::string_view behind = text.substr(close + 1);
    text = text.substr(0, open);
    parts.trade = behind;
  }
  if (parts.trade.empty()) {
    take_end(text, "集团");
    // The longest trade at the end; a name is left before it.
    std::size_t longest = 0;
    for (std::string_view trade : trades) {
      if (trade.size() > longest && text.size() > trade.size() + 3 && text.ends_with(trade))
        longest = trade.size();
    }
    parts.trade = text.substr(text.size() - longest);
    text.remove_suffix(longest);
  }
  parts.short_name = text;
  return parts;
}

CompanyParts split_western(std::string_view name) {
  CompanyParts parts;
  std::string_view text = name;
  std::size_t form_from = name.size();
  for (bool more = true; more;) {
    more = false;
    while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '.'))
      text.remove_suffix(1);
    auto space = text.find_last_of(" ,");
    if (space == std::string_view::npos) break;
    std::string_view form = find_word<western_forms>(text.substr(space + 1));
    if (form.empty()) break;
    if (parts.form.empty() || parts.form == "company") parts.form = form;
    if (parts.form == "company" && form == "limited") parts.form = form;
    form_from = space + 1;
    text = text.substr(0, space);
    more = true;
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '&'))
    text.remove_suffix(1);
  parts.short_name = text;
  parts.legal_form = name.substr(form_from);
  return parts;
}

}  // namespace

CompanyParts split_company(std::string_view name) {
  for (std::size_t at = 0; at < name.size();) {
    if (is_han(next_code_point(name, at))) return split_chinese(name);
  }
  return split_western(name);
}

}  // namespace kith::standard
