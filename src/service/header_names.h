// What column names mean: the vocabulary of headers in Chinese, English and pinyin.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/layout.h"

namespace kith::service {

/// What one header says. At most one of attribute, role and key is set.
struct HeaderMeaning {
  std::string_view attribute;
  FactRole role = FactRole::none;
  bool key = false;
  bool nothing = false;    ///< it is known to be no attribute, whatever its cells look like
  std::string_view place;  ///< of an address part, whose or which address: "mailing", "billing" …
  bool known() const noexcept { return !attribute.empty() || role != FactRole::none || key || nothing; }
};

/// Country, province, city, district, address or postal code.
bool is_address_part(std::string_view attribute);
/// 0 for the address nobody qualifies, then rising from the place that says most of a customer.
std::size_t rank_of_place(std::string_view place);

/// A prefix that a system put before its own names in a third of the headers or more ("property_email",
/// "properties.email"); empty where there is none. As normalised_header gives it.
std::string common_prefix(std::span<const std::string> normalised);

/// Lower case, half width, without blanks and punctuation: "E-mail Address" and "email_address" are one.
std::string normalised_header(std::string_view header);

/// "first" or "given" beside "last", "family" or another family name, and the other way round, name parts of
/// a person: "firstname" and "lastname" at their places, empty texts elsewhere. `normalised`: all headers of
/// a table as normalised_header gives them.
std::vector<std::string_view> names_in_pairs(std::span<const std::string> normalised);

/// Every name that is looked up, normalised: attributes first, then keys, then parts of facts.
std::vector<std::string_view> vocabulary();

/// The meaning of a header in a batch of that kind. "buyer.phone" and "联系方式.手机" are looked up whole
/// first, then by their last part. Unknown headers mean nothing.
HeaderMeaning meaning_of(std::string_view header, BatchKind kind);

}  // namespace kith::service
