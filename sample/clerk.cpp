#include "sample/clerk.h"

#include "base/utf8.h"
#include "sample/characters.h"
#include "sample/joined.h"
#include "sample/phones.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr std::string_view no_names[] = {"无",   "测试", "test", "先生", "女士", "匿名",
                                         "客户", "-",    "未知", "N/A",  "aaa"};
constexpr std::string_view no_phones[] = {"13800000000", "13800138000", "11111111111", "无",
                                          "-",           "0",           "12345678901", "000"};
constexpr std::string_view no_emails[] = {"无",         "test@test.com", "no@no.com", "-",
                                          "123@qq.com", "a@a.com",       "none"};
constexpr std::string_view no_dates[] = {"1900-01-01", "1970-01-01", "0000-00-00", "1900/1/1"};
constexpr std::string_view no_addresses[] = {"无", "-", "同上", "不详", "待补充"};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string without_suffix(std::string_view text) {
  constexpr std::string_view suffixes[] = {"维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"};
  for (auto suffix : suffixes) {
    if (text.size() > suffix.size() + 3 && text.ends_with(suffix))
      return std::string(text.substr(0, text.size() - suffix.size()));
  }
  return std::string(text);
}

// 3栋2单元501室 the short ways, Straße as Str., Street as St.
std::string relaid(Random& random, std::string street, Region region) {
  switch (region) {
    case Region::china:
      switch (random.below(4)) {
        case 0:
          replace_all(street, "栋", "-");
          replace_all(street, "单元", "-");
          replace_all(street, "室", "");
          return street;
        case 1:
          replace_all(street, "栋", "号楼");
          return street;
        case 2:
          replace_all(street, "栋", "幢");
          replace_all(street, "室", "");
          return street;
        default:
          replace_all(street, "栋", "座");
          replace_all(street, "单元", "-");
          return street;
      }
    case Region::britain:
      replace_all(street, "Road", "Rd");
      replace_all(street, "Street", "St");
      replace_all(street, "Lane", "Ln");
      replace_all(street, "Avenue", "Ave");
      return street;
    case Region::usa:
      replace_all(street, " St", " Street");
      replace_all(street, " Ave", " Avenue");
      replace_all(street, " Apt ", " #");
      return street;
    case Region::germany:
      replace_all(street, "straße", random.chance(0.5) ? "str." : "strasse");
      return street;
    case Region::france:
      replace_all(street, "avenue", "av.");
      replace_all(street, "boulevard", "bd");
      replace_all(street, "rue ", "r. ");
      return street;
    default:
      return upper_ascii(street);
  }
}

std::string mistyped_email(Random& random, const std::string& email) {
  constexpr std::pair<std::string_view, std::string_view> hosts[] = {
      {"gmail.com", "gmial.com"},    {"gmail.com", "gmai.com"},
      {"gmail.com", "gmail.con"},    {"hotmail.com", "hotmial.com"},
      {"yahoo.com", "yaho.com"},     {"qq.com", "qq.con"},
      {"qq.com", "qq.cm"},           {"163.com", "163.con"},
      {"outlook.com", "outlok.com"}, {"foxmail.com", "foxmial.com"},
      {"126.com", "126.cn"},         {"icloud.com", "iclould.com"},
      {"gmx.de", "gmx.d"},           {"orange.fr", "orage.fr"}};
  auto at = email.find('@');
  if (at == std::string::npos) return email;
  const auto user = email.substr(0, at), host = email.substr(at + 1);
  if (random.chance(0.5)) {
    const std::size_t start = random.below(std::size(hosts));
    for (std::size_t i = 0; i < std::size(hosts); ++i) {
      const auto& [right, wrong] = hosts[(start + i) % std::size(hosts)];
      if (host == right) return joined({user, "@", wrong});
    }
  }
  switch (random.below(5)) {
    case 0:
      return joined({user, host});
    case 1:
      return joined({user, "@", host.substr(0, host.find('.')), ",", host.substr(host.find('.') + 1)});
    case 2:
      return joined({user, " @", host});
    default:
      return joined({mistyped(random, user), "@", host});
  }
}

}  // namespace

std::int64_t Clerk::known_day(std::int64_t changed) {
  return day_ >= changed && random_.chance(dirt_.stale) ? changed - 1 : day_;
}

std::string Clerk::finish(std::string text) {
  if (text.empty()) return text;
  if (random_.chance(dirt_.wide)) text = full_width(text);
  if (random_.chance(dirt_.blanks)) {
    switch (random_.below(3)) {
      case 0:
        text.insert(0, " ");
        break;
      case 1:
        text += random_.chance(0.3) ? "\xE3\x80\x80" : " ";
        break;  // U+3000, the wide blank
      default:
        text += "  ";
        break;
    }
  }
  return text;
}

