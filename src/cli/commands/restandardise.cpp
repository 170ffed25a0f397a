#include "service/restandardise.h"

#include <memory>

#include "cli/change_report.h"
#include "cli/commands.h"

namespace kith::cli {

void add_restandardise(CLI::App& app, Session& session) {
  struct Words {
    service::RestandardiseRequest request;
    bool yes = false;
  };
  auto words = std::make_shared<Words>();
  auto& request = words->request;
  auto* command = app.add_subcommand(
      "restandardise", session.say("Standardise every record again under the present standard"));
  command->add_option("--attribute", request.attribute, session.say("Only values of this attribute"));
  command->add_option("--source", request.source, session.say("Only records of this source"));
  command->add_flag("--dry-run", request.dry_run, session.say("Show what would happen; write nothing"));
  command->add_flag("--yes,-y", words->yes, session.say("Do not ask"));
  command->callback([&session, words] {
    auto& request = words->request;
    auto home = session.open(request.dry_run ? service::Access::read : service::Access::write);
    auto progress = session.progress();
    if (!request.dry_run && !words->yes) {
      auto trial = request;
      trial.dry_run = true;
      auto preview = service::restandardise(*home, trial, progress, session.cancel);
      if (!session.json) session.print(change_text(session, preview));
      if (preview.changed == 0 || !session.agrees("Write these values?", false)) return;
    }
    auto report = service::restandardise(*home, request, progress, session.cancel);
    if (report.batch != 0) home->lens(progress, session.cancel);
    progress.done();
    if (session.json) return session.print_json(change_json(report));
    session.print(change_text(session, report));
  });
}

}  // namespace kith::cli
