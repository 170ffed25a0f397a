// Stopping and being in each other's way: Ctrl-C in the middle of an import, two processes at once, an output
// that nobody reads or that is full. The adversary leaves records of half a file, or says it went well.
#include <sys/file.h>

#include "kith_process.h"

namespace kith::cli {
namespace {

class Stop : public testing::Test {
 protected:
  void SetUp() override {
    desk.json({"init"});
    desk.add_source("people");
  }
  std::vector<std::string> sample(int records) {
    desk.json({"sample", "--records", std::to_string(records), desk / "s"});
    return {"--json", "import", desk / "s/people.csv", "--source", "people"};
  }
  void expect_sound() {
    auto verified = desk.run({"verify"});
    EXPECT_EQ(verified.code, 0) << verified;
  }

  Desk desk;
};

TEST_F(Stop, an_interrupted_import_leaves_nothing) {
  auto import = sample(150000);
  // Early, as it still opens, and late, when groups of rows were committed already.
  for (auto wait : {std::chrono::milliseconds(300), std::chrono::milliseconds(1200)}) {
    auto child = desk.begin(import);
    std::this_thread::sleep_for(wait);
    ::kill(child, SIGINT);
    auto outcome = desk.end(child);
    bool finished = outcome.code == 0;
    EXPECT_TRUE(finished || outcome.code == 130 || outcome.code == 1000 + SIGINT) << outcome;
    if (outcome.code == 130) {
      EXPECT_EQ(outcome.json()["error"]["code"], "cancelled");
    }
    expect_sound();
    int done = 0;
    for (auto batches = desk.json({"batches"}); const auto& b : batches) {
      EXPECT_TRUE(b["state"] == "done" || b["state"] == "undone") << b;
      done += b["state"] == "done";
    }
    EXPECT_EQ(done, finished ? 1 : 0);
    auto rows = desk.json({"lens", "status"})["tables"]["record"]["rows"].get<int>();
    if (!finished) {
      EXPECT_EQ(rows, 0);
    }
    if (finished) break;
  }
}

TEST_F(Stop, a_second_process_is_told_that_the_base_is_busy) {
  auto import = sample(50);
  int lock = ::open((desk / "home/ledger.lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(lock, 0);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  auto busy = desk.run(import);
  EXPECT_EQ(busy.code, 10) << busy;
  EXPECT_EQ(busy.json()["error"]["code"], "busy");
  auto chinese = desk.chinese({"resolve"});
  EXPECT_EQ(chinese.code, 10);
  EXPECT_TRUE(has_chinese(chinese.err));
  EXPECT_EQ(english_in(chinese.err), "");
  EXPECT_EQ(desk.run({"batches"}).code, 0) << "who only reads need not wait";
  ::close(lock);
  EXPECT_EQ(desk.run(import).code, 0);
}

TEST_F(Stop, an_output_that_nobody_reads_ends_the_command_and_harms_nothing) {
  auto import = sample(50);
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ::close(ends[0]);
  auto child = desk.begin({"completion", "bash"}, ends[1]);
  auto outcome = desk.end(child);
  EXPECT_EQ(outcome.code, 1000 + SIGPIPE) << outcome;
  EXPECT_EQ(outcome.err, "");
  outcome = desk.end(desk.begin(import, ends[1]));
  EXPECT_EQ(outcome.code, 1000 + SIGPIPE) << outcome;
  ::close(ends[1]);
  EXPECT_EQ(desk.json({"batches"})[0]["records"], 50) << "the import itself was acknowledged by the ledger";
  expect_sound();
}

TEST_F(Stop, an_answer_that_a_full_device_swallows_is_no_success) {
  int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  for (const Words& words : {Words{"source", "list"}, Words{"--json", "source", "list"}, Words{"--help"}}) {
    auto outcome = desk.end(desk.begin(words, full));
    EXPECT_EQ(outcome.code, 7) << words[0] << outcome;
  }
  ::close(full);
}

}  // namespace
}  // namespace kith::cli
