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

// The edges of each node by its other end, those of one pair added up.
class EdgesOfNodes {
 public:
  struct End {
    std::uint32_t node;
    Evidence evidence;
  };

  EdgesOfNodes(std::size_t nodes, std::span<const Edge> edges) : of_(nodes) {
    for (const Edge& edge : edges) {
      of_[edge.a].push_back({edge.b, edge.evidence});
      of_[edge.b].push_back({edge.a, edge.evidence});
    }
    for (auto& ends : of_) {
      std::sort(ends.begin(), ends.end(), [](const End& x, const End& y) { return x.node < y.node; });
      std::size_t kept = 0;
      for (const End& end : ends) {
        if (kept > 0 && ends[kept - 1].node == end.node) {
          ends[kept - 1].evidence += end.evidence;
        } else {
          ends[kept++] = end;
        }
      }
      ends.resize(kept);
    }
  }

  std::span<const End> of(std::uint32_t node) const noexcept { return of_[node]; }
  const End* find(std::uint32_t a, std::uint32_t b) const noexcept {
    const auto& ends = of_[a];
    const auto at = std::lower_bound(ends.begin(), ends.end(), b,
                                     [](const End& end, std::uint32_t node) { return end.node < node; });
    return at != ends.end() && at->node == b ? &*at : nullptr;
  }

 private:
  std::vector<std::vector<End>> of_;
};

class Contraction {
 public:
  Contraction(std::span<const std::uint32_t> start, std::span<const Edge> edges, const Between& between,
              std::span<const std::uint32_t> source)
      : between_(between),
        edges_(start.size(), edges),
        lowest_(start.begin(), start.end()),
        members_(start.size()),
        version_(start.size(), 0),
        sum_(start.size()) {
    for (std::uint32_t node = 0; node < start.size(); ++node) members_[lowest_[node]].push_back(node);
    if (!source.empty()) sources_.resize(start.size());
    for (std::size_t node = 0; node < source.size(); ++node) sources_[lowest_[node]].push_back(source[node]);
    for (auto& own : sources_) std::sort(own.begin(), own.end());
    for (const Edge& edge : edges) {
      const std::uint32_t a = lowest_[edge.a], b = lowest_[edge.b];
      if (edge.evidence <= 0 || a == b || sum_[a].count(b) != 0) continue;
      sum_[a][b] = sum_[b][a] = weigh(a, b);
    }
  }

  std::vector<std::uint32_t> run() {
    for (std::uint32_t a = 0; a < sum_.size(); ++a) {
      for (const auto& [b, sum] : sum_[a]) {
        if (a < b) offer(a, b, sum);
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
  // What all pairs of two clusters say.
  Evidence weigh(std::uint32_t a, std::uint32_t b) const {
    const auto &x = members_[a], &y = members_[b];
    Evidence sum = 0;
    if (x.size() + y.size() > most_weighed_together) {
      const auto& [fewer, more] = x.size() < y.size() ? std::tie(x, y) : std::tie(y, x);
      sum = unscored_evidence * static_cast<Evidence>(x.size() * y.size());
      for (std::uint32_t node : fewer) {
        for (const auto& end : edges_.of(node)) {
          if (std::binary_search(more.begin(), more.end(), end.node)) sum += end.evidence - unscored_evidence;
        }
      }
      return sum;
    }
    for (std::uint32_t i : x) {
      for (std::uint32_t j : y) {
        const auto* edge = edges_.find(i, j);
        sum += edge != nullptr ? edge->evidence : between_(i, j);
      }
    }
    return sum;
  }

  void offer(std::uint32_t a, std::uint32_t b, Evidence evidence) {
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

  // Both lists rise, and so does what comes of them.
  static void unite_lists(std::vector<std::uint32_t>& into, std::vector<std::uint32_t>& from) {
    const auto middle = static_cast<std::ptrdiff_t>(into.size());
    into.insert(into.end(), from.begin(), from.end());
    std::inplace_merge(into.begin(), into.begin() + middle, into.end());
    from = {};
  }

  void unite(std::uint32_t a, std::uint32_t b) {
    sum_[a].erase(b);
    sum_[b].erase(a);
    for (auto& [other, sum] : sum_[a]) {
      if (sum_[b].count(other) == 0) sum += weigh(b, other);
    }
    for (const auto& [other, sum] : sum_[b]) {
      const auto [at, fresh] = sum_[a].try_emplace(other, sum);
      at->second = fresh ? sum + weigh(a, other) : at->second + sum;
      sum_[other].erase(b);
    }
    sum_[b] = {};
    lowest_[b] = a;
    unite_lists(members_[a], members_[b]);
    if (!sources_.empty()) unite_lists(sources_[a], sources_[b]);
    ++version_[a];
    ++version_[b];
    for (const auto& [other, sum] : sum_[a]) {
      sum_[other][a] = sum;
      offer(a, other, sum);
    }
  }

  const Between& between_;
  EdgesOfNodes edges_;
  std::vector<std::uint32_t> lowest_;
  std::vector<std::vector<std::uint32_t>> members_;  // of each cluster, rising
  std::vector<std::uint32_t> version_;
  std::vector<std::vector<std::uint32_t>> sources_;  // of each cluster, rising; none where it does not matter
  std::vector<std::unordered_map<std::uint32_t, Evidence>> sum_;  // to the clusters that an edge leads to
  std::priority_queue<Merge> queue_;
};

}  // namespace

std::vector<std::uint32_t> contract(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                    const Between& between, std::span<const std::uint32_t> source) {
  return Contraction(start, edges, between, source).run();
}

std::vector<std::uint32_t> contract_plain(std::span<const std::uint32_t> start, std::span<const Edge> edges,
                                          const Between& between) {
  const std::size_t n = start.size();
  std::vector<Evidence> says(n * n, 0);
  std::vector<char> has_edge(n * n, 0), joins(n * n, 0);
  for (const Edge& edge : edges) {
    for (auto [a, b] : {std::pair(edge.a, edge.b), std::pair(edge.b, edge.a)}) {
      says[a * n + b] += edge.evidence;
      has_edge[a * n + b] = 1;
      joins[a * n + b] |= static_cast<char>(edge.evidence > 0);
    }
  }
  for (std::uint32_t a = 0; a < n; ++a) {
    for (std::uint32_t b = 0; b < n; ++b) {
      if (a != b && has_edge[a * n + b] == 0) says[a * n + b] = between(a, b);
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
        bool joined = false;
        for (std::size_t i = 0; i < n; ++i) {
          for (std::size_t j = 0; j < n; ++j) {
            if (cluster[i] != a || cluster[j] != b) continue;
            sum += says[i * n + j];
            joined |= joins[i * n + j] != 0;
          }
        }
        if (joined && sum > best) best = sum, best_a = a, best_b = b;
      }
    }
    if (best <= 0) return cluster;
    for (auto& c : cluster) {
      if (c == best_b) c = best_a;
    }
  }
}

}  // namespace kith::match
