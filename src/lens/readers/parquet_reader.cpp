#include "lens/readers/parquet_reader.h"

#include "base/error.h"
#include "duckdb.hpp"
#include "lens/duckdb/instance.h"
#include "lens/readers/column_names.h"

namespace kith::lens {
namespace {

std::string quoted(const std::string& text, char quote) {
  std::string out(1, quote);
  for (char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

class ParquetReader final : public FileReader {
 public:
  ParquetReader(const std::string& path, FileShape shape) : path_(path) {
    shape_ = std::move(shape);
    shape_.encoding = "UTF-8";
    shape_.header_line = 0;
    instance_ = open_reader_instance();
    connection_ = std::make_unique<duckdb::Connection>(*instance_);
    // A pattern in a file's name must not read others: such names go through a bracket each.
    std::string name;
    for (char c : path)
      name +=
          std::string("*?[").find(c) == std::string::npos ? std::string(1, c) : "[" + std::string(1, c) + "]";
    std::string from = " FROM read_parquet(" + quoted(name, '\'') + ", hive_partitioning=false)";
    auto columns = connection_->Query("SELECT *" + from + " LIMIT 0");
    check(*columns);
    std::string wanted;
    for (std::size_t i = 0; i < columns->names.size(); ++i) {
      auto column = quoted(columns->names[i], '"');
      bool nested = columns->types[i].IsNested();
      wanted += (i ? ", " : "") +
                (nested ? "CAST(to_json(" + column + ") AS VARCHAR)" : "CAST(" + column + " AS VARCHAR)");
    }
    shape_.columns = distinct_names(columns->names);
    auto count = connection_->Query("SELECT count(*)" + from);
    check(*count);
    rows_ = static_cast<std::uint64_t>(count->GetValue(0, 0).GetValue<std::int64_t>());
    if (rows_ == 0) {
      throw Error(ErrorCode::bad_input, Text("{path} holds a header and no rows.", {{"path", path_}}),
                  "Export the file again with its rows.", {path_, 0, {}});
    }
    result_ = connection_->SendQuery("SELECT " + wanted + from);
    check(*result_);
  }

  bool next(RowBlock& block, const Cancel& cancel) override {
    cancel.check();
    block = {};
    auto chunk = result_->Fetch();
    check(*result_);
    if (!chunk || chunk->size() == 0) return false;
    chunk->Flatten();
    std::size_t count = chunk->size();
    block.columns.resize(shape_.columns.size());
    for (std::size_t k = 0; k < block.columns.size(); ++k) {
      auto& vector = chunk->data[k];
      const auto* texts = duckdb::FlatVector::GetData<duckdb::string_t>(vector);
      const auto& valid = duckdb::FlatVector::Validity(vector);
      block.columns[k].resize(count);
      for (std::size_t i = 0; i < count; ++i) {
        if (valid.RowIsValid(i)) block.columns[k][i] = Cell(texts[i].GetData(), texts[i].GetSize());
      }
    }
    for (std::size_t i = 0; i < count; ++i) block.row.push_back(++given_);
    block.line.assign(count, 0);
    block.storage = std::shared_ptr<duckdb::DataChunk>(chunk.release());
    return true;
  }

  std::uint64_t position() const noexcept override {
    return rows_ == 0 ? shape_.bytes
                      : static_cast<std::uint64_t>(static_cast<double>(shape_.bytes) *
                                                   static_cast<double>(given_) / static_cast<double>(rows_));
  }

 private:
  // DuckDB's words may hold cells: left out.
  void check(duckdb::BaseQueryResult& result) const {
    if (!result.HasError()) return;
    throw Error(ErrorCode::bad_input, Text("The Parquet file {path} is damaged.", {{"path", path_}}),
                "Copy or export the file again.", {path_, 0, {}});
  }

  std::string path_;
  std::unique_ptr<duckdb::DuckDB> instance_;
  std::unique_ptr<duckdb::Connection> connection_;
  duckdb::unique_ptr<duckdb::QueryResult> result_;
  std::uint64_t rows_ = 0, given_ = 0;
};

}  // namespace

std::unique_ptr<FileReader> make_parquet_reader(const std::string& path, FileShape shape) {
  return std::make_unique<ParquetReader>(path, std::move(shape));
}

}  // namespace kith::lens
