// Files that would lead a matcher astray. The adversaries: one column and nothing else, words that stand for
// no value, a value in every row, numbers that each file begins anew, letters of another script, a block that
// holds the whole table.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "service/dedupe_files.h"

namespace kith::service {
namespace {

class DedupeBadInput : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("kith-bad-" + std::to_string(std::rand()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream((folder_ / name).string(), std::ios::binary) << text;
    return (folder_ / name).string();
  }
  static DedupeReport run(DedupeRequest request) {
    Progress progress;
    request.threads = 2;
    return dedupe_files(request, progress, Cancel());
  }

  std::filesystem::path folder_;
};

std::string word(Random& random, int syllables) {
  std::string text;
  for (int i = 0; i < syllables; ++i) text += {"bdfgklmnprst"[random.below(12)], "aeiou"[random.below(5)]};
  return text;
}

std::string rows_of(std::size_t rows, const std::string& header,
                    const std::function<std::string(Random&, std::size_t)>& row) {
  Random random(17);
  std::string text = header + "\n";
  for (std::size_t i = 0; i < rows; ++i) text += row(random, i) + "\n";
  return text;
}

TEST_F(DedupeBadInput, OneColumnIsEnoughWhereItsValuesAreTelling) {
  std::string last;
  const auto text = rows_of(300, "email", [&](Random& random, std::size_t i) {
    if (i % 3 != 2) last = word(random, 5) + "@mail.org";
    return last;
  });
  const auto report = run({.files = {file("one.csv", text)}});
  EXPECT_GE(report.duplicates, 100u);
  EXPECT_LE(report.duplicates, 104u) << "made-up words a letter apart";
  EXPECT_LE(report.statistics.largest_cluster, 3u);
}

TEST_F(DedupeBadInput, OneColumnOfCommonNamesProvesNothing) {
  const char* names[] = {"Li Wei", "Wang Fang", "Zhang Min", "Liu Yang", "Chen Jie", "Yang Lei", "Zhao Jing"};
  const auto text =
      rows_of(700, "name", [&](Random& random, std::size_t) { return std::string(names[random.below(7)]); });
  const auto report = run({.files = {file("names.csv", text)}});
  EXPECT_LE(report.statistics.largest_cluster, 2u);
}

TEST_F(DedupeBadInput, AValueInEveryRowJoinsNobody) {
  for (const char* junk : {"13800000000", "test@test.com", "无", "test", "N/A", "000000"}) {
    const auto text = rows_of(400, "name,contact,note,city", [&](Random& random, std::size_t) {
      return word(random, 3) + " " + word(random, 4) + "," + junk + "," + junk + ",Leeds";
    });
    const auto report = run({.files = {file("junk.csv", text)}});
    EXPECT_LE(report.statistics.largest_cluster, 2u) << junk;
    EXPECT_GE(report.statistics.clusters, 398u) << junk;
  }
}

// Half of the rows hold it: it is neither constant nor telling.
TEST_F(DedupeBadInput, ADefaultPhoneIsReportedAndNotCompared) {
  const auto text = rows_of(600, "name,phone", [](Random& random, std::size_t i) {
    return word(random, 3) + " " + word(random, 4) + "," +
           (i % 2 == 0 ? "13912345678" : "139" + std::to_string(10000000 + random.below(80000000)));
  });
  const auto report = run({.files = {file("default.csv", text)}});
  EXPECT_LE(report.statistics.largest_cluster, 2u);
  ASSERT_EQ(report.generic.size(), 1u);
  EXPECT_EQ(report.generic[0].rows, 300u);
}

TEST_F(DedupeBadInput, WordsForNothingAreNothing) {
  const char* nothing[] = {"", "  ", "NULL", "N/A", "-", "无", "none", "\"\""};
  const auto text = rows_of(400, "name,phone,city", [&](Random& random, std::size_t i) {
    return word(random, 3) + " " + word(random, 4) + "," + nothing[i % 8] + "," +
           (i % 3 == 0 ? "Leeds" : nothing[(i + 3) % 8]);
  });
  const auto report = run({.files = {file("nothing.csv", text)}});
  for (const auto& column : report.columns) {
    if (column.name == "phone") {
      EXPECT_EQ(column.use, ColumnUse::empty);
    }
    if (column.name == "city") {
      EXPECT_EQ(column.use, ColumnUse::constant);
    }
  }
  EXPECT_GE(report.statistics.clusters, 398u);
}

// Adversary: customer 17 of the shop is not customer 17 of the newsletter.
TEST_F(DedupeBadInput, NumbersThatEveryFileBeginsAnewAreNoEvidence) {
  auto row = [](Random& random, std::size_t i) {
    return std::to_string(i + 1) + "," + word(random, 3) + " " + word(random, 4) + "," + word(random, 5) +
           "@mail.org";
  };
  auto others = [&](Random& random, std::size_t i) {
    if (i == 0) {
      for (int k = 0; k < 5000; ++k) random.below(2);
    }
    return row(random, i);
  };
  const auto left = file("shop.csv", rows_of(300, "customer_id,name,email", row)),
             right = file("letter.csv", rows_of(300, "customer_id,name,email", others));
  const auto report = run({.files = {left, right}});
  EXPECT_GE(report.statistics.clusters, 598u);
  EXPECT_LE(run({.files = {left, right}, .link = true}).links, 2u);
}

TEST_F(DedupeBadInput, LettersOfAnotherScriptAreSeenThrough) {
  const auto text = rows_of(300, "given_name,family_name,city", [](Random& random, std::size_t i) {
    if (i == 100) return std::string("Rebecca,Hofmeister,Leeds");
    if (i == 200) return std::string("Rеbессa,Hоfmеistеr,Leeds");  // е, с and о are Cyrillic
    return word(random, 3) + "," + word(random, 4) + "," + word(random, 2);
  });
  const auto report = run({.files = {file("script.csv", text)}});
  EXPECT_EQ(report.cluster[100], report.cluster[200]);
}

// Adversary: every row in one block of each rule that is telling; nothing may look at all pairs.
TEST_F(DedupeBadInput, ABlockOfEverythingStaysBounded) {
  constexpr std::size_t rows = 60'000;
  const auto text = rows_of(rows, "name,city,born", [](Random& random, std::size_t) {
    return std::string("Li Wei,Shanghai,19") + std::to_string(60 + random.below(40)) + "-01-01";
  });
  const auto report = run({.files = {file("block.csv", text)}});
  EXPECT_LT(report.statistics.pairs_scored, 10'000'000u);
  EXPECT_LE(report.statistics.largest_cluster, 1000u);
}

TEST_F(DedupeBadInput, ATruthWithoutDuplicatesHasNothingToFind) {
  const auto text = rows_of(200, "name,email,truth", [](Random& random, std::size_t i) {
    return word(random, 3) + " " + word(random, 4) + "," + word(random, 5) + "@mail.org," +
           std::to_string(i + 9000);
  });
  const auto report = run({.files = {file("none.csv", text)}, .truth = {.column = "truth"}});
  ASSERT_TRUE(report.evaluation.has_value());
  EXPECT_EQ(report.evaluation->true_pairs, 0u);
  EXPECT_LE(report.evaluation->found_pairs, 1u);
}

}  // namespace
}  // namespace kith::service
