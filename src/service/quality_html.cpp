#include <algorithm>
#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/embedded.h"
#include "service/quality_html_text.h"
#include "service/quality_report.h"

namespace kith::service {
namespace {

using nlohmann::ordered_json;
using quality::all_dimensions;
using quality::Problem;

constexpr std::size_t trend_batches = 60;      // the latest; older ones would only blur
constexpr std::int64_t last_single_size = 10;  // records per customer that get a bar of their own
constexpr std::int64_t verdict_count = 5;

const char* word_for(double share) {
  constexpr const char* words[] = {"Poor", "Weak", "Fair", "Good", "Very good"};
  return words[band_of(share)];
}

std::string minute(std::int64_t ms) {
  auto text = to_iso_time(ms);
  return text.substr(0, 10) + ' ' + text.substr(11, 5) + " UTC";
}

class Page {
 public:
  Page(const QualityReport& report, Language language) : report_(report), language_(language) {}

  std::string make() {
    head();
    top();
    out_ += "<main id=\"content\">\n";
    facts();
    dimensions();
    sources();
    heat_map();
    verdicts();
    problems();
    rules();
    duplicates();
    trend();
    patterns();
    rejects();
    reading();
    out_ += "</main>\n";
    bottom();
    return std::move(out_);
  }

 private:
  std::string say(const Text& text) const { return escape_html(text.render(language_)); }
  std::string attribute_name(std::size_t a) const {
    return a == Problem::whole_record ? tr(language_, "Whole record")
                                      : label_of(report_.attributes[a], language_);
  }
  const std::string& source_name(std::size_t s) const { return report_.sources[s].name; }

  void head();
  void top();
  void facts();
  void fact(const std::string& value, const Text& what);
  void dimensions();
  void sources();
  void heat_map();
  void attribute_table();
  void verdicts();
  void problems();
  void examples(const Problem& problem);
  void rules();
  void rule_rows(const RuleHits& hits);
  void duplicates();
  void overlap();
  void trend();
  void patterns();
  void pattern_table(const std::vector<quality::TopPattern>& patterns, std::int64_t values,
                     const Text& title);
  void rejects();
  void reading();
  void bottom();
  std::string data() const;

  void open_section(const char* id, const Text& title, const Text& note = {}, bool is_long = false);
  void close_section() { out_ += "</section>\n"; }
  void open_table(const char* kind, const std::vector<Text>& columns, std::size_t numbers_from = 1);
  void close_table() { out_ += "</tbody></table></div>\n"; }
  void dimension_columns(const quality::Scores& scores);
  void share_cell(const std::optional<double>& share);
  void number_cell(std::int64_t number) { out_ += "<td class=\"n\">" + grouped(number) + "</td>"; }
  void open_details(const Text& title) { out_ += "<details><summary>" + say(title) + "</summary><div>\n"; }
  void close_details() { out_ += "</div></details>\n"; }

