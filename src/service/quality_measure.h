// Measures the quality of everything in the lens: the scorecard, the top problems, duplicates, rejects,
// patterns, and the trend over batches.
//
// One scan of the records for each question (verdicts and reasons; agreement within customers; patterns of a
// sample), one light scan for each identifying attribute, and one for the examples of each top problem.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "quality/problem.h"
#include "quality/profile.h"
#include "quality/scorecard.h"
#include "service/check_rules.h"

namespace kith::lens {
class Lens;
}

namespace kith::service {

struct MeasuredSource {
  std::int64_t id = 0;
  std::string name, owner, purpose;
  std::int64_t horizon_days = 0;  ///< retention of the source; 0: none set, timeliness does not apply
};

struct MeasuredAttribute {
  std::string name, type, attribute_class, sensitivity;
  std::string label_en, label_zh;  ///< the name where the dictionary has no label
  bool identifying = false;
  bool comparable = false;  ///< quality::is_comparable: consistency and contradiction apply
  double weight = 1;
  std::int64_t golden = 0;  ///< customers whose golden record has a value
};

struct MeasuredBatch {
  std::int64_t id = 0;
  std::int64_t number = 0;
  std::size_t source = 0;       ///< index
  std::string file;             ///< the name without its folders
  std::int64_t started_at = 0;  ///< ms since 1970
  quality::RecordCounts records;
  std::optional<double> score;
};

struct RejectCause {
  std::size_t source = 0;
  std::string column;
  std::string reason;
  std::int64_t rows = 0;
};

struct AttributePatterns {
  std::int64_t values = 0;  ///< in the sample
  std::int64_t usable = 0;  ///< of these, kept, changed or suspect
  std::int64_t distinct = 0;
  std::size_t raw_patterns = 0, standard_patterns = 0;
  std::vector<quality::TopPattern> raw;       ///< as received
  std::vector<quality::TopPattern> standard;  ///< as standardised
};

/// An identifying value that several customers hold.
struct SharedValues {
  std::size_t attribute = 0;
  std::int64_t values = 0;     ///< different values held by two customers or more
  std::int64_t customers = 0;  ///< customers that hold one of them
  std::int64_t most = 0;       ///< customers of the value that most hold
};

struct Duplicates {
  std::int64_t records = 0;
  std::int64_t resolved = 0;                   ///< records that point at a customer
  std::int64_t customers = 0;                  ///< that at least one record points at
  std::map<std::int64_t, std::int64_t> sizes;  ///< records per customer -> customers
  std::vector<std::int64_t> shared;            ///< n × n: customers that both sources know
  std::vector<SharedValues> shared_values;     ///< by falling number of customers
};

struct QualityReport {
  std::int64_t measured_at = 0;               ///< ms since 1970
  std::vector<MeasuredSource> sources;        ///< n, those with batches, by name
  std::vector<MeasuredAttribute> attributes;  ///< k, those that some source supplies, in dictionary order
  std::vector<MeasuredBatch> batches;         ///< by number
  quality::Scorecard card;
  quality::Weights weights;     ///< that it was scored with
  std::optional<double> score;  ///< in [0,1]; nothing where there is nothing to measure
  std::vector<quality::Problem> problems;
  Duplicates duplicates;
  std::vector<RuleHits> rules;              ///< those that stand: the gravest, then the most broken first
  std::vector<RejectCause> rejects;         ///< by falling rows
  std::vector<AttributePatterns> patterns;  ///< k
  std::int64_t pattern_records = 0;         ///< records in the sample of the patterns
};

struct QualityOptions {
  quality::Weights weights;
  std::map<std::string, double> attribute_weights;  ///< by name, in place of the default
  std::size_t problems = 20;
  std::size_t examples = 3;
  std::size_t patterns = 6;             ///< top patterns of an attribute
  std::vector<quality::Rule> rules;     ///< that stand; their hits are part of the report
  std::size_t rule_rows = 5;            ///< records shown of each rule
  std::int64_t sample_records = 50000;  ///< that patterns are read from; the same records every time
  bool reveal_sensitive = false;  ///< else examples of sensitive attributes show first and last character
};

/// `now` in ms since 1970. Deterministic: the same lens and options give the same report. Throws what the
/// lens throws, and Error(cancelled).
QualityReport measure_quality(lens::Lens& lens, std::int64_t now, const QualityOptions& options = {},
                              Progress* progress = nullptr, const Cancel* cancel = nullptr);
/// The same of whatever `query` reads; the figures are of one state where all its queries are.
QualityReport measure_quality(const RunQuery& query, std::int64_t now, const QualityOptions& options = {},
                              Progress* progress = nullptr, const Cancel* cancel = nullptr);

/// "张•三", "1••••••••0": what an example of a sensitive attribute shows.
std::string mask_example(std::string_view value);

}  // namespace kith::service
