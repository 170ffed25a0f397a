// The settings of a home that hold no personal data and must be known before its key: <home>/config.toml.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kith::cli {

struct Setting {
  std::string_view name;
  std::string_view meaning;               ///< English; its Chinese stands in the text table
  std::string_view standard;              ///< what holds where nothing is set
  std::vector<std::string_view> choices;  ///< empty: any text
};

const std::vector<Setting>& settings();

/// The value of a setting, empty where it is not set or the file cannot be read.
std::string read_config(const std::string& home, std::string_view name);
/// Throws Error(usage) for an unknown name or value, Error(bad_input) for a file that is no TOML.
void write_config(const std::string& home, std::string_view name, const std::string& value);

}  // namespace kith::cli
