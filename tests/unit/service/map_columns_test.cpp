// What the columns of foreign files mean: the rows of cases/service/headers.txt. The adversaries: exports
// that call things by their own names, two columns that claim one attribute, dates in the American order.
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "service/layout.h"

namespace kith::service {
namespace {

struct HeaderCase {
  std::string title, kind, known_as;
  bool asked = false;
  std::vector<std::string> columns, meanings;
};

std::vector<HeaderCase> read_cases() {
  std::ifstream file(std::string(KITH_TESTS) + "/cases/service/headers.txt");
  std::vector<HeaderCase> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("known ")) {
      cases.back().known_as = line.substr(6);
    } else if (line[0] == '[') {
      cases.emplace_back().title = line.substr(1, line.size() - 2);
    } else if (line.starts_with("kind ") || line.starts_with("ask ")) {
      cases.back().asked = line[0] == 'a';
      cases.back().kind = line.substr(line.find(' ') + 1);
    } else {
      auto arrow = line.find(" => ");
      cases.back().columns.push_back(line.substr(0, arrow));
      cases.back().meanings.push_back(line.substr(arrow + 4));
    }
  }
  return cases;
}

std::string meaning_of_column(const Layout& layout, int column) {
  std::vector<std::string> parts;
  if (layout.key_column == column) parts.push_back("key");
  if (auto role = layout.facts[static_cast<std::size_t>(column)]; role != FactRole::none)
    parts.push_back("fact " + std::string(name_of(role)));
  for (const auto& output : layout.outputs) {
    if (std::find(output.columns.begin(), output.columns.end(), column) == output.columns.end()) continue;
    parts.push_back("attribute " + output.attribute + (output.columns.size() > 1 ? "+" : ""));
  }
  if (std::find(layout.extra.begin(), layout.extra.end(), column) != layout.extra.end())
    parts.push_back("extra");
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

TEST(MapColumns, RealExportsReadAsTheirMakersMeant) {
  auto cases = read_cases();
  ASSERT_GE(cases.size(), 12u);
  for (const auto& one : cases) {
    auto layout = map_columns(one.columns, one.asked ? batch_kind(one.kind) : std::nullopt, {});
    EXPECT_EQ(name_of(layout.kind), one.kind) << one.title;
    EXPECT_EQ(layout.known_as, one.known_as) << one.title;
    for (std::size_t i = 0; i < one.columns.size(); ++i)
      EXPECT_EQ(meaning_of_column(layout, static_cast<int>(i)), one.meanings[i])
          << one.title << ": " << one.columns[i];
  }
}

TEST(MapColumns, EveryColumnHasAPlaceWhateverItsName) {
  for (const auto& one : read_cases()) {
    for (auto kind : {BatchKind::customers, BatchKind::orders, BatchKind::events, BatchKind::interactions}) {
      auto layout = map_columns(one.columns, kind, {});
      for (std::size_t i = 0; i < one.columns.size(); ++i)
        EXPECT_NE(meaning_of_column(layout, static_cast<int>(i)), "") << one.title << ": " << one.columns[i];
    }
  }
}

TEST(MapColumns, NoAttributeIsFedTwice) {
  auto layout = map_columns({"phone", "mobile", "tel", "email", "e-mail", "Email Address"}, std::nullopt, {});
  std::map<std::string, int> fed;
  for (const auto& output : layout.outputs) ++fed[output.attribute];
  for (const auto& [attribute, times] : fed) EXPECT_EQ(times, 1) << attribute;
  EXPECT_EQ(meaning_of_column(layout, 1), "attribute phone");
  EXPECT_EQ(meaning_of_column(layout, 0), "attribute landline");
}

TEST(MapColumns, TheOrderOfDayAndMonthComesFromTheSample) {
  auto order = [](std::vector<std::string_view> cells) {
    return map_columns({"birthday"}, std::nullopt, {std::move(cells)}).outputs.at(0).date_order;
  };
  EXPECT_EQ(order({"01/02/1990", "12/31/1990"}), standard::DateOrder::month_day_year);
  EXPECT_EQ(order({"31/12/1990", "01/02/1990"}), standard::DateOrder::day_month_year);
  EXPECT_EQ(order({"01/02/1990"}), standard::DateOrder::day_month_year);
  EXPECT_EQ(order({"12/31/1990", "31/12/1990"}), standard::DateOrder::day_month_year);
  EXPECT_EQ(order({"1990-12-31", {}}), standard::DateOrder::day_month_year);
}

std::vector<std::vector<std::string_view>> repeated(std::vector<std::vector<std::string_view>> cells) {
  for (auto& column : cells) {
    auto once = column;
    while (column.size() < 10) column.insert(column.end(), once.begin(), once.end());
  }
  return cells;
}

const Output* output_named(const Layout& layout, std::string_view attribute) {
  for (const auto& output : layout.outputs) {
    if (output.attribute == attribute) return &output;
  }
  return nullptr;
}

// The ERP's customer may be a person or a company: the cells say which.
TEST(MapColumns, WhatTheCellsAreDecidesWhoseNameItIs) {
  auto people = map_columns(
      {"客户编号", "客户名称", "电话"}, std::nullopt,
      repeated({{"1", "2", "3"}, {"王芳", "李小明", "欧阳娜娜"}, {"13800138000", "", "010-66668888"}}));
  EXPECT_EQ(meaning_of_column(people, 1), "attribute name");
  auto companies =
      map_columns({"客户编号", "客户名称", "电话"}, std::nullopt,
                  repeated({{"1", "2"}, {"北京知客科技有限公司", "华为技术有限公司"}, {"", ""}}));
  EXPECT_EQ(meaning_of_column(companies, 1), "attribute company");
  ASSERT_NE(output_named(companies, "company"), nullptr);
  EXPECT_EQ(output_named(companies, "company")->reason, "content");
  EXPECT_GT(output_named(companies, "company")->confidence, 0.9);
}

TEST(MapColumns, NameTitleAndNumberInOneCellAreTakenApart) {
  auto layout = map_columns({"客户", "联系人", "备注"}, std::nullopt,
                            repeated({{"云帆科技有限公司", "大海贸易有限公司", "新光集团"},
                                      {"张伟 销售总监 13800001111", "李娜/13900002222", "王芳"},
                                      {"急", "", ""}}));
  EXPECT_EQ(meaning_of_column(layout, 0), "attribute company");
  EXPECT_EQ(meaning_of_column(layout, 1), "attribute contact");
  for (const char* part : {"name", "job_title", "phone", "email", "family_name"}) {
    const auto* output = output_named(layout, part);
    ASSERT_NE(output, nullptr) << part;
    EXPECT_GE(output->from_output, 0) << part;
  }
  EXPECT_EQ(output_named(layout, "company")->from_output, -1) << "a column of its own goes before a part";
  auto names = map_columns({"联系人"}, std::nullopt, repeated({{"张伟", "李娜", "王芳"}}));
  EXPECT_EQ(meaning_of_column(names, 0), "attribute name");
}

TEST(MapColumns, UnitsOfMoneyStandInTheHeader) {
  auto layout = map_columns({"订单号", "金额（万元）", "手机"}, std::nullopt, {});
  EXPECT_EQ(layout.kind, BatchKind::orders);
  EXPECT_EQ(meaning_of_column(layout, 1), "fact amount");
  EXPECT_EQ(layout.amount_unit, "万元");
  auto dollars = map_columns({"Order No", "Amount (USD)", "Phone"}, std::nullopt, {});
  EXPECT_EQ(dollars.amount_unit, "");
  EXPECT_EQ(dollars.currency, "USD");
  EXPECT_EQ(scale_of_unit("万美元"), 1e4);
  EXPECT_EQ(currency_of_unit("万美元"), "USD");
  EXPECT_EQ(scale_of_unit("必填"), 0);
  EXPECT_EQ(scale_of_unit(""), 0);
}

TEST(MapColumns, HeadersThatSayNothingOrTheWrongThing) {
  auto layout = map_columns({"column_1", "column_2", "phone", "备注"}, std::nullopt,
                            repeated({{"王芳", "李明", "陈静"},
                                      {"13800138000", "13900139000", "13700137000"},
                                      {"a@b.cn", "c@d.com", "e@f.org"},
                                      {"好", "急", "老客户"}}));
  EXPECT_EQ(meaning_of_column(layout, 0), "attribute name");
  EXPECT_EQ(meaning_of_column(layout, 1), "attribute phone");
  EXPECT_EQ(meaning_of_column(layout, 2), "attribute email");
  EXPECT_EQ(meaning_of_column(layout, 3), "extra");
  // Numbers of eleven digits that are no mobiles, and dates, are nobody's phone or birthday.
  layout = map_columns(
      {"name", "ref", "seen"}, std::nullopt,
      repeated({{"Ann Olsen", "Bob Rossi"}, {"20260000001", "20260000002"}, {"2026-01-01", "2026-01-02"}}));
  EXPECT_EQ(meaning_of_column(layout, 1), "extra");
  EXPECT_EQ(meaning_of_column(layout, 2), "extra");
}

TEST(MapColumns, WordsThatRepeatAreNobodysNames) {
  std::vector<std::vector<std::string_view>> sample(1);
  for (int i = 0; i < 60; ++i) sample[0].push_back(i % 3 == 0 ? "Email Opened" : "Page Visited");
  EXPECT_EQ(meaning_of_column(map_columns({"Last Activity"}, std::nullopt, sample), 0), "extra");
}

TEST(MapColumns, ARatingInWordsIsNoScore) {
  auto layout =
      map_columns({"name", "rating"}, std::nullopt, repeated({{"Ann Olsen", "Bob Rossi"}, {"Hot", "Warm"}}));
  EXPECT_EQ(meaning_of_column(layout, 1), "extra");
}

TEST(MapColumns, ALayoutReadsBackAsItWasWritten) {
  for (const auto& one : read_cases()) {
    auto layout = map_columns(one.columns, std::nullopt, {});
    EXPECT_EQ(to_json(layout_from_json(to_json(layout))), to_json(layout)) << one.title;
  }
}

}  // namespace
}  // namespace kith::service
