// Work on what lies far apart in memory: each step's is on its way while earlier steps are done.
#pragma once
#include <cstddef>

namespace kith {

inline constexpr std::size_t far_ahead = 16, near_ahead = 8;  ///< steps

/// use(i) for every i in [0, n), in order; before that far(i), far_ahead steps ahead, and near(i), near_ahead
/// steps ahead. Both ask the memory (__builtin_prefetch) for what is looked at after them: far(i) for what
/// near(i) looks at, near(i) for what use(i) does. Nothing is asked for twice, and nothing beyond n.
template <class Far, class Near, class Use>
void ask_ahead(std::size_t n, Far&& far, Near&& near, Use&& use) {
  for (std::size_t i = 0; i < n + far_ahead; ++i) {
    if (i < n) far(i);
    if (i >= far_ahead) use(i - far_ahead);
    constexpr std::size_t between = far_ahead - near_ahead;
    if (i >= between && i - between < n) near(i - between);
  }
}

}  // namespace kith
