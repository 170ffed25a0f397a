#include "service/dedupe_files.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/error.h"
#include "match/linkable.h"
#include "service/coordinate_columns.h"
#include "service/date_parts.h"
#include "service/dedupe_clusters.h"
#include "service/dedupe_table.h"
#include "service/export/new_files.h"

namespace kith::service {
namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void check(const DedupeRequest& request) {
  if (request.files.empty() || (request.link && request.files.size() < 2)) {
    throw Error(
        ErrorCode::usage,
        request.link ? Text("Linking needs two files or more.") : Text("There is no file to look into."),
        "For example: kith link shop.csv newsletter.csv");
  }
  if (!(request.threshold > 0 && request.threshold < 1)) {
    throw Error(ErrorCode::usage, "The threshold is a probability between 0 and 1.",
                "For example: --threshold 0.9");
  }
  // What may not be written later is told now, before the work.
  if (!request.out.empty()) NewFiles(request.out, request.overwrite);
}

// `table`: what the chosen columns came to; none of their values may be one that says anything.
void require_something(const DedupeReport& report, const match::Table& table) {
  const bool any = std::any_of(table.columns.begin(), table.columns.end(),
                               [](const match::Column& column) { return column.values.size() > 1; });
  if (any) return;
  std::string names;
  for (const auto& choice : report.columns) {
    names += (names.empty() ? "" : ", ") + choice.name;
  }
  throw Error(ErrorCode::bad_input, Text("No column can be compared: {columns}.", {{"columns", names}}),
              "A column is left out where it is empty, has one value only or examples only, numbers the rows "
              "or holds "
              "the truth.");
}

// The model's columns and no others.
void obey_model(const match::Model& model, const RawTable& raw, std::vector<ColumnChoice>& choices) {
  for (auto& choice : choices) {
    if (choice.use == ColumnUse::compared) choice.use = ColumnUse::left_out;
  }
  for (const auto& field : model.fields) {
    ColumnChoice& choice = choices[column_named(raw, field.column)];
    if (choice.use == ColumnUse::truth) {
      throw Error(ErrorCode::usage,
                  Text("The model compares the truth, {column}.", {{"column", field.column}}),
                  "Take another column for --truth, or delete that field from the model.");
    }
    if (choice.present == 0) continue;
    choice.use = ColumnUse::compared;
    choice.kind = field.kind;
  }
}

match::Evaluation evaluate_rows(const RawTable& raw, const Truth& truth, bool link,
                                const std::vector<std::uint32_t>& cluster) {
  std::vector<std::uint64_t> found, labels;
  std::vector<std::uint32_t> source;
  for (std::size_t r = 0; r < raw.rows(); ++r) {
    if (truth.labels[r] == 0) continue;
    found.push_back(cluster[r]);
    labels.push_back(truth.labels[r]);
    if (link) source.push_back(raw.file[r]);
  }
  return match::evaluate(found, labels, source);
}

// The same rows by the same model at other thresholds.
void sweep_thresholds(const RawTable& raw, const match::Table& table, const Truth& truth,
                      const DedupeRequest& request, match::Options options, Executor& executor,
                      Progress& progress, const Cancel& cancel, DedupeReport& report) {
  constexpr double thresholds[] = {0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 0.9999};
  std::vector<double> all(std::begin(thresholds), std::end(thresholds));
  if (std::find(all.begin(), all.end(), request.threshold) == all.end()) all.push_back(request.threshold);
  std::sort(all.begin(), all.end());
  const match::Model model = report.model;
  options.model = &model;
  options.one_per_source = report.one_to_one ? match::OnePerSource::yes : match::OnePerSource::no;
  for (const double threshold : all) {
    options.threshold = threshold;
    const auto resolution = match::resolve(table, {}, options, executor, progress, cancel);
    ThresholdResult result{threshold,
                           resolution.statistics.clusters,
                           raw.rows() - resolution.statistics.clusters,
                           resolution.statistics.largest_cluster,
                           {}};
    if (!truth.labels.empty())
      result.evaluation = evaluate_rows(raw, truth, request.link, resolution.cluster);
    report.sweep.push_back(std::move(result));
  }
  report.self_totals = match::self_totals(table, model);
}

// Pairs of different files within clusters, and rows beyond the first of theirs.
void count_result(const RawTable& raw, DedupeReport& report) {
  std::vector<std::vector<std::uint32_t>> size(raw.files,
                                               std::vector<std::uint32_t>(report.statistics.clusters, 0));
  for (std::size_t r = 0; r < raw.rows(); ++r) ++size[raw.file[r]][report.cluster[r]];
  for (std::size_t c = 0; c < report.statistics.clusters; ++c) {
    std::uint64_t before = 0;
    for (const auto& of_file : size) {
      report.links += before * of_file[c];
      before += of_file[c];
    }
  }
  report.duplicates = raw.rows() - report.statistics.clusters;
}

}  // namespace

