// The profile of a column in one pass: how full, how varied, which values, which patterns.
//
// Streaming and mergeable: profiles of pieces, merged in the order of the pieces, tell of the whole. Counts,
// extremes and the number of distinct values do not depend on how the column was cut; top values and
// patterns do not either while they are exact (see frequent.h). Memory is bounded whatever the column.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quality/distinct.h"
#include "quality/frequent.h"
#include "quality/pattern.h"

namespace kith::quality {

struct ProfileBounds {
  std::size_t exact_distinct = 16384;  ///< different values counted exactly
  std::size_t values = 1024;           ///< different values whose counts are exact; 0: none are kept
  std::size_t patterns = 512;          ///< skeletons whose counts are exact
  std::size_t value_bytes = 256;       ///< a longer value is no key of the top values
};

struct TopValue {
  std::string value;
  std::int64_t count = 0;
};

struct TopPattern {
  std::string pattern;  ///< "9{11}", "汉{2,4}"
  std::int64_t count = 0;
};

class ColumnProfile {
 public:
  explicit ColumnProfile(const ProfileBounds& bounds = {});

  void add_null() { ++rows_, ++nulls_; }
  /// Any bytes; an empty value counts as blank.
  void add(std::string_view value);
  void merge(const ColumnProfile& other);

  std::int64_t rows() const noexcept { return rows_; }
  std::int64_t nulls() const noexcept { return nulls_; }
  std::int64_t blanks() const noexcept { return blanks_; }  ///< empty or white space only
  std::int64_t values() const noexcept { return rows_ - nulls_ - blanks_; }
  std::int64_t numbers() const noexcept { return numbers_; }  ///< values that read as a decimal number
  std::int64_t dates() const noexcept { return dates_; }      ///< values that read as a calendar date
  /// Different values, blanks left out.
  std::int64_t distinct() const { return distinct_.count(); }
  bool distinct_is_exact() const noexcept { return distinct_.exact(); }

  /// In code points, of values; 0 where there is none.
  std::int64_t shortest() const noexcept { return values() ? shortest_ : 0; }
  std::int64_t longest() const noexcept { return longest_; }
  /// The first and last value in the order of bytes, cut to ProfileBounds::value_bytes.
  const std::optional<std::string>& least() const noexcept { return least_; }
  const std::optional<std::string>& greatest() const noexcept { return greatest_; }
  /// The least and greatest number among the values that read as one.
  std::optional<double> least_number() const noexcept { return least_number_; }
  std::optional<double> greatest_number() const noexcept { return greatest_number_; }

  std::vector<TopValue> top_values(std::size_t limit) const;
  std::vector<TopPattern> top_patterns(std::size_t limit) const;
  /// Different skeletons; a lower bound where not exact.
  std::size_t patterns() const noexcept { return patterns_.size(); }
  bool patterns_are_exact() const noexcept { return patterns_.exact(); }

 private:
  struct Nothing {
    void merge(const Nothing&) noexcept {}
  };

  void note_extremes(std::string_view value);

  ProfileBounds bounds_;
  std::int64_t rows_ = 0, nulls_ = 0, blanks_ = 0, numbers_ = 0, dates_ = 0;
  std::int64_t shortest_ = 0, longest_ = 0;
  std::optional<std::string> least_, greatest_;
  std::optional<double> least_number_, greatest_number_;
  DistinctCount distinct_;
  Frequent<Nothing> top_;
  Frequent<RunRange> patterns_;
  Shape shape_;     // reused
  RunRange range_;  // reused
};

/// Reads "-1,234.50" (grouping by comma in threes, or none) or "1e3"; nothing else. No white space.
std::optional<double> read_number(std::string_view text) noexcept;

/// Whether the text is a date that exists: year-month-day or day/month/year in either order of the last two,
/// with
/// - / . or 年月日, or eight digits of a year from 1800 to 2199; a time may follow after a blank or T.
bool reads_as_date(std::string_view text) noexcept;

}  // namespace kith::quality
