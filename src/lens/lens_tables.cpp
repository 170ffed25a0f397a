#include "lens/lens_tables.h"

#include <algorithm>

#include "base/error.h"
#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/duck_table_entry.hpp"
#include "duckdb/transaction/meta_transaction.hpp"

namespace kith::lens {
namespace {

constexpr std::size_t kept_block_bytes = 1 << 20;

constexpr const char* tables = R"sql(
CREATE TABLE lens_state(watermark BIGINT, layout INTEGER);
CREATE TABLE source(id BIGINT, name VARCHAR, owner VARCHAR, purpose VARCHAR, trust INTEGER, retention_days INTEGER);
CREATE TABLE batch(id BIGINT, number BIGINT, source_id BIGINT, kind VARCHAR, file VARCHAR, state VARCHAR,
  started_at BIGINT, records BIGINT, facts BIGINT, rejects BIGINT);
CREATE TABLE attribute(id BIGINT, name VARCHAR, type VARCHAR, class VARCHAR, sensitivity VARCHAR, label_en VARCHAR,
  label_zh VARCHAR, multiple BOOLEAN);
CREATE TABLE record_row(id BIGINT, source_id BIGINT, batch_id BIGINT, customer_id BIGINT, "row" BIGINT, line BIGINT,
  source_key VARCHAR, received_at BIGINT, ended BOOLEAN, extra VARCHAR, ":marks" BLOB);
CREATE TABLE reject(id BIGINT, batch_id BIGINT, "row" BIGINT, line BIGINT, "column" VARCHAR, reason VARCHAR);
CREATE TABLE customer(id BIGINT, created_at BIGINT, updated_at BIGINT, records BIGINT);
CREATE TABLE customer_value(customer_id BIGINT, attribute_id BIGINT, ordinal BIGINT, value VARCHAR, verdict UTINYINT,
  record_id BIGINT, rule VARCHAR, support BIGINT);
CREATE TABLE orders(id BIGINT, record_id BIGINT, batch_id BIGINT, order_key VARCHAR, placed_at BIGINT, status VARCHAR,
  currency VARCHAR, amount DOUBLE);
CREATE TABLE order_item(order_id BIGINT, record_id BIGINT, batch_id BIGINT, line BIGINT, sku VARCHAR, name VARCHAR,
  quantity DOUBLE, price DOUBLE);
CREATE TABLE event(id BIGINT, record_id BIGINT, batch_id BIGINT, event_key VARCHAR, name VARCHAR, "at" BIGINT, properties VARCHAR);
CREATE TABLE interaction(id BIGINT, record_id BIGINT, batch_id BIGINT, interaction_key VARCHAR, kind VARCHAR,
  direction VARCHAR, agent VARCHAR, "at" BIGINT, duration_s BIGINT, subject VARCHAR);
)sql";

}  // namespace

void execute(duckdb::Connection& connection, const std::string& sql, const std::string& path,
             duckdb::vector<duckdb::Value> parameters) {
  try {
    if (parameters.empty()) {
      auto result = connection.Query(sql);
      if (result->HasError()) result->ThrowError();
      return;
    }
    auto prepared = connection.Prepare(sql);
    if (prepared->HasError()) prepared->error.Throw();
    auto result = prepared->Execute(parameters, false);
    if (result->HasError()) result->ThrowError();
  } catch (const std::exception& failure) {
    throw lens_error(failure, path);
  }
}

namespace {

void add_column(duckdb::Connection& connection, const std::string& path, const char* table,
                const std::string& column, const char* type) {
  execute(connection, std::string("ALTER TABLE ") + table + " ADD COLUMN " + quoted(column) + " " + type,
          path);
}

}  // namespace

void create_tables(duckdb::Connection& connection, const std::string& path) {
  // One transaction: a process that dies here leaves an empty lens, not half of its tables.
  execute(connection, "BEGIN", path);
  execute(connection, tables, path);
  execute(connection, "INSERT INTO lens_state VALUES (0, " + std::to_string(lens_layout) + ")", path);
  make_record_view(connection, path, {}, {});
  execute(connection, "COMMIT", path);
}

void add_record_column(duckdb::Connection& connection, const std::string& path,
                       const std::string& attribute) {
  add_column(connection, path, "record_row", attribute, "VARCHAR");
}

void add_customer_column(duckdb::Connection& connection, const std::string& path,
                         const std::string& attribute) {
  add_column(connection, path, "customer", attribute, "VARCHAR");
}

void make_record_view(duckdb::Connection& connection, const std::string& path,
                      const std::vector<LensAttribute>& attributes,
                      const std::vector<std::string>& supplied) {
  std::string sql =
      "CREATE OR REPLACE VIEW record AS SELECT id, source_id, batch_id, customer_id, \"row\", line, "
      "source_key, "
      "received_at, extra";
  for (const auto& attribute : attributes) {
    const auto& name = attribute.name;
    auto place = std::find(supplied.begin(), supplied.end(), name);
    auto column = [&](const char* suffix, const std::string& expression, const char* none) {
      sql += ", " + (place != supplied.end() ? expression : none) + " AS " + quoted(name + suffix);
    };
    auto of_marks = [&](const char* function) {
      return std::string(function) + "(\":marks\", " + std::to_string(place - supplied.begin()) + ")";
    };
    auto state = of_marks("record_state");
    column("", quoted(name), "NULL::VARCHAR");
    column(":raw", of_marks("record_raw"), "NULL::VARCHAR");
    column(":verdict", "(" + state + " & 7)::UTINYINT", "NULL::UTINYINT");
    column(":reason", "(" + state + " >> 3)::USMALLINT", "NULL::USMALLINT");
  }
  execute(connection, sql + " FROM record_row WHERE ended IS NULL", path);
}

