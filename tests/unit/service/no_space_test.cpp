// A full disk. The adversary: a limit on the size of files, below which every write of the ledger, its log
// and the lens fails at some moment.
#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "service/verify_home.h"
#include "small_base.h"

namespace kith::service {
namespace {

class NoSpace : public SmallBase {
 protected:
  // Does `work` on the home in a process of its own whose files end at `bytes`. How it ended: 0 fine, 1
  // refused as it should be, 2 any other way.
  template <class Work>
  int limited(std::uint64_t bytes, Work work) {
    home_.reset();
    auto process = ::fork();
    if (process == 0) {
      std::signal(SIGXFSZ, SIG_IGN);
      rlimit limit{bytes, bytes};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      int outcome = 2;
      try {
        home_ = Home::open(folder_ / "home", choice_, Access::write);
        work();
        outcome = 0;
      } catch (const Error& error) {
        outcome = error.code() == ErrorCode::no_space || error.code() == ErrorCode::io ? 1 : 2;
        if (outcome == 2) std::fprintf(stderr, "%s\n", error.what());
      } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
      }
      ::_exit(outcome);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    home_ = Home::open(folder_ / "home", choice_, Access::write);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
  }
};

TEST_F(NoSpace, AnImportThatDoesNotFitIsNotThereAtAll) {
  import(crowd(20, 10));
  resolve();
  auto before = tables();
  auto wanted = request("big.csv", crowd(20000, 20000));
  bool refused = false;
  for (std::uint64_t kib : {300u, 600u, 1200u, 2400u}) {
    auto outcome = limited(kib << 10, [&] { import_file(*home_, wanted, progress_, cancel_); });
    EXPECT_LE(outcome, 1) << kib;
    refused |= outcome == 1;
    if (outcome == 1) {
      EXPECT_EQ(tables(), before) << kib;
    }
  }
  EXPECT_TRUE(refused) << "every limit was wide enough: this tests nothing";
  EXPECT_TRUE(verify_home(*home_, progress_, cancel_).sound());
}

TEST_F(NoSpace, AnUndoThatDoesNotFitIsFinishedLater) {
  import(crowd(2000, 2000));
  resolve();
  home_->close_lens();
  auto outcome = limited(900 << 10, [&] { undo(1); });
  EXPECT_LE(outcome, 1);
  if (outcome == 1 && !home_->taken_back().empty()) {
    EXPECT_TRUE(base().empty());
  }
  EXPECT_TRUE(verify_home(*home_, progress_, cancel_).sound());
}

TEST_F(NoSpace, AResolveThatDoesNotFitChangesNothing) {
  import(crowd(2000, 1000));
  auto before = tables();
  auto outcome = limited(800 << 10, [&] { resolve(); });
  EXPECT_EQ(outcome, 1);
  EXPECT_EQ(tables(), before);
  resolve();
  EXPECT_TRUE(verify_home(*home_, progress_, cancel_).sound());
}

}  // namespace
}  // namespace kith::service
