#include "service/dedupe_html.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "match/model/scorer.h"
#include "service/match_html_page.h"

namespace kith::service {
namespace {

using nlohmann::ordered_json;
using Page = MatchHtmlPage;

std::string count(std::uint64_t n) { return grouped(static_cast<long long>(n)); }
std::string chance(double threshold) { return fixed("%g", threshold); }

void tell_result(Page& page, const DedupeRequest& request, const DedupeReport& report) {
  page.open("What was found");
  const auto& s = report.statistics;
  const Text::Arguments figures = {{"rows", count(report.rows)},
                                   {"clusters", count(s.clusters)},
                                   {"links", count(report.links)},
                                   {"duplicates", count(report.duplicates)},
                                   {"largest", count(s.largest_cluster)}};
  const Text linked(
      "{rows} rows are {clusters} different ones: {links} links between the files, the largest cluster has "
      "{largest}.",
      figures);
  const Text cleaned(
      "{rows} rows are {clusters} different ones: {duplicates} duplicates, the largest cluster has "
      "{largest}.",
      figures);
  page.paragraph(page.say(request.link ? linked : cleaned));
  if (report.evaluation && report.evaluation->true_pairs > 0) {
    const auto& e = *report.evaluation;
    page.open_table({page.say("Precision of pairs"), page.say("Recall of pairs"), "F1", "B³"});
    page.row({fixed("%.4f", e.precision), fixed("%.4f", e.recall), fixed("%.4f", e.f1), fixed("%.4f", e.b3)});
    page.close_table();
  }
  page.close();
}

void tell_sweep(Page& page, const DedupeReport& report, ordered_json& data) {
  const bool graded = report.evaluation && report.evaluation->true_pairs > 0;
  page.open("Other thresholds");
  page.paragraph(
      page.say("The same rows and the same model; only the probability differs from which on a pair speaks "
               "for a match."));
  page.chart("sweep");
  std::vector<std::string> columns = {page.say("Threshold"), page.say("Clusters"), page.say("Duplicate rows"),
                                      page.say("Largest cluster")};
  if (graded)
    columns.insert(columns.end(), {page.say("Precision of pairs"), page.say("Recall of pairs"), "F1"});
  page.open_table(columns);
  auto& sweep = data["sweep"] = {{"at", ordered_json::array()}, {"lines", ordered_json::array()}};
  ordered_json precision = ordered_json::array(), recall = precision, f1 = precision, duplicates = precision;
  for (const auto& result : report.sweep) {
    std::vector<std::string> cells = {chance(result.threshold), count(result.clusters),
                                      count(result.duplicates), count(result.largest_cluster)};
    sweep["at"].push_back(chance(result.threshold));
    duplicates.push_back(result.duplicates);
    if (graded && result.evaluation) {
      const auto& e = *result.evaluation;
      cells.insert(cells.end(), {fixed("%.4f", e.precision), fixed("%.4f", e.recall), fixed("%.4f", e.f1)});
      precision.push_back(e.precision);
      recall.push_back(e.recall);
      f1.push_back(e.f1);
    }
    page.row(cells);
  }
  page.close_table();
  if (graded) {
    sweep["lines"].push_back({{"name", page.plain("Precision of pairs")}, {"values", precision}});
    sweep["lines"].push_back({{"name", page.plain("Recall of pairs")}, {"values", recall}});
    sweep["lines"].push_back({{"name", "F1"}, {"values", f1}});
  } else {
    sweep["lines"].push_back({{"name", page.plain("Duplicate rows")}, {"values", duplicates}});
  }
  sweep["share"] = graded;
  page.close();
}

// Rows by what they would weigh against their own copy.
void tell_linkable(Page& page, const DedupeRequest& request, const DedupeReport& report, ordered_json& data) {
  constexpr int first = -20, step = 4, bands = 16;
  std::vector<std::uint64_t> rows(bands, 0);
  const double needed = match::log2_odds(request.threshold);
  std::uint64_t lost = 0;
  for (const double total : report.self_totals) {
    const int band = static_cast<int>(std::floor((total - first) / step));
    ++rows[static_cast<std::size_t>(std::clamp(band, 0, bands - 1))];
    lost += total < needed;
  }
  page.open("Rows that say too little");
  const double all = static_cast<double>(std::max<std::size_t>(report.self_totals.size(), 1));
  page.paragraph(
      page.say(Text("{count} of {rows} rows ({share} %) hold so little that not even a copy of them would be "
                    "found to be the "
                    "same.",
                    {{"count", count(lost)},
                     {"rows", count(report.self_totals.size())},
                     {"share", fixed("%.1f", 100 * static_cast<double>(lost) / all)}})));
  page.chart("selves");
  page.open_table({page.say("Evidence of a row against its own copy, in bits"), page.say("Rows")});
  auto& selves = data["selves"] = {{"labels", ordered_json::array()},
                                   {"rows", ordered_json::array()},
                                   {"too_little", ordered_json::array()},
                                   {"name", page.plain("Rows")}};
  for (int band = 0; band < bands; ++band) {
    const int from = first + band * step;
    const std::string label = band == 0 ? "&lt; " + std::to_string(from + step)
                              : band == bands - 1
                                  ? "≥ " + std::to_string(from)
                                  : std::to_string(from) + " … " + std::to_string(from + step);
    const auto n = rows[static_cast<std::size_t>(band)];
    page.row({label, count(n)});
    selves["labels"].push_back(band == 0 ? "< " + std::to_string(from + step) : label);
    selves["rows"].push_back(n);
    selves["too_little"].push_back(from + step <= needed);
  }
  page.close_table();
  page.close();
}

void tell_model(Page& page, const DedupeReport& report, ordered_json& data) {
  page.open("How values are weighed");
  page.paragraph(
      page.say("Each bar is evidence in bits: to the right for one customer, to the left against."));
  page.chart("levels");
  page.open_table({page.say("Column"), page.say("Level"), "m", "u", page.say("Weight")});
  auto& levels = data["levels"] = {{"labels", ordered_json::array()}, {"weights", ordered_json::array()}};
  for (const auto& field : report.model.fields) {
    for (const auto& level : field.levels) {
      const double weight = std::log2(level.m / level.u);
      page.row({escape_html(field.column), page.say(Text(level.name)), fixed("%.4f", level.m),
                fixed("%.7f", level.u), fixed("%+.2f", weight)});
      levels["labels"].push_back(field.column + " · " + page.plain(Text(level.name)));
      levels["weights"].push_back(weight);
    }
  }
  page.close_table();
  if (report.model.anchored)
    page.paragraph(page.say(
        "What these rows have most in common does not tell which of them are one. So agreement counts as it "
        "usually does for each kind of column, and only the surest pairs moved it: look at the result with "
        "care."));
  page.close();
  page.open("How pairs were found");
  page.paragraph(page.say(Text("Blocking is expected to bring together {recall} of the true pairs.",
                               {{"recall", fixed("%.3f", report.model.predicted_recall)}})));
  page.open_table({page.say("Blocking rule"), page.say("Pairs"), page.say("Predicted recall")});
  for (const auto& rule : report.model.rules)
    page.row({escape_html(rule.name), count(rule.pairs), fixed("%.3f", rule.predicted_recall)});
  page.close_table();
  page.close();
}

}  // namespace

std::string dedupe_html(const DedupeRequest& request, const DedupeReport& report, Language language) {
  Page page(language, request.link ? Text("Rows of several files linked") : Text("Duplicates in a table"),
            false);
  ordered_json data = ordered_json::object();
  tell_result(page, request, report);
  tell_sweep(page, report, data);
  tell_linkable(page, request, report, data);
  tell_model(page, report, data);
  return page.finish(data);
}

}  // namespace kith::service
