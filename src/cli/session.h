// What every command shares: where the base is, how to speak, how to stop.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/progress.h"
#include "cli/terminal.h"
#include "service/home.h"

namespace kith::cli {

class Session {
 public:
  std::string home_folder;
  std::optional<std::string> key_file;
  bool json = false;
  Language language = Language::en;
  Cancel cancel;

  service::KeyChoice key_choice() const;
  std::unique_ptr<service::Home> open(service::Access access) const;
  TerminalProgress progress() const { return TerminalProgress(language, json); }
  bool colour() const;

  std::string say(const Text& text) const { return text.render(language); }
  std::string say(const char* english) const { return tr(language, english); }
  /// Writes to stdout. A closed pipe ends the process by SIGPIPE; throws no_space or io where the stream
  /// takes no more.
  void print(const std::string& text) const;
  /// The same; false where the stream takes no more.
  bool put(const std::string& text) const noexcept;
  void print_json(const nlohmann::json& value) const;
  /// A remark beside the result, on stderr.
  void remark(const Text& text) const;
  /// Asks on the terminal; true at once with `yes`, or where stdin is no terminal.
  bool agrees(const Text& question, bool yes) const;
};

/// The text of an answer in JSON, as it is printed.
std::string text_of(const nlohmann::json& value);
/// A time as people write it: the local date and minute.
std::string local_time(std::int64_t ms_since_1970);
/// Milliseconds since 1970 from "2026-11-21", "2026-11-21 08:05" (local time) or "…Z". A date alone means its
/// end.
std::int64_t read_time(const std::string& text);

/// Parses nothing itself: commands register what they take and what runs.
using Run = std::function<void()>;

}  // namespace kith::cli
