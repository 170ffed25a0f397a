// The real program, run as a person or a script runs it: its words in, its exit code and its output back.
#pragma once
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace kith::cli {

using Words = std::vector<std::string>;

struct Outcome {
  int code = -1;  ///< exit code; 1000 + the signal where one ended the program
  std::string out, err;

  /// The whole of stdout as one JSON value; a parse error fails the test by its exception.
  nlohmann::json json() const { return nlohmann::json::parse(out); }
};

inline std::ostream& operator<<(std::ostream& to, const Outcome& outcome) {
  return to << "exit " << outcome.code << "\n" << outcome.out << outcome.err;
}

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder with a home, its key and its files; gone with the object. Nothing of the person who runs the
/// tests comes in: neither variables nor key files.
class Desk {
 public:
  Desk() {
    auto pattern = (std::filesystem::temp_directory_path() / "kith_cli_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    environment = {{"KITH_HOME", folder_ / "home"},
                   {"XDG_CONFIG_HOME", folder_ / "config"},
                   {"HOME", folder_},
                   {"PATH", "/usr/bin:/bin"},
                   {"TMPDIR", folder_},
                   {"LC_ALL", "C.UTF-8"}};
  }
  ~Desk() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  std::string operator/(const std::string& name) const { return (folder_ / name).string(); }
  std::string file(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return *this / name;
  }

  /// Begins the program; stdout and stderr go to files, so that it never waits for the test.
  pid_t begin(const Words& words, int output = -1) {
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
    std::vector<char*> call{const_cast<char*>(KITH_BINARY)}, around;
    for (const auto& word : words) call.push_back(const_cast<char*>(word.c_str()));
    for (const auto& variable : variables) around.push_back(const_cast<char*>(variable.c_str()));
    call.push_back(nullptr);
    around.push_back(nullptr);
    auto out_path = *this / "stdout", err_path = *this / "stderr";
    pid_t child = ::fork();
    if (child != 0) return child;
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    ::dup2(output >= 0 ? output : ::open(out_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
    ::dup2(::open(err_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    ::execve(KITH_BINARY, call.data(), around.data());
    ::_exit(127);
  }
  Outcome end(pid_t child) const {
    int status = 0;
    ::waitpid(child, &status, 0);
    Outcome outcome;
    outcome.code = WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
    outcome.out = bytes_of(*this / "stdout");
    outcome.err = bytes_of(*this / "stderr");
    return outcome;
  }

  Outcome run(const Words& words) { return end(begin(words)); }
  Outcome chinese(Words words) {
    words.insert(words.begin(), {"--lang", "zh"});
    return run(words);
  }
  /// The answer of a command that must succeed, for machines.
  nlohmann::json json(Words words) {
    words.insert(words.begin(), "--json");
    auto outcome = run(words);
    if (outcome.code != 0) throw std::runtime_error(outcome.out + outcome.err);
    return outcome.json();
  }
  nlohmann::json add_source(const std::string& name) {
    return json({"source", "add", name, "--owner", "Sales", "--purpose", "serve", "--basis", "contract",
                 "--retention", "2y"});
  }

  std::map<std::string, std::string> environment;

 private:
  std::filesystem::path folder_;
};

inline bool has_chinese(const std::string& text) {
  // The common ideographs U+4E00 … U+9FFF begin with E4 … E9 in UTF-8.
  for (unsigned char c : text) {
    if (c >= 0xE4 && c <= 0xE9) return true;
  }
  return false;
}

/// English words in a row, three or more, that are no call of the program: a sentence nobody translated.
/// Empty where there is none.
inline std::string english_in(const std::string& text) {
  auto rest = std::regex_replace(text, std::regex("kith( [a-z]+)*"), "");
  std::smatch found;
  return std::regex_search(rest, found, std::regex("[A-Za-z]+( [a-z]{2,}){2,}")) ? found.str() : "";
}

/// Nothing that only a terminal understands.
inline bool plain(const std::string& text) {
  return text.find('\x1b') == std::string::npos && text.find('\r') == std::string::npos;
}

}  // namespace kith::cli