std::string Clerk::honorific() {
  const bool male = who_.gender == Gender::male;
  const Name& name = who_.name;
  if (who_.region == Region::china) {
    constexpr std::string_view ranks[] = {"总", "经理", "老师", "主任", "工", "老板"};
    const std::string& called = name.dotted ? name.given : name.family;
    if (random_.chance(0.3)) return joined({called, any_of(ranks, random_)});
    return joined({called, male ? "先生" : random_.chance(0.8) ? "女士" : "小姐"});
  }
  if (who_.region == Region::germany) return joined({male ? "Herr " : "Frau ", name.family});
  if (who_.region == Region::france) return joined({male ? "M. " : "Mme ", name.family});
  if (who_.region == Region::japan) return joined({name.family, "-san"});
  return joined({male ? "Mr " : random_.chance(0.5) ? "Mrs " : "Ms ", name.family});
}

std::string Clerk::chinese_name() {
  const Name& name = who_.name;
  std::string text = name.full();
  if (random_.chance(dirt_.name_homophone)) text = misheard(random_, text);
  if (random_.chance(dirt_.name_typo)) text = misread(random_, text);
  if (random_.chance(dirt_.name_traditional)) text = traditional(text);
  if (name.dotted) {
    constexpr std::string_view dots[] = {"·", "·", "·", "•", ".", "．", " ", ""};
    replace_all(text, "·", any_of(dots, random_));
    return text;
  }
  if (random_.chance(dirt_.name_layout)) {
    switch (random_.below(4)) {
      case 0:
        return joined({name.family_latin, name.given_latin});
      case 1:
        return joined({name.given_latin, " ", name.family_latin});
      default:
        return joined({name.family, " ", name.given});
    }
  }
  return text;
}

std::string Clerk::world_name() {
  const Name& name = who_.name;
  std::string text = name.full();
  if (name.middle_initial != 0 && random_.chance(0.5)) text = joined({name.given, " ", name.family});
  auto brief = short_given_name(name.given);
  if (!brief.empty() && random_.chance(0.15)) text = joined({brief, " ", name.family});
  if (random_.chance(dirt_.name_layout)) {
    switch (random_.below(4)) {
      case 0:
        text = joined({upper_ascii(name.family), ", ", name.given});
        break;
      case 1:
        text = joined({name.family, ", ", name.given});
        break;
      case 2:
        text = joined({first_character(name.given), ". ", name.family});
        break;
      default:
        text = upper_ascii(text);
        break;
    }
  }
  if (random_.chance(dirt_.name_typo + dirt_.name_homophone / 2)) text = mistyped(random_, text);
  return text;
}

std::string Clerk::name() {
  if (who_.company) return company_name();
  if (random_.chance(dirt_.name_missing))
    return random_.chance(0.7) ? "" : std::string(any_of(no_names, random_));
  if (random_.chance(dirt_.name_honorific)) return honorific();
  if (random_.chance(dirt_.name_nick)) return world_.nick_of(who_);
  return finish(who_.region == Region::china ? chinese_name() : world_name());
}

std::string Clerk::company_name() {
  if (!who_.company) {
    if (who_.employer == 0) return {};
    if (!random_.chance(dirt_.name_layout)) return finish(world_.company_name(who_.employer));
    return world_.customer(who_.employer).company_brief;
  }
  if (random_.chance(dirt_.name_layout * 3)) return who_.company_brief;
  std::string text = who_.company_name;
  if (random_.chance(dirt_.name_typo))
    text = who_.region == Region::china ? misread(random_, text) : mistyped(random_, text);
  if (random_.chance(dirt_.name_traditional)) text = traditional(text);
  if (random_.chance(dirt_.name_layout)) {
    replace_all(text, "有限责任公司", "有限公司");
    replace_all(text, " Limited", " Ltd.");
    replace_all(text, " Inc.", ", Inc");
    replace_all(text, " GmbH", " G.m.b.H.");
  }
  return finish(std::move(text));
}

std::string Clerk::dirtied_phone(const Phone& phone) {
  std::string text = written_phone(random_, phone, !random_.chance(dirt_.phone_format));
  if (random_.chance(dirt_.phone_typo)) text = mistyped(random_, text);
  if (random_.chance(dirt_.scanned)) text = scanned(random_, text);
  return finish(std::move(text));
}

std::string Clerk::mobile() {
  if (random_.chance(dirt_.phone_missing)) return {};
  if (random_.chance(dirt_.phone_placeholder)) return std::string(any_of(no_phones, random_));
  if (who_.housemate != 0 && random_.chance(dirt_.phone_shared)) {
    return dirtied_phone(world_.mobile_of(who_.housemate, day_));
  }
  return dirtied_phone(who_.mobile_at(known_day(who_.mobile_changed)));
}

