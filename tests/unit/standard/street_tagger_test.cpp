// The tagger of streets: what its table says is what it does.
#include "standard/street_tagger.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "base/embedded.h"

namespace kith::standard::street {
namespace {

TagText text_of(std::u32string_view signs) {
  TagText text;
  for (char32_t c : signs) {
    text.sign[text.count] = c;
    text.kind[text.count] = c == U'0' ? 'D' : 'H';
    text.rule[text.count++] = no_part;
  }
  return text;
}

std::string tags_of(const Tagger& tagger, const TagText& text) {
  const auto tags = tagger.tags_of(text);
  std::string out;
  for (std::size_t i = 0; i < text.count; ++i) out += sign_of(tags[i]);
  return out;
}

TEST(StreetTagger, GivesEveryCharacterWhatWeighsMost) {
  const Tagger tagger(
      "# a remark\n"
      "char+0 园 P=200\nchar-1 园 p=300\nchar+0 路 R=100\nalways - -=50\n> P p=100\n> - -=10\n");
  EXPECT_EQ(tags_of(tagger, text_of(U"园林路三")), "PpR-");
}

TEST(StreetTagger, TagsWithinAPartOnlyBehindItsBegin) {
  const Tagger tagger("always - p=500 r=400\nchar+0 路 T=1\n");
  const auto tags = tags_of(tagger, text_of(U"路路路路"));
  EXPECT_EQ(tags[0] & 0x20, 0) << tags;
  for (std::size_t i = 1; i < tags.size(); ++i) {
    if (tags[i] == '-' || (tags[i] & 0x20) == 0) continue;
    EXPECT_EQ(tags[i - 1] | 0x20, tags[i]) << tags;
  }
}

TEST(StreetTagger, SeesTheRulesAndTheRunOfDigits) {
  const Tagger tagger("run D3 m=300 M=300\n> M m=50\n> m m=50\nrule T T=900\nrule t t=900\n");
  auto text = text_of(U"镇上000");
  text.rule[0] = 2;
  text.rule[1] = 3;
  EXPECT_EQ(tags_of(tagger, text), "TtMmm");
}

TEST(StreetTagger, TakesATableThatIsDamagedForWhatItStillSays) {
  for (std::string table :
       {"", "\n\n", "char+0", "char+0 园", "char+0 园 P", "char+0 园 P= p=x =3 PP=1", "nothing 园 P=3",
        "> PP p=1", "> ", "char+0 一二三四五六七 P=1", "pair+0 \xFF\xE5 P=3"}) {
    const Tagger tagger(table);
    EXPECT_EQ(tags_of(tagger, text_of(U"园路")).size(), 2u) << table;
  }
  EXPECT_EQ(tags_of(Tagger("char+0 园 P=1 bad p=2\n"), text_of(U"园")), "P");
}

// A line that is not understood would be left out in silence.
TEST(StreetTagger, TableInTheBinaryIsUnderstoodWhole) {
  std::string_view table = embedded("street_weights.txt");
  std::size_t lines = 0, steps = 0;
  while (!table.empty()) {
    const auto line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(line.size() + 1, table.size()));
    if (line.starts_with('#')) continue;
    ++lines;
    if (line.starts_with("> ")) {
      ++steps;
      continue;
    }
    const auto look = line.substr(0, line.find(' '));
    bool is_known = look == look_has_name;
    for (auto name : looks) is_known |= look == name;
    EXPECT_TRUE(is_known) << line;
  }
  EXPECT_GT(lines, 1000u);
  EXPECT_EQ(steps, tag_count);
}

TEST(StreetTagger, TextOfNoCharactersHasNoTags) { EXPECT_EQ(tags_of(Tagger::shared(), TagText()), ""); }

}  // namespace
}  // namespace kith::standard::street
