// The scorecard: from counts to the six dimensions of data quality.
//
// The names are those of DAMA UK's "The six primary dimensions for data quality assessment" (2013). A
// dimension is a share in [0,1] with its numerator and denominator kept, or it is not applicable: a
// denominator of 0 never reads as a score of 0.
//
//   completeness  present ÷ applicable. Applicable are the records of batches whose mapping supplies the
//                 attribute; a source that has no such column is not blamed for it.
//   validity      (present − invalid) ÷ present. Form only: a suspect value is in form, so it counts as
//                 valid here, and its doubt counts once, under accuracy.
//   uniqueness    of identifying attributes: 1 − the share of values that stand in an earlier record of the
//                 same source; of records: 1 − the share of records whose customer an earlier record of the
//                 same source already is. Repetition between sources is expected and costs nothing.
//   consistency   of attributes that belong to the customer and stand once (is_comparable): over all pairs of
//   records of one customer that both hold the attribute: the share of
//                 pairs that agree. Counted from each record to its partners, so that the counts of
//                 sources and batches add up; the share is that of the unordered pairs.
//   timeliness    present values (and records) received within the source's horizon ÷ those whose source
//                 sets a horizon.
//   accuracy      an ESTIMATE: nobody here knows the real world. Usable values that are neither suspect nor
//                 contradicted by the customer's golden value ÷ usable values; of several values that may
//                 stand side by side (two phones) none contradicts another. A value that once was true (an
//                 old address) counts as contradicted; an error repeated by every record goes unseen.
//
// Sums are pooled with the attribute's weight: Σ w·numerator ÷ Σ w·denominator. The score is the mean of
// the dimensions that apply, with the weights of Weights.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace kith::quality {

enum class Dimension : std::uint8_t { completeness, validity, uniqueness, consistency, timeliness, accuracy };
inline constexpr std::size_t dimension_count = 6;
inline constexpr std::array<Dimension, dimension_count> all_dimensions = {
    Dimension::completeness, Dimension::validity,   Dimension::uniqueness,
    Dimension::consistency,  Dimension::timeliness, Dimension::accuracy};

/// "completeness", …: the word of --json.
std::string_view name_of(Dimension dimension) noexcept;
/// "Completeness", a label for people.
Text label_of(Dimension dimension);
/// One sentence that says what the dimension measures.
Text meaning_of(Dimension dimension);

/// A share with what it was made of. Both parts ≥ 0, numerator ≤ denominator.
struct Ratio {
  double numerator = 0;
  double denominator = 0;

  bool applicable() const noexcept { return denominator > 0; }
  std::optional<double> value() const noexcept {
    return applicable() ? std::optional(numerator / denominator) : std::nullopt;
  }
  void add(const Ratio& other, double weight = 1) noexcept {
    numerator += weight * other.numerator;
    denominator += weight * other.denominator;
  }
};

/// The six, indexed by Dimension.
struct Scores {
  std::array<Ratio, dimension_count> ratios;

  Ratio& operator[](Dimension d) noexcept { return ratios[static_cast<std::size_t>(d)]; }
  const Ratio& operator[](Dimension d) const noexcept { return ratios[static_cast<std::size_t>(d)]; }
  void add(const Scores& other, double weight = 1) noexcept {
    for (std::size_t i = 0; i < dimension_count; ++i) ratios[i].add(other.ratios[i], weight);
  }
};

/// How much a dimension says in the score. What is wrong in form or missing is certain and costs work today,
/// so validity and completeness weigh most; age weighs least, since an old value is often still true.
struct Weights {
  std::array<double, dimension_count> dimensions = {0.20, 0.25, 0.15, 0.15, 0.10, 0.15};
  double record = 3;  ///< of a record-level ratio (uniqueness, timeliness) beside the attributes' weights
};

/// The weighted mean of the applicable dimensions; nothing where none applies.
std::optional<double> score_of(const Scores& scores, const Weights& weights = {}) noexcept;

