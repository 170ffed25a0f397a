#include <memory>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/match_report.h"

namespace kith::cli {

void add_link(CLI::App& app, Session& session) {
  struct Words : MatchWords {
    bool one = false, many = false;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("link", session.say("Find the rows of one table file in another; no base needed"));
  add_match_options(*command, session, *words);
  command->add_flag("--one-to-one", words->one,
                    session.say("A row has at most one partner in each other file"));
  command->add_flag("--many", words->many, session.say("A row may have several partners in another file"));
  command->callback([&session, words] {
    if (words->one && words->many) {
      throw Error(ErrorCode::usage, "--one-to-one and --many exclude each other.",
                  "Say neither: then the data decide.");
    }
    words->request.link = true;
    if (words->one || words->many) words->request.one_to_one = words->one;
    run_match(session, *words);
  });
}

}  // namespace kith::cli
