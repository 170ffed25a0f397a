#include "service/quality_report.h"

#include <sstream>

#include <gtest/gtest.h>

#include "base/embedded.h"
#include "base/utf8.h"
#include "quality_fabricated.h"
#include "service/quality_html_text.h"

namespace kith::service {
namespace {

constexpr std::string_view attack =
    "</script><script>alert('x')</script><img src=x onerror=\"alert(1)\">&amp;<!--";

// A report whose every foreign text tries to break out of its place.
QualityReport hostile_report() {
  auto report = fabricated_report();
  const std::string text = std::string(attack) + "\033[2J\007\xE2\x80\xAE\xFF";
  for (auto& source : report.sources) source.name = text;
  for (auto& attribute : report.attributes) attribute.label_en = attribute.label_zh = attribute.name = text;
  for (auto& batch : report.batches) batch.file = text;
  for (auto& reject : report.rejects) reject.reason = reject.column = text;
  for (auto& problem : report.problems) problem.examples = {{text, text + "2", 1}};
  for (auto& patterns : report.patterns) patterns.raw = {{text, 5}};
  return report;
}

// The page without the chart library, whose bytes are not ours.
std::string own_part(std::string page) {
  const auto library = embedded("echarts.min.js");
  const auto at = page.find(library);
  EXPECT_NE(at, std::string::npos);
  if (at != std::string::npos) page.erase(at, library.size());
  return page;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

TEST(QualityHtml, AsksTheNetworkForNothing) {
  const auto page = own_part(quality_html(fabricated_report(), Language::en));
  for (auto part :
       {"http://", "https://", "src=", "@import", "url(", "<link", "<iframe", "fetch(", "XMLHttpRequest"}) {
    EXPECT_EQ(page.find(part), std::string::npos) << part;
  }
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

TEST(QualityHtml, ForeignTextStaysText) {
  for (auto language : {Language::en, Language::zh}) {
    const auto page = own_part(quality_html(hostile_report(), language));
    EXPECT_EQ(count(page, "<script"), 3u);
    EXPECT_EQ(count(page, "</script>"), 3u);
    EXPECT_EQ(page.find("<img"), std::string::npos);
    EXPECT_EQ(page.find("<!--"), std::string::npos);
    EXPECT_EQ(page.find('\033'), std::string::npos);
    EXPECT_TRUE(is_utf8(page));
  }
}

TEST(QualityHtml, SpeaksTheLanguageAsked) {
  auto report = fabricated_report();
  for (auto& source : report.sources) source.name = "源";
  const auto english = own_part(quality_html(report, Language::en));
  const auto chinese = own_part(quality_html(report, Language::zh));
  EXPECT_NE(english.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(chinese.find("<html lang=\"zh-CN\">"), std::string::npos);
  for (auto word : {"Completeness", "Top problems", "Sources", "not applicable", "Trend", "Rows",
                    "As received", "Invalid", "How to read", "Out of date", "Phone"}) {
    EXPECT_NE(english.find(word), std::string::npos) << word;
    EXPECT_EQ(chinese.find(word), std::string::npos) << word;
  }
  for (auto word : {"完整性", "首要问题", "不适用", "各批次走势", "电话"})
    EXPECT_NE(chinese.find(word), std::string::npos) << word;
}

TEST(QualityHtml, NothingMeasuredIsAPageToo) {
  for (auto language : {Language::en, Language::zh}) {
    const auto page = quality_html(QualityReport{}, language);
    EXPECT_NE(page.find("</html>"), std::string::npos);
    EXPECT_EQ(page.find("nan"), page.find("nan", own_part(page).size()));
  }
  EXPECT_NE(quality_html(QualityReport{}, Language::en).find("Nothing measured"), std::string::npos);
  EXPECT_FALSE(quality_terminal(QualityReport{}, Language::zh, false, 80).empty());
}

TEST(QualityHtml, ValuesShowWhatTheEyeWouldMiss) {
  const auto html = value_html(
      " a\xC2\xA0"
      "b\xE2\x80\x8B<");
  EXPECT_EQ(html,
            "<bdi class=\"value\"><span class=\"mark\">␣</span>a<span class=\"mark\">␣</span>b"
            "<span class=\"mark\">U+200B</span>&lt;</bdi>");
  EXPECT_EQ(value_html("a b"), "<bdi class=\"value\">a b</bdi>");
  EXPECT_LT(value_html(std::string(5000, 'x')).size(), 200u);
}

TEST(QualityTerminal, KeepsToItsWidthAndCarriesNoControlBytes) {
  for (auto language : {Language::en, Language::zh}) {
    for (int width : {66, 80, 100, 132}) {
      for (const auto& report : {fabricated_report(), hostile_report()}) {
        std::istringstream lines(quality_terminal(report, language, false, width));
        std::string line;
        while (std::getline(lines, line)) {
          EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
          for (unsigned char c : line) EXPECT_GE(c, 0x20) << line;
          EXPECT_EQ(line.find("\xE2\x80\xAE"), std::string::npos);
        }
      }
    }
  }
}

TEST(QualityTerminal, ColourIsTheOnlyDifference) {
  const auto plain = quality_terminal(fabricated_report(), Language::en, false, 100);
  const auto coloured = quality_terminal(fabricated_report(), Language::en, true, 100);
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] != '\033') {
      stripped += coloured[i];
      continue;
    }
    i = coloured.find('m', i);
  }
  EXPECT_EQ(stripped, plain);
  EXPECT_NE(coloured, plain);
}

TEST(QualityJson, WhatDoesNotApplyIsNull) {
  const auto json = quality_json(QualityReport{});
  EXPECT_NE(json.find("\"score\": null"), std::string::npos);
  EXPECT_NE(json.find("\"completeness\": null"), std::string::npos);
  EXPECT_TRUE(is_utf8(quality_json(hostile_report())));
}

TEST(Percent, IsNeitherAllNorNothingUnlessItIs) {
  EXPECT_EQ(percent(1.0), "100%");
  EXPECT_EQ(percent(0.99999), "99.9%");
  EXPECT_EQ(percent(0.00001), "0.1%");
  EXPECT_EQ(percent(0.0), "0.0%");
  EXPECT_EQ(percent(0.924), "92.4%");
  EXPECT_EQ(percent(quality::Ratio{}), "–");
  EXPECT_EQ(band_of(0.49), 0);
  EXPECT_EQ(band_of(0.5), 1);
  EXPECT_EQ(band_of(1.0), 4);
}

}  // namespace
}  // namespace kith::service
