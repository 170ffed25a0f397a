// Labels of rows as numbers without gaps, and how many rows bear each: what counting pairs needs.
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace kith::match {

/// Pairs among n rows.
constexpr std::uint64_t pairs_of(std::uint64_t n) noexcept { return n * (n - 1) / 2; }

/// Sizes of the runs of equal keys of a sorted range.
template <class Sorted>
std::vector<std::uint32_t> run_lengths(const Sorted& sorted) {
  std::vector<std::uint32_t> lengths;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t j = i;
    while (j < sorted.size() && sorted[j] == sorted[i]) ++j;
    lengths.push_back(static_cast<std::uint32_t>(j - i));
    i = j;
  }
  return lengths;
}

/// For each label of `labels` the index of its run in the sorted order; `sizes` gets the runs' lengths. Sorts
/// once.
inline std::vector<std::uint32_t> dense(std::span<const std::uint64_t> labels,
                                        std::vector<std::uint32_t>& sizes) {
  std::vector<std::uint64_t> sorted(labels.begin(), labels.end());
  std::sort(sorted.begin(), sorted.end());
  sizes = run_lengths(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<std::uint32_t> out(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    out[i] = static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), labels[i]) -
                                        sorted.begin());
  }
  return out;
}

}  // namespace kith::match
