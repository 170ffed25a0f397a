#include "lens/lens.h"

#include <algorithm>
#include <filesystem>

#include <sys/stat.h>

#include "base/error.h"
#include "lens/lens_implementation.h"
#include "lens/record_marks.h"

namespace kith::lens {
namespace {

duckdb::Value to_duckdb(const LensValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return duckdb::Value::BIGINT(*integer);
  if (const auto* real = std::get_if<double>(&value)) return duckdb::Value::DOUBLE(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return duckdb::Value(*text);
  return duckdb::Value();
}

// A row of a flattened chunk.
class ChunkRow final : public LensRow {
 public:
  explicit ChunkRow(duckdb::DataChunk& chunk) : chunk_(chunk) {}
  void move_to(std::size_t row) noexcept { row_ = row; }

  std::size_t size() const noexcept override { return chunk_.ColumnCount(); }
  bool is_null(std::size_t column) const override {
    return duckdb::FlatVector::IsNull(chunk_.data[column], row_);
  }

  std::int64_t integer(std::size_t column) const override {
    if (is_null(column)) return 0;
    auto& vector = chunk_.data[column];
    using duckdb::FlatVector;
    switch (vector.GetType().InternalType()) {
      case duckdb::PhysicalType::BOOL:
        return FlatVector::GetData<bool>(vector)[row_] ? 1 : 0;
      case duckdb::PhysicalType::INT8:
        return FlatVector::GetData<std::int8_t>(vector)[row_];
      case duckdb::PhysicalType::UINT8:
        return FlatVector::GetData<std::uint8_t>(vector)[row_];
      case duckdb::PhysicalType::INT16:
        return FlatVector::GetData<std::int16_t>(vector)[row_];
      case duckdb::PhysicalType::UINT16:
        return FlatVector::GetData<std::uint16_t>(vector)[row_];
      case duckdb::PhysicalType::INT32:
        return FlatVector::GetData<std::int32_t>(vector)[row_];
      case duckdb::PhysicalType::UINT32:
        return FlatVector::GetData<std::uint32_t>(vector)[row_];
      case duckdb::PhysicalType::INT64:
        return FlatVector::GetData<std::int64_t>(vector)[row_];
      case duckdb::PhysicalType::UINT64:
        return static_cast<std::int64_t>(FlatVector::GetData<std::uint64_t>(vector)[row_]);
      case duckdb::PhysicalType::INT128:
        return static_cast<std::int64_t>(FlatVector::GetData<duckdb::hugeint_t>(vector)[row_].lower);
      case duckdb::PhysicalType::DOUBLE:
        return static_cast<std::int64_t>(FlatVector::GetData<double>(vector)[row_]);
      default:
        return 0;
    }
  }
  double real(std::size_t column) const override {
    if (is_null(column)) return 0;
    auto& vector = chunk_.data[column];
    if (vector.GetType().id() == duckdb::LogicalTypeId::DOUBLE) {
      return duckdb::FlatVector::GetData<double>(vector)[row_];
    }
    if (vector.GetType().id() == duckdb::LogicalTypeId::FLOAT)
      return duckdb::FlatVector::GetData<float>(vector)[row_];
    if (vector.GetType().IsIntegral() && vector.GetType().InternalType() != duckdb::PhysicalType::INT128) {
      return static_cast<double>(integer(column));
    }
    return chunk_.GetValue(column, row_).DefaultCastAs(duckdb::LogicalType::DOUBLE).GetValue<double>();
  }
  std::string_view text(std::size_t column) const override {
    auto& vector = chunk_.data[column];
    if (is_null(column) || vector.GetType().InternalType() != duckdb::PhysicalType::VARCHAR) return {};
    const auto& text = duckdb::FlatVector::GetData<duckdb::string_t>(vector)[row_];
    return {text.GetData(), text.GetSize()};
  }
  std::string printed(std::size_t column) const override {
    return is_null(column) ? std::string() : chunk_.GetValue(column, row_).ToString();
  }

 private:
  duckdb::DataChunk& chunk_;
  std::size_t row_ = 0;
};

void run_query(duckdb::Connection& connection, const std::string& path, std::string_view sql,
               std::span<const LensValue> parameters, const std::function<void(const LensRow&)>& each) {
  try {
    auto prepared = connection.Prepare(std::string(sql));
    if (prepared->HasError()) prepared->error.Throw();
    duckdb::vector<duckdb::Value> values;
    for (const auto& parameter : parameters) values.push_back(to_duckdb(parameter));
    auto result = prepared->Execute(values, true);
    if (result->HasError()) result->ThrowError();
    while (auto chunk = result->Fetch()) {
      if (chunk->size() == 0) break;
      chunk->Flatten();
      ChunkRow row(*chunk);
      for (std::size_t i = 0; i < chunk->size(); ++i) {
        row.move_to(i);
        each(row);
      }
    }
    if (result->HasError()) result->ThrowError();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& failure) {
    throw lens_error(failure, path);
  }
}

constexpr const char* fingerprint_tables[] = {"source",     "batch",    "attribute",      "record",
                                              "reject",     "customer", "customer_value", "orders",
                                              "order_item", "event",    "interaction"};

}  // namespace

std::string quoted(std::string_view identifier) {
  std::string out = "\"";
  for (char c : identifier) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
  return out;
}

std::unique_ptr<Lens> Lens::open(const std::string& path, const SecretKey& key, const LensOptions& options) {
  auto implementation = std::make_unique<LensImplementation>();
  implementation->path = path;
  implementation->threads = options.threads;
  implementation->read_meanwhile = options.read_meanwhile;
  // The file is made by DuckDB with the process's mask; nobody else is to read even its ciphertext.
  ::umask(077);
  implementation->database = open_lens_instance(path, key.bytes(), options);
  implementation->connection = std::make_unique<duckdb::Connection>(*implementation->database);
  auto& connection = *implementation->connection;
  execute(connection, std::string("USE ") + lens_catalog, path);
  add_mark_functions(connection);
  std::unique_ptr<Lens> lens(new Lens(std::move(implementation)));
  bool made = false;
  lens->query(
      "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'lens' AND table_name = 'lens_state'", {},
      [&](const LensRow& row) { made = row.integer(0) != 0; });
  if (!made) create_tables(connection, path);
  std::int64_t layout = 0;
  lens->query(
      "SELECT count(*) FROM duckdb_columns() WHERE database_name = 'lens' AND table_name = 'lens_state' AND "
      "column_name = 'layout'",
      {}, [&](const LensRow& row) { layout = row.integer(0); });
  if (layout != 0)
    lens->query("SELECT layout FROM lens_state", {}, [&](const LensRow& row) { layout = row.integer(0); });
  if (layout != lens_layout) {
    throw Error(ErrorCode::corrupt,
                Text("The lens {path} has another layout than this version writes.", {{"path", path}}),
                "Delete the lens file and rebuild it: it is a copy, nothing is lost.", {path, 0, {}});
  }
  lens->query(
      "SELECT id, name, type, class, sensitivity, label_en, label_zh, multiple FROM attribute ORDER BY id",
      {}, [&](const LensRow& row) {
        lens->implementation_->attributes.push_back({row.integer(0), std::string(row.text(1)),
                                                     std::string(row.text(2)), std::string(row.text(3)),
                                                     std::string(row.text(4)), std::string(row.text(5)),
                                                     std::string(row.text(6)), row.integer(7) != 0});
      });
  lens->query(
      "SELECT column_name FROM duckdb_columns() WHERE database_name = 'lens' AND table_name = 'record_row' "
      "AND column_index > (SELECT column_index FROM duckdb_columns() WHERE database_name = 'lens' AND "
      "table_name = 'record_row' AND column_name = ':marks') ORDER BY column_index",
      {}, [&](const LensRow& row) { lens->implementation_->supplied.emplace_back(row.text(0)); });
  return lens;
}

void Lens::remove(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  std::filesystem::remove(path + ".wal", ignored);
  std::filesystem::remove_all(path + ".tmp", ignored);
}

Lens::Lens(std::unique_ptr<LensImplementation> implementation) : implementation_(std::move(implementation)) {}
Lens::~Lens() = default;

std::int64_t Lens::watermark() {
  std::int64_t watermark = 0;
  query("SELECT watermark FROM lens_state", {}, [&](const LensRow& row) { watermark = row.integer(0); });
  return watermark;
}

const std::vector<LensAttribute>& Lens::attributes() const noexcept { return implementation_->attributes; }

void Lens::set_attributes(const std::vector<LensAttribute>& attributes) {
  auto& connection = *implementation_->connection;
  const auto& path = implementation_->path;
  execute(connection, "BEGIN", path);
  try {
    for (const auto& attribute : attributes) {
      bool known = std::any_of(implementation_->attributes.begin(), implementation_->attributes.end(),
                               [&](const LensAttribute& other) { return other.name == attribute.name; });
      if (!known) add_customer_column(connection, path, attribute.name);
    }
    execute(connection, "DELETE FROM attribute", path);
    for (const auto& a : attributes) {
      execute(connection, "INSERT INTO attribute VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", path,
              {duckdb::Value::BIGINT(a.id), a.name, a.type, a.attribute_class, a.sensitivity, a.label_en,
               a.label_zh, duckdb::Value::BOOLEAN(a.multiple)});
    }
    make_record_view(connection, path, attributes, implementation_->supplied);
    execute(connection, "COMMIT", path);
  } catch (...) {
    connection.Query("ROLLBACK");
    throw;
  }
  implementation_->attributes = attributes;
}

void Lens::supply(const std::vector<std::string>& attributes) {
  auto supplied = implementation_->supplied;
  for (const auto& known : implementation_->attributes) {
    const auto& name = known.name;
    if (std::find(attributes.begin(), attributes.end(), name) == attributes.end()) continue;
    if (std::find(supplied.begin(), supplied.end(), name) == supplied.end()) supplied.push_back(name);
  }
  if (supplied.size() == implementation_->supplied.size()) return;
  auto& connection = *implementation_->connection;
  const auto& path = implementation_->path;
  execute(connection, "BEGIN", path);
  try {
    for (std::size_t i = implementation_->supplied.size(); i < supplied.size(); ++i) {
      add_record_column(connection, path, supplied[i]);
    }
    make_record_view(connection, path, implementation_->attributes, supplied);
    execute(connection, "COMMIT", path);
  } catch (...) {
    connection.Query("ROLLBACK");
    throw;
  }
  implementation_->supplied = std::move(supplied);
}

std::unique_ptr<LensUpdate> Lens::update() { return std::make_unique<LensUpdate>(*implementation_); }

void Lens::query(std::string_view sql, std::span<const LensValue> parameters,
                 const std::function<void(const LensRow&)>& each) {
  run_query(*implementation_->connection, implementation_->path, sql, parameters, each);
}

struct LensReader::State {
  State(duckdb::DuckDB& database, std::string lens_path) : path(std::move(lens_path)), connection(database) {}
  std::string path;
  duckdb::Connection connection;
};

LensReader::LensReader(LensImplementation& lens)
    : state_(std::make_unique<State>(*lens.database, lens.path)) {
  execute(state_->connection, std::string("USE ") + lens_catalog, state_->path);
}
LensReader::~LensReader() = default;

void LensReader::query(std::string_view sql, std::span<const LensValue> parameters,
                       const std::function<void(const LensRow&)>& each) {
  run_query(state_->connection, state_->path, sql, parameters, each);
}

void LensReader::interrupt() noexcept { state_->connection.Interrupt(); }

std::unique_ptr<LensReader> Lens::reader() { return std::make_unique<LensReader>(*implementation_); }

std::vector<std::string> Lens::columns_of(std::string_view sql) {
  try {
    auto prepared = implementation_->connection->Prepare(std::string(sql));
    if (prepared->HasError()) prepared->error.Throw();
    return {prepared->GetNames().begin(), prepared->GetNames().end()};
  } catch (const std::exception& failure) {
    throw lens_error(failure, implementation_->path);
  }
}

void Lens::write_parquet(std::string_view sql, const std::string& path) {
  std::string literal = "'";
  for (char c : path) literal += c == '\'' ? "''" : std::string(1, c);
  execute(*implementation_->connection,
          "COPY (" + std::string(sql) + ") TO " + literal + "' (FORMAT parquet, COMPRESSION zstd)",
          implementation_->path);
}

void Lens::interrupt() noexcept { implementation_->connection->Interrupt(); }

std::vector<Lens::Fingerprint> Lens::fingerprint() {
  std::vector<Fingerprint> prints;
  for (const char* table : fingerprint_tables) {
    std::string columns;
    query(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = 'lens' AND table_name = $1 ORDER BY "
        "column_name",
        std::vector<LensValue>{std::string(table)}, [&](const LensRow& row) {
          if (!columns.empty()) columns += ", ";
          columns += quoted(row.text(0));
        });
    // Order does not matter to a sum; a row that stands twice does.
    query("SELECT count(*), coalesce(sum(hash(" + columns + ")::HUGEINT), 0) FROM " + quoted(table), {},
          [&](const LensRow& row) {
            prints.push_back({table, row.integer(0), row.printed(1)});
          });
  }
  return prints;
}

}  // namespace kith::lens
