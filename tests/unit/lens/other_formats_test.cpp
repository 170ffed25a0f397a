// Formats besides CSV, JSON and XLSX, packings, encodings, and files made to harm.
#include <chrono>
#include <string>

#include <zip.h>
#include <zstd.h>

#include "base/utf8.h"
#include "lens/readers/encoded_words.h"
#include "reader_fixture.h"

namespace kith::lens {
namespace {

class OtherFormatsTest : public ReaderTest {
 protected:
  std::string zip(const std::string& name,
                  const std::vector<std::pair<std::string, std::string>>& files) const {
    std::string path = (directory_ / name).string();
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    for (const auto& [member, content] : files) {
      auto* source = zip_source_buffer(archive, content.data(), content.size(), 0);
      zip_file_add(archive, member.c_str(), source, ZIP_FL_ENC_UTF_8);
    }
    zip_close(archive);
    return path;
  }
};

const std::string table = "姓名,手机,城市\n王芳,13800138000,北京\n李明,13900139000,上海\n";
const Rows people{{"王芳", "13800138000", "北京"}, {"李明", "13900139000", "上海"}};

TEST_F(OtherFormatsTest, Zstd) {
  std::string packed(ZSTD_compressBound(table.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), table.data(), table.size(), 3));
  auto read_back = read("a.csv.zst", packed + packed);
  EXPECT_EQ(read_back.shape.compression, "zstd");
  EXPECT_EQ(read_back.rows[0], people[0]);
  Error error = error_of(file("half.csv.zst", packed.substr(0, packed.size() / 2)));
  EXPECT_EQ(error.code(), ErrorCode::bad_input);
}

TEST_F(OtherFormatsTest, OneFileInAZip) {
  auto read_back = read_all(zip("a.zip", {{"export/客户.csv", table}, {"__MACOSX/._x", "x"}}));
  EXPECT_EQ(read_back.shape.compression, "zip");
  EXPECT_EQ(read_back.shape.sheet, "export/客户.csv");
  EXPECT_EQ(read_back.rows, people);
}

TEST_F(OtherFormatsTest, SeveralFilesInAZipAreAskedFor) {
  auto path = zip("a.zip", {{"a.csv", table}, {"b.csv", "x,y\n1,2\n"}});
  Error error = error_of(path);
  EXPECT_EQ(error.code(), ErrorCode::bad_input);
  EXPECT_NE(error.hint().render(Language::en).find("a.csv, b.csv"), std::string::npos);
  ReadOptions options;
  options.sheet = "b.csv";
  EXPECT_EQ(read_all(path, options).rows, (Rows{{"1", "2"}}));
  options.sheet = "c.csv";
  EXPECT_EQ(error_of(path, options).code(), ErrorCode::bad_input);
}

TEST_F(OtherFormatsTest, TheTablesOfAFileAreNamed) {
  auto path = zip("a.zip", {{"a.csv", table}, {"__MACOSX/._x", "x"}, {"b.csv", "x,y\n1,2\n"}});
  EXPECT_EQ(FileReader::tables(path, {}), (std::vector<std::string>{"a.csv", "b.csv"}));
  EXPECT_TRUE(FileReader::tables(file("a.csv", std::string(table)), {}).empty());
}

TEST_F(OtherFormatsTest, ZipsMadeToHarm) {
  for (const char* name : {"../../etc/passwd.csv", "/etc/a.csv", "a/../../b.csv", "..\\a.csv", "C:\\a.csv"}) {
    EXPECT_EQ(error_of(zip("a.zip", {{name, table}})).code(), ErrorCode::bad_input) << name;
  }
  auto inner = zip("inner.zip", {{"a.csv", table}});
  EXPECT_EQ(error_of(zip("nested.zip", {{"inner.zip", content_of(inner)}})).code(), ErrorCode::bad_input);
  EXPECT_EQ(error_of(zip("none.zip", {{"__MACOSX/._x", "x"}})).code(), ErrorCode::bad_input);
  EXPECT_EQ(error_of(zip("office.zip", {{"mimetype", "application/x"}, {"content.xml", "<a/>"}})).code(),
            ErrorCode::bad_input);
  std::string half = content_of(inner);
  half.resize(half.size() - 30);
  EXPECT_EQ(error_of(file("half.zip", half)).code(), ErrorCode::bad_input);
  std::string same = "a,b\n";
  while (same.size() < (std::size_t{300} << 20)) same.append(std::string(1 << 20, '\n'));
  Error error = error_of(zip("bomb.zip", {{"a.csv", same}}));
  EXPECT_NE(std::string(error.what()).find("hundreds of times"), std::string::npos) << error.what();
}

TEST_F(OtherFormatsTest, Encodings) {
  const std::string big5 =
      "\xA9\x6D\xA6\x57,\xAB\xB0\xA5\xAB\n\xA4\xFD\xA4\x70\xA9\xFA,\xBB\x4F\xA5\x5F\xA5\xAB\n"
      "\xB3\xAF\xAC\xFC\xAC\xC2,\xB0\xAA\xB6\xAF\xA5\xAB\n";
  auto read_back = read("a.csv", big5);
  EXPECT_EQ(read_back.shape.encoding, "Big5");
  EXPECT_EQ(read_back.rows, (Rows{{"王小明", "臺北市"}, {"陳美玲", "高雄市"}}));
  const std::string japanese =
      "\x8E\x81\x96\xBC,\x8F\x5A\x8F\x8A\n\x8E\x52\x93\x63\x91\xBE\x98\x59,\x93\x8C\x8B\x9E\x93\x73\n";
  read_back = read("b.csv", japanese);
  EXPECT_EQ(read_back.shape.encoding, "Shift_JIS");
  EXPECT_EQ(read_back.rows, (Rows{{"山田太郎", "東京都"}}));
  const std::string euc_japanese =
      "\xBB\xE1\xCC\xBE,\xA5\xD5\xA5\xEA\xA5\xAC\xA5\xCA,\xBD\xBB\xBD\xEA\n"
      "\xBB\xB3\xC5\xC4\xC2\xC0\xCF\xBA,\xA5\xE4\xA5\xDE\xA5\xC0\xA5\xBF\xA5\xED\xA5\xA6,"
      "\xC5\xEC\xB5\xFE\xC5\xD4\n"
      "\xBA\xB4\xC6\xA3\xB2\xD6\xBB\xD2,\xA5\xB5\xA5\xC8\xA5\xA6\xA5\xCF\xA5\xCA\xA5\xB3,"
      "\xC2\xE7\xBA\xE5\xC9\xDC\n";
  read_back = read("c.csv", euc_japanese);
  EXPECT_EQ(read_back.shape.encoding, "EUC-JP");
  EXPECT_EQ(read_back.rows,
            (Rows{{"山田太郎", "ヤマダタロウ", "東京都"}, {"佐藤花子", "サトウハナコ", "大阪府"}}));
  const std::string korean =
      "\xC0\xCC\xB8\xA7,\xC0\xFC\xC8\xAD,\xC1\xD6\xBC\xD2\n"
      "\xB1\xE8\xB9\xCE\xC1\xD8,010-1234-5678,\xBC\xAD\xBF\xEF\xC6\xAF\xBA\xB0\xBD\xC3 "
      "\xB0\xAD\xB3\xB2\xB1\xB8\n"
      "\xC0\xCC\xBC\xAD\xBF\xAC,010-2345-6789,\xBA\xCE\xBB\xEA\xB1\xA4\xBF\xAA\xBD\xC3 "
      "\xC7\xD8\xBF\xEE\xB4\xEB\xB1\xB8\n";
  read_back = read("d.csv", korean);
  EXPECT_EQ(read_back.shape.encoding, "EUC-KR");
  EXPECT_EQ(read_back.rows, (Rows{{"김민준", "010-1234-5678", "서울특별시 강남구"},
                                  {"이서연", "010-2345-6789", "부산광역시 해운대구"}}));
  std::string wide, wide_big;
  for (std::size_t at = 0; at < table.size();) {
    char32_t c = next_code_point(table, at);
    for (int shift : {0, 8, 16, 24}) wide += static_cast<char>(c >> shift);
    for (int shift : {24, 16, 8, 0}) wide_big += static_cast<char>(c >> shift);
  }
  for (const auto& bytes : {wide, wide_big, std::string("\xFF\xFE\0\0", 4) + wide}) {
    read_back = read("c.csv", bytes);
    EXPECT_EQ(read_back.shape.encoding.substr(0, 6), "UTF-32");
    EXPECT_EQ(read_back.rows, people);
  }
}

TEST_F(OtherFormatsTest, FixedWidth) {
  const std::string lines =
      "id  name           amount\n--- -------------- ------\n1   Ann Olsen        12.5\n2   王芳             "
      " 7.0\n"
      "3   Bob Rossi       123.4\n10  Eve van Meier     1.0\n11  Jo                2.5\n";
  auto read_back = read("a.txt", lines);
  EXPECT_EQ(read_back.shape.format, FileFormat::fixed_width);
  EXPECT_EQ(read_back.shape.columns, (Names{"id", "name", "amount"}));
  EXPECT_EQ(read_back.rows[1], (Names{"2", "王芳", "7.0"}));
  EXPECT_EQ(read_back.rows.size(), 5u);
}

TEST_F(OtherFormatsTest, VcardsOfAllVersions) {
  auto read_back = read(
      "a.vcf",
      "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E8=8A=B3;;;\r\n"
      "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=\r\n=E8=8A=B3\r\nTEL;CELL:13800138000\r\n"
      "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRg==\r\n\r\nEND:VCARD\r\n"
      "BEGIN:VCARD\nVERSION:3.0\nN:Olsen;Ann;;Dr.;\nFN:Dr. Ann Olsen\nORG:Acme\\, Inc.;Sales\n"
      "TITLE:Head of Sal\n es\nTEL;TYPE=CELL,VOICE:+47 900 11 222\nitem1.EMAIL;type=INTERNET:ann@x.no\n"
      "EMAIL:ann2@x.no\nNOTE:one\\ntwo\nEND:VCARD\n"
      "BEGIN:VCARD\nVERSION:4.0\nFN:Bob Rossi\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+39-06-1\nEND:VCARD\n"
      "BEGIN:VCARD\nFN:Cut off\n");
  auto cell = [&](std::size_t row, const std::string& column) {
    const auto& columns = read_back.shape.columns;
    auto at = std::find(columns.begin(), columns.end(), column);
    return at == columns.end() ? "no such column"
                               : read_back.rows[row][static_cast<std::size_t>(at - columns.begin())];
  };
  ASSERT_EQ(read_back.rows.size(), 3u);
  EXPECT_EQ(cell(0, "name"), "王芳");
  EXPECT_EQ(cell(0, "family_name"), "王");
  EXPECT_EQ(cell(1, "company"), "Acme, Inc.");
  EXPECT_EQ(cell(1, "job_title"), "Head of Sales");
  EXPECT_EQ(cell(1, "email_2"), "ann2@x.no");
  EXPECT_EQ(cell(1, "note"), "one\ntwo");
  EXPECT_EQ(cell(2, "homephone"), "+39-06-1");
  ASSERT_EQ(read_back.rejects.size(), 1u);
  EXPECT_EQ(read_back.rejects[0].reason.key(), "the card has no end");
}

TEST_F(OtherFormatsTest, Mail) {
  auto read_back = read(
      "a.mbox",
      "From a@b Mon Jan  1 00:00:00 2026\nFrom: =?utf-8?B?546L6Iqz?= <wf@x.cn>\n"
      "To: a@k.cn,\n b@k.cn\nSubject: =?gb2312?B?xOO6ww==?= =?gb2312?Q?=CA=C0=BD=E7?=\n\nHello\n"
      "From here no\n\nFrom b@c Tue Jan  2 00:00:00 2026\nFrom: \"Olsen, Ann\" <ann@x.no>\nDate: today\n\n");
  EXPECT_EQ(read_back.rows,
            (Rows{{"王芳", "wf@x.cn", "<null>", "a@k.cn, b@k.cn", "<null>", "<null>", "你好世界", "<null>"},
                  {"Olsen, Ann", "ann@x.no", "<null>", "<null>", "<null>", "today", "<null>", "<null>"}}));
  read_back = read("a.eml", "Received: by x\nFrom: bob@x.it (Bob Rossi)\nTo: k@k.cn\nSubject: x\n\nbody\n");
  EXPECT_EQ(read_back.rows[0][0], "Bob Rossi");
}

TEST_F(OtherFormatsTest, SqliteAndParquetFiles) {
  auto chinook = public_data() / "customers/chinook/Chinook_Sqlite.sqlite";
  if (public_data().empty()) GTEST_SKIP() << "no public data sets here (KITH_DATA)";
  EXPECT_NE(error_of(chinook.string()).hint().render(Language::en).find("Customer"), std::string::npos);
  ReadOptions options;
  options.sheet = "Customer";
  auto read_back = read_all(chinook.string(), options);
  EXPECT_EQ(read_back.shape.format, FileFormat::sqlite);
  EXPECT_EQ(read_back.rows.size(), 59u);
  EXPECT_EQ(read_back.rows[0][1], "Luís");
  std::string half = content_of(chinook).substr(0, 20000);
  EXPECT_EQ(error_of(file("half.sqlite", half), options).code(), ErrorCode::bad_input);
  EXPECT_EQ(error_of(file("a.parquet", "PAR1" + std::string(200, 'x') + "PAR1")).code(),
            ErrorCode::bad_input);
}

// Bounded time and memory, one clear sentence, nothing half done.
TEST_F(OtherFormatsTest, HugeLinesAndTables) {
  auto begun = std::chrono::steady_clock::now();
  auto read_back = read("long.csv", "a,b\n1," + std::string(std::size_t{100} << 20, 'x') + "\n2,3\n");
  EXPECT_EQ(read_back.rows, (Rows{{"2", "3"}}));
  ASSERT_EQ(read_back.rejects.size(), 1u);
  EXPECT_EQ(read_back.rejects[0].reason.key(), "a line of more than 4 MiB");
  EXPECT_EQ(read_back.line[0], 3u);
  std::string names, cells;
  for (int i = 0; i < 100'000; ++i) {
    names += (i ? ",c" : "c") + std::to_string(i);
    cells += i ? ",1" : "1";
  }
  Error error = error_of(file("wide.csv", names + "\n" + cells + "\n"));
  EXPECT_NE(std::string(error.what()).find("100000 columns"), std::string::npos) << error.what();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

TEST_F(OtherFormatsTest, BrokenFirstLineOfNdjsonIsAReject) {
  for (const char* first : {"oops", "{\"a\":1,", "\x7f"}) {
    auto read_back = read("a.ndjson", std::string(first) + "\n{\"a\":2}\n{\"a\":3}\n");
    EXPECT_EQ(read_back.rows, (Rows{{"2"}, {"3"}})) << first;
    ASSERT_EQ(read_back.rejects.size(), 1u) << first;
    EXPECT_EQ(read_back.rejects[0].line, 1u);
  }
  auto read_back = read("a.json", "[{\"a\":\"\\ud800 x\"},{\"a\":\"ok\"}]");
  EXPECT_EQ(read_back.rows, (Rows{{"ok"}}));
  EXPECT_EQ(read_back.rejects.size(), 1u);
}

TEST_F(OtherFormatsTest, EncodedWords) {
  EXPECT_EQ(decoded_header("=?UTF-8?Q?Ren=C3=A9?= Dupr"), "René Dupr");
  EXPECT_EQ(decoded_header("=?utf-8?B?546L?=  =?utf-8?B?6Iqz?="), "王芳");
  EXPECT_EQ(decoded_header("=?nonsense"), "=?nonsense");
  EXPECT_EQ(decoded_header("=?x-no-such?Q?a?= b"), "a b");
}

}  // namespace
}  // namespace kith::lens
