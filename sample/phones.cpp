#include "sample/phones.h"

#include "sample/joined.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr std::string_view china_mobile_prefixes[] = {
    "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "145", "147",
    "150", "151", "152", "153", "155", "156", "157", "158", "159", "166", "170", "171",
    "173", "175", "176", "177", "178", "180", "181", "182", "183", "184", "185", "186",
    "187", "188", "189", "191", "198", "199", "138", "139", "135", "136", "137", "186"};
constexpr std::string_view britain_mobile_prefixes[] = {
    "7400", "7411", "7423", "7432", "7446", "7540", "7557", "7572", "7590", "7710", "7725", "7736",
    "7748", "7761", "7775", "7810", "7850", "7867", "7879", "7890", "7903", "7944", "7951", "7966"};
constexpr std::string_view germany_mobile_prefixes[] = {
    "1511", "1512", "1515", "1516", "1520", "1522", "1523", "1525", "1573", "1575", "1577", "1578",
    "1590", "160",  "162",  "163",  "170",  "171",  "172",  "173",  "174",  "175",  "176",  "177"};
constexpr std::string_view france_mobile_prefixes[] = {
    "601", "603", "610", "612", "614", "620", "622", "625", "631", "633", "637", "642", "645", "650", "660",
    "663", "667", "671", "675", "680", "682", "685", "695", "698", "751", "760", "766", "768", "778", "781"};

// The three digits after a US area code: 2–9 first, never N11, never 555.
std::string exchange(Random& random) {
  auto code = 200 + random.below(800);
  if (code % 100 == 11 || code == 555) code += 7;
  return std::to_string(code);
}

// Seven or eight digits after a Chinese area code: large cities have eight.
int china_landline_digits(std::string_view area_code) noexcept {
  if (area_code.size() <= 2) return 8;
  constexpr std::string_view eight[] = {"755", "769", "757", "512", "510", "519", "513", "516", "571",
                                        "574", "577", "579", "573", "575", "531", "532", "731", "371",
                                        "379", "377", "311", "411", "431", "451", "591", "595", "551",
                                        "791", "871", "851", "898", "760", "754", "514"};
  for (auto code : eight) {
    if (code == area_code) return 8;
  }
  return 7;
}

}  // namespace

Phone draw_mobile(Random& random, Region region, const City& city) {
  Phone phone;
  phone.region = region;
  switch (region) {
    case Region::china:
      phone.national = joined({any_of(china_mobile_prefixes, random), drawn_digits(random, 8)});
      break;
    case Region::usa:
      phone.national = joined({city.area_code, exchange(random), drawn_digits(random, 4)});
      phone.area_digits = 3;
      break;
    case Region::britain:
      phone.national = joined({any_of(britain_mobile_prefixes, random), drawn_digits(random, 6)});
      break;
    case Region::germany: {
      auto prefix = any_of(germany_mobile_prefixes, random);
      phone.national = joined({prefix, drawn_digits(random, 7)});
      break;
    }
    case Region::france:
      phone.national = joined({any_of(france_mobile_prefixes, random), drawn_digits(random, 6)});
      break;
    case Region::japan: {
      constexpr std::string_view prefixes[] = {"70", "80", "90"};
      phone.national =
          joined({any_of(prefixes, random), drawn_number(random, 1, 9), drawn_digits(random, 7)});
      break;
    }
    case Region::singapore: {
      constexpr std::string_view prefixes[] = {"81", "82", "83", "84", "85", "86", "87",
                                               "91", "92", "93", "94", "96", "97"};
      phone.national = joined({any_of(prefixes, random), drawn_digits(random, 6)});
      break;
    }
  }
  return phone;
}

Phone draw_landline(Random& random, Region region, const City& city) {
  Phone phone;
  phone.region = region;
  phone.mobile = false;
  phone.area_digits = static_cast<int>(city.area_code.size());
  int digits = 7;
  std::string first = drawn_number(random, 2, 8);
  switch (region) {
    case Region::china:
      digits = china_landline_digits(city.area_code) - 1;
      break;
    case Region::usa:
      phone.national = joined({city.area_code, exchange(random), drawn_digits(random, 4)});
      return phone;
    case Region::britain:
      // London and Cardiff and Coventry have eight digits, the large cities seven, the rest six.
      if (city.area_code == "20")
        first = "7";
      else if (city.area_code == "29")
        first = "20";
      else if (city.area_code == "24")
        first = "76";
      else if (city.area_code.size() == 3)
        first = city.area_code == "114" ? "2" : city.area_code == "115" ? "9" : "4";
      digits = 10 - static_cast<int>(city.area_code.size() + first.size());
      break;
    case Region::germany:
      digits = static_cast<int>(random.below(2)) + 6;
      break;
    case Region::france:
      phone.area_digits = 1;
      digits = 7;
      break;
    case Region::japan:
      first = "3";
      digits = 8 - static_cast<int>(city.area_code.size());
      break;
    case Region::singapore:
      phone.area_digits = 0;
      first = drawn_number(random, 2, 5);
      digits = 6;
      break;
  }
  phone.national = joined({city.area_code, first, drawn_digits(random, digits)});
  return phone;
}

std::string_view calling_code(Region region) noexcept {
  constexpr std::string_view codes[] = {"86", "1", "44", "49", "33", "81", "65"};
  return codes[static_cast<std::size_t>(region)];
}

std::string e164(const Phone& phone) { return joined({"+", calling_code(phone.region), phone.national}); }

}  // namespace kith::sample
