#include <memory>

#include "cli/commands.h"
#include "service/decide.h"

namespace kith::cli {

void add_split(CLI::App& app, Session& session) {
  struct Words {
    std::vector<std::string> records;
    std::string reason;
    bool dry_run = false, yes = false;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "split", session.say("Take records out of their customer; binds every later resolve"));
  command->add_option("record", words->records, session.say("Records of one customer that are somebody else"))
      ->required();
  command->add_option("--reason", words->reason, session.say("Why, for the record"));
  command->add_flag("--dry-run", words->dry_run, session.say("Show what would happen; write nothing"));
  command->add_flag("--yes,-y", words->yes, session.say("Do not ask"));
  command->callback([&session, words] {
    auto home = session.open(words->dry_run ? service::Access::read : service::Access::write);
    std::vector<RecordId> records;
    {
      auto read = home->ledger().read();
      for (const auto& name : words->records) records.push_back(service::record_named(read->sql(), name));
    }
    auto report = service::split_records(*home, records, words->reason, true);
    Text::Arguments arguments{{"records", grouped(report.records)}, {"from", to_string(report.from)}};
    if (!words->dry_run) {
      if (!session.agrees(Text("Take {records} records out of {from}?", arguments), words->yes)) return;
      report = service::split_records(*home, records, words->reason, false);
      arguments.emplace_back("to", to_string(report.to));
    }
    if (session.json) {
      return session.print_json({{"from", to_string(report.from)},
                                 {"to", report.to ? nlohmann::json(to_string(report.to)) : nlohmann::json()},
                                 {"records", report.records},
                                 {"done", !words->dry_run}});
    }
    session.print(session.say(words->dry_run
                                  ? Text("Dry run: {records} records would leave {from}.", arguments)
                                  : Text("{records} records left {from} and are {to} now.", arguments)) +
                  "\n");
  });
}

}  // namespace kith::cli
