#include <memory>

#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "service/evaluate_html.h"

namespace kith::cli {

void add_evaluate(CLI::App& app, Session& session) {
  auto request = std::make_shared<service::EvaluateRequest>();
  auto html = std::make_shared<std::string>();
  auto* command = app.add_subcommand("evaluate", session.say("Grade the present customers against a truth"));
  command->add_option("--truth", request->column,
                      session.say("Column of the imported files that says who is who"));
  command->add_option("--truth-pattern", request->pattern,
                      session.say("Regular expression; its first group is the truth"));
  command->add_option("--truth-file", request->truth_file,
                      session.say("CSV with the columns source, key and customer"));
  command->add_option("--html", *html, session.say("Write it as one self-contained page to this file"));
  command->callback([&session, request, html] {
    if (request->column.empty() == request->truth_file.empty()) {
      throw Error(ErrorCode::usage, "Evaluating needs one truth.",
                  "Say --truth COLUMN or --truth-file FILE.");
    }
    auto home = session.open(service::Access::read);
    auto progress = session.progress();
    auto report = service::evaluate_base(*home, *request, progress, session.cancel);
    const auto& e = report.evaluation;
    if (!html->empty()) {
      const auto errors = service::find_grading_errors(*home, report.graded, session.cancel);
      write_file_atomically(*html, service::evaluate_html(report, errors, session.language));
      if (!session.json)
        session.print(session.say(Text("The report is in {path}.", {{"path", *html}})) + "\n");
    }
    auto interval = [](const match::ShareInterval& share) {
      return nlohmann::json::array({share.low, share.high});
    };
    if (session.json) {
      return session.print_json({{"rows", e.rows},
                                 {"without_truth", report.without_truth},
                                 {"precision", e.precision},
                                 {"recall", e.recall},
                                 {"f1", e.f1},
                                 {"precision_interval", interval(report.intervals.precision)},
                                 {"recall_interval", interval(report.intervals.recall)},
                                 {"f1_interval", interval(report.intervals.f1)},
                                 {"b3", e.b3},
                                 {"b3_precision", e.b3_precision},
                                 {"b3_recall", e.b3_recall},
                                 {"clusters", e.clusters},
                                 {"true_clusters", e.true_clusters},
                                 {"exact_clusters", e.exact_clusters},
                                 {"found_pairs", e.found_pairs},
                                 {"true_pairs", e.true_pairs},
                                 {"right_pairs", e.right_pairs}});
    }
    auto number = [](double value) {
      char text[32];
      std::snprintf(text, sizeof text, "%.4f", value);
      return std::string(text);
    };
    using Align = Table::Align;
    Table table({{session.say("Measure")}, {session.say("Value"), Align::right}});
    table.add({session.say("Precision of pairs"), number(e.precision)});
    table.add({session.say("Recall of pairs"), number(e.recall)});
    table.add({"F1", number(e.f1)});
    table.add({"B³", number(e.b3)});
    table.add({session.say("Customers found"), grouped(static_cast<long long>(e.clusters))});
    table.add({session.say("Customers in truth"), grouped(static_cast<long long>(e.true_clusters))});
    table.add({session.say("Exactly right"), grouped(static_cast<long long>(e.exact_clusters))});
    table.add({session.say("Records compared"), grouped(static_cast<long long>(e.rows))});
    table.add(
        {session.say("Records without a truth"), grouped(static_cast<long long>(report.without_truth))});
    session.print(table.print(session.colour()));
  });
}

}  // namespace kith::cli
