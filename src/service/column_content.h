// What the values of a column look like.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text_list.h"

namespace kith::service {

/// Shares of the values looked at, in [0, 1], and means over them.
struct ColumnContent {
  double email = 0, date = 0, number = 0, integer = 0, phone = 0;
  double phone_marks = 0;  ///< of the phones, those with +, brackets or the shape of a Chinese mobile number
  double coordinates = 0;  ///< two decimals that can be latitude and longitude, in either order
  double company = 0;      ///< with a legal form or a word of organisations
  double blank = 0;        ///< more than one word
  double digit = 0;        ///< some digit
  double code = 0;         ///< one word of four letters, digits, - _ . / or more, a digit among them
  double length = 0;       ///< mean, in bytes
  double words = 0;        ///< mean number of blank-separated words
  std::size_t looked_at = 0;
};

/// Looks at no more than 3,000 of the values, evenly; values[0] is null.
ColumnContent look_at(const TextList& values);

/// The two numbers of a point as people write it ("39.9042, 116.4074", "(39.9 116.4)", "116.4074，39.9042"),
/// each with a decimal point; none where the text is not that.
std::optional<std::pair<double, double>> two_decimals(std::string_view text);

/// A number as people write it ("1,234.50", "$ 12", "30%"): its standard form, or empty where the text is
/// none.
std::string number_of(std::string_view text);

}  // namespace kith::service
