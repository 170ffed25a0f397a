#include <gtest/gtest.h>

#include "reader_fixture.h"

namespace kith::lens {
namespace {

class JsonReaderTest : public ReaderTest {};

TEST_F(JsonReaderTest, NumbersAndNestingAsWritten) {
  auto table = read("a.json",
                    R"([ {"id": 12345678901234567890, "price": 1.50, "name": "caf\u00e9 \"x\"",
  "addr": {"city": "京", "geo": {"lat": 1e3}}, "tags": ["a", 1.0, {"x": "y\n"}], "none": {}},
 {"id": 2, "late": true, "addr": null, "price": -0.00}])");
  EXPECT_EQ(table.shape.format, FileFormat::json);
  EXPECT_EQ(table.shape.columns,
            (Names{"id", "price", "name", "addr.city", "addr.geo.lat", "tags", "late", "addr"}));
  EXPECT_EQ(table.rows, (Rows{{"12345678901234567890", "1.50", "café \"x\"", "京", "1e3",
                               "[\"a\",1.0,{\"x\":\"y\\n\"}]", "<null>", "<null>"},
                              {"2", "-0.00", "<null>", "<null>", "<null>", "<null>", "true", "<null>"}}));
  EXPECT_EQ(table.line, (std::vector<std::uint64_t>{1, 3}));
}

TEST_F(JsonReaderTest, LinesWithFaultsAreRejects) {
  auto table = read(
      "a.ndjson",
      "{\"a\":\"王芳\"}\n\n{\"a\":\"2\",\"b\":[1, 2]}\n{\"a\":3\nhello\n[1]\n{\"a\":\"\xFF\"}\n{\"a\":4} x\n"
      "{\"a\":1,\"a\":2}\n{\"a\":\"\\u0000\"}\n{\"a\":01}\n{\"a\":[1,,2]}\n{\"a\":tru}\n{\"a\":\"5\"}");
  EXPECT_EQ(table.shape.format, FileFormat::ndjson);
  EXPECT_EQ(table.shape.columns, (Names{"a", "b"}));
  EXPECT_EQ(table.rows, (Rows{{"王芳", "<null>"}, {"2", "[1,2]"}, {"5", "<null>"}}));
  EXPECT_EQ(table.row, (std::vector<std::uint64_t>{1, 2, 13}));
  EXPECT_EQ(table.line, (std::vector<std::uint64_t>{1, 3, 14}));
  ASSERT_EQ(table.rejects.size(), 10u);
  EXPECT_EQ(table.rejects[0].raw, "{\"a\":3");
  EXPECT_EQ(table.rejects[0].line, 4u);
  EXPECT_EQ(table.rejects[3].raw, "{\"a\":\"\xFF\"}");
  EXPECT_EQ(table.rejects[5].column, "a");
}

// A key of the last object only must be a column of the whole table.
TEST_F(JsonReaderTest, LateKeysAreColumns) {
  std::string text;
  for (int i = 0; i < 60000; ++i)
    text += "{\"id\":" + std::to_string(i) + ",\"note\":\"some words to fill\"}\n";
  text += "{\"id\":60000,\"late\":\"x\"}\n";
  auto table = read("a.jsonl", text);
  EXPECT_EQ(table.shape.columns, (Names{"id", "note", "late"}));
  ASSERT_EQ(table.rows.size(), 60001u);
  EXPECT_EQ(table.rows.back(), (Names{"60000", "<null>", "x"}));
  EXPECT_EQ(table.line.back(), 60001u);
}

TEST_F(JsonReaderTest, ArraysCutShortOrDamagedInside) {
  auto table = read("a.json", "[{\"a\":1},\n{\"a\":2},\n{\"a\":");
  EXPECT_EQ(table.rows.size(), 2u);
  ASSERT_EQ(table.rejects.size(), 2u);
  EXPECT_EQ(table.rejects[0].line, 3u);
  table = read("b.json", "[{\"a\":1},\n 5, \"x,]\", {\"a\":\"]},{\"} {\"a\":3}\n]\n");
  EXPECT_EQ(table.rows, (Rows{{"1"}, {"]},{"}, {"3"}}));
  EXPECT_EQ(table.rejects.size(), 2u);
}