std::string Clerk::landline() {
  if (who_.employer != 0 && random_.chance(dirt_.phone_shared * 4)) {
    const Customer firm = world_.customer(who_.employer);
    std::string text = dirtied_phone(firm.landline);
    if (!text.empty() && random_.chance(0.3))
      text += joined({random_.chance(0.5) ? "转" : "-", drawn_number(random_, 801, 899)});
    return text;
  }
  return dirtied_phone(who_.landline);
}

std::string Clerk::caller_number() {
  if (random_.chance(0.03)) return {};  // withheld
  if (who_.housemate != 0 && random_.chance(dirt_.phone_shared))
    return e164(world_.mobile_of(who_.housemate, day_));
  if (!who_.landline.national.empty() && random_.chance(0.2)) return e164(who_.landline);
  const Phone& phone = who_.mobile_at(day_);
  return phone.region == Region::china && phone.mobile && random_.chance(0.8) ? phone.national : e164(phone);
}

std::string Clerk::email() {
  if (random_.chance(dirt_.email_missing)) return {};
  if (random_.chance(dirt_.email_placeholder)) return std::string(any_of(no_emails, random_));
  const bool lent = who_.housemate != 0 && random_.chance(dirt_.phone_shared / 2);
  std::string text =
      lent ? world_.customer(who_.housemate).email_at(day_) : who_.email_at(known_day(who_.email_changed));
  if (text.empty()) return text;
  if (random_.chance(dirt_.email_typo)) text = mistyped_email(random_, text);
  if (random_.chance(dirt_.scanned)) text = scanned(random_, text);
  if (random_.chance(dirt_.email_case)) {
    switch (random_.below(3)) {
      case 0:
        text = upper_ascii(text);
        break;
      case 1:
        text = joined({upper_ascii(text.substr(0, 1)), text.substr(1)});
        break;
      default:
        text = joined({" ", text});
        break;
    }
  }
  return text;
}

std::string Clerk::birth() {
  if (who_.company || random_.chance(dirt_.birth_missing)) return {};
  Civil date = who_.birth;
  if (random_.chance(dirt_.birth_wrong)) {
    switch (random_.below(4)) {
      case 0:
        return std::string(any_of(no_dates, random_));
      case 1:
        if (date.day <= 12) {
          std::swap(date.day, date.month);
          break;
        }
        [[fallthrough]];
      default:
        date.year += random_.chance(0.5) ? 1 : -1;
        date.day = date.day > 28 ? 28 : date.day;
        break;
    }
  }
  return finish(random_.chance(dirt_.birth_format) ? written_date(random_, date, who_.region)
                                                   : iso_date(date));
}

WrittenAddress Clerk::address() {
  WrittenAddress out;
  if (random_.chance(dirt_.address_missing)) {
    if (random_.chance(0.2)) out.street = any_of(no_addresses, random_);
    return out;
  }
  const Address& home = who_.home_at(known_day(who_.moved));
  out.province = home.city->province;
  out.city = home.city->name;
  out.district = home.district;
  out.street = home.street;
  if (random_.chance(dirt_.address_layout)) out.street = relaid(random_, std::move(out.street), home.region);
  if (random_.chance(dirt_.address_typo)) {
    out.street = home.region == Region::china ? misheard(random_, out.street) : mistyped(random_, out.street);
  }
  if (random_.chance(dirt_.address_layout)) {
    out.province = without_suffix(out.province);
    out.city = without_suffix(out.city);
  }
  if (random_.chance(dirt_.address_brief)) {
    switch (random_.below(3)) {
      case 0:
        out.province.clear();
        break;
      case 1:
        out.district.clear();
        break;
      default:
        out.street.clear();
        break;
    }
  }
  if (random_.chance(dirt_.name_traditional)) out.street = traditional(out.street);
  out.street = finish(std::move(out.street));
  return out;
}

std::string Clerk::postcode() {
  return random_.chance(dirt_.address_missing) ? "" : who_.home_at(day_).postcode;
}

std::string WrittenAddress::line(Region region, const std::string& postcode) const {
  if (region == Region::china) return joined({province == city ? "" : province, city, district, street});
  std::string out;
  auto add = [&](std::string_view part, std::string_view separator) {
    if (part.empty()) return;
    if (!out.empty()) out += separator;
    out += part;
  };
  add(street, ", ");
  if (region == Region::germany || region == Region::france) {
    add(postcode, ", ");
    add(city, postcode.empty() ? ", " : " ");
    return out;
  }
  if (region != Region::singapore) add(district, ", ");
  add(city, ", ");
  if (region == Region::usa || region == Region::japan) add(province, ", ");
  add(postcode, " ");
  return out;
}

}  // namespace kith::sample
