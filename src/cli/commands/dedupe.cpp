#include <memory>

#include "cli/commands.h"
#include "cli/match_report.h"

namespace kith::cli {

void add_dedupe(CLI::App& app, Session& session) {
  auto words = std::make_shared<MatchWords>();
  auto* command = app.add_subcommand(
      "dedupe", session.say("Find the rows of any table file that are one; no base needed"));
  add_match_options(*command, session, *words);
  command->callback([&session, words] { run_match(session, *words); });
}

}  // namespace kith::cli
