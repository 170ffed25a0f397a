#include "standard/divisions.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/embedded.h"

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

// The divisions of one name.
struct Named {
  std::string_view name;
  std::vector<std::int32_t> ids;
};

// Names by their first two characters (all are Chinese characters of three bytes), the longest first: one
// look finds the few names that a text can begin with.
class Names {
 public:
  void add(std::string_view name, std::int32_t id) {
    if (name.size() < 6) return;
    if ((used_ + 1) * 4 > slots_.size()) grow();
    Slot& slot = slots_[find(key_of(name))];
    if (slot.key == 0) ++used_;
    slot.key = key_of(name);
    for (Named& one : slot.names) {
      if (one.name == name) return one.ids.push_back(id);
    }
    slot.names.push_back({name, {id}});
    std::sort(slot.names.begin(), slot.names.end(),
              [](const Named& a, const Named& b) { return a.name.size() > b.name.size(); });
  }

  /// The names that begin with the first two characters of `text`. REQUIRES text.size() >= 6.
  const std::vector<Named>& beginning(std::string_view text) const noexcept {
    return slots_[find(key_of(text))].names;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::vector<Named> names;
  };

  static std::uint64_t key_of(std::string_view text) noexcept {
    std::uint64_t key = 0;
    std::memcpy(&key, text.data(), 6);
    return key;
  }

  std::size_t find(std::uint64_t key) const noexcept {
    std::size_t at = key * 0x9E3779B97F4A7C15u >> 32 & (slots_.size() - 1);
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (Slot& slot : old) {
      if (slot.key == 0) continue;
      std::size_t at = find(slot.key);
      slots_[at] = std::move(slot);
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(64);
  std::size_t used_ = 0;
};

class Table {
 public:
  Table() {
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
    names[level].add(one.name, id);
    stems[level].add(one.stem, id);
  }

  std::unordered_map<std::uint32_t, std::int32_t> by_code_;
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

DivisionMatch match_in(const Names& names, std::string_view text, std::int32_t within) {
  for (const Named& one : names.beginning(text)) {
    if (!text.starts_with(one.name)) continue;
    DivisionMatch match{.length = one.name.size()};
    int count = 0;
    for (std::int32_t id : one.ids) {
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
  if (text.size() < 6) return {};
  const Table& china = table();
  auto which = static_cast<std::size_t>(level);
  DivisionMatch match = match_in(china.names[which], text, within);
  if (match.length != 0 || !by_stem_too) return match;
  match = match_in(china.stems[which], text, within);
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

std::int32_t division_of_code(std::uint32_t code) {
  static const std::unordered_map<std::uint32_t, std::int32_t> ids = [] {
    std::unordered_map<std::uint32_t, std::int32_t> by_code;
    const auto& all = table().all;
    for (std::size_t id = 0; id < all.size(); ++id) by_code[all[id].code] = static_cast<std::int32_t>(id);
    return by_code;
  }();
  auto at = ids.find(code);
  return at == ids.end() ? -1 : at->second;
}

std::size_t division_count() { return table().all.size(); }

}  // namespace kith::standard
