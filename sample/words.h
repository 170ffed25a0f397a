// What people say and buy.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sample/customer.h"

namespace kith::sample {

struct Product {
  std::string_view sku, chinese, english;
  std::uint32_t fen;  ///< price in hundredths of a yuan
};

const Product& draw_product(Random& random, Segment segment) noexcept;

/// A note on a call, in the language of the customer's region.
std::string call_summary(Random& random, Region region, std::string_view caller);

/// A survey comment that fits the score (0–10); may hold line ends and quotes. May be empty.
std::string survey_comment(Random& random, Region region, int score);

/// A note of a sales person; may be empty.
std::string sales_note(Random& random, Region region);

}  // namespace kith::sample
