#include "base/error.h"
#include "cli/commands.h"
#include "service/verify_home.h"

namespace kith::cli {

void add_verify(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("verify", session.say("Check that everything is whole: ledger, audit chain, lens"));
  command->callback([&session] {
    // For writing, so that what a dead process left is taken back first.
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    auto report = service::verify_home(*home, progress, session.cancel);
    progress.done();
    if (session.json) {
      nlohmann::json json = {{"sound", report.sound()},
                             {"audit_entries", report.audit.entries},
                             {"audit_head", report.audit.head}};
      for (const auto& check : report.checks)
        json["checks"].push_back(
            {{"name", check.name}, {"sound", check.sound}, {"detail", session.say(check.detail)}});
      session.print_json(json);
    } else {
      Table table({{session.say("Check")},
                   {session.say("Result")},
                   {session.say("Detail"), Table::Align::left, 110}});
      for (const auto& check : report.checks) {
        table.add({session.say(check.name.c_str()), session.say(check.sound ? "sound" : "DAMAGED"),
                   session.say(check.detail)});
      }
      session.print(table.print(session.colour()));
    }
    if (!report.sound()) {
      throw Error(ErrorCode::corrupt, "The base is not sound.",
                  "Restore it from a backup; where only the lens differs, run `kith lens rebuild`.");
    }
  });
}

}  // namespace kith::cli
