// How a stored value is shown under the company's standard.
#include <cstdio>

#include "base/utf8.h"
#include "service/company_standard.h"
#include "standard/phone_form.h"
#include "standard/standardise.h"

namespace kith::service {
namespace {

using standard::Part;
using standard::Standardised;

std::string shown_date(DateForm form, std::string_view value) {
  const bool is_day = value.size() == 10 && value[4] == '-' && value[7] == '-';
  if (!is_day || form == DateForm::iso) return std::string(value);
  const std::string year(value.substr(0, 4)), month(value.substr(5, 2)), day(value.substr(8, 2));
  auto plain = [](const std::string& digits) { return digits[0] == '0' ? digits.substr(1) : digits; };
  switch (form) {
    case DateForm::chinese:
      return year + "年" + plain(month) + "月" + plain(day) + "日";
    case DateForm::slashes:
      return year + "/" + month + "/" + day;
    case DateForm::day_first:
      return day + "/" + month + "/" + year;
    case DateForm::month_first:
      return month + "/" + day + "/" + year;
    case DateForm::iso:
      break;
  }
  return std::string(value);
}

// Chinese names have one order; others stand given name first as they are stored.
std::string shown_name(NameOrder order, std::string_view value) {
  if (order != NameOrder::family_first) return std::string(value);
  std::size_t at = 0;
  if (value.empty() || is_han(next_code_point(value, at))) return std::string(value);
  static const auto& person_name = standard::standardiser_for("person_name");
  Standardised result;
  person_name.function(value, {}, result);
  const auto family = result.part(Part::family_name), given = result.part(Part::given_name);
  if (result.verdict > Verdict::changed || family.empty() || given.empty()) return std::string(value);
  std::string text = std::string(family) + ", " + std::string(given);
  if (!result.part(Part::middle_name).empty()) text += " " + std::string(result.part(Part::middle_name));
  return text;
}

std::string shown_address(AddressDetail detail, std::string_view value) {
  if (detail == AddressDetail::full) return std::string(value);
  static const auto& address = standard::standardiser_for("address");
  Standardised result;
  address.function(value, {}, result);
  if (result.verdict > Verdict::suspect || result.part(Part::province).empty()) return std::string(value);
  std::size_t at = 0;
  const auto province = result.part(Part::province);
  const bool chinese = is_han(next_code_point(province, at));
  std::string text;
  std::string_view last;
  auto add = [&](Part part) {
    const auto name = result.part(part);
    // A municipality is its own city.
    if (name.empty() || name == last) return;
    if (!chinese && !text.empty())
      text = std::string(name) + ", " + text;
    else
      text += name;
    last = name;
  };
  add(Part::province);
  if (detail <= AddressDetail::city) add(Part::city);
  if (detail <= AddressDetail::district) add(Part::district);
  if (detail == AddressDetail::street) add(Part::street);
  return text;
}

}  // namespace

std::string shown_value(const CompanyStandard& standard, std::string_view attribute, std::string_view type,
                        std::string_view value) {
  if (auto words = standard.shown.find(std::string(attribute)); words != standard.shown.end()) {
    auto word = words->second.find(std::string(value));
    if (word != words->second.end()) return word->second;
  }
  if (type == "date") return shown_date(standard.date_form, value);
  if (type == "person_name") return shown_name(standard.name_order, value);
  if (type == "address") return shown_address(standard.address_detail, value);
  if (type != "phone" || standard.phone_form == PhoneForm::e164) return std::string(value);
  const bool at_home = standard::country_of_phone(value) == standard.home_country;
  return standard::phone_for_people(value, standard.phone_form == PhoneForm::spaced || !at_home);
}

}  // namespace kith::service
