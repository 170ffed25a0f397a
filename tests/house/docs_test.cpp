// What the documents say is there. The adversaries: the page that moved, the verb that was renamed, the part
// that was updated without its notice, the README that grew in one language only.
#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "source_tree.h"

namespace kith::house {
namespace {

/// All that `pattern` catches in its first group.
std::vector<std::string> caught(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> all;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern); at != std::sregex_iterator();
       ++at) {
    all.push_back((*at)[1]);
  }
  return all;
}

std::vector<std::string> local_links(const std::string& page) {
  static const std::regex link(R"(\]\(([^)#\s]+)[^)]*\))");
  auto links = caught(page, link);
  links.erase(std::remove_if(links.begin(), links.end(),
                             [](const std::string& target) { return target.find(':') != std::string::npos; }),
              links.end());
  return links;
}

std::set<std::string> verbs_in(const std::string& text) {
  static const std::regex call(R"(\./dev ([a-z]+))");
  const auto verbs = caught(text, call);
  return {verbs.begin(), verbs.end()};
}

/// The shape of a page: the depth of each heading, and each line of its command blocks without its comment.
std::vector<std::string> shape_of(const std::string& page) {
  std::vector<std::string> shape;
  std::istringstream lines(page);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("```", 0) == 0) {
      inside = !inside;
    } else if (inside && line.rfind("./dev", 0) == 0) {
      line.erase(std::min(line.find('#'), line.size()));
      line.erase(line.find_last_not_of(' ') + 1);
      shape.push_back(line);
    } else if (!inside && line.rfind('#', 0) == 0) {
      shape.push_back(line.substr(0, line.find(' ')));
    }
  }
  return shape;
}

std::string only(const std::string& path) {
  for (const SourceFile& file : read_files("", {path})) {
    if (file.path == path) return file.text;
  }
  ADD_FAILURE() << path << " is missing";
  return {};
}

TEST(Documents, LinksLeadSomewhere) {
  for (const SourceFile& page : read_files("", {".md"})) {
    const auto folder = (tree_root() / page.path).parent_path();
    for (const std::string& link : local_links(page.text)) {
      EXPECT_TRUE(std::filesystem::exists(folder / link)) << page.path << " leads to " << link;
    }
  }
  EXPECT_EQ(local_links("[a](docs/x.md#part) [b](https://example.org)"),
            std::vector<std::string>{"docs/x.md"});
}

TEST(Documents, NameOnlyVerbsThatDevHas) {
  std::set<std::string> known = {"help"};
  for (const SourceFile& part : read_files("dev.d", {".sh"})) {
    static const std::regex verb("#: ([a-z]+)");
    for (std::string& name : caught(part.text, verb)) known.insert(std::move(name));
  }
  EXPECT_GT(known.size(), 8U);
  for (const SourceFile& page : read_files("", {".md"})) {
    for (const std::string& verb : verbs_in(page.text)) {
      EXPECT_EQ(known.count(verb), 1U) << page.path << " names ./dev " << verb;
    }
  }
}

TEST(Documents, GiveEveryNpmPartItsNotice) {
  static const std::regex part(R"delim("(@?[a-z0-9/-]+": "[0-9][^"]*)")delim");
  const std::string notices = only("THIRD-PARTY-NOTICES.md");
  const std::string package = only("deps/package.json");
  const auto parts = caught(package.substr(package.find("\"dependencies\"")), part);
  EXPECT_GT(parts.size(), 4U);
  for (const std::string& line : parts) {
    const std::size_t end = line.find('"');
    for (const std::string& word : {line.substr(0, end), line.substr(end + 4)}) {
      EXPECT_NE(notices.find(word), std::string::npos) << "THIRD-PARTY-NOTICES.md does not name " << word;
    }
  }
}

TEST(Documents, TellTheSameInBothLanguages) {
  EXPECT_EQ(shape_of(only("README.md")), shape_of(only("README.zh-CN.md")));
  EXPECT_NE(shape_of("# A\n\n## B\n"), shape_of("# 甲\n"));
}

}  // namespace
}  // namespace kith::house
