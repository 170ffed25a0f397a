#include "standard/towns.h"

#include <algorithm>
#include <vector>

#include "base/embedded.h"
#include "standard/characters.h"

namespace kith::standard {
namespace {

struct Town {
  std::uint32_t code;  // of its district
  std::string_view name, stem;
};

std::string_view stem_of(std::string_view name) noexcept {
  for (std::string_view kind : {"街道办事处", "街道", "镇", "乡"}) {
    if (name.size() >= kind.size() + 6 && name.ends_with(kind))
      return name.substr(0, name.size() - kind.size());
  }
  return {};
}

// A line is: code of nine digits, "name", code of the district …
const std::vector<Town>& towns() {
  static const std::vector<Town> all = [] {
    std::vector<Town> read;
    std::string_view bytes = embedded("streets.csv");
    while (!bytes.empty()) {
      std::string_view line = bytes.substr(0, bytes.find('\n'));
      bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
      auto open = line.find('"'), close = line.find('"', open + 1);
      if (open < 7 || close == std::string_view::npos) continue;
      std::uint32_t code = 0;
      for (char c : line.substr(0, 6)) code = code * 10 + static_cast<std::uint32_t>(c - '0');
      std::string_view name = line.substr(open + 1, close - open - 1);
      read.push_back({code, name, stem_of(name)});
    }
    std::stable_sort(read.begin(), read.end(), [](const Town& a, const Town& b) { return a.code < b.code; });
    return read;
  }();
  return all;
}

// 三墩路, 福田市场: the name is that of a road or a place that is called after the town.
bool goes_on(std::string_view rest) noexcept {
  static const HanSet next("路街大道巷村社区桥东西南北中小新里弄湾医学");
  if (next.has(first_tidy(rest))) return true;
  for (std::string_view word : {"工业", "市场", "科技", "家园", "家苑", "广场", "鞋都", "文化", "一村",
                                "二村", "汽车", "支行", "度假", "旅游"}) {
    if (rest.starts_with(word)) return true;
  }
  return false;
}

}  // namespace

TownMatch match_town(std::string_view text, std::uint32_t division_code) {
  if (division_code == 0 || text.size() < 6) return {};
  const auto& all = towns();
  std::uint32_t last = division_code % 100 == 0 ? division_code + 99 : division_code;
  auto by_code = [](const Town& town, std::uint32_t code) { return town.code < code; };
  TownMatch longest;
  for (auto town = std::lower_bound(all.begin(), all.end(), division_code, by_code);
       town != all.end() && town->code <= last; ++town) {
    if (town->name.size() > longest.length && text.starts_with(town->name))
      longest = {town->name.size(), true};
    bool is_bare = town->stem.size() > longest.length && text.starts_with(town->stem);
    if (is_bare && !goes_on(text.substr(town->stem.size()))) longest = {town->stem.size(), false};
  }
  return longest;
}

}  // namespace kith::standard
