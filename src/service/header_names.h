// What column names mean: the vocabulary of headers in Chinese, English and pinyin.
#pragma once
#include <string>
#include <string_view>

#include "service/layout.h"

namespace kith::service {

/// What one header says. At most one of attribute, role and key is set.
struct HeaderMeaning {
  std::string_view attribute;
  FactRole role = FactRole::none;
  bool key = false;
  bool known() const noexcept { return !attribute.empty() || role != FactRole::none || key; }
};

/// Lower case, half width, without blanks and punctuation: "E-mail Address" and "email_address" are one.
std::string normalised_header(std::string_view header);

/// The meaning of a header in a batch of that kind. "buyer.phone" and "联系方式.手机" are looked up whole
/// first, then by their last part. Unknown headers mean nothing.
HeaderMeaning meaning_of(std::string_view header, BatchKind kind);

}  // namespace kith::service
