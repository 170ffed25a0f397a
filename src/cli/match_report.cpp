#include "cli/match_report.h"

#include <algorithm>
#include <cmath>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/attribute_label.h"
#include "cli/model_file.h"
#include "service/dedupe_html.h"
#include "service/export/new_files.h"

namespace kith::cli {
namespace {

using service::ColumnUse;

std::string number(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string count(std::uint64_t value) { return grouped(static_cast<long long>(value)); }

std::string kind_label(const Session& session, match::ColumnKind kind) {
  constexpr const char* names[] = {"name of a person",
                                   "given name",
                                   "family name",
                                   "phone",
                                   "e-mail",
                                   "date",
                                   "postal code",
                                   "place",
                                   "address",
                                   "id number",
                                   "organisation",
                                   "category",
                                   "text",
                                   "measured number",
                                   "coordinates"};
  return session.say(names[static_cast<std::size_t>(kind)]);
}

std::string use_label(const Session& session, const service::ColumnChoice& choice) {
  switch (choice.use) {
    case ColumnUse::compared:
      return session.say(choice.is_own_name ? "compared: names what the row is about" : "compared");
    case ColumnUse::truth:
      return session.say("the truth: never compared");
    case ColumnUse::leak:
      return session.say("gives the truth away: never compared");
    case ColumnUse::identifier:
      return session.say("numbers the rows: never compared");
    case ColumnUse::source:
      return session.say("says where the row is from: not compared");
    case ColumnUse::record_time:
      return session.say("says when the row was made: not compared");
    case ColumnUse::empty:
      return session.say("no value");
    case ColumnUse::constant:
      return session.say("one value only");
    case ColumnUse::one_sided:
      return session.say("in one of the files only");
    case ColumnUse::repeats:
      return session.say("repeats other columns");
    case ColumnUse::date_part:
      return session.say("part of a date that is compared whole");
    case ColumnUse::point_part:
      return session.say("part of a point that is compared whole");
    case ColumnUse::surplus:
      return session.say("tells less than twenty others");
    case ColumnUse::left_out:
      return session.say("left out as asked");
  }
  return {};
}

std::string columns_table(const Session& session, const service::DedupeReport& report) {
  using Align = Table::Align;
  Table table({{session.say("Column")},
               {session.say("Taken as")},
               {session.say("Because of")},
               {session.say("Filled"), Align::right},
               {session.say("Different values"), Align::right},
               {session.say("Use"), Align::left, 50}});
  for (const auto& choice : report.columns) {
    const bool compared = choice.use == ColumnUse::compared;
    const double filled =
        report.rows > 0 ? 100 * static_cast<double>(choice.present) / static_cast<double>(report.rows) : 0;
    table.add({harmless(choice.name), compared ? kind_label(session, choice.kind) : "",
               !compared          ? ""
               : choice.by_header ? session.say("its header")
                                  : session.say("its content"),
               number(filled, 1) + " %", count(choice.distinct), use_label(session, choice)});
  }
  return table.print(session.colour());
}

std::string rules_table(const Session& session, const match::Model& model) {
  using Align = Table::Align;
  Table table({{session.say("Blocking rule"), Align::left, 60},
               {session.say("Pairs"), Align::right},
               {session.say("Predicted recall"), Align::right},
               {session.say("Rows left out"), Align::right}});
  for (const auto& rule : model.rules)
    table.add({rule_label(session, rule.name), count(rule.pairs), number(rule.predicted_recall, 3),
               count(rule.dropped)});
  return table.print(session.colour());
}

std::string bar(double weight, double most) {
  constexpr int half = 18;
  const int length = static_cast<int>(std::lround(std::min(1.0, std::abs(weight) / most) * half));
  std::string left(static_cast<std::size_t>(half), ' '), right(static_cast<std::size_t>(half), ' ');
  auto blocks = [](int n) {
    std::string text;
    for (int i = 0; i < n; ++i) text += "█";
    return text;
  };
  if (weight < 0)
    return std::string(static_cast<std::size_t>(half - length), ' ') + blocks(length) + "│" + right;
  return left + "│" + blocks(length) + std::string(static_cast<std::size_t>(half - length), ' ');
}

std::string evaluation_table(const Session& session, const service::DedupeReport& report) {
  using Align = Table::Align;
  const auto& e = *report.evaluation;
  Table table({{session.say("Measure")}, {session.say("Value"), Align::right}});
  if (e.true_pairs > 0) {
    table.add({session.say("Precision of pairs"), number(e.precision, 4)});
    table.add({session.say("Recall of pairs"), number(e.recall, 4)});
    table.add({"F1", number(e.f1, 4)});
  } else {
    table.add({session.say("Pairs found, all of them wrong"), count(e.found_pairs)});
  }
  table.add({"B³", number(e.b3, 4)});
  table.add({session.say("Recall of blocking"), number(report.blocking_recall, 4)});
  table.add({session.say("Clusters in truth"), count(e.true_clusters)});
  table.add({session.say("Exactly right"), count(e.exact_clusters)});
  table.add({session.say("Rows with a truth"), count(e.rows)});
  return table.print(session.colour());
}

void tell_generic(const Session& session, const service::DedupeReport& report) {
  constexpr std::size_t most = 10;
  for (std::size_t i = 0; i < std::min(most, report.generic.size()); ++i) {
    const auto& generic = report.generic[i];
    session.remark(Text("{value} in {column} stands in {count} rows: it says nothing and was not compared.",
                        {{"value", harmless(shortened(generic.value, 40))},
                         {"column", generic.column},
                         {"count", count(generic.rows)}}));
  }
  if (report.generic.size() > most)
    session.remark(Text("{count} more such values were not compared.",
                        {{"count", count(report.generic.size() - most)}}));
}

nlohmann::json as_json(const service::DedupeRequest& request, const service::DedupeReport& report) {
  const auto& s = report.statistics;
  nlohmann::json json = {{"rows", report.rows},
                         {"rejected", report.rejected},
                         {"pairs_scored", s.pairs_scored},
                         {"clusters", s.clusters},
                         {"duplicates", report.duplicates},
                         {"largest_cluster", s.largest_cluster},
                         {"lambda", report.model.lambda},
                         {"predicted_recall", report.model.predicted_recall},
                         {"anchored", report.model.anchored},
                         {"seconds",
                          {{"total", report.seconds},
                           {"read", report.seconds_read},
                           {"columns", report.seconds_columns},
                           {"block", s.seconds_block},
                           {"learn", s.seconds_learn},
                           {"score", s.seconds_score},
                           {"cluster", s.seconds_cluster},
                           {"write", report.seconds_write}}}};
  for (const char* measure : {"f1", "precision", "recall", "b3"}) json[measure] = nullptr;
  if (report.evaluation) {
    const auto& e = *report.evaluation;
    if (e.true_pairs > 0) {
      json["f1"] = e.f1;
      json["precision"] = e.precision;
      json["recall"] = e.recall;
    }
    json["b3"] = e.b3;
    json["b3_precision"] = e.b3_precision;
    json["b3_recall"] = e.b3_recall;
    json["true_pairs"] = e.true_pairs;
    json["found_pairs"] = e.found_pairs;
    json["right_pairs"] = e.right_pairs;
    json["true_clusters"] = e.true_clusters;
    json["exact_clusters"] = e.exact_clusters;
    json["blocking_recall"] = report.blocking_recall;
    json["without_truth"] = report.without_truth;
    json["unknown_ids"] = report.unknown_ids;
  }
  if (request.link) {
    json["links"] = report.links;
    json["one_to_one"] = report.one_to_one;
  }
  json["columns"] = nlohmann::json::array();
  for (const auto& choice : report.columns) {
    json["columns"].push_back(
        {{"name", choice.name},
         {"use", service::name_of(choice.use)},
         {"kind", choice.use == ColumnUse::compared ? service::name_of(choice.kind) : ""},
         {"by", choice.by_header ? "header" : "content"},
         {"own_name", choice.is_own_name},
         {"present", choice.present},
         {"distinct", choice.distinct}});
  }
  json["rules"] = nlohmann::json::array();
  for (const auto& rule : report.model.rules) {
    json["rules"].push_back({{"name", rule.name},
                             {"pairs", rule.pairs},
                             {"predicted_recall", rule.predicted_recall},
                             {"dropped", rule.dropped}});
  }
  json["generic_values"] = report.generic.size();
  return json;
}

// Whether a row may have several partners, and what decided it.
void tell_partners(const Session& session, const service::DedupeRequest& request,
                   const service::DedupeReport& report) {
  if (!request.link) return;
  std::string shares;
  for (double share : report.twins) shares += (shares.empty() ? "" : ", ") + number(100 * share, 1) + " %";
  if (!shares.empty()) {
    session.print(session.say(Text("Rows with a twin in their own file: {shares}.", {{"shares", shares}})) +
                  "\n");
  }
  session.print(
      session.say(report.one_to_one
                      ? "So a row has at most one partner in each other file (--many allows more)."
                      : "So a row may have several partners in another file (--one-to-one allows one).") +
      "\n");
}

}  // namespace

void tell_anchored(const Session& session, const match::Model& model) {
  if (!model.anchored) return;
  session.remark(Text(
      "What these rows have most in common does not tell which of them are one. So agreement counts as it "
      "usually does for each kind of column, and only the surest pairs moved it: look at the result with "
      "care."));
}

namespace {

void print_for_people(const Session& session, const MatchWords& words, const service::DedupeReport& report) {
  if (!words.brief) {
    session.print(columns_table(session, report) + "\n" + rules_table(session, report.model) + "\n" +
                  weight_chart(session, report.model) + "\n");
    session.print(
        session.say(Text("Two rows taken at random are one with probability {lambda}; a pair speaks for a "
                         "match above {threshold}. Blocking is expected to bring together {recall} of the "
                         "true pairs.",
                         {{"lambda", number(report.model.lambda, 8)},
                          {"threshold", number(words.request.threshold, 2)},
                          {"recall", number(report.model.predicted_recall, 3)}})) +
        "\n\n");
  }
  const auto& s = report.statistics;
  const Text::Arguments figures = {
      {"rows", count(report.rows)},          {"clusters", count(s.clusters)},
      {"links", count(report.links)},        {"duplicates", count(report.duplicates)},
      {"largest", count(s.largest_cluster)}, {"pairs", count(s.pairs_scored)},
      {"seconds", number(report.seconds, 1)}};
  const Text linked(
      "{rows} rows are {clusters} different ones: {links} links between the files, the largest "
      "cluster has {largest} ({pairs} pairs compared, {seconds} s).",
      figures);
  const Text cleaned(
      "{rows} rows are {clusters} different ones: {duplicates} duplicates, the largest cluster "
      "has {largest} ({pairs} pairs compared, {seconds} s).",
      figures);
  session.print(session.say(words.request.link ? linked : cleaned) + "\n");
  tell_partners(session, words.request, report);
  if (report.evaluation) {
    session.print("\n" + evaluation_table(session, report));
    if (report.evaluation->true_pairs == 0) {
      session.remark(Text(
          "The truth holds no two rows that are one, so there is nothing to find: precision, recall and F1 "
          "have no meaning here."));
    }
  }
  if (report.rejected > 0)
    session.remark(
        Text("{count} rows could not be read and were left out.", {{"count", count(report.rejected)}}));
  if (report.without_truth > 0)
    session.remark(
        Text("{count} rows have no truth and were not graded.", {{"count", count(report.without_truth)}}));
  if (report.unknown_ids > 0)
    session.remark(
        Text("{count} ids of the truth file stand in no row.", {{"count", count(report.unknown_ids)}}));
  tell_generic(session, report);
  tell_anchored(session, report.model);
  if (!words.request.out.empty())
    session.print(session.say(Text("{rows} rows are in {path}.",
                                   {{"rows", count(report.rows)}, {"path", words.request.out}})) +
                  "\n");
}

}  // namespace

std::string weight_chart(const Session& session, const match::Model& model) {
  using Align = Table::Align;
  Table table({{session.say("Column"), Align::left, 24},
               {session.say("Level"), Align::left, 40},
               {"m", Align::right},
               {"u", Align::right},
               {session.say("Weight"), Align::right},
               {session.say("against │ for"), Align::left}});
  double most = 5;
  for (const auto& field : model.fields) {
    for (const auto& level : field.levels) most = std::max(most, std::abs(std::log2(level.m / level.u)));
  }
  for (const auto& field : model.fields) {
    bool first = true;
    for (const auto& level : field.levels) {
      const double weight = std::log2(level.m / level.u);
      char sign[16];
      std::snprintf(sign, sizeof sign, "%+.1f", weight);
      table.add({first ? harmless(field.column) : "", session.say(level.name.c_str()), number(level.m, 4),
                 number(level.u, 7), sign, bar(weight, most)});
      first = false;
    }
  }
  return table.print(session.colour());
}

void add_match_options(CLI::App& command, Session& session, MatchWords& words) {
  auto& request = words.request;
  command.add_option("files", request.files, session.say("CSV, TSV, JSON, NDJSON or XLSX files"))->required();
  command.add_option("--out", request.out, session.say("CSV to write: every row with its cluster"));
  command.add_flag("--overwrite", request.overwrite, session.say("Replace the file"));
  command.add_option("--truth", request.truth.column,
                     session.say("Column that says which rows are one; only to grade the result"));
  command.add_option("--truth-pattern", request.truth.pattern,
                     session.say("Regular expression; its first group is the truth"));
  command.add_option("--truth-pairs,--truth-file", request.truth.file,
                     session.say("File of pairs of row ids that are one, or of row ids and labels"));
  command.add_option("--leave-out", request.left_out, session.say("Columns not to compare"));
  command.add_option("--model", words.model,
                     session.say("Compare by this model, saved before, instead of learning"));
  command.add_option("--save-model", words.save_model,
                     session.say("TOML file for the model, to read, edit and reuse"));
  command.add_option("--threshold", request.threshold,
                     session.say("Probability from which on a pair is a match"));
  command.add_option("--threads", request.threads, session.say("Threads that work; 0: one a core"));
  command.add_option("--html", words.html, session.say("Write it as one self-contained page to this file"));
  command.add_flag("--brief", words.brief, session.say("Only the result, not how it came about"));
}

void run_match(Session& session, MatchWords& words) {
  // These are replaced where they stand; that they may not be written is told now, before the work.
  for (const auto* path : {&words.save_model, &words.html}) {
    if (!path->empty()) service::NewFiles(*path, true);
  }
  if (!words.model.empty()) words.request.model = read_model_file(words.model);
  words.request.sweep = !words.html.empty();
  auto progress = session.progress();
  const auto report = service::dedupe_files(words.request, progress, session.cancel);
  if (!words.save_model.empty()) write_model_file(words.save_model, report.model);
  if (!words.html.empty())
    write_file_atomically(words.html, service::dedupe_html(words.request, report, session.language));
  if (session.json) return session.print_json(as_json(words.request, report));
  print_for_people(session, words, report);
  if (!words.html.empty())
    session.print(session.say(Text("The report is in {path}.", {{"path", words.html}})) + "\n");
}

}  // namespace kith::cli
