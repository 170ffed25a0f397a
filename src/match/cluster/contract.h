// Clusters by greedy additive contraction (after Keuper et al. 2015, GAEC): the partition that agrees best,
// step by step, with what all pairs say — not connected components, where one wrong edge joins two crowds.
#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace kith::match {

/// What a pair says, in 1/1024 bit so that sums are exact in any order: positive for "same".
using Evidence = std::int64_t;
inline constexpr Evidence one_bit = 1024;
inline constexpr Evidence most_evidence = 20 * one_bit;      ///< a single pair never says more
inline constexpr Evidence unscored_evidence = -2 * one_bit;  ///< what a pair that blocking did not bring says
inline constexpr Evidence forbidden = -(Evidence{1} << 50);  ///< a decision that the two are different

struct Edge {
  std::uint32_t a, b;
  Evidence evidence;
};

/// Merges the two clusters of largest summed evidence until none is above 0. `nodes` are numbered as ties
/// shall break (the lower pair of lowest members first). `start[i]` is the cluster node i begins in, the
/// number of its lowest member (i itself for a node on its own). Pairs not among `edges` say `missing`. Edges
/// of one pair add up. Returns for each node the lowest node of its cluster. O(e log e) for e edges, or O(n²)
/// a merge without missing ones.
///
/// `source`: of each node, and two clusters that hold nodes of one source are never merged; empty where that
/// does not matter.
std::vector<std::uint32_t> contract(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                    Evidence missing, std::span<const std::uint32_t> source = {});

/// The same by looking at every pair of clusters at each step: what contract() is tested against. O(n³).
std::vector<std::uint32_t> contract_plain(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                          Evidence missing);

}  // namespace kith::match
