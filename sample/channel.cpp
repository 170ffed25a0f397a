#include "sample/channel.h"

#include <cmath>

namespace kith::sample {

int appearances_of(const World& world, Channel channel, const Attendance& attendance,
                   std::uint64_t customer) noexcept {
  const auto salt = 0xA77Eull + static_cast<std::uint64_t>(channel);
  Random random(mix(world.seed() ^ mix(customer ^ (salt << 44))));
  double first = World::is_company(customer) ? attendance.company
                 : (customer - 1) % 12 <= 2  ? attendance.staff
                                             : attendance.person;
  if (!random.chance(first)) return 0;
  int count = 1;
  while (count < attendance.most && random.chance(attendance.again)) ++count;
  return count;
}

std::int64_t time_at(std::uint64_t at, std::uint64_t of) noexcept {
  // Volume at t in [0, 1] is (1 + 2t) / 2, so position x = (t + t²) / 2.
  const double x = static_cast<double>(at) / static_cast<double>(of);
  const double days = (std::sqrt(1 + 8 * x) - 1) / 2 * static_cast<double>(last_day - first_day);
  const double whole = std::floor(days);
  constexpr int busy[24] = {2, 1, 1,  1,  1,  2,  4,  7,  10, 12, 12, 11,
                            9, 9, 11, 11, 11, 10, 10, 11, 12, 11, 8,  4};
  int all = 0;
  for (int hour : busy) all += hour;
  double left = (days - whole) * all;
  int hour = 0;
  while (hour < 23 && left >= busy[hour]) left -= busy[hour++];
  const auto second = static_cast<std::int64_t>(left / busy[hour] * 3600);
  return (first_day + static_cast<std::int64_t>(whole)) * 86400 + hour * 3600 + second;
}

std::string serial_key(std::string_view prefix, std::uint64_t serial) {
  auto digits = std::to_string(serial);
  std::string out(prefix);
  if (digits.size() < 8) out.append(8 - digits.size(), '0');
  return out + digits;
}

std::string written_time(std::int64_t time, std::string_view between, bool seconds) {
  std::string out = iso_date(civil_from_days(time / 86400));
  const auto of_day = static_cast<unsigned>(time % 86400);
  auto two = [&](unsigned number) {
    out.push_back(static_cast<char>('0' + number / 10));
    out.push_back(static_cast<char>('0' + number % 10));
  };
  out += between;
  two(of_day / 3600);
  out.push_back(':');
  two(of_day / 60 % 60);
  if (!seconds) return out;
  out.push_back(':');
  two(of_day % 60);
  return out;
}

}  // namespace kith::sample
