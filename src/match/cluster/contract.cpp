#include "match/cluster/contract.h"

#include <algorithm>
#include <queue>
#include <unordered_map>

namespace kith::match {
namespace {

std::uint32_t find(std::vector<std::uint32_t>& lowest, std::uint32_t node) {
  while (lowest[node] != node) node = lowest[node] = lowest[lowest[node]];
  return node;
}

// A possible merge of two clusters as it stood at a time; stale once either has changed.
struct Merge {
  Evidence evidence;
  std::uint32_t a, b;  // lowest members, a < b
  std::uint32_t a_version, b_version;
  bool operator<(const Merge& other) const noexcept {  // priority_queue: the greatest first
    if (evidence != other.evidence) return evidence < other.evidence;
    if (a != other.a) return a > other.a;
    return b > other.b;
  }
};

class Contraction {
 public:
  Contraction(std::span<const std::uint32_t> start, std::span<const Edge> edges, Evidence missing,
              std::span<const std::uint32_t> source)
      : missing_(missing),
        lowest_(start.begin(), start.end()),
        size_(start.size(), 0),
        version_(start.size(), 0),
        extra_(start.size()) {
    for (std::uint32_t cluster : lowest_) ++size_[cluster];
    if (!source.empty()) sources_.resize(start.size());
    for (std::size_t node = 0; node < source.size(); ++node) sources_[lowest_[node]].push_back(source[node]);
    for (auto& own : sources_) std::sort(own.begin(), own.end());
    for (const Edge& edge : edges) {
      const std::uint32_t a = lowest_[edge.a], b = lowest_[edge.b];
      if (a == b) continue;
      extra_[a][b] += edge.evidence - missing_;
      extra_[b][a] += edge.evidence - missing_;
    }
  }

  std::vector<std::uint32_t> run() {
    for (std::uint32_t a = 0; a < extra_.size(); ++a) {
      for (const auto& [b, extra] : extra_[a]) {
        if (a < b) offer(a, b, extra);
      }
    }
    while (!queue_.empty()) {
      const Merge merge = queue_.top();
      queue_.pop();
      if (version_[merge.a] != merge.a_version || version_[merge.b] != merge.b_version) continue;
      unite(merge.a, merge.b);
    }
    std::vector<std::uint32_t> cluster(lowest_.size());
    for (std::uint32_t node = 0; node < lowest_.size(); ++node) cluster[node] = find(lowest_, node);
    return cluster;
  }

 private:
  void offer(std::uint32_t a, std::uint32_t b, Evidence extra) {
    const Evidence evidence = extra + missing_ * size_[a] * size_[b];
    if (evidence > 0 && !share_source(a, b))
      queue_.push(
          {evidence, std::min(a, b), std::max(a, b), version_[std::min(a, b)], version_[std::max(a, b)]});
  }

  bool share_source(std::uint32_t a, std::uint32_t b) const {
    if (sources_.empty()) return false;
    const auto &x = sources_[a], &y = sources_[b];
    for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
      if (x[i] == y[j]) return true;
      x[i] < y[j] ? ++i : ++j;
    }
    return false;
  }

  void unite_sources(std::uint32_t a, std::uint32_t b) {
    if (sources_.empty()) return;
    const auto middle = static_cast<std::ptrdiff_t>(sources_[a].size());
    sources_[a].insert(sources_[a].end(), sources_[b].begin(), sources_[b].end());
    std::inplace_merge(sources_[a].begin(), sources_[a].begin() + middle, sources_[a].end());
    sources_[b] = {};
  }

  void unite(std::uint32_t a, std::uint32_t b) {
    lowest_[b] = a;
    unite_sources(a, b);
    size_[a] += size_[b];
    ++version_[a];
    ++version_[b];
    extra_[a].erase(b);
    for (const auto& [other, extra] : extra_[b]) {
      if (other == a) continue;
      extra_[a][other] += extra;
      extra_[other].erase(b);
      extra_[other][a] += extra;
    }
    extra_[b] = {};
    for (const auto& [other, extra] : extra_[a]) offer(a, other, extra);
  }

  Evidence missing_;
  std::vector<std::uint32_t> lowest_;
  std::vector<Evidence> size_;
  std::vector<std::uint32_t> version_;
  std::vector<std::vector<std::uint32_t>>
      sources_;  // of each cluster, rising; empty where it does not matter
  std::vector<std::unordered_map<std::uint32_t, Evidence>>
      extra_;  // Σ (evidence − missing) to other clusters
  std::priority_queue<Merge> queue_;
};

}  // namespace

std::vector<std::uint32_t> contract(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                    Evidence missing, std::span<const std::uint32_t> source) {
  return Contraction(start, edges, missing, source).run();
}

std::vector<std::uint32_t> contract_plain(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                          Evidence missing) {
  const std::size_t n = start.size();
  std::vector<Evidence> between(n * n, missing);
  for (const Edge& edge : edges) {
    for (auto [a, b] : {std::pair(edge.a, edge.b), std::pair(edge.b, edge.a)}) {
      between[a * n + b] += edge.evidence - missing;
    }
  }
  std::vector<std::uint32_t> cluster(start.begin(), start.end());
  while (true) {
    Evidence best = 0;
    std::uint32_t best_a = 0, best_b = 0;
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = a + 1; b < n; ++b) {
        if (cluster[a] != a || cluster[b] != b) continue;
        Evidence sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
          for (std::size_t j = 0; j < n; ++j) {
            if (cluster[i] == a && cluster[j] == b) sum += between[i * n + j];
          }
        }
        if (sum > best) best = sum, best_a = a, best_b = b;
      }
    }
    if (best <= 0) return cluster;
    for (auto& c : cluster) {
      if (c == best_b) c = best_a;
    }
  }
}

}  // namespace kith::match
