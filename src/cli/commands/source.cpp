#include <memory>

#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "ledger/catalogue.h"
#include "service/mapping_file.h"
#include "service/source_folder.h"

namespace kith::cli {
namespace {

nlohmann::json as_json(const ledger::Source& source) {
  return {{"id", to_string(source.id)},   {"name", source.name},
          {"owner", source.owner},        {"purpose", source.purpose},
          {"basis", source.lawful_basis}, {"retention_days", source.retention_days},
          {"trust", source.trust},        {"region", source.region}};
}

// "730", "730d", "24m" (30 days each) or "2y" (365 days each) in days.
std::int64_t days_of(const std::string& text) {
  std::size_t used = 0;
  long long number = 0;
  try {
    number = std::stoll(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  auto unit = text.substr(used);
  std::int64_t days = unit.empty() || unit == "d" ? 1 : unit == "m" ? 30 : unit == "y" ? 365 : 0;
  if (used == 0 || days == 0 || number <= 0 || number > 36500) {
    throw Error(ErrorCode::usage, Text("{text} is not a retention.", {{"text", text}}),
                "Write days, or 24m or 2y.");
  }
  return number * days;
}

struct Words {
  ledger::Source source;
  std::string retention;
};

void add_fields(CLI::App* command, Session& session, const std::shared_ptr<Words>& words, bool required) {
  auto need = [&](CLI::Option* option) {
    if (required) option->required();
  };
  command->add_option("name", words->source.name, session.say("Name of the source"))->required();
  need(command->add_option("--owner", words->source.owner, session.say("Who answers for it")));
  need(
      command->add_option("--purpose", words->source.purpose, session.say("What the data is collected for")));
  need(command->add_option(
      "--basis", words->source.lawful_basis,
      session.say("Lawful basis: consent, contract, legal_obligation, legitimate_interest …")));
  need(command->add_option("--retention", words->retention,
                           session.say("How long it may be kept: days, or 24m, 2y")));
  command->add_option("--trust", words->source.trust, session.say("Trust in its values, 0 to 100"))
      ->check(CLI::Range(0, 100));
  command->add_option("--region", words->source.region,
                      session.say("Country of numbers and addresses that name none, as CN, US, GB"));
}

struct MappingWords {
  std::string name, file;
};

// The mapping that the next file of a source is read by, as TOML; or a new version of it.
void add_mapping(CLI::App* source, Session& session) {
  auto words = std::make_shared<MappingWords>();
  auto* command =
      source->add_subcommand("mapping", session.say("Show or set what the columns of a source are"));
  command->add_option("name", words->name, session.say("Name of the source"))->required();
  command->add_option("--set", words->file, session.say("TOML file that becomes the next version"));
  command->callback([&session, words] {
    auto home = session.open(words->file.empty() ? service::Access::read : service::Access::write);
    auto stored = ledger::find_source(home->ledger().read()->sql(), words->name);
    if (!stored)
      throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", words->name}}),
                  "`kith source list` lists them.");
    auto json = ledger::mapping_of(home->ledger().read()->sql(), stored->id);
    if (json.empty())
      throw Error(ErrorCode::conflict, Text("The source {name} has no mapping yet.", {{"name", words->name}}),
                  "Import its first file; with --mapping FILE to say what the columns are.");
    auto layout = service::layout_from_json(json);
    if (words->file.empty()) return session.print(service::to_toml(layout, words->name));
    layout = service::layout_from_toml(read_file(words->file), words->file, layout.columns);
    std::int64_t version = 0;
    home->ledger().write([&](ledger::Write& write) {
      version = ledger::put_mapping(write, stored->id, service::to_json(layout));
    });
    session.print(session.say(Text("The mapping of {name} is version {version} now.",
                                   {{"name", words->name}, {"version", std::to_string(version)}})) +
                  "\n");
  });
}

struct FolderWords {
  service::FolderRequest request;
  std::string every;
  bool remove = false;
};

void show_folder(Session& session, const std::string& name, const ledger::SourceFolder& folder,
                 const std::vector<ledger::Schedule>& schedules) {
  std::string cron, zone;
  for (const auto& schedule : schedules) {
    if (schedule.id != folder.schedule) continue;
    cron = schedule.cron;
    zone = schedule.zone;
  }
  if (session.json)
    return session.print_json({{"source", name},
                               {"path", folder.path},
                               {"pattern", folder.pattern},
                               {"cron", cron.empty() ? nlohmann::json() : nlohmann::json(cron)},
                               {"zone", zone.empty() ? nlohmann::json() : nlohmann::json(zone)}});
  Text::Arguments arguments{
      {"name", name}, {"path", folder.path}, {"pattern", folder.pattern}, {"cron", cron}, {"zone", zone}};
  session.print(
      session.say(cron.empty()
                      ? Text("Files {pattern} of {name} are taken from {path} by `kith collect`.", arguments)
                      : Text("Files {pattern} of {name} are taken from {path} by `kith serve`, "
                             "when {cron} comes due ({zone}).",
                             arguments)) +
      "\n");
}

// Where a source leaves its files.
void add_folder(CLI::App* source, Session& session) {
  auto words = std::make_shared<FolderWords>();
  auto* command = source->add_subcommand(
      "folder", session.say("Show or set the folder in which a source leaves its files"));
  command->add_option("name", words->request.source, session.say("Name of the source"))->required();
  auto* path = command->add_option("folder", words->request.path,
                                   session.say("Folder; files go to done/ or failed/ within it"));
  command->add_option("--pattern", words->request.pattern, session.say("Names of the files, as *.csv"))
      ->needs(path);
  auto* every =
      command->add_option("--every", words->every, session.say("`kith serve` looks so often: 5m, 2h, 1d"));
  auto* at =
      command->add_option("--at", words->request.cron,
                          session.say("`kith serve` looks when this cron comes due, as \"0 6 * * *\""));
  every->needs(path)->excludes(at);
  at->needs(path);
  command->add_option("--zone", words->request.zone, session.say("Whose clock --at means, as Asia/Shanghai"));
  command->add_flag("--remove", words->remove, session.say("The folder is no longer looked into"))
      ->excludes(path);
  command->callback([&session, words] {
    const auto& name = words->request.source;
    const bool changes = words->remove || !words->request.path.empty();
    auto home = session.open(changes ? service::Access::write : service::Access::read);
    if (words->remove) {
      service::drop_folder(*home, name);
      return session.print(session.say(Text("The source {name} has no folder any more.", {{"name", name}})) +
                           "\n");
    }
    if (!words->every.empty()) words->request.cron = service::cron_every(words->every);
    if (changes) service::set_folder(*home, words->request);
    auto read = home->ledger().read();
    auto stored = ledger::find_source(read->sql(), name);
    if (!stored)
      throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", name}}),
                  "`kith source list` lists them.");
    auto folder = ledger::folder_of(read->sql(), stored->id);
    if (!folder)
      throw Error(ErrorCode::not_found, Text("The source {name} has no folder.", {{"name", name}}),
                  "Give it one: kith source folder NAME DIR");
    show_folder(session, name, *folder, ledger::all_schedules(read->sql()));
  });
}

}  // namespace

void add_source(CLI::App& app, Session& session) {
  auto* source = app.add_subcommand("source", session.say("Sources: the channels that supply data"));
  source->require_subcommand(1);

  auto added = std::make_shared<Words>();
  auto* add = source->add_subcommand("add", session.say("Add a source"));
  add_fields(add, session, added, true);
  add->callback([&session, added] {
    added->source.retention_days = days_of(added->retention);
    for (auto [text, option] : {std::pair{&added->source.owner, "--owner"},
                                {&added->source.purpose, "--purpose"},
                                {&added->source.lawful_basis, "--basis"}}) {
      if (text->find_first_not_of(" \t") == std::string::npos) {
        throw Error(ErrorCode::usage,
                    Text("A source cannot go live with an empty {option}.", {{"option", option}}),
                    "Say who answers for it, what it is for, and on what basis.");
      }
    }
    auto home = session.open(service::Access::write);
    home->ledger().write(
        [&](ledger::Write& write) { added->source.id = ledger::add_source(write, added->source); });
    if (session.json) return session.print_json(as_json(added->source));
    session.print(session.say(Text("Source {name} is ready.", {{"name", added->source.name}})) + "\n");
  });

  auto changed = std::make_shared<Words>();
  auto* set = source->add_subcommand("set", session.say("Change a source"));
  add_fields(set, session, changed, false);
  set->callback([&session, changed, set] {
    auto home = session.open(service::Access::write);
    home->ledger().write([&](ledger::Write& write) {
      auto stored = ledger::find_source(write.sql, changed->source.name);
      if (!stored)
        throw Error(ErrorCode::not_found,
                    Text("There is no source named {name}.", {{"name", changed->source.name}}),
                    "`kith source list` lists them.");
      auto next = *stored;
      if (set->count("--owner") > 0) next.owner = changed->source.owner;
      if (set->count("--purpose") > 0) next.purpose = changed->source.purpose;
      if (set->count("--basis") > 0) next.lawful_basis = changed->source.lawful_basis;
      if (set->count("--retention") > 0) next.retention_days = days_of(changed->retention);
      if (set->count("--trust") > 0) next.trust = changed->source.trust;
      if (set->count("--region") > 0) next.region = changed->source.region;
      ledger::update_source(write, next);
      changed->source = next;
    });
    if (session.json) return session.print_json(as_json(changed->source));
    session.print(session.say(Text("Source {name} is changed.", {{"name", changed->source.name}})) + "\n");
  });

  add_mapping(source, session);
  add_folder(source, session);

  auto* list = source->add_subcommand("list", session.say("List the sources"));
  list->callback([&session] {
    auto home = session.open(service::Access::read);
    auto sources = ledger::all_sources(home->ledger().read()->sql());
    if (session.json) {
      auto json = nlohmann::json::array();
      for (const auto& s : sources) json.push_back(as_json(s));
      return session.print_json(json);
    }
    Table table({{session.say("Called")},
                 {session.say("Owner")},
                 {session.say("Purpose")},
                 {session.say("Basis")},
                 {session.say("Retention"), Table::Align::right},
                 {session.say("Trust"), Table::Align::right},
                 {session.say("Region")}});
    for (const auto& s : sources) {
      table.add({s.name, s.owner, s.purpose, s.lawful_basis,
                 session.say(Text("{days} days", {{"days", std::to_string(s.retention_days)}})),
                 std::to_string(s.trust), s.region});
    }
    session.print(table.empty()
                      ? session.say("There is no source yet. Add one with `kith source add`.") + "\n"
                      : table.print(session.colour()));
  });
}

}  // namespace kith::cli
