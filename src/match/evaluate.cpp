#include "match/evaluate.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.h"
#include "match/label_runs.h"

namespace kith::match {
namespace {

double ratio(std::uint64_t part, std::uint64_t whole, std::uint64_t other_whole) {
  if (whole > 0) return static_cast<double>(part) / static_cast<double>(whole);
  return other_whole == 0 ? 1.0 : 0.0;
}

double harmonic(double a, double b) { return a + b > 0 ? 2 * a * b / (a + b) : 0; }

// Pairs of rows that agree in both, label and source.
std::uint64_t pairs_within_sources(std::span<const std::uint32_t> label,
                                   std::span<const std::uint32_t> source) {
  std::vector<std::uint64_t> keys(label.size());
  for (std::size_t i = 0; i < keys.size(); ++i)
    keys[i] = static_cast<std::uint64_t>(label[i]) << 32 | source[i];
  std::sort(keys.begin(), keys.end());
  std::uint64_t pairs = 0;
  for (const std::uint32_t n : run_lengths(keys)) pairs += pairs_of(n);
  return pairs;
}

}  // namespace

Evaluation evaluate(std::span<const std::uint64_t> found, std::span<const std::uint64_t> truth,
                    std::span<const std::uint32_t> source) {
  if (found.size() != truth.size() || (!source.empty() && source.size() != found.size())) {
    throw Error(ErrorCode::internal, "The found clusters and the true ones are not of the same rows.");
  }
  Evaluation e;
  e.rows = found.size();
  std::vector<std::uint32_t> found_size, true_size;
  auto f = dense(found, found_size), t = dense(truth, true_size);
  e.clusters = found_size.size();
  e.true_clusters = true_size.size();
  for (auto n : found_size) e.found_pairs += pairs_of(n);
  for (auto n : true_size) e.true_pairs += pairs_of(n);

  std::vector<std::pair<std::uint32_t, std::uint32_t>> cells(found.size());
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = {f[i], t[i]};
  std::sort(cells.begin(), cells.end());
  double b3_precision = 0, b3_recall = 0;
  for (std::size_t i = 0; i < cells.size();) {
    std::size_t j = i;
    while (j < cells.size() && cells[j] == cells[i]) ++j;
    const double n = static_cast<double>(j - i);
    const std::uint32_t in_found = found_size[cells[i].first], in_truth = true_size[cells[i].second];
    e.right_pairs += pairs_of(j - i);
    if (j - i == in_found && j - i == in_truth) ++e.exact_clusters;
    b3_precision += n * n / in_found;
    b3_recall += n * n / in_truth;
    i = j;
  }
  if (!source.empty()) {
    std::vector<std::uint32_t> cell(found.size());
    for (std::size_t i = 0; i < cell.size(); ++i) {
      cell[i] = static_cast<std::uint32_t>(
          std::lower_bound(cells.begin(), cells.end(), std::pair(f[i], t[i])) - cells.begin());
    }
    e.found_pairs -= pairs_within_sources(f, source);
    e.true_pairs -= pairs_within_sources(t, source);
    e.right_pairs -= pairs_within_sources(cell, source);
  }
  e.precision = ratio(e.right_pairs, e.found_pairs, e.true_pairs);
  e.recall = ratio(e.right_pairs, e.true_pairs, e.found_pairs);
  e.f1 = harmonic(e.precision, e.recall);
  const double rows = e.rows > 0 ? static_cast<double>(e.rows) : 1;
  e.b3_precision = e.rows > 0 ? b3_precision / rows : 1;
  e.b3_recall = e.rows > 0 ? b3_recall / rows : 1;
  e.b3 = harmonic(e.b3_precision, e.b3_recall);
  return e;
}

}  // namespace kith::match
