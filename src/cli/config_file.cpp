#include "cli/config_file.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include <toml++/toml.h>

#include "base/error.h"
#include "base/file.h"

namespace kith::cli {
namespace {

std::string path_of(const std::string& home) {
  return (std::filesystem::path(home) / "config.toml").string();
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = {
      {"language", "Language of the commands and reports", "en", {"en", "zh"}},
      {"threads", "Threads that work at once; 0: one a core", "0", {}},
  };
  return all;
}

std::string read_config(const std::string& home, std::string_view name) {
  std::error_code failure;
  if (!std::filesystem::exists(path_of(home), failure)) return {};
  try {
    auto table = toml::parse_file(path_of(home));
    return table[name].value_or(std::string());
  } catch (const toml::parse_error&) {
    return {};
  }
}

void write_config(const std::string& home, std::string_view name, const std::string& value) {
  auto known =
      std::find_if(settings().begin(), settings().end(), [&](const Setting& s) { return s.name == name; });
  if (known == settings().end()) {
    throw Error(ErrorCode::usage, Text("There is no setting {name}.", {{"name", std::string(name)}}),
                "`kith config` lists them.");
  }
  if (!known->choices.empty() &&
      std::find(known->choices.begin(), known->choices.end(), value) == known->choices.end()) {
    std::string choices;
    for (auto choice : known->choices) choices += (choices.empty() ? "" : ", ") + std::string(choice);
    throw Error(ErrorCode::usage,
                Text("{name} cannot be {value}.", {{"name", std::string(name)}, {"value", value}}),
                Text("It can be: {choices}", {{"choices", choices}}));
  }
  toml::table table;
  if (std::filesystem::exists(path_of(home))) {
    try {
      table = toml::parse_file(path_of(home));
    } catch (const toml::parse_error& failure) {
      throw Error(ErrorCode::bad_input, Text("{path} is no TOML.", {{"path", path_of(home)}}),
                  "Mend or delete the file.", {path_of(home), failure.source().begin.line, {}});
    }
  }
  table.insert_or_assign(name, value);
  std::ostringstream out;
  out << table << "\n";
  write_file_atomically(path_of(home), out.str(), 0600);
}

}  // namespace kith::cli
