// Finding duplicates in any table file, or linking table files, without a customer base.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "match/evaluate.h"
#include "match/resolve.h"
#include "service/dedupe_columns.h"
#include "service/dedupe_truth.h"

namespace kith::service {

struct DedupeRequest {
  std::vector<std::string> files;
  bool link = false;  ///< pairs of rows of different files only
  std::optional<bool>
      one_to_one;  ///< linking: a row has at most one partner in each file; decided from data if open
  TruthWish truth;
  std::vector<std::string> left_out;  ///< columns
  std::string out;                    ///< CSV of the clusters to write; none where empty
  bool overwrite = false;             ///< replace the file `out`
  std::optional<match::Model>
      model;               ///< compare by this model, learned before; its columns are the ones compared
  double threshold = 0.5;  ///< posterior at which a pair speaks for a match
  unsigned threads = 0;    ///< 0: one a core
  bool sweep = false;      ///< also tell what other thresholds would give, and which rows hold too little
};

/// What another threshold would give, with the same model.
struct ThresholdResult {
  double threshold = 0;
  std::uint64_t clusters = 0, duplicates = 0, largest_cluster = 0;
  std::optional<match::Evaluation> evaluation;
};

struct DedupeReport {
  std::vector<ColumnChoice> columns;
  match::Model model;
  match::Statistics statistics;
  std::vector<match::GenericValue> generic;
  std::vector<std::uint32_t> cluster;  ///< of each row, in the order of files and rows
  std::uint64_t rows = 0, rejected = 0,
                duplicates = 0;  ///< duplicates: rows beyond the first of their cluster
  std::uint64_t links = 0;       ///< linking: pairs of rows of different files in one cluster
  bool one_to_one = false;
  std::vector<double>
      twins;  ///< linking: of each file, the share of rows with a twin in it, where that was asked
  std::optional<match::Evaluation> evaluation;
  std::uint64_t without_truth = 0, unknown_ids = 0;
  std::vector<ThresholdResult> sweep;  ///< by rising threshold, the one asked for among them
  std::vector<double> self_totals;     ///< with sweep: match::self_totals() of every row
  double blocking_recall = 0;          ///< with a truth: share of its pairs that blocking brought together
  double seconds = 0, seconds_read = 0, seconds_columns = 0, seconds_write = 0;
};

/// The whole job: read, choose columns, learn, score, cluster, write, grade. Needs no home and no key; writes
/// nothing but `out`. Throws Error: usage (a column that is not there, fewer than two files to link),
/// bad_input (nothing left to compare; a file that is no table), conflict (`out` exists), io, no_space,
/// cancelled.
DedupeReport dedupe_files(const DedupeRequest& request, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
