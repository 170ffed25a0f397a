// Work that runs by the clock.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/work.h"
#include "service/jobs.h"

namespace kith::service {

/// Begins jobs when their schedules are due, with the rights that their makers have then: a schedule of
/// somebody who lost the right, or the account, does not run. What was due while no server ran is made up for
/// once.
class Scheduler {
 public:
  Scheduler(Office& office, JobDesk& jobs);
  ~Scheduler();
  void start();
  void stop();

  std::vector<ledger::Schedule> list(const Actor& actor);
  /// kind, cron, zone, enabled. Throws Error(bad_input) for a cron or zone that cannot be read.
  ledger::Schedule add(const Actor& actor, ledger::Schedule schedule);
  struct Edit {
    std::optional<std::string> cron, zone;
    std::optional<bool> enabled;
  };
  ledger::Schedule edit(const Actor& actor, ledger::ScheduleId id, const Edit& edit);
  void remove(const Actor& actor, ledger::ScheduleId id);

  /// Begins what is due now; returns when the next is (ms since 1970; 0: nothing is). start() calls it.
  std::int64_t begin_due();

 private:
  struct State;
  Office& office_;
  JobDesk& jobs_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