/// What was counted of one attribute in one batch; plain sums, so batches add up.
struct ValueCounts {
  std::int64_t kept = 0, changed = 0, suspect = 0, invalid = 0, empty = 0;  ///< by verdict
  std::int64_t fresh = 0;         ///< present values of records within the horizon now
  std::int64_t fresh_then = 0;    ///< the same at the time of the batch
  std::int64_t dated = 0;         ///< present values of records whose source sets a horizon
  std::int64_t distinct = 0;      ///< identifying: usable values first seen in this batch, within the source
  std::int64_t held = 0;          ///< identifying: usable values
  std::int64_t agreeing = 0;      ///< (record, partner) steps with the same value
  std::int64_t comparable = 0;    ///< (record, partner) steps where both hold a usable value
  std::int64_t contradicted = 0;  ///< usable, not suspect, and another value is golden

  std::int64_t usable() const noexcept { return kept + changed + suspect; }
  std::int64_t present() const noexcept { return usable() + invalid; }
  std::int64_t applicable() const noexcept { return present() + empty; }
  void add(const ValueCounts& other) noexcept;
};

/// What was counted of the records of one batch.
struct RecordCounts {
  std::int64_t records = 0;
  std::int64_t rejects = 0;
  std::int64_t resolved = 0;    ///< records that point at a customer
  std::int64_t first = 0;       ///< of these, the first of their customer in the source
  std::int64_t fresh = 0;       ///< received within the horizon now
  std::int64_t fresh_then = 0;  ///< the same at the time of the batch
  std::int64_t dated = 0;       ///< whose source sets a horizon
  void add(const RecordCounts& other) noexcept;
};

/// One batch, measured.
struct Measurement {
  std::size_t source = 0;  ///< index into the list of sources
  RecordCounts records;
  std::vector<ValueCounts> values;  ///< k, one an attribute
};

/// The six of one attribute. Negative counts are a caller's fault.
Scores score_values(const ValueCounts& counts) noexcept;
/// The two that records have: uniqueness and timeliness.
Scores score_records(const RecordCounts& counts) noexcept;
/// The six of one batch over all its attributes, timeliness as it was at the time of the batch (else the
/// trend of any company would rise by mere ageing of what came first). REQUIRES attribute_weights.size() ==
/// values.size().
Scores score_batch(const Measurement& batch, std::span<const double> attribute_weights,
                   const Weights& weights = {}) noexcept;

/// The whole. n sources, k attributes.
struct Scorecard {
  std::size_t attributes = 0;
  std::vector<ValueCounts> counts;    ///< n × k, by source
  std::vector<RecordCounts> records;  ///< n
  std::vector<Scores> cells;          ///< n × k
  std::vector<Scores> by_source;      ///< n
  std::vector<Scores> by_attribute;   ///< k, pooled over sources
  Scores overall;
  std::vector<Scores> trend;  ///< one a batch, in the order given

  const Scores& cell(std::size_t source, std::size_t attribute) const {
    return cells[source * attributes + attribute];
  }
  const ValueCounts& count(std::size_t source, std::size_t attribute) const {
    return counts[source * attributes + attribute];
  }
};

/// O(batches × k). REQUIRES every batch.source < sources and every batch.values.size() == k.
Scorecard make_scorecard(std::span<const Measurement> batches, std::size_t sources,
                         std::span<const double> attribute_weights, const Weights& weights = {});

/// Whether two records of one source with the same value of this semantic type should be one.
bool is_identifying(std::string_view type) noexcept;

/// Whether the records of one customer should agree on an attribute. Not where a customer may have several
/// values, nor where the value is of the record rather than of the customer: moments (registered, updated)
/// and what was said on one occasion (classes other than basic).
bool is_comparable(std::string_view type, std::string_view attribute_class, bool multiple) noexcept;

/// The weight of an attribute where nobody set one: 3 for identifying types and names, 1 for the rest.
double default_weight(std::string_view type) noexcept;

}  // namespace kith::quality
