// The lens's tables as DuckDB knows them, and bulk appending to them. Only this room includes this.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb.hpp"
#include "lens/lens.h"

namespace kith::lens {

/// Runs SQL without rows; throws the Error that DuckDB's means.
void execute(duckdb::Connection& connection, const std::string& sql, const std::string& path,
             duckdb::vector<duckdb::Value> parameters = {});

/// Makes the tables in an empty lens.
void create_tables(duckdb::Connection& connection, const std::string& path);
/// Makes the columns of attributes that have none yet.
void add_attribute_columns(duckdb::Connection& connection, const std::string& path,
                           const LensAttribute& attribute);

/// Rows on their way into one table, gathered in chunks. put_* fill the next column of the row begun.
class TableAppender {
 public:
  TableAppender(duckdb::Connection& connection, const char* table);

  void begin_row();
  void put(std::int64_t value);
  void put_id(std::int64_t value);  ///< 0 is null
  void put(std::string_view text);
  void put_real(double value);
  void put_null();
  void put_small(std::uint64_t value);  ///< UTINYINT or USMALLINT, by the column
  void put(const std::optional<std::int64_t>& value) { value ? put(*value) : put_null(); }
  void put(const std::optional<double>& value) { value ? put_real(*value) : put_null(); }
  void end_row();
  void finish();

 private:
  void flush_chunk();

  duckdb::Appender appender_;
  duckdb::DataChunk chunk_;
  duckdb::Vector& next_value();

  std::vector<bool>
      has_value_;  // of each column, in this chunk; a column without any goes as one constant null
  std::size_t row_ = 0, column_ = 0, rows_since_flush_ = 0;
};

}  // namespace kith::lens
