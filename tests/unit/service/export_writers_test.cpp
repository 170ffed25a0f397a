// The writers of exports. The adversaries: cells that a spreadsheet would run, cells made of the format's own
// marks, bytes that are no text, a disk that fills up, a file that is there already, and a reader that takes
// nothing on trust.
#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/utf8.h"
#include "export_reading.h"
#include "service/export/new_files.h"
#include "service/export/row_writer.h"

namespace kith::service {
namespace {

const std::vector<ExportColumn> two_columns = {{"name", "姓名", ExportCell::text},
                                               {"comment", "意见", ExportCell::text}};

using Rows = std::vector<std::vector<Field>>;

const Rows nasty = {{"plain", "two words"},
                    {"a,b", "said \"hi\""},
                    {"line\nbreak", "line\r\nbreak"},
                    {"王小明", "🙂 emoji 𠮷"},
                    {"ends with quote\"", "\"\""},
                    {" blanks around ", "a\tb"},
                    {"null beside", std::nullopt},
                    {std::nullopt, "_x0041_ _x_ _x00"},
                    {"<&>", "]]>"}};

void write_all(RowWriter& writer, const Rows& rows) {
  for (const auto& row : rows) {
    std::vector<Cell> cells;
    for (const auto& field : row) cells.push_back(field ? Cell(*field) : null_cell);
    writer.write(cells);
  }
  writer.finish();
}

std::string csv_of(const Rows& rows, bool lossless) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.csv", false);
  write_all(*make_csv_writer(files, two_columns, lossless), rows);
  files.publish();
  return bytes_of(folder / "out.csv");
}

std::string ndjson_of(const Rows& rows, const std::vector<ExportColumn>& columns) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.ndjson", false);
  write_all(*make_ndjson_writer(files, columns), rows);
  files.publish();
  return bytes_of(folder / "out.ndjson");
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

ErrorCode code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::internal;
}

TEST(ExportCsv, GivesBackEveryCell) {
  Rows rows = nasty;
  rows.push_back({"empty text beside", ""});
  rows.push_back({std::string("nul\0inside", 10), "\xEF\xBB\xBF mark"});
  auto table = parse_csv(csv_of(rows, true));
  ASSERT_EQ(table.size(), rows.size() + 1);
  EXPECT_EQ(table[0], (std::vector<Field>{"name", "comment"}));
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(table[i + 1], rows[i]) << i;
}

TEST(ExportCsv, BeginsWithAMarkForExcelUnlessLossless) {
  EXPECT_EQ(csv_of({}, false), "\xEF\xBB\xBFname,comment\r\n");
  EXPECT_EQ(csv_of({}, true), "name,comment\r\n");
}

TEST(ExportCsv, DisarmsFormulas) {
  for (std::string cell : {"=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+8613800138000", "-5", "@SUM(A1)",
                           "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "="}) {
    EXPECT_TRUE(is_formula_like(cell)) << cell;
    auto safe = parse_csv(csv_of({{cell, cell}}, false).substr(3));
    EXPECT_EQ(safe[1], (std::vector<Field>{"'" + cell, "'" + cell}));
    EXPECT_EQ(parse_csv(csv_of({{cell, cell}}, true))[1], (std::vector<Field>{cell, cell}));
  }
  for (std::string cell : {"", "a=b", "13800138000", "'=1", " x", "王=小明", "\xEF\xBC"}) {
    EXPECT_FALSE(is_formula_like(cell)) << cell;
  }
}

TEST(ExportCsv, ShowsBytesThatAreNoText) {
  auto table = parse_csv(csv_of({{"\xFFz\xE7\x8E", "=\xFE"}}, false).substr(3));
  EXPECT_EQ(table[1], (std::vector<Field>{"\uFFFDz\uFFFD\uFFFD", "'=\uFFFD"}));
}

TEST(ExportNdjson, LeavesNullsOutAndAltersNothing) {
  std::vector<ExportColumn> columns = {
      {"na\"me", "", ExportCell::text}, {"n", "", ExportCell::number}, {"extra", "", ExportCell::json}};
  EXPECT_EQ(ndjson_of({{"=1\"\\\n\x01", "12", "{\"a\":[]}"},
                       {std::nullopt, std::nullopt, std::nullopt},
                       {"", "-1", "[]"}},
                      columns),
            "{\"na\\\"me\":\"=1\\\"\\\\\\u000a\\u0001\",\"n\":12,\"extra\":{\"a\":[]}}\n{}\n"
            "{\"na\\\"me\":\"\",\"n\":-1,\"extra\":[]}\n");
  EXPECT_EQ(ndjson_of({{"\xFF", std::nullopt, std::nullopt}}, columns), "{\"na\\\"me\":\"\uFFFD\"}\n");
}

TEST(ExportXlsx, GivesBackEveryCell) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.xlsx", false);
  Rows rows = nasty;
  rows.push_back({"=1+1", "+8613800138000"});
  rows.push_back({"\x01\x1F", "0013"});
  write_all(*make_xlsx_writer(files, two_columns, false), rows);
  files.publish();
  auto table = read_table(folder / "out.xlsx");
  ASSERT_EQ(table.size(), rows.size() + 1);
  EXPECT_EQ(table[0], (std::vector<Field>{"姓名", "意见"}));
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(table[i + 1], rows[i]) << i;
}

