#include "base/machine.h"

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace kith {

std::uint64_t machine_memory() noexcept {
  const auto pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
  std::uint64_t memory =
      pages > 0 && page > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) : 0;
  // Version 2 of control groups, as containers see their own; "max" is no number.
  if (auto* file = std::fopen("/sys/fs/cgroup/memory.max", "re")) {
    unsigned long long allowed = 0;
    if (std::fscanf(file, "%llu", &allowed) == 1 && allowed > 0)
      memory = memory == 0 ? allowed : std::min<std::uint64_t>(memory, allowed);
    std::fclose(file);
  }
  return memory;
}

}  // namespace kith
