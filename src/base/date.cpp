#include "base/date.h"

#include <cstdio>

namespace kith {

namespace {

// The last `count` decimal digits of a number, zeros in front.
void put_digits(char* at, int count, std::uint64_t number) {
  for (int i = count - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + number % 10);
    number /= 10;
  }
}

}  // namespace

std::string to_iso(const Civil& date) {
  if (date.year < 0 || date.year > 9999) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", date.year, date.month, date.day);
    return text;
  }
  char text[] = "0000-00-00";
  put_digits(text, 4, static_cast<std::uint64_t>(date.year));
  put_digits(text + 5, 2, date.month);
  put_digits(text + 8, 2, date.day);
  return {text, 10};
}

std::string to_iso_time(std::int64_t ms) {
  std::int64_t seconds = ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
  std::int64_t days = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
  auto rest = static_cast<std::uint64_t>(seconds - days * 86400);
  char text[] = "T00:00:00Z";
  put_digits(text + 1, 2, rest / 3600);
  put_digits(text + 4, 2, rest / 60 % 60);
  put_digits(text + 7, 2, rest % 60);
  return to_iso(civil_from_days(days)).append(text, 10);
}

bool parse_iso_time(const std::string& text, std::int64_t& ms) noexcept {
  int year = 0, used = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &used) != 3) return false;
  if (!is_valid({year, month, day})) return false;
  const char* rest = text.c_str() + used;
  if (*rest == 'T' || *rest == ' ') {
    used = 0;
    if (std::sscanf(rest + 1, "%2u:%2u%n", &hour, &minute, &used) != 2) return false;
    rest += 1 + used;
    used = 0;
    if (*rest == ':') {
      if (std::sscanf(rest + 1, "%2u%n", &second, &used) != 1) return false;
      rest += 1 + used;
    }
  }
  if (*rest == 'Z') ++rest;
  if (*rest != '\0' || hour > 23 || minute > 59 || second > 60) return false;
  ms = (days_from_civil({year, month, day}) * 86400 + hour * 3600 + minute * 60 + second) * 1000;
  return true;
}

}  // namespace kith
