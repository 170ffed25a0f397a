#include "standard/phone_place.h"

#include <phonenumbers/geocoding/phonenumber_offline_geocoder.h>
#include <phonenumbers/phonenumberutil.h>

#include "standard/divisions.h"

namespace kith::standard {
namespace {

struct PostalRow {
  std::string_view from, to, province;
};
constexpr PostalRow postal_rows[] = {
    {"01", "02", "内蒙古自治区"},   {"03", "04", "山西省"}, {"05", "07", "河北省"},
    {"10", "10", "北京市"},         {"11", "12", "辽宁省"}, {"13", "13", "吉林省"},
    {"15", "16", "黑龙江省"},       {"20", "20", "上海市"}, {"21", "22", "江苏省"},
    {"23", "24", "安徽省"},         {"25", "27", "山东省"}, {"30", "30", "天津市"},
    {"31", "32", "浙江省"},         {"33", "34", "江西省"}, {"35", "36", "福建省"},
    {"40", "40", "重庆市"},         {"41", "42", "湖南省"}, {"43", "44", "湖北省"},
    {"45", "47", "河南省"},         {"51", "52", "广东省"}, {"53", "54", "广西壮族自治区"},
    {"55", "56", "贵州省"},         {"57", "57", "海南省"}, {"61", "64", "四川省"},
    {"65", "67", "云南省"},         {"71", "72", "陕西省"}, {"73", "74", "甘肃省"},
    {"75", "75", "宁夏回族自治区"}, {"81", "81", "青海省"}, {"83", "84", "新疆维吾尔自治区"},
    {"85", "86", "西藏自治区"},
};

// "广东省广州市", "上海市", "广东": what libphonenumber says, as divisions.
PhonePlace place_in(std::string_view text) {
  PhonePlace place;
  const auto province = match_division(text, Level::province, -1, true);
  if (province.id < 0) return place;
  place.province = division(province.id).name;
  const auto rest = text.substr(province.length);
  if (!rest.empty()) {
    const auto city = match_division(rest, Level::city, province.id, true);
    if (city.id >= 0) place.city = division(city.id).name;
    return place;
  }
  for (std::string_view municipality : {"北京市", "上海市", "天津市", "重庆市"}) {
    if (place.province == municipality) place.city = municipality;
  }
  return place;
}

}  // namespace

PhonePlace place_of_phone(std::string_view number) {
  if (number.substr(0, 3) != "+86") return {};
  static const i18n::phonenumbers::PhoneNumberOfflineGeocoder geocoder;
  auto& util = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber parsed;
  const std::string text(number.substr(0, number.find(';')));
  if (util.Parse(text, "CN", &parsed) != i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR) return {};
  return place_in(geocoder.GetDescriptionForNumber(parsed, icu::Locale("zh", "CN")));
}

std::string_view province_of_postal_code(std::string_view code) noexcept {
  if (code.size() != 6) return {};
  for (char c : code) {
    if (c < '0' || c > '9') return {};
  }
  const auto head = code.substr(0, 2);
  for (const auto& row : postal_rows) {
    if (head >= row.from && head <= row.to) return row.province;
  }
  return {};
}

}  // namespace kith::standard
