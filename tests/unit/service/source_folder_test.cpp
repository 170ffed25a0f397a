// Folders that are collected. The adversaries: a file half copied, an unreadable one, the same twice, a link
// out of the folder, a process that died with a file in its hand, a snapshot that is refused.
#include "service/source_folder.h"

#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "base/file.h"
#include "service/cron.h"
#include "small_base.h"

namespace kith::service {
namespace {

namespace fs = std::filesystem;
using State = CollectedFile::State;

class SourceFolderTest : public SmallBase {
 protected:
  SourceFolderTest() {
    fs::create_directory(drop_);
    FolderRequest request;
    request.source = "web";
    request.path = drop_;
    request.pattern = "*.csv";
    set_folder(*home_, request);
    options_.settled = std::chrono::milliseconds(30);
  }
  void put(const std::string& name, std::string_view bytes, int age_s = 60) {
    auto path = fs::path(file("drop/" + name, bytes));
    struct utimbuf times {};
    times.actime = times.modtime = ::time(nullptr) - age_s;
    ::utime(path.c_str(), &times);
  }
  std::vector<CollectedFile> collect() { return collect_files(*home_, options_, progress_, cancel_); }
  bool there(const std::string& name) { return fs::exists(fs::symlink_status(fs::path(drop_) / name)); }

  const std::string drop_ = folder_ / "drop";
  CollectOptions options_;
};

constexpr std::string_view good = "customer_id,name,phone\na,张三,13800138000\n";

TEST_F(SourceFolderTest, FilesAreTakenTheOldestFirstAndPutAway) {
  put("b.csv", "customer_id,name,phone\nb,李四,13900139000\n", 600);
  put("a.csv", good, 60);
  put("notes.txt", "not asked for");
  auto files = collect();
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].name, "b.csv");
  EXPECT_EQ(files[0].state, State::imported);
  EXPECT_EQ(files[1].batch, 2);
  EXPECT_TRUE(there("done/a.csv") && there("done/b.csv") && there("notes.txt"));
  EXPECT_FALSE(there("a.csv"));
  EXPECT_TRUE(collect().empty());
}

TEST_F(SourceFolderTest, WhatIsStillWrittenWaits) {
  options_.settled = std::chrono::hours(1);
  put("new.csv", good, 5);
  put("half.csv.part", good);
  put(".hidden.csv", good);
  auto files = collect();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].state, State::waiting);
  EXPECT_TRUE(there("new.csv"));
  EXPECT_EQ(count("SELECT count(*) FROM batch"), 0);
}

TEST_F(SourceFolderTest, AFileThatCannotBeImportedSaysWhyAndNothingOfItsRows) {
  put("bad.csv", std::string_view("\x00\x01\x02\x03\x00\x00秘密的人", 18));
  put("good.csv", good);
  auto files = collect();
  ASSERT_EQ(files.size(), 2u);
  EXPECT_TRUE(there("failed/bad.csv"));
  auto reason = read_file(drop_ + "/failed/bad.csv.reason.txt");
  EXPECT_NE(reason.find("bad.csv"), std::string::npos);
  EXPECT_EQ(reason.find("秘密"), std::string::npos);
  EXPECT_EQ(reason.find(".kith"), std::string::npos) << "the place where it was taken is nobody's business";
  EXPECT_TRUE(there("done/good.csv")) << "one bad file holds up no other";
}

TEST_F(SourceFolderTest, TheSameFileTwiceIsKnown) {
  put("a.csv", good);
  collect();
  put("a.csv", good);
  auto files = collect();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].state, State::known);
  EXPECT_TRUE(there("done/a-2.csv"));
  EXPECT_EQ(count("SELECT count(*) FROM record"), 1);
}

TEST_F(SourceFolderTest, LinksAreNotFollowed) {
  const auto outside = file("outside.csv", good);
  fs::create_symlink(outside, drop_ + "/link.csv");
  auto files = collect();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].state, State::skipped);
  EXPECT_TRUE(there("link.csv"));
  EXPECT_EQ(count("SELECT count(*) FROM record"), 0);
}

TEST_F(SourceFolderTest, AnUnreadableFileFails) {
  if (::geteuid() == 0) GTEST_SKIP() << "nothing is unreadable for root";
  put("a.csv", good);
  ::chmod((drop_ + "/a.csv").c_str(), 0);
  EXPECT_EQ(collect().at(0).state, State::failed);
}

TEST_F(SourceFolderTest, WhatADeadProcessHadTakenIsTakenAgain) {
  put("a.csv", good);
  fs::create_directory(drop_ + "/.kith");
  fs::rename(drop_ + "/a.csv", drop_ + "/.kith/a.csv");
  EXPECT_EQ(collect().at(0).state, State::imported);
  EXPECT_TRUE(there("done/a.csv"));
}

TEST_F(SourceFolderTest, ASnapshotThatIsRefusedIsNoReasonToStop) {
  auto whole = request("whole.csv", crowd(30, 15));
  whole.mode = ledger::BatchMode::snapshot;
  import_file(*home_, whole, progress_, cancel_);
  put("half.csv", crowd(8, 8));
  auto files = collect();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].state, State::failed);
  EXPECT_EQ(count("SELECT count(*) FROM record_end"), 0);
  put("whole.csv", crowd(30, 16));
  EXPECT_EQ(collect().at(0).state, State::imported);
  EXPECT_EQ(count("SELECT count(*) FROM record_end"), 1);
}

TEST_F(SourceFolderTest, FoldersThatWouldMixAreRefused) {
  add_source("shop", 50);
  FolderRequest request;
  request.source = "shop";
  for (const std::string& path : {drop_, folder_ / "home", folder_ / "nowhere", folder_ / ""}) {
    request.path = path;
    EXPECT_TRUE(error_of([&] { set_folder(*home_, request); })) << path;
  }
  request.path = folder_ / "other";
  fs::create_directory(request.path);
  request.cron = "61 * * * *";
  EXPECT_EQ(error_of([&] { set_folder(*home_, request); }), ErrorCode::bad_input);
  request.cron = "*/5 * * * *";
  EXPECT_TRUE(set_folder(*home_, request).schedule);
  EXPECT_TRUE(set_folder(*home_, request).schedule) << "set again, it has one schedule";
  EXPECT_EQ(count("SELECT count(*) FROM schedule"), 1);
  drop_folder(*home_, "shop");
  EXPECT_EQ(count("SELECT count(*) FROM schedule"), 0);
}

TEST(CronEvery, IsWhatItSays) {
  for (auto [text, cron] :
       {std::pair{"5m", "*/5 * * * *"}, {"1h", "0 * * * *"}, {"6h", "0 */6 * * *"}, {"1d", "0 0 * * *"}}) {
    EXPECT_EQ(cron_every(text), cron);
    Cron check(cron_every(text));
  }
  for (const char* text : {"", "m", "7m", "0m", "-5m", "90m", "5h", "2d", "5", "5 m", "99999999999m"})
    EXPECT_EQ(error_of([&] { cron_every(text); }), ErrorCode::usage) << text;
}

}  // namespace
}  // namespace kith::service
