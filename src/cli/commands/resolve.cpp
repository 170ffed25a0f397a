#include <cmath>
#include <memory>

#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "cli/config_file.h"
#include "cli/match_report.h"
#include "cli/resolve_report.h"
#include "service/model_json.h"
#include "service/resolve_records.h"

namespace kith::cli {
namespace {

std::string number(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string model_tables(const Session& session, const match::Model& model) {
  using Align = Table::Align;
  Table rules({{session.say("Blocking rule"), Align::left, 50},
               {session.say("Pairs"), Align::right},
               {session.say("Predicted recall"), Align::right}});
  for (const auto& rule : model.rules)
    rules.add({rule_label(session, rule.name), grouped(static_cast<long long>(rule.pairs)),
               number(rule.predicted_recall, 3)});
  Table fields({{session.say("Attribute")},
                {session.say("Level"), Align::left, 40},
                {"m", Align::right},
                {"u", Align::right},
                {session.say("Weight"), Align::right}});
  for (const auto& field : model.fields) {
    for (const auto& level : field.levels) {
      double weight = level.u > 0 && level.m > 0 ? std::log2(level.m / level.u) : 0;
      fields.add({attribute_label(session, field.column), session.say(level.name.c_str()), number(level.m, 4),
                  number(level.u, 6), number(weight, 2)});
    }
  }
  return rules.print(session.colour()) + "\n" + fields.print(session.colour()) + "\n";
}

}  // namespace

void add_resolve(CLI::App& app, Session& session) {
  struct Words {
    bool explain = false, only_new = false;
    unsigned threads = 0;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("resolve", session.say("Find the records of one customer and merge them"));
  command->add_flag("--explain", words->explain,
                    session.say("Show the blocking rules and weights that were learned"));
  command->add_flag(
      "--new", words->only_new,
      session.say("Only match what was imported since with the base, by the model that stands"));
  command->add_option("--threads", words->threads, session.say("Threads that work; 0: one a core"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    if (words->threads == 0)
      words->threads = static_cast<unsigned>(
          std::strtoul(read_config(session.home_folder, "threads").c_str(), nullptr, 10));
    if (words->only_new) {
      auto report = service::resolve_new_records(*home, progress, session.cancel, words->threads);
      home->lens(progress, session.cancel);
      progress.done();
      if (session.json) return session.print_json(as_json(report));
      return session.print(describe(session, report) + "\n");
    }
    auto report = service::resolve_records(*home, progress, session.cancel, words->threads);
    const auto& s = report.statistics;
    if (session.json) {
      nlohmann::json json = {{"records", report.records},
                             {"customers", report.customers},
                             {"created", report.created},
                             {"merged", report.merged},
                             {"split", report.split},
                             {"moved", report.moved},
                             {"contradictions", report.contradictions},
                             {"pairs_scored", s.pairs_scored},
                             {"edges", s.edges},
                             {"largest_cluster", s.largest_cluster},
                             {"generic_values", report.generic_values},
                             {"seconds",
                              {{"total", report.seconds},
                               {"read", report.seconds_read},
                               {"lens", report.seconds_lens},
                               {"write", report.seconds_write},
                               {"block", s.seconds_block},
                               {"learn", s.seconds_learn},
                               {"score", s.seconds_score},
                               {"cluster", s.seconds_cluster}}},
                             {"model", nlohmann::json::parse(service::to_json(report.model))}};
      return session.print_json(json);
    }
    if (words->explain) session.print(model_tables(session, report.model));
    session.print(
        session.say(
            Text("{records} records are {customers} customers: {created} new, {merged} merged into others, "
                 "{split} split ({pairs} pairs compared, predicted recall {recall}, {seconds} s).",
                 {{"records", grouped(static_cast<long long>(report.records))},
                  {"customers", grouped(static_cast<long long>(report.customers))},
                  {"created", grouped(static_cast<long long>(report.created))},
                  {"merged", grouped(static_cast<long long>(report.merged))},
                  {"split", grouped(static_cast<long long>(report.split))},
                  {"pairs", grouped(static_cast<long long>(s.pairs_scored))},
                  {"recall", number(report.model.predicted_recall, 3)},
                  {"seconds", number(report.seconds, 1)}})) +
        "\n");
    tell_anchored(session, report.model);
    if (report.generic_values > 0) {
      session.remark(
          Text("{count} phones, e-mails or numbers are shared by so many records that they tell nothing; "
               "they were left out of matching.",
               {{"count", grouped(static_cast<long long>(report.generic_values))}}));
    }
    if (report.contradictions > 0) {
      session.remark(Text("{count} decisions \"different\" contradict decisions \"same\" and gave way.",
                          {{"count", grouped(static_cast<long long>(report.contradictions))}}));
    }
  });
}

}  // namespace kith::cli
