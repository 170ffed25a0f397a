#include "base/date.h"

#include <cstdio>

namespace kith {

std::string to_iso(const Civil& date) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", date.year, date.month, date.day);
  return text;
}

std::string to_iso_time(std::int64_t ms) {
  std::int64_t seconds = ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
  std::int64_t days = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
  auto rest = static_cast<int>(seconds - days * 86400);
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02dZ", rest / 3600, rest / 60 % 60, rest % 60);
  return to_iso(civil_from_days(days)) + text;
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
