#include <gtest/gtest.h>

#include "lens/readers/xlsx_values.h"
#include "reader_fixture.h"
#include "xlsx_maker.h"

namespace kith::lens {
namespace {

using Maker = XlsxMaker;

class XlsxReaderTest : public ReaderTest {
 protected:
  ReadTable read_book(const XlsxMaker& book, const ReadOptions& options = {}) const {
    std::string path = (directory_ / "book.xlsx").string();
    book.write(path);
    return read_all(path, options);
  }
  Error error_of_book(const XlsxMaker& book, const ReadOptions& options = {}) const {
    std::string path = (directory_ / "book.xlsx").string();
    book.write(path);
    return error_of(path, options);
  }
};

std::string row(int number, const std::string& cells) {
  return "<row r=\"" + std::to_string(number) + "\">" + cells + "</row>";
}

TEST_F(XlsxReaderTest, TitleTwoLevelHeaderAndMergedNames) {
  XlsxMaker book;
  book.sheets["客户"] = Maker::sheet(
      row(1, Maker::text("A1", "客户名单")) + row(2, Maker::text("A2", "制表：张三")) +
          row(4, Maker::text("A4", "姓名") + Maker::text("B4", "联系方式") + Maker::text("D4", "城市")) +
          row(5, Maker::text("B5", "手机") + Maker::text("C5", "邮箱")) +
          row(6, Maker::text("A6", "王芳") + Maker::number("B6", "13800138000") + Maker::text("D6", "北京")) +
          row(9, Maker::text("A9", "李明") + Maker::text("C9", "a@b.cn") + Maker::text("F9", "extra")),
      "<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A4:A5\"/><mergeCell ref=\"B4:C4\"/>"
      "<mergeCell ref=\"D4:D5\"/></mergeCells>");
  auto table = read_book(book);
  EXPECT_EQ(table.shape.format, FileFormat::xlsx);
  EXPECT_EQ(table.shape.sheet, "客户");
  EXPECT_EQ(table.shape.header_line, 4u);
  EXPECT_EQ(table.shape.columns,
            (Names{"姓名", "联系方式.手机", "联系方式.邮箱", "城市", "column_5", "column_6"}));
  EXPECT_EQ(table.rows, (Rows{{"王芳", "13800138000", "<null>", "北京", "<null>", "<null>"},
                              {"李明", "<null>", "a@b.cn", "<null>", "<null>", "extra"}}));
  EXPECT_EQ(table.row, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(table.line, (std::vector<std::uint64_t>{6, 9}));
}

TEST_F(XlsxReaderTest, StringsShapesAndTypes) {
  XlsxMaker book;
  book.strings =
      "<sst><si><t>name</t></si><si><r><t>rich </t></r><r><t xml:space=\"preserve\">te&amp;xt</t></r>"
      "<rPh sb=\"0\" eb=\"1\"><t>phonetic</t></rPh></si><si><t>line_x000D_&#10;two</t></si></sst>";
  book.styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"170\" "
      "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
      "<numFmt numFmtId=\"171\" formatCode=\"[Red]0.00\"/></numFmts><cellStyleXfs><xf "
      "numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"22\"/>"
      "<xf numFmtId=\"171\"/><xf numFmtId=\"46\"/><xf numFmtId=\"21\"/></cellXfs></styleSheet>";
  book.sheets["s"] = Maker::sheet(
      "<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>b</t></is></c><c t=\"str\"><v>c</v></c>"
      "<c t=\"str\"><v>d</v></c><c t=\"str\"><v>e</v></c><c t=\"str\"><v>f</v></c><c "
      "t=\"str\"><v>g</v></c></row>"
      "<row hidden=\"1\"><c t=\"s\"><v>1</v></c><c t=\"b\"><v>1</v></c><c s=\"1\"><v>36526</v></c>"
      "<c s=\"2\"><v>45292</v></c><c s=\"3\"><v>45292.604166666664</v></c><c "
      "s=\"4\"><v>0.30000000000000004</v></c>"
      "<c t=\"e\"><v>#N/A</v></c></row>"
      "<row><c t=\"s\"><v>2</v></c><c t=\"b\"><v>0</v></c><c s=\"5\"><v>1.5</v></c><c s=\"6\"><v>0.25</v></c>"
      "<c><f>1+1</f><v>2</v></c><c><v>1.3800138E10</v></c><c><v>123456789012345678</v></c></row>");
  auto table = read_book(book);
  EXPECT_EQ(table.shape.columns, (Names{"name", "b", "c", "d", "e", "f", "g"}));
  EXPECT_EQ(
      table.rows,
      (Rows{{"rich te&xt", "true", "2000-01-01", "2024-01-01", "2024-01-01T14:30:00", "0.3", "#N/A"},
            {"line\r\ntwo", "false", "36:00:00", "06:00:00", "2", "13800138000", "123456789012345678"}}));
  book.workbook_properties = "<workbookPr date1904=\"1\"/>";
  EXPECT_EQ(read_book(book).rows[0][2], "2004-01-02");
}

TEST_F(XlsxReaderTest, SheetsByNameOrTheFirstWithRows) {
  XlsxMaker book;
  book.sheets["1 empty"] = Maker::sheet("");
  book.sheets["2 header"] = Maker::sheet(row(1, Maker::text("A1", "a") + Maker::text("B1", "b")));
  book.sheets["3 hidden"] = Maker::sheet(row(1, Maker::text("A1", "h")) + row(2, Maker::text("A2", "hh")));
  book.sheets["4 data"] = Maker::sheet(row(1, Maker::text("A1", "d")) + row(2, Maker::text("A2", "dd")));
  book.hidden = "3 hidden";
  EXPECT_EQ(read_book(book).shape.sheet, "4 data");
  ReadOptions options;
  options.sheet = "3 hidden";
  EXPECT_EQ(read_book(book, options).rows, (Rows{{"hh"}}));
  options.sheet = "none";
  Error error = error_of_book(book, options);
  EXPECT_EQ(error.code(), ErrorCode::bad_input);
  EXPECT_NE(error.hint().render(Language::en).find("4 data"), std::string::npos);
  options.sheet = "2 header";
  EXPECT_EQ(error_of_book(book, options).place().line, 1u);
}

TEST_F(XlsxReaderTest, ASheetThatExplainsIsNotTheTable) {
  XlsxMaker book;
  book.sheets["1 说明"] =
      Maker::sheet(row(1, Maker::text("A1", "使用说明")) + row(2, Maker::text("A2", "请勿修改")));
  book.sheets["2 客户"] =
      Maker::sheet(row(1, Maker::text("A1", "姓名") + Maker::text("B1", "手机")) +
                   row(2, Maker::text("A2", "王芳") + Maker::number("B2", "13800138000")));
  EXPECT_EQ(read_book(book).shape.sheet, "2 客户");
  ReadOptions options;
  options.sheet = "1 说明";
  EXPECT_EQ(read_book(book, options).rows, (Rows{{"请勿修改"}}));
}

TEST_F(XlsxReaderTest, TotalsAndHeadersOfLaterPagesAreNoRecords) {
  XlsxMaker book;
  auto header = [](int at) {
    const auto line = std::to_string(at);
    return row(at, Maker::text("A" + line, "姓名") + Maker::text("B" + line, "手机") +
                       Maker::text("C" + line, "金额"));
  };
  auto customer = [](int at, const char* name) {
    const auto line = std::to_string(at);
    return row(at, Maker::text("A" + line, name) + Maker::number("B" + line, "13800138000") +
                       Maker::number("C" + line, "5"));
  };
  book.sheets["s"] =
      Maker::sheet(header(1) + customer(2, "王芳") + header(3) + customer(4, "李明") +
                   row(5, Maker::text("A5", "合计") + Maker::number("C5", "10")) + customer(6, "合计芳"));
  auto table = read_book(book);
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[2][0], "合计芳");
  ASSERT_EQ(table.rejects.size(), 2u);
  EXPECT_EQ(table.rejects[0].reason.key(), "repeats the header");
  EXPECT_EQ(table.rejects[0].line, 3u);
  EXPECT_EQ(table.rejects[1].reason.key(), "is a row of totals");
}

TEST_F(XlsxReaderTest, TheHeaderStandsWhereSomebodySays) {
  XlsxMaker book;
  book.sheets["s"] = Maker::sheet(row(1, Maker::text("A1", "name") + Maker::text("B1", "phone")) +
                                  row(2, Maker::text("A2", "old") + Maker::text("B2", "1")) +
                                  row(40, Maker::text("A40", "姓名") + Maker::text("B40", "手机")) +
                                  row(41, Maker::text("A41", "王芳") + Maker::number("B41", "13800138000")));
  ReadOptions options;
  options.header_line = 40;
  auto table = read_book(book, options);
  EXPECT_EQ(table.shape.header_line, 40u);
  EXPECT_EQ(table.shape.columns, (Names{"姓名", "手机"}));
  EXPECT_EQ(table.rows, (Rows{{"王芳", "13800138000"}}));
  options.header_line = 39;
  EXPECT_EQ(error_of_book(book, options).code(), ErrorCode::bad_input);
  options.header_line = 4000;
  EXPECT_EQ(error_of_book(book, options).code(), ErrorCode::bad_input);
}

TEST_F(XlsxReaderTest, NoHeader) {
  XlsxMaker book;
  book.sheets["s"] = Maker::sheet(row(1, Maker::text("A1", "王芳") + Maker::number("B1", "13800138000")) +
                                  row(2, Maker::text("A2", "李明") + Maker::number("B2", "13900139000")));
  auto table = read_book(book);
  EXPECT_FALSE(table.shape.header);
  EXPECT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.line[0], 1u);
}

// The adversary sends what a spreadsheet program never writes.
TEST_F(XlsxReaderTest, HostileAndDamagedParts) {
  std::string good = row(1, Maker::text("A1", "a")) + row(2, Maker::text("A2", "b"));
  const std::string hostile[] = {
      "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>" + Maker::sheet(good),
      "<worksheet><sheetData>" + good,
      Maker::sheet("<row r=\"1\"><c t=\"s\"><v>7</v></c></row>"),
      Maker::sheet(row(1, Maker::text("A1", "&undefined;"))),
      Maker::sheet(row(1, Maker::text("A1", "&#xD800;"))),
      Maker::sheet(row(2, Maker::text("A2", "a")) + row(1, Maker::text("A1", "b"))),
      Maker::sheet("<row r=\"99999999999\"><c><v>1</v></c></row>"),
      Maker::sheet(row(1, Maker::text("ZZZZ1", "a"))),
      Maker::sheet(row(1, Maker::text("XFE1", "a"))),
      "<worksheet " + std::string(300 << 10, 'x') + "/>",
      "not xml at all",
      "",
  };
  for (const auto& xml : hostile) {
    XlsxMaker book;
    book.sheets["s"] = xml;
    EXPECT_EQ(error_of_book(book).code(), ErrorCode::bad_input) << xml.substr(0, 200);
  }
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  XlsxMaker book;
  book.sheets["s"] = deep;
  EXPECT_EQ(error_of_book(book).code(), ErrorCode::bad_input);
  book.sheets["s"] = Maker::sheet(good + row(3, Maker::text("A3", "x\xFFy")) +
                                  row(4, Maker::text("A4", "z&#0;")) + row(5, Maker::text("A5", "end")));
  auto table = read_book(book);
  EXPECT_EQ(table.rows, (Rows{{"b"}, {"end"}}));
  ASSERT_EQ(table.rejects.size(), 2u);
  EXPECT_EQ(table.rejects[0].line, 3u);
  EXPECT_EQ(table.rejects[0].raw, "x\xFFy");
}

TEST_F(XlsxReaderTest, ZipThatIsNoWorkbook) {
  XlsxMaker book;
  book.sheets["s"] = Maker::sheet("");
  std::string path = (directory_ / "x.zip").string();
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  zip_file_add(archive, "customers.csv", zip_source_buffer(archive, "a,b\n", 4, 0), 0);
  zip_close(archive);
  EXPECT_EQ(error_of(path).code(), ErrorCode::bad_input);
}

TEST(XlsxValues, FormatCodes) {
  EXPECT_EQ(kind_of_code("General"), NumberKind::number);
  EXPECT_EQ(kind_of_code("#,##0.00_);[Red](#,##0.00)"), NumberKind::number);
  EXPECT_EQ(kind_of_code("0.00E+00"), NumberKind::number);
  EXPECT_EQ(kind_of_code("\"day\" 0"), NumberKind::number);
  EXPECT_EQ(kind_of_code("0\"个月\""), NumberKind::number);
  EXPECT_EQ(kind_of_code("yyyy-mm-dd"), NumberKind::date);
  EXPECT_EQ(kind_of_code("[$-804]yyyy\"年\"m\"月\";@"), NumberKind::date);
  EXPECT_EQ(kind_of_code("mmm"), NumberKind::date);
  EXPECT_EQ(kind_of_code("h:mm AM/PM"), NumberKind::time);
  EXPECT_EQ(kind_of_code("上午/下午h\"时\"mm\"分\""), NumberKind::time);
  EXPECT_EQ(kind_of_code("mm:ss.0"), NumberKind::time);
  EXPECT_EQ(kind_of_code("yyyy/m/d h:mm"), NumberKind::date_time);
  EXPECT_EQ(kind_of_code("[h]:mm:ss"), NumberKind::elapsed);
}

TEST(XlsxValues, DatesAndNumbers) {
  EXPECT_EQ(cell_text("1", NumberKind::date, false), "1900-01-01");
  EXPECT_EQ(cell_text("59", NumberKind::date, false), "1900-02-28");
  EXPECT_EQ(cell_text("60", NumberKind::date, false), "1900-02-29");
  EXPECT_EQ(cell_text("61", NumberKind::date, false), "1900-03-01");
  EXPECT_EQ(cell_text("2958465", NumberKind::date, false), "9999-12-31");
  EXPECT_EQ(cell_text("2958466", NumberKind::date, false), "2958466");
  EXPECT_EQ(cell_text("-1", NumberKind::date, false), "-1");
  EXPECT_EQ(cell_text("0", NumberKind::date, true), "1904-01-01");
  EXPECT_EQ(cell_text("45292.999999999", NumberKind::date_time, false), "2024-01-02");
  EXPECT_EQ(cell_text("45292.5000057870", NumberKind::date_time, false), "2024-01-01T12:00:00.500");
  EXPECT_EQ(cell_text("1E-7", NumberKind::number, false), "0.0000001");
  EXPECT_EQ(cell_text("-1.5E3", NumberKind::number, false), "-1500");
  EXPECT_EQ(cell_text("007", NumberKind::number, false), "007");
  EXPECT_EQ(cell_text("12.50", NumberKind::number, false), "12.5");
  EXPECT_EQ(cell_text("1.0", NumberKind::number, false), "1");
  EXPECT_EQ(cell_text("99999999999999999999", NumberKind::number, false), "99999999999999999999");
  EXPECT_EQ(cell_text("text", NumberKind::date, false), "text");
}

}  // namespace
}  // namespace kith::lens
