// The order in which tasks of unequal length are best begun.
#pragma once
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace kith {

/// The numbers below `tasks`, those of the largest size_of(task) first, so that what is left for one thread
/// at the end is short. Ties by number. O(n log n).
template <class SizeOf>
std::vector<std::size_t> largest_first(std::size_t tasks, SizeOf&& size_of) {
  std::vector<std::size_t> order(tasks);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return size_of(a) > size_of(b); });
  return order;
}

}  // namespace kith
