// Adversary: a fast kernel that differs from the definition on some text.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/block/soundex.h"
#include "match/compare/code_points.h"
#include "match/compare/jaro.h"
#include "match/compare/osa.h"
#include "match/compare/romanize.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

std::vector<char32_t> random_text(Random& random) {
  std::vector<char32_t> text(random.below(random.chance(0.1) ? 65 : 14));
  for (auto& c : text)
    c = random.chance(0.2) ? 0x5F20 + random.below(4) : 'a' + random.below(random.chance(0.5) ? 3 : 20);
  return text;
}

TEST(Kernels, BitParallelJaroIsTheDefinition) {
  Random random(1);
  for (int i = 0; i < 50'000; ++i) {
    const auto a = random_text(random), b = random_text(random);
    ASSERT_EQ(jaro(a, b), jaro_plain(a, b)) << i;
  }
}

TEST(Kernels, BitParallelOsaIsTheRecurrence) {
  Random random(2);
  for (int i = 0; i < 50'000; ++i) {
    const auto a = random_text(random), b = random_text(random);
    const std::size_t truth = osa_plain(a, b), cutoff = random.below(8);
    ASSERT_EQ(osa(a, b, 100), truth) << i;
    ASSERT_EQ(osa(a, b, cutoff), std::min(truth, cutoff + 1)) << i;
  }
}

TEST(Kernels, KnownValues) {
  EXPECT_NEAR(jaro(CodePoints("martha"), CodePoints("marhta")), 0.9444, 5e-5);
  EXPECT_NEAR(jaro_winkler(CodePoints("martha"), CodePoints("marhta")), 0.9611, 5e-5);
  EXPECT_NEAR(jaro_winkler(CodePoints("dwayne"), CodePoints("duane")), 0.84, 5e-5);
  EXPECT_EQ(osa(CodePoints("ca"), CodePoints("abc"), 9), 3u);
  EXPECT_EQ(osa(CodePoints("13800138000"), CodePoints("13800183000"), 2), 1u);
  EXPECT_EQ(jaro(CodePoints(""), CodePoints("")), 1);
  EXPECT_EQ(jaro(CodePoints("a"), CodePoints("")), 0);
}

TEST(Kernels, TextLongerThanAWordIsCut) {
  const std::string text(200, 'x');
  EXPECT_EQ(CodePoints(text).size(), CodePoints::limit);
  EXPECT_EQ(osa(CodePoints(text), CodePoints(text), 3), 0u);
}

TEST(Kernels, Soundex) {
  EXPECT_EQ(soundex("robert"), "r163");
  EXPECT_EQ(soundex("rupert"), "r163");
  EXPECT_EQ(soundex("ashcraft"), "a261");
  EXPECT_EQ(soundex("tymczak"), "t522");
  EXPECT_EQ(soundex("pfister"), "p236");
  EXPECT_EQ(soundex("lee"), "l000");
  EXPECT_EQ(soundex("123"), "");
}

TEST(Kernels, EveryScriptReadsAsLatin) {
  Romanizer romanizer;
  const std::vector<std::string_view> values = {"", "张伟", "章伟", "Müller", "Юрий", "\xFF\xFE"};
  romanizer.learn(values);
  EXPECT_EQ(romanizer.fold("张伟"), "zhangwei");
  EXPECT_EQ(romanizer.fold("章伟"), "zhangwei");
  EXPECT_EQ(romanizer.fold("Müller"), "muller");
  EXPECT_FALSE(romanizer.fold("Юрий").empty());
  EXPECT_EQ(romanizer.fold("\xFF\xFE"), "");
}

TEST(Kernels, WordsOfChineseAreCharacters) {
  EXPECT_EQ(words_of("上海市 Main St.").size(), 5u);
  EXPECT_EQ(word_set("a b a").size(), 2u);
  EXPECT_TRUE(words_of("。，").empty());
}

TEST(Kernels, TrigramsStandBetweenBlanks) {
  EXPECT_EQ(trigram_set("").size(), 0u);
  EXPECT_EQ(trigram_set("a").size(), 1u);
  EXPECT_EQ(trigram_set("ab").size(), 2u);
  EXPECT_EQ(trigram_set("A b"), trigram_set("ab"));
  EXPECT_EQ(trigram_set("aaaaa").size(), 3u);  // " aa", "aaa", "aa "
  EXPECT_NE(trigram_set("ab"), trigram_set("ba"));
}

// The sets of a column are those of its values one by one.
TEST(Kernels, TokenSetsHoldTheSetsOfTheirValues) {
  const std::vector<std::string_view> values = {"", "b a b", "上海市 Main St.", "12 Main St", "。"};
  TokenSets words, trigrams;
  for (const auto value : values) {
    words.add_words(value);
    trigrams.add_trigrams(value);
  }
  auto shared = [](const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y) {
    return count_shared(x.data(), x.size(), y.data(), y.size());
  };
  for (std::uint32_t a = 0; a < values.size(); ++a) {
    EXPECT_EQ(words.size(a), word_set(values[a]).size()) << values[a];
    EXPECT_EQ(trigrams.size(a), trigram_set(values[a]).size()) << values[a];
    for (std::uint32_t b = 0; b < values.size(); ++b) {
      EXPECT_EQ(words.shared(a, b), shared(word_set(values[a]), word_set(values[b])));
      EXPECT_EQ(trigrams.shared(a, b), shared(trigram_set(values[a]), trigram_set(values[b])));
    }
  }
}

}  // namespace
}  // namespace kith::match
