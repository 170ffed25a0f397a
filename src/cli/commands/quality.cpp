#include <memory>

#include "base/file.h"
#include "cli/commands.h"
#include "service/quality_measure.h"
#include "service/quality_report.h"
#include "service/rule_file.h"

namespace kith::cli {

void add_quality(CLI::App& app, Session& session) {
  struct Words {
    std::string html;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "quality", session.say("Scorecard of the base: six dimensions, top problems, trend"));
  command->add_option("--html", words->html, session.say("Write it as one self-contained page to this file"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    auto& lens = home->lens(progress, session.cancel);
    service::QualityOptions options;
    options.rules = service::standing_rules(home->ledger().read()->sql());
    auto report = service::measure_quality(lens, home->ledger().now(), options, &progress, &session.cancel);
    progress.done();
    home->ledger().write([&](ledger::Write& write) { write.audit("quality.read", "base", "{}"); });
    if (!words->html.empty()) {
      write_file_atomically(words->html, service::quality_html(report, session.language));
      if (!session.json)
        return session.print(session.say(Text("The report is in {path}.", {{"path", words->html}})) + "\n");
    }
    if (session.json)
      return session.print_json(nlohmann::json::parse(service::quality_json(report, session.language)));
    session.print(service::quality_terminal(report, session.language, session.colour(), terminal_width()));
  });
}

}  // namespace kith::cli
