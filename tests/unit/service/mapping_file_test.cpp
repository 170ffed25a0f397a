// Mappings as TOML: what was written reads back, columns that come and go, and texts that are no mapping.
#include "service/mapping_file.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace kith::service {
namespace {

const std::vector<std::string> columns = {"客户编号", "姓名", "手机", "生日", "省", "地址", "备注"};

TEST(MappingFile, ReadsBackAsItWasWritten) {
  auto layout = map_columns(columns, std::nullopt, {});
  auto again = layout_from_toml(to_toml(layout, "crm"), "crm.toml", columns);
  EXPECT_EQ(to_toml(again, "crm"), to_toml(layout, "crm"));
  EXPECT_TRUE(again.told);
  EXPECT_EQ(again.outputs.size(), layout.outputs.size());
  EXPECT_EQ(again.extra, layout.extra);
  EXPECT_TRUE(layout_from_json(to_json(again)).told);
}

TEST(MappingFile, APersonMaySayOtherwise) {
  auto layout = layout_from_toml(
      "kind = \"customers\"\nkey = \"客户编号\"\n[[attribute]]\nname = \"address\"\ncolumns = [\"省\", "
      "\"地址\"]\njoiner = \"\"\n"
      "[[attribute]]\nname = \"birth_date\"\ncolumns = \"生日\"\ndate_order = \"month_day_year\"\n",
      "m.toml", columns);
  EXPECT_EQ(layout.key_column, 0);
  ASSERT_GE(layout.outputs.size(), 2u);
  EXPECT_EQ(layout.outputs[0].columns, (std::vector<int>{4, 5}));
  EXPECT_EQ(layout.outputs[0].joiner, "");
  EXPECT_EQ(layout.outputs[1].date_order, standard::DateOrder::month_day_year);
  EXPECT_EQ(layout.extra, (std::vector<int>{1, 2, 6}));
}

TEST(MappingFile, ConstantsAndUnitsReadBack) {
  const std::string text =
      "kind = \"orders\"\n\n[[attribute]]\nname = \"city\"\nvalue = \"上海市\"\n\n[[attribute]]\nname = "
      "\"name\"\ncolumns = [\"姓名\"]\n[facts]\norder_key = \"客户编号\"\namount = { column = \"手机\", unit "
      "= "
      "\"万元\" }\ncurrency = { value = \"CNY\" }\n";
  auto layout = layout_from_toml(text, "m.toml", columns);
  ASSERT_EQ(layout.outputs[0].constant, "上海市");
  EXPECT_TRUE(layout.outputs[0].columns.empty());
  EXPECT_EQ(layout.amount_unit, "万元");
  EXPECT_EQ(layout.currency, "CNY");
  auto again = layout_from_toml(to_toml(layout, "x"), "m.toml", columns);
  EXPECT_EQ(to_json(again), to_json(layout));
  EXPECT_EQ(to_json(layout_from_json(to_json(layout))), to_json(layout));
}

TEST(MappingFile, PiecesOfACellReadBack) {
  const std::string text =
      "kind = \"customers\"\n[[attribute]]\nname = \"name\"\ncolumns = [\"who\"]\nseparator = \"|\"\n"
      "piece = -1\n";
  const auto layout = layout_from_toml(text, "m.toml", {"who"});
  ASSERT_EQ(layout.outputs.front().separator, "|");
  EXPECT_EQ(layout.outputs.front().piece, -1);
  EXPECT_EQ(layout_from_toml(to_toml(layout, "s"), "again", {"who"}).outputs.front().piece, -1);
  EXPECT_EQ(layout_from_json(to_json(layout)).outputs.front().separator, "|");
  EXPECT_EQ(layout_from_json(to_json(layout)).outputs.front().piece, -1);
  EXPECT_THROW(layout_from_toml("kind = \"customers\"\n[[attribute]]\nname = \"name\"\ncolumns = [\"who\"]\n"
                                "piece = 1\n",
                                "m.toml", {"who"}),
               Error);
}

TEST(MappingFile, WhatIsNoMappingIsSaidWithItsLine) {
  for (const char* text :
       {"kind = ", "kind = \"birds\"\nkey = \"姓名\"", "[[attribute]]\nname = \"shoe\"\ncolumns = [\"姓名\"]",
        "[[attribute]]\nname = \"name\"\ncolumns = [\"nowhere\"]", "attribute = [1]", "",
        "[[attribute]]\nname=\"name\"\ncolumns=[1]",
        "[[attribute]]\nname=\"name\"\ncolumns=[\"姓名\"]\n[[attribute]]\nname=\"name\"\ncolumns=[\"姓名\"]",
        "[[attribute]]\nname=\"birth_date\"\ncolumns=[\"生日\"]\ndate_order=\"any\"",
        "[[attribute]]\nname=\"name\"\ncolumns=[\"姓名\"]\nvalue=\"x\"",
        "[[attribute]]\nname=\"city\"\nvalue=\"x\"", "key=\"姓名\"\n[facts]\nnothing=\"姓名\"",
        "key=\"姓名\"\n[facts]\namount={column=\"姓名\",unit=\"miles\"}"}) {
    try {
      layout_from_toml(text, "m.toml", columns);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::bad_input) << text;
    }
  }
}

TEST(MappingFile, DriftIsToldBeforeAnythingIsWritten) {
  auto before = map_columns(columns, std::nullopt, {});
  EXPECT_TRUE(drift_between(before, map_columns(columns, std::nullopt, {})).empty());
  EXPECT_TRUE(drift_between(Layout(), before).empty());
  auto now = map_columns({"客户编号", "姓名", "手机号码", "省", "地址", "备注", "微信"}, std::nullopt, {});
  std::string all;
  for (const auto& text : drift_between(before, now)) all += text.render(Language::en) + "\n";
  EXPECT_NE(all.find("phone came from 手机 and comes from 手机号码 now"), std::string::npos) << all;
  EXPECT_NE(all.find("birth_date came from 生日 and comes from nowhere now"), std::string::npos) << all;
  EXPECT_NE(all.find("columns new: 手机号码, 微信"), std::string::npos) << all;
}

}  // namespace
}  // namespace kith::service
