// How good a partition is against the truth. Pairwise and B³ (Bagga & Baldwin 1998).
#pragma once
#include <cstdint>
#include <span>

namespace kith::match {

struct Evaluation {
  std::uint64_t rows = 0;
  std::uint64_t true_pairs = 0, found_pairs = 0, right_pairs = 0;
  double precision = 0, recall = 0, f1 = 0;
  double b3_precision = 0, b3_recall = 0, b3 = 0;
  std::uint64_t clusters = 0, true_clusters = 0, exact_clusters = 0;
};

/// `found[i]` and `truth[i]` are the cluster labels of row i (any numbers). Same length. O(n log n). With no
/// pair found or none true, the ratio in question is 1 when both are none and 0 otherwise. Where `source` is
/// not empty, only pairs of rows of different sources are counted; B³ and the clusters stay as they are.
Evaluation evaluate(std::span<const std::uint64_t> found, std::span<const std::uint64_t> truth,
                    std::span<const std::uint32_t> source = {});

}  // namespace kith::match
