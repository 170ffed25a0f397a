#include "quality/pattern.h"

#include <fstream>

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace kith::quality {
namespace {

// \uXXXX, \xXX and \t of a case file.
std::string unescape(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char kind = text[++i];
    if (kind == 't') out += '\t';
    if (kind == 'u')
      append_utf8(out, static_cast<char32_t>(std::stoul(text.substr(i + 1, 4), nullptr, 16))), i += 4;
    if (kind == 'x') out += static_cast<char>(std::stoul(text.substr(i + 1, 2), nullptr, 16)), i += 2;
  }
  return out;
}

TEST(Pattern, RowsOfTheTable) {
  std::ifstream file(KITH_TESTS "/cases/quality/patterns.txt");
  std::string line;
  int rows = 0;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    const auto tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    EXPECT_EQ(pattern_of(unescape(line.substr(0, tab))), line.substr(tab + 1)) << line;
    ++rows;
  }
  EXPECT_GT(rows, 25);
}

TEST(Pattern, LengthsThatVaryAreWrittenAsARange) {
  Shape two, four;
  shape_of("张三", two);
  shape_of("欧阳娜娜", four);
  ASSERT_EQ(two.skeleton, four.skeleton);
  RunRange range{two.lengths, two.lengths};
  range.merge({four.lengths, four.lengths});
  EXPECT_EQ(write_pattern(two.skeleton, range), "汉{2,4}");
}

TEST(Pattern, AValueWithoutEndIsCutAndStaysUtf8) {
  std::string long_value;
  for (int i = 0; i < 10000; ++i) long_value += "a1";
  const auto pattern = pattern_of(long_value);
  EXPECT_LT(pattern.size(), 200u);
  EXPECT_TRUE(is_utf8(pattern));
}

}  // namespace
}  // namespace kith::quality
