#include "base/text_list.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace kith {
namespace {

std::vector<std::string> texts_of(const TextList& list) { return {list.begin(), list.end()}; }

TEST(TextList, HoldsWhatWasAdded) {
  TextList list;
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < 5000; ++i) {
    // Also none, and one larger than any chunk.
    expected.push_back(i == 4000 ? std::string(3'000'000, 'x')
                                 : std::string(i % 97, static_cast<char>('a' + i % 26)));
    list.push_back(expected.back());
  }
  EXPECT_EQ(texts_of(list), expected);
}

TEST(TextList, ViewsStayWhereTheyAre) {
  TextList list{"first"};
  const std::string_view view = list[0];
  for (int i = 0; i < 100'000; ++i) list.push_back("another");
  const TextList moved = std::move(list);
  EXPECT_EQ(view, "first");
  EXPECT_EQ(view.data(), moved[0].data());
}

TEST(TextList, CopiesGoTheirOwnWays) {
  TextList list{"a", "b"};
  TextList copy = list;
  list.push_back("of the first");
  copy.push_back("of the copy");
  copy.set(0, "z");
  EXPECT_EQ(texts_of(list), (std::vector<std::string>{"a", "b", "of the first"}));
  EXPECT_EQ(texts_of(copy), (std::vector<std::string>{"z", "b", "of the copy"}));
  list = {};
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(copy[1], "b");
}

}  // namespace
}  // namespace kith
