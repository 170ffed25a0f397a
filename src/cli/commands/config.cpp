#include <memory>

#include "cli/commands.h"
#include "cli/config_file.h"

namespace kith::cli {

void add_config(CLI::App& app, Session& session) {
  struct Words {
    std::string name, value;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand("config", session.say("Show or change the settings of this base"));
  command->add_option("name", words->name, session.say("Setting to change"));
  command->add_option("value", words->value, session.say("Its new value"))
      ->needs(command->get_option("name"));
  command->callback([&session, words] {
    if (!words->value.empty()) write_config(session.home_folder, words->name, words->value);
    Table table(
        {{session.say("Setting")}, {session.say("Value")}, {session.say("Meaning"), Table::Align::left, 80}});
    auto json = nlohmann::json::object();
    for (const auto& setting : settings()) {
      if (!words->name.empty() && words->name != setting.name) continue;
      auto value = read_config(session.home_folder, setting.name);
      if (value.empty()) value = setting.standard;
      json[std::string(setting.name)] = value;
      table.add({std::string(setting.name), value, session.say(std::string(setting.meaning).c_str())});
    }
    if (table.empty()) write_config(session.home_folder, words->name, "");
    if (session.json) return session.print_json(json);
    session.print(table.print(session.colour()));
  });
}

}  // namespace kith::cli
