// Adversary: an e-mail that is like another because the names are, and one that only seems made of a name.
#include "match/compare/spelled_name.h"

#include <vector>

#include <gtest/gtest.h>

#include "match/model/scorer.h"
#include "people.h"

namespace kith::match {
namespace {

TEST(SpelledName, TellsWhoseAddressItIs) {
  const std::vector<std::string_view> anna{"berg", "anna"}, wei{"zhang", "wei"}, na{"li", "na"};
  for (const char* made : {"anna.berg@mail.com", "AnnaBerg84@mail.com", "a.berg@mail.com", "berg_a-7@x.org",
                           "annna.berg@mail.com", "berg@mail.com", "anna.borg@mail.com"})
    EXPECT_TRUE(is_made_of(made, anna)) << made;
  for (const char* other : {"info@mail.com", "anna.lind@mail.com", "sunny84@mail.com", "@mail.com", "",
                            "ab@mail.com", "1234@mail.com", "bergwerk@mail.com"})
    EXPECT_FALSE(is_made_of(other, anna)) << other;
  EXPECT_TRUE(is_made_of("zhangwei88@qq.com", wei));
  EXPECT_TRUE(is_made_of("lina@163.com", na));
  EXPECT_FALSE(is_made_of("88123456@qq.com", wei));
  EXPECT_FALSE(is_made_of("anna@mail.com", {}));
}

TEST(SpelledName, LikenessThatTheNamesExplainIsNoEvidence) {
  testing::Builder builder({{"name", ColumnKind::full_name}, {"email", ColumnKind::email}});
  builder.row({"anna berg", "anna.berg@mail.com"}, 0);
  builder.row({"anna borg", "anna.borg@mail.com"}, 1);
  builder.row({"anna berg", "anna.berg@mail.com"}, 0);
  builder.row({"anna berg", "sunny.day7@mail.com"}, 2);
  builder.row({"anna borg", "sunny.day8@mail.com"}, 3);
  builder.row({"otto falk", "otto.falk@mail.com"}, 4);
  const auto known = builder.take();
  const Records records = make_records(known.table);
  Executor executor(2);
  for (Executor* with : {static_cast<Executor*>(nullptr), &executor}) {
    const Comparison comparison(records, with);
    Comparison::Memo memo(comparison.fields());
    auto level = [&](std::uint32_t a, std::uint32_t b) {
      return comparison.level(1, records.row(a), records.row(b), memo);
    };
    EXPECT_EQ(level(0, 1), null_level);
    EXPECT_EQ(level(1, 0), null_level);
    EXPECT_EQ(level(0, 2), 0) << "the same address is the same address";
    EXPECT_EQ(level(3, 4), 2) << "no name explains it";
    EXPECT_EQ(level(0, 5), 4) << "that they differ remains";
    EXPECT_EQ(level(0, 3), 4);
  }
}

TEST(SpelledName, TheWaterfallSaysWhyItWeighsNothing) {
  testing::Builder builder({{"name", ColumnKind::full_name}, {"email", ColumnKind::email}});
  builder.row({"anna berg", "anna.berg@mail.com"}, 0);
  builder.row({"anna borg", "anna.borg@mail.com"}, 1);
  builder.row({"anna borg", ""}, 1);
  const auto known = builder.take();
  const Records records = make_records(known.table);
  const Comparison comparison(records);
  Model model;
  model.lambda = 0.1;
  for (std::size_t f = 0; f < 2; ++f) {
    FieldModel field{records.fields[f].name, records.fields[f].kind, {}, false, {}};
    for (const auto& shape : comparison.levels(f))
      field.levels.push_back({std::string(shape.name), shape.m, 0.1});
    model.fields.push_back(field);
  }
  const auto alike = explain(known.table, model, 0, 1), missing = explain(known.table, model, 0, 2);
  EXPECT_EQ(alike.weights[1].level, level_of_names);
  EXPECT_EQ(alike.weights[1].weight, 0);
  EXPECT_EQ(missing.weights[1].level, "null");
}

TEST(SpelledName, AFullNameBesideItsPartsIsNotMissing) {
  testing::Builder builder({{"name", ColumnKind::full_name},
                            {"first", ColumnKind::given_name},
                            {"last", ColumnKind::family_name}});
  builder.row({"anna berg", "anna", "berg"}, 0);
  builder.row({"anna borg", "anna", "borg"}, 1);
  builder.row({"", "anna", "berg"}, 0);
  const auto known = builder.take();
  const Records records = make_records(known.table);
  const Comparison comparison(records);
  Model model;
  for (std::size_t f = 0; f < 3; ++f) {
    FieldModel field{records.fields[f].name, records.fields[f].kind, {}, false, {}};
    for (const auto& shape : comparison.levels(f))
      field.levels.push_back({std::string(shape.name), shape.m, 0.1});
    model.fields.push_back(field);
  }
  model.lambda = 0.1;
  EXPECT_EQ(explain(known.table, model, 0, 1).weights[0].level, level_of_parts);
  EXPECT_EQ(explain(known.table, model, 0, 2).weights[0].level, "null");
}

}  // namespace
}  // namespace kith::match
