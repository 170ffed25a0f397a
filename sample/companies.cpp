#include "sample/companies.h"

#include "sample/joined.h"
#include "sample/names_tables.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr std::string_view brand_table =
    "华hua 瑞rui 鑫xin 恒heng 盛sheng 达da 泰tai 安an 信xin 德de 嘉jia 宏hong 远yuan 博bo 诚cheng 金jin "
    "天tian 源yuan "
    "兴xing 佳jia 丰feng 利li 通tong 联lian 创chuang 科ke 新xin 美mei 康kang 力li 中zhong 正zheng 东dong "
    "海hai 龙long "
    "云yun 智zhi 顺shun 凯kai 富fu 汇hui 万wan 润run 佰bai 众zhong 邦bang 宝bao 和he 久jiu 百bai";

struct Trade {
  std::string_view whole, brief;
};
constexpr Trade trades[] = {
    {"信息科技", "科技"}, {"网络科技", "网络"}, {"电子商务", "电商"},     {"贸易", "贸易"},
    {"商贸", "商贸"},     {"国际贸易", "国贸"}, {"机械设备", "机械"},     {"建筑工程", "建筑"},
    {"装饰工程", "装饰"}, {"物流", "物流"},     {"供应链管理", "供应链"}, {"食品", "食品"},
    {"餐饮管理", "餐饮"}, {"医疗器械", "医疗"}, {"生物医药", "医药"},     {"电子", "电子"},
    {"新材料", "新材料"}, {"新能源", "新能源"}, {"汽车零部件", "汽配"},   {"服饰", "服饰"},
    {"文化传媒", "传媒"}, {"教育咨询", "教育"}, {"企业管理咨询", "咨询"}, {"环保科技", "环保"},
    {"塑料制品", "塑料"}, {"五金制品", "五金"}, {"家具", "家具"},         {"酒店管理", "酒店"}};
constexpr std::string_view china_forms[] = {"有限公司",     "有限公司",     "有限公司",    "有限公司",
                                            "有限责任公司", "股份有限公司", "集团有限公司"};
constexpr std::string_view english_trades[] = {
    "Engineering", "Consulting", "Logistics", "Foods",    "Electrical", "Design",
    "Software",    "Plumbing",   "Motors",    "Textiles", "Interiors",  "Partners",
    "Industries",  "Trading",    "Packaging", "Media",    "Dental",     "Catering"};
constexpr std::string_view german_trades[] = {"Maschinenbau", "Elektrotechnik", "Logistik",       "Bau",
                                              "Metallbau",    "Software",       "Medizintechnik", "Spedition",
                                              "Möbel",        "Druck"};
constexpr std::string_view french_trades[] = {"Bâtiment",    "Transports",   "Conseil",      "Menuiserie",
                                              "Électricité", "Informatique", "Distribution", "Boulangerie"};
constexpr std::string_view japanese_trades[] = {"Seisakusho", "Shoji",    "Kogyo",   "Denki",
                                                "Unyu",       "Shokuhin", "Kensetsu"};

std::string_view without_city_suffix(std::string_view name) {
  constexpr std::string_view suffix = "市";
  return name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name;
}

const WordTable& brands() {
  static const WordTable table(brand_table);
  return table;
}

template <std::string_view (*text)() noexcept>
std::string family(Random& random) {
  static const WordTable table(text());
  return std::string(table.pick(random).text);
}

CompanyName china_company(Random& random, const City& city) {
  const Word& first = brands().pick(random);
  const Word& second = brands().pick(random);
  const Trade& trade = any_of(trades, random);
  const auto brand = joined({first.text, second.text});
  CompanyName out;
  auto place = random.chance(0.3) ? city.name : without_city_suffix(city.name);
  out.whole = joined({place, brand, trade.whole, any_of(china_forms, random)});
  out.brief = joined({brand, trade.brief});
  out.domain = joined(
      {first.latin, second.latin, drawn_number(random, 10, 99), random.chance(0.5) ? ".com.cn" : ".com"});
  return out;
}

CompanyName world_company(Random& random, std::string brand, std::string_view trade, std::string_view form,
                          std::string_view top) {
  CompanyName out;
  out.brief = random.chance(0.6) ? joined({brand, " ", trade}) : brand;
  out.whole = joined({brand, " ", trade, " ", form});
  out.domain = joined({latin_letters(brand), "-", latin_letters(trade), drawn_number(random, 10, 99), top});
  return out;
}

}  // namespace

CompanyName draw_company_name(Random& random, Region region, const City& city) {
  constexpr std::string_view usa_forms[] = {"Inc.", "LLC", "Corp.", "Inc."};
  constexpr std::string_view britain_forms[] = {"Ltd", "Limited", "Ltd", "plc"};
  constexpr std::string_view german_forms[] = {"GmbH", "GmbH", "GmbH & Co. KG", "AG"};
  constexpr std::string_view french_forms[] = {"SARL", "SAS", "SA"};
  std::string brand;
  switch (region) {
    case Region::china:
      return china_company(random, city);
    case Region::usa: {
      brand = family<american_family_table>(random);
      auto trade = any_of(english_trades, random);
      return world_company(random, brand, trade, any_of(usa_forms, random), ".com");
    }
    case Region::britain: {
      brand = family<british_family_table>(random);
      if (random.chance(0.25)) brand += " & Sons";
      auto trade = any_of(english_trades, random);
      return world_company(random, brand, trade, any_of(britain_forms, random), ".co.uk");
    }
    case Region::germany: {
      brand = family<german_family_table>(random);
      auto trade = any_of(german_trades, random);
      return world_company(random, brand, trade, any_of(german_forms, random), ".de");
    }
    case Region::france: {
      brand = family<french_family_table>(random);
      auto trade = any_of(french_trades, random);
      return world_company(random, brand, trade, any_of(french_forms, random), ".fr");
    }
    case Region::japan: {
      brand = family<japanese_family_table>(random);
      auto trade = any_of(japanese_trades, random);
      return world_company(random, brand, trade, "K.K.", ".co.jp");
    }
    case Region::singapore: {
      brand = family<singapore_chinese_family_table>(random);
      if (random.chance(0.4)) brand += " Brothers";
      auto trade = any_of(english_trades, random);
      return world_company(random, brand, trade, "Pte. Ltd.", ".com.sg");
    }
  }
  return {};
}

}  // namespace kith::sample
