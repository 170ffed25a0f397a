// A block of received rows made ready for the ledger: standardised, packed, facts read. Pure but for the
// layout; the import runs it on several threads.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/rows.h"
#include "ledger/records.h"
#include "service/layout.h"
#include "service/value_form.h"
#include "standard/standardise.h"

namespace kith::service {

/// Verdicts and reasons of one output over many rows.
struct OutputCounts {
  std::array<std::uint64_t, 5> verdicts{};
  std::vector<std::uint64_t> reasons;  ///< by reason number; grows as needed

  void count(Verdict verdict, Reason reason);
  void add(const OutputCounts& other);
};

/// An example of what standardising does, for a dry run.
struct Example {
  std::size_t output = 0;
  std::string before, after;
  Verdict verdict = Verdict::kept;
  Reason reason = Reason::none;
};

struct PreparedRow {
  std::uint64_t row = 0, line = 0;
  std::uint32_t cells_end = 0,
                standard_end = 0;  ///< ends in the block's byte strings; each begins where the last ended
  std::int64_t digest = 0;         ///< of the cells that say who the row is about
  std::int64_t row_digest = 0;     ///< of all cells
  Cell key;                        ///< the source's id of its customer, else of the row; may be null
};

struct PreparedBlock {
  std::string cells, standard;
  std::vector<PreparedRow> rows;
  std::vector<ledger::Order> orders;  ///< one a row, for BatchKind::orders; ids are not set
  std::vector<ledger::Event> events;
  std::vector<ledger::Interaction> interactions;
  std::vector<RejectedRow> rejects;
  std::vector<OutputCounts> counts;  ///< one an output
  std::vector<Example> examples;     ///< a few of each output and reason
  std::vector<std::string> keys;     ///< where standard values are the keys
  std::shared_ptr<void> storage;     ///< keeps the other keys alive
  std::uint64_t bytes() const noexcept { return cells.size() + standard.size(); }
  /// What the source calls the fact of a row, which is of that kind; empty where the row does not say.
  std::string_view fact_key(BatchKind kind, std::size_t row) const noexcept;
};

class RowPreparer {
 public:
  /// What becomes of a row that a rule blocks.
  enum class Blocked { rejected, kept };
  /// `form`: of this base; null where standardisers alone decide. It must outlive the preparer.
  RowPreparer(const Layout& layout, const standard::Standard& standard, const BatchForm* form = nullptr,
              Blocked blocked = Blocked::rejected);

  /// Fills `out` from `block`, whose rejects move over. Reuses buffers of `out`.
  void prepare(RowBlock&& block, PreparedBlock& out);

 private:
  // What standardising one value gave, as far as it is stored; views live until the step's next value.
  struct Outcome {
    std::string_view value;
    Verdict verdict = Verdict::empty;
    Reason reason = Reason::none;
    std::span<const std::string> parts;  // those that the step's children are made from
  };
  // Outcomes of values seen lately: columns repeat themselves (cities, dates, names), and a look costs a
  // twentieth of standardising. One place for each hash; a column that does not repeat itself stops keeping
  // any.
  struct Memo {
    struct Entry {
      std::string raw, value;
      Verdict verdict;
      Reason reason;
      std::vector<std::string> parts;
    };
    std::vector<Entry> entries;
    std::vector<std::uint64_t>
        hashes;  // of the entries' raw values; 0: none. A miss looks no further than here
    std::uint32_t looks = 0, hits = 0;
    bool on = true;
  };
  struct Step {
    const standard::Standardiser* standardiser;
    const ValueForm* form = nullptr;
    standard::Standard standard;
    std::vector<std::size_t> children;  // outputs made from its parts
    Memo memo;
    standard::Standardised result;
    std::vector<std::string> parts;   // of `result`
    std::string packed;               // what the rows of the tile came to, one behind the other
    std::vector<std::uint32_t> ends;  // of each row in `packed`
  };

  Outcome standardised(Step& step, std::string_view raw);
  static Outcome compute(Step& step, std::string_view raw, const Layout& layout);

  void standardise_tile(const RowBlock& block, std::size_t first, std::size_t last, PreparedBlock& out);
  void take_value(std::size_t output, std::string_view raw, Cell cell, PreparedBlock& out);
  std::string_view raw_of(const RowBlock& block, std::size_t row, const Output& output);
  std::string_view joined(const RowBlock& block, std::size_t row, const Output& output);
  std::int64_t digest_of(const RowBlock& block, std::size_t row) const;
  void read_fact(const RowBlock& block, std::size_t row, PreparedBlock& out);
  std::string extra_of(const RowBlock& block, std::size_t row) const;
  bool passes_gate(RowBlock& block, std::size_t row, std::size_t cells_at, std::size_t standard_at,
                   PreparedBlock& out);
  void note_example(std::size_t output, std::string_view before, const Outcome& after, PreparedBlock& out);

  const Layout& layout_;
  const RuleGate* gate_ = nullptr;
  Blocked blocked_;
  std::vector<int> first_columns_;  // for the gate, as are the next two
  std::vector<Cell> cells_;
  std::vector<ledger::StandardValue> values_;
  std::vector<Step> steps_;
  std::vector<int> subject_columns_;  // columns that say who the row is about
  int row_key_column_ = -1;           // the fact's own key, where the file gives no customer id
  std::array<int, static_cast<std::size_t>(FactRole::count_)> role_column_{};
  double amount_scale_ = 1;
  std::string joined_;
  standard::Standard time_standard_;
};

/// Money as ten-thousandths of a unit from "1,234.50", "￥99", "(12.00)"; nothing where it is no amount.
std::optional<std::int64_t> read_amount(std::string_view text);

}  // namespace kith::service
