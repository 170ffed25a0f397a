// What every standardiser owes whatever the bytes. The adversary: a value that changes again when it is
// imported a second time, so that every run of restandardising rewrites the base.
#include <cstdlib>
#include <fstream>
#include <random>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "bench/standard/read.h"
#include "case_table.h"

namespace kith::standard {
namespace {

std::string shown(const std::string& bytes) {
  static const char digits[] = "0123456789abcdef";
  std::string out;
  for (char c : bytes) {
    if (c >= 0x20 && c != 0x7F)
      out.push_back(c);
    else if (static_cast<unsigned char>(c) >= 0x80)
      out.push_back(c);
    else
      out.append("\\x").append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[c & 15]);
  }
  return out;
}

void expect_laws(const Standardiser& type, const std::string& raw, const Standard& standard) {
  Standardised once, twice;
  type.function(raw, standard, once);
  SCOPED_TRACE(std::string(type.type) + ": " + shown(raw));
  bool settled =
      once.verdict == Verdict::kept || once.verdict == Verdict::changed || once.verdict == Verdict::suspect;
  if (once.verdict == Verdict::empty) {
    EXPECT_EQ(once.value, "");
    return;
  }
  if (once.verdict == Verdict::invalid) {
    EXPECT_EQ(once.value, raw);
    return;
  }
  ASSERT_TRUE(settled);
  EXPECT_TRUE(is_utf8(once.value));
  if (once.verdict == Verdict::kept) {
    EXPECT_EQ(once.value, raw);
    EXPECT_EQ(once.reason, Reason::none);
  } else {
    EXPECT_NE(once.reason, Reason::none);
  }
  type.function(once.value, standard, twice);
  EXPECT_EQ(twice.value, once.value);
  if (once.verdict == Verdict::suspect) {
    EXPECT_EQ(name_of(twice.verdict), "suspect");
  } else {
    EXPECT_EQ(name_of(twice.verdict), "kept") << "first " << once.value;
  }
}

std::vector<std::string> all_raw_values() {
  std::vector<std::string> values;
  for (const Standardiser& type : standardisers()) {
    for (const Case& row : read_cases(std::filesystem::path(KITH_TESTS) / "cases/standard" /
                                      (std::string(type.type) + ".txt"))) {
      values.push_back(row.raw);
    }
  }
  return values;
}

TEST(Laws, HoldForEveryExampleInEveryType) {
  auto values = all_raw_values();
  ASSERT_GT(values.size(), 300u);
  for (const Standardiser& type : standardisers()) {
    for (const char* region : {"CN", "US", "GB"}) {
      Standard standard{.region = region, .today = 20778};
      for (const std::string& raw : values) expect_laws(type, raw, standard);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

// Cuts and splices of the examples: bytes that no one thought of.
TEST(Laws, HoldForMutations) {
  auto values = all_raw_values();
  std::mt19937 random(20261121);
  auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int round = 0; round < 60000; ++round) {
    std::string raw = values[below(values.size())];
    for (std::size_t edits = 1 + below(3); edits > 0; --edits) {
      std::size_t at = below(raw.size() + 1);
      switch (below(5)) {
        case 0:
          raw.insert(at, values[below(values.size())]);
          break;
        case 1:
          raw.erase(at, 1 + below(4));
          break;
        case 2:
          raw.insert(at, 1, static_cast<char>(random()));
          break;
        case 3:
          raw.insert(at, 1, " ,.-/·(){}0a王"[below(13)]);
          break;
        default:
          raw.erase(0, below(raw.size() + 1));
          break;
      }
    }
    const auto& types = standardisers();
    expect_laws(types[below(types.size())], raw, {.region = "CN", .today = 20778});
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Laws, HoldForNaughtyStrings) {
  std::ifstream file(public_data() / "torture/blns/blns.txt");
  if (!file) GTEST_SKIP() << "public data not here: torture/blns/blns.txt";
  std::string line;
  while (std::getline(file, line)) {
    for (const Standardiser& type : standardisers())
      expect_laws(type, line, {.region = "CN", .today = 20778});
    if (::testing::Test::HasFailure()) return;
  }
}

// The same laws without a word of failure: a million values are asked.
bool laws_hold(const Standardiser& type, const std::string& raw, const Standard& standard) {
  static Standardised once, twice;
  type.function(raw, standard, once);
  if (once.verdict == Verdict::empty) return once.value.empty();
  if (once.verdict == Verdict::invalid || once.verdict == Verdict::kept) {
    if (once.value != raw) return false;
    if (once.verdict == Verdict::invalid) return true;
  }
  type.function(once.value, standard, twice);
  return twice.value == once.value &&
         twice.verdict == (once.verdict == Verdict::suspect ? Verdict::suspect : Verdict::kept);
}

// Lines of the file and what stands between their marks, as many as `most`, from all over it.
std::vector<std::string> pieces_of(const std::filesystem::path& path, std::size_t most) {
  std::vector<std::string> pieces;
  for (const auto& line : bench::lines_of(path)) {
    if (line.size() <= 300) pieces.push_back(line);
    for (std::size_t at = 0; at <= line.size();) {
      const auto end = std::min(line.find_first_of("\t,\"<>|", at), line.size());
      if (end > at + 1 && end - at != line.size() && end - at <= 300)
        pieces.push_back(line.substr(at, end - at));
      at = end + 1;
    }
  }
  if (pieces.size() <= most) return pieces;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(std::move(pieces[i * pieces.size() / most]));
  return some;
}

TEST(Laws, HoldForEveryPublicFileInEveryType) {
  if (!std::filesystem::exists(public_data() / "contacts")) GTEST_SKIP() << "public data not here: contacts";
  std::size_t most = 120;
  if (const char* wanted = std::getenv("KITH_PIECES")) most = std::strtoull(wanted, nullptr, 10);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(public_data() / "contacts")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    for (const auto& raw : pieces_of(entry.path(), most)) {
      for (const Standardiser& type : standardisers()) {
        const Standard standard{.region = "CN", .today = 20778};
        if (!laws_hold(type, raw, standard)) expect_laws(type, raw, standard);
      }
    }
    EXPECT_FALSE(::testing::Test::HasFailure()) << entry.path().filename();
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(files, 20u);
}

TEST(Laws, BytesThatAreNoTextAreKeptAsTheyCame) {
  Standardised out;
  for (const Standardiser& type : standardisers()) {
    for (std::string raw : {"\xFF\xFE", "\xC0\x80", "abc\xE4\xB8", "\xED\xA0\x80"}) {
      type.function(raw, {}, out);
      EXPECT_EQ(out.value, raw) << type.type;
      EXPECT_EQ(name_of(out.reason), "not_text") << type.type;
    }
  }
}

TEST(Registry, AnUnknownTypeIsText) {
  EXPECT_EQ(standardiser_for("no such type").type, "text");
  EXPECT_EQ(standardiser_for("phone").type, "phone");
}

}  // namespace
}  // namespace kith::standard
