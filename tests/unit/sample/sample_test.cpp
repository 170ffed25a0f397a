// The sample must be the same in every run, and its truth complete: a measure of Kith is only as good as the
// truth beside the data. Adversaries: anything that varies between runs (clocks, addresses, hash order), rows
// without truth, truth without rows, a container that grows with the customers.
#include "sample/sample.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "base/utf8.h"
#include "sample/cells.h"

namespace kith::sample {
namespace {

namespace fs = std::filesystem;

class Place {
 public:
  explicit Place(const std::string& name)
      : path_(fs::temp_directory_path() / ("kith-sample-" + name + "-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
  }
  ~Place() { fs::remove_all(path_); }
  std::string path(const std::string& file = {}) const { return (path_ / file).string(); }

 private:
  fs::path path_;
};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

SampleReport make(const Place& place, std::uint64_t customers, std::uint64_t seed, bool broken = true) {
  SampleOptions options;
  options.directory = place.path();
  options.customers = customers;
  options.seed = seed;
  options.broken_rows = broken;
  Progress progress;
  Cancel cancel;
  return write_sample(options, progress, cancel);
}

TEST(Sample, SameSeedSameBytes) {
  Place one("one"), two("two");
  auto report = make(one, 600, 7);
  ::sleep(1);  // a clock in a file would show
  make(two, 600, 7);
  ASSERT_GE(report.files.size(), 11u);
  for (const auto& file : report.files) {
    auto bytes = read(one.path(file.name));
    EXPECT_EQ(bytes.size(), file.bytes) << file.name;
    EXPECT_TRUE(bytes == read(two.path(file.name))) << file.name;
  }
}

TEST(Sample, OtherSeedOtherBytes) {
  Place one("one"), two("two");
  auto report = make(one, 300, 1);
  make(two, 300, 2);
  for (const auto& file : report.files) {
    if (file.rows == 0) continue;
    EXPECT_FALSE(read(one.path(file.name)) == read(two.path(file.name))) << file.name;
  }
}

TEST(Sample, RecordsPerCustomer) {
  Place place("counts");
  auto report = make(place, 6000, 3);
  std::uint64_t rows = 0;
  for (const auto& file : report.files) rows += file.name == "truth.csv" ? 0 : file.rows;
  EXPECT_EQ(rows, report.truth_rows);
  EXPECT_EQ(report.companies, 500u);
  EXPECT_GT(rows, 6000 * 2.5);
  EXPECT_LT(rows, 6000 * 3.0);
}

TEST(Sample, LeavesForeignFilesAlone) {
  Place place("foreign");
  fs::create_directories(place.path());
  std::ofstream(place.path("truth.csv")) << "mine";
  try {
    make(place, 10, 1);
    FAIL() << "overwrote a file it did not write";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::conflict);
  }
  EXPECT_EQ(read(place.path("truth.csv")), "mine");
  EXPECT_EQ(std::distance(fs::directory_iterator(place.path()), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace kith::sample
