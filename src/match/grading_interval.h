// How far the figures of a grading may lie from what they would be among all records of their like.
#pragma once
#include <cstdint>
#include <span>

namespace kith::match {

/// A share and where it may lie.
struct ShareInterval {
  double low = 0, high = 1;
};
struct EvaluationIntervals {
  ShareInterval precision, recall, f1;
};

/// 95 % intervals of evaluate()'s figures, taking the rows for a sample of their like. Pairs of one customer
/// are no independent witnesses, so what varies are groups of rows that found or true clusters join: the
/// variance of a ratio of their sums (Cochran 1977, ch. 6) tells how many independent pairs they are worth,
/// and the interval is Wilson's (1927) of so many. O(n log n).
EvaluationIntervals intervals_of(std::span<const std::uint64_t> found, std::span<const std::uint64_t> truth);

}  // namespace kith::match
