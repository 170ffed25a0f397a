// Reading dates and times of day in the forms people and programs write them.
//
//   1990-01-02 · 1990/1/2 · 1990.1.2 · 19900102 · 19900102083000 · 2.1.1990 · 1/2/1990 · 1/2/90
//   1990年1月2日 · 民国79年1月2日 · 2 Jan 1990 · Jan 2nd, 1990 · 2-JAN-90 · Mon Jan 02 1990 · 32875
//   (spreadsheet)
// each with or without a time: 08:05 · 8:05:09 PM · 下午3:05 · 15时5分 · T08:05:09.123+08:00.
#pragma once
#include <string_view>

#include "base/date.h"
#include "standard/standardise.h"

namespace kith::standard {

struct DateReading {
  Reason failure = Reason::none;      ///< none: the rest is set
  Reason note = Reason::reformatted;  ///< how it was read, where that is worth saying
  Civil date{};
  int second_of_day = 0;  ///< 0–86399; 0 where no time stands there
  int minutes_east = 0;   ///< of UTC, where the text says so
  bool is_zero = false;   ///< 0000-00-00: a program's way to say nothing
};

/// Reads tidy text (see clean.h). Linear; no allocation.
DateReading read_date(std::string_view text, const Standard& standard) noexcept;

/// A day that programs write where none is known: 1900-01-01, 1970-01-01, 9999-12-31 …
bool is_default_day(const Civil& date) noexcept;

}  // namespace kith::standard
