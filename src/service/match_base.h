// The living base as matching sees it: the stored model, how common values are, and the index.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "ledger/match_index.h"
#include "ledger/match_pairs.h"
#include "ledger/records.h"
#include "match/frozen.h"
#include "service/record_decoder.h"
#include "service/snapshots.h"

namespace kith::service {

/// The attributes that matching compares, with the kind of each, in order of the dictionary.
std::vector<std::pair<std::string, std::string>> match_kinds(ledger::Statements& sql);

/// Frequencies as bytes for the ledger, and back. Throws Error(corrupt) where they are none.
std::string pack_frequencies(const match::Frequencies& frequencies);
match::Frequencies unpack_frequencies(std::string_view bytes);

/// What a resolve leaves for those that come after it.
struct MatchBase {
  match::Model model;
  match::Frequencies frequencies;
  std::vector<std::pair<std::string, std::string>> kinds;
  std::vector<std::pair<std::string, std::string>> compared;  ///< of kinds, those that the model knows
  ledger::MatchState state;
  std::size_t rules = 0;  ///< of index_names(), how many are rules
  bool sketched = false;  ///< the ledger's sketches are of this version

  /// Throws Error(conflict) before the first resolve.
  static MatchBase load(ledger::Statements& sql);
  /// The same as this process read it last, where that still holds: the model and its frequencies do not
  /// change between two resolves of the whole base. Thread-safe.
  static std::shared_ptr<const MatchBase> kept(ledger::Statements& sql);
  static bool exists(ledger::Statements& sql);
};

/// A few records' values in the form that is compared: as match_table.h reads them from the lens, but from
/// the ledger, one record at a time. Values read once stay until forget().
class RecordValues {
 public:
  RecordValues(ledger::Statements& sql, const std::vector<std::pair<std::string, std::string>>& kinds);

  /// By kind, empty for null; nullptr where no such record stands. Valid until forget().
  const std::vector<std::string>* of(RecordId record);
  /// Reads those of `records` that are not known yet side by side, where it is worth it. REQUIRES that they
  /// were there before the snapshots.
  void read_ahead(std::vector<RecordId> records, Snapshots* snapshots);
  bool knows(RecordId record) const { return values_.count(record) != 0; }
  /// Takes over what the other knows.
  void take(RecordValues& other) { values_.merge(other.values_); }
  std::size_t kept() const noexcept { return values_.size(); }
  void forget() { values_.clear(); }

  /// A table with one row for each of `records`, all of which must be there.
  match::Table table(const std::vector<RecordId>& records);
  /// The same with rows of values given (by kind) behind them, of orders 0, −1, −2 …
  match::Table table(const std::vector<RecordId>& records,
                     const std::vector<std::vector<std::string>>& given);

 private:
  void read(BatchId id, std::span<const unsigned char> cells, std::span<const unsigned char> standard,
            std::vector<std::string>& own);

  ledger::Statements& sql_;
  RecordDecoder decoder_;
  const std::vector<std::pair<std::string, std::string>>& kinds_;
  std::unordered_map<std::string, std::size_t> position_;
  std::unordered_map<RecordId, std::vector<std::string>> values_;
  std::unordered_map<BatchId, std::vector<int>> positions_;
};

/// Writes model, frequencies and index anew, as of change `change`. `table`: the rows that were resolved,
/// still with their columns.
struct IndexedBase {
  std::string model, frequencies;
  std::vector<ledger::MatchKey> keys;
  std::vector<ledger::MatchPair> apart;      ///< likely, yet of different customers
  std::vector<ledger::MatchKey> apart_keys;  ///< the rules' keys of their records; by record, then key
  std::vector<std::pair<RecordId, std::string>> sketches;
};
/// `apart`: rows of likely pairs that clustering parted.
IndexedBase index_base(const match::Table& table, const match::Model& model,
                       const std::vector<std::pair<std::uint32_t, std::uint32_t>>& apart, Executor& executor);
void write_index(ledger::Write& write, IndexedBase base, std::int64_t change);

}  // namespace kith::service
