#include "sample/channel.h"

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

std::string serial_key(std::string_view prefix, std::uint64_t serial) {
  auto digits = std::to_string(serial);
  std::string out(prefix);
  if (digits.size() < 8) out.append(8 - digits.size(), '0');
  return out + digits;
}

std::string written_time(std::int64_t time, std::string_view between, bool seconds) {
  auto text = to_iso_time(time * 1000);  // 2024-03-01T12:05:09Z
  std::string out = text.substr(0, 10);
  out += between;
  out += text.substr(11, seconds ? 8 : 5);
  return out;
}

}  // namespace kith::sample
