// How a standardised phone number is written for people.
#pragma once
#include <string>
#include <string_view>

namespace kith::standard {

/// "+8613800138000" as "138 0013 8000" (`international` false) or "+86 138 0013 8000", with its extension.
/// What is no E.164 number comes back as it is. Thread-safe.
std::string phone_for_people(std::string_view number, bool international);
/// ISO 3166-1 alpha-2 of the number's country; empty where it is none.
std::string country_of_phone(std::string_view number);

}  // namespace kith::standard
