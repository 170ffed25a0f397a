#include "service/tracking_call.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace kith::service {
namespace {

constexpr std::int64_t now = 1'700'000'000'000;

TrackingCall one(const std::string& type, const std::string& body) {
  auto read = read_tracking(type, body, now);
  EXPECT_EQ(read.calls.size(), 1u);
  return read.calls.at(0);
}

bool refused(const std::string& type, const std::string& body) {
  try {
    read_tracking(type, body, now);
    return false;
  } catch (const Error& error) {
    return error.code() == ErrorCode::bad_input;
  }
}

TEST(TrackingCall, AnEventKeepsItsPropertiesAsTheyCame) {
  const auto call = one("track", R"({"userId":"u1","anonymousId":"a1","messageId":"m","event":"Bought",
      "timestamp":"2023-01-02T03:04:05.678Z","properties":{"z": 12.50, "a":"知客 \"x\"", "n":null, "big":18446744073709551615}})");
  EXPECT_EQ(call.key, "u1");
  EXPECT_EQ(call.anonymous, "a1");
  EXPECT_EQ(call.message, "m");
  EXPECT_EQ(call.name, "Bought");
  EXPECT_EQ(call.at, 1672628645678);
  EXPECT_EQ(call.properties, R"({"z":12.5,"a":"知客 \"x\"","n":null,"big":18446744073709551615})");
}

TEST(TrackingCall, WhoeverHasNoUserIdIsKnownByTheAnonymousOne) {
  const auto call = one("track", R"({"anonymousId":7,"event":"Looked"})");
  EXPECT_EQ(call.key, "7");
  EXPECT_EQ(call.anonymous, "");
  EXPECT_EQ(call.properties, "{}");
  EXPECT_EQ(call.at, now);
}

TEST(TrackingCall, ATimeFarAheadIsPulledBack) {
  EXPECT_EQ(one("track", R"({"userId":"u","event":"e","timestamp":"2099-01-01T00:00:00Z"})").at,
            now + 3600000);
  EXPECT_EQ(one("track", R"({"userId":"u","event":"e","timestamp":"yesterday"})").at, now);
}

TEST(TrackingCall, APageIsNamedByWhatStandsBesideItsProperties) {
  const auto page = one("page", R"({"userId":"u","name":"Home","properties":{"name":"other","url":"/a"}})");
  EXPECT_EQ(page.name, "page");
  EXPECT_EQ(page.properties, R"({"url":"/a","name":"Home"})");
  EXPECT_EQ(one("screen", R"({"userId":"u","category":"c"})").properties, R"({"category":"c"})");
  EXPECT_EQ(one("page", R"({"userId":"u"})").properties, "{}");
}

TEST(TrackingCall, TraitsBecomeValuesAndTheRestStays) {
  const auto call = one("identify", R"({"userId":"u","traits":{"firstName":"Ada","plan":"gold","age":36,
      "address":{"street":"1 Way","city":"Ely"},"company":{"name":"Acme","id":3},"email":""}})");
  EXPECT_EQ(call.values, (std::map<std::string, std::string>{
                             {"given_name", "Ada"}, {"address", "1 Way, Ely"}, {"company", "Acme"}}));
  EXPECT_EQ(call.extra, R"({"plan":"gold","age":36})");
  EXPECT_EQ(one("identify", R"({"userId":"u"})").extra, "");
}

TEST(TrackingCall, AGroupIsAnEvent) {
  EXPECT_EQ(one("group", R"({"userId":"u","groupId":"g","traits":{"size":3}})").properties,
            R"({"groupId":"g","traits":{"size":3}})");
}

TEST(TrackingCall, ABatchKeepsWhatIsNoCallAsRefused) {
  const auto read = read_tracking("batch",
                                  R"({"batch":[{"type":"track","userId":"u","event":"e"}, {"type":"track"}, 5,
      {"type":"dance","userId":"u"}, {"type":"alias","userId":"u","previousId":"p"}]})",
                                  now);
  ASSERT_EQ(read.calls.size(), 2u);
  EXPECT_EQ(read.calls[1].previous, "p");
  ASSERT_EQ(read.refused.size(), 3u);
  EXPECT_EQ(read.refused[0].row, 2u);
  EXPECT_EQ(read.refused[0].raw, R"({"type":"track"})");
  EXPECT_EQ(read.refused[1].raw, "5");
  EXPECT_EQ(read.refused[2].row, 4u);
}

TEST(TrackingCall, ANumberWiderThanAnyMachineIsOneAllTheSame) {
  EXPECT_EQ(
      one("track", R"({"userId":"u","event":"e","properties":{"n":123456789012345678901234567890}})").name,
      "e");
}

TEST(TrackingCall, WhatIsNoCallIsRefused) {
  EXPECT_TRUE(refused("track", ""));
  EXPECT_TRUE(refused("track", "[]"));
  EXPECT_TRUE(refused("track", R"({"userId":"u","event":"e")"));
  EXPECT_TRUE(refused("track", R"({"userId":"u"})"));
  EXPECT_TRUE(refused("track", "{\"userId\":\"\xff\",\"event\":\"e\"}"));
  EXPECT_TRUE(refused("track", R"({"userId":"a\u0000b","event":"e"})"));
  EXPECT_TRUE(refused("track", R"({"userId":")" + std::string(501, 'x') + R"(","event":"e"})"));
  EXPECT_TRUE(refused("batch", R"({"batch":{}})"));
  EXPECT_TRUE(refused("track", R"({"userId":"u","event":"e","properties":{"n":1e999}})"));
  std::string many = R"({"batch":[0)";
  for (int i = 0; i < 2500; ++i) many += ",0";
  EXPECT_TRUE(refused("batch", many + "]}"));
  EXPECT_TRUE(
      refused("track", R"({"userId":"u","event":"e","properties":)" + std::string(100000, '[') + "}"));
}

TEST(TrackingCall, TheWriteKeyMayStandInTheBody) {
  EXPECT_EQ(write_key_in(R"({"batch":[{"writeKey":"inner"}],"writeKey":"k"})"), "k");
  EXPECT_EQ(write_key_in(R"({"writeKey":3})"), "");
  EXPECT_EQ(write_key_in("no JSON"), "");
  EXPECT_EQ(write_key_in("[1]"), "");
}

}  // namespace
}  // namespace kith::service
