#include "cli/main.h"

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/nearest_word.h"
#include "cli/commands.h"
#include "cli/config_file.h"
#include "cli/help.h"
#include "cli/session.h"

namespace kith::cli {
namespace {

Session* running = nullptr;

// The first Ctrl-C asks; work stops at the next safe place. A second one falls to the system.
void on_interrupt(int) {
  if (running != nullptr) running->cancel.request();
  ::signal(SIGINT, SIG_DFL);
}

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

// The value of --name before the words are parsed: the help itself must speak the right language.
const char* early_option(int argc, char** argv, const char* name) {
  auto length = std::strlen(name);
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], name) == 0 && i + 1 < argc) return argv[i + 1];
    if (std::strncmp(argv[i], name, length) == 0 && argv[i][length] == '=') return argv[i] + length + 1;
  }
  return nullptr;
}

std::string home_folder(int argc, char** argv) {
  if (const char* given = early_option(argc, argv, "--home")) return given;
  if (const char* given = environment("KITH_HOME")) return given;
  return ".kith";
}

Language language_of(int argc, char** argv, const std::string& home) {
  if (const char* given = early_option(argc, argv, "--lang")) return language_from_locale(given);
  if (const char* given = environment("KITH_LANG")) return language_from_locale(given);
  if (auto configured = read_config(home, "language"); !configured.empty())
    return language_from_locale(configured);
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const char* given = environment(name)) return language_from_locale(given);
  }
  return Language::en;
}

int report(const Session& session, const Error& error) {
  auto sentence = error.sentence().render(session.language);
  auto hint = error.hint().render(session.language);
  const auto& place = error.place();
  if (session.json) {
    nlohmann::json json = {{"error", {{"code", name_of(error.code())}, {"message", sentence}}}};
    if (!hint.empty()) json["error"]["hint"] = hint;
    if (!place.file.empty()) json["error"]["file"] = place.file;
    if (place.line != 0) json["error"]["line"] = place.line;
    if (!place.column.empty()) json["error"]["column"] = place.column;
    if (session.put(text_of(json))) return static_cast<int>(error.code());
  }
  bool colour = colours(STDERR_FILENO);
  std::string where;
  if (!place.file.empty() && place.line != 0) {
    where = place.file + ":" + std::to_string(place.line) +
            (place.column.empty() ? "" : " [" + place.column + "]") + ": ";
  }
  std::string text = styled("kith: ", Style::bad, colour) + where + sentence + "\n";
  if (!hint.empty()) text += "      " + hint + "\n";
  std::fputs(text.c_str(), stderr);
  return static_cast<int>(error.code());
}

CLI::App* subcommand_named(CLI::App& app, const std::string& name) {
  for (auto* sub : app.get_subcommands(nullptr)) {
    if (sub->get_name() == name) return sub;
  }
  return nullptr;
}

// "kith source add".
std::string path_of(const CLI::App* command) {
  auto path = command->get_name();
  while ((command = command->get_parent()) != nullptr) path = command->get_name() + " " + path;
  return path;
}

// Words that no command knows, with the nearest known one.
int report_words(const Session& session, CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  CLI::App* at = &app;
  std::string unknown;
  for (int i = 1; i < argc && unknown.empty(); ++i) {
    std::string word = argv[i];
    if (word.rfind('-', 0) == 0) {
      auto name = word.substr(0, word.find('='));
      if (at->get_option_no_throw(name) == nullptr && app.get_option_no_throw(name) == nullptr)
        unknown = name;
    } else if (auto* sub = subcommand_named(*at, word)) {
      at = sub;
    } else if (!at->get_subcommands(nullptr).empty() &&
               at->get_options([](const CLI::Option* o) { return o->get_positional(); }).empty()) {
      const auto* before = app.get_option_no_throw(argv[i - 1]);
      bool value = before != nullptr && argv[i - 1][0] == '-' && before->get_items_expected_max() > 0;
      if (!value) unknown = word;
    }
  }
  std::vector<std::string> known;
  if (!unknown.empty() && unknown[0] == '-') {
    for (auto* option : at->get_options()) {
      for (const auto& name : option->get_lnames()) known.push_back("--" + name);
    }
    for (auto* option : app.get_options()) {
      for (const auto& name : option->get_lnames()) known.push_back("--" + name);
    }
  } else {
    for (auto* sub : at->get_subcommands(nullptr)) known.push_back(sub->get_name());
  }
  Text hint("`{command} --help` tells what it takes.", {{"command", path_of(at)}});
  if (unknown.empty()) {
    return report(session, Error(ErrorCode::usage,
                                 Text("The call is incomplete or off: {reason}.",
                                      {{"reason", complaint_of(error).render(session.language)}}),
                                 hint));
  }
  auto nearest = nearest_word(unknown, known);
  if (!nearest.empty()) hint = Text("Did you mean {word}?", {{"word", nearest}});
  return report(session,
                Error(ErrorCode::usage, Text("Kith does not know {word}.", {{"word", unknown}}), hint));
}

void obey(CLI::App& app, const Session& session, int argc, char** argv) {
  try {
    if (argc == 1) return session.print(app.help());
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    auto* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    auto path = path_of(at);
    session.print(at->help(path.substr(0, path.rfind(' ') == std::string::npos ? 0 : path.rfind(' '))));
  } catch (const CLI::CallForAllHelp&) {
    session.print(app.help("", CLI::AppFormatMode::All));
  } catch (const CLI::CallForVersion&) {
    session.print(std::string("kith ") + KITH_VERSION + "\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  // Whatever Kith writes holds personal data, encrypted or by a person's wish: it is its owner's alone.
  ::umask(077);
  ::signal(SIGPIPE, SIG_DFL);
  Session session;
  session.home_folder = home_folder(argc, argv);
  session.language = language_of(argc, argv, session.home_folder);
  running = &session;
  ::signal(SIGINT, on_interrupt);
  ::signal(SIGTERM, on_interrupt);

  CLI::App app(session.say("Kith makes one trustworthy customer base of scattered, dirty files."), "kith");
  app.formatter(help_in(session.language));
  app.set_version_flag("--version", std::string("kith ") + KITH_VERSION, session.say("Print the version"));
  app.set_help_flag("-h,--help", session.say("Print this help"));
  app.add_option("--home", session.home_folder,
                 session.say("Folder of the customer base (or KITH_HOME; .kith otherwise)"));
  app.add_option("--key-file", session.key_file,
                 session.say("File that holds the key (or KITH_KEY_FILE, KITH_KEY, KITH_PASSPHRASE)"));
  app.add_flag("--json", session.json, session.say("Answer in JSON, for machines"));
  std::string language;
  app.add_option("--lang", language, session.say("Language: en or zh (or KITH_LANG)"));
  app.require_subcommand(1);
  app.fallthrough();
  add_commands(app, session);

  try {
    obey(app, session, argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return report_words(session, app, error, argc, argv);
  } catch (const Error& error) {
    return report(session, error);
  } catch (const std::bad_alloc&) {
    return report(session, Error(ErrorCode::io, "There is not enough memory.",
                                 "Free some memory and call again; nothing was left half done."));
  } catch (const std::exception& error) {
    return report(session,
                  Error(ErrorCode::internal, Text("A fault of Kith: {reason}.", {{"reason", error.what()}}),
                        "Please report it; nothing was left half done."));
  }
}

}  // namespace kith::cli
