#include <filesystem>
#include <memory>

#include "base/file.h"
#include "cli/change_report.h"
#include "cli/commands.h"
#include "cli/lens_query.h"
#include "ledger/house_texts.h"
#include "service/company_standard.h"
#include "service/restandardise.h"
#include "service/shown_changes.h"
#include "service/standard_text.h"

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

// What the words of the command line make of the text that stands: a file, or keys set one after the other.
std::string standard_of(const Session& session, const std::vector<std::string>& words) {
  if (words.size() == 1 && (words[0].find('=') == std::string::npos || std::filesystem::exists(words[0]))) {
    auto toml = read_file(words[0]);
    service::standard_from_toml(toml, words[0]);
    return toml;
  }
  auto home = session.open(service::Access::read);
  auto toml = ledger::house_text(home->ledger().read()->sql(), "standard").text;
  for (const auto& word : words) toml = service::standard_with(toml, word);
  return toml;
}

void set_standard(const Session& session, const std::vector<std::string>& words) {
  const auto toml = standard_of(session, words);
  const auto standard = service::standard_from_toml(toml, "standard");
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

void try_standard(Session& session, const std::vector<std::string>& words) {
  service::RestandardiseRequest request;
  request.trial = service::standard_from_toml(standard_of(session, words), "standard");
  request.dry_run = true;
  auto home = session.open(service::Access::write);
  auto progress = session.progress();
  auto report = service::restandardise(*home, request, progress, session.cancel);
  const auto stands = service::company_standard(home->ledger().read()->sql());
  report.shown = service::shown_changes(query_of(home->lens(progress, session.cancel)), stands,
                                        *request.trial, session.cancel);
  progress.done();
  note_reading(*home, "standard");
  session.json ? session.print_json(change_json(report)) : session.print(change_text(session, report));
}

}  // namespace

void add_standard(CLI::App& app, Session& session) {
  auto words = std::make_shared<std::vector<std::string>>();
  auto* command = app.add_subcommand("standard", session.say("The form that values take in this base"));
  command->require_subcommand(1);
  command->add_subcommand("show", session.say("Print it, or one to begin with"))->callback([&session] {
    show_standard(session);
  });
  auto* set =
      command->add_subcommand("set", session.say("Take it from a TOML file, or set single keys of it"));
  auto* attempt = command->add_subcommand(
      "try", session.say("Show what a file or single keys would change in the base; write nothing"));
  for (auto* each : {set, attempt})
    each->add_option("words", *words, session.say("TOML file, or KEY=VALUE as phones.form=national"))
        ->required();
  set->callback([&session, words] { set_standard(session, *words); });
  attempt->callback([&session, words] { try_standard(session, *words); });
}

}  // namespace kith::cli
