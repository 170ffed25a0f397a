#include "service/cron.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "base/date.h"
#include "base/error.h"
#include "base/file.h"

namespace kith::service {
namespace {

constexpr std::int64_t day_seconds = 86400;

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = (static_cast<unsigned char>(bytes[at]) & 0x80) != 0 ? ~0ull : 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<std::int64_t>(value);
}

[[noreturn]] void unknown_zone(const std::string& name) {
  throw Error(ErrorCode::bad_input, Text("There is no time zone {name}.", {{"name", name}}),
              "Write it as Asia/Shanghai, Europe/Berlin or UTC.", {{}, 0, "zone"});
}

struct FieldRange {
  const char* name;
  int least, most;
};

[[noreturn]] void bad_field(const FieldRange& field) {
  throw Error(ErrorCode::bad_input,
              Text("The {field} of the schedule cannot be read.", {{"field", field.name}}),
              "Write five fields: minute hour day month weekday, as in 30 2 * * 1-5.", {{}, 0, "cron"});
}

int number_of(std::string_view text, const FieldRange& field) {
  static constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                "jul", "aug", "sep", "oct", "nov", "dec"};
  static constexpr std::string_view weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  std::string word(text);
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (field.most == 12) {
    for (int i = 0; i < 12; ++i) {
      if (word == months[i]) return i + 1;
    }
  }
  if (field.most == 7) {
    for (int i = 0; i < 7; ++i) {
      if (word == weekdays[i]) return i;
    }
  }
  if (word.empty() || word.size() > 2 || word.find_first_not_of("0123456789") != std::string::npos)
    bad_field(field);
  int number = std::stoi(word);
  if (number < field.least || number > field.most) bad_field(field);
  return number;
}

// The numbers of a field, and whether it is a bare star.
bool read_field(std::string_view text, const FieldRange& field, std::vector<int>& numbers) {
  bool star = text == "*";
  while (!text.empty()) {
    auto end = text.find(',');
    auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    int step = 1;
    auto slash = part.find('/');
    if (slash != std::string_view::npos) {
      step = number_of(part.substr(slash + 1), {field.name, 1, 59});
      part = part.substr(0, slash);
    }
    int from = field.least, to = field.most;
    if (part != "*") {
      auto dash = part.find('-');
      from = number_of(part.substr(0, dash), field);
      to = dash != std::string_view::npos    ? number_of(part.substr(dash + 1), field)
           : slash != std::string_view::npos ? field.most
                                             : from;
    }
    if (from > to) bad_field(field);
    for (int i = from; i <= to; i += step) numbers.push_back(i);
  }
  if (numbers.empty()) bad_field(field);
  return star;
}

}  // namespace

TimeZone TimeZone::named(const std::string& name) {
  TimeZone zone;
  zone.changes_.push_back({INT64_MIN, 0});
  if (name == "UTC" || name.empty()) return zone;
  for (char c : name) {
    bool plain =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' || c == '_' || c == '-' || c == '+';
    if (!plain || name.front() == '/' || name.size() > 60) unknown_zone(name);
  }
  std::string bytes;
  try {
    bytes = read_file("/usr/share/zoneinfo/" + name);
  } catch (const Error&) {
    unknown_zone(name);
  }
  // The second part has times of 64 bits; the first is passed over by its counts.
  auto counts_at = [&](std::size_t at, std::size_t which) {
    return static_cast<std::size_t>(big_endian(bytes, at + 20 + which * 4, 4));
  };
  if (bytes.size() < 88 || bytes.compare(0, 4, "TZif") != 0 || bytes[4] < '2') unknown_zone(name);
  auto second = 44 + counts_at(0, 3) * 5 + counts_at(0, 4) * 6 + counts_at(0, 5) + counts_at(0, 2) * 8 +
                counts_at(0, 1) + counts_at(0, 0);
  if (bytes.size() < second + 44 || bytes.compare(second, 4, "TZif") != 0) unknown_zone(name);
  auto times = counts_at(second, 3), types = counts_at(second, 4);
  auto at = second + 44;
  if (types == 0 || bytes.size() < at + times * 9 + types * 6) unknown_zone(name);
  auto offset_of = [&](std::size_t type) { return big_endian(bytes, at + times * 9 + type * 6, 4); };
  zone.changes_[0].offset = offset_of(0);
  for (std::size_t i = 0; i < times; ++i) {
    auto type = static_cast<unsigned char>(bytes[at + times * 8 + i]);
    if (type >= types) unknown_zone(name);
    zone.changes_.push_back({big_endian(bytes, at + i * 8, 8), offset_of(type)});
  }
  return zone;
}

std::int64_t TimeZone::offset_at(std::int64_t moment) const noexcept {
  auto after = std::upper_bound(changes_.begin() + 1, changes_.end(), moment,
                                [](std::int64_t m, const Change& change) { return m < change.at; });
  return (after - 1)->offset;
}

std::int64_t TimeZone::moment_of(std::int64_t wall) const noexcept {
  // The right offset is that of the moment itself, so that of one of its neighbours: try the earlier first.
  auto early = wall - offset_at(wall - day_seconds), late = wall - offset_at(wall + day_seconds);
  auto first = std::min(early, late), other = std::max(early, late);
  if (first + offset_at(first) == wall) return first;
  if (other + offset_at(other) == wall) return other;
  for (const auto& change : changes_) {
    if (change.at > first - day_seconds && change.at <= other) first = change.at;
  }
  return first;
}

Cron::Cron(std::string_view text) {
  constexpr FieldRange ranges[] = {
      {"minute", 0, 59}, {"hour", 0, 23}, {"day", 1, 31}, {"month", 1, 12}, {"weekday", 0, 7}};
  std::vector<std::string_view> fields;
  while (!text.empty()) {
    auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) break;
    auto end = text.find_first_of(" \t", begin);
    fields.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end);
  }
  if (fields.size() != 5) bad_field(ranges[std::min<std::size_t>(fields.size(), 4)]);
  for (std::size_t i = 0; i < 5; ++i) {
    std::vector<int> numbers;
    bool star = read_field(fields[i], ranges[i], numbers);
    for (int number : numbers) {
      auto n = static_cast<std::size_t>(number);
      if (i == 0) minutes_.set(n);
      if (i == 1) hours_.set(n);
      if (i == 2) days_.set(n);
      if (i == 3) months_.set(n);
      if (i == 4) weekdays_.set(n % 7);
    }
    if (i == 2) any_day_ = star;
    if (i == 4) any_weekday_ = star;
  }
}

std::optional<std::int64_t> Cron::next(std::int64_t after_ms, const TimeZone& zone) const {
  std::int64_t after = after_ms / 1000;
  auto day = (after + zone.offset_at(after)) / day_seconds - 1;
  for (auto end = day + 8 * 366; day < end; ++day) {
    auto date = civil_from_days(day);
    auto weekday = static_cast<std::size_t>(((day % 7) + 7 + 4) % 7);  // 1970-01-01 was a Thursday
    bool by_day = days_.test(date.day), by_weekday = weekdays_.test(weekday);
    bool fits = any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
    if (!fits || !months_.test(date.month)) continue;
    for (std::size_t hour = 0; hour < 24; ++hour) {
      if (!hours_.test(hour)) continue;
      for (std::size_t minute = 0; minute < 60; ++minute) {
        if (!minutes_.test(minute)) continue;
        auto moment =
            zone.moment_of(day * day_seconds + static_cast<std::int64_t>(hour * 3600 + minute * 60));
        if (moment > after) return moment * 1000;
      }
    }
  }
  return std::nullopt;
}

}  // namespace kith::service