TEST(ExportXlsx, ShowsWhatXmlCannotHold) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.xlsx", false);
  write_all(*make_xlsx_writer(files, two_columns, true), {{std::string("a\0b", 3), "\uFFFE\xFF"}});
  files.publish();
  auto table = read_table(folder / "out.xlsx");
  EXPECT_EQ(table[0], (std::vector<Field>{"name", "comment"}));
  EXPECT_EQ(table[1], (std::vector<Field>{"a\uFFFDb", "\uFFFD\uFFFD"}));
}

TEST(ExportXlsx, CutsCellsThatExcelWouldRefuseAndCountsThem) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.xlsx", false);
  auto writer = make_xlsx_writer(files, two_columns, false);
  std::string wide, fits(32767, 'x');
  for (int i = 0; i < 20000; ++i) wide += "𠮷";
  write_all(*writer, {{std::string(40000, 'x'), fits}, {wide, "_x0041_" + std::string(32760, 'y')}});
  files.publish();
  EXPECT_EQ(writer->shortened(), 3U);
  auto table = read_table(folder / "out.xlsx");
  EXPECT_EQ(*table[1][0], std::string(32766, 'x') + "…");
  EXPECT_EQ(table[1][1], fits);
  EXPECT_EQ(count_code_points(*table[2][0]), 16384U);
}

TEST(ExportXlsx, GoesOnInTheNextFileWhenOneIsFull) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.xlsx", false);
  Rows rows;
  for (int i = 0; i < 8; ++i) rows.push_back({std::to_string(i), "x"});
  auto before = open_descriptors();
  write_all(*make_xlsx_writer(files, two_columns, false, {3, 1 << 30}), rows);
  EXPECT_EQ(open_descriptors(), before);
  files.publish();
  ASSERT_EQ(files.paths(),
            (std::vector<std::string>{folder / "out.xlsx", folder / "out-2.xlsx", folder / "out-3.xlsx"}));
  std::vector<Field> read;
  for (const auto& path : files.paths()) {
    auto table = read_table(path);
    EXPECT_EQ(table[0], (std::vector<Field>{"姓名", "意见"}));
    for (std::size_t i = 1; i < table.size(); ++i) read.push_back(table[i][0]);
  }
  ASSERT_EQ(read.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(read[i], rows[i][0]);

  NewFiles more(folder / "small.xlsx", false);
  write_all(*make_xlsx_writer(more, two_columns, false, {100, 4}), rows);
  EXPECT_EQ(more.paths().size(), 4U);
}

// The rows of a workbook wait on disk in the clear: beside the export, where they go anyway, and under no
// name.
TEST(ExportXlsx, LeavesNoCopyElsewhere) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.xlsx", false);
  auto writer = make_xlsx_writer(files, two_columns, false);
  for (int i = 0; i < 100; ++i) writer->write(std::vector<Cell>{"a", "b"});
  std::size_t unnamed = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    auto target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (target.find(" (deleted)") == std::string::npos) continue;
    ++unnamed;
    EXPECT_EQ(target.substr(0, folder.path().size()), folder.path());
  }
  EXPECT_EQ(unnamed, 1U);
  EXPECT_EQ(folder.files(), 1U) << "out.xlsx.new";
}

TEST(ExportXlsx, AbandonedLeavesNoDescriptor) {
  TemporaryFolder folder;
  auto before = open_descriptors();
  {
    NewFiles files(folder / "out.xlsx", false);
    auto writer = make_xlsx_writer(files, two_columns, false);
    for (int i = 0; i < 1000; ++i) writer->write(std::vector<Cell>{"a", "b"});
  }
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(folder.files(), 0U);
}

