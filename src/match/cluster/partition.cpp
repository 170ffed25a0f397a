#include "match/cluster/partition.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "match/cluster/contract.h"

namespace kith::match {
namespace {

using Rows = std::vector<std::uint32_t>;

// The rows of each component of two or more, one component after the other.
struct Components {
  Rows rows;
  std::vector<std::size_t> begin;
};

Components list_components(RowSets& sets, std::size_t rows) {
  std::vector<std::uint32_t> size(rows, 0);
  for (std::uint32_t r = 0; r < rows; ++r) ++size[sets.find(r)];
  Components components;
  std::vector<std::size_t> next(rows, 0);
  std::size_t total = 0;
  for (std::uint32_t r = 0; r < rows; ++r) {
    if (size[r] < 2) continue;
    components.begin.push_back(total);
    next[r] = total;
    total += size[r];
  }
  components.begin.push_back(total);
  components.rows.resize(total);
  for (std::uint32_t r = 0; r < rows; ++r) {
    const std::uint32_t lowest = sets.find(r);
    if (size[lowest] >= 2) components.rows[next[lowest]++] = r;
  }
  return components;
}

class ComponentScorer {
 public:
  ComponentScorer(const Partitioning& job, std::size_t rows, Comparison::Memo& memo)
      : job_(job), bias_(job.bias + (rows > 2 && !job.one_per_source ? company_bits : 0)), memo_(memo) {}

  // The pairs that a rule brings, or the nearness of texts: along these rows may be joined.
  std::vector<Edge> edges(std::span<const std::uint32_t> rows) {
    std::vector<Edge> edges;
    auto add = [&](std::uint32_t a, std::uint32_t b) { edges.push_back({a, b, evidence(rows[a], rows[b])}); };
    if (job_.near_only) {
      // Every likely pair is known already.
    } else if (rows.size() <= few_rows) {
      for (std::uint32_t a = 0; a < rows.size(); ++a) {
        for (std::uint32_t b = a + 1; b < rows.size(); ++b) {
          if (job_.blocks.shared(rows[a], rows[b]) != 0) add(a, b);
        }
      }
    } else {
      visit_blocks(rows, add);
    }
    for (std::uint32_t a = 0; a < rows.size(); ++a) {
      const auto [begin, end] = job_.near.of(rows[a]);
      for (std::size_t i = begin; i < end; ++i) {
        const std::uint32_t other = job_.near.pairs[i].second;
        const auto b = std::lower_bound(rows.begin(), rows.end(), other);
        if (b == rows.end() || *b != other) continue;
        if (!job_.near_only && job_.blocks.shared(rows[a], other) != 0) continue;
        add(a, static_cast<std::uint32_t>(b - rows.begin()));
      }
    }
    return edges;
  }

  Evidence evidence(std::uint32_t a, std::uint32_t b) {
    // Partners compete where a row has but one: then the strongest must not be cut down to the strong.
    const Evidence most = job_.one_per_source ? 10 * most_evidence : most_evidence;
    const double bits = job_.scorer.fine_weight(a, b, memo_) + bias_;
    const auto exact = static_cast<Evidence>(std::floor(bits * one_bit + 0.5));
    return std::clamp(exact, -most, most);
  }

  // What a pair says that is no edge, the less if no rule brings it. How little it is alike is known from
  // that already, and what its fields say of it hangs together: a record in which much is wrong is far from
  // all but those that join it.
  Evidence aside(std::uint32_t a, std::uint32_t b) {
    const Evidence says = evidence(a, b);
    return job_.blocks.shared(a, b) != 0 ? says : std::max(says, unscored_evidence);
  }

 private:
  static constexpr std::size_t few_rows = 64;

  template <class Add>
  void visit_blocks(std::span<const std::uint32_t> rows, const Add& add) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> by_block;  // (block, local row)
    for (std::size_t rule = 0; rule < job_.blocks.rules; ++rule) {
      by_block.clear();
      for (std::uint32_t i = 0; i < rows.size(); ++i) {
        if (const std::uint32_t block = job_.blocks.row(rows[i])[rule]; block != 0)
          by_block.emplace_back(block, i);
      }
      std::sort(by_block.begin(), by_block.end());
      for (std::size_t i = 0; i < by_block.size(); ++i) {
        for (std::size_t j = i + 1; j < by_block.size() && by_block[j].first == by_block[i].first; ++j) {
          const std::uint32_t a = by_block[i].second, b = by_block[j].second;
          if (job_.blocks.is_first(rule, rows[a], rows[b])) add(a, b);
        }
      }
    }
  }

