// The form in which a foreign value is compared, by kind of column.
#pragma once
#include <string>
#include <string_view>

#include "base/text_list.h"
#include "service/dedupe_columns.h"
#include "standard/standardise.h"

namespace kith::service {

/// Brings the values of one column into the form in which they are compared: tidy, in small letters, and by
/// kind: e-mails, phones and dates as their standardisers write them, numbers bare, coordinates latitude
/// first (a column of which some first number is beyond 90 has them the other way round). What its
/// standardiser refuses keeps its tidy text. Words that say nothing ("N/A", "无") and made-up values
/// (13800000000 stays; test@test.com goes) are empty, and so is the point 0, 0, which programs write for one
/// they do not know.
class ComparedForm {
 public:
  /// `values` are the column's, as received: the order of day and month is decided by all of them.
  ComparedForm(const ColumnChoice& choice, const TextList& values);

  /// Empty where the value says nothing.
  std::string of(std::string_view raw);

 private:
  ColumnChoice choice_;
  bool longitude_first_ = false;  // where coordinates are compared
  standard::Standard standard_;
  standard::Standardised result_;
};

/// Small letters for the capitals of Latin, Greek and Cyrillic; other text as it is.
std::string small_letters(std::string_view text);

}  // namespace kith::service
