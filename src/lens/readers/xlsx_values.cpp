#include "lens/readers/xlsx_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/date.h"
#include "base/utf8.h"

namespace kith::lens {
namespace {

constexpr double last_serial = 2958466;  // the day after 9999-12-31
constexpr std::int64_t day_ms = 86'400'000;

std::string two(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string clock(std::int64_t ms) {
  std::string text = two(ms / 3'600'000) + ":" + two(ms / 60'000 % 60) + ":" + two(ms / 1000 % 60);
  if (ms % 1000 == 0) return text;
  char part[8];
  std::snprintf(part, sizeof part, ".%03d", static_cast<int>(ms % 1000));
  return text + part;
}

// Serial 60 is a 29 February 1900 that never was, so the days before it count from another beginning.
std::string date_text(double serial, NumberKind kind, bool since_1904, std::string_view raw) {
  if (!(serial >= 0) || serial >= last_serial) return std::string(raw);
  auto ms = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(day_ms)));
  if (kind == NumberKind::elapsed) return clock(ms);
  std::int64_t day = ms / day_ms, of_day = ms % day_ms;
  if (kind == NumberKind::time && day == 0) return clock(of_day);
  if (!since_1904 && day == 60) return "1900-02-29" + (of_day ? "T" + clock(of_day) : "");
  std::int64_t zero =
      since_1904 ? days_from_civil({1904, 1, 1}) : days_from_civil({1899, 12, day < 60 ? 31u : 30u});
  std::string text = to_iso(civil_from_days(zero + day));
  return of_day ? text + "T" + clock(of_day) : text;
}

bool is_whole_number(std::string_view raw) {
  if (raw.starts_with('-')) raw.remove_prefix(1);
  return !raw.empty() && std::all_of(raw.begin(), raw.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string plain_number(double number) {
  // Excel keeps and shows 15 digits; more are noise of the binary number.
  char digits[32];
  auto end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::scientific, 14).ptr;
  double rounded = 0;
  std::from_chars(digits, end, rounded);
  char plain[400];
  auto shown = std::to_chars(plain, plain + sizeof plain, rounded, std::chars_format::fixed);
  if (shown.ec != std::errc()) return std::string(digits, end);
  std::string text(plain, shown.ptr);
  return text == "-0" ? "0" : text;
}

}  // namespace

NumberKind kind_of_builtin(unsigned id) noexcept {
  // 27–36 and 50–58 are the built-in formats of the Chinese and Japanese editions.
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 ||
      id == 58) {
    return NumberKind::date;
  }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56) {
    return NumberKind::time;
  }
  if (id == 22) return NumberKind::date_time;
  if (id == 46) return NumberKind::elapsed;
  return NumberKind::number;
}

NumberKind kind_of_code(std::string_view code) {
  bool day_part = false, clock_part = false, month_or_minute = false, elapsed = false;
  if (code == "General" || code == "GENERAL" || code == "general") return NumberKind::number;
  for (std::size_t at = 0; at < code.size(); ++at) {
    char c = code[at];
    if (c == '"') {
      at = std::min(code.find('"', at + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (c == '[') {
      std::size_t close = std::min(code.find(']', at), code.size());
      std::string_view inside = code.substr(at + 1, close - at - 1);
      bool letters = !inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos;
      elapsed |= letters;
      at = close;
    } else if (c == ';') {
      break;
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
      day_part = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      clock_part = true;
    } else if (c == 'm' || c == 'M') {
      month_or_minute = true;
    } else if (c == '0' || c == '#' || c == '?') {
      // Digits belong to numbers, but for fractions of a second.
      if (!clock_part) return elapsed ? NumberKind::elapsed : NumberKind::number;
    }
  }
  if (elapsed) return NumberKind::elapsed;
  if (day_part) return clock_part ? NumberKind::date_time : NumberKind::date;
  if (clock_part) return NumberKind::time;
  return month_or_minute ? NumberKind::date : NumberKind::number;
}

std::string cell_text(std::string_view raw, NumberKind kind, bool since_1904) {
  if (kind == NumberKind::number && is_whole_number(raw)) return std::string(raw);
  double number = 0;
  auto [stop, error] = std::from_chars(raw.data(), raw.data() + raw.size(), number);
  if (error != std::errc() || stop != raw.data() + raw.size() || !std::isfinite(number))
    return std::string(raw);
  return kind == NumberKind::number ? plain_number(number) : date_text(number, kind, since_1904, raw);
}

std::string without_escapes(std::string_view text) {
  std::string out;
  for (;;) {
    std::size_t at = text.find("_x");
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at);
    std::uint32_t code = 0;
    bool escape = text.size() >= 7 && text[6] == '_' &&
                  std::from_chars(text.data() + 2, text.data() + 6, code, 16).ptr == text.data() + 6 &&
                  (code < 0xD800 || code > 0xDFFF);
    if (escape)
      append_utf8(out, code);
    else
      out += text.substr(0, 2);
    text.remove_prefix(escape ? 7 : 2);
  }
}

bool parse_reference(std::string_view reference, std::size_t& column, std::uint64_t& row) noexcept {
  std::size_t letters = 0;
  column = 0;
  while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z') {
    if (letters == 3) return false;
    column = column * 26 + static_cast<std::size_t>(reference[letters++] - 'A') + 1;
  }
  if (letters == 0) return false;
  --column;
  const char* end = reference.data() + reference.size();
  auto [stop, error] = std::from_chars(reference.data() + letters, end, row);
  return error == std::errc() && stop == end && row > 0;
}

}  // namespace kith::lens
