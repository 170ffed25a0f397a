#include "cli/session.h"

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <iostream>

#include <unistd.h>

#include "base/date.h"
#include "base/error.h"

namespace kith::cli {

service::KeyChoice Session::key_choice() const {
  auto choice = service::key_choice_from_environment();
  if (key_file) {
    choice.key_file = key_file;
    choice.key_hex.reset();
    choice.passphrase.reset();
  }
  return choice;
}

std::unique_ptr<service::Home> Session::open(service::Access access) const {
  auto home = service::Home::open(home_folder, key_choice(), access);
  for (auto number : home->taken_back()) {
    remark(Text("Batch {number} had been interrupted; what it had written was taken back.",
                {{"number", std::to_string(number)}}));
  }
  return home;
}

bool Session::colour() const { return !json && colours(STDOUT_FILENO); }

void Session::print(const std::string& text) const {
  if (put(text)) return;
  throw Error(errno == ENOSPC || errno == EDQUOT ? ErrorCode::no_space : ErrorCode::io,
              "The answer could not be written: the output takes no more.",
              "What the command did stands; only its answer is lost. Mend the output and ask again.");
}

bool Session::put(const std::string& text) const noexcept {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

void Session::print_json(const nlohmann::json& value) const { print(text_of(value)); }

void Session::remark(const Text& text) const {
  auto line = text.render(language) + "\n";
  std::fputs(styled(line, Style::warning, !json && colours(STDERR_FILENO)).c_str(), stderr);
}

bool Session::agrees(const Text& question, bool yes) const {
  if (yes || ::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) return true;
  std::fputs((question.render(language) + " [y/N] ").c_str(), stderr);
  std::fflush(stderr);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes" || answer == "是" || answer == "好";
}

std::string text_of(const nlohmann::json& value) {
  return value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string local_time(std::int64_t ms) {
  std::time_t seconds = ms / 1000;
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
  return text;
}

std::int64_t read_time(const std::string& text) {
  std::int64_t utc = 0;
  if (!parse_iso_time(text, utc)) {
    throw Error(ErrorCode::usage, Text("{text} is not a time.", {{"text", text}}),
                "Write it as 2026-11-21, 2026-11-21 08:05 or 2026-11-21T08:05:00Z.");
  }
  if (text.back() == 'Z') return utc;
  // The wall clock's reading, here: the offset is that of the moment itself.
  std::time_t seconds = utc / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  parts.tm_isdst = -1;
  std::int64_t local = static_cast<std::int64_t>(std::mktime(&parts)) * 1000;
  bool date_alone = text.find(':') == std::string::npos;
  return date_alone ? local + 86400000 - 1 : local;
}

}  // namespace kith::cli
