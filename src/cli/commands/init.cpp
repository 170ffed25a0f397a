#include "cli/commands.h"

namespace kith::cli {

void add_init(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("init", session.say("Make a new customer base"));
  command->callback([&session] {
    auto home = service::Home::create(session.home_folder, session.key_choice());
    const auto& key_file = home->keyring().key_file();
    if (session.json) {
      session.print_json(
          {{"home", session.home_folder}, {"key", home->keyring().kind()}, {"key_file", key_file}});
      return;
    }
    session.print(
        session.say(Text("A new customer base stands in {path}.", {{"path", session.home_folder}})) + "\n");
    if (!key_file.empty()) {
      session.print(
          session.say(Text(
              "Its key is in {path}. Keep a copy of it elsewhere: without the key nobody can read the base.",
              {{"path", key_file}})) +
          "\n");
    }
    session.print(session.say("Next: kith source add NAME --owner … --purpose … --basis … --retention …") +
                  "\n");
  });
}

}  // namespace kith::cli
