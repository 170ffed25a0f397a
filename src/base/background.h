// Work that nobody waits for.
#pragma once

namespace kith {

/// From here on the calling thread, and every thread that it begins, gets the processor after those that
/// answer somebody. For the rest of their lives: for threads that do nothing else. Where the system refuses,
/// nothing changes.
void work_in_background() noexcept;

}  // namespace kith
