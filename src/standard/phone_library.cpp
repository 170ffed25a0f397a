#include <algorithm>
#include <string>

#include <phonenumbers/phonenumberutil.h>

#include "standard/phone_decision.h"

namespace kith::standard {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

Reason reason_of(PhoneNumberUtil::ErrorType error) noexcept {
  switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return Reason::unknown_country_code;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
      return Reason::too_short;
    case PhoneNumberUtil::TOO_LONG_NSN:
      return Reason::too_many_digits;
    default:
      return Reason::not_a_phone;
  }
}

Reason reason_of(PhoneNumberUtil::ValidationResult result) noexcept {
  switch (result) {
    case PhoneNumberUtil::TOO_SHORT:
      return Reason::too_short;
    case PhoneNumberUtil::TOO_LONG:
      return Reason::too_many_digits;
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
      return Reason::area_code_missing;
    case PhoneNumberUtil::INVALID_LENGTH:
      return Reason::wrong_length;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE:
      return Reason::unknown_country_code;
    default:
      return Reason::unassigned_prefix;
  }
}

}  // namespace

PhoneDecision decide_by_library(const Dialled& dialled) {
  thread_local std::string text, region, national;
  thread_local PhoneNumber number;
  const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
  text.assign(dialled.international ? "+" : "").append(dialled.digits);
  region.assign(dialled.region);
  PhoneDecision decision;
  if (auto error = library.Parse(text, region, &number); error != PhoneNumberUtil::NO_PARSING_ERROR) {
    decision.failure = reason_of(error);
    return decision;
  }
  if (!library.IsValidNumber(number)) {
    decision.failure = reason_of(library.IsPossibleNumberWithReason(number));
    return decision;
  }
  national.clear();  // the library appends
  library.GetNationalSignificantNumber(number, &national);
  decision.country_code = static_cast<unsigned>(number.country_code());
  decision.length = std::min(national.size(), decision.national.size());
  std::copy_n(national.data(), decision.length, decision.national.data());
  return decision;
}

}  // namespace kith::standard
