#include "quality/profile.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.h"
#include "base/utf8.h"

namespace kith::quality {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_blank_text(std::string_view value) noexcept {
  for (std::size_t at = 0; at < value.size();) {
    const char32_t symbol = next_code_point(value, at);
    if (symbol != ' ' && pattern_class(symbol) != U'␣' && pattern_class(symbol) != U'␀') return false;
  }
  return true;
}

// Digits with commas between groups of three; copies the digits to `out`.
bool read_whole(std::string_view text, std::string& out) {
  const bool grouped = text.find(',') != std::string_view::npos;
  std::size_t group = 0, groups = 0;
  for (char c : text) {
    if (c == ',') {
      if (groups == 0 ? group < 1 || group > 3 : group != 3) return false;
      ++groups;
      group = 0;
    } else if (is_digit(c)) {
      out += c;
      ++group;
    } else {
      return false;
    }
  }
  return grouped ? group == 3 : group > 0;
}

// A number of up to four digits at `at`; -1 where there is none.
int take_number(std::string_view text, std::size_t& at) noexcept {
  const std::size_t begin = at;
  int number = 0;
  while (at < text.size() && is_digit(text[at]) && at - begin < 4) number = number * 10 + (text[at++] - '0');
  return at == begin ? -1 : number;
}

bool take(std::string_view text, std::size_t& at, std::string_view word) noexcept {
  if (text.substr(at, word.size()) != word) return false;
  at += word.size();
  return true;
}

bool is_time_or_end(std::string_view text, std::size_t at) noexcept {
  if (at == text.size()) return true;
  if (text[at] != ' ' && text[at] != 'T') return false;
  bool colon = false;
  for (char c : text.substr(at + 1)) {
    colon = colon || c == ':';
    if (!is_digit(c) && std::string_view(":.+-Z ").find(c) == std::string_view::npos) return false;
  }
  return colon;
}

bool exists(int year, int month, int day) noexcept {
  return year >= 1 && month >= 1 && day >= 1 &&
         is_valid(Civil{year, static_cast<unsigned>(month), static_cast<unsigned>(day)});
}

bool is_compact_date(std::string_view text) noexcept {
  if (text.size() != 8 || !std::all_of(text.begin(), text.end(), is_digit)) return false;
  auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (char c : text.substr(from, length)) value = value * 10 + (c - '0');
    return value;
  };
  const int year = number(0, 4);
  return year >= 1800 && year < 2200 && exists(year, number(4, 2), number(6, 2));
}

}  // namespace

std::optional<double> read_number(std::string_view text) noexcept {
  if (text.empty() || text.size() > 32) return std::nullopt;
  std::string plain;
  if (text[0] == '-' || text[0] == '+') {
    if (text[0] == '-') plain += '-';
    text.remove_prefix(1);
  }
  const std::size_t end = std::min(text.find_first_of(".eE"), text.size());
  if (!read_whole(text.substr(0, end), plain)) return std::nullopt;
  plain += text.substr(end);
  if (plain.back() == '.') return std::nullopt;
  double number = 0;
  auto [stop, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (error != std::errc() || stop != plain.data() + plain.size()) return std::nullopt;
  return number;
}

bool reads_as_date(std::string_view text) noexcept {
  if (text.size() < 8 || text.size() > 40 || !is_digit(text[0])) return false;
  if (is_compact_date(text)) return true;
  std::size_t at = 0;
  const int first = take_number(text, at);
  const std::size_t first_length = at;
  if (take(text, at, "年")) {
    const int month = take_number(text, at);
    if (!take(text, at, "月")) return false;
    const int day = take_number(text, at);
    return take(text, at, "日") && is_time_or_end(text, at) && exists(first, month, day);
  }
  if (at >= text.size() || std::string_view("-/.").find(text[at]) == std::string_view::npos) return false;
  const char separator = text[at++];
  const int second = take_number(text, at);
  if (at >= text.size() || text[at++] != separator) return false;
  const std::size_t third_begin = at;
  const int third = take_number(text, at);
  if (!is_time_or_end(text, at)) return false;
  if (first_length == 4) return exists(first, second, third);
  return at - third_begin == 4 && (exists(third, second, first) || exists(third, first, second));
}

ColumnProfile::ColumnProfile(const ProfileBounds& bounds)
    : bounds_(bounds), distinct_(bounds.exact_distinct), top_(bounds.values), patterns_(bounds.patterns) {}

void ColumnProfile::add(std::string_view value) {
  ++rows_;
  if (is_blank_text(value)) {
    ++blanks_;
    return;
  }
  const auto length = static_cast<std::int64_t>(count_code_points(value));
  shortest_ = values() == 1 ? length : std::min(shortest_, length);
  longest_ = std::max(longest_, length);
  distinct_.add(value);
  if (bounds_.values > 0 && value.size() <= bounds_.value_bytes) top_.add(value, {});
  shape_of(value, shape_);
  range_.shortest = shape_.lengths;
  range_.longest = shape_.lengths;
  patterns_.add(shape_.skeleton, range_);
  note_extremes(value);
}

void ColumnProfile::note_extremes(std::string_view value) {
  if (auto number = read_number(value)) {
    ++numbers_;
    if (!least_number_ || *number < *least_number_) least_number_ = number;
    if (!greatest_number_ || *number > *greatest_number_) greatest_number_ = number;
  }
  if (reads_as_date(value)) ++dates_;
  const auto head = value.substr(0, bounds_.value_bytes);
  if (!least_ || head < *least_) least_ = std::string(head);
  if (!greatest_ || head > *greatest_) greatest_ = std::string(head);
}

void ColumnProfile::merge(const ColumnProfile& other) {
  if (other.values() > 0) {
    shortest_ = values() == 0 ? other.shortest_ : std::min(shortest_, other.shortest_);
    longest_ = std::max(longest_, other.longest_);
  }
  rows_ += other.rows_;
  nulls_ += other.nulls_;
  blanks_ += other.blanks_;
  numbers_ += other.numbers_;
  dates_ += other.dates_;
  if (other.least_ && (!least_ || *other.least_ < *least_)) least_ = other.least_;
  if (other.greatest_ && (!greatest_ || *other.greatest_ > *greatest_)) greatest_ = other.greatest_;
  if (other.least_number_ && (!least_number_ || *other.least_number_ < *least_number_)) {
    least_number_ = other.least_number_;
  }
  if (other.greatest_number_ && (!greatest_number_ || *other.greatest_number_ > *greatest_number_)) {
    greatest_number_ = other.greatest_number_;
  }
  distinct_.merge(other.distinct_);
  top_.merge(other.top_);
  patterns_.merge(other.patterns_);
}

std::vector<TopValue> ColumnProfile::top_values(std::size_t limit) const {
  std::vector<TopValue> out;
  for (const auto& [value, entry] : top_.top(limit)) out.push_back({std::string(value), entry->count});
  return out;
}

std::vector<TopPattern> ColumnProfile::top_patterns(std::size_t limit) const {
  std::vector<TopPattern> out;
  for (const auto& [skeleton, entry] : patterns_.top(limit)) {
    out.push_back({write_pattern(skeleton, entry->payload), entry->count});
  }
  return out;
}

}  // namespace kith::quality
