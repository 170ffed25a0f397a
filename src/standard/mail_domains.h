// What is known of mail domains: the great providers, slips of the keyboard in their names, and services
// that give throw-away addresses (the lists of the npm package disposable-email-domains, embedded).
#pragma once
#include <string_view>

namespace kith::standard {

/// A provider so common that no further question is asked. All `domain` here: lower case.
bool is_great_provider(std::string_view domain) noexcept;

/// Probably meant as another domain: "gamil.com", "qq.con", "163.co".
bool is_typing_slip(std::string_view domain) noexcept;

/// A throw-away domain or below a wildcard one. The first call reads the lists (some 10 ms). Thread-safe.
bool is_disposable(std::string_view domain);

}  // namespace kith::standard
