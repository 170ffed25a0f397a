#include "standard/divisions.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/embedded.h"
#include "base/hash.h"
#include "base/utf8.h"

namespace kith::standard {
namespace {

constexpr std::string_view peoples[] = {
    "蒙古族", "回族",       "藏族",     "维吾尔族", "维吾尔",   "苗族",   "彝族",   "壮族",     "布依族",
    "朝鲜族", "满族",       "侗族",     "瑶族",     "白族",     "土家族", "哈尼族", "哈萨克族", "哈萨克",
    "傣族",   "黎族",       "傈僳族",   "佤族",     "畲族",     "拉祜族", "水族",   "东乡族",   "纳西族",
    "景颇族", "柯尔克孜族", "柯尔克孜", "土族",     "达斡尔族", "仫佬族", "羌族",   "布朗族",   "撒拉族",
    "毛南族", "仡佬族",     "锡伯族",   "锡伯",     "塔吉克族", "塔吉克", "怒族",   "普米族",   "独龙族",
    "裕固族", "保安族",     "鄂温克族", "各族",     "蒙古"};

constexpr std::string_view kinds[] = {"特别行政区", "自治区", "自治州", "自治县", "自治旗",
                                      "地区",       "新区",   "矿区",   "林区",   "省",
                                      "市",         "盟",     "区",     "县",     "旗"};

// "延边朝鲜族自治州" -> "延边". A stem of one character ("东区" -> "东") would be found everywhere: none
// then.
std::string_view stem_of(std::string_view name) {
  std::string_view stem = name;
  for (std::string_view kind : kinds) {
    if (!stem.ends_with(kind)) continue;
    stem.remove_suffix(kind.size());
    if (kind.starts_with("自治")) {
      for (bool more = true; more;) {
        more = false;
        for (std::string_view people : peoples) {
          if (stem.size() < people.size() + 6 || !stem.ends_with(people) ||
              (people == "蒙古" && stem == "内蒙古"))
            continue;
          stem.remove_suffix(people.size());
          more = true;
          break;
        }
      }
    }
    break;
  }
  return stem.size() >= 6 && stem.size() < name.size() ? stem : std::string_view();
}

struct Hash {
  std::size_t operator()(std::string_view text) const noexcept { return hash_bytes(text); }
};
using Names = std::unordered_map<std::string_view, std::vector<std::int32_t>, Hash>;

class Table {
 public:
  Table() {
    // Most looks find nothing: short chains are what makes them cheap (hashes are not kept in the chains).
    for (auto* level : {&names, &stems}) {
      for (auto& table : *level) table.max_load_factor(0.25F);
    }
    read("provinces.csv", [&](auto cells) { add_province(number(cells[0]), cells[1]); });
    add_province(71, "台湾省");
    add_province(81, "香港特别行政区");
    add_province(82, "澳门特别行政区");
    read("cities.csv", [&](auto cells) { add_city(number(cells[0]), cells[1]); });
    read("areas.csv", [&](auto cells) { add_district(number(cells[0]), cells[1]); });
    for (std::size_t id = 0; id < all.size(); ++id) index(static_cast<std::int32_t>(id));
  }

  std::vector<Division> all;
  std::array<Names, 3> names, stems;

  /// Bytes of the longest name of the level that begins with the same character as the text; 0 where none
  /// does.
  std::size_t longest(std::string_view text, Level level) const noexcept {
    std::size_t at = 0;
    char32_t c = text.empty() ? 0 : next_code_point(text, at);
    return c >= 0x4E00 && c < 0xA000 ? longest_[static_cast<std::size_t>(level)][c - 0x4E00] : 0;
  }

 private:
  template <class Use>
  static void read(std::string_view file, Use use) {
    std::string_view bytes = embedded(file);
    bytes.remove_prefix(std::min(bytes.find('\n'), bytes.size()));
    while (!bytes.empty()) {
      bytes.remove_prefix(1);
      std::string_view line = bytes.substr(0, bytes.find('\n'));
      bytes.remove_prefix(line.size());
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      auto comma = line.find(',');
      if (comma == std::string_view::npos) continue;
      std::string_view name = line.substr(comma + 1, line.find(',', comma + 1) - comma - 1);
      if (name.size() > 2 && name.front() == '"') name = name.substr(1, name.size() - 2);
      use(std::array{line.substr(0, comma), name});
    }
  }

