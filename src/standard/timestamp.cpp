// Moments: "2026-11-21T08:05:09Z", whole seconds. A zone in the text is applied; a moment without one is
// taken as UTC. Also read: seconds (10 digits), milliseconds (13) and microseconds (16) since 1970.
#include <algorithm>

#include "standard/clean.h"
#include "standard/date_reading.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool read_epoch(std::string_view text, std::int64_t& seconds) noexcept {
  if (text.size() != 10 && text.size() != 13 && text.size() != 16) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  seconds = 0;
  for (char c : text.substr(0, 10)) seconds = seconds * 10 + (c - '0');
  return true;
}

void write_digits(char* to, unsigned value, int width) noexcept {
  for (int i = width - 1; i >= 0; --i, value /= 10) to[i] = static_cast<char>('0' + value % 10);
}

void write_moment(const Civil& day, unsigned second, std::string& value) {
  char text[] = "0000-00-00T00:00:00Z";
  write_digits(text, static_cast<unsigned>(day.year), 4);
  write_digits(text + 5, day.month, 2);
  write_digits(text + 8, day.day, 2);
  write_digits(text + 11, second / 3600, 2);
  write_digits(text + 14, second / 60 % 60, 2);
  write_digits(text + 17, second % 60, 2);
  value.assign(text, 20);
}

}  // namespace

void standardise_timestamp(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::int64_t seconds = 0;
  Reason note = Reason::reformatted;
  if (!read_epoch(tidy, seconds)) {
    DateReading reading = read_date(tidy, standard);
    if (reading.failure != Reason::none) return refuse(raw, reading.failure, out);
    if (reading.is_zero) {
      out.reason = Reason::says_nothing;
      return;
    }
    seconds = days_from_civil(reading.date) * 86400 + reading.second_of_day - reading.minutes_east * 60;
    note = reading.note;
  }
  // A zone must not push a moment out of the years that can be written.
  if (seconds < days_from_civil({1, 1, 1}) * 86400 || seconds >= days_from_civil({10000, 1, 1}) * 86400) {
    return refuse(raw, Reason::impossible_date, out);
  }
  std::int64_t second_of_day = (seconds % 86400 + 86400) % 86400;
  Civil day = civil_from_days((seconds - second_of_day) / 86400);
  write_moment(day, static_cast<unsigned>(second_of_day), out.value);
  settle(raw, tidy, note, out);
  out.at_rest = true;  // what is written there reads as this moment, and only the moment is judged
  bool is_default = second_of_day == 0 && is_default_day(day);
  if (is_default) return doubt(Reason::default_date, out);
  if (standard.today != 0 && seconds >= (standard.today + 2) * 86400) doubt(Reason::in_the_future, out);
}

}  // namespace kith::standard
