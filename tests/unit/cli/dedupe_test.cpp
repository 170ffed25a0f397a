// `kith dedupe` where it cannot know, and where its answer has no place. The adversary: rows that have much
// in common and are not one.
#include "kith_process.h"

namespace kith::cli {
namespace {

// Of places alone nobody can tell who lives there.
std::string places() {
  std::string text = "city\n";
  for (int i = 0; i < 40; ++i) text += "Paris\nRome\nOslo" + std::to_string(i % 7) + "\n";
  return text;
}

TEST(Dedupe, a_model_that_went_astray_is_told_and_kept_with_the_model) {
  Desk desk;
  const auto file = desk.file("places.csv", places()), model = desk / "model.toml";
  const auto english = desk.run({"dedupe", file, "--save-model", model});
  EXPECT_EQ(english.code, 0) << english;
  EXPECT_NE(english.err.find("does not tell which of them are one"), std::string::npos) << english;
  const auto chinese = desk.chinese({"dedupe", file, "--brief"});
  EXPECT_NE(chinese.err.find("并不能说明它们是同一个"), std::string::npos) << chinese;
  EXPECT_EQ(english_in(chinese.err), "") << chinese;
  EXPECT_NE(bytes_of(model).find("anchored = true"), std::string::npos);
  EXPECT_EQ(desk.json({"dedupe", file, "--model", model})["anchored"], true);
}

TEST(Dedupe, a_model_learned_well_says_nothing_of_it) {
  Desk desk;
  std::string text = "name,phone\n";
  for (int i = 0; i < 60; ++i) {
    const auto row =
        std::string("Anna Berg") + std::to_string(i) + ",138001" + std::to_string(30000 + i * 97) + "\n";
    text += i % 3 == 0 ? row + row : row;
  }
  const auto answer = desk.json({"dedupe", desk.file("people.csv", text)});
  EXPECT_EQ(answer["anchored"], false);
  EXPECT_EQ(answer["duplicates"], 20);
}

// It was told after the whole run. The file to read is not there either: that would be found next.
TEST(Dedupe, an_answer_without_a_place_is_refused_before_the_work) {
  Desk desk;
  const auto taken = desk.file("taken.csv", "kept\n"), missing = desk / "missing.csv";
  const auto out = desk.run({"dedupe", missing, "--out", taken});
  EXPECT_NE(out.err.find("taken.csv"), std::string::npos) << out;
  EXPECT_EQ(bytes_of(taken), "kept\n");
  for (const Words& words : {Words{"--out", desk / "no/where.csv"}, Words{"--html", desk / "no/where.html"},
                             Words{"--save-model", desk / "no/where.toml"}}) {
    const auto english = desk.run({"dedupe", missing, words[0], words[1]});
    const auto chinese = desk.chinese({"dedupe", missing, words[0], words[1]});
    EXPECT_NE(english.code, 0);
    EXPECT_NE(english.err.find("There is no folder"), std::string::npos) << english;
    EXPECT_EQ(chinese.code, english.code);
    EXPECT_TRUE(has_chinese(chinese.err)) << chinese;
  }
}

}  // namespace
}  // namespace kith::cli
