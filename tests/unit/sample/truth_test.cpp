// truth.csv names every row that is a row, and nothing else. Adversary: a channel that writes a row whose key
// the truth lost, or counts a broken row as good.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <iconv.h>

#include "base/utf8.h"
#include "place.h"

namespace kith::sample {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// A CSV file as its bytes; good for GB18030 too, whose further bytes are never a comma, a quote or a line
// end.
Rows cells(const std::string& text, char separator) {
  Rows rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (quoted) {
      if (c != '"') {
        row.back().push_back(c);
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        row.back().push_back(text[++i]);
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == separator) {
      row.emplace_back();
    } else if (c == '\n') {
      if (!row.back().empty() && row.back().back() == '\r') row.back().pop_back();
      rows.push_back(std::exchange(row, std::vector<std::string>(1)));
    } else {
      row.back().push_back(c);
    }
  }
  EXPECT_TRUE(row.size() == 1 && row[0].empty()) << "the last line has no end";
  return rows;
}

// The value of "key":"…" in a line of JSON that holds no escape in it.
std::string field(const std::string& line, const std::string& key) {
  auto at = line.find('"' + key + "\":\"");
  if (at == std::string::npos) return {};
  at += key.size() + 4;
  return line.substr(at, line.find('"', at) - at);
}

bool well_formed(const std::string& bytes) { return is_utf8(bytes); }

bool is_gb18030(const std::string& bytes) {
  static const iconv_t converter = iconv_open("UTF-8", "GB18030");
  EXPECT_NE(converter, reinterpret_cast<iconv_t>(-1));
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  std::string out(bytes.size() * 4, '\0'), copy = bytes;
  char *from = copy.data(), *to = out.data();
  std::size_t left = copy.size(), room = out.size();
  return iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
}

class Truth : public testing::Test {
 protected:
  static constexpr std::uint64_t customers = 20000;

  static void SetUpTestSuite() {
    place_ = new Place("truth");
    report_ = new SampleReport(make(*place_, customers, 11));
    truth_ = new std::map<std::string, std::map<std::string, std::uint64_t>>;
    auto rows = cells(read(place_->path("truth.csv")), ',');
    ASSERT_EQ(rows.at(0), (std::vector<std::string>{"source", "key", "customer"}));
    for (std::size_t i = 1; i < rows.size(); ++i) {
      auto number = std::stoull(rows[i].at(2));
      EXPECT_TRUE(number >= 1 && number <= customers);
      EXPECT_TRUE((*truth_)[rows[i][0]].emplace(rows[i][1], number).second) << "twice: " << rows[i][1];
    }
    EXPECT_EQ(rows.size() - 1, report_->truth_rows);
  }
  static void TearDownTestSuite() {
    delete place_;
    delete report_;
    delete truth_;
  }

  static const FileReport& report(const std::string& name) {
    for (const auto& file : report_->files) {
      if (file.name == name) return file;
    }
    static const FileReport none;
    return none;
  }

  static void expect_keys(const std::string& file, const std::set<std::string>& keys, std::uint64_t broken) {
    std::set<std::string> known;
    for (const auto& [key, customer] : truth_->at(file.substr(0, file.find('.')))) known.insert(key);
    EXPECT_TRUE(keys == known) << file << ": " << keys.size() << " good rows, " << known.size()
                               << " in truth";
    EXPECT_EQ(keys.size(), report(file).rows) << file;
    EXPECT_EQ(broken, report(file).broken) << file;
  }

  static void expect_table(const std::string& file, char separator, bool (*is_text)(const std::string&),
                           const std::string& text) {
    auto rows = cells(text, separator);
    std::set<std::string> keys;
    std::uint64_t broken = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      std::string all;
      for (const auto& cell : rows[i]) all += cell;
      bool good = rows[i].size() == rows[0].size() && is_text(all);
      if (good) {
        keys.insert(rows[i][0]);
      } else {
        ++broken;
      }
    }
    expect_keys(file, keys, broken);
  }

  static inline Place* place_ = nullptr;
  static inline SampleReport* report_ = nullptr;
  static inline std::map<std::string, std::map<std::string, std::uint64_t>>* truth_ = nullptr;
};