TEST_F(JsonReaderTest, ElementsLongerThanAPiece) {
  std::string huge(std::size_t{5} << 20, 'x');
  auto table = read("a.ndjson", "{\"a\":1}\n{\"a\":\"" + huge + "\"}\n{\"a\":3}\n");
  EXPECT_EQ(table.rows, (Rows{{"1"}, {"3"}}));
  ASSERT_EQ(table.rejects.size(), 1u);
  EXPECT_EQ(table.rejects[0].line, 2u);
  EXPECT_EQ(table.rejects[0].raw.size(), std::size_t{64} << 10);
  EXPECT_EQ(table.line[1], 3u);
}

TEST_F(JsonReaderTest, OtherEncodings) {
  std::string wide = "\xFF\xFE";
  for (char c : std::string("[{\"a\":\"x\"}]")) wide += {c, '\0'};
  EXPECT_EQ(read("a.json", wide).rows, (Rows{{"x"}}));
  EXPECT_EQ(read("b.json", "\xEF\xBB\xBF{\"a\":\"y\"}\n").rows, (Rows{{"y"}}));
}

TEST_F(JsonReaderTest, RowsThatAnAnswerWrapsAreFound) {
  auto table =
      read("a.json",
           "{\"total\":2,\"note\":\"a \\\" { [ b\",\"page\":{\"at\":[1,2]},\"data\":{\"Customers\":\n"
           "[{\"name\":\"Li\",\"contact\":{\"phone\":\"138\"}},\n{\"name\":\"Wang\"}], "
           "\"more\":[{\"name\":\"x\"}]}}\n");
  EXPECT_EQ(table.shape.sheet, "data.Customers");
  EXPECT_EQ(table.shape.columns, (Names{"name", "contact.phone"}));
  EXPECT_EQ(table.rows, (Rows{{"Li", "138"}, {"Wang", "<null>"}}));
  // One customer with orders is one row; an empty list is none to look for.
  table = read("b.json", "{\"name\":\"Li\",\"orders\":[{\"no\":1},{\"no\":2}],\"items\":[]}");
  EXPECT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.shape.sheet, "");
  // Cut short within the list, and within what leads there.
  table = read("c.json", "{\"items\":[{\"a\":1},{\"a\":2},{\"a\":");
  EXPECT_EQ(table.rows.size(), 2u);
  EXPECT_FALSE(table.rejects.empty());
  EXPECT_EQ(error_of(file("d.json", "{\"total\":2,\"items")).code(), ErrorCode::bad_input);
}

TEST_F(JsonReaderTest, ObjectsWithoutLineEndsBetweenThem) {
  EXPECT_EQ(read("a.json", "{\"a\":1}{\"a\":2} {\"a\":3}\n").rows, (Rows{{"1"}, {"2"}, {"3"}}));
}

TEST_F(JsonReaderTest, NoObjectsOrTooManyKeys) {
  EXPECT_EQ(error_of(file("a.json", "[]")).code(), ErrorCode::bad_input);
  const auto strings = error_of(file("s.json", "[\"one\", \"two\"]"));
  EXPECT_NE(strings.sentence().key().find("no objects"), std::string::npos) << strings.sentence().key();
  EXPECT_EQ(error_of(file("b.json", "{\"a\":1\n")).code(), ErrorCode::bad_input);
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "{\"k" + std::to_string(i) + "\":1}\n";
  Error error = error_of(file("c.ndjson", text));
  EXPECT_EQ(error.code(), ErrorCode::bad_input);
  EXPECT_EQ(error.place().line, 4097u);
}

}  // namespace
}  // namespace kith::lens
