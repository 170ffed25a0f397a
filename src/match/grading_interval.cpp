#include "match/grading_interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "match/label_runs.h"

namespace kith::match {
namespace {

// Σ part / Σ whole over groups.
struct Ratio {
  double part = 0, whole = 0, squared = 0;  // squared: Σ (part − p · whole)²
  std::uint64_t groups = 0;                 // that have a whole
};

ShareInterval wilson(const Ratio& ratio) {
  if (ratio.whole <= 0) return {};
  constexpr double z = 1.959964;
  const double p = ratio.part / ratio.whole;
  const double variance = ratio.squared / (ratio.whole * ratio.whole);
  const auto groups = static_cast<double>(ratio.groups);
  const double n = variance > 0 ? std::min(p * (1 - p) / variance, ratio.whole) : groups;
  const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

struct Group {
  std::uint64_t found = 0, truth = 0, right = 0;  // pairs
};

// Rows that found or true clusters join are one group.
std::vector<Group> groups_of(std::span<const std::uint64_t> found, std::span<const std::uint64_t> truth) {
  std::vector<std::uint32_t> found_size, true_size, both_size;
  const auto by_found = dense(found, found_size), by_truth = dense(truth, true_size);
  std::vector<std::uint64_t> both(found.size());
  for (std::size_t i = 0; i < both.size(); ++i)
    both[i] = static_cast<std::uint64_t>(by_found[i]) << 32 | by_truth[i];
  std::sort(both.begin(), both.end());
  both_size = run_lengths(both);
  both.erase(std::unique(both.begin(), both.end()), both.end());
  std::vector<std::uint32_t> parent(found_size.size() + true_size.size());
  std::iota(parent.begin(), parent.end(), 0u);
  auto find = [&](std::uint32_t at) {
    while (parent[at] != at) at = parent[at] = parent[parent[at]];
    return at;
  };
  const auto first_truth = static_cast<std::uint32_t>(found_size.size());
  for (const auto key : both) {
    const auto a = find(static_cast<std::uint32_t>(key >> 32)),
               b = find(first_truth + static_cast<std::uint32_t>(key));
    parent[std::max(a, b)] = std::min(a, b);
  }
  std::vector<Group> groups(found_size.size());
  for (std::uint32_t c = 0; c < found_size.size(); ++c) groups[find(c)].found += pairs_of(found_size[c]);
  for (std::uint32_t c = 0; c < true_size.size(); ++c)
    groups[find(first_truth + c)].truth += pairs_of(true_size[c]);
  for (std::size_t i = 0; i < both.size(); ++i)
    groups[find(static_cast<std::uint32_t>(both[i] >> 32))].right += pairs_of(both_size[i]);
  return groups;
}

}  // namespace

EvaluationIntervals intervals_of(std::span<const std::uint64_t> found, std::span<const std::uint64_t> truth) {
  const auto groups = groups_of(found, truth);
  auto interval = [&](auto part, auto whole) {
    Ratio ratio;
    for (const Group& group : groups) {
      ratio.part += part(group);
      ratio.whole += whole(group);
      ratio.groups += whole(group) > 0;
    }
    if (ratio.whole <= 0) return ShareInterval{};
    for (const Group& group : groups) {
      const double off = part(group) - ratio.part / ratio.whole * whole(group);
      ratio.squared += off * off;
    }
    return wilson(ratio);
  };
  auto right = [](const Group& group) { return static_cast<double>(group.right); };
  auto found_pairs = [](const Group& group) { return static_cast<double>(group.found); };
  auto true_pairs = [](const Group& group) { return static_cast<double>(group.truth); };
  return {interval(right, found_pairs), interval(right, true_pairs),
          interval([&](const Group& group) { return 2 * right(group); },
                   [&](const Group& group) { return found_pairs(group) + true_pairs(group); })};
}

}  // namespace kith::match
