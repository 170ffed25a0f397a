// Telephone numbers and dates as people write them.
#include <algorithm>

#include "sample/clerk.h"
#include "sample/joined.h"
#include "sample/phones.h"

namespace kith::sample {
namespace {

// "13800138000" by {3, 4, 4} and '-': "138-0013-8000"; what is left over stands at the end.
std::string grouped_digits(std::string_view digits, std::initializer_list<int> groups,
                           std::string_view separator) {
  std::string out;
  std::size_t at = 0;
  for (int group : groups) {
    if (at >= digits.size()) break;
    if (at > 0) out += separator;
    out += digits.substr(at, static_cast<std::size_t>(group));
    at += static_cast<std::size_t>(group);
  }
  if (at < digits.size()) out += digits.substr(at);
  return out;
}

std::string national_form(Random& random, const Phone& phone, std::string_view separator) {
  const std::string& n = phone.national;
  const auto area = static_cast<std::size_t>(phone.area_digits);
  const auto trunk = joined({"0", n});
  switch (phone.region) {
    case Region::china:
      if (phone.mobile) return grouped_digits(n, {3, 4, 4}, separator);
      return random.chance(0.2) ? joined({"(0", n.substr(0, area), ")", n.substr(area)})
                                : joined({"0", n.substr(0, area), separator, n.substr(area)});
    case Region::usa:
      return random.chance(0.4) ? joined({"(", n.substr(0, 3), ") ", n.substr(3, 3), "-", n.substr(6)})
                                : grouped_digits(n, {3, 3, 4}, separator);
    case Region::britain:
      return grouped_digits(trunk, {phone.mobile ? 5 : phone.area_digits + 1, 6}, " ");
    case Region::germany:
      return grouped_digits(trunk, {phone.mobile ? 4 : phone.area_digits + 1, 9}, separator);
    case Region::france:
      return grouped_digits(trunk, {2, 2, 2, 2, 2}, separator);
    case Region::japan:
      return grouped_digits(trunk, {phone.mobile ? 3 : phone.area_digits + 1, 4, 4}, separator);
    case Region::singapore:
      return grouped_digits(n, {4, 4}, " ");
  }
  return n;
}

std::string plain_form(const Phone& phone) {
  if (phone.region != Region::china) return e164(phone);
  if (phone.mobile) return phone.national;
  const auto area = static_cast<std::size_t>(phone.area_digits);
  return joined({"0", phone.national.substr(0, area), "-", phone.national.substr(area)});
}

std::string two(unsigned number) { return std::to_string(number + 100).substr(1); }

}  // namespace

std::string written_phone(Random& random, const Phone& phone, bool plain) {
  if (phone.national.empty()) return {};
  if (plain) return plain_form(phone);
  const auto code = calling_code(phone.region);
  const std::string_view separator = random.chance(0.5) ? " " : "-";
  switch (random.below(8)) {
    case 0:
      return joined({"+", code, " ",
                     grouped_digits(phone.national, {phone.mobile ? 3 : std::max(phone.area_digits, 1), 4, 4},
                                    separator)});
    case 1:
      return joined({"+", code, phone.national});
    case 2:
      return joined({"00", code, phone.national});
    case 3:
      return joined({"+", code, "-", phone.national});
    case 4:
      if (phone.region == Region::china || phone.region == Region::usa) return joined({code, phone.national});
      return joined({"+", code, " (0)", phone.national});
    default:
      return national_form(random, phone, separator);
  }
}

std::string iso_date(const Civil& date) {
  std::string out = "0000-00-00";
  auto year = static_cast<unsigned>(date.year);
  for (int i = 3; i >= 0; --i, year /= 10)
    out[static_cast<std::size_t>(i)] = static_cast<char>('0' + year % 10);
  out[5] = static_cast<char>('0' + date.month / 10);
  out[6] = static_cast<char>('0' + date.month % 10);
  out[8] = static_cast<char>('0' + date.day / 10);
  out[9] = static_cast<char>('0' + date.day % 10);
  return out;
}

std::string written_date(Random& random, const Civil& date, Region region) {
  const auto year = std::to_string(date.year), month = std::to_string(date.month),
             day = std::to_string(date.day);
  if (region == Region::china || region == Region::japan || region == Region::singapore) {
    switch (random.below(region == Region::china ? 6 : 3)) {
      case 0:
        return joined({year, "/", month, "/", day});
      case 1:
        return joined({year, two(date.month), two(date.day)});
      case 2:
        return joined({year, ".", two(date.month), ".", two(date.day)});
      case 3:
        return joined({year, "年", month, "月", day, "日"});
      case 4:
        return joined({year, "-", month, "-", day});
      default:
        return joined({year, "/", two(date.month), "/", two(date.day)});
    }
  }
  if (region == Region::usa) {
    return random.chance(0.8) ? joined({month, "/", day, "/", year})
                              : joined({two(date.month), "-", two(date.day), "-", year});
  }
  if (region == Region::germany) return joined({two(date.day), ".", two(date.month), ".", year});
  return joined({two(date.day), "/", two(date.month), "/", year});
}

}  // namespace kith::sample
