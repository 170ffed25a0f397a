// Exports of a real small base, made from a file as people send them. The adversaries: formulas, quotes, line
// breaks and bytes that are no text in the cells; customers with several phones; a cancelled export; an
// export beside the audit log; a path that would destroy the base itself.
#include "service/export_table.h"

#include <filesystem>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "base/date.h"
#include "base/error.h"
#include "base/random.h"
#include "export_reading.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "service/decide.h"
#include "service/export/export_sql.h"
#include "service/import_file.h"
#include "service/resolve_records.h"

namespace kith::service {
namespace {

using Json = nlohmann::json;

constexpr std::string_view customers_csv =
    "id,name,phone,email,comment,colour\n"
    "1,王小明,13800138000,xiaoming.wang@example.com,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",=1+1\n"
    "2,王小明,13912345678,xiaoming.wang@example.com,\"said \"\"hi\"\", twice\",\n"
    "3,Ada Lovelace,+44 20 7946 0958,ada@example.com,\"first line\nsecond line\",blau 🙂\n"
    "4,李雷,not a phone,,,\"\"\n"
    "5,too,many,cells,in,this,row,=2+2\n"
    "6,韩梅梅,13700001111,mei@example.com,＝SUM(A1),红\n"
    "7,Zo\xFF\xFE,13700002222,,,\n";

constexpr std::string_view more_csv =
    "id,name,phone,email\n"
    "90,Grace Hopper,+1 212 555 0123,grace@example.com\n";

// One base for all tests: they only read it.
class ExportTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    KeyChoice choice;
    choice.default_folder = *folder_ / "keys";
    home_ = Home::create(*folder_ / "home", choice);
    home_->ledger().write([](ledger::Write& write) {
      ledger::Source source;
      source.name = "官网 web";
      source.owner = "o";
      source.purpose = "p";
      source.lawful_basis = "contract";
      source.retention_days = 365;
      ledger::add_source(write, source);
    });
    import("customers.csv", customers_csv);
    import("more.csv", more_csv);
    resolve_records(*home_, progress_, cancel_, 1);
    join("王小明");
  }
  static void TearDownTestSuite() {
    home_.reset();
    folder_.reset();
  }

  static void import(const std::string& name, std::string_view bytes) {
    std::ofstream(*folder_ / name, std::ios::binary) << bytes;
    ImportRequest request;
    request.file = *folder_ / name;
    request.source = "官网 web";
    request.kind = BatchKind::customers;
    request.threads = 1;
    request.read.encoding = "UTF-8";
    import_file(*home_, request, progress_, cancel_);
  }

  // Five records teach matching little: the customers of that name are one, says a person.
  static void join(const std::string& name) {
    std::vector<CustomerId> customers;
    home_->lens(progress_, cancel_)
        .query("SELECT id FROM customer WHERE name = $1 ORDER BY id", std::vector<lens::LensValue>{name},
               [&](const lens::LensRow& row) { customers.emplace_back(row.integer(0)); });
    if (customers.size() > 1) merge_customers(*home_, customers, "namesakes with one mailbox", false);
  }

  static ExportRequest request(ExportTable table, ExportFormat format, const std::string& path) {
    ExportRequest request;
    request.table = table;
    request.format = format;
    request.path = path;
    return request;
  }
  static ExportReport run(const ExportRequest& request) {
    return export_table(*home_, request, progress_, cancel_);
  }

  Table csv(ExportTable table, bool lossless = true, std::optional<std::int64_t> batch = std::nullopt) {
    auto wanted = request(table, ExportFormat::csv, out_ / "out.csv");
    wanted.lossless = lossless;
    wanted.overwrite = true;
    wanted.batch = batch;
    auto report = run(wanted);
    auto bytes = bytes_of(out_ / "out.csv");
    EXPECT_EQ(report.bytes, bytes.size());
    if (!lossless) bytes.erase(0, 3);
    auto rows = parse_csv(bytes);
    EXPECT_EQ(report.rows + 1, rows.size());
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
    return rows;
  }

  std::vector<Json> ndjson(ExportTable table) {
    auto wanted = request(table, ExportFormat::ndjson, out_ / "out.ndjson");
    wanted.overwrite = true;
    auto report = run(wanted);
    std::vector<Json> rows;
    std::ifstream file(out_ / "out.ndjson");
    for (std::string line; std::getline(file, line);) rows.push_back(Json::parse(line));
    EXPECT_EQ(report.rows, rows.size());
    return rows;
  }

