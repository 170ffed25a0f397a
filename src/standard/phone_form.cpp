#include "standard/phone_form.h"

#include <phonenumbers/phonenumberutil.h>

namespace kith::standard {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

bool read_number(std::string_view number, PhoneNumber& parsed) {
  if (number.empty() || number[0] != '+') return false;
  return PhoneNumberUtil::GetInstance()->Parse(std::string(number), "ZZ", &parsed) ==
         PhoneNumberUtil::NO_PARSING_ERROR;
}

}  // namespace

std::string phone_for_people(std::string_view number, bool international) {
  PhoneNumber parsed;
  if (!read_number(number, parsed)) return std::string(number);
  std::string text;
  PhoneNumberUtil::GetInstance()->Format(
      parsed, international ? PhoneNumberUtil::INTERNATIONAL : PhoneNumberUtil::NATIONAL, &text);
  return text.empty() ? std::string(number) : text;
}

std::string country_of_phone(std::string_view number) {
  PhoneNumber parsed;
  if (!read_number(number, parsed)) return {};
  std::string country;
  PhoneNumberUtil::GetInstance()->GetRegionCodeForNumber(parsed, &country);
  return country == "ZZ" ? std::string() : country;
}

}  // namespace kith::standard
