#include "service/value_dictionary.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace kith::service {
namespace {

// Many at once and one by one, through several growths.
TEST(ValueDictionary, ManyAtOnceGetTheNumbersOfOneByOne) {
  Random random(5);
  std::vector<std::string> texts;
  for (int i = 0; i < 20'000; ++i)
    texts.push_back(random.below(10) == 0 ? "" : "value " + std::to_string(random.below(9'000)));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  TextList one(1), many(1);
  ValueDictionary single(one), batch(many);
  std::vector<std::uint32_t> ids, wanted;
  for (auto text : views) wanted.push_back(text.empty() ? 0 : single.id_of(text));
  batch.ids_of(std::span(views).first(7'000), ids);
  batch.ids_of(std::span(views).subspan(7'000), ids);
  EXPECT_EQ(ids, wanted);
  EXPECT_EQ(one, many);
  for (std::size_t i = 0; i < views.size(); ++i) EXPECT_EQ(many[ids[i]], views[i]);
}

// Too little or far too much expected: the numbers are the same.
TEST(ValueDictionary, WhatIsExpectedChangesNoNumber) {
  Random random(6);
  std::vector<std::string> texts;
  for (int i = 0; i < 20'000; ++i) texts.push_back("value " + std::to_string(random.below(15'000)));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  TextList plain_values(1);
  ValueDictionary plain(plain_values);
  std::vector<std::uint32_t> wanted;
  plain.ids_of(views, wanted);
  for (const std::size_t expected : {0, 10, 1'000'000}) {
    TextList values(1);
    ValueDictionary dictionary(values, expected);
    std::vector<std::uint32_t> ids;
    for (std::size_t first = 0; first < views.size(); first += 1000) {
      dictionary.expect(expected);
      dictionary.ids_of(std::span(views).subspan(first, 1000), ids);
    }
    EXPECT_EQ(ids, wanted) << expected;
    EXPECT_EQ(values, plain_values) << expected;
  }
}

// A null cell points nowhere.
TEST(ValueDictionary, NullIsNoValue) {
  TextList values(1);
  ValueDictionary dictionary(values);
  std::vector<std::uint32_t> ids;
  const std::vector<std::string_view> cells{"a", {}, "a", std::string_view("", 0)};
  dictionary.ids_of(cells, ids);
  EXPECT_EQ(ids, (std::vector<std::uint32_t>{1, 0, 1, 0}));
}

}  // namespace
}  // namespace kith::service
