// Nothing in the tree depends on the machine it was written on. The adversary is the path that works here.
#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "source_tree.h"

namespace kith::house {
namespace {

/// The pattern without its ~, which keep this file from being its own first finding.
std::regex spelled(std::string pattern) {
  pattern.erase(std::remove(pattern.begin(), pattern.end(), '~'), pattern.end());
  return std::regex(pattern, std::regex::optimize);
}

/// Folders of one machine, and hosts that packages come from.
const std::regex& machine_place() {
  static const std::regex pattern = spelled(
      "(^|[^A-Za-z0-9_.$}])(/wo~rk/|/tmp/bu~ild|/ro~ot/|/ho~me/[a-z]|/Us~ers/[a-z])"
      "|registry\\.np~mjs|np~mmirror|deb\\.deb~ian\\.org|files\\.python~hosted");
  return pattern;
}

bool names_machine(const std::string& line) { return std::regex_search(line, machine_place()); }

template <typename Visit>
void each_line(const SourceFile& file, Visit visit) {
  std::istringstream lines(file.text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    visit(line, file.path + ":" + std::to_string(number));
  }
}

TEST(Places, NoFileNamesAMachine) {
  const auto files = read_files("");
  EXPECT_GT(files.size(), 30U) << "the tree was not found";
  for (const SourceFile& file : files) {
    each_line(file, [](const std::string& line, const std::string& place) {
      if (line.size() < 2000) {
        EXPECT_FALSE(names_machine(line)) << place << ": " << line;
      }
    });
  }
}

TEST(Places, LockFilesLeaveTheRegistryOpen) {
  const auto files = read_files("", {"package-lock.json"});
  EXPECT_FALSE(files.empty());
  for (const SourceFile& file : files) {
    EXPECT_EQ(file.text.find("\"resolved\""), std::string::npos) << file.path << " names where packages lie";
    EXPECT_NE(file.text.find("\"integrity\""), std::string::npos) << file.path << " has no hashes";
  }
}

// A base counts how many it has seen: two of one number, or a gap, would leave one out somewhere.
TEST(Places, MigrationsAreNumberedWithoutGapOrDouble) {
  const auto files = read_files("src/ledger/schema", {".sql"});
  EXPECT_GT(files.size(), 5U);
  std::set<std::string> numbers;
  for (const SourceFile& file : files) numbers.insert(file.path.substr(file.path.rfind('/') + 1, 4));
  EXPECT_EQ(numbers.size(), files.size()) << "two migrations have one number";
  ASSERT_FALSE(numbers.empty());
  EXPECT_EQ(std::stoul(*numbers.rbegin()), files.size());
}

TEST(Places, TheCheckCanFail) {
  EXPECT_TRUE(names_machine(std::string("include /wo") + "rk/main/src"));
  EXPECT_TRUE(names_machine(std::string("\"/ho") + "me/lee/data.csv\""));
  EXPECT_TRUE(names_machine(std::string("https://registry.npm") + "js.org/"));
  EXPECT_FALSE(names_machine(std::string("the homework of /usr/share and a/wo") + "rk/b"));
}

}  // namespace
}  // namespace kith::house
