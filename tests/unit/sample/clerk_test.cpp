// The dirt comes as often as its table says, and clean values are right. Adversaries: a rate that is drawn
// twice or never, a slip that changes nothing, a table of places or names with a hole.
#include "sample/clerk.h"

#include <set>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "sample/characters.h"
#include "sample/names_tables.h"
#include "sample/phones.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr std::uint64_t customers = 12000;

// The share of persons for whom `holds`, each written once by the channel's clerk.
template <class Holds>
double share(Channel channel, Holds holds) {
  const World world(21, customers);
  int count = 0, all = 0;
  for (std::uint64_t number = 1; number <= customers; ++number) {
    if (World::is_company(number)) continue;
    const Customer who = world.customer(number);
    Random random(mix(number * 7));
    Clerk clerk(world, channel, who, first_day + 1000, random);
    ++all;
    count += holds(clerk, who);
  }
  return static_cast<double>(count) / all;
}

TEST(Clerk, LeavesOutAsOftenAsTheTableSays) {
  for (auto channel :
       {Channel::website, Channel::erp, Channel::sales, Channel::orders, Channel::mini, Channel::people}) {
    const Dirt& dirt = dirt_of(channel);
    auto phones = share(channel, [](Clerk& clerk, const Customer&) { return clerk.mobile().empty(); });
    EXPECT_NEAR(phones, dirt.phone_missing, 0.01);
    auto births = share(channel, [](Clerk& clerk, const Customer&) { return clerk.birth().empty(); });
    EXPECT_NEAR(births, dirt.birth_missing, 0.012);
    auto emails = share(channel, [](Clerk& clerk, const Customer&) { return clerk.email().empty(); });
    EXPECT_NEAR(emails, dirt.email_missing + (1 - dirt.email_missing) * 0.15, 0.015);
  }
}

TEST(Clerk, MishearsNamesOnThePhone) {
  auto right = [](Clerk& clerk, const Customer& who) { return clerk.name() == who.name.full(); };
  const double heard = share(Channel::calls, right), typed = share(Channel::website, right);
  EXPECT_GT(typed, 0.80);
  EXPECT_LT(typed, 0.95);
  EXPECT_GT(heard, 0.45);
  EXPECT_LT(heard, typed - 0.15);
}

TEST(Clerk, MostMobilesArePlainAndRight) {
  auto right = [](Clerk& clerk, const Customer& who) {
    const Phone& phone = who.mobile_at(first_day + 1000);
    return clerk.mobile() == (phone.region == Region::china ? phone.national : e164(phone));
  };
  const double website = share(Channel::website, right), erp = share(Channel::erp, right);
  EXPECT_GT(website, 0.65);
  EXPECT_LT(website, 0.80);
  EXPECT_LT(erp, website - 0.10);
}

TEST(World, ThreeQuartersAreChinese) {
  const World world(5, customers);
  int chinese = 0, housemates = 0, movers = 0, employed = 0;
  for (std::uint64_t number = 1; number <= customers; ++number) {
    const Customer who = world.customer(number);
    chinese += who.region == Region::china;
    movers += who.moved <= last_day;
    if (who.company) continue;
    employed += who.employer != 0;
    if (who.housemate == 0) continue;
    ++housemates;
    const Customer mate = world.customer(who.housemate);
    EXPECT_EQ(mate.home[0].street, who.home[0].street);
    EXPECT_EQ(mate.moved, who.moved);
  }
  EXPECT_NEAR(static_cast<double>(chinese) / customers, 0.75, 0.02);
  EXPECT_NEAR(static_cast<double>(movers) / customers, 0.27, 0.02);
  EXPECT_GT(housemates, customers / 5);
  EXPECT_GT(employed, customers / 3);
}

TEST(World, NamesakesLiveInOneCity) {
  const World world(5, customers);
  std::set<std::pair<std::string, const City*>> seen;
  int namesakes = 0;
  for (std::uint64_t number = 1; number <= customers; ++number) {
    if (World::is_company(number)) continue;
    const Customer who = world.customer(number);
    namesakes += !seen.emplace(who.name.full(), who.home[0].city).second;
  }
  EXPECT_GT(namesakes, 20);
  EXPECT_LT(namesakes, static_cast<int>(customers) / 10);
}

TEST(Characters, EverySlipShows) {
  Random random(1);
  int misheard_same = 0;
  for (auto name : {"王伟", "李静", "张丽", "刘洋", "陈明", "赵志强", "周晓燕", "徐海涛"}) {
    for (int i = 0; i < 50; ++i) {
      auto heard = misheard(random, name);
      misheard_same += heard == name;
      EXPECT_EQ(count_code_points(heard), count_code_points(name));
      EXPECT_NE(misread(random, name), name);
      EXPECT_TRUE(is_utf8(mistyped(random, name)));
    }
  }
  EXPECT_EQ(misheard_same, 0);
  int same = 0;
  for (int i = 0; i < 1000; ++i) same += mistyped(random, "13800138000") == "13800138000";
  EXPECT_LT(same, 250);  // swapping two equal digits shows nothing
  EXPECT_EQ(traditional("张伟住在广东省东莞市"), "張偉住在廣東省東莞市");
  EXPECT_EQ(full_width("A1"), "Ａ１");
  EXPECT_EQ(mistyped(random, ""), "");
  EXPECT_EQ(misheard(random, "Bob"), "Bob");
}

TEST(Tables, NoHoles) {
  for (int region = 0; region < region_count; ++region) {
    for (const City& city : cities_of(static_cast<Region>(region))) {
      EXPECT_FALSE(city.name.empty());
      EXPECT_GT(city.weight, 0) << city.name;
      EXPECT_EQ(city.area_code.find_first_not_of("0123456789"), std::string_view::npos) << city.name;
      EXPECT_FALSE(city.postcode.empty()) << city.name;
      EXPECT_GE(city.districts.size(), region == 0 ? 3u : 0u) << city.name;
    }
  }
  EXPECT_GE(cities_of(Region::china).size(), 60u);
  for (auto table : {chinese_family_table(), chinese_male_table(), chinese_female_table(),
                     chinese_male_whole_table(), chinese_female_whole_table(), chinese_new_male_table(),
                     chinese_new_female_table(), dotted_male_table(), dotted_female_table()}) {
    const WordTable words(table);
    std::set<std::string_view> seen;
    for (const Word& word : words.words()) {
      EXPECT_TRUE(is_ascii(word.latin) && !word.latin.empty()) << word.text;
      EXPECT_FALSE(is_ascii(word.text)) << word.text;
      EXPECT_TRUE(seen.insert(word.text).second) << "twice: " << word.text;
    }
  }
  EXPECT_GE(WordTable(chinese_family_table()).words().size(), 100u);
  EXPECT_GE(WordTable(american_family_table()).words().size(), 200u);
  EXPECT_GE(WordTable(british_family_table()).words().size(), 200u);
}

TEST(Permutation, IsOne) {
  for (std::uint64_t size : {1, 2, 3, 17, 1000, 4097}) {
    const Permutation shuffled(size, 99);
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < size; ++i) {
      ASSERT_LT(shuffled(i), size);
      seen.insert(shuffled(i));
    }
    EXPECT_EQ(seen.size(), size);
  }
}

}  // namespace
}  // namespace kith::sample