  // The value of a column in the row in which `key_column` is `key`.
  static Field cell(const Table& table, const std::string& key_column, const std::string& key,
                    const std::string& column) {
    auto position = [&](const std::string& name) {
      auto found = std::find(table[0].begin(), table[0].end(), Field(name));
      if (found == table[0].end()) throw std::runtime_error("no column " + name);
      return static_cast<std::size_t>(found - table[0].begin());
    };
    for (std::size_t i = 1; i < table.size(); ++i) {
      if (table[i][position(key_column)] == Field(key)) return table[i][position(column)];
    }
    throw std::runtime_error("no row " + key);
  }
  static bool has_column(const Table& table, const std::string& name) {
    return std::find(table[0].begin(), table[0].end(), Field(name)) != table[0].end();
  }

  std::vector<std::string> audit_entries() {
    std::vector<std::string> entries;
    auto read = home_->ledger().read();
    auto& row = read->sql()("SELECT object, detail FROM audit WHERE action = 'export' ORDER BY seq");
    while (row.step()) entries.push_back(std::string(row.text(0)) + " " + std::string(row.text(1)));
    return entries;
  }

  static ErrorCode code_of(const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::internal;
  }

  TemporaryFolder out_;
  static inline std::unique_ptr<TemporaryFolder> folder_;
  static inline std::unique_ptr<Home> home_;
  static inline Progress progress_;
  static inline Cancel cancel_;
};

TEST_F(ExportTest, IdsAndTimesOfTheLensReadAsEverywhere) {
  Random random(7);
  auto& lens = home_->lens(progress_, cancel_);
  for (int i = 0; i < 200; ++i) {
    auto id = static_cast<std::int64_t>(random.next() >> (1 + random.below(40)));
    auto time = static_cast<std::int64_t>(random.below(4102444800000)) - 1000000000000;
    auto sql = "SELECT " + id_sql("cus", std::to_string(id) + "::BIGINT") + ", " +
               time_sql("(" + std::to_string(time) + ")::BIGINT") + ", " + id_sql("cus", "NULL::BIGINT");
    lens.query(sql, {}, [&](const lens::LensRow& row) {
      EXPECT_EQ(row.text(0), to_string(CustomerId(id)));
      EXPECT_EQ(row.text(1), to_iso_time(time));
      EXPECT_TRUE(row.is_null(2));
    });
  }
}

TEST_F(ExportTest, RecordsKeepWhatCame) {
  auto table = csv(ExportTable::records);
  ASSERT_EQ(table.size(), 7U) << "five good rows of seven, one of the second file, the header";
  EXPECT_EQ(cell(table, "source_key", "1", "comment"), "=HYPERLINK(\"http://x\",\"y\")");
  EXPECT_EQ(cell(table, "source_key", "1", "extra"), "{\"colour\":\"=1+1\"}");
  EXPECT_EQ(cell(table, "source_key", "1", "phone"), "+8613800138000");
  EXPECT_EQ(cell(table, "source_key", "1", "phone_raw"), "13800138000");
  EXPECT_EQ(cell(table, "source_key", "1", "phone_verdict"), "changed");
  EXPECT_EQ(cell(table, "source_key", "2", "extra"), std::nullopt);
  EXPECT_EQ(cell(table, "source_key", "4", "phone_verdict"), "invalid");
  EXPECT_EQ(cell(table, "source_key", "4", "email"), std::nullopt);
  EXPECT_EQ(cell(table, "source_key", "4", "email_verdict"), "empty");
  EXPECT_EQ(cell(table, "source_key", "4", "extra"), "{\"colour\":\"\"}");
  EXPECT_EQ(cell(table, "source_key", "3", "extra"), "{\"colour\":\"blau 🙂\"}");
  EXPECT_EQ(cell(table, "source_key", "3", "row"), "3");
  EXPECT_EQ(cell(table, "source_key", "6", "line"), "8");
  EXPECT_EQ(cell(table, "source_key", "6", "source"), "官网 web");
  EXPECT_EQ(cell(table, "source_key", "90", "batch"), "2");
  EXPECT_EQ(cell(table, "source_key", "1", "customer"), cell(table, "source_key", "2", "customer"));
  EXPECT_FALSE(has_column(table, "wechat")) << "nobody supplies it";
}

