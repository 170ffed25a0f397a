#include "base/background.h"

#include <thread>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace kith {
namespace {

int place_of_this_thread() { return ::getpriority(PRIO_PROCESS, 0); }

TEST(Background, ThreadsThatItBeginsComeAfterOthersToo) {
  const int before = place_of_this_thread();
  int background = before, begun = before;
  std::thread([&] {
    work_in_background();
    background = place_of_this_thread();
    std::thread([&] { begun = place_of_this_thread(); }).join();
  }).join();
  EXPECT_GE(background, before);
  EXPECT_GE(background, 10);
  EXPECT_EQ(begun, background);
  EXPECT_EQ(place_of_this_thread(), before) << "nobody else is put back";
}

}  // namespace
}  // namespace kith
