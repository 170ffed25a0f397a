// The lens's tables as DuckDB knows them, and bulk appending to them. Only this room includes this.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/catalog/catalog_entry/duck_table_entry.hpp"
#include "duckdb/planner/bound_constraint.hpp"
#include "duckdb/storage/table/append_state.hpp"
#include "lens/lens.h"

namespace kith::lens {

/// Counts up with every change of the tables; a lens of another layout is made anew.
constexpr std::int64_t lens_layout = 4;

/// Runs SQL without rows; throws the Error that DuckDB's means.
void execute(duckdb::Connection& connection, const std::string& sql, const std::string& path,
             duckdb::vector<duckdb::Value> parameters = {});

/// Makes the tables in an empty lens.
void create_tables(duckdb::Connection& connection, const std::string& path);
/// The column of an attribute's values in record_row; all else of it stands in `:marks` (record_marks.h).
void add_record_column(duckdb::Connection& connection, const std::string& path, const std::string& attribute);
void add_customer_column(duckdb::Connection& connection, const std::string& path,
                         const std::string& attribute);
/// The view `record` shows every attribute: those of `supplied`, in the order of their columns and marks, as
/// they are, the others as null.
void make_record_view(duckdb::Connection& connection, const std::string& path,
                      const std::vector<LensAttribute>& attributes, const std::vector<std::string>& supplied);

/// Rows on their way into one table, gathered in chunks and appended within the transaction that is open on
/// the connection: straight to the table's storage, since DuckDB's own Appender copies every chunk once more
/// before. put_* fill the next column of the row begun. What was not finish()ed goes with the rollback.
class TableAppender {
 public:
  TableAppender(duckdb::Connection& connection, const char* table);
  TableAppender(const TableAppender&) = delete;
  TableAppender& operator=(const TableAppender&) = delete;

  void begin_row();
  void put(std::int64_t value);
  void put_id(std::int64_t value);  ///< 0 is null
  void put(std::string_view text);
  /// The same without a copy: `text` lies in memory of keep().
  void put_kept(std::string_view text);
  /// Copies bytes to where they stay until the row begun next has gone into the table.
  std::span<const unsigned char> keep(std::span<const unsigned char> bytes);
  void put_real(double value);
  void put_null();
  void put_small(std::uint8_t value);
  void put(const std::optional<std::int64_t>& value) { value ? put(*value) : put_null(); }
  void put(const std::optional<double>& value) { value ? put_real(*value) : put_null(); }
  void end_row();
  void finish();

 private:
  void flush_chunk();
  void in_transaction(const std::function<void(duckdb::ClientContext&)>& work);
  duckdb::Vector& next_value();

  duckdb::Connection& connection_;
  duckdb::DuckTableEntry* table_ = nullptr;
  duckdb::vector<duckdb::unique_ptr<duckdb::BoundConstraint>> no_constraints_;  // referred to by appending_
  duckdb::LocalAppendState appending_;
  duckdb::DataChunk chunk_;
  std::vector<std::vector<unsigned char>> kept_;  // blocks that never move
  std::size_t kept_block_ = 0;                    // the block being filled

  std::vector<bool>
      has_value_;  // of each column, in this chunk; a column without any goes as one constant null
  std::size_t row_ = 0, column_ = 0;
};

}  // namespace kith::lens
