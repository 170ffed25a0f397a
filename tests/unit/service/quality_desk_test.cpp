// The quality report for many at once. The adversaries: eight who ask in the same moment; a job that holds
// the lens; a base that changed since.
#include "service/quality_desk.h"

#include <atomic>
#include <thread>

#include "small_base.h"

namespace kith::service {
namespace {

class Quality : public SmallBase {
 protected:
  Quality() : office_(*home_) { import("customer_id,name,phone\nk1,王小明,13911114444\nk2,李丽华,\n"); }
  std::string report() { return desk_.report(office_, actor_); }

  Office office_;
  QualityDesk desk_;
  Actor actor_ = operator_at_the_machine(Language::en);
};

TEST_F(Quality, ManyAtOnceGetOneReport) {
  std::atomic<int> refused{0};
  std::vector<std::string> reports(8);
  std::vector<std::thread> threads;
  for (auto& report : reports) {
    threads.emplace_back([&] {
      try {
        report = desk_.report(office_, actor_);
      } catch (const Error&) {
        ++refused;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused, 0);
  for (const auto& report : reports) EXPECT_EQ(report, reports.front());
}

// Found by fuzzing the contract: whoever asked first while a job worked was answered "busy".
TEST_F(Quality, WhileAJobHasTheLensTheReportBeforeIsShown) {
  const auto before = report();
  {
    std::lock_guard job(home_->lens_turn());
    EXPECT_EQ(report(), before);
    QualityDesk fresh;
    EXPECT_EQ(fresh.report(office_, actor_).size(), before.size()) << "measured beside the job";
  }
  import("customer_id,name,phone\nk3,张三丰,13911115555\n");
  EXPECT_NE(report(), before) << "the base has changed";
}

}  // namespace
}  // namespace kith::service
