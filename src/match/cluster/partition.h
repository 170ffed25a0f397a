// From scores to clusters: components of positive pairs, each contracted on its own.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "match/block/near.h"
#include "match/block/rules.h"
#include "match/model/scorer.h"
#include "match/resolve.h"

namespace kith::match {

/// What being in one component with others adds to a pair's prior odds, in bits. λ is the chance of two
/// random rows; two rows that are both near a third are no random rows. Three bits is where precision and
/// recall of the public sets balance; it is the same for every table, and pairs that stand alone do not get
/// it.
inline constexpr double company_bits = 3;

/// What competing adds to a pair's prior odds where a row has at most one partner in each other source: the
/// pair that is taken is the best that either row has left, and so no random pair either. A threshold on
/// single pairs alone loses most matches among products that come in families, whose likeness is that of
/// their neighbours.
inline constexpr double partner_bits = 6;

/// Disjoint sets of rows, each named by its lowest row.
class RowSets {
 public:
  explicit RowSets(std::size_t rows);
  std::uint32_t find(std::uint32_t row) noexcept;
  void unite(std::uint32_t a, std::uint32_t b) noexcept;

 private:
  std::vector<std::uint32_t> parent_;
};

/// What clustering has to go by; all rows are canonical ones.
struct Partitioning {
  const Comparison& comparison;
  const Scorer& scorer;
  const Blocks& blocks;
  const Near& near;
  double bias = 0;                       ///< added to every weight: log2 odds λ − log2 odds threshold
  std::vector<RowPair> same, different;  ///< decisions, without contradictions
  bool one_per_source = false;           ///< two rows of one source are never one
  /// Clusters are joined along the pairs of `near` alone: these are all likely pairs there are.
  bool near_only = false;
  /// Where to put the pairs of one block that are above −company_bits and went to different clusters; may be
  /// null.
  std::vector<RowPair>* apart = nullptr;
};

/// For each row the lowest row of its cluster. `components`: rows joined by pairs whose weight + bias is
/// positive, or by a decision that they are the same. Pairs that blocking brought may join clusters; whether
/// they do is said by all pairs of the two (see contract()), of which those that it did not bring speak
/// against it with no more than unscored_evidence.
std::vector<std::uint32_t> partition(const Partitioning& job, RowSets& components, Statistics& statistics,
                                     Executor& executor, const Cancel& cancel);

}  // namespace kith::match