DedupeReport dedupe_files(const DedupeRequest& request, Progress& progress, const Cancel& cancel) {
  check(request);
  DedupeReport report;
  const double begin = seconds_now();
  Executor executor(request.threads > 0 ? request.threads
                                        : std::max(1u, std::thread::hardware_concurrency()));
  RawTable raw = read_raw_table(request.files, report.rejected, executor, progress, cancel);
  report.rows = raw.rows();
  const double read = seconds_now();
  report.seconds_read = read - begin;

  progress.phase("Looking at the columns", 0);
  const Truth truth = read_truth(raw, request.truth, cancel);
  std::vector<std::size_t> kept_out;
  for (const auto& name : request.left_out) kept_out.push_back(column_named(raw, name));
  if (truth.column >= 0) kept_out.push_back(static_cast<std::size_t>(truth.column));
  const std::size_t columns = raw.columns.size();
  ColumnWishes wishes{request.link, truth.column, request.left_out, {}, {}, truth.labels};
  wishes.date_parts = join_date_parts(raw, kept_out);
  wishes.point_parts = join_coordinates(raw, kept_out);
  report.columns = choose_columns(raw, wishes, executor, cancel);
  if (request.model) obey_model(*request.model, raw, report.columns);
  const match::Table table = make_match_table(raw, report.columns, executor, cancel);
  require_something(report, table);
  report.seconds_columns = seconds_now() - read;

  match::Options options;
  options.clock = seconds_now;
  options.threshold = request.threshold;
  options.across_sources = request.link;
  if (request.link) {
    options.one_per_source = !request.one_to_one   ? match::OnePerSource::open
                             : *request.one_to_one ? match::OnePerSource::yes
                                                   : match::OnePerSource::no;
  }
  options.model = request.model ? &*request.model : nullptr;
  match::Resolution resolution = match::resolve(table, {}, options, executor, progress, cancel);
  report.one_to_one = resolution.one_per_source;
  report.twins = std::move(resolution.twins);
  report.model = std::move(resolution.model);
  report.statistics = resolution.statistics;
  report.generic = std::move(resolution.generic);
  report.cluster = std::move(resolution.cluster);
  count_result(raw, report);
  if (!truth.labels.empty()) {
    report.without_truth =
        static_cast<std::uint64_t>(std::count(truth.labels.begin(), truth.labels.end(), 0u));
    report.unknown_ids = truth.unknown_ids;
    report.evaluation = evaluate_rows(raw, truth, request.link, report.cluster);
    report.blocking_recall =
        match::blocking_recall(table, report.model, truth.labels, executor, request.link);
  }

  if (request.sweep)
    sweep_thresholds(raw, table, truth, request, options, executor, progress, cancel, report);

  raw.columns.resize(columns);
  const double write = seconds_now();
  if (!request.out.empty()) write_clusters(request, raw, report.cluster, executor, progress, cancel);
  report.seconds_write = seconds_now() - write;
  report.seconds = seconds_now() - begin;
  progress.done();
  return report;
}

}  // namespace kith::service
