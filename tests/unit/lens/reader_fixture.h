// Files made by a test and what a reader makes of them.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "lens/file_reader.h"

namespace kith::lens {

/// The public data sets, or an empty path where they are absent.
inline std::filesystem::path public_data() {
  const char* named = std::getenv("KITH_DATA");
  std::filesystem::path path = named ? named : std::filesystem::path(KITH_TESTS) / "../../shared/data";
  return std::filesystem::is_directory(path) ? path : std::filesystem::path();
}

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A whole file as read: "<null>" stands for null.
struct ReadTable {
  FileShape shape;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> row, line;
  std::vector<RejectedRow> rejects;
};

inline ReadTable read_all(const std::string& path, const ReadOptions& options = {}) {
  ReadTable table;
  auto reader = FileReader::open(path, options);
  table.shape = reader->shape();
  RowBlock block;
  Cancel cancel;
  std::uint64_t position = 0;
  while (reader->next(block, cancel)) {
    EXPECT_EQ(block.columns.size(), table.shape.columns.size());
    EXPECT_GE(reader->position(), position);
    position = reader->position();
    EXPECT_LE(position, table.shape.bytes);
    for (std::size_t i = 0; i < block.rows(); ++i) {
      auto& row = table.rows.emplace_back();
      for (const auto& column : block.columns) {
        row.push_back(is_null(column[i]) ? std::string("<null>") : std::string(column[i]));
      }
      table.row.push_back(block.row[i]);
      table.line.push_back(block.line[i]);
    }
    for (auto& reject : block.rejects) table.rejects.push_back(reject);
  }
  return table;
}

class ReaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() / ("kith-read-" + std::to_string(getpid()) + "-" +
                                                           test->test_suite_name() + "-" + test->name());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string file(const std::string& name, std::string_view content) const {
    std::string path = (directory_ / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  ReadTable read(const std::string& name, std::string_view content, const ReadOptions& options = {}) const {
    return read_all(file(name, content), options);
  }

  /// The error that reading the file ends in; fails where there is none.
  Error error_of(const std::string& path, const ReadOptions& options = {}) const {
    try {
      read_all(path, options);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no error for " << path;
    return Error(ErrorCode::internal, "none");
  }

  std::filesystem::path directory_;
};

using Rows = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;

}  // namespace kith::lens
