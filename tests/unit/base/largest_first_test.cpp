#include "base/largest_first.h"

#include <gtest/gtest.h>

namespace kith {
namespace {

TEST(LargestFirst, TiesStayInTheirOrder) {
  const std::vector<int> sizes = {3, 7, 3, 0, 7};
  EXPECT_EQ(largest_first(sizes.size(), [&](std::size_t task) { return sizes[task]; }),
            (std::vector<std::size_t>{1, 4, 0, 2, 3}));
  EXPECT_TRUE(largest_first(0, [](std::size_t) { return 0; }).empty());
}

}  // namespace
}  // namespace kith