TEST(ExportFiles, AppearWholeWithModeForTheOwnerOnly) {
  TemporaryFolder folder;
  auto old_mask = ::umask(0);
  NewFiles files(folder / "out.csv", false);
  auto writer = make_csv_writer(files, two_columns, false);
  writer->write(std::vector<Cell>{"a", "b"});
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv"));
  writer->finish();
  files.publish();
  ::umask(old_mask);
  struct stat status;
  ASSERT_EQ(::stat((folder / "out.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(folder.files(), 1U);
  EXPECT_EQ(files.bytes(), bytes_of(folder / "out.csv").size());
}

TEST(ExportFiles, RefuseWhatStandsThere) {
  TemporaryFolder folder;
  std::ofstream(folder / "out.csv") << "old";
  EXPECT_EQ(code_of([&] { NewFiles(folder / "out.csv", false); }), ErrorCode::conflict);
  EXPECT_EQ(code_of([&] { NewFiles(folder.path(), true); }), ErrorCode::conflict);
  EXPECT_EQ(code_of([&] { NewFiles("/dev/null", true); }), ErrorCode::conflict);
  EXPECT_EQ(code_of([&] { NewFiles(folder / "missing/out.csv", false); }), ErrorCode::not_found);
  EXPECT_EQ(code_of([&] { NewFiles(folder.path() + "/", false); }), ErrorCode::usage);
  EXPECT_EQ(code_of([&] { NewFiles("", false); }), ErrorCode::usage);
  EXPECT_EQ(bytes_of(folder / "out.csv"), "old");
}

TEST(ExportFiles, AFileThatCameMeanwhileStays) {
  TemporaryFolder folder;
  NewFiles files(folder / "out.csv", false);
  write_all(*make_csv_writer(files, two_columns, false), nasty);
  std::ofstream(folder / "out.csv") << "theirs";
  EXPECT_EQ(code_of([&] { files.publish(); }), ErrorCode::conflict);
  EXPECT_EQ(bytes_of(folder / "out.csv"), "theirs");
}

TEST(ExportFiles, ReplaceOnlyAtTheEndAndOnlyWhenToldTo) {
  TemporaryFolder folder;
  std::ofstream(folder / "out.csv") << "old";
  {
    NewFiles given_up(folder / "out.csv", true);
    make_csv_writer(given_up, two_columns, false)->finish();
  }
  EXPECT_EQ(bytes_of(folder / "out.csv"), "old");
  NewFiles files(folder / "out.csv", true);
  make_csv_writer(files, two_columns, true)->finish();
  files.publish();
  EXPECT_EQ(bytes_of(folder / "out.csv"), "name,comment\r\n");
  EXPECT_EQ(folder.files(), 1U);
}

TEST(ExportFiles, DoNotFollowALinkThatWaitsAtTheTemporaryName) {
  TemporaryFolder folder;
  std::ofstream(folder / "victim") << "precious";
  std::filesystem::create_symlink(folder / "victim", folder / "out.csv.new");
  NewFiles files(folder / "out.csv", false);
  write_all(*make_csv_writer(files, two_columns, false), nasty);
  files.publish();
  EXPECT_EQ(bytes_of(folder / "victim"), "precious");
  EXPECT_TRUE(std::filesystem::is_regular_file(std::filesystem::symlink_status(folder / "out.csv")));
}

// Until the end of the block no file of this process may grow past `bytes`.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &old_);
    rlimit small{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int);
};

void fill(RowWriter& writer) {
  for (int i = 0; i < 60000; ++i)
    writer.write(std::vector<Cell>{"some name of a person", "and what it said"});
  writer.finish();
}

TEST(ExportFiles, ADiskThatTakesNoMoreIsAnErrorAndLeavesNothing) {
  TemporaryFolder folder;
  for (std::string name : {"out.csv", "out.ndjson", "out.xlsx"}) {
    auto work = [&] {
      NewFiles files(folder / name, false);
      SmallDisk small(1 << 20);
      auto writer = name == "out.csv"      ? make_csv_writer(files, two_columns, false)
                    : name == "out.ndjson" ? make_ndjson_writer(files, two_columns)
                                           : make_xlsx_writer(files, two_columns, false);
      fill(*writer);
      files.publish();
    };
    EXPECT_EQ(code_of(work), ErrorCode::io) << name;
    EXPECT_EQ(folder.files(), 0U) << name;
  }
}

// The rows fit, the workbook does not: the library must tell when it puts it together.
TEST(ExportFiles, AWorkbookThatIsCutShortIsAnError) {
  TemporaryFolder folder;
  auto work = [&] {
    NewFiles files(folder / "out.xlsx", false);
    auto writer = make_xlsx_writer(files, two_columns, false);
    for (int i = 0; i < 100; ++i) writer->write(std::vector<Cell>{"a", "b"});
    SmallDisk small(3000);
    writer->finish();
    files.publish();
  };
  EXPECT_EQ(code_of(work), ErrorCode::io);
  EXPECT_EQ(folder.files(), 0U);
}

}  // namespace
}  // namespace kith::service
