#include "base/background.h"

#include <cstdint>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace kith {

// Linux keeps the number for each thread, and new threads take that of who begins them.
void work_in_background() noexcept {
  constexpr int calling_thread = 0, after_others = 10;
  if (::getpriority(PRIO_PROCESS, calling_thread) < after_others)
    ::setpriority(PRIO_PROCESS, calling_thread, after_others);
}

void answer_promptly() noexcept {
  // As the kernel reads it: sched_setattr(2). The C library has neither the structure nor the call.
  struct {
    std::uint32_t size, policy;
    std::uint64_t flags;
    std::int32_t nice;
    std::uint32_t priority;
    std::uint64_t runtime, deadline, period;
  } wanted{};
  constexpr std::uint64_t turn_ns = 300'000;
  constexpr int calling_thread = 0, no_flags = 0;
  wanted.size = sizeof wanted;
  wanted.nice = ::getpriority(PRIO_PROCESS, calling_thread);
  wanted.runtime = turn_ns;
  ::syscall(SYS_sched_setattr, calling_thread, &wanted, no_flags);
}

}  // namespace kith
