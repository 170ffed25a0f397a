#include "sample/customer.h"

#include <algorithm>

#include "sample/companies.h"
#include "sample/joined.h"
#include "sample/phones.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr std::uint64_t home_salt = 0x686F6D65, person_salt = 0x7065, block_salt = 0x626C6B,
                        company_salt = 0x636F, nick_salt = 0x6E69;

constexpr std::int64_t never = last_day + 1;

Random stream(std::uint64_t seed, std::uint64_t salt, std::uint64_t number) {
  return Random(mix(seed ^ mix(number ^ (salt << 40))));
}

// Where a number stands among its twelve.
struct Seat {
  std::uint64_t block, place;
};
Seat seat_of(std::uint64_t number) noexcept { return {(number - 1) / 12, (number - 1) % 12}; }

// Which relations exist in a block.
struct Relations {
  bool couple, family, twins;
};

Relations relations_of(std::uint64_t seed, std::uint64_t block) {
  Random random = stream(seed, block_salt, block);
  Relations out{};
  out.couple = random.chance(0.60);
  out.family = random.chance(0.60);
  out.twins = random.chance(0.04);
  return out;
}

// The number whose seed stands for the home: the first person who lives there.
std::uint64_t home_key(Seat seat, const Relations& relations) noexcept {
  const std::uint64_t first = seat.block * 12 + 1;
  if (seat.place == 4 && relations.couple) return first + 3;
  if ((seat.place == 6 || seat.place == 7) && relations.family) return first + 5;
  if (seat.place == 9 && relations.twins) return first + 8;
  return first + seat.place;
}

std::uint64_t housemate_of(Seat seat, const Relations& relations) noexcept {
  const std::uint64_t first = seat.block * 12 + 1;
  switch (seat.place) {
    case 3:
      return relations.couple ? first + 4 : 0;
    case 4:
      return relations.couple ? first + 3 : 0;
    case 5:
      return relations.family ? first + 6 : 0;
    case 6:
    case 7:
      return relations.family ? first + 5 : 0;
    case 8:
      return relations.twins ? first + 9 : 0;
    case 9:
      return relations.twins ? first + 8 : 0;
    default:
      return 0;
  }
}

Region draw_region(Random& random) {
  auto u = random.unit();
  if (u < 0.75) return Region::china;
  if (u < 0.83) return Region::usa;
  if (u < 0.88) return Region::britain;
  if (u < 0.92) return Region::germany;
  if (u < 0.95) return Region::france;
  if (u < 0.97) return Region::japan;
  return Region::singapore;
}

std::int64_t draw_change(Random& random, double probability) {
  if (!random.chance(probability)) return never;
  return first_day + 60 +
         static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(last_day - first_day - 60)));
}

struct Office {
  Region region;
  const City* city;
};

Office office_of(std::uint64_t seed, std::uint64_t company) {
  Random random = stream(seed, company_salt, company);
  Office office{};
  office.region = draw_region(random);
  office.city = &draw_city(random, office.region);
  return office;
}

// A company of that region; 0 where a few tries find none.
std::uint64_t draw_employer(Random& random, std::uint64_t seed, std::uint64_t companies, Region region) {
  for (int tries = 0; tries < 4; ++tries) {
    const std::uint64_t company = 12 * (1 + random.below(companies));
    if (office_of(seed, company).region == region) return company;
  }
  return 0;
}

// A home, and what those who live in it have in common.
struct Home {
  Region region;
  Address address[2];
  std::int64_t moved;
  Phone landline;
  Name name;    // the family's
  Civil birth;  // of twins
  const City* city;
};

Home home_of(std::uint64_t seed, std::uint64_t key, const Office* office) {
  Random random = stream(seed, home_salt, key);
  Home home{};
  home.region = office ? office->region : draw_region(random);
  home.city = office ? office->city : &draw_city(random, home.region);
  home.address[0] = draw_address(random, home.region, *home.city, false);
  home.moved = draw_change(random, 0.28);
  if (home.moved == never) {
    home.address[1] = home.address[0];
  } else {
    const City& next = random.chance(0.75) ? *home.city : draw_city(random, home.region);
    home.address[1] = draw_address(random, home.region, next, false);
  }
  if (random.chance(0.35)) home.landline = draw_landline(random, home.region, *home.city);
  home.name = draw_name(random, home.region, Gender::male, 1980);
  home.birth.year = static_cast<int>(1950 + random.below(29) + random.below(29));
  home.birth.month = static_cast<unsigned>(1 + random.below(12));
  home.birth.day = static_cast<unsigned>(1 + random.below(days_in_month(home.birth.year, home.birth.month)));
  return home;
}