  const QualityReport& report_;
  Language language_;
  std::string out_;
};

void Page::head() {
  out_ += "<!doctype html>\n<html lang=\"";
  out_ += language_ == Language::zh ? "zh-CN" : "en";
  out_ += "\">\n<head>\n<meta charset=\"utf-8\">\n";
  out_ +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'; img-src data:\">\n";
  out_ +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<title>";
  out_ += say("Data quality report") + " · Kith 知客</title>\n<style>\n";
  out_ += embedded("quality_page.css");
  out_ += "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">" + say("Skip to the content") +
          "</a>\n";
}

void Page::top() {
  out_ += "<header class=\"top\"><div><div class=\"brand\">Kith 知客</div><h1>" + say("Data quality report") +
          "</h1>";
  out_ += "<p class=\"soft\">" +
          say(Text("Measured on {time} over {records} records from {sources} sources in {batches} batches",
                   {{"time", minute(report_.measured_at)},
                    {"records", grouped(report_.duplicates.records)},
                    {"sources", std::to_string(report_.sources.size())},
                    {"batches", std::to_string(report_.batches.size())}})) +
          "</p></div>\n";
  constexpr double around = 2 * 3.14159265358979 * 58;
  const double share = report_.score.value_or(0);
  char dash[64];
  std::snprintf(dash, sizeof dash, "%.1f %.1f", around * share, around);
  const std::string value = report_.score ? percent(*report_.score) : "–";
  out_ += "<svg class=\"ring\" viewBox=\"0 0 132 132\" role=\"img\" aria-label=\"" + say("Overall score") +
          " " + value + "\"><circle class=\"of\" cx=\"66\" cy=\"66\" r=\"58\"/>";
  if (report_.score) {
    out_ += std::string("<circle class=\"is\" cx=\"66\" cy=\"66\" r=\"58\" stroke-dasharray=\"") + dash +
            "\" transform=\"rotate(-90 66 66)\"/>";
  }
  out_ += "<text x=\"66\" y=\"68\" font-size=\"27\">" + value +
          "</text><text class=\"word\" x=\"66\" y=\"90\" font-size=\"13\">" +
          (report_.score ? say(word_for(*report_.score)) : say("Nothing measured")) +
          "</text></svg></header>\n";
}

void Page::fact(const std::string& value, const Text& what) {
  out_ += "<div class=\"fact\"><b>" + escape_html(value) + "</b><span>" + say(what) + "</span></div>";
}

void Page::facts() {
  const auto& d = report_.duplicates;
  out_ += "<div class=\"facts\">";
  fact(grouped(d.records), Text("records received"));
  if (d.resolved > 0) {
    fact(grouped(d.customers),
         Text("customers behind {records} resolved records", {{"records", grouped(d.resolved)}}));
  } else {
    fact("–", Text("customers: nothing is resolved yet"));
  }
  std::optional<std::size_t> weakest;
  double least = 2;
  for (std::size_t s = 0; s < report_.sources.size(); ++s) {
    auto score = quality::score_of(report_.card.by_source[s], report_.weights);
    if (score && *score < least) least = *score, weakest = s;
  }
  fact(weakest ? source_name(*weakest) : "–",
       weakest ? Text("the weakest source, at {score}", {{"score", percent(least)}})
               : Text("the weakest source"));
  if (report_.problems.empty()) {
    fact("–", Text("the costliest problem"));
  } else {
    const auto& p = report_.problems.front();
    fact(attribute_name(p.attribute), Text("the costliest problem: {problem}, {rows} rows in {source}",
                                           {{"problem", describe(p, language_)},
                                            {"rows", grouped(p.rows)},
                                            {"source", source_name(p.source)}}));
  }
  out_ += "</div>\n";
}

void Page::open_section(const char* id, const Text& title, const Text& note, bool is_long) {
  out_ += std::string("<section") + (is_long ? " class=\"long\"" : "") + " aria-labelledby=\"h-" + id +
          "\"><h2 id=\"h-" + id + "\">" + say(title) + "</h2>\n";
  if (!note.empty()) out_ += "<p class=\"soft small\">" + say(note) + "</p>\n";
}

void Page::open_table(const char* kind, const std::vector<Text>& columns, std::size_t numbers_from) {
  out_ += std::string("<div class=\"scroll\"><table class=\"") + kind + "\"><thead><tr>";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out_ += std::string("<th scope=\"col\"") + (i >= numbers_from ? " class=\"n\"" : "") + ">" +
            say(columns[i]) + "</th>";
  }
  out_ += "</tr></thead><tbody>\n";
}

void Page::share_cell(const std::optional<double>& share) {
  if (!share) {
    out_ += "<td class=\"n na\" title=\"" + say("not applicable") + "\">–</td>";
    return;
  }
  out_ += "<td class=\"n b" + std::to_string(band_of(*share)) + "\">" + percent(*share) + "</td>";
}

void Page::dimension_columns(const quality::Scores& scores) {
  share_cell(quality::score_of(scores, report_.weights));
  for (auto d : all_dimensions) share_cell(scores[d].value());
}

void Page::dimensions() {
  open_section("dimensions", "Six dimensions");
  out_ += "<div class=\"split wide\"><div>\n";
  for (std::size_t i = 0; i < quality::dimension_count; ++i) {
    const auto d = all_dimensions[i];
    const auto value = report_.card.overall[d].value();
    char width[16];
    std::snprintf(width, sizeof width, "%.1f%%", 100 * value.value_or(0));
    out_ += "<div class=\"meter\"><span class=\"name\">" + say(quality::label_of(d)) +
            "</span><span class=\"much\">" + percent(report_.card.overall[d]) +
            "</span><div class=\"bar\"><i style=\"width:" + width + ";background:var(--d" +
            std::to_string(i) + ")\"></i></div><span class=\"what\">" +
            say(value ? quality::meaning_of(d) : Text("not applicable")) + "</span></div>\n";
  }
  out_ += "</div><div id=\"chart-radar\" class=\"chart\"></div></div>\n";
  close_section();
}

std::vector<Text> dimension_headings(std::vector<Text> first) {
  first.emplace_back("Score");
  for (auto d : all_dimensions) first.push_back(quality::label_of(d));
  return first;
}

void Page::sources() {
  open_section("sources", "Sources");
  open_table("heat", dimension_headings({"Source", "Records"}));
  for (std::size_t s = 0; s < report_.sources.size(); ++s) {
    out_ += "<tr><th scope=\"row\">" + escape_html(source_name(s)) +
            "</th><td class=\"n\" style=\"color:var(--ink)\">" + grouped(report_.card.records[s].records) +
            "</td>";
    dimension_columns(report_.card.by_source[s]);
    out_ += "</tr>\n";
  }
  close_table();
  out_ += "<div class=\"legend\">";
  constexpr const char* bands[] = {"below 50%", "50% to 75%", "75% to 90%", "90% to 97%", "97% and above"};
  for (int b = 0; b < 5; ++b) {
    out_ +=
        "<span><i style=\"background:var(--band" + std::to_string(b) + ")\"></i>" + say(bands[b]) + "</span>";
  }
  out_ += "<span>– " + say("not applicable") + "</span></div>\n";
  close_section();
}

void Page::heat_map() {
  open_section("heat", "Attributes by source",
               "Each cell is one attribute as one source supplies it; a dash means that the source does not "
               "supply it or the "
               "dimension does not apply.");
  out_ += "<div class=\"pick\" role=\"group\" aria-label=\"" + say("Dimension") + "\">";
  for (std::size_t i = 0; i <= quality::dimension_count; ++i) {
    out_ += std::string("<button type=\"button\" aria-pressed=\"") + (i == 0 ? "true" : "false") + "\">" +
            say(i == 0 ? Text("Score") : quality::label_of(all_dimensions[i - 1])) + "</button>";
  }
  out_ += "</div><div id=\"chart-heat\" class=\"chart\"></div>\n";
  open_details("All sources together, as a table");
  attribute_table();
  close_details();
  close_section();
}

void Page::attribute_table() {
  open_table("heat", dimension_headings({"Attribute"}));
  for (std::size_t a = 0; a < report_.attributes.size(); ++a) {
    out_ += "<tr><th scope=\"row\">" + escape_html(attribute_name(a)) + "</th>";
    dimension_columns(report_.card.by_attribute[a]);
    out_ += "</tr>\n";
  }
  close_table();
}

quality::ValueCounts counts_of(const QualityReport& report, std::size_t attribute) {
  quality::ValueCounts counts;
  for (std::size_t s = 0; s < report.sources.size(); ++s) counts.add(report.card.count(s, attribute));
  return counts;
}

std::array<std::int64_t, verdict_count> verdicts_of(const quality::ValueCounts& c) {
  return {c.kept, c.changed, c.suspect, c.invalid, c.empty};
}

void Page::verdicts() {
  open_section("verdicts", "What standardising found",
               "Every value has a verdict: kept as it was, changed into its one true form, suspect, invalid, "
               "or empty.");
  out_ += "<div id=\"chart-verdicts\" class=\"chart\"></div>\n";
  open_details("The numbers as a table");
  open_table(
      "", {"Attribute", "Kept", "Changed", "Suspect", "Invalid", "Empty", "Customers with a golden value"});
  for (std::size_t a = 0; a < report_.attributes.size(); ++a) {
    out_ += "<tr><th scope=\"row\">" + escape_html(attribute_name(a)) + "</th>";
    for (std::int64_t count : verdicts_of(counts_of(report_, a))) number_cell(count);
    number_cell(report_.attributes[a].golden);
    out_ += "</tr>\n";
  }
  close_table();
  close_details();
  close_section();
}

void Page::examples(const Problem& problem) {
  for (const auto& example : problem.examples) {
    out_ += "<span class=\"example\">" + value_html(example.before);
    if (!example.after.empty() && example.after != example.before) {
      out_ += "<span class=\"arrow\">→</span>" + value_html(example.after);
    }
    if (example.rows > 1) out_ += "<span class=\"times\">×" + grouped(example.rows) + "</span>";
    out_ += "</span>";
  }
}

void Page::problems() {
  open_section("problems", "Top problems",
               "The costliest first: rows, times how bad the problem is, times the weight of the attribute.",
               true);
  if (report_.problems.empty()) {
    out_ += "<p class=\"nothing\">" + say("No problems found.") + "</p>";
    return close_section();
  }
  out_ += "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">" + say("Kind") +
          "</th><th scope=\"col\">" + say("Attribute") + "</th><th scope=\"col\">" + say("Source") +
          "</th><th scope=\"col\">" + say("Problem") + "</th><th scope=\"col\" class=\"n\">" + say("Rows") +
          "</th><th scope=\"col\" class=\"n\">" + say("Share") + "</th><th scope=\"col\">" +
          say("Examples (as received → as it became)") + "</th></tr></thead><tbody>\n";
  for (const auto& p : report_.problems) {
    out_ += "<tr><td><span class=\"tag " + std::string(quality::name_of(p.kind)) + "\">" +
            say(quality::label_of(p.kind)) + "</span></td><th scope=\"row\">" +
            escape_html(attribute_name(p.attribute)) + "</th><td>" + escape_html(source_name(p.source)) +
            "</td><td>" + escape_html(explain(p, language_)) + "</td>";
    number_cell(p.rows);
    out_ += "<td class=\"n\">" + percent(p.share) + "</td><td>";
    examples(p);
    out_ += "</td></tr>\n";
  }
  close_table();
  close_section();
}

void Page::rules() {
  if (report_.rules.empty()) return;
  open_section("rules", "Rules", "What the company demands of values, the gravest rules first.", true);
  open_table("", {"Rule", "Demands", "Severity", "Asked", "Hits", "Conform"}, 3);
  for (const auto& each : report_.rules) {
    out_ += "<tr><th scope=\"row\">" + escape_html(each.rule.name) + "</th><td>" +
            say(sentence_of(each.rule)) + "</td><td>" + say(Text(std::string(name_of(each.rule.severity)))) +
            "</td>";
    number_cell(each.checked);
    number_cell(each.hits);
    share_cell(each.checked == 0
                   ? std::nullopt
                   : std::optional(1 - static_cast<double>(each.hits) / static_cast<double>(each.checked)));
    out_ += "</tr>\n";
  }
  close_table();
  for (const auto& each : report_.rules) {
    if (each.hits != 0) rule_rows(each);
  }
  close_section();
}

void Page::rule_rows(const RuleHits& hits) {
  open_details(Text("{rule}: {hits} hits", {{"rule", hits.rule.name}, {"hits", grouped(hits.hits)}}));
  open_table("narrow", {"Source", "Hits"});
  for (const auto& [source, count] : hits.by_source) {
    out_ += "<tr><th scope=\"row\">" + escape_html(source) + "</th>";
    number_cell(count);
    out_ += "</tr>\n";
  }
  close_table();
  if (!hits.rows.empty()) {
    open_table("", {"Record", "Source", "Value", "Beside", "Batch", "Row"}, 4);
    for (const auto& row : hits.rows) {
      out_ += "<tr><th scope=\"row\">" + to_string(row.record) + "</th><td>" + escape_html(row.source) +
              "</td><td>" + value_html(row.value) + "</td><td>" + value_html(row.beside) + "</td>";
      number_cell(row.batch);
      number_cell(row.row);
      out_ += "</tr>\n";
    }
    close_table();
  }
  close_details();
}

// Sizes beyond the last single one are one bar, "11+".
std::vector<std::pair<std::string, std::int64_t>> size_bars(const Duplicates& duplicates) {
  std::vector<std::pair<std::string, std::int64_t>> bars;
  std::int64_t rest = 0;
  for (const auto& [size, customers] : duplicates.sizes) {
    if (size > last_single_size) {
      rest += customers;
    } else {
      bars.emplace_back(std::to_string(size), customers);
    }
  }
  if (rest > 0) bars.emplace_back(std::to_string(last_single_size + 1) + "+", rest);
  return bars;
}

void Page::duplicates() {
  const auto& d = report_.duplicates;
  open_section("duplicates", "Duplicates");
  if (d.resolved == 0) {
    out_ += "<p class=\"nothing\">" + say("Records are not resolved to customers yet: run `kith resolve`.") +
            "</p>";
    return close_section();
  }
  const double repeated = 1 - static_cast<double>(d.customers) / static_cast<double>(d.resolved);
  char mean[16];
  std::snprintf(mean, sizeof mean, "%.2f",
                static_cast<double>(d.resolved) / static_cast<double>(d.customers));
  out_ += "<p class=\"soft small\">" +
          say(Text("{records} resolved records are {customers} customers, {mean} records each: {share} of "
                   "the records repeat a "
                   "customer already known.",
                   {{"records", grouped(d.resolved)},
                    {"customers", grouped(d.customers)},
                    {"mean", mean},
                    {"share", percent(repeated)}})) +
          "</p><div class=\"split\"><div id=\"chart-sizes\" class=\"chart\"></div><div>\n";
  overlap();
  out_ += "</div></div>\n";
  if (!d.shared_values.empty()) {
    out_ += "<h3>" + say("Identifying values that several customers hold") + "</h3>";
    open_table("", {"Attribute", "Values", "Customers", "Customers of the most shared value"});
    for (const auto& shared : d.shared_values) {
      out_ += "<tr><th scope=\"row\">" + escape_html(attribute_name(shared.attribute)) + "</th>";
      number_cell(shared.values);
      number_cell(shared.customers);
      number_cell(shared.most);
      out_ += "</tr>\n";
    }
    close_table();
  }
  open_details("Records per customer as a table");
  open_table("narrow", {"Records per customer", "Customers"});
  for (const auto& [size, customers] : size_bars(d)) {
    out_ += "<tr><th scope=\"row\">" + size + "</th>";
    number_cell(customers);
    out_ += "</tr>\n";
  }
  close_table();
  close_details();
  close_section();
}

void Page::overlap() {
  const std::size_t n = report_.sources.size();
  const auto& shared = report_.duplicates.shared;
  out_ += "<h3>" + say("Customers that two sources both know") + "</h3>";
  struct Pair {
    std::size_t s, t;
    std::int64_t customers;
  };
  std::vector<Pair> pairs;
  for (std::size_t s = 0; s < n; ++s) {
    for (std::size_t t = s + 1; t < n; ++t) {
      if (shared[s * n + t] > 0) pairs.push_back({s, t, shared[s * n + t]});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& x, const Pair& y) { return x.customers > y.customers; });
  if (pairs.size() > 8) pairs.resize(8);
  if (pairs.empty()) {
    out_ += "<p class=\"nothing\">" + say("No customer is known to two sources.") + "</p>";
    return;
  }
  open_table("", {"Source", "Source", "Customers"}, 2);
  for (const auto& pair : pairs) {
    out_ += "<tr><td>" + escape_html(source_name(pair.s)) + "</td><td>" + escape_html(source_name(pair.t)) +
            "</td>";
    number_cell(pair.customers);
    out_ += "</tr>\n";
  }
  close_table();
}

void Page::trend() {
  open_section("trend", "Trend over batches",
               "Each batch is scored by its own records; timeliness as it was when the batch came.");
  out_ += "<div id=\"chart-trend\" class=\"chart\"></div>\n";
  const bool table_only = report_.batches.size() < 2;
  if (!table_only) open_details("The numbers as a table");
  open_table("heat", dimension_headings({"Batch", "Records"}));
  const std::size_t begin =
      report_.batches.size() > trend_batches ? report_.batches.size() - trend_batches : 0;
  for (std::size_t b = begin; b < report_.batches.size(); ++b) {
    const auto& batch = report_.batches[b];
    out_ += "<tr><th scope=\"row\">#" + std::to_string(batch.number) + " " +
            escape_html(source_name(batch.source)) + "<br><span class=\"soft small\">" +
            to_iso_time(batch.started_at).substr(0, 10) + " " + escape_html(batch.file) +
            "</span></th><td class=\"n\" style=\"color:var(--ink)\">" + grouped(batch.records.records) +
            "</td>";
    dimension_columns(report_.card.trend[b]);
    out_ += "</tr>\n";
  }
  close_table();
  if (!table_only) close_details();
  close_section();
}

void Page::pattern_table(const std::vector<quality::TopPattern>& patterns, std::int64_t values,
                         const Text& title) {
  out_ += "<table><colgroup><col class=\"p\"><col></colgroup><thead><tr><th scope=\"col\">" + say(title) +
          "</th><th scope=\"col\" class=\"n\">" + say("Share") + "</th></tr></thead><tbody>";
  for (const auto& pattern : patterns) {
    const double share = values > 0 ? static_cast<double>(pattern.count) / static_cast<double>(values) : 0;
    char width[16];
    std::snprintf(width, sizeof width, "%.1f%%", 100 * share);
    out_ += "<tr><td>" + value_html(pattern.pattern) + "</td><td class=\"n\">" + percent(share) +
            "<span class=\"share\"><i style=\"width:" + width + "\"></i></span></td></tr>";
  }
  out_ += "</tbody></table>\n";
}

void Page::patterns() {
  open_section("patterns", "Patterns",
               Text("9 a digit, A a capital, a a small letter, 汉 a Chinese character, ␣ an unusual blank; "
                    "{2,4} is how often it "
                    "stands in a row. From {records} records.",
                    {{"records", grouped(report_.pattern_records)}}),
               true);
  out_ += "<div class=\"patterns\">\n";
  for (std::size_t a = 0; a < report_.attributes.size(); ++a) {
    const auto& p = report_.patterns[a];
    if (p.values == 0) continue;
    std::int64_t usable = 0;
    for (const auto& pattern : p.standard) usable += pattern.count;
    out_ += "<div><h3>" + escape_html(attribute_name(a)) + "</h3><span class=\"soft small\">" +
            say(Text("{before} patterns as received, {after} after standardising",
                     {{"before", grouped(static_cast<long long>(p.raw_patterns))},
                      {"after", grouped(static_cast<long long>(p.standard_patterns))}})) +
            "</span>";
    pattern_table(p.raw, p.values, "As received");
    if (usable > 0) pattern_table(p.standard, p.usable, "Standardised");
    out_ += "</div>\n";
  }
  out_ += "</div>\n";
  close_section();
}

void Page::rejects() {
  open_section("rejects", "Rejected rows");
  if (report_.rejects.empty()) {
    out_ += "<p class=\"nothing\">" + say("No row was rejected.") + "</p>";
    return close_section();
  }
  open_table("", {"Source", "Column", "Cause", "Rows"}, 3);
  for (const auto& reject : report_.rejects) {
    out_ += "<tr><th scope=\"row\">" + escape_html(source_name(reject.source)) + "</th><td>" +
            (reject.column.empty() ? say("Whole row") : escape_html(reject.column)) + "</td><td>" +
            say(Text(reject.reason)) + "</td>";
    number_cell(reject.rows);
    out_ += "</tr>\n";
  }
  close_table();
  close_section();
}

void Page::reading() {
  open_section("reading", "How to read this");
  out_ += "<p>" +
          say("A share is always of what can be judged: a column that a source does not supply is not "
              "applicable, never zero.") +
          "</p><p>" +
          say("The score is the weighted mean of the dimensions that apply. Attributes that identify a "
              "customer weigh three times "
              "the others.") +
          "</p><p>" +
          say("Accuracy is an estimate: nobody here can ask the customer. A value counts against it when it "
              "is suspect, or when "
              "the other records of the customer outvote it.") +
          "</p>";
  open_table("narrow", {"Dimension", "Weight"});
  for (auto d : all_dimensions) {
    out_ += "<tr><th scope=\"row\">" + say(quality::label_of(d)) + "</th><td class=\"n\">" +
            percent(report_.weights.dimensions[static_cast<std::size_t>(d)]) + "</td></tr>\n";
  }
  close_table();
  close_section();
}

void Page::bottom() {
  out_ += "<footer><p>" +
          say("This page holds everything it shows and asks the network for nothing. Its examples are "
              "personal data: keep it as "
              "carefully as the records.") +
          "</p></footer>\n<script type=\"application/json\" id=\"data\">" + script_json(data()) +
          "</script>\n<script>";
  out_ += embedded("echarts.min.js");
  out_ += "</script>\n<script>\n";
  out_ += embedded("quality_page.js");
  out_ += "</script>\n</body>\n</html>\n";
}

ordered_json json_of(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json json_of(const quality::Scores& scores, const quality::Weights& weights) {
  auto out = ordered_json::array({json_of(quality::score_of(scores, weights))});
  for (auto d : all_dimensions) out.push_back(json_of(scores[d].value()));
  return out;
}

// What the script draws. Order of shares everywhere: score, then the six.
std::string Page::data() const {
  ordered_json out;
  for (auto word : {"score", "customers", "kept", "changed", "suspect", "invalid", "empty"}) {
    std::string label = word;
    label[0] = static_cast<char>(label[0] - 'a' + 'A');
    out["words"][word] = tr(language_, label);
  }
  out["words"]["notApplicable"] = tr(language_, "not applicable");
  out["words"]["recordsPerCustomer"] = tr(language_, "Records per customer");
  for (const char* list :
       {"dimensions", "overall", "sources", "attributes", "cells", "verdicts", "sizes", "trend"}) {
    out[list] = ordered_json::array();
  }
  for (auto d : all_dimensions) {
    out["dimensions"].push_back(quality::label_of(d).render(language_));
    out["overall"].push_back(json_of(report_.card.overall[d].value()));
  }
  for (const auto& source : report_.sources) out["sources"].push_back(source.name);
  for (std::size_t a = 0; a < report_.attributes.size(); ++a) {
    out["attributes"].push_back(attribute_name(a));
    out["verdicts"].push_back(verdicts_of(counts_of(report_, a)));
    for (std::size_t s = 0; s < report_.sources.size(); ++s) {
      auto cell = ordered_json::array({s, a});
      for (auto& share : json_of(report_.card.cell(s, a), report_.weights)) cell.push_back(share);
      out["cells"].push_back(std::move(cell));
    }
  }
  for (const auto& [size, customers] : size_bars(report_.duplicates))
    out["sizes"].push_back({size, customers});
  const std::size_t begin =
      report_.batches.size() > trend_batches ? report_.batches.size() - trend_batches : 0;
  for (std::size_t b = begin; b < report_.batches.size(); ++b) {
    const auto& batch = report_.batches[b];
    out["trend"].push_back({{"number", batch.number},
                            {"source", source_name(batch.source)},
                            {"name", "#" + std::to_string(batch.number) + " " + source_name(batch.source) +
                                         " · " + to_iso_time(batch.started_at).substr(0, 10)},
                            {"values", json_of(report_.card.trend[b], report_.weights)}});
  }
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string quality_html(const QualityReport& report, Language language) {
  return Page(report, language).make();
}

}  // namespace kith::service
