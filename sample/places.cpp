#include "sample/places.h"

#include <array>

#include "sample/joined.h"
#include "sample/pick.h"
#include "sample/places_tables.h"

namespace kith::sample {
namespace {

struct Places {
  std::vector<City> cities;
  Picker picker;
};

std::string_view next_field(std::string_view& rest, char separator) {
  auto end = rest.find(separator);
  auto field = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return field;
}

Places read_places(std::string_view table) {
  Places places;
  std::vector<double> weights;
  while (!table.empty()) {
    auto line = next_field(table, '\n');
    if (line.empty()) continue;
    City city;
    city.province = next_field(line, '|');
    city.name = next_field(line, '|');
    city.area_code = next_field(line, '|');
    city.postcode = next_field(line, '|');
    city.weight = 0;
    for (char c : next_field(line, '|')) city.weight = city.weight * 10 + (c - '0');
    weights.push_back(city.weight);
    while (!line.empty()) city.districts.push_back(next_field(line, ','));
    places.cities.push_back(std::move(city));
  }
  places.picker = Picker(weights);
  return places;
}

const Places& places_of(Region region) {
  static const std::array<Places, region_count> all = {
      read_places(china_city_table()),    read_places(usa_city_table()),    read_places(britain_city_table()),
      read_places(germany_city_table()),  read_places(france_city_table()), read_places(japan_city_table()),
      read_places(singapore_city_table())};
  return all[static_cast<std::size_t>(region)];
}

constexpr std::string_view china_streets[] = {
    "人民路", "中山路", "解放路", "建设路", "和平路",   "新华路", "文化路",   "胜利路",   "民主路",
    "光明路", "青年路", "友谊路", "工农路", "长江路",   "黄河路", "北京路",   "南京路",   "上海路",
    "广州路", "学院路", "科技路", "创业路", "迎宾大道", "滨河路", "滨江大道", "环城东路", "环城西路",
    "湖滨路", "体育路", "公园路", "府前街", "东风路",   "红旗路", "朝阳路",   "延安路",   "五一路",
    "八一路", "振兴路", "兴业路", "富强路", "幸福路",   "康乐街", "永安街",   "太平街",   "花园路",
    "翠竹路", "梅园路", "桃园路", "松江路", "嘉陵江路", "泰山路", "华山路",   "天山路",   "昆仑路",
    "珠江路", "淮海路", "复兴路", "凤凰路", "金龙路",   "银河路"};
constexpr std::string_view china_estates[] = {
    "阳光花园",    "世纪花园", "金色家园",   "碧水湾",       "锦绣华庭",   "翠湖天地",   "万科城",
    "恒大绿洲",    "保利花园", "东方明珠",   "香格里拉花园", "御景园",     "龙湖花园",   "中央公馆",
    "盛世名门",    "丽景苑",   "怡景花园",   "春江花月",     "水岸新城",   "滨江壹号",   "湖畔人家",
    "天鹅湖小区",  "紫荆花园", "玫瑰园",     "桂花园",       "幸福里",     "和谐家园",   "安居小区",
    "工人新村",    "教师新村", "文苑小区",   "学府花园",     "书香门第",   "新天地家园", "国际公寓",
    "都市花园",    "星河湾",   "凤凰城",     "金地格林",     "华润橡树湾", "绿地世纪城", "招商花园",
    "融创壹号院",  "富力城",   "雅居乐花园", "碧桂园",       "中海国际",   "首创爱这城", "远洋天地",
    "建业森林半岛"};
constexpr std::string_view china_towers[] = {"国际大厦", "科技园",   "创业大厦", "商务中心", "财富广场",
                                             "软件园",   "环球中心", "金融大厦", "时代广场", "工业园",
                                             "产业园",   "信息大厦", "贸易中心", "写字楼"};
constexpr std::string_view usa_streets[] = {
    "Main St",       "Oak St",        "Maple Ave",    "Cedar St",   "Park Ave",  "Elm St",
    "Washington St", "Lake St",       "Hill St",      "Pine St",    "Walnut St", "Lincoln Ave",
    "Church St",     "Spring St",     "Highland Ave", "Jackson St", "River Rd",  "Sunset Blvd",
    "Franklin St",   "Jefferson Ave", "2nd St",       "3rd Ave",    "5th St",    "Chestnut St",
    "Center St",     "Broadway",      "Dogwood Ln"};
constexpr std::string_view britain_streets[] = {
    "High Street", "Station Road", "London Road",      "Church Road",    "Victoria Road", "Park Road",
    "Green Lane",  "Mill Lane",    "Kings Road",       "Queens Road",    "Manor Road",    "Albert Road",
    "The Avenue",  "Grange Road",  "Springfield Road", "New Road",       "Windsor Road",  "York Road",
    "School Lane", "North Street", "Chapel Street",    "Alexandra Road", "Richmond Road"};
constexpr std::string_view germany_streets[] = {
    "Hauptstraße",     "Schulstraße",  "Gartenstraße",  "Bahnhofstraße", "Dorfstraße",  "Bergstraße",
    "Birkenweg",       "Lindenstraße", "Kirchstraße",   "Waldstraße",    "Ringstraße",  "Schillerstraße",
    "Goethestraße",    "Jahnstraße",   "Wiesenweg",     "Mozartstraße",  "Am Markt",    "Friedhofstraße",
    "Beethovenstraße", "Rosenweg",     "Lessingstraße", "Mühlenweg",     "Blumenstraße"};
constexpr std::string_view france_streets[] = {"rue de l'Église",
                                               "place de l'Église",
                                               "Grande Rue",
                                               "rue du Moulin",
                                               "rue de la Mairie",
                                               "rue des Écoles",
                                               "rue de la Gare",
                                               "rue Victor Hugo",
                                               "avenue Jean Jaurès",
                                               "rue Pasteur",
                                               "boulevard Gambetta",
                                               "rue Jean Moulin",
                                               "avenue de la République",
                                               "rue du Château",
                                               "rue des Lilas",
                                               "rue Nationale",
                                               "rue du Stade",
                                               "rue de Paris",
                                               "allée des Tilleuls",
                                               "chemin des Vignes",
                                               "rue Émile Zola",
                                               "rue de la Paix"};
constexpr std::string_view singapore_streets[] = {"Avenue 1",  "Avenue 3",  "Avenue 6", "Street 11",
                                                  "Street 21", "Street 52", "Drive",    "Central",
                                                  "Ring Road", "Crescent"};

std::string china_street(Random& random, bool office) {
  if (office) {
    constexpr std::string_view blocks[] = {"A", "B", "C", "D"};
    return joined({any_of(china_streets, random), drawn_number(random, 1, 888), "号",
                   any_of(china_towers, random), any_of(blocks, random), "座", drawn_number(random, 3, 32),
                   "0", drawn_number(random, 1, 9), "室"});
  }
  return joined({any_of(china_streets, random), drawn_number(random, 1, 888), "号",
                 any_of(china_estates, random), drawn_number(random, 1, 28), "栋", drawn_number(random, 1, 4),
                 "单元", drawn_number(random, 1, 32), "0", drawn_number(random, 1, 4), "室"});
}

std::string britain_postcode(Random& random, std::string_view area) {
  constexpr std::string_view letters[] = {"A", "B", "D", "E", "F", "G", "H", "J", "L", "N",
                                          "P", "Q", "R", "S", "T", "U", "W", "X", "Y", "Z"};
  return joined({area, drawn_number(random, 1, 19), " ", drawn_number(random, 1, 9), any_of(letters, random),
                 any_of(letters, random)});
}

std::string street_of(Random& random, Region region, std::string_view district, bool office) {
  switch (region) {
    case Region::china:
      return china_street(random, office);
    case Region::usa: {
      auto street = joined({drawn_number(random, 1, 9899), " ", any_of(usa_streets, random)});
      if (office) return joined({street, ", Suite ", drawn_number(random, 100, 2400)});
      return random.chance(0.25) ? joined({street, ", Apt ", drawn_number(random, 1, 480)}) : street;
    }
    case Region::britain: {
      auto street = joined({drawn_number(random, 1, 240), " ", any_of(britain_streets, random)});
      return random.chance(0.15) ? joined({"Flat ", drawn_number(random, 1, 24), ", ", street}) : street;
    }
    case Region::germany:
      return joined({any_of(germany_streets, random), " ", drawn_number(random, 1, 180)});
    case Region::france:
      return joined({drawn_number(random, 1, 160), random.chance(0.08) ? " bis " : " ",
                     any_of(france_streets, random)});
    case Region::japan: {
      auto street = joined(
          {drawn_number(random, 1, 8), "-", drawn_number(random, 1, 30), "-", drawn_number(random, 1, 24)});
      return random.chance(0.4) ? joined({street, ", Room ", drawn_number(random, 101, 1204)}) : street;
    }
    case Region::singapore:
      return joined({"Blk ", drawn_number(random, 1, 880), " ", district, " ",
                     any_of(singapore_streets, random), " #", drawn_number(random, 2, 24), "-",
                     drawn_number(random, 10, 480)});
  }
  return {};
}

std::string postcode_of(Random& random, Region region, std::string_view beginning) {
  switch (region) {
    case Region::china:
      return joined({beginning, drawn_digits(random, 1), "0"});
    case Region::usa:
      return joined({beginning, drawn_digits(random, 2)});
    case Region::britain:
      return britain_postcode(random, beginning);
    case Region::germany:
      return joined({beginning, drawn_digits(random, 3)});
    case Region::france:
      return joined({beginning, "0", drawn_number(random, 1, 9)});
    case Region::japan:
      return joined({beginning, drawn_digits(random, 1), "-", drawn_digits(random, 4)});
    case Region::singapore:
      return joined({beginning, drawn_digits(random, 4)});
  }
  return {};
}

}  // namespace

const std::vector<City>& cities_of(Region region) { return places_of(region).cities; }

std::string_view country_of(Region region) noexcept {
  constexpr std::string_view names[] = {"China",  "United States", "United Kingdom", "Germany",
                                        "France", "Japan",         "Singapore"};
  return names[static_cast<std::size_t>(region)];
}

std::string_view country_code_of(Region region) noexcept {
  constexpr std::string_view codes[] = {"CN", "US", "GB", "DE", "FR", "JP", "SG"};
  return codes[static_cast<std::size_t>(region)];
}

const City& draw_city(Random& random, Region region) {
  const Places& places = places_of(region);
  return places.cities[places.picker.pick(random)];
}

Address draw_address(Random& random, Region region, const City& city, bool office) {
  Address out;
  out.region = region;
  out.city = &city;
  if (!city.districts.empty()) out.district = city.districts[random.below(city.districts.size())];
  out.street = street_of(random, region, out.district, office);
  out.postcode = postcode_of(random, region, city.postcode);
  return out;
}

}  // namespace kith::sample
