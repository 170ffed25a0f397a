// Every sentence for people is said in both languages. The adversaries: the sentence added in a hurry, the
// sentence reworded on one side only, the {name} mistyped in a translation.
#include <gtest/gtest.h>

#include "sentences.h"

namespace kith::house {
namespace {

std::vector<std::string> faults_of(const std::string& source, const std::string& table) {
  return text_faults({{"src/x/x.cpp", source}}, {{"src/x/text_zh.txt", table}});
}

TEST(Texts, AreAllSaidInChinese) {
  auto sources = read_files("src", {".cpp", ".h", ".def", ".inc"});
  for (SourceFile& file : read_files("sample", {".cpp", ".h"})) sources.push_back(std::move(file));
  auto tables = read_files("src", {"text_zh.txt"});
  for (SourceFile& file : read_files("sample", {"text_zh.txt"})) tables.push_back(std::move(file));
  EXPECT_FALSE(tables.empty());
  std::string all;
  for (const std::string& fault : text_faults(sources, tables)) all += "\n" + fault;
  EXPECT_TRUE(all.empty()) << all;
}

TEST(Texts, ASentenceWithoutARowIsAFault) {
  EXPECT_EQ(faults_of("auto x = Text(\"No such file\");", "").size(), 1U);
  EXPECT_EQ(faults_of("auto x = Text{\"No such file\"};", "").size(), 1U);
  EXPECT_EQ(faults_of("Text hint = \"No such file\";", "").size(), 1U);
  EXPECT_EQ(faults_of("const Text names[] = {\"one\", \"two\"};", "").size(), 2U);
  EXPECT_EQ(faults_of("out << tr(language, \"source\");", "").size(), 1U);
  EXPECT_EQ(faults_of("out << tr(language, many ? \"sources\" : \"source\");", "").size(), 2U);
  EXPECT_EQ(faults_of("throw Error(ErrorCode::io, \"It is full\", \"Free some\");", "").size(), 2U);
  EXPECT_EQ(faults_of("void phase(Text name, int total); void f() { phase(\"Reading\", 0); }", "").size(),
            1U);
  EXPECT_EQ(faults_of("void say(int n, const Text& text); void f() { say(1, \"Reading\"); }", "").size(), 1U);
  EXPECT_EQ(faults_of("return \"A bare sentence that becomes a text.\";", "").size(), 1U);
}

TEST(Texts, ASentenceWithItsRowIsNone) {
  const std::string table = "# Table\n\nNo {what} in \"{file}\".\n“{file}”中没有{what}。\n";
  EXPECT_TRUE(
      faults_of("Text(\"No {what} \"\n  \"in \\\"{file}\\\".\", {{\"what\", w}, {\"file\", f}})", table)
          .empty());
  EXPECT_TRUE(faults_of("Text(R\"(No {what} in \"{file}\".)\", arguments)", table).empty());
  EXPECT_TRUE(faults_of("Text(\"Two\\nlines\")", "Two\\nlines\n两\\n行\n").empty());
}

TEST(Texts, WhatIsNoSentenceIsLeftAlone) {
  EXPECT_TRUE(
      faults_of("Text(name_of(\"x\")); Text(\"{a}: {b}\", {{\"a\", 1}, {\"b\", 2}}); Text();", "").empty());
  EXPECT_TRUE(
      faults_of(
          "// Text(\"in a comment\")\n/* tr(l, \"too\") */ f(\"SELECT a FROM b\", \"SELECT a FROM t.\");", "")
          .empty());
  EXPECT_TRUE(
      faults_of("throw std::logic_error(\"Called twice at once.\");  // not for people\n", "").empty());
  EXPECT_TRUE(faults_of("int n = 1'000'000; char c = '\"'; f('\\'');", "").empty());
}

TEST(Texts, ARowThatNobodySaysIsAFault) {
  EXPECT_EQ(faults_of("", "No such file\n没有这个文件\n").size(), 1U);
  EXPECT_EQ(faults_of("Text(\"No such folder\")", "No such file\n没有这个文件\n").size(), 2U);
}

TEST(Texts, NamesAreTheSameOnBothSides) {
  EXPECT_EQ(faults_of("Text(\"No {file}\", a)", "No {file}\n没有{fiel}\n").size(), 1U);
  EXPECT_EQ(faults_of("Text(\"No {file}\", {{\"path\", p}})", "No {file}\n没有{file}\n").size(), 1U);
  EXPECT_EQ(faults_of("Text(\"No {file}\")", "No {file}\n没有{file}\n").size(), 1U);
}

TEST(Texts, ATableIsPairsOfLines) {
  std::vector<std::string> faults;
  EXPECT_EQ(rows_of({"t", "a\n甲\n\n# note\nb\n乙\n"}, faults).size(), 2U);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(rows_of({"t", "a\n甲\nb\n乙\n\nc\n"}, faults).size(), 0U);
  EXPECT_EQ(faults.size(), 2U);
}

TEST(Texts, TwoRowsMayNotDisagree) {
  const std::vector<SourceFile> tables = {{"src/x/text_zh.txt", "order\n订单\n"},
                                          {"src/y/text_zh.txt", "order\n次序\n"}};
  EXPECT_EQ(text_faults({{"src/x/x.cpp", "Text(\"order\")"}}, tables).size(), 1U);
}

TEST(Texts, ChineseIsPunctuatedAsChinese) {
  EXPECT_EQ(faults_of("Text(\"Yes, no\")", "Yes, no\n是,否\n").size(), 1U);
  EXPECT_TRUE(faults_of("Text(\"Yes, no\")", "Yes, no\n是，否\n").empty());
}

}  // namespace
}  // namespace kith::house