TableAppender::TableAppender(duckdb::Connection& connection, const char* table) : connection_(connection) {
  in_transaction([&](duckdb::ClientContext& context) {
    auto& entry = duckdb::Catalog::GetEntry<duckdb::TableCatalogEntry>(context, lens_catalog, "main", table)
                      .Cast<duckdb::DuckTableEntry>();
    duckdb::MetaTransaction::Get(context).ModifyDatabase(entry.catalog.GetAttached());
    table_ = &entry;
    table_->GetStorage().InitializeLocalAppend(appending_, *table_, context, no_constraints_);
    chunk_.Initialize(duckdb::Allocator::DefaultAllocator(), table_->GetTypes());
  });
  has_value_.assign(chunk_.ColumnCount(), false);
}

void TableAppender::in_transaction(const std::function<void(duckdb::ClientContext&)>& work) {
  auto& context = *connection_.context;
  context.RunFunctionInTransaction([&] { work(context); });
}

void TableAppender::begin_row() { column_ = 0; }

duckdb::Vector& TableAppender::next_value() {
  auto& vector = chunk_.data[column_];
  if (!has_value_[column_]) {
    has_value_[column_] = true;
    auto& validity = duckdb::FlatVector::Validity(vector);
    for (std::size_t row = 0; row < row_; ++row) validity.SetInvalid(row);
  }
  ++column_;
  return vector;
}

void TableAppender::put(std::int64_t value) {
  auto& vector = next_value();
  switch (vector.GetType().InternalType()) {
    case duckdb::PhysicalType::INT32:
      duckdb::FlatVector::GetData<std::int32_t>(vector)[row_] = static_cast<std::int32_t>(value);
      return;
    case duckdb::PhysicalType::BOOL:
      duckdb::FlatVector::GetData<bool>(vector)[row_] = value != 0;
      return;
    default:
      duckdb::FlatVector::GetData<std::int64_t>(vector)[row_] = value;
      return;
  }
}

void TableAppender::put_id(std::int64_t value) { value != 0 ? put(value) : put_null(); }

void TableAppender::put(std::string_view text) {
  auto& vector = next_value();
  duckdb::FlatVector::GetData<duckdb::string_t>(vector)[row_] =
      duckdb::StringVector::AddStringOrBlob(vector, text.data() != nullptr ? text.data() : "", text.size());
}

void TableAppender::put_kept(std::string_view text) {
  duckdb::FlatVector::GetData<duckdb::string_t>(next_value())[row_] =
      duckdb::string_t(text.data() != nullptr ? text.data() : "", static_cast<std::uint32_t>(text.size()));
}

std::span<const unsigned char> TableAppender::keep(std::span<const unsigned char> bytes) {
  while (kept_block_ < kept_.size()) {
    auto& block = kept_[kept_block_];
    if (block.capacity() - block.size() >= bytes.size()) break;
    ++kept_block_;
  }
  if (kept_block_ == kept_.size()) {
    kept_.emplace_back();
    kept_.back().reserve(std::max(kept_block_bytes, bytes.size()));
  }
  auto& block = kept_[kept_block_];
  auto at = block.size();
  block.insert(block.end(), bytes.begin(), bytes.end());
  return {block.data() + at, bytes.size()};
}

void TableAppender::put_real(double value) {
  duckdb::FlatVector::GetData<double>(next_value())[row_] = value;
}

void TableAppender::put_null() {
  if (has_value_[column_]) duckdb::FlatVector::Validity(chunk_.data[column_]).SetInvalid(row_);
  ++column_;
}

void TableAppender::put_small(std::uint8_t value) {
  duckdb::FlatVector::GetData<std::uint8_t>(next_value())[row_] = value;
}

void TableAppender::end_row() {
  if (column_ != chunk_.ColumnCount())
    throw Error(ErrorCode::internal, "A row of the lens has the wrong width.");
  if (++row_ == STANDARD_VECTOR_SIZE) flush_chunk();
}

void TableAppender::flush_chunk() {
  if (row_ == 0) return;
  for (std::size_t column = 0; column < has_value_.size(); ++column) {
    if (has_value_[column]) continue;
    chunk_.data[column].SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
    duckdb::ConstantVector::SetNull(chunk_.data[column], true);
  }
  chunk_.SetCardinality(row_);
  in_transaction([&](duckdb::ClientContext& context) {
    table_->GetStorage().LocalAppend(appending_, context, chunk_, false);
  });
  has_value_.assign(has_value_.size(), false);
  chunk_.Reset();
  row_ = 0;
  kept_block_ = 0;
  for (auto& block : kept_) {
    if (block.capacity() > 2 * kept_block_bytes) block = {};  // one huge record is no reason to hold on to it
    block.clear();
    if (block.capacity() == 0) block.reserve(kept_block_bytes);
  }
}

void TableAppender::finish() {
  flush_chunk();
  table_->GetStorage().FinalizeLocalAppend(appending_);
}

}  // namespace kith::lens
