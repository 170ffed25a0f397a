// How two rows agree, field by field: the input of the model.
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/ask_ahead.h"
#include "base/executor.h"
#include "match/compare/comparator.h"
#include "match/model/records.h"

namespace kith::match {

/// Three bits a field: its level, or null_level where either side has no value.
using Pattern = std::uint64_t;

inline std::uint8_t level_in(Pattern pattern, std::size_t field) noexcept {
  return static_cast<std::uint8_t>(pattern >> (3 * field) & 7);
}

/// The levels of e-mails between equal and different, as bits.
inline constexpr std::uint8_t alike_emails = 0b1110;

/// Compares rows of one Records. Shared by threads; each brings its own Memo.
///
/// Three relations between columns are settled here, so that evidence counts once:
/// - a full name is null where both rows have a given and a family name of their own, for it repeats them;
/// - given and family names that changed places get swapped_names_level in both fields;
/// - e-mails that are alike, but not equal, are null where each is made of its own row's name
///   (spelled_name.h): anna.berg@ and anna.borg@ are alike because the names are.
class Comparison {
 public:
  /// Remembers levels of pairs of values: a lossy cache, one thread's own. For `pairs` pairs of rows it has
  /// as many slots a field, 16,384 at most.
  class Memo {
   public:
    explicit Memo(std::size_t fields, std::uint64_t pairs = ~std::uint64_t{0})
        : bits_(static_cast<unsigned>(
              std::bit_width(std::clamp<std::uint64_t>(pairs, 1 << 4, (1 << most_bits) - 1)))),
          slots_(fields << bits_) {}

   private:
    friend class Comparison;
    static constexpr unsigned most_bits = 14;
    struct Slot {
      std::uint32_t low = 0, high = 0;
      std::uint8_t level = 0;
    };
    unsigned bits_;
    std::vector<Slot> slots_;
  };

  /// `executor`: for many pairs. Prepares the fields' comparators side by side, and shapes of all values
  /// (value_shape.h), by which most comparisons need not be made.
  explicit Comparison(const Records& records, Executor* executor = nullptr);

  const Records& records() const noexcept { return *records_; }
  std::size_t fields() const noexcept { return comparators_.size(); }
  std::span<const LevelShape> levels(std::size_t field) const noexcept {
    return comparators_[field]->levels();
  }

  /// The level of one field of two rows (of canonical ids).
  std::uint8_t level(std::size_t field, const std::uint32_t* a, const std::uint32_t* b, Memo& memo) const;

  bool has_shapes() const noexcept { return has_shapes_; }
  /// Of two rows that hold different values in a field: the levels that it can have, bit l for level l; what
  /// level() gives is among them unless it is null_level. Cheap; tells nothing without shapes.
  std::uint8_t possible(std::size_t field, const std::uint32_t* a, const std::uint32_t* b) const noexcept;

  /// Asks the memory for a row, or for the shapes of the values in which two rows differ, before they are
  /// looked at.
  void ask_for(std::uint32_t row) const noexcept;
  void ask_for_shapes(const std::uint32_t* a, const std::uint32_t* b, std::uint32_t equal) const noexcept;

  /// The level of two different values of a field, past the memo and the relations between fields.
  std::uint8_t level_of_values(std::size_t field, std::uint32_t a, std::uint32_t b) const {
    return comparators_[field]->level(a, b);
  }

  /// Comparator::likeness and steps of a field.
  double likeness(std::size_t field, std::uint32_t a, std::uint32_t b) const {
    return comparators_[field]->likeness(a, b);
  }
  std::span<const double> steps(std::size_t field) const noexcept { return comparators_[field]->steps(); }

  /// The fields in which the two rows are equal, as a bit set: those whose level is 0.
  std::uint32_t equal_fields(const std::uint32_t* a, const std::uint32_t* b) const noexcept;

  Pattern pattern(const std::uint32_t* a, const std::uint32_t* b, Memo& memo) const;
  /// The same of many pairs of rows: take(i, pattern) for the i-th of n, whose rows are rows_of(i).
  template <class RowsOf, class Take>
  void patterns(std::size_t n, Memo& memo, RowsOf&& rows_of, Take&& take) const {
    ask_ahead(
        n,
        [&](std::size_t i) {
          const RowPair rows = rows_of(i);
          ask_for(rows.first);
          ask_for(rows.second);
        },
        [&](std::size_t i) {
          const RowPair rows = rows_of(i);
          const std::uint32_t *a = records_->row(rows.first), *b = records_->row(rows.second);
          ask_for_shapes(a, b, equal_fields(a, b));
        },
        [&](std::size_t i) {
          const RowPair rows = rows_of(i);
          take(i, pattern(records_->row(rows.first), records_->row(rows.second), memo));
        });
  }

  /// May a field in which both rows have a value be null all the same? `levels`: those that it can have, as
  /// possible() tells.
  bool may_be_null(std::size_t field, std::uint8_t levels) const noexcept {
    return repeats_[field] != 1u << field ||
           (made_of_name_fields_ >> field & 1 && (levels & alike_emails) != 0);
  }

  /// The fields that repeat `field` and so are to be masked with it (itself included), as a bit set.
  std::uint32_t repeats(std::size_t field) const noexcept { return repeats_[field]; }

 private:
  void prepare(Executor* executor);
  void find_made_of_names(Executor* executor);
  /// Of a row of records(), by its ids.
  bool is_made_of_name(std::size_t field, const std::uint32_t* row) const noexcept {
    const auto at = static_cast<std::size_t>(row - records_->ids.data()) / comparators_.size();
    return made_of_name_[at] >> field & 1;
  }
  /// The level, or null where it is one of alike e-mails that are both made of their row's name.
  std::uint8_t unless_of_names(std::size_t field, const std::uint32_t* a, const std::uint32_t* b,
                               std::uint8_t level) const noexcept {
    const bool alike = made_of_name_fields_ >> field & 1 && alike_emails >> level & 1;
    return alike && is_made_of_name(field, a) && is_made_of_name(field, b) ? null_level : level;
  }
  static constexpr std::size_t none = ~std::size_t{0};
  bool is_repeated(const std::uint32_t* a, const std::uint32_t* b) const noexcept;
  bool is_swapped(const std::uint32_t* a, const std::uint32_t* b) const noexcept;
  bool may_be_swapped(std::size_t field) const noexcept {
    return (field == given_ || field == family_) && !family_of_given_.empty();
  }

  const Records* records_;
  std::vector<std::unique_ptr<Comparator>> comparators_;
  std::vector<std::vector<std::uint64_t>> shapes_;  ///< by field and id; empty where there are none
  bool has_shapes_ = false;
  std::vector<std::uint32_t> repeats_;
  std::vector<std::uint32_t> family_of_given_;  ///< the id of the same text among family names; 0 none
  std::vector<std::uint32_t> made_of_name_;     ///< by row, bits of fields: an e-mail made of the row's name
  std::uint32_t made_of_name_fields_ = 0;       ///< those for which any row has its bit
  std::size_t given_ = none, family_ = none, full_ = none;
};

}  // namespace kith::match
