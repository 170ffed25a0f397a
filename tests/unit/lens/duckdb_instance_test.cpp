#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "duckdb.hpp"
#include "lens/duckdb/instance.h"

namespace kith::lens {
namespace {

namespace fs = std::filesystem;

std::array<unsigned char, 32> key_of(unsigned char first) {
  std::array<unsigned char, 32> key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<unsigned char>(first + 7 * i);
  return key;
}

class LensInstance : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ =
        fs::temp_directory_path() / ("kith-lens-" + std::to_string(getpid()) + "-" +
                                     ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }
  std::string path() const { return (directory_ / "lens.duckdb").string(); }

  // Every byte of every file in the directory.
  std::string bytes_on_disk() const {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(directory_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }
  fs::path directory_;
};

void run(duckdb::Connection& connection, const std::string& sql) {
  auto result = connection.Query(sql);
  ASSERT_FALSE(result->HasError()) << sql << ": " << result->GetError();
}

ErrorCode code_of_opening(const std::string& path, unsigned char first = 1) {
  try {
    open_lens_instance(path, key_of(first));
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode{0};
}

void fill(const std::string& path) {
  auto lens = open_lens_instance(path, key_of(1));
  duckdb::Connection connection(*lens);
  run(connection, "USE lens");
  run(connection, "CREATE TABLE t AS SELECT i, 'MARKERONE' || i AS s FROM range(300000) r(i)");
}

TEST_F(LensInstance, KeepsItsRowsAndNoPlainByte) {
  fill(path());
  EXPECT_EQ(bytes_on_disk().find("MARKERONE"), std::string::npos);
  auto lens = open_lens_instance(path(), key_of(1));
  duckdb::Connection connection(*lens);
  auto result = connection.Query("SELECT count(*), max(s) FROM lens.t");
  ASSERT_FALSE(result->HasError()) << result->GetError();
  EXPECT_EQ(result->GetValue(0, 0).GetValue<int64_t>(), 300000);
  EXPECT_EQ(result->GetValue(1, 0).ToString(), "MARKERONE99999");
}

// The adversary reads the disk of a process that was killed between commit and checkpoint, while spilling.
TEST_F(LensInstance, KilledProcessLeavesNoPlainByteInLogOrSpill) {
  pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    LensOptions options;
    options.memory_limit = std::uint64_t{40} << 20;
    options.threads = 1;
    auto lens = open_lens_instance(path(), key_of(1), options);
    duckdb::Connection connection(*lens);
    if (connection.Query("USE lens")->HasError()) _exit(2);
    if (connection.Query("CREATE TABLE t(i BIGINT, s VARCHAR)")->HasError()) _exit(3);
    if (connection.Query("INSERT INTO t SELECT i, 'MARKERTWO' || i FROM range(2000) r(i)")->HasError())
      _exit(4);
    // Random text, so that it cannot be kept small, more of it than the memory limit.
    if (connection
            .Query("CREATE TEMP TABLE spilled AS SELECT i, 'MARKERTHREE' || md5(i::VARCHAR) || "
                   "md5((i+1)::VARCHAR) "
                   "AS s FROM range(1500000) r(i)")
            ->HasError()) {
      _exit(5);
    }
    bool spilled = fs::exists(path() + ".tmp") && !fs::is_empty(path() + ".tmp");
    bool logged = fs::exists(path() + ".wal") && fs::file_size(path() + ".wal") > 1000;
    _exit(spilled && logged ? 0 : 6);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 0);
  std::string all = bytes_on_disk();
  EXPECT_GT(all.size(), std::size_t{10} << 20);
  EXPECT_EQ(all.find("MARKER"), std::string::npos);
  auto lens = open_lens_instance(path(), key_of(1));
  duckdb::Connection connection(*lens);
  EXPECT_EQ(connection.Query("SELECT count(*) FROM lens.t")->GetValue(0, 0).GetValue<int64_t>(), 2000);
}

TEST_F(LensInstance, WrongKeyIsSaidSoWithoutTheKey) {
  fill(path());
  try {
    open_lens_instance(path(), key_of(2));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::wrong_key);
    EXPECT_NE(std::string(error.what()).find(path()), std::string::npos);
  }
  EXPECT_EQ(code_of_opening(path()), ErrorCode{0});
}

TEST_F(LensInstance, DamageIsFoundAtOpeningOrAtReading) {
  fill(path());
  auto size = fs::file_size(path());
  for (std::uint64_t at : {std::uint64_t{4200}, std::uint64_t{8300}, size / 2, size - 5000}) {
    std::string copy = path() + ".copy";
    fs::copy_file(path(), copy, fs::copy_options::overwrite_existing);
    std::fstream file(copy, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at));
    file.write("DAMAGEDDAMAGED", 14);
    file.close();
    ErrorCode found{0};
    try {
      auto lens = open_lens_instance(copy, key_of(1));
      duckdb::Connection connection(*lens);
      auto result = connection.Query("SELECT sum(i), max(s), min(s) FROM lens.t");
      if (result->HasError()) {
        try {
          result->ThrowError();
        } catch (const std::exception& failure) {
          found = lens_error(failure, copy).code();
        }
      }
    } catch (const Error& error) {
      found = error.code();
    }
    EXPECT_EQ(found, ErrorCode::corrupt) << "damaged at " << at << " of " << size;
    fs::remove(copy);
  }
}

