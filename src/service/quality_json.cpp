#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/ids.h"
#include "service/quality_report.h"

namespace kith::service {
namespace {

using nlohmann::ordered_json;

ordered_json of(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json of(const quality::Scores& scores) {
  ordered_json out;
  for (auto d : quality::all_dimensions) {
    const auto& ratio = scores[d];
    if (!ratio.applicable()) {
      out[std::string(quality::name_of(d))] = nullptr;
      continue;
    }
    out[std::string(quality::name_of(d))] = {
        {"value", *ratio.value()}, {"numerator", ratio.numerator}, {"denominator", ratio.denominator}};
  }
  return out;
}

ordered_json of(const quality::ValueCounts& c) {
  return {{"kept", c.kept},
          {"changed", c.changed},
          {"suspect", c.suspect},
          {"invalid", c.invalid},
          {"empty", c.empty}};
}

ordered_json of(const quality::RecordCounts& c) {
  return {{"records", c.records},
          {"rejects", c.rejects},
          {"resolved", c.resolved},
          {"first_of_customer", c.first}};
}

ordered_json sources(const QualityReport& report) {
  auto out = ordered_json::array();
  const std::size_t k = report.attributes.size();
  for (std::size_t s = 0; s < report.sources.size(); ++s) {
    const auto& source = report.sources[s];
    ordered_json row = {{"id", to_string(SourceId(source.id))}, {"name", source.name}};
    row["score"] = of(quality::score_of(report.card.by_source[s], report.weights));
    row["dimensions"] = of(report.card.by_source[s]);
    row["records"] = of(report.card.records[s]);
    row["attributes"] = ordered_json::array();
    for (std::size_t a = 0; a < k; ++a) {
      if (report.card.count(s, a).applicable() == 0) continue;
      const auto& cell = report.card.cell(s, a);
      row["attributes"].push_back({{"name", report.attributes[a].name},
                                   {"score", of(quality::score_of(cell, report.weights))},
                                   {"verdicts", of(report.card.count(s, a))},
                                   {"dimensions", of(cell)}});
    }
    out.push_back(std::move(row));
  }
  return out;
}

ordered_json patterns_of(const std::vector<quality::TopPattern>& patterns) {
  auto out = ordered_json::array();
  for (const auto& pattern : patterns)
    out.push_back({{"pattern", pattern.pattern}, {"values", pattern.count}});
  return out;
}

ordered_json attributes(const QualityReport& report) {
  auto out = ordered_json::array();
  for (std::size_t a = 0; a < report.attributes.size(); ++a) {
    const auto& attribute = report.attributes[a];
    const auto& patterns = report.patterns[a];
    out.push_back({{"name", attribute.name},
                   {"type", attribute.type},
                   {"weight", attribute.weight},
                   {"score", of(quality::score_of(report.card.by_attribute[a], report.weights))},
                   {"dimensions", of(report.card.by_attribute[a])},
                   {"customers_with_golden_value", attribute.golden},
                   {"patterns",
                    {{"values", patterns.values},
                     {"raw", patterns_of(patterns.raw)},
                     {"standard", patterns_of(patterns.standard)}}}});
  }
  return out;
}

ordered_json problems(const QualityReport& report) {
  auto out = ordered_json::array();
  for (const auto& problem : report.problems) {
    ordered_json row = {{"source", report.sources[problem.source].name}};
    const bool whole = problem.attribute == quality::Problem::whole_record;
    row["attribute"] =
        whole ? ordered_json(nullptr) : ordered_json(report.attributes[problem.attribute].name);
    row["kind"] = quality::name_of(problem.kind);
    row["reason"] =
        problem.reason == Reason::none ? ordered_json(nullptr) : ordered_json(name_of(problem.reason));
    row["rows"] = problem.rows;
    row["share"] = problem.share;
    row["impact"] = problem.impact;
    row["examples"] = ordered_json::array();
    for (const auto& example : problem.examples) {
      row["examples"].push_back(
          {{"before", example.before}, {"after", example.after}, {"rows", example.rows}});
    }
    out.push_back(std::move(row));
  }
  return out;
}

ordered_json duplicates(const QualityReport& report) {
  const auto& d = report.duplicates;
  ordered_json out = {{"records", d.records}, {"resolved", d.resolved}, {"customers", d.customers}};
  out["records_per_customer"] = ordered_json::array();
  for (const auto& [size, customers] : d.sizes) {
    out["records_per_customer"].push_back({{"records", size}, {"customers", customers}});
  }
  out["customers_in_both"] = ordered_json::array();
  const std::size_t n = report.sources.size();
  for (std::size_t s = 0; s < n; ++s) {
    for (std::size_t t = s + 1; t < n; ++t) {
      out["customers_in_both"].push_back({{"source", report.sources[s].name},
                                          {"other", report.sources[t].name},
                                          {"customers", d.shared[s * n + t]}});
    }
  }
  out["shared_values"] = ordered_json::array();
  for (const auto& shared : d.shared_values) {
    out["shared_values"].push_back({{"attribute", report.attributes[shared.attribute].name},
                                    {"values", shared.values},
                                    {"customers", shared.customers},
                                    {"most", shared.most}});
  }
  return out;
}

ordered_json rules(const QualityReport& report, Language language) {
  auto out = ordered_json::array();
  for (const auto& each : report.rules) {
    ordered_json entry = {{"rule", each.rule.name},
                          {"attribute", each.rule.attribute},
                          {"severity", name_of(each.rule.severity)},
                          {"sentence", sentence_of(each.rule).render(language)},
                          {"checked", each.checked},
                          {"hits", each.hits},
                          {"by_source", ordered_json::object()},
                          {"rows", ordered_json::array()}};
    for (const auto& [source, count] : each.by_source) entry["by_source"][source] = count;
    for (const auto& row : each.rows) {
      entry["rows"].push_back({{"record", to_string(row.record)},
                               {"source", row.source},
                               {"batch", row.batch},
                               {"row", row.row},
                               {"value", row.value},
                               {"beside", row.beside}});
    }
    out.push_back(std::move(entry));
  }
  return out;
}

ordered_json trend(const QualityReport& report) {
  auto out = ordered_json::array();
  for (std::size_t b = 0; b < report.batches.size(); ++b) {
    const auto& batch = report.batches[b];
    out.push_back({{"batch", batch.number},
                   {"id", to_string(BatchId(batch.id))},
                   {"source", report.sources[batch.source].name},
                   {"started_at", to_iso_time(batch.started_at)},
                   {"records", of(batch.records)},
                   {"score", of(batch.score)},
                   {"dimensions", of(report.card.trend[b])}});
  }
  return out;
}

}  // namespace

std::string quality_json(const QualityReport& report, Language language) {
  ordered_json out;
  out["measured_at"] = to_iso_time(report.measured_at);
  out["score"] = of(report.score);
  out["dimensions"] = of(report.card.overall);
  out["sources"] = sources(report);
  out["attributes"] = attributes(report);
  out["problems"] = problems(report);
  out["duplicates"] = duplicates(report);
  out["rules"] = rules(report, language);
  out["rejects"] = ordered_json::array();
  for (const auto& reject : report.rejects) {
    out["rejects"].push_back({{"source", report.sources[reject.source].name},
                              {"column", reject.column},
                              {"reason", reject.reason},
                              {"rows", reject.rows}});
  }
  out["trend"] = trend(report);
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace kith::service
