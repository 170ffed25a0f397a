#include <memory>

#include "cli/commands.h"
#include "service/undo_import.h"

namespace kith::cli {

void add_undo(CLI::App& app, Session& session) {
  struct Words {
    std::int64_t batch = 0;
    bool dry_run = false, yes = false;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand("undo", session.say("Take a whole import back, exactly"));
  command->add_option("batch", words->batch, session.say("Number of the batch"))->required();
  command->add_flag("--dry-run", words->dry_run, session.say("Show what would happen; write nothing"));
  command->add_flag("--yes,-y", words->yes, session.say("Do not ask"));
  command->callback([&session, words] {
    auto home = session.open(words->dry_run ? service::Access::read : service::Access::write);
    auto report = service::preview_undo(home->ledger(), words->batch);
    Text::Arguments arguments{{"number", std::to_string(report.batch)},
                              {"records", grouped(report.records)},
                              {"facts", grouped(report.facts)},
                              {"rejects", grouped(report.rejects)},
                              {"customers", grouped(report.customers_changed)}};
    bool done = false;
    if (!words->dry_run) {
      if (!session.agrees(Text("Take back batch {number} with {records} records, {facts} facts and {rejects} "
                               "rejects? {customers} customers change.",
                               arguments),
                          words->yes))
        return;
      auto progress = session.progress();
      service::undo_import(*home, words->batch, progress, session.cancel);
      done = true;
    }
    if (session.json) {
      return session.print_json({{"batch", report.batch},
                                 {"records", report.records},
                                 {"facts", report.facts},
                                 {"rejects", report.rejects},
                                 {"customers_changed", report.customers_changed},
                                 {"done", done}});
    }
    session.print(session.say(done ? Text("Batch {number} is taken back: {records} records, {facts} facts, "
                                          "{rejects} rejects; {customers} customers changed.",
                                          arguments)
                                   : Text("Dry run: batch {number} has {records} records, {facts} facts and "
                                          "{rejects} rejects; {customers} customers would change.",
                                          arguments)) +
                  "\n");
  });
}

}  // namespace kith::cli
