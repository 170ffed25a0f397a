// The texts that customers are searched by, against the plain way: every value looked through one by one.
// The adversaries: characters of several bytes cut anywhere, hits that lie across two values, capitals beyond
// ASCII, customers that come, change and go.
#include "lens/search_texts.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace kith::lens {
namespace {

using Values = std::map<std::int64_t, std::vector<std::pair<std::int64_t, std::string>>>;

std::vector<std::int64_t> plain(const Values& all, std::string_view text,
                                const std::vector<std::int64_t>& attributes, std::int64_t after,
                                std::size_t most) {
  std::vector<std::int64_t> found;
  for (const auto& [customer, values] : all) {
    bool hit = false;
    for (const auto& [attribute, value] : values)
      hit = hit || (std::count(attributes.begin(), attributes.end(), attribute) > 0 &&
                    lowered(value).find(lowered(text)) != std::string::npos);
    if (hit && customer > after && found.size() < most) found.push_back(customer);
  }
  return found;
}

class Makes {
 public:
  std::string text() {
    static const std::vector<std::string> pieces = {"王",  "伟", "上海", "路", "138", "00", "a",
                                                    "Ann", "É",  "ß",    "@",  " ",   "İ",  "example.com"};
    std::string out;
    for (auto n = 1 + random_() % 6; n > 0; --n) out += pieces[random_() % pieces.size()];
    return out;
  }
  std::uint64_t below(std::uint64_t most) { return random_() % most; }

 private:
  std::mt19937_64 random_{7};
};

class SearchTextsTest : public testing::Test {
 protected:
  SearchTextsTest() {
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 1; i <= 1500; ++i) ids.push_back(i * 16);
    texts_ = std::make_unique<SearchTexts>(ids, std::vector<std::int64_t>{3, 5, 9});
    for (auto id : ids) put(id);
    texts_->settle();
  }
  void put(std::int64_t id) {
    for (std::int64_t attribute : {3, 5, 9, 11}) {
      if (makes_.below(4) == 0) continue;
      auto value = makes_.text();
      texts_->add(id, attribute, value);
      if (attribute != 11) values_[id].emplace_back(attribute, value);
    }
  }
  void compare() {
    for (int i = 0; i < 400; ++i) {
      auto text = makes_.text();
      if (i % 5 == 0) text = text.substr(0, 1 + makes_.below(text.size()));
      std::vector<std::int64_t> attributes = i % 3 == 0   ? std::vector<std::int64_t>{5}
                                             : i % 3 == 1 ? std::vector<std::int64_t>{3, 5, 9}
                                                          : std::vector<std::int64_t>{9, 3};
      const auto after = i % 2 == 0 ? 0 : static_cast<std::int64_t>(makes_.below(24000));
      const auto most = i % 7 == 0 ? 5U : 100000U;
      ASSERT_EQ(texts_->find(text, attributes, after, most), plain(values_, text, attributes, after, most))
          << text;
    }
  }
  Makes makes_;
  Values values_;
  std::unique_ptr<SearchTexts> texts_;
};

TEST_F(SearchTextsTest, FindsWhatThePlainWayFinds) { compare(); }

TEST_F(SearchTextsTest, FindsItWhenCustomersHaveChangedGoneAndCome) {
  for (int round = 0; round < 40; ++round) {
    const auto first = static_cast<std::int64_t>(makes_.below(24000)), last = first + 200;
    texts_->remove(first, last);
    values_.erase(values_.lower_bound(first), values_.upper_bound(last));
    for (auto id = (first + 15) / 16 * 16; id <= last; id += 16) {
      if (id != 0 && makes_.below(2) == 0) put(id);
    }
    put(first / 16 * 16 + 8);
    texts_->remove(first / 16 * 16 + 8, first / 16 * 16 + 8);
    values_.erase(first / 16 * 16 + 8);
    put(24016 + round * 160);
  }
  compare();
}

TEST(SearchTexts, AnEmptyBaseGrowsFromNothing) {
  SearchTexts texts({}, {1});
  EXPECT_TRUE(texts.find("a", std::vector<std::int64_t>{1}, 0, 10).empty());
  for (std::int64_t id = 1; id <= 20000; ++id) texts.add(id, 1, "Customer " + std::to_string(id));
  EXPECT_EQ(texts.customers(), 20000U);
  EXPECT_EQ(texts.customers_in(5, 10), 6U);
  EXPECT_EQ(texts.find("omer 19999", std::vector<std::int64_t>{1}, 0, 10), std::vector<std::int64_t>{19999});
  EXPECT_EQ(texts.find("CUSTOMER 77", std::vector<std::int64_t>{1}, 700, 3),
            (std::vector<std::int64_t>{770, 771, 772}));
}

TEST(SearchTexts, AHitLiesWithinOneValue) {
  SearchTexts texts({1, 2}, {1, 2});
  texts.add(1, 1, "ab");
  texts.add(1, 2, "cd");
  texts.add(2, 1, "abcd");
  EXPECT_EQ(texts.find("bc", std::vector<std::int64_t>{1, 2}, 0, 10), std::vector<std::int64_t>{2});
}

}  // namespace
}  // namespace kith::lens
