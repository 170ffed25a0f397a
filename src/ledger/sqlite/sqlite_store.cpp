#include "ledger/sqlite/sqlite_store.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"

// From SQLite3 Multiple Ciphers; its declarations stand in the amalgamation only.
extern "C" {
SQLITE_API int sqlite3mc_config(sqlite3* db, const char* paramName, int newValue);
SQLITE_API int sqlite3mc_cipher_index(const char* cipherName);
}

namespace kith::ledger {
namespace {

constexpr int page_size = 8192;
constexpr int cache_kib = 96 * 1024;
// What a reader may hold once its snapshot has ended. The next commit of anybody empties its cache in any
// case, and many are kept open.
constexpr int idle_cache_bytes = 4 << 20;

[[noreturn]] void throw_sqlite(sqlite3* db, int code, const std::string& path) {
  int primary = code & 0xFF;
  if (primary == SQLITE_FULL) throw_system_error(ENOSPC, path);
  if (primary == SQLITE_IOERR && db != nullptr && sqlite3_system_errno(db) == ENOSPC)
    throw_system_error(ENOSPC, path);
  if (primary == SQLITE_NOTADB) {
    throw Error(ErrorCode::wrong_key, Text("The key does not open {path}.", {{"path", path}}),
                "Give the key that this base was made with (--key-file, KITH_KEY or KITH_PASSPHRASE).");
  }
  if (primary == SQLITE_CORRUPT) {
    throw Error(ErrorCode::corrupt, Text("{path} is damaged.", {{"path", path}}),
                "Restore the base from a backup; keep the damaged file for a rescue.");
  }
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
    throw Error(ErrorCode::busy, Text("Another process is using {path}.", {{"path", path}}),
                "Wait until it has finished, then call again.");
  }
  if (primary == SQLITE_READONLY || primary == SQLITE_CANTOPEN || primary == SQLITE_PERM) {
    int number = db != nullptr ? sqlite3_system_errno(db) : 0;
    throw_system_error(number != 0 ? number : EACCES, path);
  }
  if (primary == SQLITE_IOERR) {
    int number = db != nullptr ? sqlite3_system_errno(db) : 0;
    throw_system_error(number != 0 ? number : EIO, path);
  }
  if (primary == SQLITE_NOMEM) throw std::bad_alloc();
  throw Error(ErrorCode::internal,
              Text("The ledger refused a statement: {reason}.",
                   {{"reason", db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code)}}));
}

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(sqlite3* db, std::string_view sql, const std::string& path) : db_(db), path_(path) {
    int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                  &statement_, nullptr);
    if (code != SQLITE_OK) throw_sqlite(db, code, path_);
    // SQLite numbers parameters as they appear, PostgreSQL by their names: only in order are they the same.
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement_); ++i) {
      const char* name = sqlite3_bind_parameter_name(statement_, i);
      if (name != nullptr && name == "$" + std::to_string(i)) continue;
      sqlite3_finalize(statement_);
      throw Error(ErrorCode::internal, Text("The ledger refused a statement: {reason}.",
                                            {{"reason", "its parameters are out of order"}}));
    }
  }
  ~SqliteStatement() override { sqlite3_finalize(statement_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  using Statement::bind;
  Statement& bind(int parameter, std::int64_t value) override {
    return checked(sqlite3_bind_int64(statement_, parameter, value));
  }
  Statement& bind(int parameter, double value) override {
    return checked(sqlite3_bind_double(statement_, parameter, value));
  }
  Statement& bind(int parameter, std::string_view text) override {
    return checked(sqlite3_bind_text64(statement_, parameter, text.data() != nullptr ? text.data() : "",
                                       text.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  Statement& bind_blob(int parameter, std::span<const unsigned char> bytes) override {
    static const unsigned char none = 0;
    return checked(sqlite3_bind_blob64(statement_, parameter, bytes.empty() ? &none : bytes.data(),
                                       bytes.size(), SQLITE_STATIC));
  }
  Statement& bind_null(int parameter) override { return checked(sqlite3_bind_null(statement_, parameter)); }

  bool step() override {
    int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
      int extended = sqlite3_extended_errcode(db_);
      std::string keep = sqlite3_errmsg(db_);
      sqlite3_reset(statement_);
      if ((extended & 0xFF) == SQLITE_CONSTRAINT) {
        throw Error(ErrorCode::conflict, Text("The ledger refused a row: {reason}.", {{"reason", keep}}));
      }
      throw_sqlite(db_, extended, path_);
    }
    sqlite3_reset(statement_);
    return false;
  }
  void reset() override { sqlite3_reset(statement_); }

  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return bytes == nullptr
               ? std::string_view()
               : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }
  std::span<const unsigned char> blob(int column) const override {
    const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  Statement& checked(int code) {
    if (code != SQLITE_OK) throw_sqlite(db_, code, path_);
    return *this;
  }

  sqlite3* db_;
  std::string path_;
  sqlite3_stmt* statement_ = nullptr;
};

// The lock of the writing process. flock is released by the system when the process dies.
class WriterLock {
 public:
  explicit WriterLock(const std::string& path) : path_(path + ".lock") {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw_system_error(errno, path_);
    using namespace std::chrono_literals;
    for (int attempt = 0; ::flock(file_, LOCK_EX | LOCK_NB) != 0; ++attempt) {
      if (attempt == 40) {
        ::close(file_);
        throw Error(ErrorCode::busy, "Another kith process is writing to this base.",
                    "Wait until it has finished, then call again.");
      }
      std::this_thread::sleep_for(50ms);
    }
  }
  ~WriterLock() { ::close(file_); }
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  std::string path_;
  int file_ = -1;
};

class SqliteConnection final : public Connection {
 public:
  enum class Mode { writer, reader };

  SqliteConnection(const std::string& path, const SecretKey& key, Mode mode) : path_(path) {
    if (mode == Mode::writer) lock_ = std::make_unique<WriterLock>(path);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= mode == Mode::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(path.c_str(), &db_, flags, nullptr);
    if (code != SQLITE_OK) fail(code);
    apply_key(key);
    sqlite3_busy_timeout(db_, 5000);
    if (mode == Mode::writer) run("PRAGMA page_size=" + std::to_string(page_size));
    // The first page is read here: a wrong key shows itself now.
    run("SELECT count(*) FROM sqlite_schema");
    run("PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
        "PRAGMA cell_size_check=ON; PRAGMA cache_size=-" +
        std::to_string(cache_kib));
    if (mode == Mode::writer) {
      run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16000;"
          "PRAGMA journal_size_limit=134217728");
    } else {
      run("PRAGMA query_only=ON");
    }
  }
  ~SqliteConnection() override { sqlite3_close_v2(db_); }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  std::unique_ptr<Statement> prepare(std::string_view sql) override {
    return std::make_unique<SqliteStatement>(db_, sql, path_);
  }
  void execute(std::string_view sql) override { run(std::string(sql)); }
  void begin() override { run(sqlite3_db_readonly(db_, "main") == 1 ? "BEGIN" : "BEGIN"); }
  void commit() override { run("COMMIT"); }
  void rollback() noexcept override {
    sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
    int held = 0, most = 0;
    if (lock_ != nullptr || sqlite3_db_status(db_, SQLITE_DBSTATUS_CACHE_USED, &held, &most, 0) != SQLITE_OK)
      return;
    if (held > idle_cache_bytes) sqlite3_db_release_memory(db_);
  }
  std::int64_t changed() const override { return sqlite3_changes64(db_); }

  void rekey(const SecretKey& key) {
    // The cipher cannot re-encrypt a write-ahead log: fold it into the file first, and go back afterwards.
    run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");
    auto text = raw_key(key);
    int code = sqlite3_rekey_v2(db_, "main", text.data(), static_cast<int>(text.size()));
    wipe(text);
    if (code != SQLITE_OK) throw_sqlite(db_, code, path_);
    run("PRAGMA journal_mode=WAL");
  }

 private:
  static std::string raw_key(const SecretKey& key) { return "raw:" + to_hex(key.bytes()); }
  static void wipe(std::string& text) {
    volatile char* at = text.data();
    for (std::size_t i = 0; i < text.size(); ++i) at[i] = 0;
  }

  void apply_key(const SecretKey& key) {
    sqlite3mc_config(db_, "cipher", sqlite3mc_cipher_index("aegis"));
    auto text = raw_key(key);
    int code = sqlite3_key_v2(db_, "main", text.data(), static_cast<int>(text.size()));
    wipe(text);
    if (code != SQLITE_OK) fail(code);
  }

  // For the constructor, whose destructor will not run.
  [[noreturn]] void fail(int code) {
    sqlite3* db = db_;
    try {
      throw_sqlite(db, code, path_);
    } catch (...) {
      sqlite3_close_v2(db);
      throw;
    }
  }

  void run(const std::string& sql) {
    int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    throw_sqlite(db_, sqlite3_extended_errcode(db_), path_);
  }

  std::string path_;
  std::unique_ptr<WriterLock> lock_;
  sqlite3* db_ = nullptr;
};

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, const SecretKey& key) : path_(std::move(path)), key_(key) {}

  std::unique_ptr<Connection> open_writer() override {
    return std::make_unique<SqliteConnection>(path_, key_, SqliteConnection::Mode::writer);
  }
  std::unique_ptr<Connection> open_reader() override {
    return std::make_unique<SqliteConnection>(path_, key_, SqliteConnection::Mode::reader);
  }
  void change_key(const SecretKey& key) override {
    SqliteConnection connection(path_, key_, SqliteConnection::Mode::writer);
    connection.rekey(key);
    key_ = key;
  }
  std::string check() override {
    auto reader = open_reader();
    auto rows_of = [&](std::string_view sql) {
      std::string found;
      auto statement = reader->prepare(sql);
      while (statement->step()) {
        if (statement->text(0) == "ok") continue;
        if (!found.empty()) found += "; ";
        found += statement->text(0);
      }
      return found;
    };
    auto integrity = rows_of("PRAGMA integrity_check(20)");
    auto keys = rows_of("PRAGMA foreign_key_check");
    return integrity.empty() ? keys : integrity;
  }

 private:
  std::string path_;
  SecretKey key_;
};

}  // namespace

std::unique_ptr<Store> open_sqlite_store(const std::string& path, const SecretKey& key) {
  return std::make_unique<SqliteStore>(path, key);
}

}  // namespace kith::ledger
