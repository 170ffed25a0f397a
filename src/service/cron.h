// When a schedule is due: five fields (minute hour day month weekday), in the time of a place.
#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::service {

/// The offsets of a place's clocks, from the system's tables (RFC 8536).
class TimeZone {
 public:
  /// By its IANA name, as "Asia/Shanghai"; "UTC" needs no table. Throws Error(bad_input) for an unknown one.
  static TimeZone named(const std::string& name);
  /// Seconds east of UTC at a moment (seconds since 1970 UTC).
  std::int64_t offset_at(std::int64_t moment) const noexcept;
  /// The moment at which clocks there show `wall` (seconds since 1970 as if in UTC). Shown twice: the first
  /// time; never shown (clocks go forward over it): the moment of the jump.
  std::int64_t moment_of(std::int64_t wall) const noexcept;

 private:
  struct Change {
    std::int64_t at, offset;
  };
  std::vector<Change> changes_;  // rising; the first holds from ever
};

class Cron {
 public:
  /// Fields: *, numbers, a-b, lists, /step; months and weekdays also by three letters; weekday 7 is Sunday.
  /// Where day and weekday are both given, either is enough (as in POSIX). Throws Error(bad_input) naming the
  /// field.
  explicit Cron(std::string_view text);
  /// The first moment after `after` (ms since 1970) that fits, within eight years; nothing where none does.
  std::optional<std::int64_t> next(std::int64_t after_ms, const TimeZone& zone) const;

 private:
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool any_day_ = false, any_weekday_ = false;
};

}  // namespace kith::service
