#include "cli/commands.h"

namespace kith::cli {
namespace {

// Text as roff takes it: a leading dot or quote would be a request, a backslash an escape.
std::string roff(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out.push_back(c);
    }
  }
  if (!out.empty() && (out[0] == '.' || out[0] == '\'')) out.insert(0, "\\&");
  return out;
}

void write_options(CLI::App& app, std::string& page) {
  for (auto* option : app.get_options()) {
    auto name = option->get_name(false, true);
    if (name.empty()) name = option->get_name(true);
    page += ".TP\n.B " + roff(name) + "\n" + roff(option->get_description()) + "\n";
  }
}

void write_command(CLI::App& app, const std::string& path, std::string& page) {
  page += ".SS " + roff(path) + "\n" + roff(app.get_description()) + "\n";
  write_options(app, page);
  for (auto* sub : app.get_subcommands(nullptr)) write_command(*sub, path + " " + sub->get_name(), page);
}

}  // namespace

void add_man(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("man", session.say("Print the manual page: kith man | man -l -"));
  command->callback([&app, &session] {
    std::string page = ".TH KITH 1 \"\" \"kith " KITH_VERSION "\"\n";
    page += ".SH " + roff(session.say("NAME")) + "\nkith \\- " + roff(app.get_description()) + "\n";
    page += ".SH " + roff(session.say("SYNOPSIS")) +
            "\n.B kith\n[\\-\\-home DIR] [\\-\\-json] [\\-\\-lang en|zh] COMMAND …\n";
    page += ".SH " + roff(session.say("OPTIONS")) + "\n";
    write_options(app, page);
    page += ".SH " + roff(session.say("COMMANDS")) + "\n";
    for (auto* sub : app.get_subcommands(nullptr)) write_command(*sub, sub->get_name(), page);
    page += ".SH " + roff(session.say("EXIT STATUS")) + "\n";
    for (auto [code, meaning] : {std::pair{"0", "done"},
                                 {"2", "the words of the call are off"},
                                 {"3", "nothing has that name"},
                                 {"4", "the state does not allow it"},
                                 {"5", "a file cannot be used"},
                                 {"6", "the operating system refused"},
                                 {"7", "the disk is full"},
                                 {"8", "the key does not open the base"},
                                 {"9", "the base is of a newer version"},
                                 {"10", "another process is writing"},
                                 {"11", "stored data is damaged"},
                                 {"70", "a fault of Kith"},
                                 {"130", "stopped at your request"}}) {
      page += ".TP\n.B " + std::string(code) + "\n" + roff(session.say(meaning)) + "\n";
    }
    page += ".SH " + roff(session.say("ENVIRONMENT")) +
            "\n.B KITH_HOME, KITH_LANG, KITH_KEY, KITH_KEY_FILE, KITH_PASSPHRASE, NO_COLOR\n";
    session.print(page);
  });
}

}  // namespace kith::cli
