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

}  // namespace
}  // namespace kith::match
