// A model put to work on a few rows, as if they stood in the whole table that it was learned from: what makes
// one new record, or a batch, joinable to a base without looking at all of it.
//
// Whatever depends on the whole table (how common a value is, which values are generic, what is compared) is
// frozen with the model. What a pair weighs, which keys a row has, and how a component is parted are then
// functions of the rows alone: the order of arrival cannot matter.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "match/resolve.h"
#include "match/table.h"

namespace kith::match {

/// How common values were when a model was learned. Values rarer than least_frequency weigh alike and are
/// left out, so that no field has more than 10,000 entries whatever the table's size.
struct Frequencies {
  struct Field {
    std::string column;
    std::uint64_t present = 0;                                    ///< rows that had a value
    std::vector<std::pair<std::uint64_t, std::uint32_t>> counts;  ///< hash of a value → rows; by hash
    std::vector<std::uint64_t> generic;  ///< hashes of values that tell nothing, rising

    /// Rows that had the value; 1 for one that was rare or not there.
    std::uint32_t count_of(std::string_view value) const noexcept;
    bool is_generic(std::string_view value) const noexcept;
  };
  std::uint64_t rows = 0;
  std::vector<Field> fields;  ///< of the model, in its order

  /// Null where the model does not compare the column.
  const Field* of(std::string_view column) const noexcept;
};

/// O(n · k).
Frequencies count_frequencies(const Table& table, const Model& model);

/// Two rows that share a key are worth comparing: the model's blocking rules, and single keys that a search
/// can go by (phone, e-mail, name …). `key` is a hash of the rule's name and the row's key under it.
struct IndexKey {
  std::uint64_t key = 0;
  std::uint32_t row = 0;
  std::uint32_t name = 0;  ///< index into index_names()
};

/// Of the keys of a base: rules first, in the model's order, then search keys that are no rule. Near pairs
/// have no key.
std::vector<std::string> index_names(const Model& model);
/// How many of index_names() are rules of the model.
std::size_t index_rules(const Model& model);

/// By name, then row. Rows have no key where a value is missing or generic. `names`: only the first so many
/// of index_names(). O(rows · names).
inline constexpr std::size_t all_index_names = ~std::size_t{0};
std::vector<IndexKey> index_keys(const Table& table, const Model& model, const Frequencies& frequencies,
                                 std::size_t names = all_index_names, Executor* executor = nullptr);

/// An index key that more records share than this brings nobody together.
inline constexpr std::size_t most_sharers = 1000;

/// Rows ready to be compared, in any order. Table, model and frequencies must outlive this.
class FrozenRows {
 public:
  /// `executor`: as Comparison takes it, for many pairs.
  FrozenRows(const Table& table, const Model& model, const Frequencies& frequencies,
             Executor* executor = nullptr);
  ~FrozenRows();
  FrozenRows(const FrozenRows&) = delete;
  FrozenRows& operator=(const FrozenRows&) = delete;

  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  struct Weighed {
    Pair pair;
    double total = 0;  ///< log2 odds that they are one, the prior included
  };

  /// Those of `pairs` whose total is above `least`, in the order given.
  std::vector<Weighed> weigh(const std::vector<Pair>& pairs, double least, Executor& executor) const;

  /// For each row the number of its cluster, by first row. `edges`: pairs of total above edge_bits; `keys`:
  /// the rules' keys of these rows. Rows that no edge and no decision joins stay alone.
  std::vector<std::uint32_t> cluster(const std::vector<Pair>& edges, std::vector<IndexKey> keys,
                                     const Constraints& constraints, Executor& executor) const;

  PairExplanation explain(std::uint32_t a, std::uint32_t b) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A pair whose total is above this puts two rows into one component: what being in company may add is
/// granted in advance.
extern const double edge_bits;

}  // namespace kith::match