Civil draw_birth(Random& random, int from, int to) {
  // Two draws make the middle of the range the most frequent.
  auto half = static_cast<std::uint64_t>(to - from) / 2 + 1;
  Civil birth{};
  birth.year = from + static_cast<int>(random.below(half));
  birth.year += static_cast<int>(random.below(half));
  birth.month = static_cast<unsigned>(1 + random.below(12));
  birth.day = static_cast<unsigned>(1 + random.below(days_in_month(birth.year, birth.month)));
  return birth;
}

std::string draw_private_email(Random& random, const Customer& who) {
  constexpr std::string_view china_hosts[] = {"qq.com",      "163.com",   "163.com",     "126.com",
                                              "sina.com",    "gmail.com", "foxmail.com", "139.com",
                                              "outlook.com", "aliyun.com"};
  constexpr std::string_view world_hosts[] = {"gmail.com",   "gmail.com",   "gmail.com", "yahoo.com",
                                              "outlook.com", "hotmail.com", "icloud.com"};
  constexpr std::string_view german_hosts[] = {"gmx.de", "web.de", "t-online.de", "gmail.com", "freenet.de"};
  constexpr std::string_view french_hosts[] = {"orange.fr", "free.fr", "laposte.net", "gmail.com", "sfr.fr"};
  if (who.region == Region::china && random.chance(0.35)) {
    return joined(
        {drawn_number(random, 1, 9), drawn_digits(random, 7 + static_cast<int>(random.below(3))), "@qq.com"});
  }
  const Name& name = who.name;
  std::string user;
  switch (random.below(6)) {
    case 0:
      user = joined({name.given_latin, ".", name.family_latin});
      break;
    case 1:
      user = joined({name.family_latin, name.given_latin});
      break;
    case 2:
      user = joined({name.given_latin.substr(0, 1), name.family_latin});
      break;
    case 3:
      user = joined({name.family_latin, "_", name.given_latin});
      break;
    default:
      user = joined({name.given_latin, name.family_latin});
      break;
  }
  auto tail = random.unit();
  if (tail < 0.35) {
    user += std::to_string(who.birth.year % 100 + 100).substr(1);
  } else if (tail < 0.70) {
    user += drawn_number(random, 1, 9999);
  }
  std::string_view host = who.region == Region::china     ? any_of(china_hosts, random)
                          : who.region == Region::germany ? any_of(german_hosts, random)
                          : who.region == Region::france  ? any_of(french_hosts, random)
                                                          : any_of(world_hosts, random);
  return joined({user, "@", host});
}

std::string draw_nick(Random& random, const Customer& who) {
  constexpr std::string_view male_tails[] = {"同学", "爸爸", "本人", "先森", "哥", "大叔"};
  constexpr std::string_view female_tails[] = {"同学", "妈妈", "小仙女", "宝宝", "酱", "姐"};
  constexpr std::string_view free[] = {"阳光总在风雨后", "平安是福",   "岁月静好", "一路向北",
                                       "追风少年",       "快乐每一天", "天道酬勤", "云淡风轻",
                                       "静待花开",       "知足常乐",   "海阔天空", "人生如茶"};
  constexpr std::string_view marks[] = {"🌸", "☀️", "🍀", "❤", "🐼", "~"};
  if (who.region != Region::china) return joined({who.name.given_latin, drawn_number(random, 1, 999)});
  switch (random.below(6)) {
    case 0:
      return joined({"小", who.name.given});
    case 1:
      return joined({who.name.given,
                     who.gender == Gender::male ? any_of(male_tails, random) : any_of(female_tails, random)});
    case 2:
      return std::string(any_of(free, random));
    case 3:
      return joined({any_of(marks, random), who.name.given, any_of(marks, random)});
    case 4:
      return joined({who.name.given_latin, drawn_number(random, 1, 999)});
    default:
      return who.name.full();
  }
}

Segment draw_segment(Random& random) {
  auto u = random.unit();
  return u < 0.45 ? Segment::small : u < 0.82 ? Segment::usual : u < 0.96 ? Segment::good : Segment::key;
}

