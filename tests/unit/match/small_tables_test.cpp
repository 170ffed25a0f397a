// Tables of a few rows. The adversaries: so few pairs that hardly a level is ever seen among them, a company
// whose people share a mail domain, a city and a switchboard, and a table that is nothing but duplicates.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "match/evaluate.h"
#include "match/resolve.h"
#include "people.h"

namespace kith::match {
namespace {

using testing::Builder;
using testing::grade;
using testing::Known;

const std::vector<std::string> given_names = {"Anna",  "Boris", "Carla", "David", "Elena", "Frank",  "Grace",
                                              "Henry", "Irene", "Jakob", "Klara", "Louis", "Martha", "Niels",
                                              "Olga",  "Peter", "Quinn", "Rosa",  "Simon", "Tilda"};
const std::vector<std::string> family_names = {"Abbott",  "Becker",    "Conrad",  "Dubois",  "Eriksen",
                                               "Fischer", "Garcia",    "Hoffman", "Ivanov",  "Jensen",
                                               "Keller",  "Lindqvist", "Moreau",  "Novak",   "Okafor",
                                               "Price",   "Quirke",    "Rossi",   "Schmidt", "Tanaka"};

Builder columns() {
  return Builder({{"given_name", ColumnKind::given_name},
                  {"family_name", ColumnKind::family_name},
                  {"phone", ColumnKind::phone},
                  {"email", ColumnKind::email},
                  {"city", ColumnKind::place}});
}

struct Person {
  std::string given, family, phone, email;
};

// Every pair of names once, phones that have nothing in common, one mail domain.
Person person(std::size_t i) {
  const std::string &given = given_names[i % 20], &family = family_names[(i * 7 + i / 20 * 3) % 20];
  std::string lower = given + "." + family;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::uint64_t digits = mix(i + 1) % 100000000;
  return {given, family, "+86138" + std::to_string(100000000 + digits).substr(1), lower + "@acme.example"};
}

// `rows` persons of one company, all different.
Known staff(std::size_t rows) {
  Builder builder = columns();
  for (std::size_t i = 0; i < rows; ++i) {
    const Person p = person(i);
    builder.row({p.given, p.family, p.phone, p.email, "Shanghai"}, i);
  }
  return builder.take();
}

// The same, but every other row tells of the last one's person again, with a slip or a gap.
Known staff_twice(std::size_t rows) {
  Builder builder = columns();
  for (std::size_t i = 0; i < rows; ++i) {
    Person p = person(i / 2);
    if (i % 2 == 1) {
      if (i % 4 == 1) {
        p.given = p.given.substr(0, 3);
      } else {
        p.phone.clear();
      }
    }
    builder.row({p.given, p.family, p.phone, p.email, "Shanghai"}, i / 2);
  }
  return builder.take();
}

Resolution run(const Table& table) {
  Executor executor(1);
  Progress progress;
  return resolve(table, {}, {}, executor, progress, Cancel());
}

void expect_sane(const Model& model, std::size_t rows) {
  for (const FieldModel& field : model.fields) {
    double before = 1e9;
    for (const Level& level : field.levels) {
      const double weight = std::log2(level.m / level.u);
      EXPECT_LE(weight, before + 1e-9) << rows << " rows, " << field.column << " " << level.name;
      before = weight;
    }
    EXPECT_LE(before, 1e-9) << rows << " rows: " << field.column << " differs and speaks for a match";
    for (const Dependence& dependence : field.dependences) {
      EXPECT_LE(field.levels.back().m, dependence.u.back() * (1 + 1e-9)) << field.column;
    }
  }
}

TEST(SmallTables, ObviousDuplicatesAreFound) {
  for (std::size_t rows : {2u, 4u, 6u, 20u, 100u}) {
    const Known known = staff_twice(rows);
    const auto resolution = run(known.table);
    EXPECT_EQ(resolution.statistics.clusters, rows / 2) << rows;
    EXPECT_GE(grade(resolution, known).f1, 0.99) << rows;
    expect_sane(resolution.model, rows);
  }
}

TEST(SmallTables, ColleaguesAreLeftAlone) {
  for (std::size_t rows : {2u, 5u, 20u, 100u, 400u}) {
    const Known known = staff(rows);
    const auto resolution = run(known.table);
    EXPECT_EQ(resolution.statistics.clusters, rows) << rows;
    expect_sane(resolution.model, rows);
  }
}

// Adversary: e-mails that differ by a digit only, so that not two of a hundred "differ".
TEST(SmallTables, ALevelThatNobodyShowsIsNoProof) {
  Builder builder = columns();
  for (std::size_t i = 0; i < 100; ++i) {
    const Person p = person(i);
    builder.row({p.given, p.family, p.phone, "sales" + std::to_string(100 + i) + "@acme.example", ""}, i);
  }
  const Known known = builder.take();
  const auto resolution = run(known.table);
  EXPECT_EQ(resolution.statistics.clusters, 100u);
  expect_sane(resolution.model, 100);
}

TEST(SmallTables, OneDuplicateAmongMany) {
  for (std::size_t rows : {4u, 19u, 99u}) {
    Builder builder = columns();
    for (std::size_t i = 0; i < rows; ++i) {
      const Person p = person(i);
      builder.row({p.given, p.family, p.phone, p.email, "Shanghai"}, i);
    }
    Person p = person(rows / 2);
    p.email.clear();
    builder.row({p.given, p.family, p.phone, p.email, "Shanghai"}, rows / 2);
    const Known known = builder.take();
    const auto resolution = run(known.table);
    EXPECT_EQ(grade(resolution, known).f1, 1) << rows;
    expect_sane(resolution.model, rows);
  }
}

// Orders that name their customer and little else: forty rows each, so that among random pairs nearly all of
// one name are of one customer.
TEST(SmallTables, ManyRowsOfEachOrganisationAreFoundByItsOwnName) {
  Random random(21);
  Builder builder({{"name", ColumnKind::company}, {"city", ColumnKind::place}});
  const std::vector<std::string> first = {"Acme", "Borealis", "Cascade", "Delta", "Ember"},
                                 second = {"Trading", "Textiles", "Logistics", "Foods", "Tools", "Optics"},
                                 cities = {"Leeds", "York", "Derby", "Ely", "Hull"};
  for (std::uint64_t customer = 0; customer < 30; ++customer) {
    for (int row = 0; row < 40; ++row) {
      std::string name = first[customer % 5] + " " + second[customer / 5];
      if (random.chance(0.1)) name.erase(2 + random.below(name.size() - 3), 1);
      builder.row({name, random.chance(0.2) ? "" : cities[(customer / 5 + customer) % 5]}, customer);
    }
  }
  Known known = builder.take();
  known.table.columns[0].is_own_name = true;
  Executor executor(1);
  Progress progress;
  const auto resolution = resolve(known.table, {}, {}, executor, progress, Cancel());
  const std::vector<std::uint64_t> found(resolution.cluster.begin(), resolution.cluster.end());
  EXPECT_GT(evaluate(found, known.truth).f1, 0.9);
  EXPECT_FALSE(resolution.model.fields[0].term_frequency);
  EXPECT_GT(resolution.model.lambda, 0.01);
}

}  // namespace
}  // namespace kith::match
