#include "lens/duckdb/instance.h"

#include <cerrno>
#include <cstring>
#include <string_view>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "duckdb.hpp"
#include "duckdb/common/error_data.hpp"
#include "duckdb/main/attached_database.hpp"
#include "duckdb/main/client_context.hpp"
#include "duckdb/main/config.hpp"
#include "duckdb/main/database_manager.hpp"
#include "duckdb/parser/parsed_data/attach_info.hpp"
#include "lens/duckdb/encryption.h"

namespace kith::lens {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

void close_configuration(duckdb::DBConfig& config, unsigned threads) {
  config.SetOptionByName("threads", duckdb::Value::BIGINT(threads));
  config.SetOptionByName("autoinstall_known_extensions", duckdb::Value::BOOLEAN(false));
  config.SetOptionByName("autoload_known_extensions", duckdb::Value::BOOLEAN(false));
  config.SetOptionByName("allow_community_extensions", duckdb::Value::BOOLEAN(false));
  config.SetOptionByName("allow_persistent_secrets", duckdb::Value::BOOLEAN(false));
}

void run(duckdb::Connection& connection, const char* sql) {
  auto result = connection.Query(sql);
  if (result->HasError()) result->ThrowError();
}

// DuckDB takes the key as base64 text inside the options of ATTACH. The options are handed over as values, so
// that no SQL text ever holds the key; the copies of the text made here are wiped.
class KeyText {
 public:
  explicit KeyText(std::span<const unsigned char, 32> key) : text_(45, '\0') {
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text_.data()), key.data(), static_cast<int>(key.size()));
    text_.pop_back();
  }
  KeyText(const KeyText&) = delete;
  KeyText& operator=(const KeyText&) = delete;
  ~KeyText() { OPENSSL_cleanse(text_.data(), text_.size()); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void wipe(std::unordered_map<std::string, duckdb::Value>& options) {
  auto at = options.find("encryption_key");
  if (at == options.end()) return;
  auto& text = duckdb::StringValue::Get(at->second);
  OPENSSL_cleanse(const_cast<char*>(text.data()), text.size());
}

void attach(duckdb::Connection& connection, const std::string& path, std::span<const unsigned char, 32> key) {
  auto& context = *connection.context;
  context.RunFunctionInTransaction([&] {
    KeyText key_text(key);
    duckdb::AttachInfo info;
    info.name = lens_catalog;
    info.path = path;
    std::unordered_map<std::string, duckdb::Value> values;
    values.emplace("type", duckdb::Value("duckdb"));
    values.emplace("encryption_key", duckdb::Value(key_text.text()));
    values.emplace("encryption_cipher", duckdb::Value("GCM"));
    duckdb::AttachOptions options(values, duckdb::AccessMode::READ_WRITE);
    struct Wiper {
      std::unordered_map<std::string, duckdb::Value>& values;
      ~Wiper() { wipe(values); }
    } wipers[] = {{values}, {options.options}};
    auto& manager = duckdb::DatabaseManager::Get(context);
    auto attached = manager.AttachDatabase(context, info, options);
    attached->Initialize(context);
    attached->FinalizeLoad(context);
    manager.FinalizeAttach(context, info, std::move(attached));
  });
}

ErrorCode code_of(const duckdb::ErrorData& failure) {
  using duckdb::ExceptionType;
  const auto& text = failure.RawMessage();
  if (failure.Type() == ExceptionType::INTERRUPT) return ErrorCode::cancelled;
  if (has(text, "Wrong encryption key")) return ErrorCode::wrong_key;
  if (has(text, "Could not set lock on file")) return ErrorCode::busy;
  if (has(text, "No space left") || has(text, "Disk quota exceeded")) return ErrorCode::no_space;
  if (has(text, "newer version of DuckDB")) return ErrorCode::too_new;
  if (has(text, tag_mismatch) || has(text, "Corrupt") || has(text, "corrupt") || has(text, "checksum") ||
      has(text, "WAL") || has(text, "not a valid DuckDB database file") || has(text, "is not encrypted") ||
      has(text, "different cipher")) {
    return ErrorCode::corrupt;
  }
  if (failure.Type() == ExceptionType::SERIALIZATION) return ErrorCode::corrupt;
  if (failure.Type() == ExceptionType::IO || failure.Type() == ExceptionType::PERMISSION)
    return ErrorCode::io;
  return ErrorCode::internal;
}

// Of a failed system call DuckDB gives the words of the system at the end, which hold no row.
std::string system_reason(const std::string& text) {
  for (int number :
       {EACCES, ENOENT, EISDIR, ENOTDIR, EROFS, EIO, EMFILE, ENFILE, ENAMETOOLONG, ELOOP, EFBIG}) {
    std::string words = std::strerror(number);
    if (has(text, words)) return words;
  }
  return "the system refuses";
}

}  // namespace