Customer make_company(const World& world, std::uint64_t number) {
  Random random = stream(world.seed(), company_salt + 1, number);
  const Office office = office_of(world.seed(), number);
  Customer out;
  out.number = number;
  out.company = true;
  out.region = office.region;
  out.segment = random.chance(0.3) ? Segment::key : Segment::good;
  CompanyName name = draw_company_name(random, office.region, *office.city);
  out.company_name = std::move(name.whole);
  out.company_brief = std::move(name.brief);
  out.landline = draw_landline(random, office.region, *office.city);
  out.mobile[0] = out.mobile[1] = out.landline;
  out.mobile_changed = out.email_changed = never;
  constexpr std::string_view boxes[] = {"info@", "sales@", "contact@", "office@", "service@"};
  out.email[0] = out.email[1] = joined({any_of(boxes, random), name.domain});
  out.home[0] = draw_address(random, office.region, *office.city, true);
  out.moved = draw_change(random, 0.15);
  out.home[1] = out.moved == never ? out.home[0] : draw_address(random, office.region, *office.city, true);
  return out;
}

}  // namespace

std::string World::company_name(std::uint64_t number) const {
  Random random = stream(seed_, company_salt + 1, number);
  const Office office = office_of(seed_, number);
  random.chance(0.3);  // the segment, which make_company draws first
  return draw_company_name(random, office.region, *office.city).whole;
}

Phone World::mobile_of(std::uint64_t number, std::int64_t day) const {
  return customer(number).mobile_at(day);
}

std::string World::nick_of(const Customer& who) const {
  Random random = stream(seed_, nick_salt, who.number);
  return draw_nick(random, who);
}

std::string World::wechat_of(const Customer& who) const {
  Random random = stream(seed_, nick_salt + 1, who.number);
  if (random.chance(who.region == Region::china ? 0.15 : 0.8)) return {};
  if (random.chance(0.3))
    return joined({"wxid_", drawn_digits(random, 4), who.name.given_latin.substr(0, 3)});
  return joined({who.name.given_latin, "_", drawn_number(random, 10, 9999)});
}

Customer World::customer(std::uint64_t number) const {
  if (is_company(number)) return make_company(*this, number);
  const Seat seat = seat_of(number);
  const Relations relations = relations_of(seed_, seat.block);
  const std::uint64_t company = (seat.block + 1) * 12;
  const bool staff = seat.place <= 2 && company <= customers_;
  const std::uint64_t key = home_key(seat, relations);
  const Office office = staff ? office_of(seed_, company) : Office{};
  Home home = home_of(seed_, key, staff ? &office : nullptr);

  Random random = stream(seed_, person_salt, number);
  Customer out;
  out.number = number;
  out.region = home.region;
  out.segment = draw_segment(random);
  out.housemate = housemate_of(seat, relations);
  if (out.housemate > customers_) out.housemate = 0;
  const bool child = seat.place == 7 && relations.family;
  const bool twin = (seat.place == 8 || seat.place == 9) && relations.twins;
  const bool wife = (seat.place == 4 && relations.couple) || (seat.place == 6 && relations.family);
  const bool husband = (seat.place == 3 && relations.couple) || (seat.place == 5 && relations.family);
  out.gender = wife                 ? Gender::female
               : husband            ? Gender::male
               : random.chance(0.5) ? Gender::male
                                    : Gender::female;
  out.birth = twin    ? home.birth
              : child ? draw_birth(random, 1994, 2006)
                      : draw_birth(random, 1950,
                                   relations.family && (seat.place == 5 || seat.place == 6) ? 1972 : 2006);
  const bool own_name = wife && (home.region == Region::china || random.chance(0.3));
  if (own_name) {
    out.name = draw_name(random, home.region, out.gender, out.birth.year);
  } else {
    out.name = std::move(home.name);
    redraw_given(random, out.gender, out.birth.year, out.name);
  }
  out.home[0] = std::move(home.address[0]);
  out.home[1] = std::move(home.address[1]);
  out.moved = home.moved;
  out.landline = std::move(home.landline);

  out.mobile[0] = draw_mobile(random, home.region, *home.city);
  out.mobile_changed = draw_change(random, 0.22);
  out.mobile[1] = out.mobile_changed == never ? out.mobile[0] : draw_mobile(random, home.region, *home.city);
  if (seat.place == 10 && random.chance(0.08)) {
    const Customer earlier = customer(number - 2);
    if (earlier.mobile_changed < last_day && earlier.region == out.region) {
      out.mobile_changed =
          std::max(out.mobile_changed == never ? 0 : out.mobile_changed, earlier.mobile_changed + 90);
      out.mobile[1] = earlier.mobile[0];
    }
  }
  if (random.chance(0.85)) {
    out.email[0] = draw_private_email(random, out);
    out.email_changed = draw_change(random, 0.15);
    out.email[1] = out.email_changed == never ? out.email[0] : draw_private_email(random, out);
  }
  if (staff) {
    out.employer = company;
  } else if (companies() > 0 && random.chance(0.30)) {
    out.employer = draw_employer(random, seed_, companies(), out.region);
  }
  return out;
}

}  // namespace kith::sample
