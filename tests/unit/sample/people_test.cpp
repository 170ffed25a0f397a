// people.csv is what speed is measured on: its rows must be exactly as many as asked, the same at any number
// of threads, and those of one person far apart. Adversary: a block boundary that loses or doubles a row.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "place.h"

namespace kith::sample {
namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::uint64_t truth_of(const std::string& line) { return std::stoull(line.substr(line.rfind(',') + 1)); }

TEST(People, ExactlyAsManyAsAsked) {
  for (std::uint64_t records : {1, 7, 10, 8191, 8193, 20001}) {
    Place place("people");
    auto report = make_people(place, records, 3, 2);
    auto rows = lines(read(place.path("people.csv")));
    EXPECT_EQ(rows.size(), records + 1);
    EXPECT_EQ(report.truth_rows, records);
    std::set<std::uint64_t> persons;
    std::set<std::string> ids;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      persons.insert(truth_of(rows[i]));
      ids.insert(rows[i].substr(0, rows[i].find(',')));
    }
    EXPECT_EQ(ids.size(), records);
    EXPECT_EQ(persons.size(), report.persons);
    EXPECT_EQ(*persons.rbegin(), report.persons);
  }
}

TEST(People, ThreadsDoNotShow) {
  Place one("one"), three("three"), other("other");
  make_people(one, 60000, 9, 1);
  make_people(three, 60000, 9, 3);
  make_people(other, 60000, 10, 3);
  auto bytes = read(one.path("people.csv"));
  EXPECT_TRUE(bytes == read(three.path("people.csv")));
  EXPECT_FALSE(bytes == read(other.path("people.csv")));
}

TEST(People, RowsOfOnePersonLieFarApart) {
  Place place("apart");
  const std::uint64_t records = 30000;
  make_people(place, records, 4, 1);
  auto rows = lines(read(place.path("people.csv")));
  std::map<std::uint64_t, std::size_t> last;
  std::uint64_t gaps = 0, near = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto [found, fresh] = last.emplace(truth_of(rows[i]), i);
    if (!fresh) {
      ++gaps;
      near += i - found->second < records / 100;
      found->second = i;
    }
  }
  EXPECT_EQ(gaps, records - records * 4 / 10);
  EXPECT_LT(near, gaps / 10);
}

TEST(People, EveryRowHasEveryCell) {
  Place place("cells");
  make_people(place, 5000, 6, 1);
  auto rows = lines(read(place.path("people.csv")));
  for (const auto& row : rows) {
    int commas = 0;
    bool quoted = false;
    for (char c : row) {
      if (c == '"') quoted = !quoted;
      commas += c == ',' && !quoted;
    }
    ASSERT_EQ(commas, 14) << row;
  }
}

}  // namespace
}  // namespace kith::sample