TEST_F(Truth, WebsiteForm) {
  expect_table("website_form.csv", ',', well_formed, read(place_->path("website_form.csv")));
  EXPECT_GT(report("website_form.csv").broken, 0u);
}

TEST_F(Truth, ErpIsGb18030) {
  auto text = read(place_->path("erp_customers.csv"));
  EXPECT_EQ(text.substr(0, 9), "\xBF\xCD\xBB\xA7\xB1\xE0\xBA\xC5,");  // 客户编号
  EXPECT_FALSE(is_utf8(text));
  expect_table("erp_customers.csv", ',', is_gb18030, text);
}

TEST_F(Truth, CallCentre) {
  expect_table("call_centre.tsv", '\t', well_formed, read(place_->path("call_centre.tsv")));
}

TEST_F(Truth, SurveyAnswers) {
  auto text = read(place_->path("survey_answers.csv"));
  ASSERT_EQ(text.substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_NE(text.find("\r\n"), std::string::npos);
  EXPECT_NE(text.find(";\"颜色和图片有点色差，\n"), std::string::npos) << "no comment over two lines";
  expect_table("survey_answers.csv", ';', well_formed, text.substr(3));
}

TEST_F(Truth, LinesOfJson) {
  for (const auto& [file, key] :
       {std::pair{"shop_orders.ndjson", "order_id"}, std::pair{"app_events.ndjson", "event_id"}}) {
    std::ifstream in(place_->path(file), std::ios::binary);
    std::set<std::string> keys;
    std::uint64_t broken = 0;
    for (std::string line; std::getline(in, line);) {
      const bool whole = line.ends_with('}') && std::count(line.begin(), line.end(), '{') ==
                                                    std::count(line.begin(), line.end(), '}');
      if (whole && is_utf8(line)) {
        keys.insert(field(line, key));
      } else {
        ++broken;
      }
    }
    expect_keys(file, keys, broken);
  }
}

TEST_F(Truth, MiniProgramIsOneArray) {
  auto text = read(place_->path("mini_program.json"));
  EXPECT_TRUE(is_utf8(text));
  EXPECT_TRUE(text.starts_with("[\n") && text.ends_with("}\n]\n"));
  std::set<std::string> keys;
  std::uint64_t broken = 0;
  std::istringstream in(text.substr(2));
  for (std::string line; std::getline(in, line) && line != "]";) {
    auto key = field(line, "openid");
    if (key.empty()) {
      ++broken;
    } else {
      keys.insert(key);
    }
  }
  expect_keys("mini_program.json", keys, broken);
}

TEST_F(Truth, SalesContacts) {
  FILE* pipe = ::popen(
      ("unzip -p '" + place_->path("sales_contacts.xlsx") + "' xl/worksheets/sheet1.xml 2>/dev/null").c_str(),
      "r");
  std::string sheet(1 << 26, '\0');
  sheet.resize(std::fread(sheet.data(), 1, sheet.size(), pipe));
  if (::pclose(pipe) != 0) GTEST_SKIP() << "needs the program unzip";
  std::set<std::string> keys;
  const std::string mark = "<t>S";
  for (auto at = sheet.find(mark); at != std::string::npos; at = sheet.find(mark, at + 1)) {
    auto key = sheet.substr(at + 3, sheet.find('<', at + 3) - at - 3);
    if (key.size() == 9 && key.find_first_not_of("0123456789", 1) == std::string::npos) keys.insert(key);
  }
  expect_keys("sales_contacts.xlsx", keys, 0);
  EXPECT_NE(sheet.find("<mergeCell ref=\"E2:G2\"/>"), std::string::npos);
  EXPECT_NE(sheet.find("<mergeCell ref=\"A2:A3\"/>"), std::string::npos);
}

TEST_F(Truth, CustomersAreSeenInSeveralChannels) {
  std::map<std::uint64_t, std::set<std::string>> channels;
  for (const auto& [source, keys] : *truth_) {
    for (const auto& [key, customer] : keys) channels[customer].insert(source);
  }
  EXPECT_GT(channels.size(), customers * 0.85);
  auto several =
      std::count_if(channels.begin(), channels.end(), [](const auto& row) { return row.second.size() > 1; });
  EXPECT_GT(several, customers * 0.5);
}

}  // namespace
}  // namespace kith::sample
