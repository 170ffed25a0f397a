// Schedules against the clock. The adversaries: the hour that does not exist, the one that comes twice, the
// day that never comes, the field that is none.
#include "service/cron.h"

#include <gtest/gtest.h>

#include "base/date.h"
#include "base/error.h"

namespace kith::service {
namespace {

std::string next(const char* cron, const std::string& after, const char* zone = "UTC") {
  std::int64_t time = 0;
  EXPECT_TRUE(parse_iso_time(after, time)) << after;
  auto due = Cron(cron).next(time, TimeZone::named(zone));
  return due ? to_iso_time(*due) : "never";
}

bool has_zones() {
  try {
    TimeZone::named("Europe/Berlin");
    return true;
  } catch (const Error&) {
    return false;
  }
}

TEST(Cron, TheNextMomentIsTheFirstThatFits) {
  EXPECT_EQ(next("* * * * *", "2026-11-21T10:00:00Z"), "2026-11-21T10:01:00Z");
  EXPECT_EQ(next("30 2 * * *", "2026-11-21T02:30:00Z"), "2026-11-22T02:30:00Z");
  EXPECT_EQ(next("*/15 9-17 * * 1-5", "2026-11-20T17:45:00Z"), "2026-11-23T09:00:00Z");
  EXPECT_EQ(next("0 0 29 2 *", "2026-11-21T00:00:00Z"), "2028-02-29T00:00:00Z");
  EXPECT_EQ(next("0 12 1 jan,jul *", "2026-11-21T00:00:00Z"), "2027-01-01T12:00:00Z");
  EXPECT_EQ(next("0 0 * * 7", "2026-11-21T00:00:00Z"), "2026-11-22T00:00:00Z");
  EXPECT_EQ(next("0 0 31 2 *", "2026-11-21T00:00:00Z"), "never");
  // Day or weekday, where both are given.
  EXPECT_EQ(next("0 0 13 * fri", "2026-11-21T00:00:00Z"), "2026-11-27T00:00:00Z");
}

TEST(Cron, ClocksOfAPlaceGoForwardAndBack) {
  if (!has_zones()) GTEST_SKIP() << "the system has no tables of time zones";
  EXPECT_EQ(next("0 9 * * *", "2026-11-21T00:00:00Z", "Asia/Shanghai"), "2026-11-21T01:00:00Z");
  // 02:30 does not exist in Berlin on 2026-03-29: the jump is at 01:00 UTC.
  EXPECT_EQ(next("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin"), "2026-03-29T01:00:00Z");
  // 02:30 comes twice on 2026-10-25: the first time counts, and once.
  EXPECT_EQ(next("30 2 * * *", "2026-10-24T12:00:00Z", "Europe/Berlin"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(next("30 2 * * *", "2026-10-25T00:30:00Z", "Europe/Berlin"), "2026-10-26T01:30:00Z");
}

TEST(Cron, WhatIsNoScheduleIsRefused) {
  for (const char* text :
       {"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
        "5-1 * * * *", "*/0 * * * *", "a * * * *", "1,,2 * * * *", "-1 * * * *"}) {
    EXPECT_THROW(Cron{text}, Error) << text;
  }
  for (const char* name : {"Nowhere/City", "../../etc/passwd", "/etc/passwd", "Asia/Shanghai\n"}) {
    EXPECT_THROW(TimeZone::named(name), Error) << name;
  }
}

}  // namespace
}  // namespace kith::service
