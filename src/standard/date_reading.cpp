#include "standard/date_reading.h"

#include <algorithm>
#include <array>

namespace kith::standard {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }

bool skip(std::string_view& text, std::string_view what) noexcept {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

bool skip_any(std::string_view& text, std::string_view characters) noexcept {
  std::size_t before = text.size();
  while (!text.empty() && characters.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  return text.size() != before;
}

std::string_view take_digits(std::string_view& text) noexcept {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

std::string_view take_letters(std::string_view& text) noexcept {
  std::size_t n = 0;
  while (n < text.size() && is_letter(text[n])) ++n;
  std::string_view letters = text.substr(0, n);
  text.remove_prefix(n);
  return letters;
}

int to_int(std::string_view digits) noexcept {
  int value = 0;
  for (char c : digits.substr(0, 9)) value = value * 10 + (c - '0');
  return value;
}

// The word is `full` or the first letters of it, three at least, in either case.
bool abbreviates(std::string_view word, std::string_view full) noexcept {
  if (word.size() < 3 || word.size() > full.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((word[i] | 0x20) != full[i]) return false;
  }
  return word.size() == 3 || word.size() == full.size() || (word.size() == 4 && full == "september") ||
         (word.size() == 4 && (full == "thursday" || full == "tuesday"));
}

int month_number(std::string_view word) noexcept {
  static constexpr std::string_view months[] = {"january",   "february", "march",    "april",
                                                "may",       "june",     "july",     "august",
                                                "september", "october",  "november", "december"};
  for (int i = 0; i < 12; ++i) {
    if (abbreviates(word, months[i])) return i + 1;
  }
  return 0;
}

bool is_weekday(std::string_view word) noexcept {
  static constexpr std::string_view days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                              "friday", "saturday", "sunday"};
  for (std::string_view day : days) {
    if (abbreviates(word, day)) return true;
  }
  return false;
}

bool is_word(std::string_view word, std::string_view lower) noexcept {
  if (word.size() != lower.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((word[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

struct Component {
  int value = 0;
  std::size_t digits = 0;  // 0: a month by its name
  bool is_year = false;    // 年 stands after it
};

enum class HalfDay { unsaid, morning, afternoon };

HalfDay take_half_day(std::string_view& text) noexcept {
  for (std::string_view word : {"上午", "早上", "凌晨"}) {
    if (skip(text, word)) return HalfDay::morning;
  }
  for (std::string_view word : {"下午", "晚上", "中午"}) {
    if (skip(text, word)) return HalfDay::afternoon;
  }
  std::string_view rest = text, word = take_letters(rest);
  if (word.empty()) return HalfDay::unsaid;
  std::string_view after_dots = rest;
  if (word.size() == 1 && skip(after_dots, ".")) {  // a.m.
    std::string_view m = take_letters(after_dots);
    if (!is_word(m, "m")) return HalfDay::unsaid;
    skip(after_dots, ".");
    if (!is_word(word, "a") && !is_word(word, "p")) return HalfDay::unsaid;
    text = after_dots;
    return is_word(word, "a") ? HalfDay::morning : HalfDay::afternoon;
  }
  if (!is_word(word, "am") && !is_word(word, "pm")) return HalfDay::unsaid;
  text = rest;
  return is_word(word, "am") ? HalfDay::morning : HalfDay::afternoon;
}

bool take_zone(std::string_view& text, int& minutes_east) noexcept {
  skip_any(text, " ");
  if (skip(text, "Z") || skip(text, "z")) return true;
  if (!skip(text, "UTC")) skip(text, "GMT");
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return true;
  int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  std::string_view digits = take_digits(text);
  int hours = to_int(digits), minutes = 0;
  if (digits.size() == 4) {
    minutes = hours % 100;
    hours /= 100;
  } else if (digits.empty() || digits.size() > 2) {
    return false;
  } else if (skip(text, ":")) {
    digits = take_digits(text);
    if (digits.size() != 2) return false;
    minutes = to_int(digits);
  }
  minutes_east = sign * (hours * 60 + minutes);
  return hours <= 14 && minutes <= 59;
}

// What follows a date: nothing, a weekday, a time. False where it is anything else.
bool read_time(std::string_view text, DateReading& reading) noexcept {
  for (std::string_view week : {"星期", "周", "礼拜"}) {
    skip_any(text, " ,(");
    if (!skip(text, week)) continue;
    if (text.size() < 3) return false;
    text.remove_prefix(3);
    skip_any(text, ")");
  }
  skip_any(text, " ,");
  if (text.size() > 1 && (text.front() == 'T' || text.front() == 't') && is_digit(text[1]))
    text.remove_prefix(1);
  if (text.empty()) return true;
  HalfDay half = take_half_day(text);
  skip_any(text, " ");
  std::string_view digits = take_digits(text);
  if (digits.empty() || digits.size() > 2) return false;
  int hour = to_int(digits), minute = 0, second = 0;
  bool separated = skip(text, ":") || skip(text, "时") || skip(text, "点");
  if (!separated && half == HalfDay::unsaid) {
    skip_any(text, " ");
    half = take_half_day(text);
    if (half == HalfDay::unsaid) return false;
  }
  if (separated) {
    digits = take_digits(text);
    if (digits.size() > 2) return false;
    minute = to_int(digits);
    if (skip(text, ":") || skip(text, "分")) {
      digits = take_digits(text);
      if (digits.size() > 2) return false;
      second = to_int(digits);
      if (skip(text, ".") || (text.size() > 1 && is_digit(text[1]) && skip(text, ","))) take_digits(text);
      skip(text, "秒");
    }
  }
  skip_any(text, " ");
  if (half == HalfDay::unsaid) half = take_half_day(text);
  if (!take_zone(text, reading.minutes_east)) return false;
  skip_any(text, " ");
  if (!text.empty() && !(text.front() == '(' && text.back() == ')')) return false;
  if (half == HalfDay::afternoon && hour < 12) hour += 12;
  if (half == HalfDay::morning && hour == 12) hour = 0;
  bool is_end_of_day = hour == 24 && minute == 0 && second == 0;
  if ((hour > 23 && !is_end_of_day) || minute > 59 || second > 60) return false;
  reading.second_of_day = is_end_of_day ? 86399 : hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
  return true;
}

int full_year(int two_digits, const Standard& standard) noexcept {
  int pivot = standard.today == 0 ? 68 : civil_from_days(standard.today).year % 100;
  return two_digits <= pivot ? 2000 + two_digits : 1900 + two_digits;
}

DateReading failed(Reason why) noexcept { return {.failure = why}; }

DateReading checked(DateReading reading, int year, int month, int day) noexcept {
  if (year == 0 && month == 0 && day == 0) {
    reading.is_zero = true;
    return reading;
  }
  if (year < 1 || year > 9999 || month < 1 || day < 1) return failed(Reason::impossible_date);
  reading.date = {year, static_cast<unsigned>(month), static_cast<unsigned>(day)};
  if (!is_valid(reading.date)) return failed(Reason::impossible_date);
  return reading;
}

// 19900102 and longer, spreadsheet serials, lone years. `rest` is what follows the digits.
DateReading read_digits(std::string_view digits, std::string_view rest, const Standard& standard) noexcept {
  DateReading reading;
  if (digits.size() == 8) {
    if (!read_time(rest, reading)) return failed(Reason::not_a_date);
    int first = to_int(digits.substr(0, 4));
    if (first >= 1300 || first == 0) {
      return checked(reading, first, to_int(digits.substr(4, 2)), to_int(digits.substr(6)));
    }
    int a = to_int(digits.substr(0, 2)), b = to_int(digits.substr(2, 2)), year = to_int(digits.substr(4));
    bool month_first = standard.date_order == DateOrder::month_day_year;
    return checked(reading, year, month_first ? a : b, month_first ? b : a);
  }
  if ((digits.size() == 14 || digits.size() == 12) && rest.empty()) {
    int hour = to_int(digits.substr(8, 2)), minute = to_int(digits.substr(10, 2));
    int second = digits.size() == 14 ? to_int(digits.substr(12)) : 0;
    if (hour > 23 || minute > 59 || second > 59) return failed(Reason::not_a_date);
    reading.second_of_day = hour * 3600 + minute * 60 + second;
    return checked(reading, to_int(digits.substr(0, 4)), to_int(digits.substr(4, 2)),
                   to_int(digits.substr(6, 2)));
  }
  if (digits.size() == 5 && digits.front() != '0') {
    std::string_view fraction = rest;
    if (!fraction.empty() && (!skip(fraction, ".") || take_digits(fraction).empty() || !fraction.empty())) {
      return failed(Reason::not_a_date);
    }
    int serial = to_int(digits);
    if (serial > 73050) return failed(Reason::not_a_date);  // 2100-01-01
    constexpr std::int64_t day_zero = days_from_civil({1899, 12, 30});
    reading.note = Reason::spreadsheet_serial;
    reading.date = civil_from_days(day_zero + serial);
    double part = 0, unit = 0.1;
    for (char c : rest.substr(rest.empty() ? 0 : 1)) {
      part += (c - '0') * unit;
      unit /= 10;
    }
    reading.second_of_day = std::min(static_cast<int>(part * 86400 + 0.5), 86399);
    return reading;
  }
  if (digits.size() == 6 && rest.empty()) {
    int year = to_int(digits.substr(0, 4)), month = to_int(digits.substr(4));
    if (year >= 1850 && year <= 2100 && month >= 1 && month <= 12) return failed(Reason::incomplete_date);
    reading.note = Reason::two_digit_year;
    return checked(reading, full_year(to_int(digits.substr(0, 2)), standard), to_int(digits.substr(2, 2)),
                   to_int(digits.substr(4)));
  }
  if (digits.size() == 4 && (rest.empty() || rest == "年")) return failed(Reason::incomplete_date);
  return failed(Reason::not_a_date);
}

// Skips what may stand between two components; false where two of them are not separated at all.
bool take_separator(std::string_view& text, Component& before) noexcept {
  bool apart = false;
  if (before.digits != 0 && before.digits <= 2) {
    std::string_view rest = text, ordinal = take_letters(rest);
    if (is_word(ordinal, "st") || is_word(ordinal, "nd") || is_word(ordinal, "rd") || is_word(ordinal, "th"))
      text = rest;
    if (is_word(ordinal, "of")) text = rest;
  }
  apart |= skip_any(text, " ");
  if (skip(text, "年")) before.is_year = apart = true;
  for (std::string_view mark : {"月", "日", "号"}) apart |= skip(text, mark);
  apart |= skip_any(text, "-/., '_");
  if (text.starts_with("of ")) text.remove_prefix(3);
  std::string_view rest = text;
  if (is_word(take_letters(rest), "de")) text = rest;
  skip_any(text, " ");
  return apart || text.empty() || (!is_digit(text.front()) && before.digits != 0) || before.digits == 0;
}

// Puts three components in order; two-digit years are made full.
DateReading order(const std::array<Component, 3>& part, DateReading reading, const Standard& standard,
                  bool minguo) noexcept {
  auto year_of = [&](const Component& c) {
    if (minguo) return c.value + 1911;
    if (c.digits > 2) return c.value;
    reading.note = Reason::two_digit_year;
    return full_year(c.value, standard);
  };
  auto built = [&](int y, int m, int d) {
    int year = year_of(part[y]);
    return checked(reading, year, part[m].value, part[d].value);
  };
  for (const Component& c : part) {
    if (c.digits == 3 && !minguo) return failed(Reason::not_a_date);
    if (c.digits > 4) return failed(Reason::not_a_date);
  }
  if (part[0].digits == 4 || part[0].is_year || minguo) {
    if (part[2].digits == 0 || part[2].digits > 2 || part[1].digits > 2) return failed(Reason::not_a_date);
    return built(0, 1, 2);
  }
  if (part[1].digits > 2) return failed(Reason::not_a_date);
  if (part[0].digits == 0) return part[1].digits == 0 ? failed(Reason::not_a_date) : built(2, 0, 1);
  if (part[1].digits == 0) return built(2, 1, 0);
  if (part[2].digits == 0) return failed(Reason::not_a_date);
  if (part[2].digits <= 2 && standard.date_order == DateOrder::year_month_day) return built(0, 1, 2);
  bool month_first = standard.date_order == DateOrder::month_day_year;
  int m = month_first ? 0 : 1, d = 1 - m;
  if (part[m].value > 12 && part[d].value <= 12) std::swap(m, d);
  return built(2, m, d);
}

bool is_lunar(std::string_view text) noexcept {
  for (std::string_view word : {"农历", "阴历", "正月", "腊月", "冬月", "闰", "初"}) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// Two digits; above 99 where one is none.
unsigned two_digits(const char* at) noexcept {
  auto tens = static_cast<unsigned>(at[0] - '0'), ones = static_cast<unsigned>(at[1] - '0');
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

// 1990-01-02 and 1990/01/02 to the letter, alone or with a time after a space or T (08:05, 08:05:09, Z or
// +08:00 after it): what most values are. Whatever is odd is left to the reading that knows all forms.
bool read_iso(std::string_view text, DateReading& reading) noexcept {
  if (text.size() < 10 || (text[4] != '-' && text[4] != '/') || text[7] != text[4]) return false;
  const char* at = text.data();
  unsigned century = two_digits(at), year = two_digits(at + 2), month = two_digits(at + 5),
           day = two_digits(at + 8);
  if (century > 99 || year > 99 || month > 99 || day > 99) return false;
  Civil date{static_cast<int>(century * 100 + year), month, day};
  if (date.year == 0 || !is_valid(date)) return false;
  if (text.size() == 10) {
    reading.date = date;
    return true;
  }
  if (text.size() < 16 || (text[10] != ' ' && text[10] != 'T') || text[13] != ':') return false;
  unsigned hour = two_digits(at + 11), minute = two_digits(at + 14), second = 0;
  std::size_t end = 16;
  if (text.size() >= 19 && text[16] == ':') {
    second = two_digits(at + 17);
    end = 19;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  std::string_view zone = text.substr(end);
  if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':') {
    unsigned hours = two_digits(zone.data() + 1), minutes = two_digits(zone.data() + 4);
    if (hours > 14 || minutes > 59) return false;
    int east = static_cast<int>(hours * 60 + minutes);
    reading.minutes_east = zone[0] == '-' ? -east : east;
  } else if (!zone.empty() && zone != "Z") {
    return false;
  }
  reading.date = date;
  reading.second_of_day = static_cast<int>(hour * 3600 + minute * 60 + second);
  return true;
}

// 2009-123, the day of the year, and 2009-W51-1, the day of the ISO week (1 is Monday).
bool read_ordinal(std::string_view text, DateReading& reading) noexcept {
  if (text.size() < 8 || text[4] != '-') return false;
  for (char c : text.substr(0, 4)) {
    if (!is_digit(c)) return false;
  }
  int year = to_int(text.substr(0, 4));
  if (year < 1 || (text.size() != 8 && text.size() != 10)) return false;
  std::string_view rest = text.substr(5);
  constexpr std::int64_t monday = 4;  // 1970-01-05
  std::int64_t first = days_from_civil({year, 1, 1});
  if (rest.size() == 3 && is_digit(rest[0]) && is_digit(rest[1]) && is_digit(rest[2])) {
    int day = to_int(rest);
    if (day < 1 || day > (is_leap(year) ? 366 : 365)) return false;
    reading.date = civil_from_days(first + day - 1);
    return true;
  }
  bool is_week = rest.size() == 5 && rest[0] == 'W' && is_digit(rest[1]) && is_digit(rest[2]) &&
                 rest[3] == '-' && rest[4] >= '1' && rest[4] <= '7';
  if (!is_week) return false;
  int week = to_int(rest.substr(1, 2));
  std::int64_t fourth = first + 3, week_day = ((fourth - monday) % 7 + 7) % 7;  // week 1 holds January 4th
  if (week < 1 || week > 53) return false;
  Civil date = civil_from_days(fourth - week_day + (week - 1) * 7 + (rest[4] - '1'));
  if (date.year < 1 || date.year > 9999) return false;
  reading.date = date;
  return true;
}

}  // namespace

DateReading read_date(std::string_view text, const Standard& standard) noexcept {
  DateReading reading;
  if (read_iso(text, reading) || read_ordinal(text, reading)) return reading;
  if (text.size() > 80) return failed(Reason::not_a_date);
  bool minguo = skip(text, "民国") || skip(text, "中华民国");
  if (!skip(text, "公元")) skip(text, "公历");
  skip_any(text, " ");
  std::string_view rest = text, word = take_letters(rest);
  if (is_weekday(word)) {
    text = rest;
    skip_any(text, "., ");
  }
  rest = text;
  std::string_view digits = take_digits(rest);
  bool is_serial = digits.size() == 5 && (rest.empty() || rest.front() == '.');
  if (!minguo && digits.size() >= 4 && (digits.size() > 4 || rest.empty()) &&
      (digits.size() != 5 || is_serial)) {
    return read_digits(digits, rest, standard);
  }
  std::array<Component, 3> part;
  std::size_t count = 0;
  for (; count < 3; ++count) {
    if (text.empty()) break;
    digits = take_digits(text);
    if (!digits.empty()) {
      if (digits.size() > 4) return failed(Reason::not_a_date);
      part[count] = {to_int(digits), digits.size()};
    } else {
      int month = month_number(take_letters(text));
      if (month == 0) return failed(is_lunar(text) ? Reason::lunar_date : Reason::not_a_date);
      part[count] = {month, 0};
    }
    if (count == 2) break;
    if (!take_separator(text, part[count])) return failed(Reason::not_a_date);
  }
  if (count < 2) {
    bool has_year = part[0].digits == 4 || part[0].is_year || part[1].digits == 4;
    return failed(count > 0 && has_year && text.empty() ? Reason::incomplete_date : Reason::not_a_date);
  }
  if (count == 2 && part[2].digits == 0 && part[2].value == 0) {
    bool has_year = part[0].digits == 4 || part[0].is_year || part[1].digits == 4;
    return failed(has_year ? Reason::incomplete_date : Reason::not_a_date);
  }
  if (part[2].digits != 0 && part[2].digits <= 2) {
    std::string_view ahead = text, ordinal = take_letters(ahead);
    if (is_word(ordinal, "st") || is_word(ordinal, "nd") || is_word(ordinal, "rd") || is_word(ordinal, "th"))
      text = ahead;
  }
  if (text.starts_with(" 日") || text.starts_with(" 号")) text.remove_prefix(1);
  for (std::string_view mark : {"日", "号", "生"}) skip(text, mark);
  if (!read_time(text, reading)) return failed(is_lunar(text) ? Reason::lunar_date : Reason::not_a_date);
  return order(part, reading, standard, minguo);
}

bool is_default_day(const Civil& date) noexcept {
  static constexpr Civil days[] = {{1900, 1, 1},   {1970, 1, 1},   {1, 1, 1},      {9999, 12, 31},
                                   {1899, 12, 30}, {1899, 12, 31}, {1753, 1, 1},   {1111, 11, 11},
                                   {1901, 1, 1},   {9999, 9, 9},   {2999, 12, 31}, {1900, 12, 31}};
  for (const Civil& day : days) {
    if (day.year == date.year && day.month == date.month && day.day == date.day) return true;
  }
  return false;
}

}  // namespace kith::standard
