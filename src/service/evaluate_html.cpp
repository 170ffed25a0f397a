#include "service/evaluate_html.h"

#include "base/utf8.h"
#include "service/match_html_page.h"

namespace kith::service {
namespace {

using nlohmann::ordered_json;
using Page = MatchHtmlPage;

std::string count(std::uint64_t n) { return grouped(static_cast<long long>(n)); }
std::string share(double value) { return fixed("%.4f", value); }

void tell_figures(Page& page, const EvaluateReport& report) {
  const auto& e = report.evaluation;
  page.open("How well customers agree with the truth");
  page.open_table({page.say("Measure"), page.say("Value"), page.say("95 % interval")});
  auto figure = [&](const Text& name, double value, const match::ShareInterval& interval) {
    page.row({page.say(name), share(value), share(interval.low) + " – " + share(interval.high)});
  };
  figure("Precision of pairs", e.precision, report.intervals.precision);
  figure("Recall of pairs", e.recall, report.intervals.recall);
  figure("F1", e.f1, report.intervals.f1);
  page.row({"B³", share(e.b3), ""});
  page.row({page.say("Customers found"), count(e.clusters), ""});
  page.row({page.say("Customers in truth"), count(e.true_clusters), ""});
  page.row({page.say("Exactly right"), count(e.exact_clusters), ""});
  page.row({page.say("Records compared"), count(e.rows), ""});
  page.row({page.say("Records without a truth"), count(report.without_truth), ""});
  page.close_table();
  page.paragraph(
      page.say("The intervals take these records for a sample of their like; pairs of one customer count "
               "together, for they are right or wrong together."));
  page.close();
}

void tell_sweep(Page& page, const GradingErrors& errors, ordered_json& data) {
  if (errors.sweep.empty()) return;
  page.open("Other thresholds");
  page.paragraph(
      page.say("Each pair judged by itself, among those that are one by the customers or by the truth: what "
               "clustering adds is not in it, nor are pairs that only a lower threshold would join."));
  page.chart("sweep");
  page.open_table({page.say("Threshold"), page.say("Precision of pairs"), page.say("Recall of pairs"), "F1"});
  auto& sweep =
      data["sweep"] = {{"at", ordered_json::array()}, {"lines", ordered_json::array()}, {"share", true}};
  ordered_json precision = ordered_json::array(), recall = precision, f1 = precision;
  for (const auto& at : errors.sweep) {
    page.row({fixed("%g", at.threshold), share(at.precision), share(at.recall), share(at.f1)});
    sweep["at"].push_back(fixed("%g", at.threshold));
    precision.push_back(at.precision);
    recall.push_back(at.recall);
    f1.push_back(at.f1);
  }
  page.close_table();
  sweep["lines"].push_back({{"name", page.plain("Precision of pairs")}, {"values", precision}});
  sweep["lines"].push_back({{"name", page.plain("Recall of pairs")}, {"values", recall}});
  sweep["lines"].push_back({{"name", "F1"}, {"values", f1}});
  page.close();
}

void tell_wrong(Page& page, const Text& title, const WrongPairs& wrong, const Text (&fates)[pair_fates]) {
  page.open(title);
  const Text all("{count} pairs.", {{"count", count(wrong.pairs)}});
  const Text some("{count} pairs, of which {examined} drawn at random are told of here.",
                  {{"count", count(wrong.pairs)}, {"examined", count(wrong.examined)}});
  page.paragraph(page.say(wrong.examined < wrong.pairs ? some : all));
  if (wrong.examined == 0) return page.close();
  page.open_table({page.say("Kind"), page.say("Pairs")});
  for (std::size_t fate = 0; fate < pair_fates; ++fate) {
    if (wrong.fates[fate] > 0) page.row({page.say(fates[fate]), count(wrong.fates[fate])});
  }
  page.close_table();
  page.open_table({page.say("Attribute"), page.say("Equal"), page.say("Alike"), page.say("Different"),
                   page.say("missing on a side")});
  for (const auto& column : wrong.columns) {
    if (column.missing == wrong.examined) continue;
    page.row({page.label(column.attribute), count(column.equal), count(column.alike), count(column.different),
              count(column.missing)});
  }
  page.close_table();
  page.close();
}

}  // namespace

std::string evaluate_html(const EvaluateReport& report, const GradingErrors& errors, Language language) {
  Page page(language, "Customers graded against a truth", false);
  ordered_json data = ordered_json::object();
  tell_figures(page, report);
  tell_sweep(page, errors, data);
  static const Text joined[pair_fates] = {"A person said that they are one", "Likely one by themselves",
                                          "Unlikely by themselves: others join them",
                                          "Never compared: others join them"};
  static const Text missed[pair_fates] = {
      "A person said that they are two", "Likely one by themselves: others part them",
      "Compared, and found unlikely", "Never compared: no blocking rule brings them together"};
  tell_wrong(page, "Joined, but two in truth", errors.joined, joined);
  tell_wrong(page, "Missed: two customers, but one in truth", errors.missed, missed);
  return page.finish(data);
}

}  // namespace kith::service
