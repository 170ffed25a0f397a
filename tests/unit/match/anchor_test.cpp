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

// What made-up people are spelled with: words of the first so many syllables, and numbers.
struct Letters {
  Letters(std::uint64_t seed, std::size_t of_syllables) : random(seed), syllables(of_syllables) {}

  std::string word(int n) {
    static const char* const all[] = {"an", "bo", "ca", "de", "el", "fi", "go", "ha",
                                      "in", "jo", "ka", "lu", "mo", "ne", "ri", "sa"};
    std::string text;
    for (; n > 0; --n) text += all[random.below(syllables)];
    return text;
  }
  std::string digits(std::uint64_t first, std::uint64_t below) {
    return std::to_string(first + random.below(below));
  }

  Random random;
  std::size_t syllables;
};

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

// People of a few provinces with cities and districts, and gaps; hardly any of them twice, with a slip and
// sometimes moved. All that thousands of pairs have in common is where they live.
Known make_towns(std::size_t people, std::size_t twice, std::uint64_t seed) {
  Letters letters(seed, 14);
  Random& random = letters.random;
  auto word = [&](int n) { return letters.word(n); };
  auto digits = [&](std::uint64_t first, std::uint64_t below) { return letters.digits(first, below); };
  struct District {
    std::string province, city, name;
    std::vector<std::string> roads;
  };
  std::vector<District> districts;
  for (int p = 0; p < 12; ++p) {
    const auto province = word(3);
    for (int c = 0; c < 3; ++c) {
      const auto city = word(4);
      for (int d = 0; d < 4; ++d) {
        districts.push_back({province, city, word(4), {}});
        for (int r = 0; r < 8; ++r) districts.back().roads.push_back(word(3));
      }
    }
  }
  std::vector<std::string> given, family;
  for (int i = 0; i < 150; ++i) given.push_back(word(3));
  for (int i = 0; i < 80; ++i) family.push_back(word(2));
  auto home = [&](std::vector<std::string>& row) {
    const auto& district = districts[random.below(districts.size())];
    row[3] = random.below(100) < 17 ? "" : district.province;
    row[4] = random.below(100) < 10 ? "" : district.city;
    row[5] = random.below(100) < 25 ? "" : district.name;
    row[7] = random.below(100) < 14 ? "" : district.roads[random.below(8)] + " " + digits(1, 300);
  };
  auto person = [&] {
    std::vector<std::string> row(11);
    row[0] = given[random.below(given.size())] + " " + family[random.below(family.size())];
    row[1] = random.below(100) < 8 ? "" : "1" + digits(1'000'000'000, 9'000'000'000);
    row[2] = random.below(100) < 37 ? "" : word(5) + "@" + (random.below(2) == 0 ? "qq.com" : "126.com");
    home(row);
    if (random.below(4) > 0) row[6] = digits(1940, 66) + "-" + digits(10, 3) + "-" + digits(10, 19);
    row[8] = random.below(2) == 0 ? "f" : "m";
    row[9] = random.below(2) == 0 ? word(4) + " co" : "";
    row[10] = word(1);
    return row;
  };
  using enum ColumnKind;
  testing::Builder builder({{"name", full_name},
                            {"mobile", phone},
                            {"email", email},
                            {"province", place},
                            {"city", place},
                            {"district", place},
                            {"birthday", date},
                            {"address", address},
                            {"gender", category},
                            {"company", company},
                            {"note", category}});
  for (std::size_t i = 0; i < people; ++i) {
    auto row = person();
    builder.row(row, i);
    if (i >= twice) continue;
    if (i % 3 == 0) row[1] = "1" + digits(1'000'000'000, 9'000'000'000);
    if (i % 3 == 1) row[2].clear();
    if (i % 5 < 2) home(row);
    builder.row(row, i);
  }
  return builder.take();
}