std::unique_ptr<duckdb::DuckDB> open_reader_instance(unsigned threads) {
  try {
    duckdb::DBConfig config;
    close_configuration(config, threads);
    config.options.use_temporary_directory = false;
    config.SetOptionByName("enable_external_file_cache", duckdb::Value::BOOLEAN(false));
    return std::make_unique<duckdb::DuckDB>(nullptr, &config);
  } catch (const std::exception&) {
    throw Error(ErrorCode::internal, "The file reader did not start.", "Report this fault.");
  }
}

std::unique_ptr<duckdb::DuckDB> open_lens_instance(const std::string& path,
                                                   std::span<const unsigned char, 32> key,
                                                   const LensOptions& options) {
  try {
    duckdb::DBConfig config;
    close_configuration(config, options.threads);
    config.SetOptionByName("memory_limit", duckdb::Value(std::to_string(options.memory_limit) + "B"));
    config.SetOptionByName("temp_directory", duckdb::Value(path + ".tmp"));
    config.SetOptionByName("temp_file_encryption", duckdb::Value::BOOLEAN(true));
    // Choosing and writing compressed strings took half the time of filling a lens; it is a copy that may be
    // large.
    config.SetOptionByName("disabled_compression_methods",
                           duckdb::Value("dict_fsst,fsst,dictionary,zstd,chimp,patas,alp,alprd"));
    auto instance = std::make_unique<duckdb::DuckDB>(nullptr, &config);
    // The constructor does not carry encryption_util over from `config`.
    instance->instance->config.encryption_util = duckdb::make_shared_ptr<OpensslEncryption>();
    duckdb::Connection connection(*instance);
    attach(connection, path, key);
    for (const auto& directory : options.allowed_directories) {
      instance->instance->config.AddAllowedDirectory(directory);
    }
    run(connection, "SET enable_external_access = false");
    run(connection, "SET lock_configuration = true");
    return instance;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& failure) {
    Error error = lens_error(failure, path);
    // A half-read file can fail anywhere in the catalog code; at opening, what is no refusal is damage.
    if (error.code() == ErrorCode::internal) throw lens_error(duckdb::IOException("Corrupt"), path);
    throw error;
  }
}

Error lens_error(const std::exception& failure, const std::string& path) {
  duckdb::ErrorData data(failure);
  ErrorCode code = code_of(data);
  Place place{path, 0, {}};
  switch (code) {
    case ErrorCode::wrong_key:
      return Error(code, Text("The key does not open the lens {path}.", {{"path", path}}),
                   "Use the key of this home, or delete the lens file and rebuild it.", place);
    case ErrorCode::busy:
      return Error(code, Text("Another process has the lens {path} open.", {{"path", path}}),
                   "Wait until it has ended, then call again.", place);
    case ErrorCode::no_space:
      return Error(code, Text("No space is left on the disk that holds {path}.", {{"path", path}}),
                   "Free some space and call again; nothing was left half done.", place);
    case ErrorCode::too_new:
      return Error(code, Text("The lens {path} was written by a newer version.", {{"path", path}}),
                   "Use that version, or delete the lens file and rebuild it.", place);
    case ErrorCode::corrupt:
      return Error(code, Text("The lens {path} is damaged or is no lens.", {{"path", path}}),
                   "Delete the lens file and rebuild it: it is a copy, nothing is lost.", place);
    case ErrorCode::io:
      return Error(code,
                   Text("{path}: {reason}.", {{"path", path}, {"reason", system_reason(data.RawMessage())}}),
                   "Check that the path exists and that you may read and write it.", place);
    case ErrorCode::cancelled:
      return Error(code, "The work was stopped.", {}, place);
    default:
      return Error(ErrorCode::internal,
                   Text("A question to the lens failed ({kind}).",
                        {{"kind", duckdb::Exception::ExceptionTypeToString(data.Type())}}),
                   "Report this fault.", place);
  }
}

}  // namespace kith::lens
