// How well the present customers agree with a truth.
#pragma once
#include <string>
#include <vector>

#include "base/ids.h"
#include "match/evaluate.h"
#include "match/grading_interval.h"
#include "service/home.h"

namespace kith::service {

struct EvaluateRequest {
  std::string column;  ///< a column of the imported files that no attribute takes (or the source key, or an
                       ///< attribute)
  std::string
      pattern;  ///< regular expression (ECMAScript); its first group is the label; empty: the whole value
  std::string truth_file;  ///< CSV with source,key,customer instead of a column
};

/// Records with a truth: customer and label of each.
struct GradedRecords {
  std::vector<RecordId> record;
  std::vector<std::uint64_t> found, truth;
};

struct EvaluateReport {
  match::Evaluation evaluation;
  match::EvaluationIntervals intervals;
  GradedRecords graded;
  std::uint64_t without_truth = 0;  ///< records with no label: left out
};

/// Throws Error(not_found) where no record has such a column, Error(conflict) before the first resolve.
EvaluateReport evaluate_base(Home& home, const EvaluateRequest& request, Progress& progress,
                             const Cancel& cancel);

}  // namespace kith::service
