// Levels of pairs of values as a domain expert would give them: tests/cases/match/levels.txt.
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/compare/comparator.h"

namespace kith::match {
namespace {

const std::map<std::string, ColumnKind>& kinds() {
  static const std::map<std::string, ColumnKind> map = {{"full_name", ColumnKind::full_name},
                                                        {"given_name", ColumnKind::given_name},
                                                        {"family_name", ColumnKind::family_name},
                                                        {"phone", ColumnKind::phone},
                                                        {"email", ColumnKind::email},
                                                        {"date", ColumnKind::date},
                                                        {"postal_code", ColumnKind::postal_code},
                                                        {"place", ColumnKind::place},
                                                        {"address", ColumnKind::address},
                                                        {"id_number", ColumnKind::id_number},
                                                        {"company", ColumnKind::company},
                                                        {"category", ColumnKind::category},
                                                        {"text", ColumnKind::text},
                                                        {"number", ColumnKind::number},
                                                        {"coordinates", ColumnKind::coordinates}};
  return map;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(' '), end = text.find_last_not_of(' ');
  return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

TEST(Comparators, LevelsOfTheTextTable) {
  std::ifstream file(std::string(KITH_TESTS) + "/cases/match/levels.txt");
  ASSERT_TRUE(file);
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells;
    std::stringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '|');) cells.push_back(trimmed(cell));
    ASSERT_EQ(cells.size(), 4u) << line;
    auto comparator = make_comparator(kinds().at(cells[0]));
    const std::vector<std::string_view> values = {"", cells[1], cells[2]};
    comparator->prepare(values);
    EXPECT_EQ(comparator->level(1, 2), std::stoi(cells[3])) << line;
    EXPECT_EQ(comparator->level(2, 1), std::stoi(cells[3])) << line << " (the other way round)";
    ++cases;
  }
  EXPECT_GT(cases, 30);
}

// Adversary: bytes that are no text, and values that are empty once cleaned.
TEST(Comparators, AnyBytesGetASymmetricLevelInRange) {
  Random random(3);
  std::vector<std::string> owned = {""};
  for (int i = 0; i < 60; ++i) {
    std::string value;
    for (std::uint64_t n = random.below(90) + 1; n > 0; --n) {
      value.push_back(random.chance(0.5) ? static_cast<char>(random.below(256))
                                         : static_cast<char>('0' + random.below(12)));
    }
    owned.push_back(value);
  }
  owned.push_back("@");
  owned.push_back(" ");
  const std::vector<std::string_view> values(owned.begin(), owned.end());
  for (const auto& [name, kind] : kinds()) {
    auto comparator = make_comparator(kind);
    comparator->prepare(values);
    double m = 0;
    for (const auto& level : comparator->levels()) m += level.m;
    EXPECT_NEAR(m, 1, 1e-9) << name;
    ASSERT_LE(comparator->levels().size(), most_levels);
    for (std::uint32_t a = 1; a < values.size(); ++a) {
      for (std::uint32_t b = 1; b < values.size(); ++b) {
        if (a == b) continue;
        const auto level = comparator->level(a, b);
        ASSERT_GE(level, 1) << name;
        ASSERT_LT(level, comparator->levels().size()) << name;
        ASSERT_EQ(level, comparator->level(b, a)) << name;
      }
    }
  }
}

}  // namespace
}  // namespace kith::match
