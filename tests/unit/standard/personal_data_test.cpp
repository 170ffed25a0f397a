// The adversary: a note that carries a phone or a name past the mask, and a mask that eats order numbers.
#include "standard/personal_data.h"

#include <fstream>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "case_table.h"

namespace kith::standard {
namespace {

struct Row {
  std::string text, wanted;
};

std::vector<Row> rows() {
  std::ifstream file(std::filesystem::path(KITH_TESTS) / "cases/standard/personal_data.txt");
  std::vector<Row> all;
  std::string line;
  while (std::getline(file, line)) {
    auto bar = line.rfind(" |");
    if (line.starts_with("#") || bar == std::string::npos) continue;
    std::string wanted = line.substr(bar + 2);
    all.push_back({line.substr(0, bar), wanted.empty() ? wanted : wanted.substr(1)});
  }
  return all;
}

std::string shown(const std::string& text, const std::vector<PersonalSpan>& spans) {
  std::string out;
  for (const PersonalSpan& span : spans) {
    if (!out.empty()) out += "; ";
    out += std::string(name_of(span.kind)) + "=" + text.substr(span.from, span.to - span.from);
  }
  return out;
}

TEST(PersonalData, IsFoundWhereTheTableSays) {
  std::vector<PersonalSpan> spans;
  auto all = rows();
  ASSERT_GT(all.size(), 12u);
  for (const Row& row : all) {
    find_personal_data(row.text, {.today = 20778}, spans);
    EXPECT_EQ(shown(row.text, spans), row.wanted) << row.text;
  }
}

TEST(PersonalData, StandsApartInOrderAndInWholeCharactersWhateverTheBytes) {
  std::vector<PersonalSpan> spans;
  auto all = rows();
  std::mt19937 random(8);
  auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int round = 0; round < 8000; ++round) {
    std::string text = all[below(all.size())].text;
    for (std::size_t edits = below(4); edits > 0; --edits) {
      std::size_t at = below(text.size() + 1);
      if (below(2) == 0)
        text.insert(
            at, below(3) == 0 ? std::string(1, static_cast<char>(random())) : all[below(all.size())].text);
      else
        text.erase(at, 1 + below(5));
    }
    find_personal_data(text, {.today = 20778}, spans);
    std::size_t last = 0;
    for (const PersonalSpan& span : spans) {
      ASSERT_LE(last, span.from);
      ASSERT_LT(span.from, span.to);
      ASSERT_LE(span.to, text.size());
      ASSERT_GT(span.confidence, 0.0);
      ASSERT_LE(span.confidence, 1.0);
      bool is_whole = !is_utf8(text) || is_utf8(text.substr(span.from, span.to - span.from));
      ASSERT_TRUE(is_whole) << text;
      last = span.to;
    }
  }
}

}  // namespace
}  // namespace kith::standard