  const Partitioning& job_;
  double bias_;
  Comparison::Memo& memo_;
};

// Decisions by the component they fall in; `different` ones across components say nothing new.
std::unordered_map<std::uint32_t, std::vector<RowPair>> by_component(const std::vector<RowPair>& pairs,
                                                                     RowSets& sets) {
  std::unordered_map<std::uint32_t, std::vector<RowPair>> map;
  for (const auto& pair : pairs) {
    if (const std::uint32_t lowest = sets.find(pair.first); lowest == sets.find(pair.second))
      map[lowest].push_back(pair);
  }
  return map;
}

std::uint32_t local(std::span<const std::uint32_t> rows, std::uint32_t row) {
  return static_cast<std::uint32_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
}

}  // namespace

RowSets::RowSets(std::size_t rows) : parent_(rows) { std::iota(parent_.begin(), parent_.end(), 0u); }

std::uint32_t RowSets::find(std::uint32_t row) noexcept {
  while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
  return row;
}

void RowSets::unite(std::uint32_t a, std::uint32_t b) noexcept {
  a = find(a);
  b = find(b);
  if (a != b) parent_[std::max(a, b)] = std::min(a, b);
}

std::vector<std::uint32_t> partition(const Partitioning& job, RowSets& components, Statistics& statistics,
                                     Executor& executor, const Cancel& cancel) {
  const std::size_t rows = job.comparison.records().rows;
  for (const auto& [a, b] : job.same) components.unite(a, b);
  const Components list = list_components(components, rows);
  const auto same = by_component(job.same, components), different = by_component(job.different, components);
  std::vector<std::uint32_t> cluster(rows);
  std::iota(cluster.begin(), cluster.end(), 0u);

  std::vector<Comparison::Memo> memos(executor.threads(),
                                      Comparison::Memo(job.comparison.fields(), rows * 8));
  const auto& source = job.comparison.records().source;
  auto list_apart = [&](std::span<const std::uint32_t> own, std::span<const Edge> edges,
                        std::span<const std::uint32_t> lowest, unsigned worker, std::vector<RowPair>& apart) {
    const double bound = -job.bias - company_bits;
    for (const Edge& edge : edges) {
      const std::uint32_t a = own[edge.a], b = own[edge.b];
      if (lowest[edge.a] == lowest[edge.b] || job.blocks.shared(a, b) == 0) continue;
      if (job.scorer.weight_above(bound, a, b, memos[worker]) > bound) apart.emplace_back(a, b);
    }
  };
  auto contract_one = [&](std::size_t c, unsigned worker, std::vector<RowPair>& apart) {
    const std::span<const std::uint32_t> own(list.rows.data() + list.begin[c],
                                             list.begin[c + 1] - list.begin[c]);
    const auto forbidden_here = different.find(own[0]);
    const auto same_here = same.find(own[0]);
    ComponentScorer scorer(job, own.size(), memos[worker]);
    auto edges = scorer.edges(own);
    const std::size_t weighed = edges.size();
    if (forbidden_here != different.end()) {
      for (const auto& [a, b] : forbidden_here->second)
        edges.push_back({local(own, a), local(own, b), forbidden});
    }
    Rows own_source;
    if (job.one_per_source) {
      for (std::uint32_t row : own) own_source.push_back(source[row]);
    }
    RowSets start(own.size());
    if (same_here != same.end()) {
      for (const auto& [a, b] : same_here->second) start.unite(local(own, a), local(own, b));
    }
    Rows begin(own.size());
    for (std::uint32_t i = 0; i < begin.size(); ++i) begin[i] = start.find(i);
    const auto lowest = contract(
        begin, edges, [&](std::uint32_t a, std::uint32_t b) { return scorer.aside(own[a], own[b]); },
        own_source);
    for (std::size_t i = 0; i < own.size(); ++i) cluster[own[i]] = own[lowest[i]];
    if (job.apart != nullptr) list_apart(own, std::span(edges).first(weighed), lowest, worker, apart);
  };

  const std::size_t count = list.begin.size() - 1;
  statistics.components = rows - list.rows.size() + count;
  statistics.largest_component = rows > 0 ? 1 : 0;
  std::vector<std::size_t> pieces{0};  // components in runs of about 2,000 rows
  for (std::size_t c = 0; c < count; ++c) {
    statistics.largest_component =
        std::max<std::uint64_t>(statistics.largest_component, list.begin[c + 1] - list.begin[c]);
    if (list.begin[c + 1] - list.begin[pieces.back()] >= 2000 || c + 1 == count) pieces.push_back(c + 1);
  }
  std::vector<std::vector<RowPair>> apart(pieces.size() - 1);
  executor.for_each(pieces.size() - 1, [&](std::size_t piece, unsigned worker) {
    cancel.check();
    for (std::size_t c = pieces[piece]; c < pieces[piece + 1]; ++c) contract_one(c, worker, apart[piece]);
  });
  if (job.apart != nullptr) {
    for (const auto& part : apart) job.apart->insert(job.apart->end(), part.begin(), part.end());
  }
  return cluster;
}

}  // namespace kith::match
