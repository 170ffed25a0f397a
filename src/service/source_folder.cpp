#include "service/source_folder.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <thread>
#include <tuple>

#include <fcntl.h>
#include <fnmatch.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "ledger/catalogue.h"
#include "service/cron.h"
#include "service/import_file.h"
#include "service/resolve_new_records.h"

namespace kith::service {
namespace {

namespace fs = std::filesystem;
using State = CollectedFile::State;

constexpr const char* taken_folder = ".kith";

ledger::Source source_named(ledger::Statements& sql, const std::string& name) {
  auto source = ledger::find_source(sql, name);
  if (!source)
    throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", name}}),
                "`kith source list` lists them.");
  return *source;
}

bool is_within(const fs::path& inner, const fs::path& outer) {
  auto [end, rest] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

fs::path checked_folder(Home& home, const std::string& path) {
  std::error_code failure;
  auto folder = fs::canonical(path, failure);
  if (failure || !fs::is_directory(folder))
    throw Error(ErrorCode::not_found, Text("There is no folder {path}.", {{"path", path}}), "Make it first.");
  auto own = fs::canonical(home.folder(), failure);
  if (is_within(folder, own) || is_within(own, folder))
    throw Error(ErrorCode::bad_input, "The folder of a source and the base must not lie in each other.",
                "Take a folder of its own.");
  if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
    throw Error(ErrorCode::denied,
                Text("Kith may not write in {path}: files are moved when they are done.", {{"path", path}}),
                "Let the user that runs Kith read and write there.");
  return folder;
}

void make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return;
  struct stat found {};
  if (errno == EEXIST && ::lstat(folder.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) return;
  throw Error(ErrorCode::io, Text("The folder {path} cannot be made.", {{"path", folder.string()}}),
              "Is there a file or a link of that name?");
}

struct Waiting {
  std::string name;
  struct stat seen {};
};

bool look(const fs::path& path, struct stat& found) { return ::lstat(path.c_str(), &found) == 0; }

bool same(const struct stat& a, const struct stat& b) {
  return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

std::int64_t age_ms(const struct stat& file) {
  using namespace std::chrono;
  auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  return now - (file.st_mtim.tv_sec * 1000 + file.st_mtim.tv_nsec / 1000000);
}

// Names that programs give what they have not finished, and what is no file for others.
bool is_unfinished(const std::string& name) {
  if (name.front() == '.' || name.rfind("~$", 0) == 0) return true;
  for (std::string_view ending : {".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", "~"}) {
    if (name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
      return true;
  }
  return false;
}

// A failure that another file, or a later moment, would meet as well.
bool is_of_the_file(ErrorCode code) {
  return code == ErrorCode::bad_input || code == ErrorCode::usage || code == ErrorCode::conflict ||
         code == ErrorCode::denied;
}

class Collector {
 public:
  Collector(Home& home, const ledger::SourceFolder& folder, std::string source, const CollectOptions& options,
            Progress& progress, const Cancel& cancel)
      : home_(home),
        folder_(folder.path),
        pattern_(folder.pattern),
        source_(std::move(source)),
        options_(options),
        progress_(progress),
        cancel_(cancel) {}

  std::vector<CollectedFile> run() {
    struct stat found {};
    if (!look(folder_, found) || !S_ISDIR(found.st_mode))
      throw Error(ErrorCode::not_found, Text("There is no folder {path}.", {{"path", folder_.string()}}),
                  "Is the share mounted? Else set another: kith source folder NAME DIR");
    put_left_behind();
    for (auto& file : ready()) {
      cancel_.check();
      take(file);
    }
    return std::move(files_);
  }

 private:
  void tell(std::string name, State state, Text reason) {
    CollectedFile file;
    file.source = source_;
    file.name = std::move(name);
    file.state = state;
    file.reason = std::move(reason);
    files_.push_back(std::move(file));
  }

  // What a process that died had taken lies in the folder again.
  void put_left_behind() {
    std::error_code ignored;
    std::vector<fs::path> left;
    for (const auto& entry : fs::directory_iterator(folder_ / taken_folder, ignored))
      left.push_back(entry.path());
    for (const auto& path : left) fs::rename(path, free_name(folder_, path.filename().string()), ignored);
  }

  std::vector<Waiting> ready() {
    std::vector<Waiting> files;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder_, failure)) {
      auto name = entry.path().filename().string();
      Waiting file{name, {}};
      if (is_unfinished(name) || ::fnmatch(pattern_.c_str(), name.c_str(), FNM_PERIOD) != 0) continue;
      if (!look(entry.path(), file.seen) || S_ISDIR(file.seen.st_mode)) continue;
      if (!S_ISREG(file.seen.st_mode)) {
        tell(name, State::skipped, "it is a link or no file; links are not followed");
        continue;
      }
      files.push_back(std::move(file));
    }
    if (failure)
      throw Error(ErrorCode::io, Text("The folder {path} cannot be read.", {{"path", folder_.string()}}),
                  "May the user that runs Kith read it?");
    if (files.empty()) return files;
    // Some programs give a copy the time of its original from the start: its size alone shows that it grows.
    std::this_thread::sleep_for(
        std::min<std::chrono::milliseconds>(options_.settled, std::chrono::milliseconds(1000)));
    std::vector<Waiting> settled;
    for (auto& file : files) {
      struct stat now {};
      if (!look(folder_ / file.name, now)) continue;
      if (!same(file.seen, now) || (age_ms(now) >= 0 && age_ms(now) < options_.settled.count())) {
        tell(file.name, State::waiting, "it is still being written");
        continue;
      }
      settled.push_back(std::move(file));
    }
    // The oldest first: what replaces comes after what it replaces.
    std::sort(settled.begin(), settled.end(), [](const Waiting& a, const Waiting& b) {
      return std::tie(a.seen.st_mtim.tv_sec, a.seen.st_mtim.tv_nsec, a.name) <
             std::tie(b.seen.st_mtim.tv_sec, b.seen.st_mtim.tv_nsec, b.name);
    });
    return settled;
  }

  static fs::path free_name(const fs::path& folder, const std::string& name) {
    auto path = folder / name;
    struct stat found {};
    const auto stem = path.stem().string(), ending = path.extension().string();
    for (int i = 2; look(path, found); ++i) path = folder / (stem + "-" + std::to_string(i) + ending);
    return path;
  }

  // Moves it; false where somebody was faster.
  static bool move(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    throw Error(ErrorCode::io, Text("{path} cannot be moved.", {{"path", from.string()}}),
                "Let the user that runs Kith write in the folder.");
  }

  void take(const Waiting& file) {
    make_folder(folder_ / taken_folder);
    const auto waiting = folder_ / file.name, taken = folder_ / taken_folder / file.name;
    if (!move(waiting, taken)) return;
    struct stat now {};
    if (!look(taken, now) || !S_ISREG(now.st_mode) || !same(file.seen, now)) {
      move(taken, free_name(folder_, file.name));
      tell(file.name, State::waiting, "it is still being written");
      return;
    }
    CollectedFile told;
    told.source = source_;
    told.name = file.name;
    try {
      if (::access(taken.c_str(), R_OK) != 0)
        throw Error(ErrorCode::denied, Text("{file} may not be read.", {{"file", file.name}}),
                    "Let the user that runs Kith read it.");
      import(taken, told);
      make_folder(folder_ / "done");
      move(taken, free_name(folder_ / "done", file.name));
    } catch (const Error& error) {
      if (!is_of_the_file(error.code())) {
        move(taken, free_name(folder_, file.name));
        throw;
      }
      put_away(taken, file.name, error, told);
    }
    files_.push_back(std::move(told));
  }

  void import(const fs::path& path, CollectedFile& told) {
    ImportRequest request;
    request.file = path;
    request.source = source_;
    auto report = import_file(home_, request, progress_, cancel_);
    told.state = State::imported;
    told.batch = report.batch;
    told.records = report.records;
    told.facts = report.facts;
    told.rejects = report.rejects;
  }

  // Errors name rows by line and column, never by what stands in them.
  void put_away(const fs::path& taken, const std::string& name, const Error& error, CollectedFile& told) {
    told.reason = plain(error.sentence());
    if (tells_known_file(error)) {
      told.state = State::known;
      make_folder(folder_ / "done");
      move(taken, free_name(folder_ / "done", name));
      return;
    }
    told.state = State::failed;
    make_folder(folder_ / "failed");
    const auto place = free_name(folder_ / "failed", name);
    move(taken, place);
    std::string reason;
    for (auto language : {Language::en, Language::zh}) {
      reason += told.reason.render(language) + "\n" + plain(error.hint()).render(language) + "\n";
    }
    if (error.place().line != 0) reason += "line " + std::to_string(error.place().line) + "\n";
    reason += to_iso_time(home_.ledger().now()) + "\n";
    write_file_atomically(place.string() + ".reason.txt", reason);
  }

  // The same sentence with the file's own name for the place where it was taken.
  Text plain(const Text& text) const {
    auto arguments = text.arguments();
    const auto within = (folder_ / taken_folder).string() + "/";
    for (auto& [key, value] : arguments) {
      for (auto at = value.find(within); at != std::string::npos; at = value.find(within))
        value.erase(at, within.size());
    }
    return Text(text.key(), arguments);
  }

  Home& home_;
  fs::path folder_;
  std::string pattern_, source_;
  const CollectOptions& options_;
  Progress& progress_;
  const Cancel& cancel_;
  std::vector<CollectedFile> files_;
};

}  // namespace

std::string_view name_of(State state) noexcept {
  constexpr std::string_view names[] = {"imported", "known", "failed", "waiting", "skipped"};
  return names[static_cast<int>(state)];
}

std::string cron_every(const std::string& text) {
  int number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(end, text.data() + text.size());
  const bool fits = failure == std::errc() && number > 0;
  if (fits && ((unit == "m" && number == 60) || (unit == "h" && number == 1))) return "0 * * * *";
  if (fits && unit == "m" && number < 60 && 60 % number == 0)
    return "*/" + std::to_string(number) + " * * * *";
  if (fits && unit == "h" && number < 24 && 24 % number == 0)
    return "0 */" + std::to_string(number) + " * * *";
  if (fits && ((unit == "h" && number == 24) || (unit == "d" && number == 1))) return "0 0 * * *";
  throw Error(
      ErrorCode::usage, Text("{text} is no time between two looks.", {{"text", text}}),
      "Write 5m, 15m, 2h or 1d (minutes that part an hour, hours that part a day); else --at with a cron.");
}

ledger::SourceFolder set_folder(Home& home, const FolderRequest& request) {
  ledger::SourceFolder folder;
  folder.path = checked_folder(home, request.path);
  folder.pattern = request.pattern.empty() ? "*" : request.pattern;
  std::int64_t next = 0;
  if (!request.cron.empty()) {
    auto due = Cron(request.cron).next(home.ledger().now(), TimeZone::named(request.zone));
    if (!due)
      throw Error(ErrorCode::bad_input, "This schedule never comes due.",
                  "Look at day and month: they never meet.", {{}, 0, "cron"});
    next = *due;
  }
  home.ledger().write([&](ledger::Write& write) {
    folder.source = source_named(write.sql, request.source).id;
    for (const auto& other : ledger::all_folders(write.sql)) {
      if (other.source == folder.source && other.schedule) ledger::remove_schedule(write, other.schedule);
      if (other.source == folder.source) continue;
      if (is_within(other.path, folder.path) || is_within(folder.path, other.path))
        throw Error(ErrorCode::conflict, "Another source has this folder, or one above or below it.",
                    "Give every source a folder of its own.");
    }
    folder.schedule = {};
    if (next != 0) {
      ledger::Schedule schedule;
      schedule.kind = "collect";
      schedule.cron = request.cron;
      schedule.zone = request.zone;
      schedule.created_by = write.actor();
      schedule.words = nlohmann::json({{"source", request.source}}).dump();
      schedule.next_at = next;
      folder.schedule = ledger::add_schedule(write, schedule);
    }
    ledger::put_folder(write, folder);
  });
  return folder;
}

void drop_folder(Home& home, const std::string& name) {
  home.ledger().write([&](ledger::Write& write) {
    auto source = source_named(write.sql, name);
    auto folder = ledger::folder_of(write.sql, source.id);
    if (!folder)
      throw Error(ErrorCode::not_found, Text("The source {name} has no folder.", {{"name", name}}),
                  "Give it one: kith source folder NAME DIR");
    if (folder->schedule) ledger::remove_schedule(write, folder->schedule);
    ledger::remove_folder(write, source.id);
  });
}

std::vector<CollectedFile> collect_files(Home& home, const CollectOptions& options, Progress& progress,
                                         const Cancel& cancel) {
  std::vector<std::pair<ledger::SourceFolder, std::string>> folders;
  {
    auto read = home.ledger().read();
    if (!options.source.empty()) {
      auto source = source_named(read->sql(), options.source);
      auto folder = ledger::folder_of(read->sql(), source.id);
      if (!folder)
        throw Error(ErrorCode::not_found,
                    Text("The source {name} has no folder.", {{"name", options.source}}),
                    "Give it one: kith source folder NAME DIR");
      folders.emplace_back(*folder, source.name);
    } else {
      for (auto& folder : ledger::all_folders(read->sql())) {
        for (const auto& source : ledger::all_sources(read->sql())) {
          if (source.id == folder.source) folders.emplace_back(folder, source.name);
        }
      }
    }
  }
  std::vector<CollectedFile> files;
  for (const auto& [folder, source] : folders) {
    auto some = Collector(home, folder, source, options, progress, cancel).run();
    std::move(some.begin(), some.end(), std::back_inserter(files));
  }
  const bool any = std::any_of(files.begin(), files.end(),
                               [](const CollectedFile& file) { return file.state == State::imported; });
  if (any && options.resolve && can_resolve_new(home)) {
    resolve_new_records(home, progress, cancel, 0, most_after_import);
    home.lens(progress, cancel);
  }
  progress.done();
  return files;
}

}  // namespace kith::service
