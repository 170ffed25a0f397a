// Where numbers without a country code belong. The adversaries: numbers with a country code, a column of a
// home that is half wrong for other reasons, too few to say, a mapping that a person wrote.
#include "service/column_region.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "service/mapping_file.h"

namespace kith::service {
namespace {

std::string region_of(const std::vector<std::string>& numbers, const std::string& home = "CN") {
  std::vector<std::vector<std::string_view>> sample(1);
  for (const auto& number : numbers) sample[0].push_back(number);
  auto layout = map_columns({"phone"}, BatchKind::customers, sample);
  standard::Standard standard;
  standard.region = home;
  settle_regions(layout, sample, standard);
  return layout.outputs.at(0).region;
}

std::vector<std::string> numbers(const std::string& before, int n) {
  std::vector<std::string> all;
  for (int i = 0; i < n; ++i) all.push_back(before + std::to_string(1000 + i * 37));
  return all;
}

TEST(ColumnRegion, NumbersOfAnotherCountryAreReadAsThere) {
  EXPECT_EQ(region_of(numbers("(212) 555-", 20)), "US");
  EXPECT_EQ(region_of(numbers("0161 496 ", 20)), "GB");
  EXPECT_EQ(region_of(numbers("138 0013 ", 20), "US"), "CN");
}

TEST(ColumnRegion, NumbersOfTheSourcesOwnCountryStayThere) {
  EXPECT_EQ(region_of(numbers("138 0013 ", 20)), "");
  EXPECT_EQ(region_of(numbers("(212) 555-", 20), "US"), "");
  EXPECT_EQ(region_of(numbers("400-810-", 20)), "") << "numbers of service";
  EXPECT_EQ(region_of(numbers("412850", 20)), "") << "Anshan without its 0, for nothing says otherwise";
}

TEST(ColumnRegion, WhatSaysNothingChangesNothing) {
  EXPECT_EQ(region_of(numbers("(212) 555-", 5)), "") << "too few";
  EXPECT_EQ(region_of(numbers("+1 212 555 ", 20)), "") << "each names its country";
  EXPECT_EQ(region_of(numbers("9999 99", 20)), "") << "numbers of nowhere";
  auto mixed = numbers("(212) 555-", 10);
  for (const auto& own : numbers("138 0013 ", 10)) mixed.push_back(own);
  EXPECT_EQ(region_of(mixed), "") << "half are at home";
}

TEST(ColumnRegion, AMappingKeepsAndSaysIt) {
  auto layout = layout_from_toml("[[attribute]]\nname = \"phone\"\ncolumns = [\"tel\"]\nregion = \"US\"\n",
                                 "m.toml", {"tel"});
  EXPECT_EQ(layout.outputs.at(0).region, "US");
  EXPECT_EQ(layout_from_json(to_json(layout)).outputs.at(0).region, "US");
  EXPECT_NE(to_toml(layout, "").find("region = \"US\""), std::string::npos);
  EXPECT_THROW(layout_from_toml("[[attribute]]\nname = \"phone\"\ncolumns = [\"tel\"]\nregion = \"usa\"\n",
                                "m.toml", {"tel"}),
               Error);
}

}  // namespace
}  // namespace kith::service
