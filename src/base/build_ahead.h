// What can be made by many threads but must be used in order by one: made ahead, beside its use.
#pragma once
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/executor.h"

namespace kith {

/// take(piece, made) for every piece in [0, pieces), in order and one at a time, though not always on the
/// same thread; made is what build(piece, worker) gave, called by any thread, at most 16 pieces a thread
/// ahead. The first exception thrown by either is thrown again here, pieces behind it untaken.
template <class Made, class Build, class Take>
void build_ahead(Executor& executor, std::size_t pieces, Build&& build, Take&& take) {
  const std::size_t stretch = std::size_t{8} * executor.threads();
  std::vector<Made> made, next;
  std::size_t first = 0;  // of `made`
  for (std::size_t at = 0; at < pieces || !made.empty();) {
    const std::size_t end = std::min(pieces, at + stretch);
    next.clear();
    next.resize(end - at);
    executor.for_each(1 + end - at, [&](std::size_t p, unsigned worker) {
      if (p != 0) {
        next[p - 1] = build(at + p - 1, worker);
        return;
      }
      for (std::size_t i = 0; i < made.size(); ++i) take(first + i, made[i]);
    });
    made.swap(next);
    first = std::exchange(at, end);
  }
}

}  // namespace kith