// Families of one name, address and city, half of them with one phone; every `every`-th person twice, with
// slips, some of them moved or with another phone. E-mails are made of names. `birthdays`: the last column.
Known make_families(std::size_t homes, std::size_t every, bool birthdays, std::uint64_t seed) {
  Letters letters(seed, 16);
  Random& random = letters.random;
  auto word = [&](int n) { return letters.word(n); };
  auto slip = [&](std::string text) {
    if (random.below(5) == 0) std::swap(text[text.size() / 2], text[text.size() / 2 + 1]);
    return text;
  };
  auto new_phone = [&] { return "0" + std::to_string(100'000'000 + random.below(900'000'000)); };
  std::vector<std::string> given, family, streets, cities;
  for (int i = 0; i < 300; ++i) given.push_back(word(3));
  for (int i = 0; i < 800; ++i) family.push_back(word(3));
  for (int i = 0; i < 400; ++i) streets.push_back(word(3));
  for (int i = 0; i < 60; ++i) cities.push_back(word(3));
  auto home = [&] { return std::to_string(1 + random.below(200)) + " " + streets[random.below(400)]; };
  using enum ColumnKind;
  std::vector<std::pair<std::string, ColumnKind>> columns{
      {"name", full_name}, {"phone", phone}, {"email", email}, {"city", place}, {"address", address}};
  if (birthdays) columns.emplace_back("birthday", date);
  testing::Builder builder(columns);
  std::uint64_t person = 0;
  for (std::size_t h = 0; h < homes; ++h) {
    const auto own_phone = new_phone(), own_home = home(), city = cities[random.below(60)];
    const auto name = family[random.below(800)];
    for (auto members = 1 + random.below(4), first = random.below(300); members > 0; --members) {
      // No two of a family bear one name.
      const auto given_name = given[(first + 7 * members) % 300];
      std::vector<std::string> row{
          given_name + " " + name, random.below(2) == 0 ? own_phone : new_phone(),
          given_name + "." + name + std::to_string(10 + random.below(90)) + "@mail.com", city, own_home};
      if (birthdays) {
        row.push_back(std::to_string(1940 + random.below(66)) + "-" + std::to_string(10 + random.below(3)) +
                      "-" + std::to_string(10 + random.below(19)));
      }
      builder.row(row, person);
      if (person % every == 0) {
        row[0] = slip(given_name) + " " + slip(name);
        if (random.below(5) == 0) {
          row[3] = cities[random.below(60)];
          row[4] = home();
        }
        if (random.below(10) < 3) row[1] = new_phone();
        if (random.below(10) < 3) row[2].clear();
        builder.row(row, person);
      }
      ++person;
    }
  }
  return builder.take();
}

