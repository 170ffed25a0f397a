// The proleptic Gregorian calendar as numbers (H. Hinnant, "chrono-Compatible Low-Level Date
// Algorithms": days_from_civil, civil_from_days).
#pragma once
#include <cstdint>
#include <string>

namespace kith {

struct Civil {
  int year;
  unsigned month;  // 1–12
  unsigned day;    // 1–31
};

constexpr bool is_leap(int year) noexcept { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr unsigned days_in_month(int year, unsigned month) noexcept {
  constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

constexpr bool is_valid(const Civil& date) noexcept {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

/// Days since 1970-01-01 (negative before). REQUIRES is_valid(date).
constexpr std::int64_t days_from_civil(const Civil& date) noexcept {
  std::int64_t y = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const auto yoe = static_cast<std::int64_t>(y - era * 400);
  const std::int64_t doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

constexpr Civil civil_from_days(std::int64_t days) noexcept {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto doe = static_cast<std::int64_t>(days - era * 146097);
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const auto day = static_cast<unsigned>(doy - (153 * mp + 2) / 5 + 1);
  const auto month = static_cast<unsigned>(mp < 10 ? mp + 3 : mp - 9);
  return {static_cast<int>(yoe + era * 400 + (month <= 2 ? 1 : 0)), month, day};
}

/// "2026-11-21"
std::string to_iso(const Civil& date);

/// Milliseconds since 1970 UTC as "2026-11-21T08:05:09Z" (whole seconds).
std::string to_iso_time(std::int64_t ms_since_1970);

/// Reads "2026-11-21", "2026-11-21T08:05", "2026-11-21 08:05:09", with optional "Z"; milliseconds since
/// 1970 UTC. False where the text is none of these.
bool parse_iso_time(const std::string& text, std::int64_t& ms_since_1970) noexcept;

}  // namespace kith
