// Days: ISO 8601, yyyy-mm-dd. A time of day is dropped, a time zone is not applied.
#include "standard/clean.h"
#include "standard/date_reading.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

constexpr int oldest_year = 1850;

void append_digits(std::string& out, unsigned value, int width) {
  char digits[8];
  for (int i = width - 1; i >= 0; --i, value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  out.append(digits, static_cast<std::size_t>(width));
}

}  // namespace

void standardise_date(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  DateReading reading = read_date(tidy, standard);
  if (reading.failure != Reason::none) return refuse(raw, reading.failure, out);
  if (reading.is_zero) {
    out.reason = Reason::says_nothing;
    return;
  }
  append_digits(out.value, static_cast<unsigned>(reading.date.year), 4);
  out.value.push_back('-');
  append_digits(out.value, reading.date.month, 2);
  out.value.push_back('-');
  append_digits(out.value, reading.date.day, 2);
  settle(raw, tidy, reading.note, out);
  if (is_default_day(reading.date)) return doubt(Reason::default_date, out);
  if (reading.date.year < oldest_year) return doubt(Reason::too_long_ago, out);
  if (standard.today != 0 && days_from_civil(reading.date) > standard.today)
    doubt(Reason::in_the_future, out);
}

}  // namespace kith::standard
