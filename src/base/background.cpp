#include "base/background.h"

#include <sys/resource.h>

namespace kith {

// Linux keeps the number for each thread, and new threads take that of who begins them.
void work_in_background() noexcept {
  constexpr int calling_thread = 0, after_others = 10;
  if (::getpriority(PRIO_PROCESS, calling_thread) < after_others)
    ::setpriority(PRIO_PROCESS, calling_thread, after_others);
}

}  // namespace kith
