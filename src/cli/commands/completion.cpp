#include <memory>

#include "cli/commands.h"

namespace kith::cli {
namespace {

struct Entry {
  std::string path;  // "source add"
  std::vector<std::string> words;
};

void collect(CLI::App& app, const std::string& path, std::vector<Entry>& entries) {
  Entry entry{path, {}};
  for (auto* sub : app.get_subcommands(nullptr)) entry.words.push_back(sub->get_name());
  for (auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) entry.words.push_back("--" + name);
  }
  entries.push_back(entry);
  for (auto* sub : app.get_subcommands(nullptr))
    collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), entries);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string bash_script(const std::vector<Entry>& entries) {
  std::string script =
      "# bash completion for kith. Use: source <(kith completion bash)\n"
      "_kith() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} path= word words= i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case \"$path $word\" in\n";
  for (const auto& entry : entries) {
    if (!entry.path.empty()) {
      auto cut = entry.path.rfind(' ');
      auto parent = cut == std::string::npos ? std::string() : entry.path.substr(0, cut);
      auto name = cut == std::string::npos ? entry.path : entry.path.substr(cut + 1);
      script += "      \"" + parent + " " + name + "\") path=\"" + entry.path + "\" ;;\n";
    }
  }
  script += "    esac\n  done\n  case \"$path\" in\n";
  for (const auto& entry : entries)
    script += "    \"" + entry.path + "\") words=\"" + joined(entry.words) + "\" ;;\n";
  script +=
      "  esac\n"
      "  if [[ $current == -* || -z $path || $path == source || $path == lens || $path == key ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$current\"))\n"
      "  fi\n"
      "}\n"
      "complete -o filenames -F _kith kith\n";
  return script;
}

std::string zsh_script(const std::vector<Entry>& entries) {
  return "# zsh completion for kith. Use: source <(kith completion zsh)\nautoload -U +X bashcompinit && "
         "bashcompinit\n" +
         bash_script(entries);
}

std::string fish_script(const std::vector<Entry>& entries) {
  std::string script = "# fish completion for kith. Use: kith completion fish | source\n";
  for (const auto& entry : entries) {
    std::string condition = entry.path.empty() ? "__fish_use_subcommand" : "";
    for (std::size_t at = 0; !entry.path.empty() && at != std::string::npos;) {
      auto end = entry.path.find(' ', at);
      condition += (condition.empty() ? "" : "; and ") +
                   ("__fish_seen_subcommand_from " + entry.path.substr(at, end - at));
      at = end == std::string::npos ? end : end + 1;
    }
    for (const auto& word : entry.words) {
      bool option = word.rfind("--", 0) == 0;
      script += "complete -c kith -n '" + condition + "' " +
                (option ? "-l " + word.substr(2) : "-a " + word) + "\n";
    }
  }
  return script;
}

}  // namespace

void add_completion(CLI::App& app, Session& session) {
  auto shell = std::make_shared<std::string>();
  auto* command = app.add_subcommand("completion", session.say("Print the completion script of a shell"));
  command->add_option("shell", *shell, session.say("bash, zsh or fish"))
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&app, &session, shell] {
    std::vector<Entry> entries;
    collect(app, "", entries);
    session.print(*shell == "bash"  ? bash_script(entries)
                  : *shell == "zsh" ? zsh_script(entries)
                                    : fish_script(entries));
  });
}

}  // namespace kith::cli