// People with a name in two columns, a birthday and an address; a third twice, two fifths of these moved.
Known make_movers(std::size_t people, std::uint64_t seed) {
  Letters letters(seed, 14);
  Random& random = letters.random;
  auto word = [&](int n) { return letters.word(n); };
  using enum ColumnKind;
  testing::Builder builder({{"first", given_name},
                            {"last", family_name},
                            {"gender", category},
                            {"birthday", date},
                            {"address", address},
                            {"city", place}});
  std::vector<std::string> cities;
  for (int i = 0; i < 60; ++i) cities.push_back(word(3));
  auto street = [&] { return std::to_string(1 + random.below(200)) + " " + word(2) + " street"; };
  for (std::size_t i = 0; i < people; ++i) {
    std::vector<std::string> row{word(2),
                                 word(2),
                                 random.below(2) == 0 ? "f" : "m",
                                 std::to_string(1940 + random.below(66)) + "-" +
                                     std::to_string(10 + random.below(3)) + "-" +
                                     std::to_string(10 + random.below(19)),
                                 street(),
                                 cities[random.below(60)]};
    builder.row(row, i);
    if (i % 3 != 0) continue;
    if (random.below(10) < 4) {
      row[4] = street();
      row[5] = cities[random.below(60)];
    }
    if (random.below(5) == 0) std::swap(row[0][1], row[0][2]);
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
  EXPECT_TRUE(finds_its_matches(model_of(0.001, {place, place, phone})));
  EXPECT_FALSE(finds_its_matches(model_of(0.001, {place, place, phone, phone, phone})));
  EXPECT_TRUE(finds_its_matches(model_of(0.1, {place, place, phone, phone, phone})));
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

// A crowd in which `lambda` are matches that agree on the one column with probability m, others with u.
Mixture mixture_of(double pairs, double lambda, double m, double u) {
  Mixture mixture;
  mixture.pairs = pairs;
  mixture.lambda = lambda;
  mixture.m = {{m, 1 - m}};
  mixture.u = {{u, 1 - u}};
  mixture.mass = {{pairs * lambda * m, pairs * lambda * (1 - m)}};
  return mixture;
}

TEST(Anchor, RulesWhoseMatchesDoNotOutweighTheirCrowdAreDoubted) {
  const auto model = model_of(0.001, {{{"exact", 0.9, 0.01}, {"different", 0.1, 0.99}}});
  const auto clear = mixture_of(1000, 0.1, 0.99, 0.01), vague = mixture_of(1000, 0.1, 0.9, 0.5);
  EXPECT_FALSE(doubt_themselves({clear, clear, vague}, {0, 0, 0}, model));
  EXPECT_TRUE(doubt_themselves({clear, vague, vague, vague}, {0, 0, 0, 0}, model));
  EXPECT_TRUE(doubt_themselves({clear}, {1}, model)) << "a rule's own column tells nothing of its pairs";
  EXPECT_FALSE(doubt_themselves({}, {}, model));
  const std::vector<std::vector<Level>> telling = {{{"exact", 0.9, 0.0001}, {"different", 0.1, 0.9999}}};
  EXPECT_FALSE(finds_its_matches(model_of(0.001, telling), 0, true));
  EXPECT_TRUE(finds_its_matches(model_of(0.1, telling), 0, true));
}

TEST(Anchor, TheShareOfSureMatchesIsTold) {
  EXPECT_DOUBLE_EQ(share_of_sure({1, 1, 0.5, 0.5}), 2.0 / 3);
  EXPECT_DOUBLE_EQ(share_of_sure({0.95, 0.05}), 0.95);
  EXPECT_DOUBLE_EQ(share_of_sure({}), 0);
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
  EXPECT_GT(f1_of(known, resolve_all(known)), 0.95);
}

// Adversary: one rule whose pairs part by genre, and a crowd of equal titles that are all matches. F1 was
// .61.
TEST(Anchor, WhatOneRuleClaimsTheModelMustKnow) {
  const Known known = make_discs(9000, 200, 1);
  const auto resolution = resolve_all(known);
  EXPECT_FALSE(resolution.model.anchored);
  EXPECT_GT(f1_of(known, resolution), 0.95);
}

// Adversary: EM that joins who lives in one district. F1 was below .02.
TEST(Anchor, PeopleOfOneDistrictAreNotOnePerson) {
  const Known known = make_towns(6000, 20, 6);
  const auto resolution = resolve_all(known);
  EXPECT_TRUE(resolution.model.anchored);
  EXPECT_LE(resolution.statistics.largest_cluster, 3u);
  EXPECT_GT(f1_of(known, resolution), 0.85);
}

// Adversary: EM that parts a rule's pairs into people who changed nothing and the rest. F1 was .78 to .89.
TEST(Anchor, PeopleWhoMovedAreFound) {
  for (const std::uint64_t seed : {2, 4}) {
    const Known known = make_towns(6000, 600, seed);
    EXPECT_GT(f1_of(known, resolve_all(known)), 0.98);
  }
}

// Adversary: EM that finds the families. F1 was below .3 without birthdays.
TEST(Anchor, AFamilyIsNotOnePerson) {
  for (const bool birthdays : {false, true}) {
    const Known known = make_families(2500, 5, birthdays, 22);
    EXPECT_GT(f1_of(known, resolve_all(known)), birthdays ? 0.98 : 0.85);
  }
}

// Adversary: the crowd of one birthday, in which all have one name and live elsewhere. Recall was .62.
TEST(Anchor, WhoHasNameAndBirthdayOfOneWhoMovedIsTheSame) {
  const Known known = make_movers(5000, 11);
  EXPECT_GT(f1_of(known, resolve_all(known)), 0.95);
}

// Adversary: an address in five columns, all of which change when somebody moves. Recall was .71.
TEST(Anchor, WhoMovedChangesEveryPartOfTheAddress) {
  Letters letters(9, 14);
  Random& random = letters.random;
  auto word = [&](int n) { return letters.word(n); };
  auto digits = [&](std::uint64_t first, std::uint64_t below) { return letters.digits(first, below); };
  auto words = [&](int n, int syllables_each) {
    std::vector<std::string> all;
    for (; n > 0; --n) all.push_back(word(syllables_each));
    return all;
  };
  const auto cities = words(40, 3), states = words(20, 2), streets = words(150, 3), firsts = words(50, 2),
             lasts = words(100, 3);
  using enum ColumnKind;
  testing::Builder builder({{"first", given_name},
                            {"last", family_name},
                            {"gender", category},
                            {"birthday", date},
                            {"house", number},
                            {"street", address},
                            {"city", place},
                            {"state", place},
                            {"zip", postal_code},
                            {"home", phone},
                            {"cell", phone},
                            {"email", email}});
  auto home = [&](std::vector<std::string>& row) {
    const auto city = random.below(40);
    row[4] = digits(1, 2000);
    row[5] = streets[random.below(150)];
    row[6] = cities[city];
    row[7] = states[city / 2];
    row[8] = digits(10'000, 90'000);
  };
  auto chance = [&](int of_hundred) { return random.below(100) < static_cast<std::uint64_t>(of_hundred); };
  auto new_phone = [&](const char* first) { return first + digits(100'000'000, 900'000'000); };
  for (std::size_t i = 0; i < 5000; ++i) {
    std::vector<std::string> row(12);
    row[0] = firsts[random.below(50)];
    row[1] = lasts[random.below(100)];
    row[2] = chance(50) ? "f" : "m";
    row[3] = digits(1940, 66) + "-" + digits(10, 3) + "-" + digits(10, 19);
    home(row);
    row[9] = new_phone("0");
    row[10] = new_phone("1");
    row[11] = row[0].substr(0, 1) + row[1] + digits(10, 90) + "@mail.com";
    builder.row(row, i);
    for (auto copies = chance(25) ? 1 + random.below(2) : 0; copies > 0; --copies) {
      auto copy = row;
      if (chance(25)) {
        home(copy);
        if (chance(50)) copy[9] = new_phone("0");
      }
      if (chance(20)) std::swap(copy[0][1], copy[0][2]);
      if (chance(20)) std::swap(copy[1][2], copy[1][3]);
      if (chance(8)) copy[1] = lasts[random.below(100)];
      if (chance(10)) copy[3].clear();
      if (chance(30)) copy[9].clear();
      if (chance(30)) copy[10] = chance(50) ? "" : new_phone("1");
      if (chance(30)) copy[11] = chance(50) ? "" : copy[0] + copy[1] + "@work.com";
      if (chance(20)) std::swap(copy[9], copy[10]);
      builder.row(copy, i);
    }
  }
  const Known known = builder.take();
  EXPECT_GT(f1_of(known, resolve_all(known)), 0.95);
}

TEST(Anchor, MatchesBearOneName) {
  auto expected = model_of(0.001, {{{"exact", 0.6, 0.001}, {"near", 0.3, 0.01}, {"different", 0.1, 0.989}}});
  expected.fields[0].kind = ColumnKind::full_name;
  auto of = [&](double exact, double near) {
    auto model = expected;
    model.fields[0].levels[0].m = exact;
    model.fields[0].levels[1].m = near;
    model.fields[0].levels[2].m = 1 - exact - near;
    return model;
  };
  EXPECT_TRUE(bear_one_name(of(0.3, 0.3), expected));
  EXPECT_FALSE(bear_one_name(of(0.1, 0.3), expected));
  auto parts = of(0.1, 0.3), usual = expected;
  for (const auto kind : {ColumnKind::given_name, ColumnKind::family_name}) {
    parts.fields.push_back(expected.fields[0]);
    parts.fields.back().kind = kind;
    usual.fields.push_back(parts.fields.back());
  }
  EXPECT_TRUE(bear_one_name(parts, usual)) << "the full name only stands in where a part is missing";
  auto place = of(0.1, 0.3);
  place.fields[0].kind = ColumnKind::place;
  EXPECT_TRUE(bear_one_name(place, expected));
}

// Adversary: a crowd of which one column is all that is seen, and half of it agrees.
TEST(Anchor, OneColumnPartsNoCrowd) {
  testing::Builder builder({{"company", ColumnKind::company}, {"city", ColumnKind::place}});
  Random random(33);
  auto word = [&] { return "w" + std::to_string(random.below(1500)); };
  std::uint64_t number = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto name = word() + " trading", city = "city" + std::to_string(random.below(60));
    builder.row({name, city}, number);
    if (i % 4 == 0) builder.row({name, city}, number);
    ++number;
  }
  const Known known = builder.take();
  EXPECT_GT(f1_of(known, resolve_all(known)), 0.8);
}

// Adversary: a crowd of one e-mail in which whoever moved differs in city and address at once.
TEST(Anchor, InACrowdPeopleWhoMovedAreNoOthers) {
  auto level = [](double m, double u) {
    return std::vector<Level>{{"exact", m, u}, {"different", 1 - m, 1 - u}};
  };
  const auto model =
      model_of(0.0001, {level(0.99, 0.0005), level(0.7, 1e-6), level(0.85, 0.017), level(0.85, 1e-5)});
  std::vector<Pattern> crowd;
  Random random(5);
  auto add = [&](std::size_t pairs, bool one, bool moved) {
    for (std::size_t i = 0; i < pairs; ++i) {
      const bool phone = one && random.below(10) < 7;
      crowd.push_back(
          pattern_of({static_cast<std::uint8_t>(one ? 0 : 1), static_cast<std::uint8_t>(phone ? 0 : 1),
                      static_cast<std::uint8_t>(one && !moved ? 0 : 1),
                      static_cast<std::uint8_t>(one && !moved ? 0 : 1)}));
    }
  };
  add(5000, true, false);
  add(1500, true, true);
  add(4000, false, false);
  const auto mixture = part(count_patterns(crowd), model, true, 0.02, Start::chance);
  EXPECT_NEAR(mixture.lambda, 6500.0 / 10500, 0.06);  // was .10 off
  EXPECT_LT(mixture.u[0][0], 0.12);                   // was .19
}

TEST(Anchor, PeopleAreLearned) { EXPECT_FALSE(resolve_all(testing::make_people(600, 7)).model.anchored); }

}  // namespace
}  // namespace kith::match
