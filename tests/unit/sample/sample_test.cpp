// The sample must be the same in every run, and its truth complete: a measure of Kith is only as good as the
// truth beside the data. Adversaries: anything that varies between runs (clocks, addresses, hash order), rows
// without truth, truth without rows, a container that grows with the customers.
#include "sample/sample.h"

#include <atomic>
#include <cstdlib>
#include <functional>
#include <map>
#include <new>

#include <gtest/gtest.h>

#include "base/error.h"
#include "place.h"

// Bytes that operator new has given out and not got back, and the most of them so far.
namespace {
std::atomic<std::size_t> live{0}, peak{0};
constexpr std::size_t note = 16;
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  auto* at = static_cast<char*>(std::malloc(size + note));
  if (at == nullptr) throw std::bad_alloc();
  *reinterpret_cast<std::size_t*>(at) = size;
  const std::size_t now = live.fetch_add(size) + size;
  for (std::size_t most = peak.load(); now > most && !peak.compare_exchange_weak(most, now);) {
  }
  return at + note;
}
[[gnu::noinline]] void operator delete(void* pointer) noexcept {
  if (pointer == nullptr) return;
  auto* at = static_cast<char*>(pointer) - note;
  live -= *reinterpret_cast<std::size_t*>(at);
  std::free(at);
}
void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }

namespace kith::sample {
namespace {

namespace fs = std::filesystem;

std::size_t peak_of(const std::function<void()>& work) {
  const std::size_t before = live;
  peak = before;
  work();
  return peak - before;
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

TEST(Sample, MemoryDoesNotGrowWithCustomers) {
  Place warm("warm"), few("few"), many("many");
  make(warm, 100, 1);  // the tables of names and places are made once
  auto small = peak_of([&] { make(few, 500, 1); });
  auto large = peak_of([&] { make(many, 20000, 1); });
  EXPECT_LT(large, small + 64 * 1024);
}

TEST(Sample, StopsAtTheWishAndLeavesNothing) {
  class StopsAtOrders : public Progress {
   public:
    explicit StopsAtOrders(Cancel& cancel) : cancel_(cancel) {}
    void phase(Text name, std::uint64_t) override {
      if (name.render(Language::en).find("shop_orders") != std::string::npos) cancel_.request();
    }

   private:
    Cancel& cancel_;
  };
  Place place("stopped");
  SampleOptions options;
  options.directory = place.path();
  options.customers = 5000;
  Cancel cancel;
  StopsAtOrders progress(cancel);
  try {
    write_sample(options, progress, cancel);
    FAIL() << "went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
  EXPECT_FALSE(fs::exists(place.path()));
}

TEST(Sample, ReplacesAnEarlierSample) {
  Place place("again");
  make(place, 200, 1);
  auto first = read(place.path("truth.csv"));
  make(place, 200, 2);
  EXPECT_NE(first, read(place.path("truth.csv")));
}

TEST(Sample, SpreadsLargeSheetsOverFiles) {
  Place place("sheets");
  SampleOptions options;
  options.directory = place.path();
  options.customers = 1000;
  options.rows_a_sheet = 100;
  Progress progress;
  Cancel cancel;
  auto report = write_sample(options, progress, cancel);
  std::map<std::string, std::uint64_t> rows;
  for (const auto& file : report.files) rows[file.name] = file.rows;
  EXPECT_EQ(rows["sales_contacts.xlsx"], 100u);
  EXPECT_EQ(rows["sales_contacts_2.xlsx"], 100u);
  EXPECT_GT(rows["sales_contacts_3.xlsx"], 0u);
  auto truth = read(place.path("truth.csv"));
  EXPECT_NE(truth.find("\nsales_contacts_2,S00000101,"), std::string::npos);
}

TEST(Sample, RefusesNumbersOutOfRange) {
  Place place("none");
  for (std::uint64_t customers : {std::uint64_t{0}, (std::uint64_t{1} << 40) + 1}) {
    try {
      make(place, customers, 1);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::usage);
    }
  }
  EXPECT_FALSE(fs::exists(place.path()));
}

TEST(Sample, OneCustomerIsEnough) {
  Place place("one");
  auto report = make(place, 1, 5);
  EXPECT_EQ(report.persons, 1u);
  EXPECT_EQ(report.companies, 0u);
}

}  // namespace
}  // namespace kith::sample
