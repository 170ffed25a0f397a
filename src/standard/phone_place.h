// Where a phone number is at home, as far as its area code or prefix tells.
//
// The tables are libphonenumber's geocoding data, which know Chinese mobile prefixes as well as area codes. A
// ported or travelling number is elsewhere: a hint, never proof.
#pragma once
#include <string>
#include <string_view>

namespace kith::standard {

struct PhonePlace {
  std::string province, city;  ///< as in the table of divisions; empty where not known
};

/// REQUIRES a standardised number ("+8621…"); others and numbers of other countries have no place.
/// Thread-safe.
PhonePlace place_of_phone(std::string_view number);

/// The province of a Chinese postal code of six digits; empty where it is none. By the first two digits, as
/// the post's plan gives them out.
std::string_view province_of_postal_code(std::string_view code) noexcept;

}  // namespace kith::standard
