#include <cstdlib>
#include <memory>

#include "base/error.h"
#include "cli/commands.h"

namespace kith::cli {

void add_key(CLI::App& app, Session& session) {
  auto* key = app.add_subcommand("key", session.say("The key of this base"));
  key->require_subcommand(1);
  auto* status = key->add_subcommand("status", session.say("Where the key comes from"));
  status->callback([&session] {
    auto home = session.open(service::Access::read);
    const auto& ring = home->keyring();
    if (session.json) return session.print_json({{"kind", ring.kind()}, {"key_file", ring.key_file()}});
    auto kind = ring.kind();
    session.print(session.say(kind == "passphrase" ? Text("The key comes from a passphrase.")
                              : kind == "file" ? Text("The key is in {path}.", {{"path", ring.key_file()}})
                                               : Text("The key comes from the environment.")) +
                  "\n");
  });

  struct Words {
    bool data = false, to_file = false;
    std::string new_passphrase_variable;
  };
  auto words = std::make_shared<Words>();
  auto* rotate = key->add_subcommand("rotate", session.say("Change the key"));
  rotate->add_flag("--data", words->data, session.say("Also encrypt all data anew under fresh keys"));
  rotate->add_option("--passphrase-from", words->new_passphrase_variable,
                     session.say("Environment variable that holds a new passphrase"));
  rotate->callback([&session, words] {
    auto home = session.open(service::Access::write);
    auto choice = session.key_choice();
    choice.passphrase.reset();
    if (!words->new_passphrase_variable.empty()) {
      const char* value = std::getenv(words->new_passphrase_variable.c_str());
      if (value == nullptr || *value == '\0') {
        throw Error(ErrorCode::usage,
                    Text("The variable {name} is empty.", {{"name", words->new_passphrase_variable}}),
                    "Set it to the new passphrase.");
      }
      choice.passphrase = value;
    }
    if (words->data) home->change_data_keys();
    home->keyring().change_master(choice);
    home->ledger().write([](ledger::Write& write) { write.audit("key.rotate", "base", "{}"); });
    const auto& ring = home->keyring();
    if (session.json)
      return session.print_json(
          {{"kind", ring.kind()}, {"key_file", ring.key_file()}, {"data", words->data}});
    session.print(session.say("The key is changed.") + "\n");
    if (!ring.key_file().empty()) {
      session.print(
          session.say(
              Text("The new key is in {path}; the old one stays beside it as {old} until the next change.",
                   {{"path", ring.key_file()}, {"old", ring.key_file() + ".old"}})) +
          "\n");
    }
  });
}

}  // namespace kith::cli
