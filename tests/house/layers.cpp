#include "layers.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace kith::house {
namespace {

using Rooms = std::set<std::string>;

const Rooms kernels = {"standard", "match", "quality", "privacy", "analysis"};

/// For each room the other rooms it may include.
const std::map<std::string, Rooms> below = [] {
  std::map<std::string, Rooms> rooms = {{"base", {}}, {"sample", {"base"}}};
  for (const std::string& kernel : kernels) rooms[kernel] = {"base"};
  Rooms lower = kernels;
  lower.insert("base");
  rooms["ledger"] = rooms["lens"] = lower;
  lower.insert({"ledger", "lens"});
  rooms["service"] = lower;
  lower.insert("service");
  rooms["server"] = lower;
  lower.insert({"sample", "server"});
  rooms["cli"] = lower;
  lower.insert("cli");
  rooms["main"] = lower;
  return rooms;
}();

/// Foreign headers by the beginning of their path, and the rooms they stay in.
struct Foreign {
  std::string beginning;
  Rooms rooms;
};
const std::vector<Foreign> foreign = {
    {"duckdb", {"lens"}},
    {"sqlite3", {"ledger", "lens"}},
    {"libpq", {"ledger"}},
    {"phonenumbers/", {"standard"}},
    {"unicode/", {"standard", "match", "lens", "sample"}},
    {"google/protobuf/", {"standard"}},
    {"re2/", {"standard", "quality", "lens"}},
    {"simdjson", {"lens", "service"}},
    {"zip.h", {"lens"}},
    {"zlib.h", {"lens", "server"}},
    {"zstd.h", {"lens"}},
    {"pugixml", {"lens"}},
    {"xlsxwriter", {"service", "sample"}},
    {"nlohmann/", {"service", "server", "cli"}},
    {"CLI/", {"cli"}},
    {"toml++/", {"service", "cli"}},
    {"sodium", {"base"}},
    {"openssl/", {"lens", "base"}},
    {"boost/", {"server"}},
    {"curl/", {"server"}},
    {"netinet/", {"server"}},
    {"yaml.h", {"server"}},
};

/// Headers of the C library and of POSIX; those of C++ have no dot.
bool is_system(const std::string& header) {
  static const Rooms known = {"assert.h", "ctype.h",     "dirent.h", "dlfcn.h",   "errno.h",    "fcntl.h",
                              "fenv.h",   "fnmatch.h",   "float.h",  "glob.h",    "inttypes.h", "langinfo.h",
                              "limits.h", "locale.h",    "malloc.h", "math.h",    "poll.h",     "pthread.h",
                              "pwd.h",    "sched.h",     "signal.h", "spawn.h",   "stddef.h",   "stdint.h",
                              "stdio.h",  "stdlib.h",    "string.h", "strings.h", "termios.h",  "time.h",
                              "unistd.h", "immintrin.h", "cpuid.h",  "wchar.h"};
  return header.find('.') == std::string::npos || known.count(header) > 0 || header.rfind("sys/", 0) == 0;
}

/// What a kernel may not use, by header and by word.
const Rooms outside_headers = {"fstream",  "filesystem", "iostream", "thread",  "future",
                               "ctime",    "time.h",     "unistd.h", "fcntl.h", "pthread.h",
                               "stdlib.h", "random",     "csignal"};
const std::regex outside_words(
    R"(\b(system_clock|steady_clock|random_device|std::thread|std::async|fopen|getenv|std::cout|std::cerr)\b)");

std::string where(const SourceFile& file, std::size_t line) {
  return file.path + ":" + std::to_string(line) + ": ";
}

std::string fault_of_foreign(const std::string& room, const std::string& header) {
  for (const auto& [beginning, rooms] : foreign) {
    if (header.rfind(beginning, 0) != 0) continue;
    return rooms.count(room) > 0 ? "" : "<" + header + "> stays out of the room " + room;
  }
  if (is_system(header)) return {};
  return "<" + header + "> is in no list: say in tests/house/layers.cpp which rooms may use it";
}

std::string fault_of_own(const std::string& room, const std::string& header) {
  const std::string target = header.substr(0, header.find('/'));
  if (header.find('/') == std::string::npos || below.count(target) == 0) {
    return "\"" + header + "\" does not begin with a room: include by \"room/file.h\"";
  }
  if (target == room || below.at(room).count(target) > 0) return {};
  return "the room " + room + " may not include \"" + header + "\"";
}

bool is_foreign(const std::string& header) {
  return std::any_of(foreign.begin(), foreign.end(),
                     [&](const Foreign& part) { return header.rfind(part.beginning, 0) == 0; });
}

std::string fault_of_include(const std::string& room, const std::string& header, bool quoted) {
  if (quoted && !is_foreign(header)) return fault_of_own(room, header);
  if (kernels.count(room) > 0 && (outside_headers.count(header) > 0 || header.rfind("sys/", 0) == 0)) {
    return "<" + header + "> reaches outside, which a kernel does not: take it as an argument";
  }
  return fault_of_foreign(room, header);
}

std::string without_comment(const std::string& line) {
  return line.substr(0, std::min(line.find("//"), line.size()));
}

}  // namespace

std::vector<std::string> layer_faults(const SourceFile& file) {
  static const std::regex include(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
  std::vector<std::string> faults;
  const std::string room = room_of(file.path);
  if (below.count(room) == 0) return {file.path + ": the room " + room + " has no place in the layers"};

  std::istringstream lines(file.text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    std::smatch found;
    if (line.find("include") != std::string::npos && std::regex_search(line, found, include)) {
      const std::string fault = fault_of_include(room, found[2], found[1] == "\"");
      if (!fault.empty()) faults.push_back(where(file, number) + fault);
    } else if (kernels.count(room) > 0) {
      const std::string code = without_comment(line);
      if (std::regex_search(code, found, outside_words)) {
        faults.push_back(where(file, number) + found[1].str() + " reaches outside, which a kernel does not");
      }
    }
  }
  return faults;
}

}  // namespace kith::house
