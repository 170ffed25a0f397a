// What new records change: the customers around them, as far as the change goes and no further.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "ledger/customers.h"
#include "ledger/reviews.h"
#include "match/model/sketch.h"
#include "service/match_base.h"
#include "service/record_ties.h"
#include "service/snapshots.h"

namespace kith::service {

/// Rules out pairs by sketches: of records of the ledger, read once.
class SketchedRecords {
 public:
  SketchedRecords(ledger::Statements& sql, const MatchBase& base);

  /// Reads the sketches of the whole base at once, which so many questions are worth.
  void expect(std::uint64_t questions);
  /// The rows that are asked about until the next call.
  void ask_about(const match::Table& rows);
  /// Drops those of `records` that cannot be likely pairs with row `row`. Thread-safe once whole().
  void drop_strangers(std::size_t row, std::vector<RecordId>& records);
  bool whole() const noexcept { return whole_; }

 private:
  static constexpr std::uint32_t none = ~0u;
  /// Open addressing, at most half full: one look-up is one cache line.
  struct Slot {
    RecordId record;
    std::uint32_t row = none;
  };
  std::size_t place_of(RecordId record) const noexcept;
  Slot& slot_of(RecordId record) noexcept;
  void enter(RecordId record, std::uint32_t row);
  void make_room(std::size_t records);

  ledger::Statements& sql_;
  const MatchBase& base_;
  double bound_;
  match::SketchWeights weights_;
  match::Sketches own_, kept_;
  std::vector<float> frequencies_;
  std::vector<Slot> slots_;
  std::size_t entered_ = 0;
  bool whole_ = false;
};

/// Clusters anew what seeds could have changed. The core is the seeds, the customers they are in, and those
/// of their likely pairs, of decisions that they are the same and of keys that a source gave twice. Around it
/// lies the rim: the customers to which a likely pair leads from the core. Both are clustered together; a
/// customer of the rim that does not come out as it went in belongs to the core from then on, with a rim of
/// its own, until none does. As clustering is local (match/cluster/contract.h), that is what clustering of
/// everything would say of the core, and all else stays as it is.
class Neighbours {
 public:
  /// A core of more than this beyond a few for each seed takes nobody in any more.
  static constexpr std::size_t most_rows = 20'000;

  /// `values`: of base.compared. `snapshots`: null where the base changed within the transaction but for the
  /// index.
  Neighbours(ledger::Statements& sql, const MatchBase& base, RecordValues& values, Snapshots* snapshots,
             Executor& executor, const Cancel& cancel);

  /// The records of the core, rising, the cluster of each, and the customers it is of and was of before.
  struct Parts {
    std::vector<RecordId> records;
    std::vector<std::uint32_t> cluster;
    std::vector<CustomerId> customer, former;
    std::size_t clusters = 0;
  };
  /// REQUIRES that the seeds have their keys in the index. `beside`: records that lost something which they
  /// were likely one with.
  Parts cluster(const std::vector<RecordId>& seeds, const std::vector<RecordId>& beside, Progress& progress);

  /// Looks for the likely pairs of records, but changes nothing. REQUIRES as cluster().
  void look(const std::vector<RecordId>& records);

  /// Records that share a key with one that was looked around from, and the pairs among these that were read
  /// and weighed, the others being ruled out by their sketches.
  std::uint64_t candidates() const noexcept { return candidates_; }
  std::uint64_t weighed() const noexcept { return weighed_; }
  bool stopped_short() const noexcept { return stopped_short_; }
  /// Likely pairs found that went to different customers and were not known before.
  const std::vector<ledger::MatchPair>& apart() const noexcept { return apart_; }
  /// Records whose likely pairs were looked for.
  const std::vector<RecordId>& seen() const noexcept { return seen_; }
  /// Pairs near even odds between the records looked at.
  const std::vector<ledger::UncertainPair>& uncertain() const noexcept { return uncertain_; }

 private:
  using RecordPair = std::pair<RecordId, RecordId>;
  struct PairHash {
    std::size_t operator()(const RecordPair& pair) const noexcept;
  };
  using Edges = std::vector<match::FrozenRows::Weighed>;
  /// A core with its rim, clustered for good unless something new leads to it.
  struct Group {
    std::vector<RecordId> core, rim;
    std::vector<std::uint32_t> cluster;  ///< of the core
  };