TEST_F(ExportTest, CustomersHaveGoldenValuesAndAllValues) {
  auto table = csv(ExportTable::customers);
  ASSERT_EQ(table.size(), 6U);
  EXPECT_EQ(cell(table, "name", "王小明", "records"), "2");
  EXPECT_EQ(cell(table, "name", "王小明", "email"), "xiaoming.wang@example.com");
  auto all = *cell(table, "name", "王小明", "phone_all");
  EXPECT_TRUE(all == "+8613800138000; +8613912345678" || all == "+8613912345678; +8613800138000") << all;
  EXPECT_EQ(cell(table, "name", "韩梅梅", "phone_all"), "+8613700001111");
  EXPECT_FALSE(has_column(table, "email_all")) << "nobody has two";
  EXPECT_FALSE(has_column(table, "wechat"));
  for (std::size_t i = 1; i < table.size(); ++i) {
    EXPECT_TRUE(parse_id<CustomerKind>(*table[i][0])) << *table[i][0];
    if (i > 1) {
      EXPECT_LT(*table[i - 1][0], *table[i][0]);
    }
  }
}

TEST_F(ExportTest, ValuesNameTheirRecord) {
  auto records = csv(ExportTable::records);
  auto values = csv(ExportTable::values);
  auto customer = cell(records, "source_key", "1", "customer");
  std::vector<Field> ranks;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const auto& row = values[i];
    ASSERT_EQ(row.size(), 9U);
    EXPECT_EQ(cell(records, "id", *row[5], "customer"), row[0]);
    EXPECT_EQ(row[6], "官网 web");
    if (row[0] == customer && row[1] == "phone") ranks.push_back(row[2]);
  }
  EXPECT_EQ(ranks, (std::vector<Field>{"0", "1"}));
}

TEST_F(ExportTest, RejectsComeWithTheirBytes) {
  auto rows = ndjson(ExportTable::rejects);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["batch"], 1);
  EXPECT_EQ(rows[0]["file"], "customers.csv");
  EXPECT_EQ(rows[0]["row"], 5);
  EXPECT_EQ(rows[0]["line"], 7);
  EXPECT_NE(rows[0]["raw"].get<std::string>().find("5,too,many,cells,in,this,row,=2+2"), std::string::npos);
  EXPECT_NE(rows[1]["raw"].get<std::string>().find("Zo\uFFFD\uFFFD"), std::string::npos);
  EXPECT_EQ(rows[1]["raw_base64"].get<std::string>().substr(0, 8), "Nyxab//+");
  auto table = csv(ExportTable::rejects, false);
  EXPECT_FALSE(has_column(table, "raw_base64"));
  EXPECT_TRUE(has_column(csv(ExportTable::rejects, true), "raw_base64"));
}

TEST_F(ExportTest, ReasonsAreInTheLanguageAskedFor) {
  auto wanted = request(ExportTable::rejects, ExportFormat::ndjson, out_ / "zh.ndjson");
  wanted.language = Language::zh;
  run(wanted);
  auto chinese = bytes_of(out_ / "zh.ndjson");
  EXPECT_NE(chinese, (ndjson(ExportTable::rejects), bytes_of(out_ / "out.ndjson")));
}

TEST_F(ExportTest, CsvForPeopleIsHarmless) {
  for (auto table :
       {ExportTable::customers, ExportTable::records, ExportTable::values, ExportTable::rejects}) {
    auto safe = csv(table, false), exact = csv(table, true);
    ASSERT_EQ(safe.size(), exact.size());
    for (std::size_t i = 0; i < safe.size(); ++i) {
      for (std::size_t j = 0; j < safe[i].size(); ++j) {
        if (!safe[i][j]) continue;
        EXPECT_FALSE(is_formula_like(*safe[i][j])) << *safe[i][j];
        EXPECT_TRUE(safe[i][j] == exact[i][j] || *safe[i][j] == "'" + *exact[i][j]);
      }
    }
  }
}

