#include <memory>

#include "base/error.h"
#include "cli/commands.h"
#include "service/source_folder.h"

namespace kith::cli {
namespace {

using State = service::CollectedFile::State;

nlohmann::json as_json(const Session& session, const service::CollectedFile& file) {
  nlohmann::json json = {
      {"source", file.source},   {"name", file.name},   {"state", service::name_of(file.state)},
      {"records", file.records}, {"facts", file.facts}, {"rejects", file.rejects}};
  if (file.batch != 0) json["batch"] = file.batch;
  if (!file.reason.empty()) json["reason"] = session.say(file.reason);
  return json;
}

std::string line_of(const Session& session, const service::CollectedFile& file) {
  Text::Arguments arguments{{"batch", std::to_string(file.batch)},
                            {"records", grouped(static_cast<long long>(file.records))},
                            {"facts", grouped(static_cast<long long>(file.facts))},
                            {"rejects", grouped(static_cast<long long>(file.rejects))}};
  std::string what = session.say(std::string(service::name_of(file.state)).c_str());
  if (file.state == State::imported)
    what = session.say(Text("batch {batch}: {records} records, {facts} facts, {rejects} rejects", arguments));
  return harmless(file.source + " · " + file.name) + "  " + what +
         (file.reason.empty() ? "" : ": " + session.say(file.reason)) + "\n";
}

}  // namespace

void add_collect(CLI::App& app, Session& session) {
  struct Words {
    std::string source;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "collect", session.say("Import the files that lie ready in the folders of the sources, once"));
  command->add_option("source", words->source, session.say("This source's folder only"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    service::CollectOptions options;
    options.source = words->source;
    auto files = service::collect_files(*home, options, progress, session.cancel);
    if (session.json) {
      auto json = nlohmann::json::array();
      for (const auto& file : files) json.push_back(as_json(session, file));
      return session.print_json(json);
    }
    std::string out;
    for (const auto& file : files) out += line_of(session, file);
    session.print(out.empty() ? session.say("No file lies ready.") + "\n" : out);
  });
}

}  // namespace kith::cli
