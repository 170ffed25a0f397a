// Adversary: a shape that rules out the level which the comparator finds.
#include "match/compare/value_shape.h"

#include <bit>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "match/compare/comparator.h"

namespace kith::match {
namespace {

constexpr ColumnKind all_kinds[] = {ColumnKind::full_name,   ColumnKind::given_name, ColumnKind::family_name,
                                    ColumnKind::phone,       ColumnKind::email,      ColumnKind::date,
                                    ColumnKind::postal_code, ColumnKind::place,      ColumnKind::address,
                                    ColumnKind::id_number,   ColumnKind::company,    ColumnKind::category,
                                    ColumnKind::text,        ColumnKind::number,     ColumnKind::coordinates};

std::string pick(Random& random, const std::vector<std::string>& from) {
  return from[random.below(from.size())];
}

std::string digits(Random& random, std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += static_cast<char>('0' + random.below(10));
  return out;
}

std::string letters(Random& random, std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += static_cast<char>('a' + random.below(26));
  return out;
}

std::string value_of(ColumnKind kind, Random& random) {
  static const std::vector<std::string> han = {"王", "李", "张", "丽", "莉", "伟", "娜",
                                               "敏", "東", "东", "华", "欧", "阳"};
  static const std::vector<std::string> given = {"robert", "Bob",  "rob",    "william", "bill", "Anna",
                                                 "j",      "jean", "Jürgen", "Иван",    "ivan", "anne-marie"};
  static const std::vector<std::string> family = {"smith",   "smyth",  "Schmidt", "Müller",
                                                  "Иванова", "ivanov", "li",      "o'neil"};
  static const std::vector<std::string> places = {"上海市",      "上海", "浦东新区", "London",
                                                  "london east", "York", "new york"};
  static const std::vector<std::string> streets = {"中山路", "Main Street", "main st", "人民大道",
                                                   "Oak Road"};
  static const std::vector<std::string> firms = {
      "上海华丰贸易有限公司", "华丰贸易",     "Acme Ltd",
      "ACME Trading Ltd",     "北京东方科技", "华丰贸易有限责任公司",
      "Acme Trading Limited", "A.T.",         "A.T. Holding GmbH & Co. KG"};
  auto han_name = [&] {
    std::string name;
    for (std::uint64_t i = 0; i < 1 + random.below(4); ++i) name += pick(random, han);
    return name;
  };
  const bool in_han = random.chance(0.4);
  switch (kind) {
    case ColumnKind::full_name:
      if (in_han) return han_name();
      return pick(random, given) + (random.chance(0.8) ? " " + pick(random, family) : "");
    case ColumnKind::given_name:
      return in_han               ? han_name()
             : random.chance(0.3) ? letters(random, 1 + random.below(9))
                                  : pick(random, given);
    case ColumnKind::family_name:
      return in_han ? han_name() : pick(random, family);
    case ColumnKind::phone:
      return (random.chance(0.8) ? "+86" : "") + digits(random, 6 + random.below(6));
    case ColumnKind::email:
      return (random.chance(0.5) ? letters(random, 1 + random.below(8))
                                 : pick(random, given) + digits(random, 2)) +
             (random.chance(0.95) ? "@" : "") + pick(random, {"qq.com", "163.com", "b.de"});
    case ColumnKind::date:
      return random.chance(0.9)
                 ? "19" + digits(random, 2) + "-0" + digits(random, 1) + "-1" + digits(random, 1)
                 : digits(random, 4);
    case ColumnKind::postal_code:
      return random.chance(0.5)
                 ? digits(random, 5 + random.below(2))
                 : letters(random, 2) + digits(random, 1) + " " + digits(random, 1) + letters(random, 2);
    case ColumnKind::place:
      return pick(random, places) + (random.chance(0.3) ? " " + pick(random, places) : "");
    case ColumnKind::address:
      return (random.chance(0.5) ? digits(random, 2) + " " : "") + pick(random, streets) +
             (random.chance(0.5) ? digits(random, 2) + "号" : " " + pick(random, places));
    case ColumnKind::id_number:
      return digits(random, 14 + random.below(4)) + (random.chance(0.2) ? "X" : "");
    case ColumnKind::company:
      return pick(random, firms) + (random.chance(0.3) ? " " + pick(random, places) : "");
    case ColumnKind::number:
      return digits(random, 1 + random.below(4));
    default:
      return pick(random, firms);
  }
}

// Slips of the keyboard, at any byte.
std::string slipped(std::string value, Random& random) {
  for (std::uint64_t slips = random.below(4); slips > 0 && !value.empty(); --slips) {
    const auto at = random.below(value.size());
    switch (random.below(5)) {
      case 0:
        value.erase(at, 1);
        break;
      case 1:
        value.insert(at, 1, value[random.below(value.size())]);
        break;
      case 2:
        if (at + 1 < value.size()) std::swap(value[at], value[at + 1]);
        break;
      case 3:
        value[at] = value[random.below(value.size())];
        break;
      default:
        value.insert(at, random.chance(0.5) ? " " : "@");
    }
  }
  return value;
}

TEST(ValueShape, TheLevelIsAlwaysAmongThePossibleOnes) {
  Random random(17);
  for (const ColumnKind kind : all_kinds) {
    std::vector<std::string> texts = {""};
    while (texts.size() < 500) {
      texts.push_back(value_of(kind, random));
      if (random.chance(0.6)) texts.push_back(slipped(texts.back(), random));
    }
    const std::vector<std::string_view> values(texts.begin(), texts.end());
    const auto comparator = make_comparator(kind);
    comparator->prepare(values);
    const auto shapes = shapes_of(kind, values);
    for (std::uint32_t a = 1; a < values.size(); ++a) {
      for (std::uint32_t b = 1; b < values.size(); ++b) {
        if (values[a] == values[b]) continue;
        const auto level = comparator->level(a, b);
        const auto possible = possible_levels(kind, shapes[a], shapes[b]);
        ASSERT_TRUE(possible >> level & 1)
            << static_cast<int>(kind) << ": " << values[a] << " | " << values[b] << " level "
            << static_cast<int>(level) << " possible " << static_cast<int>(possible);
        ASSERT_EQ(possible, possible_levels(kind, shapes[b], shapes[a])) << values[a] << " | " << values[b];
      }
    }
  }
}

// What shapes are for: of strangers most of the levels that speak for a match are ruled out.
TEST(ValueShape, StrangersAreKnownByIt) {
  Random random(18);
  for (const ColumnKind kind :
       {ColumnKind::phone, ColumnKind::date, ColumnKind::id_number, ColumnKind::postal_code}) {
    std::vector<std::string> texts;
    for (int i = 0; i < 200; ++i) texts.push_back(value_of(kind, random));
    const std::vector<std::string_view> values(texts.begin(), texts.end());
    const auto shapes = shapes_of(kind, values);
    const auto last = static_cast<unsigned>(make_comparator(kind)->levels().size() - 1);
    std::size_t known = 0, pairs = 0;
    for (std::size_t a = 0; a < values.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b, ++pairs)
        known += (possible_levels(kind, shapes[a], shapes[b]) & 0b10) == 0 && last > 1;
    }
    EXPECT_GT(known * 10, pairs * 8) << static_cast<int>(kind);
  }
}

}  // namespace
}  // namespace kith::match
