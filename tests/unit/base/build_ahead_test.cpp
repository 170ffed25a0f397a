#include "base/build_ahead.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kith {
namespace {

TEST(BuildAhead, WhatIsMadeIsTakenOnceAndInOrder) {
  for (unsigned threads : {1u, 2u, 5u}) {
    for (std::size_t pieces : {0u, 1u, 7u, 16u, 1000u}) {
      Executor executor(threads);
      std::vector<std::size_t> taken;
      std::atomic<std::size_t> made{0};
      build_ahead<std::string>(
          executor, pieces,
          [&](std::size_t piece, unsigned worker) {
            EXPECT_LT(worker, threads);
            ++made;
            return std::to_string(piece * 3);
          },
          [&](std::size_t piece, const std::string& text) {
            EXPECT_EQ(text, std::to_string(piece * 3));
            // Never more than two stretches lie made and untaken.
            EXPECT_LE(made - taken.size(), std::size_t{16} * threads);
            taken.push_back(piece);
          });
      ASSERT_EQ(taken.size(), pieces);
      for (std::size_t i = 0; i < pieces; ++i) EXPECT_EQ(taken[i], i);
    }
  }
}

TEST(BuildAhead, NothingIsTakenBehindAFailure) {
  Executor executor(3);
  std::size_t taken = 0;
  auto build = [](std::size_t piece, unsigned) {
    if (piece == 100) throw std::runtime_error("made up");
    return piece;
  };
  auto take = [&](std::size_t piece, std::size_t made) {
    EXPECT_EQ(piece, made);
    ++taken;
  };
  EXPECT_THROW(build_ahead<std::size_t>(executor, 1000, build, take), std::runtime_error);
  EXPECT_LE(taken, 100u);
}

}  // namespace
}  // namespace kith
