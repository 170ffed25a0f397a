// The adversary: two importing threads that meet in tables built on first use.
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "standard/standardise.h"

namespace kith::standard {
namespace {

TEST(Threads, GetTheSameAnswersFromTheFirstCallOn) {
  const std::pair<const char*, const char*> asked[] = {
      {"phone", "+44 20 7946 0958"}, {"phone", "139 1234 5670"},
      {"phone", "+1 415 555 2671"},  {"address", "昆山市玉山镇前进路1号"},
      {"email", "w@mailinator.com"}, {"person_name", "欧阳 娜娜"},
      {"country", "美国"},           {"phone", "+39 06 698 12345"},
      {"phone", "99999999999"},      {"district", "海淀"}};
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&] {
      Standardised out;
      for (int round = 0; round < 50; ++round) {
        answer.clear();
        for (const auto& [type, raw] : asked) {
          standardiser_for(type).function(raw, {}, out);
          answer.append(out.value).append("|").append(name_of(out.reason)).append(" ");
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_NE(answers[0].find("+442079460958"), std::string::npos);
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
}

}  // namespace
}  // namespace kith::standard
