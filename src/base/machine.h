// What the machine has.
#pragma once
#include <cstdint>

namespace kith {

/// Bytes of memory that this process may count on: the machine's, or what its control group allows where that
/// is less. 0 where the system does not say.
std::uint64_t machine_memory() noexcept;

}  // namespace kith
