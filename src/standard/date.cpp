// Days: ISO 8601, yyyy-mm-dd. A time of day is dropped, a time zone is not applied.
#include "standard/clean.h"
#include "standard/date_reading.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

constexpr int oldest_year = 1850;

void write_digits(char* to, unsigned value, int width) noexcept {
  for (int i = width - 1; i >= 0; --i, value /= 10) to[i] = static_cast<char>('0' + value % 10);
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
  char text[] = "0000-00-00";
  write_digits(text, static_cast<unsigned>(reading.date.year), 4);
  write_digits(text + 5, reading.date.month, 2);
  write_digits(text + 8, reading.date.day, 2);
  out.value.assign(text, 10);
  settle(raw, tidy, reading.note, out);
  out.at_rest = true;  // what is written there reads as this day, and only the day is judged
  if (is_default_day(reading.date)) return doubt(Reason::default_date, out);
  if (reading.date.year < oldest_year) return doubt(Reason::too_long_ago, out);
  if (standard.today != 0 && days_from_civil(reading.date) > standard.today)
    doubt(Reason::in_the_future, out);
}

}  // namespace kith::standard
