// Clusters by greedy additive contraction (after Keuper et al. 2015, GAEC): the partition that agrees best,
// step by step, with what all pairs say — not connected components, where one wrong edge joins two crowds.
//
// It is local: a partition is the one that contraction finds just where each of its clusters is found whole
// in the cluster alone, and any two of them apart in those two alone. (The first merge across two clusters
// would have been the best among the pairs of these two as well, for what others do changes nothing between
// them.) So when some rows change, clusters that no edge joins to a changed one need not be looked at again.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace kith::match {

/// What a pair says, in 1/1024 bit so that sums are exact in any order: positive for "same".
using Evidence = std::int64_t;
inline constexpr Evidence one_bit = 1024;
inline constexpr Evidence most_evidence = 20 * one_bit;  ///< a single pair never says more
inline constexpr Evidence unscored_evidence =
    -2 * one_bit;  ///< what a pair that no rule brings says at least
inline constexpr Evidence forbidden = -(Evidence{1} << 50);  ///< a decision that the two are different

/// Two clusters of more rows than this together are judged by their edges: what a lump of alike rows costs
/// must not grow with its square. Their other pairs say unscored_evidence.
inline constexpr std::size_t most_weighed_together = 400;

struct Edge {
  std::uint32_t a, b;
  Evidence evidence;
};

/// What two nodes say that no edge joins. Symmetric.
using Between = std::function<Evidence(std::uint32_t a, std::uint32_t b)>;

/// Merges the two clusters of largest summed evidence until none is above 0, among those that at least one
/// edge of positive evidence joins. The sum is over all pairs of their nodes. `nodes` are numbered as ties
/// shall break (the lower pair of lowest members first). `start[i]` is the cluster node i begins in, the
/// number of its lowest member (i itself for a node on its own). Edges of one pair add up. Returns for each
/// node the lowest node of its cluster. `between` is asked at most once for each pair of nodes whose clusters
/// are joined by an edge. O(e log e) for e edges, and what `between` takes.
///
/// `source`: of each node, and two clusters that hold nodes of one source are never merged; empty where that
/// does not matter.
std::vector<std::uint32_t> contract(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                    const Between& between, std::span<const std::uint32_t> source = {});

/// The same by looking at every pair of clusters at each step: what contract() is tested against. For at most
/// most_weighed_together nodes. O(n³).
std::vector<std::uint32_t> contract_plain(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                          const Between& between);

}  // namespace kith::match
