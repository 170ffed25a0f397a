// Work that nobody waits for, and work that somebody does.
#pragma once

namespace kith {

/// From here on the calling thread, and every thread that it begins, gets the processor after those that
/// answer somebody. For the rest of their lives: for threads that do nothing else. Where the system refuses,
/// nothing changes.
void work_in_background() noexcept;

/// From here on the calling thread gets the processor soon after it is woken, also from threads that compute
/// for long, in turns that are shorter for it. For threads that answer somebody. Where the system refuses
/// (Linux before 6.12), nothing changes.
void answer_promptly() noexcept;

}  // namespace kith