  /// Rows of whole groups, clustered by themselves. Pairs are of places in `rows`.
  struct Piece {
    std::vector<std::uint32_t> rows;
    std::vector<match::FrozenRows::Pair> likely, same, different, kept;
    Edges edges;
    std::vector<std::uint32_t> cluster;  ///< below the number of rows
  };

  /// A thread's way to read ahead.
  struct Helper {
    Helper(ledger::Statements& sql, const MatchBase& base) : ties(sql), values(sql, base.compared) {}
    TieReader ties;
    RecordValues values;
    std::vector<std::pair<RecordId, RecordTies>> read;
    std::unordered_map<CustomerId, CustomerTies> customers;
  };

  void read_ahead(std::span<const RecordId> records, bool of_core);
  void read_ahead(Helper& helper, RecordId record, bool of_core) const;
  RecordTies ties_of(RecordId record);
  CustomerTies ties_of(CustomerId customer);
  void reach(RecordId record);
  void add_to_rim(RecordId record);
  void open_again(RecordId record);
  /// Returns whether it was looked around from before; of the rim nobody asks.
  bool follow(RecordId record, bool of_core);
  void follow_likely(RecordId record, const std::vector<RecordId>& likely);
  std::vector<match::FrozenRows::Pair> hopeful_pairs(const std::vector<RecordId>& frontier,
                                                     std::vector<RecordId>& rows);
  void look_around(const std::vector<RecordId>& frontier);
  void take_in();
  void settle();
  void judge(const std::vector<RecordId>& records, const std::vector<std::uint32_t>& cluster,
             const std::vector<std::uint32_t>& group);
  std::vector<std::uint32_t> groups_of(const std::vector<RecordId>& records) const;
  std::vector<Piece> pieces_of(const std::vector<RecordId>& records, const std::vector<std::uint32_t>& group);
  Edges edges_among(const std::vector<RecordId>& records, const Piece& piece, const match::FrozenRows& rows,
                    const std::vector<match::IndexKey>& keys) const;
  void cluster_piece(const std::vector<RecordId>& all, Piece& piece) const;
  void learn_sharers(const std::vector<match::IndexKey>& keys);

  ledger::Statements& sql_;
  const MatchBase& base_;
  Executor& executor_;
  const Cancel& cancel_;
  TieReader ties_;
  RecordValues& values_;
  Snapshots* snapshots_;
  SketchedRecords sketched_;
  std::vector<std::unique_ptr<Helper>> helpers_;
  std::unordered_map<RecordId, RecordTies> ties_ahead_;
  std::unordered_map<CustomerId, CustomerTies> customers_ahead_;

  std::unordered_set<RecordId> seeds_, core_, rim_;
  std::unordered_map<RecordId, CustomerId> customer_of_;           // of the core and the rim, before
  std::unordered_map<RecordId, CustomerId> former_;                // of those that were of another once
  std::unordered_map<RecordId, std::vector<RecordId>> different_;  // by people's word, where there is one
  std::unordered_set<CustomerId> core_customers_, rim_customers_;  // that were taken in whole
  std::vector<RecordId> next_, rim_next_;                          // to be followed
  std::vector<RecordId> active_;  // followed, to be clustered; some stand here twice
  std::vector<Group> groups_;     // those that fell open again are empty
  std::unordered_map<RecordId, std::size_t> group_of_;
  std::vector<RecordPair> joins_;     // what may hang together: likely pairs, decisions, customers
  std::vector<RecordPair> same_;      // one for certain
  std::vector<RecordPair> kept_;      // who took another's place, and those that the other was with
  std::vector<RecordPair> followed_;  // likely pairs that were kept
  std::unordered_set<RecordPair, PairHash> known_;  // likely pairs that the ledger keeps
  std::unordered_map<std::uint64_t, std::vector<RecordId>> sharers_;

  std::vector<ledger::MatchPair> found_, apart_;
  std::vector<RecordId> seen_;
  std::vector<ledger::UncertainPair> uncertain_;
  std::uint64_t candidates_ = 0, weighed_ = 0;
  std::size_t most_ = most_rows;
  bool stopped_short_ = false;
};

}  // namespace kith::service