TEST_F(ExportTest, NdjsonSaysTheSameAsCsv) {
  for (auto table :
       {ExportTable::customers, ExportTable::records, ExportTable::values, ExportTable::rejects}) {
    auto rows = csv(table);
    auto objects = ndjson(table);
    ASSERT_EQ(rows.size(), objects.size() + 1);
    for (std::size_t i = 0; i < objects.size(); ++i) {
      for (std::size_t j = 0; j < rows[0].size(); ++j) {
        const auto& name = *rows[0][j];
        const auto& field = rows[i + 1][j];
        ASSERT_EQ(objects[i].contains(name), field.has_value()) << name;
        if (!field) continue;
        const auto& value = objects[i][name];
        if (value.is_array()) {
          std::string joined;
          for (const auto& one : value) joined += (joined.empty() ? "" : "; ") + one.get<std::string>();
          EXPECT_EQ(joined, *field);
        } else {
          EXPECT_EQ(value.is_string() ? value.get<std::string>() : value.dump(), *field) << name;
        }
      }
    }
  }
}

TEST_F(ExportTest, XlsxSaysTheSameAsCsv) {
  for (auto table :
       {ExportTable::customers, ExportTable::records, ExportTable::values, ExportTable::rejects}) {
    auto wanted = request(table, ExportFormat::xlsx, out_ / (std::string(name_of(table)) + ".xlsx"));
    wanted.lossless = true;
    run(wanted);
    auto sheet = read_table(wanted.path);
    auto rows = csv(table, true);
    if (has_column(rows, "raw_base64")) {
      for (auto& row : rows) row.pop_back();
    }
    ASSERT_EQ(sheet.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(sheet[i], rows[i]) << name_of(table) << " " << i;
  }
}

TEST_F(ExportTest, XlsxSpeaksThePersonsLanguage) {
  auto wanted = request(ExportTable::records, ExportFormat::xlsx, out_ / "zh.xlsx");
  wanted.language = Language::zh;
  run(wanted);
  auto header = read_table(wanted.path)[0];
  for (std::string label : {"姓名", "电话", "电话（原文）", "电话（判定）", "来源"}) {
    EXPECT_NE(std::find(header.begin(), header.end(), Field(label)), header.end()) << label;
  }
}

TEST_F(ExportTest, ParquetIsWritten) {
  for (auto table :
       {ExportTable::customers, ExportTable::records, ExportTable::values, ExportTable::rejects}) {
    auto wanted = request(table, ExportFormat::parquet, out_ / (std::string(name_of(table)) + "'s.parquet"));
    auto report = run(wanted);
    EXPECT_EQ(report.rows + 1, csv(table).size());
    auto bytes = bytes_of(wanted.path);
    ASSERT_GT(bytes.size(), 100U);
    EXPECT_EQ(bytes.substr(0, 4) + bytes.substr(bytes.size() - 4), "PAR1PAR1");
    struct stat status;
    ASSERT_EQ(::stat(wanted.path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
  }
}

TEST_F(ExportTest, OfOneBatch) {
  EXPECT_EQ(csv(ExportTable::records, true, 2).size(), 2U);
  auto customers = csv(ExportTable::customers, true, 2);
  ASSERT_EQ(customers.size(), 2U);
  EXPECT_EQ(cell(customers, "name", "Grace Hopper", "records"), "1");
  EXPECT_FALSE(has_column(customers, "comment")) << "Grace has none";
  EXPECT_EQ(csv(ExportTable::rejects, true, 2).size(), 1U);
  EXPECT_EQ(csv(ExportTable::rejects, true, 1).size(), 3U);
  EXPECT_LT(csv(ExportTable::values, true, 2).size(), csv(ExportTable::values).size());
  EXPECT_EQ(code_of([&] { csv(ExportTable::records, true, 77); }), ErrorCode::not_found);
}

TEST_F(ExportTest, TheSameBaseGivesTheSameBytes) {
  for (auto format : {ExportFormat::csv, ExportFormat::ndjson, ExportFormat::parquet}) {
    auto first = request(ExportTable::records, format, out_ / ("a." + std::string(name_of(format))));
    auto second = request(ExportTable::records, format, out_ / ("b." + std::string(name_of(format))));
    run(first);
    run(second);
    EXPECT_EQ(bytes_of(first.path), bytes_of(second.path)) << name_of(format);
  }
}

TEST_F(ExportTest, EveryExportIsAudited) {
  auto before = audit_entries().size();
  csv(ExportTable::records, true, 2);
  auto entries = audit_entries();
  ASSERT_EQ(entries.size(), before + 1);
  EXPECT_EQ(entries.back(),
            "records {\"table\":\"records\",\"format\":\"csv\",\"rows\":1,\"batch\":2,\"lossless\":true}");
  auto read = home_->ledger().read();
  EXPECT_EQ(ledger::check_audit(*read).first_bad, 0);
}

TEST_F(ExportTest, ACancelledExportLeavesNothing) {
  auto before = audit_entries().size();
  for (auto format : {ExportFormat::csv, ExportFormat::xlsx, ExportFormat::ndjson, ExportFormat::parquet}) {
    Cancel cancel;
    cancel.request();
    EXPECT_EQ(code_of([&] {
                export_table(*home_, request(ExportTable::customers, format, out_ / "out"), progress_,
                             cancel);
              }),
              ErrorCode::cancelled);
  }
  EXPECT_EQ(out_.files(), 0U);
  EXPECT_EQ(audit_entries().size(), before);
}

TEST_F(ExportTest, RefusesWhatItMustNotDo) {
  auto wanted = request(ExportTable::customers, ExportFormat::csv, home_->folder() + "/ledger");
  wanted.overwrite = true;
  EXPECT_EQ(code_of([&] { run(wanted); }), ErrorCode::conflict);
  wanted.path = out_ / "missing/out.csv";
  EXPECT_EQ(code_of([&] { run(wanted); }), ErrorCode::not_found);
  wanted.path = out_ / "out.csv";
  std::ofstream(wanted.path) << "mine";
  wanted.overwrite = false;
  auto before = audit_entries().size();
  EXPECT_EQ(code_of([&] { run(wanted); }), ErrorCode::conflict);
  EXPECT_EQ(bytes_of(wanted.path), "mine");
  EXPECT_EQ(audit_entries().size(), before);
}

TEST(Export, OfABaseOpenForReadingIsRefused) {
  TemporaryFolder folder;
  KeyChoice choice;
  choice.default_folder = folder / "keys";
  Home::create(folder / "home", choice).reset();
  auto home = Home::open(folder / "home", choice, Access::read);
  Progress progress;
  ExportRequest request;
  request.path = folder / "out.csv";
  try {
    export_table(*home, request, progress, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::conflict);
  }
  EXPECT_FALSE(std::filesystem::exists(request.path));
}

TEST(Export, OfAnEmptyBaseHasAHeader) {
  TemporaryFolder folder;
  KeyChoice choice;
  choice.default_folder = folder / "keys";
  auto home = Home::create(folder / "home", choice);
  Progress progress;
  for (auto table :
       {ExportTable::customers, ExportTable::records, ExportTable::values, ExportTable::rejects}) {
    for (auto format : {ExportFormat::csv, ExportFormat::xlsx, ExportFormat::ndjson, ExportFormat::parquet}) {
      ExportRequest request;
      request.table = table;
      request.format = format;
      request.path = folder / (std::string(name_of(table)) + "." + std::string(name_of(format)));
      EXPECT_EQ(export_table(*home, request, progress, {}).rows, 0U);
    }
  }
  EXPECT_EQ(bytes_of(folder / "customers.csv"), "\xEF\xBB\xBFid,records,created_at,updated_at\r\n");
  EXPECT_EQ(bytes_of(folder / "customers.ndjson"), "");
}

TEST(Export, KnowsItsWords) {
  EXPECT_EQ(export_table_named("rejects"), ExportTable::rejects);
  EXPECT_EQ(export_table_named("Customers"), std::nullopt);
  EXPECT_EQ(export_format_named("xlsx"), ExportFormat::xlsx);
  EXPECT_EQ(export_format_of_path("a/b.XLSX"), ExportFormat::xlsx);
  EXPECT_EQ(export_format_of_path("b.jsonl"), ExportFormat::ndjson);
  EXPECT_EQ(export_format_of_path("a.csv/b"), std::nullopt);
  EXPECT_EQ(export_format_of_path("csv"), std::nullopt);
}

}  // namespace
}  // namespace kith::service