  static std::uint32_t number(std::string_view digits) {
    std::uint32_t value = 0;
    for (char c : digits) {
      if (c >= '0' && c <= '9') value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value;
  }

  std::int32_t add(Division division) {
    division.stem = stem_of(division.name);
    all.push_back(division);
    return static_cast<std::int32_t>(all.size() - 1);
  }

  void add_province(std::uint32_t code, std::string_view name) {
    by_code_[code] = add({.name = name, .code = code * 10000, .level = Level::province});
  }

  // 市辖区, 县 and 省直辖县级行政区划 are headings of the code book, not places.
  static bool is_heading(std::string_view name) {
    return name == "市辖区" || name == "县" || name.find("直辖县级") != std::string_view::npos;
  }

  void add_city(std::uint32_t code, std::string_view name) {
    std::int32_t province = find_code(code / 100);
    by_code_[code] = is_heading(name)
                         ? province
                         : add({.name = name, .code = code * 100, .parent = province, .level = Level::city});
  }

  void add_district(std::uint32_t code, std::string_view name) {
    if (is_heading(name)) return;
    add({.name = name, .code = code, .parent = find_code(code / 100), .level = Level::district});
  }

  std::int32_t find_code(std::uint32_t code) const {
    auto at = by_code_.find(code);
    return at == by_code_.end() ? -1 : at->second;
  }

  void index(std::int32_t id) {
    const Division& one = all[static_cast<std::size_t>(id)];
    auto level = static_cast<std::size_t>(one.level);
    names[level][one.name].push_back(id);
    if (!one.stem.empty()) stems[level][one.stem].push_back(id);
    std::size_t at = 0;
    char32_t c = next_code_point(one.name, at);
    if (c < 0x4E00 || c >= 0xA000) return;
    std::uint8_t& longest = longest_[level][c - 0x4E00];
    longest = std::max(longest, static_cast<std::uint8_t>(one.name.size()));
  }

  std::unordered_map<std::uint32_t, std::int32_t> by_code_;
  std::array<std::array<std::uint8_t, 0x5200>, 3> longest_{};
};

const Table& table() {
  static const Table china;
  return china;
}

bool is_within(std::int32_t id, std::int32_t ancestor) {
  for (; id >= 0; id = division(id).parent) {
    if (id == ancestor) return true;
  }
  return false;
}

DivisionMatch match_in(const Names& names, std::string_view text, std::size_t longest, std::int32_t within) {
  std::size_t length = std::min(text.size(), longest);
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    --length;
  for (; length >= 6; --length) {
    if (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) continue;
    auto at = names.find(text.substr(0, length));
    if (at == names.end()) continue;
    DivisionMatch match{.length = length};
    int count = 0;
    for (std::int32_t id : at->second) {
      if (within >= 0 && !is_within(id, within)) continue;
      match.id = id;
      ++count;
    }
    if (count == 0) continue;
    if (count > 1) {
      match.id = -1;
      match.is_ambiguous = true;
    }
    return match;
  }
  return {};
}

}  // namespace

DivisionMatch match_division(std::string_view text, Level level, std::int32_t within, bool by_stem_too) {
  const Table& china = table();
  std::size_t longest = china.longest(text, level);
  if (longest == 0) return {};
  auto which = static_cast<std::size_t>(level);
  DivisionMatch match = match_in(china.names[which], text, longest, within);
  if (match.length != 0 || !by_stem_too) return match;
  match = match_in(china.stems[which], text, longest, within);
  match.by_stem = match.length != 0;
  return match;
}

const Division& division(std::int32_t id) { return table().all[static_cast<std::size_t>(id)]; }

std::int32_t province_of(std::int32_t id) {
  while (id >= 0 && division(id).level != Level::province) id = division(id).parent;
  return id;
}

std::int32_t city_of(std::int32_t id) {
  while (id >= 0 && division(id).level != Level::city) id = division(id).parent;
  return id;
}

std::string_view city_name_of(std::int32_t id) {
  if (std::int32_t city = city_of(id); city >= 0) return division(city).name;
  std::int32_t province = province_of(id);
  if (province < 0) return {};
  std::string_view name = division(province).name;
  return name.ends_with("市") ? name : std::string_view();
}

std::size_t division_count() { return table().all.size(); }

}  // namespace kith::standard
