// Everything that could be one customer with some records: the components that they touch.
#pragma once
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "ledger/customers.h"
#include "ledger/reviews.h"
#include "service/match_base.h"

namespace kith::service {

/// The people's word on records, asked of the ledger record by record.
class Decisions {
 public:
  explicit Decisions(ledger::Statements& sql) : sql_(sql) {}
  const std::vector<RecordId>& same_as(RecordId record) { return of(record).same; }
  const std::vector<RecordId>& different_from(RecordId record) { return of(record).different; }

 private:
  struct Word {
    std::vector<RecordId> same, different;
  };
  const Word& of(RecordId record);

  ledger::Statements& sql_;
  std::unordered_map<RecordId, Word> known_;
};

/// Grows from seeds along everything that joins records: pairs of the index that the model finds likely,
/// decisions that they are the same, keys that one source gave twice, and customers they are in. What comes
/// out is closed: no pair leads out of it. So its parts can be clustered anew, and nothing else need be
/// looked at.
///
/// A component of more than `most_rows` beyond the seeds is not followed further: what hangs on its rim keeps
/// its customers.
class Neighbours {
 public:
  static constexpr std::size_t most_rows = 20'000;

  Neighbours(ledger::Statements& sql, const MatchBase& base, Executor& executor, const Cancel& cancel);

  /// REQUIRES that the seeds have their keys in the index.
  void grow(const std::vector<RecordId>& seeds, Progress& progress);

  /// Looks for the likely pairs of records, but follows none. REQUIRES as grow().
  void look(const std::vector<RecordId>& records);

  /// The records touched, rising, and the cluster of each.
  struct Parts {
    std::vector<RecordId> records;
    std::vector<std::uint32_t> cluster;
    std::size_t clusters = 0;
  };
  Parts cluster();

  std::uint64_t compared() const noexcept { return compared_; }
  bool stopped_short() const noexcept { return stopped_short_; }
  /// Likely pairs found whose records went to different customers, or were not all reached.
  const std::vector<ledger::MatchPair>& apart() const noexcept { return apart_; }
  /// Records whose likely pairs were looked for.
  const std::vector<RecordId>& seen() const noexcept { return seen_; }
  /// Pairs near even odds between the records touched.
  const std::vector<ledger::UncertainPair>& uncertain() const noexcept { return uncertain_; }

 private:
  using RecordPair = std::pair<RecordId, RecordId>;

  using Edges = std::vector<match::FrozenRows::Weighed>;

  void look_around(const std::vector<RecordId>& frontier);
  void follow_pairs(RecordId record);
  Edges edges_within(const std::vector<RecordId>& records, const match::Table& table,
                     const match::FrozenRows& rows, std::vector<match::IndexKey>& keys);
  std::vector<std::uint32_t> groups_of(const std::vector<RecordId>& records) const;
  void follow(const std::vector<RecordId>& frontier);
  void reach(RecordId record);
  const std::vector<RecordId>& sharers(std::uint64_t key);
  std::vector<RecordId> same_key(RecordId record);

  ledger::Statements& sql_;
  const MatchBase& base_;
  Executor& executor_;
  const Cancel& cancel_;
  Decisions decisions_;
  RecordValues values_;
  std::unordered_set<RecordId> reached_;
  std::vector<RecordId> next_;
  std::unordered_set<RecordId> seeds_;
  std::vector<RecordPair> edges_, same_, together_, followed_;
  std::vector<ledger::MatchPair> apart_;
  std::vector<RecordId> seen_;
  bool pairs_known_ = false;
  std::vector<RecordPair> kept_;  // who took another's place, and those that the other was with
  std::unordered_map<std::uint64_t, std::vector<RecordId>> sharers_;
  std::vector<ledger::UncertainPair> uncertain_;
  std::uint64_t compared_ = 0;
  std::size_t most_ = most_rows;
  bool stopped_short_ = false;
};

}  // namespace kith::service
