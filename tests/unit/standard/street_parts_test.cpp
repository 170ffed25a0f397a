// The adversary: an address whose numbers hang on the wrong word, so that two flats of one house look like
// one.
#include "standard/street_parts.h"

#include <fstream>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "case_table.h"

namespace kith::standard {
namespace {

using Named = std::map<std::string, std::string>;

Named named(const StreetParts& parts) {
  const std::pair<const char*, std::string_view> all[] = {{"zone", parts.zone},
                                                          {"town", parts.town},
                                                          {"community", parts.community},
                                                          {"road", parts.road},
                                                          {"side_road", parts.side_road},
                                                          {"road_number", parts.road_number},
                                                          {"side_number", parts.side_number},
                                                          {"place", parts.place},
                                                          {"section", parts.section},
                                                          {"house", parts.house},
                                                          {"unit", parts.unit},
                                                          {"floor", parts.floor},
                                                          {"room", parts.room}};
  Named found;
  for (const auto& [name, text] : all) {
    if (!text.empty()) found[name] = std::string(text);
  }
  return found;
}

std::string trimmed(const std::string& text) {
  auto from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

TEST(StreetParts, AreReadAsTheTableSays) {
  std::ifstream file(std::filesystem::path(KITH_TESTS) / "cases/standard/street_parts.txt");
  std::string line;
  int rows = 0;
  Standardised out;
  while (std::getline(file, line)) {
    if (line.empty() || line.starts_with("#")) continue;
    auto bar = line.find('|');
    ASSERT_NE(bar, std::string::npos) << line;
    Named wanted;
    std::string parts = line.substr(bar + 1);
    for (std::size_t at = 0; at < parts.size();) {
      auto end = std::min(parts.find(';', at), parts.size()), equals = parts.find('=', at);
      if (equals < end)
        wanted[trimmed(parts.substr(at, equals - at))] = trimmed(parts.substr(equals + 1, end - equals - 1));
      at = end + 1;
    }
    standardiser_for("address").function(trimmed(line.substr(0, bar)), {}, out);
    EXPECT_EQ(named(split_street(out)), wanted) << line;
    ++rows;
  }
  EXPECT_GT(rows, 10);
}

// The street is whatever a standardiser left over: numbers, marks and letters in any order.
TEST(StreetParts, PointIntoTheAddressWhateverItHolds) {
  const char* const pieces[] = {"杭州市", "西湖区", "三墩镇", "路", "街道", "12", "-", "号", "弄",
                                "A",      "座",     "单元",   "层", "楼",   "室", " ", "(",  "#",
                                "工业区", "小区",   "村",     "组", "新村", "é",  "王"};
  std::mt19937 random(7);
  Standardised out;
  for (int round = 0; round < 20000; ++round) {
    std::string raw = "杭州市";
    for (std::size_t n = random() % 14; n > 0; --n) raw += pieces[random() % std::size(pieces)];
    standardiser_for("address").function(raw, {}, out);
    std::string_view street = out.part(Part::street);
    for (const auto& [name, text] : named(split_street(out))) {
      ASSERT_NE(street.find(text), std::string_view::npos) << raw << " " << name << "=" << text;
    }
  }
}

}  // namespace
}  // namespace kith::standard
