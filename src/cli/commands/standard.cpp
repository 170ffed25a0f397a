#include <memory>

#include "base/file.h"
#include "cli/change_report.h"
#include "cli/commands.h"
#include "ledger/house_texts.h"
#include "service/company_standard.h"
#include "service/restandardise.h"

namespace kith::cli {
namespace {

void show_standard(const Session& session) {
  auto home = session.open(service::Access::read);
  auto text = ledger::house_text(home->ledger().read()->sql(), "standard");
  if (text.version == 0)
    text.text = service::example_standard(session.language == Language::zh, session.language);
  if (session.json)
    return session.print_json({{"version", text.version},
                               {"toml", text.text},
                               {"made_by", text.made_by},
                               {"made_at", text.made_at}});
  session.print(text.text);
}

void set_standard(const Session& session, const std::string& file) {
  const auto toml = read_file(file);
  const auto standard = service::standard_from_toml(toml, file);
  auto home = session.open(service::Access::write);
  std::int64_t version = 0;
  home->ledger().write([&](ledger::Write& write) {
    version = ledger::put_house_text(write, "standard", toml);
    write.audit("standard.put", "standard", "{\"version\":" + std::to_string(version) + "}");
  });
  if (session.json) return session.print_json({{"version", version}});
  session.print(
      session.say(Text("The standard stands, version {version}.", {{"version", std::to_string(version)}})) +
      "\n");
  if (standard.changes_values())
    session.print(session.say("What is in the base follows with `kith restandardise`.") + "\n");
}

void try_standard(const Session& session, const std::string& file) {
  service::RestandardiseRequest request;
  request.trial = service::standard_from_toml(read_file(file), file);
  request.dry_run = true;
  auto home = session.open(service::Access::read);
  auto progress = session.progress();
  const auto report = service::restandardise(*home, request, progress, session.cancel);
  progress.done();
  session.json ? session.print_json(change_json(report)) : session.print(change_text(session, report));
}

}  // namespace

void add_standard(CLI::App& app, Session& session) {
  auto file = std::make_shared<std::string>();
  auto* command = app.add_subcommand("standard", session.say("The form that values take in this base"));
  command->require_subcommand(1);
  command->add_subcommand("show", session.say("Print it, or one to begin with"))->callback([&session] {
    show_standard(session);
  });
  auto* set = command->add_subcommand("set", session.say("Take it from a TOML file"));
  set->add_option("file", *file, session.say("TOML file"))->required();
  set->callback([&session, file] { set_standard(session, *file); });
  auto* attempt =
      command->add_subcommand("try", session.say("Show what a file would change in the base; write nothing"));
  attempt->add_option("file", *file, session.say("TOML file"))->required();
  attempt->callback([&session, file] { try_standard(session, *file); });
}

}  // namespace kith::cli
