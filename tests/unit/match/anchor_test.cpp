#include "match/model/anchor.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "match/evaluate.h"
#include "people.h"

namespace kith::match {
namespace {

using testing::Known;

Model model_of(double lambda, std::vector<std::vector<Level>> fields) {
  Model model;
  model.lambda = lambda;
  for (auto& levels : fields)
    model.fields.push_back({"column", ColumnKind::text, std::move(levels), true, {}});
  return model;
}

Pattern pattern_of(const std::vector<std::uint8_t>& levels) {
  Pattern pattern = 0;
  for (std::size_t f = 0; f < levels.size(); ++f) pattern |= static_cast<Pattern>(levels[f]) << (3 * f);
  return pattern;
}

// Discs, a few of them twice: whoever sings much is of one genre and category, so that thousands of pairs
// have more in common than chance gives, and are different discs.
Known make_discs(std::size_t discs, std::size_t twice, std::uint64_t seed) {
  static const char* const syllables[] = {"ka", "to",  "mi",  "re",  "sol", "ban", "der",
                                          "lu", "fi",  "gor", "nis", "pa",  "qui", "ver",
                                          "zo", "hal", "tem", "bri", "ash", "und"};
  Random random(seed);
  auto word = [&] {
    std::string text;
    for (auto n = 2 + random.below(3); n > 0; --n) text += syllables[random.below(20)];
    return text;
  };
  std::vector<std::string> vocabulary, genres;
  for (int i = 0; i < 3000; ++i) vocabulary.push_back(word());
  for (int i = 0; i < 12; ++i) genres.push_back(word());
  auto words = [&](std::uint64_t n) {
    std::string text;
    for (; n > 0; --n) text += (text.empty() ? "" : " ") + vocabulary[random.below(vocabulary.size())];
    return text;
  };
  auto slip = [&](const std::string& text) {
    return text.substr(0, text.rfind(' ') + 1) + vocabulary[random.below(vocabulary.size())];
  };
  std::vector<std::pair<std::string, std::string>> artists;
  for (std::size_t i = 0; i < discs / 4; ++i) artists.emplace_back(words(2), genres[random.below(12)]);
  testing::Builder builder({{"artist", ColumnKind::text},
                            {"genre", ColumnKind::text},
                            {"category", ColumnKind::category},
                            {"title", ColumnKind::text},
                            {"tracks", ColumnKind::text},
                            {"year", ColumnKind::category}});
  for (std::size_t i = 0; i < discs; ++i) {
    const auto& [artist, genre] = artists[random.below(artists.size())];
    std::vector<std::string> row{artist,
                                 random.below(5) > 0 ? genre : "",
                                 random.below(10) > 0 ? genre.substr(0, 3) : "data",
                                 words(2 + random.below(3)),
                                 words(8 + random.below(5)),
                                 random.below(5) > 1 ? std::to_string(1960 + random.below(46)) : ""};
    builder.row(row, i);
    if (i >= twice) continue;
    row[4] = slip(row[4]);
    if (random.below(2) == 0) row[1] = genres[random.below(12)];
    if (random.below(2) == 0) row[2] = genres[random.below(12)].substr(0, 3);
    if (random.below(5) < 2) row[3] = slip(row[3]);
    builder.row(row, i);
  }
  return builder.take();
}

TEST(Anchor, WhatAMatchWeighsIsTheDivergenceOfMatchesFromOthers) {
  const auto model = model_of(0.001, {{{"exact", 0.5, 0.125}, {"different", 0.5, 0.875}},
                                      {{"exact", 1.0, 0.25}, {"different", 0.0, 0.75}}});
  EXPECT_NEAR(expected_weight(model), 0.5 * 2 + 0.5 * std::log2(0.5 / 0.875) + 2, 1e-12);
}

TEST(Anchor, AModelMustFindItsMatches) {
  const std::vector<std::vector<Level>> telling = {{{"exact", 0.9, 0.0001}, {"different", 0.1, 0.9999}}};
  const std::vector<std::vector<Level>> vague = {{{"exact", 0.3, 0.0001}, {"different", 0.7, 0.9999}}};
  EXPECT_TRUE(finds_its_matches(model_of(0.001, telling)));
  EXPECT_FALSE(finds_its_matches(model_of(0.001, vague)));
  EXPECT_TRUE(finds_its_matches(model_of(0.4, vague)));
}

TEST(Anchor, AModelMustUseWhatTells) {
  const std::vector<Level> place = {{"exact", 0.99, 0.01}, {"different", 0.01, 0.99}};
  const std::vector<Level> phone = {{"exact", 0.001, 0.0001}, {"different", 0.999, 0.9999}};
  EXPECT_TRUE(finds_its_matches(model_of(0.1, {place, place, phone})));
  EXPECT_FALSE(finds_its_matches(model_of(0.1, {place, place, phone, phone, phone, phone, phone, phone})));
}

TEST(Anchor, OnlySurePairsMoveM) {
  const auto expected = model_of(0.5, {{{"exact", 0.5, 0.1}, {"near", 0.3, 0.1}, {"different", 0.2, 0.8}}});
  auto model = expected;
  std::vector<SampledPair> sample;
  std::vector<double> weights;
  for (int i = 0; i < 60; ++i) {
    sample.push_back({0, 1, 1, pattern_of({static_cast<std::uint8_t>(i % 3)})});
    weights.push_back(i % 3 == 0 ? 25 : 15);  // exact ones are sure, the others are not
  }
  sample.push_back({0, 1, 1, pattern_of({null_level})});
  weights.push_back(40);
  learn_m_from_surest(sample, weights, expected, model);
  EXPECT_NEAR(model.fields[0].levels[0].m, (20 + 20 * 0.5) / 40, 1e-12);
  EXPECT_NEAR(model.fields[0].levels[1].m, 20 * 0.3 / 40, 1e-12);
  EXPECT_NEAR(model.fields[0].levels[2].m, 20 * 0.2 / 40, 1e-12);
}

Resolution resolve_all(const Known& known) {
  Executor executor(2);
  Progress progress;
  const Cancel cancel;
  return resolve(known.table, {}, {}, executor, progress, cancel);
}

double f1_of(const Known& known, const Resolution& resolution) {
  const std::vector<std::uint64_t> found(resolution.cluster.begin(), resolution.cluster.end());
  return evaluate(found, known.truth).f1;
}

// Adversary: EM that parts by genre what it should part by disc. F1 was .82.
TEST(Anchor, DiscsOfOneArtistAreNotOneDisc) {
  const Known known = make_discs(5000, 111, 3);
  const auto resolution = resolve_all(known);
  EXPECT_TRUE(resolution.model.anchored);
  EXPECT_GT(f1_of(known, resolution), 0.95);
}

// Adversary: one rule whose pairs part by genre, and a crowd of equal titles that are all matches. F1 was
// .61.
TEST(Anchor, WhatOneRuleClaimsTheModelMustKnow) {
  const Known known = make_discs(9000, 200, 1);
  const auto resolution = resolve_all(known);
  EXPECT_FALSE(resolution.model.anchored);
  EXPECT_GT(f1_of(known, resolution), 0.95);
}

TEST(Anchor, PeopleAreLearned) { EXPECT_FALSE(resolve_all(testing::make_people(600, 7)).model.anchored); }

}  // namespace
}  // namespace kith::match
