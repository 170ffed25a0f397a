#include "ledger/batches.h"

#include <map>

#include "cli/commands.h"
#include "ledger/catalogue.h"

namespace kith::cli {

namespace {

// "3 / 10": so many of them are open still.
std::string rejects_of(const ledger::Batch& batch) {
  if (batch.open_rejects == batch.rejects) return grouped(batch.rejects);
  return grouped(batch.open_rejects) + " / " + grouped(batch.rejects);
}

}  // namespace

void add_batches(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("batches", session.say("List the imports"));
  command->callback([&session] {
    auto home = session.open(service::Access::read);
    auto read = home->ledger().read();
    std::map<SourceId, std::string> sources;
    for (const auto& source : ledger::all_sources(read->sql())) sources[source.id] = source.name;
    auto batches = ledger::all_batches(read->sql());
    if (session.json) {
      auto json = nlohmann::json::array();
      for (const auto& b : batches) {
        json.push_back({{"number", b.number},
                        {"id", to_string(b.id)},
                        {"source", sources[b.source]},
                        {"kind", b.kind},
                        {"file", b.file},
                        {"state", ledger::name_of(b.state)},
                        {"started_at", b.started_at},
                        {"rows", b.file_rows},
                        {"records", b.records},
                        {"facts", b.facts},
                        {"rejects", b.rejects},
                        {"open_rejects", b.open_rejects},
                        {"mended", b.mended},
                        {"mode", ledger::name_of(b.mode)},
                        {"unchanged", b.unchanged},
                        {"replaced", b.replaced},
                        {"gone", b.gone},
                        {"digest", to_hex(b.file_digest)}});
      }
      return session.print_json(json);
    }
    using Align = Table::Align;
    Table table({{session.say("Batch"), Align::right},
                 {session.say("Source")},
                 {session.say("Kind")},
                 {session.say("File"), Align::left, 40},
                 {session.say("When")},
                 {session.say("Records"), Align::right},
                 {session.say("Facts"), Align::right},
                 {session.say("Rejects"), Align::right},
                 {session.say("State")}});
    for (const auto& b : batches) {
      table.add({std::to_string(b.number), sources[b.source], session.say(b.kind.c_str()), b.file,
                 local_time(b.started_at), grouped(b.records), grouped(b.facts), rejects_of(b),
                 session.say(std::string(ledger::name_of(b.state)).c_str())});
    }
    session.print(table.empty() ? session.say("Nothing was imported yet.") + "\n"
                                : table.print(session.colour()));
  });
}

}  // namespace kith::cli
