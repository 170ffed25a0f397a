#include "lens/readers/sqlite_reader.h"

#include <algorithm>

#include <sqlite3.h>

#include "base/error.h"
#include "lens/readers/column_names.h"
#include "lens/readers/fed_reader.h"

namespace kith::lens {
namespace {

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

[[noreturn]] void damaged(const std::string& path) {
  throw Error(
      ErrorCode::bad_input,
      Text("{path} is no SQLite file that can be read; it is damaged or encrypted.", {{"path", path}}),
      "Export the table as CSV, or give a copy without a password.", {path, 0, {}});
}

// As RFC 3986 wants it in the name of a file.
std::string as_uri(const std::string& path) {
  std::string uri = "file:";
  constexpr char digits[] = "0123456789ABCDEF";
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '/' || c == '.' || c == '-' || c == '_') {
      uri += c;
    } else {
      uri += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return uri + "?immutable=1&mode=ro";
}

std::string identifier(const std::string& name) {
  std::string out = "\"";
  for (char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

class SqliteRows final : public RowFeed {
 public:
  explicit SqliteRows(const std::string& path) : path_(path) {
    sqlite3* database = nullptr;
    int code =
        sqlite3_open_v2(as_uri(path).c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    database_.reset(database);
    if (code != SQLITE_OK) damaged(path_);
    // The definitions of a foreign file may call functions; none with effects, none that reads other files.
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 16 << 20);
    sqlite3_limit(database, SQLITE_LIMIT_VDBE_OP, 100'000);
  }

  std::vector<std::string> tables() const {
    auto statement = prepare(
        "SELECT name FROM sqlite_master WHERE type IN ('table','view') AND name NOT LIKE 'sqlite\\_%' ESCAPE "
        "'\\' "
        "ORDER BY type, rowid");
    std::vector<std::string> names;
    while (step(statement.get())) names.push_back(text(statement.get(), 0));
    return names;
  }

  std::vector<std::string> open(const std::string& table) {
    auto count = prepare("SELECT count(*) FROM " + identifier(table));
    if (step(count.get())) rows_ = static_cast<std::uint64_t>(sqlite3_column_int64(count.get(), 0));
    statement_ = prepare("SELECT * FROM " + identifier(table));
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i)
      names.emplace_back(sqlite3_column_name(statement_.get(), i));
    return names;
  }
  std::uint64_t rows() const noexcept { return rows_; }
  void set_bytes(std::uint64_t bytes) noexcept { bytes_ = bytes; }

  bool next(FedRow& row) override {
    if (!step(statement_.get())) return false;
    ++given_;
    int count = sqlite3_column_count(statement_.get());
    for (int i = 0; i < count; ++i) {
      int type = sqlite3_column_type(statement_.get(), i);
      if (type == SQLITE_NULL) continue;
      if (type == SQLITE_BLOB && sqlite3_column_bytes(statement_.get(), i) > 0) {
        row.cells.emplace_back(static_cast<std::size_t>(i), hex(i));
        continue;
      }
      row.cells.emplace_back(static_cast<std::size_t>(i), text(statement_.get(), i));
    }
    return true;
  }

  std::uint64_t position() const noexcept override {
    if (rows_ == 0) return bytes_;
    return static_cast<std::uint64_t>(
        static_cast<double>(bytes_) *
        std::min(1.0, static_cast<double>(given_) / static_cast<double>(rows_)));
  }

 private:
  Statement prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      damaged(path_);
    return Statement(statement);
  }

  bool step(sqlite3_stmt* statement) const {
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) damaged(path_);
    return code == SQLITE_ROW;
  }

  static std::string text(sqlite3_stmt* statement, int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return bytes ? std::string(bytes, size) : std::string();
  }

  // Bytes that are no text, as the language of SQLite writes them; of pictures the beginning only.
  std::string hex(int column) const {
    const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement_.get(), column));
    int size = std::min(sqlite3_column_bytes(statement_.get(), column), 64);
    std::string out = "x'";
    constexpr char digits[] = "0123456789abcdef";
    for (int i = 0; i < size; ++i) out += {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
    return out + "'";
  }

  std::string path_;
  Database database_;
  Statement statement_;
  std::uint64_t rows_ = 0, given_ = 0, bytes_ = 0;
};

}  // namespace

std::unique_ptr<FileReader> make_sqlite_reader(const std::string& path, FileShape shape,
                                               const ReadOptions& options) {
  auto feed = std::make_unique<SqliteRows>(path);
  auto tables = feed->tables();
  std::string names;
  for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table;
  auto wanted = options.sheet ? std::find(tables.begin(), tables.end(), *options.sheet) : tables.begin();
  if (wanted == tables.end()) {
    throw Error(ErrorCode::bad_input,
                tables.empty()
                    ? Text("{path} holds no table.", {{"path", path}})
                    : Text("{path} has no table {name}.", {{"path", path}, {"name", *options.sheet}}),
                tables.empty() ? Text("Export the table as CSV.")
                               : Text("Its tables are: {names}.", {{"names", names}}),
                {path, 0, {}});
  }
  if (!options.sheet && tables.size() > 1) {
    throw Error(ErrorCode::bad_input, Text("{path} holds several tables.", {{"path", path}}),
                Text("Say which by --sheet: {names}; or take all by --all-sheets.", {{"names", names}}),
                {path, 0, {}});
  }
  shape.sheet = *wanted;
  shape.columns = distinct_names(feed->open(*wanted));
  shape.encoding = "UTF-8";
  shape.header_line = 0;
  feed->set_bytes(shape.bytes);
  if (feed->rows() == 0) {
    throw Error(ErrorCode::bad_input, Text("{path} holds a header and no rows.", {{"path", path}}),
                "Export the file again with its rows.", {path, 0, {}});
  }
  return make_fed_reader(std::move(shape), std::move(feed));
}

std::vector<std::string> sqlite_tables(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& table : SqliteRows(path).tables()) {
    SqliteRows rows(path);
    rows.open(table);
    if (rows.rows() > 0) names.push_back(table);
  }
  return names;
}

}  // namespace kith::lens