TEST_F(LensInstance, WhatIsNoLensIsCorrupt) {
  std::ofstream(path()) << "this is no database at all, but it is long enough to look at: "
                        << std::string(9000, 'x');
  EXPECT_EQ(code_of_opening(path()), ErrorCode::corrupt);
  std::ofstream(path(), std::ios::trunc) << "";
  ErrorCode empty = code_of_opening(path());
  EXPECT_EQ(empty, ErrorCode::corrupt) << static_cast<int>(empty);
}

TEST_F(LensInstance, UnreadablePlacesAreIo) {
  EXPECT_EQ(code_of_opening((directory_ / "missing" / "lens.duckdb").string()), ErrorCode::io);
  EXPECT_EQ(code_of_opening(directory_.string()), ErrorCode::io);
}

TEST_F(LensInstance, SecondProcessIsToldToWait) {
  fill(path());
  auto lens = open_lens_instance(path(), key_of(1));
  pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(static_cast<int>(code_of_opening(path())));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), static_cast<int>(ErrorCode::busy));
}

TEST_F(LensInstance, ReachesNothingOutside) {
  fs::path exports = directory_ / "exports";
  fs::create_directories(exports);
  LensOptions options;
  options.allowed_directories = {exports.string()};
  auto lens = open_lens_instance(path(), key_of(1), options);
  duckdb::Connection connection(*lens);
  run(connection, "USE lens");
  run(connection, "CREATE TABLE t AS SELECT 1 AS i");
  EXPECT_TRUE(connection.Query("COPY t TO '" + (directory_ / "out.csv").string() + "'")->HasError());
  EXPECT_TRUE(connection.Query("COPY t TO '" + (exports / ".." / "out.csv").string() + "'")->HasError());
  EXPECT_TRUE(connection.Query("SELECT * FROM read_text('/etc/hostname')")->HasError());
  EXPECT_TRUE(connection.Query("ATTACH '" + (directory_ / "plain.db").string() + "'")->HasError());
  EXPECT_TRUE(connection.Query("INSTALL httpfs")->HasError());
  EXPECT_TRUE(connection.Query("LOAD httpfs")->HasError());
  EXPECT_TRUE(connection.Query("SET memory_limit = '10GB'")->HasError());
  EXPECT_TRUE(connection.Query("SET enable_external_access = true")->HasError());
  run(connection, "COPY t TO '" + (exports / "out.csv").string() + "'");
  run(connection, "CHECKPOINT");
  EXPECT_FALSE(fs::exists(directory_ / "out.csv"));
}

TEST(ReaderInstance, ReadsAndHasJson) {
  auto instance = open_reader_instance();
  duckdb::Connection connection(*instance);
  auto result = connection.Query("SELECT json_extract_string('{\"a\":\"b\"}', '$.a')");
  ASSERT_FALSE(result->HasError()) << result->GetError();
  EXPECT_EQ(result->GetValue(0, 0).ToString(), "b");
}

}  // namespace
}  // namespace kith::lens
