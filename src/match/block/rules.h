// Blocking rules: which are worth their pairs, and the blocks they make.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "match/block/keys.h"
#include "match/model/records.h"

namespace kith::match {

inline constexpr std::size_t most_rules = 32;  ///< one bit each in a pair's rule mask
inline constexpr std::string_view every_pair_name = "every pair";
inline constexpr std::uint32_t largest_block = 1000;  ///< rows; a larger block is split or left out

/// Rows agree when all keys of the rule do (and none is null). No key at all: every pair of rows.
struct Rule {
  std::array<std::uint32_t, 2> key{};  ///< indices into the keys
  unsigned keys = 0;
  std::uint32_t fields = 0;  ///< bit set of the fields it looks at
  std::string name;
  std::uint64_t pairs =
      0;  ///< Σ n(n−1)/2 over its blocks (across sources: of those that count); see make_blocks()
  std::uint64_t dropped = 0;  ///< rows whose block stayed too large even when split
};

/// The 64-bit key of a row under a rule; 0 where it has none.
std::uint64_t key_of(const Rule& rule, const std::vector<BlockingKey>& keys,
                     const std::uint32_t* row) noexcept;

struct LikelyPair {
  RowPair rows;          ///< canonical numbers
  double posterior = 0;  ///< that they are one customer
};
/// Those of some pairs whose posterior is above a hundredth, in their order. Thread-safe for different
/// workers.
using Likelihood = std::function<std::vector<LikelyPair>(std::span<const RowPair> pairs, unsigned worker)>;

/// Chooses up to most_rules rules of one or two keys by the likely matches they add for what they cost, until
/// `budget` pairs are spent or nothing worth having is left.
///
/// How: every candidate's cost comes from its histogram over some 100,000 rows (unbiased, scaled up); a
/// sample of its blocks is scored, and the likely matches found by any candidate form a pool, weighted by the
/// inverse of their chance to be found. Then greedily, the rule with the most weight not yet covered per pair
/// it costs. A table so small that all its pairs are within the budget gets the rule without keys as its last
/// one. `keys` need be right for those rows alone: see sample_rows().
std::vector<Rule> choose_rules(const Records& records, const std::vector<BlockingKey>& keys, double budget,
                               const Likelihood& likelihood, std::uint64_t seed, Executor& executor,
                               const Cancel& cancel);

/// The rule of that name, "A + B" of keys A and B; none where a key is missing.
std::optional<Rule> rule_named(std::string_view name, const std::vector<BlockingKey>& keys);

/// The rules of a model by their names, "A + B" of keys A and B. Throws Error(bad_input) for one that is
/// none.
std::vector<Rule> rules_of(const Model& model, const std::vector<BlockingKey>& keys);

/// Block numbers of all rows of a table or of a sample, row by row; 0 where a row is alone under that rule.
/// Rows are meant by their place among these.
struct Blocks {
  std::size_t rules = 0;
  std::vector<std::uint32_t> of;  ///< rows × rules
  std::vector<std::uint32_t>
      source;  ///< of each row, where only pairs of different sources count; else empty
  const std::uint32_t* row(std::size_t r) const noexcept { return of.data() + r * rules; }

  /// Bit r is set where both rows are in one block of rule r.
  std::uint32_t shared(std::uint32_t a, std::uint32_t b) const noexcept {
    const std::uint32_t *x = row(a), *y = row(b);
    std::uint32_t mask = 0;
    for (std::size_t r = 0; r < rules; ++r)
      mask |= static_cast<std::uint32_t>(x[r] == y[r] && x[r] != 0) << r;
    return mask;
  }
  /// Asks the memory for a row before it is looked at.
  void ask_for(std::uint32_t r) const noexcept {
    __builtin_prefetch(row(r));
    __builtin_prefetch(row(r) + rules - 1);
  }
  bool is_pair(std::uint32_t a, std::uint32_t b) const noexcept {
    return source.empty() || source[a] != source[b];
  }
  /// True where rule `rule` is the first to bring the two together. REQUIRES that it does.
  bool is_first(std::size_t rule, std::uint32_t a, std::uint32_t b) const noexcept {
    const std::uint32_t *x = row(a), *y = row(b);
    for (std::size_t r = 0; r < rule; ++r) {
      if (x[r] == y[r] && x[r] != 0) return false;
    }
    return true;
  }
};

/// Makes the blocks and fills in each rule's `pairs` and `dropped`. A block of more than largest_block rows
/// is split by the most telling key of another field; parts still too large are left out and counted. Of a
/// sample blocks are too large beyond its share of that, and the counts are those of the sample.
Blocks make_blocks(const Records& records, const RowSample& sample, const std::vector<BlockingKey>& keys,
                   std::vector<Rule>& rules, Executor& executor, const Cancel& cancel);

}  // namespace kith::match
