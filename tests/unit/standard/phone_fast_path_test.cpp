// The fast path of phone numbers against libphonenumber. The adversary: a country's plan that the automata
// read otherwise than the library does, so that one spelling of a number becomes another customer's.
#include <fstream>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "case_table.h"
#include "standard/phone_decision.h"

namespace kith::standard {
namespace {

constexpr const char* numbers[] = {
    "8613912345670", "861062345608",  "8675586013388", "864008108888",  "868008101818", "14155552671",
    "18005551234",   "12423345678",   "18762345678",   "442079460958",  "447911123456", "441481256789",
    "33142685300",   "33612345678",   "4930901820",    "4915123456789", "390669812345", "393123456789",
    "34612345678",   "351912345678",  "31612345678",   "3225551234",    "41446681800",  "436641234567",
    "4512345678",    "46701234567",   "4790123456",    "358401234567",  "48512345678",  "420601123456",
    "36201234567",   "302101234567",  "79161234567",   "77071234567",   "380501234567", "905012345678",
    "972501234567",  "971501234567",  "966501234567",  "919812345678",  "6591234567",   "60123456789",
    "66812345678",   "84912345678",   "6281234567890", "639171234567",  "819012345678", "81312345678",
    "821012345678",  "85223456708",   "85366123456",   "886912345678",  "61412345678",  "61212345678",
    "64211234567",   "5511961234567", "5491123456708", "525512345608",  "56961234567",  "573001234567",
    "27711234567",   "201001234567",  "2348021234567", "254712345678",  "80012345670",  "881612345678",
    "37744123456",   "383432012345",  "262692123456",  "4779123456"};

constexpr const char* regions[] = {"CN", "US", "GB", "FR", "DE", "JP", "BR", "AR", "MX",
                                   "RU", "KZ", "IT", "IN", "HK", "MO", "TW", "KR", "AU",
                                   "CA", "SG", "ZZ", "GG", "BS", "VA", "CX", "NO", "SJ"};

bool differs(const Dialled& dialled, std::uint64_t& answered) {
  PhoneDecision quick;
  if (!decide_quickly(dialled, quick)) return false;
  ++answered;
  PhoneDecision library = decide_by_library(dialled);
  if (library.failure != quick.failure) return true;
  return library.failure == Reason::none &&
         (library.country_code != quick.country_code || library.number() != quick.number());
}

TEST(PhoneFastPath, AgreesWithTheLibraryOnNumbersNearRealOnes) {
  std::mt19937 random(4);
  auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  std::uint64_t answered = 0, asked = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string digits = numbers[below(std::size(numbers))];
    for (std::size_t edits = below(6); edits > 0; --edits) {
      std::size_t from = below(3) == 0 ? 0 : 3;
      std::size_t at = from + below(digits.size() - from);
      if (below(12) == 0)
        digits.erase(at, 1);
      else if (below(12) == 0)
        digits.insert(at, 1, static_cast<char>('0' + below(10)));
      else
        digits[at] = static_cast<char>('0' + below(10));
      if (digits.size() < 5) digits.append("12345");
    }
    bool international = below(2) == 0;
    if (!international) {
      switch (below(5)) {
        case 0:
          digits.insert(0, "00");
          break;
        case 1:
          digits.insert(0, "011");
          break;
        case 2:
          digits.erase(0, 1);
          break;
        case 3:
          digits.erase(0, 2);
          break;
        default:
          digits.erase(0, 2).insert(0, "0");
          break;
      }
    }
    Dialled dialled{digits, international, regions[below(std::size(regions))]};
    ++asked;
    ASSERT_FALSE(differs(dialled, answered))
        << (international ? "+" : "") << digits << " in " << dialled.region;
  }
  EXPECT_GT(answered, asked / 4 * 3) << "the fast path gives up on nearly everything";
}

TEST(PhoneFastPath, AnswersEveryChineseMobileThatTheLibraryAccepts) {
  std::mt19937 random(5);
  std::uint64_t valid = 0;
  for (unsigned prefix = 1300; prefix < 2000; ++prefix) {
    std::string digits = std::to_string(prefix);
    for (int i = 0; i < 7; ++i) digits.push_back(static_cast<char>('0' + random() % 10));
    for (const char* before : {"", "86", "0086", "+86", "0"}) {
      std::string dialled = before + digits;
      bool international = dialled.front() == '+';
      if (international) dialled.erase(0, 1);
      PhoneDecision quick, library = decide_by_library({dialled, international, "CN"});
      bool answered = decide_quickly({dialled, international, "CN"}, quick);
      ASSERT_TRUE(answered) << before << prefix;
      ASSERT_EQ(name_of(quick.failure), name_of(library.failure)) << before << prefix;
      if (quick.failure != Reason::none) continue;
      ASSERT_EQ(quick.number(), library.number()) << before << prefix;
      ++valid;
    }
  }
  EXPECT_GT(valid, 1500u);
}

// Numbers that are wrong fill files too, and the library takes longest to refuse them.
TEST(PhoneFastPath, KnowsTheReasonAgainstChineseNumbersOfEveryLength) {
  std::mt19937 random(6);
  std::uint64_t answered = 0, refused = 0;
  for (std::size_t length = 4; length <= 22; ++length) {
    for (const char* before : {"", "0", "00", "000", "1", "10", "86", "0086", "400", "800", "95", "125"}) {
      for (int round = 0; round < 12; ++round) {
        std::string digits = before;
        while (digits.size() < length) digits.push_back(static_cast<char>('0' + random() % 10));
        Dialled dialled{digits, false, "CN"};
        PhoneDecision quick, library = decide_by_library(dialled);
        if (!decide_quickly(dialled, quick)) continue;
        ++answered;
        refused += quick.failure != Reason::none;
        ASSERT_EQ(name_of(quick.failure), name_of(library.failure)) << digits;
      }
    }
  }
  EXPECT_GT(answered, 2000u);
  EXPECT_GT(refused, 1000u);
}

TEST(PhoneFastPath, AgreesOnAnExampleOfEveryKindOfNumberInEveryRegion) {
  std::ifstream file(public_data() / "contacts/phone/libphonenumber/example_numbers.tsv");
  if (!file) GTEST_SKIP() << "public data not here: contacts/phone/libphonenumber/example_numbers.tsv";
  std::string line;
  std::getline(file, line);
  std::uint64_t answered = 0, all = 0;
  while (std::getline(file, line)) {
    std::string digits = line.substr(line.rfind('+') + 1);
    while (!digits.empty() && (digits.back() < '0' || digits.back() > '9')) digits.pop_back();
    ++all;
    ASSERT_FALSE(differs({digits, true, "CN"}, answered)) << line;
  }
  EXPECT_GT(answered * 10, all * 9);
}

}  // namespace
}  // namespace kith::standard
